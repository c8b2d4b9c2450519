"""Files are read in a child: what ends it, or takes too long or too much, is refused, and we go on."""

import io
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from jobs.formats import opening, workbook
from jobs.formats.cells import DateOrder, date_order, day
from jobs.formats.decode import decode
from jobs.formats.opening import read_links
from jobs.formats.reader import FileReader
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile, RefusedFile

LIST = b"page,target\nhttps://a.example/1,https://ours.example/\n"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(rows: str, links: str = "", link_rels: str = "") -> bytes:
    """A workbook with one sheet, as small as one can be."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships {RELS}><Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {NS} xmlns:r="{REL}"><sheets><sheet name="Links" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships {RELS}><Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet {NS} xmlns:r="{REL}"><sheetData>{rows}</sheetData>{links}</worksheet>',
        )
        if link_rels:
            archive.writestr(
                "xl/worksheets/_rels/sheet1.xml.rels", f"<Relationships {RELS}>{link_rels}</Relationships>"
            )
    return packed.getvalue()


def cell(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


SHEET = (
    f'<row r="1">{cell("A1", "Our list")}</row><row r="3">{cell("A3", "Page")}{cell("B3", "Target")}</row>'
    f'<row r="4">{cell("A4", "their article")}{cell("B4", "https://ours.example/")}</row>'
)


def test_a_cell_that_shows_a_word_means_where_it_leads() -> None:
    data = xlsx(
        SHEET,
        '<hyperlinks><hyperlink ref="A4" r:id="rId1"/></hyperlinks>',
        f'<Relationship Id="rId1" Type="{REL}/hyperlink" Target="https://a.example/1?x=1&amp;y=2"/>',
    )
    found = read_links(data, Wishes())
    assert isinstance(found, LinkFile)
    [row] = found.rows
    assert (row.line, row.page, row.target) == (4, "https://a.example/1?x=1&y=2", "https://ours.example/")


def test_a_sheet_that_reaches_too_far_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 5)
    refused = read_links(xlsx(SHEET), Wishes())
    assert isinstance(refused, RefusedFile)
    assert "more than 5 cells" in refused.why


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_BYTES", 100)
    refused = read_links(xlsx(SHEET), Wishes())
    assert isinstance(refused, RefusedFile)
    assert "unpacked" in refused.why


@pytest.mark.parametrize("cut", [30, 200, 400, -100, -1])
def test_what_was_cut_short_is_refused_and_raises_nothing(cut: int) -> None:
    assert isinstance(read_links(xlsx(SHEET)[:cut], Wishes()), RefusedFile)


def test_an_archive_with_too_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_MOST_FILES", 2)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.csv", LIST)
    assert isinstance(read_links(packed.getvalue(), Wishes()), RefusedFile)


async def test_a_file_is_read_in_a_child() -> None:
    found = await FileReader().read(LIST, Wishes())
    assert isinstance(found, LinkFile)
    assert [row.page for row in found.rows] == ["https://a.example/1"]


STANDS_IN = """
import os, time
def read_links(data):
    if data == b"abort": os.abort()
    if data == b"sleep": time.sleep(60)
    if data == b"spin":
        while True: pass
    if data.startswith(b"work"):
        while time.process_time() < 2: pass
        return len(data)
    return bytearray(10**9)
"""


@pytest.fixture
def stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Iterator[partial[Any]]":
    """What reads in the place of our own reader, in the child too, which looks for modules where we do."""
    (tmp_path / "stands_in.py").write_text(STANDS_IN)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield partial(import_module("stands_in").read_links)
    del sys.modules["stands_in"]


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (b"abort", "was ended by it"),
        (b"sleep", "too long"),
        (b"spin", "The file"),  # it is stopped by itself or by us, whichever is the first
        (b"memory", "too much memory"),
    ],
)
async def test_what_ends_or_holds_up_the_child_is_refused_and_the_next_file_is_read(
    what: bytes, why: str, stands_in: "partial[Any]"
) -> None:
    reader = FileReader(seconds=1.0)
    refused = await reader.read_as(what, stands_in)
    assert isinstance(refused, RefusedFile)
    assert why in refused.why
    assert isinstance(await reader.read(LIST, Wishes()), LinkFile)


@pytest.mark.slow
async def test_a_large_file_is_given_more_time(stands_in: "partial[Any]") -> None:
    large = b"work".ljust(2 * 1024 * 1024)
    assert await FileReader(seconds=0.5).read_as(large, stands_in) == len(large)
    assert isinstance(await FileReader(seconds=0.5).read_as(b"work", stands_in), RefusedFile)


async def test_a_file_that_is_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.formats.reader.MOST_BYTES", 3)
    assert isinstance(await FileReader().read(LIST, Wishes()), RefusedFile)


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["1.3.2026"], DateOrder.DAY_FIRST),
        (["01/08/2026", "28/09/2026"], DateOrder.DAY_FIRST),
        (["01/08/2026", "09/28/2026"], DateOrder.MONTH_FIRST),
        (["01/08/2026", "02/09/2026"], None),
        (["2026-01-08"], None),
    ],
)
def test_a_column_tells_how_its_days_are_written(cells: list[str], order: DateOrder | None) -> None:
    assert date_order(cells) is order


@pytest.mark.parametrize(
    ("cell_", "order", "means"),
    [
        ("1.3.2026", None, None),
        ("1.3.2026", DateOrder.DAY_FIRST, date(2026, 3, 1)),
        ("09/15/2026", DateOrder.MONTH_FIRST, date(2026, 9, 15)),
        ("03/03/2026", None, date(2026, 3, 3)),
        ("Sep 15, 2026", None, date(2026, 9, 15)),
        ("28 Sep 2026", None, date(2026, 9, 28)),
        ("2025-09-07 09:40:20", None, date(2025, 9, 7)),
        ("soon", None, None),
    ],
)
def test_days_as_files_write_them(cell_: str, order: DateOrder | None, means: date | None) -> None:
    assert day(cell_, order) == means


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encoding_is_found(encoding: str) -> None:
    assert decode("Größe,1.240,50 €\nabcdefghijkl\n".encode(encoding)) == "Größe,1.240,50 €\nabcdefghijkl\n"
