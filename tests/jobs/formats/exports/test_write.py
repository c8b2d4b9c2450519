"""Exports of a store: what is asked for and nothing else, and an import reads the links of the whole workbook."""

import csv
import io
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jobs.formats.columns import OURS
from jobs.formats.exports.request import ExportFormat, ExportRequest, SheetName
from jobs.formats.exports.spool import Spool
from jobs.formats.exports.table import Column
from jobs.formats.exports.write import sheet_kinds, write_export
from jobs.formats.filters.link_filter import LinkFilter
from jobs.formats.filters.selection import Selection
from jobs.formats.opening import read_links
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile, RefusedFile
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState
from jobs.model.partner import NewPartner
from jobs.model.prospect import NewProspect, Plan, ProspectState
from jobs.model.queries import LinkQuery
from jobs.model.terms import Money, PastPrice, Terms
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.units.money import MONTH
from tests.tools.stores import open_store
from tests.tools.times import NOON

OURS_AT = "https://ours.example/"
PAID = Terms(Money(Decimal("90.50"), "EUR"))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path / "store")
    first = NewLink(
        "C1", "https://a.example/1", OURS_AT, terms=PAID, columns={"Price": "90", "Cost (USD)": "99", "Batch": "7"}
    )
    for new in (first, NewLink("C1", "https://b.example/2", OURS_AT), NewLink("C2", "https://c.example/3", OURS_AT)):
        await opened.add_link(new, NOON)
    await opened.add_partner(NewPartner("C1", "https://a.example/partners", 100), NOON)
    yield opened
    await opened.close()


async def export(
    store: Store, folder: Path, form: ExportFormat, asked: ExportRequest, *sheets: SheetName
) -> tuple[bytes, dict[SheetName, int]]:
    written = await write_export(store, asked, sheets or (SheetName.LINKS,), form, folder / "out")
    return (folder / "out").read_bytes(), dict(written.rows)


def of(channel: str, **more: Any) -> ExportRequest:
    return ExportRequest(Selection(LinkFilter(**more), NOON, channel), (channel,))


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.both_stores
async def test_csv_begins_with_our_columns_and_names_what_was_kept_behind(store: Store, tmp_path: Path) -> None:
    data, counts = await export(store, tmp_path, ExportFormat.CSV, of("C1"))
    rows = rows_of(data)
    assert tuple(rows[0])[: len(OURS)] == OURS
    assert tuple(rows[0])[-3:] == ("Batch", "Cost (USD)", "Price")
    assert [row["source_url"] for row in rows] == ["https://a.example/1", "https://b.example/2"]
    assert (rows[0]["cost"], rows[0]["currency"], rows[0]["Batch"]) == ("90.50", "EUR", "7")
    assert (rows[1]["linkwatch_link"], rows[1]["linkwatch_state"]) == ("L-2", "new")
    assert counts == {"links": 2}


@pytest.mark.both_stores
async def test_only_what_fits_the_filter_is_in_it(store: Store, tmp_path: Path) -> None:
    lost = (await store.links(LinkQuery("C1")))[1]
    await store.write(Write(links=[replace(lost, standing=replace(lost.standing, state=LinkState.LOST))]))
    asked = of("C1", states=(LinkState.LOST,))
    data, counts = await export(store, tmp_path, ExportFormat.XLSX, asked, *SheetName)
    assert counts == {"links": 1, "partners": 0, "history": 1, "reciprocity": 0, "prospects": 0}
    assert b"https://a.example/1" not in data


@pytest.mark.parametrize(
    ("narrowed", "count"),
    [({"person": "U0BEN"}, 0), ({"tags": frozenset({"x"})}, 0), ({"domain": "a.example"}, 1), ({}, 1)],
)
async def test_what_partner_pages_do_not_have_leaves_them_out(
    store: Store, tmp_path: Path, narrowed: dict[str, Any], count: int
) -> None:
    _, counts = await export(store, tmp_path, ExportFormat.CSV, of("C1", **narrowed), SheetName.PARTNERS)
    assert counts == {"partners": count}


@pytest.mark.both_stores
@pytest.mark.parametrize(("domain", "about"), [("a.example", {"L-1", "P-1"}), ("b.example", {"L-2"})])
async def test_the_history_of_a_domain_has_no_partner_page_elsewhere(
    store: Store, tmp_path: Path, domain: str, about: set[str]
) -> None:
    data, _ = await export(store, tmp_path, ExportFormat.CSV, of("C1", domain=domain), SheetName.HISTORY)
    assert {row["about"] for row in rows_of(data)} == about


@pytest.mark.both_stores
@pytest.mark.parametrize("narrowed", [{"domain": "www.a.example"}, {"partner": "a.example"}])
async def test_both_sides_of_a_partner_are_a_row(store: Store, tmp_path: Path, narrowed: dict[str, str]) -> None:
    data, _ = await export(store, tmp_path, ExportFormat.CSV, of("C1", **narrowed), SheetName.RECIPROCITY)
    [row] = rows_of(data)
    assert (
        row.items()
        >= {
            "linkwatch_site": "a.example",
            "channel": "C1",
            "they_owe": "1",
            "they_give": "0",
            "we_owe": "0",
            "both_ways": "no",
            "given_for_nothing": "no",
        }.items()
    )


