"""Workbooks: nothing is a formula, no row is lost at the bounds of XLSX, and what is not as it was is named."""

import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import load_workbook

from jobs.formats.exports.cell_text import LIMITS, Limits, fitting
from jobs.formats.exports.table import Column, DataTable, Row, Shows, Value
from jobs.formats.exports.workbook import STATE_COLOURS, Workbook
from jobs.model.link_status import LinkState
from tests.tools.times import NOON

COLUMNS = (Column("page", Shows.ADDRESS), Column("words"))


def write(
    path: Path, rows: list[Row], columns: tuple[Column, ...] = COLUMNS, limits: Limits = LIMITS
) -> tuple[str, ...]:
    with Workbook(path, limits) as book:
        book.write(DataTable("Links", columns, rows))
    return book.remarks()


def sheets_of(path: Path) -> dict[str, list[list[object]]]:
    book = load_workbook(path)
    return {name: [[*row] for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def pages(count: int) -> list[Row]:
    return [{"page": f"https://a.example/{number}", "words": f"row {number}"} for number in range(count)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "out.xlsx"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "{=1}", "=HYPERLINK(1)"])
def test_no_text_becomes_a_formula(path: Path, text: str) -> None:
    write(path, [{"page": text, "words": text}])
    assert "<f>" not in part(path, "xl/worksheets/sheet1.xml")
    [_, cells] = sheets_of(path)["Links"]
    assert not any(str(cell).startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_addresses_beyond_what_a_sheet_can_link_are_written_as_texts(path: Path) -> None:
    write(path, pages(10), limits=Limits(links=4))
    rows = sheets_of(path)["Links"]
    assert [row[0] for row in rows[1:]] == [f"https://a.example/{number}" for number in range(10)]
    assert part(path, "xl/worksheets/sheet1.xml").count("<hyperlink ") == 4


def test_rows_beyond_what_a_sheet_holds_go_on_in_the_next(path: Path) -> None:
    assert write(path, pages(7), limits=Limits(rows=4, links=2)) == ()
    sheets = sheets_of(path)
    assert {name: len(rows) for name, rows in sheets.items()} == {"Links": 4, "Links 2": 4, "Links 3": 2}
    assert all(rows[0] == ["page", "words"] for rows in sheets.values())
    assert [row[1] for rows in sheets.values() for row in rows[1:]] == [f"row {number}" for number in range(7)]


def test_a_sheet_that_is_exactly_full_has_no_empty_one_behind_it(path: Path) -> None:
    write(path, pages(3), limits=Limits(rows=4))
    assert list(sheets_of(path)) == ["Links"]


def test_columns_that_have_no_room_are_named(path: Path) -> None:
    [said] = write(path, pages(1), limits=Limits(columns=1))
    assert said == ("words is left out: a sheet of XLSX has no more columns. CSV and JSON lines have all of it.")


def test_a_text_that_is_too_long_says_that_it_was_cut_and_where(path: Path) -> None:
    [said] = write(path, [{"words": "🜀" * 16_384}, {"words": "x" * 32_767}])
    assert said == "Links!B2 is cut: the text is longer than a cell of XLSX holds. CSV and JSON lines have all of it."
    cells = [str(row[1]) for row in sheets_of(path)["Links"][1:]]
    assert cells[0].endswith("🜀 … (cut here; 16,384 characters in all)")
    assert len(cells[0].encode("utf-16-le")) // 2 <= LIMITS.text
    assert cells[1] == "x" * 32_767


def test_signs_that_xlsx_cannot_hold_are_named(path: Path) -> None:
    [said] = write(path, [{"words": f"a\ufffe{number}"} for number in range(7)])
    assert said.startswith("Links!B2, Links!B3, Links!B4, Links!B5, Links!B6 and 2 more are changed")
    assert fitting("_x0041_x0042_", LIMITS).is_changed
    assert not fitting("_x0041_ and _x0042_", LIMITS).is_changed


@pytest.mark.parametrize(
    ("value", "shows", "held"),
    [
        (NOON, Shows.MOMENT, NOON.replace(tzinfo=None)),
        (date(2027, 3, 1), Shows.DAY, date(2027, 3, 1)),
        (Decimal("1200.50"), Shows.MONEY, 1200.5),
        (Decimal("1234567890.1234567"), Shows.MONEY, "1234567890.1234567"),  # a number would lose its last digits
        (7, Shows.NUMBER, 7.0),
        ("https://a.example/" + "a" * 3000, Shows.ADDRESS, "https://a.example/" + "a" * 3000),
        ("ours.example", Shows.ADDRESS, "ours.example"),
    ],
)
def test_values_are_what_a_spreadsheet_calls_so(path: Path, value: Value, shows: Shows, held: object) -> None:
    write(path, [{"it": value}], (Column("it", shows),))
    assert sheets_of(path)["Links"][1] == [held]


def test_every_state_has_its_colour(path: Path) -> None:
    assert set(STATE_COLOURS) == set(LinkState)
    write(path, [{"state": state.value} for state in LinkState], (Column("state", Shows.STATE),))
    looks = re.findall(r'<c r="A\d+" s="(\d+)"', part(path, "xl/worksheets/sheet1.xml"))
    assert len(looks) == len(LinkState) + 1
    assert len(set(looks)) == len(set(STATE_COLOURS.values())) + 1  # the header has its own


def test_people_find_their_way(path: Path) -> None:
    columns = (*COLUMNS, Column("state", Shows.STATE, leads=True))
    write(path, pages(2), columns)
    assert sheets_of(path)["Links"][0] == ["state", "page", "words"]
    sheet = part(path, "xl/worksheets/sheet1.xml")
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:C3"/>' in sheet
    assert '<col min="2" max="2" width="48' in sheet


def test_a_file_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        write(tmp_path / "gone" / "out.xlsx", pages(1))
