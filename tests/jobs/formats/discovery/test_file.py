"""All that a list says as a workbook."""

from datetime import date
from pathlib import Path

import pytest

from jobs.formats.discovery.compare import Discovery, Tracked, discover
from jobs.formats.discovery.file import write_discovered
from jobs.formats.opening import read_links, sheets_in
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile, RefusedFile
from jobs.model.listing import Counted, ListedLink, Listing

PAGES = [f"https://blog{number}.example/=post" for number in range(25)]
LINKS = tuple(ListedLink(page, "https://ours.example/", "=HYPERLINK(1)", date(2026, 3, 1)) for page in PAGES)
NOW = Listing("Google Search Console", "ours.example", date(2026, 3, 3), LINKS, (Counted("blog1.example", 3),))


@pytest.fixture
def found() -> Discovery:
    return discover(None, NOW, Tracked())


def written(found: Discovery, folder: Path) -> bytes:
    path = folder / "discovered.xlsx"
    write_discovered(found, path)
    return path.read_bytes()


def test_an_import_takes_every_link_of_it_and_no_anchor_as_agreed(found: Discovery, tmp_path: Path) -> None:
    read = read_links(written(found, tmp_path), Wishes("discovered.xlsx"))
    assert isinstance(read, LinkFile)
    assert sorted(row.page for row in read.rows) == sorted(PAGES)
    assert {(row.target, row.anchor, row.columns["seen anchor"]) for row in read.rows} == {
        ("https://ours.example/", "", "'=HYPERLINK(1)")
    }


def test_only_what_there_is_has_a_sheet(found: Discovery, tmp_path: Path) -> None:
    sheets = sheets_in(written(found, tmp_path), "discovered.xlsx")
    assert not isinstance(sheets, RefusedFile)
    assert [sheet.name for sheet in sheets] == ["Not tracked", "Linking sites", "Anchor texts"]