async def test_where_costs_are_hidden_none_is_in_any_column(store: Store, tmp_path: Path) -> None:
    asked = replace(of("C1"), hiding_costs=frozenset({"C1"}))
    link = (await store.links(LinkQuery("C1")))[0]
    stood = replace(link.standing, lived=10 * MONTH)
    prices = (PastPrice(Money(Decimal(80), "EUR"), NOON),)
    await store.write(Write(links=[replace(link, standing=stood, prices=prices)]))
    (tmp_path / "open").mkdir()
    open_to_all = rows_of((await export(store, tmp_path / "open", ExportFormat.CSV, of("C1")))[0])[0]
    assert open_to_all["linkwatch_months_lived"] == "10.0"
    assert open_to_all["linkwatch_cost_per_month"] == "9.05"
    assert open_to_all["linkwatch_earlier_prices"] == "80 EUR until 2026-11-23"
    row = rows_of((await export(store, tmp_path, ExportFormat.CSV, asked))[0])[0]
    assert (row["cost"], row["currency"], row["Batch"]) == ("", "", "7")
    assert (row["linkwatch_cost_per_month"], row["linkwatch_earlier_prices"]) == ("", "")
    assert not {"Price", "Cost (USD)"} & row.keys()


async def test_json_lines_hold_texts_as_they_are(store: Store, tmp_path: Path) -> None:
    link = (await store.links(LinkQuery("C1")))[0]
    await store.write(Write(links=[replace(link, notes="=1+1")]))
    data, _ = await export(store, tmp_path, ExportFormat.JSON_LINES, of("C1"))
    first, second = map(json.loads, data.decode().splitlines())
    assert (first["notes"], first["cost"], second["cost"]) == ("=1+1", "90.50", "")


@pytest.mark.both_stores
async def test_an_import_reads_the_links_of_the_workbook_and_no_other_sheet(store: Store, tmp_path: Path) -> None:
    data, counts = await export(store, tmp_path, ExportFormat.XLSX, of("C1"), *SheetName)
    assert counts == {"links": 2, "partners": 1, "history": 3, "reciprocity": 2, "prospects": 0}
    file = read_links(data, Wishes("export.xlsx", our_sites=("ours.example",)))
    assert isinstance(file, LinkFile)
    assert (file.layout, len(file.rows)) == ("Linkwatch", 2)


@pytest.mark.parametrize("sheet", [name for name in SheetName if name is not SheetName.LINKS])
async def test_a_file_of_another_sheet_says_which_one_to_take(store: Store, tmp_path: Path, sheet: SheetName) -> None:
    data, _ = await export(store, tmp_path, ExportFormat.CSV, of("C1"), sheet)
    refused = read_links(data, Wishes("export.csv", our_sites=("ours.example",)))
    assert isinstance(refused, RefusedFile)
    assert "Take the sheet Links" in refused.why


async def test_an_empty_channel_gives_a_header_that_an_import_knows(store: Store, tmp_path: Path) -> None:
    data, counts = await export(store, tmp_path, ExportFormat.XLSX, of("C3"), *SheetName)
    assert set(counts.values()) == {0}
    file = read_links(data, Wishes())
    assert isinstance(file, LinkFile)
    assert (file.layout, file.rows, file.rejected) == ("Linkwatch", (), ())


def test_every_sheet_has_a_kind_and_its_name() -> None:
    assert [kind.name for kind in sheet_kinds()] == list(SheetName)


def test_a_spool_gives_back_what_it_took_and_names_the_columns_that_came(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "rows", [Column("a")])
    assert list(spool) == []
    spool.add([{"a": 1}, {"b": 2}])
    spool.add([])
    spool.add([{"c": 3, "a": 4}])
    assert list(spool) == [{"a": 1}, {"b": 2}, {"c": 3, "a": 4}]
    assert [column.name for column in spool.columns] == ["a", "b", "c"]


@pytest.mark.both_stores
async def test_prospects_are_a_sheet_of_their_own_without_hidden_costs(store: Store, tmp_path: Path) -> None:
    plan = Plan(ProspectState.AGREED, OURS_AT, cost=PAID.cost, notes="=1+1")
    await store.add_prospect(NewProspect("C1", "https://d.example/tips", plan), NOON)
    await store.add_prospect(NewProspect("C2", "https://e.example/tips"), NOON)
    data, _ = await export(store, tmp_path, ExportFormat.CSV, of("C1"), SheetName.PROSPECTS)
    [row] = rows_of(data)
    assert (row["linkwatch_prospect"], row["prospect_state"], row["asks"]) == ("C-1", "agreed", "90.50")
    assert row["prospect_notes"] == "'=1+1"
    hidden = replace(of("C1"), hiding_costs=frozenset({"C1"}))
    (tmp_path / "hidden").mkdir()
    data, _ = await export(store, tmp_path / "hidden", ExportFormat.CSV, hidden, SheetName.PROSPECTS)
    assert rows_of(data)[0]["asks"] == ""


async def test_an_import_of_the_workbook_takes_no_prospect_for_a_link(store: Store, tmp_path: Path) -> None:
    for number in range(9):
        plan = Plan(target=OURS_AT)
        await store.add_prospect(NewProspect("C1", f"https://d.example/{number}", plan), NOON)
    data, _ = await export(store, tmp_path, ExportFormat.XLSX, of("C1"), *SheetName)
    read = read_links(data, Wishes("out.xlsx"))
    assert isinstance(read, LinkFile)
    assert [row.page for row in read.rows] == ["https://a.example/1", "https://b.example/2"]
