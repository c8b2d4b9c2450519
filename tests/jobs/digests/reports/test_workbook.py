"""The report as XLSX, read back as people's spreadsheets read it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from python_calamine import CalamineWorkbook

from jobs.digests.reports.html.document import report_html
from jobs.digests.reports.workbook import write_workbook
from jobs.exchanges.reciprocity import SiteBalance
from jobs.model.channel import ChannelSettings
from jobs.model.exchange import Contribution, DealBalance
from jobs.model.link_status import LinkState
from tests.tools.reports import busy_month, event, report_of, stood

Sheet = list[list[object]]


def sheets(path: Path) -> dict[str, Sheet]:
    book = CalamineWorkbook.from_path(path)
    return {name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


def rows(sheet: Sheet) -> list[dict[object, object]]:
    head, *others = sheet
    return [dict(zip(head, row, strict=True)) for row in others]


def test_it_says_what_the_page_says(tmp_path: Path) -> None:
    report = report_of(*busy_month(live=40), chosen=ChannelSettings(client="Acme"))
    write_workbook(report, tmp_path / "report.xlsx")
    read = sheets(tmp_path / "report.xlsx")
    assert list(read) == ["Month", "What happened", "Links", "Costs", "Weeks"]
    assert read["Month"][1][0] == "Acme: Backlinks in June 2026"
    happened = rows(read["What happened"])
    assert [row["Link"] for row in happened] == [each.link.ref for each in report.happenings]
    [lost] = [row for row in happened if row["What"] == "Lost"]
    assert (lost["Date"], lost["Cost"], lost["Currency"]) == (date(2026, 6, 12), 120, "EUR")
    assert "Absent at 4 checks in 31 h" in str(lost["What was found"])
    links = rows(read["Links"])
    assert len(links) == len(report.standings)
    assert {row["Stands"] for row in links} == {"live", "weakened", "lost", "replaced", "pending", "unknown"}
    assert links[0]["Page"] == "https://site1.example/posts/a-long-walk-1"


def test_its_numbers_add_up(tmp_path: Path) -> None:
    report = report_of(*busy_month(live=40))
    write_workbook(report, tmp_path / "report.xlsx")
    read = sheets(tmp_path / "report.xlsx")
    numbers = {str(row[0]): row[1] for row in read["Month"][1:] if row[1] != ""}
    balance = [
        numbers[name] for name in ("placed", "came back", "lost", "page replaced by another", "tracked no longer")
    ]
    start, end = numbers["on their pages when the month began"], numbers["at its end"]
    assert sum(map(float, map(str, balance)), float(str(start))) == end == 45
    costs = [row for row in rows(read["Costs"]) if row["Links that are"] != "Placed in the month"]
    euros = sum(float(str(row["Cost"])) for row in costs if row["Currency"] == "EUR")
    assert report.costs is not None
    assert euros == next(float(each.amount) for each in report.costs.total.amounts if each.currency == "EUR")


def test_no_word_of_a_page_is_a_formula_and_no_hidden_cost_is_in_it(tmp_path: Path) -> None:
    events = [event(1, "added", -9), event(1, "live", -9), event(1, "lost", 5, "=HYPERLINK(1)")]
    link = stood(1, LinkState.LOST, 5, target="=1+1")
    report = report_of(events, [link], chosen=ChannelSettings(client="=cmd", hide_costs=True))
    write_workbook(report, tmp_path / "report.xlsx")
    read = sheets(tmp_path / "report.xlsx")
    assert "Costs" not in read
    assert "Cost" not in read["Links"][0]
    assert rows(read["Links"])[0]["Links to"] == "'=1+1"
    assert str(rows(read["What happened"])[0]["What was found"]).startswith("'=HYPERLINK(1)")


def test_links_both_ways_have_a_sheet_where_there_are_any(tmp_path: Path) -> None:
    lost = SiteBalance("friend.example", DealBalance(Contribution(1), Contribution(1, 1, 0.05)), ("L-1",))
    report = replace(report_of(*busy_month(live=40)), both_ways=(replace(lost, is_unreturned=True),))
    write_workbook(report, tmp_path / "report.xlsx")
    [row] = rows(sheets(tmp_path / "report.xlsx")["Links both ways"])
    assert (row["Partner"], row["We get"], row["We give"], row["We pass on"]) == ("friend.example", 0, 1, 0.05)
    assert row["Lost"] == "L-1"
    said = report_html(report).decode()
    assert "All their links to us are lost: L-1." in said
    assert "1 of 1 link, 5.00 % in all" in said


def test_links_that_we_give_have_a_sheet_where_there_are_any(tmp_path: Path) -> None:
    write_workbook(report_of(*busy_month(live=3), given=[1, 103]), tmp_path / "report.xlsx")
    read = sheets(tmp_path / "report.xlsx")
    assert [(row["Link"], row["Stands"]) for row in rows(read["Links that we give"])] == [
        ("L-1", "live"),
        ("L-103", "lost"),
    ]
    assert {"L-1", "L-103"}.isdisjoint(row["Link"] for row in rows(read["Links"]))


def test_what_can_be_claimed_has_a_sheet_by_its_last_day(tmp_path: Path) -> None:
    report = report_of(*busy_month(live=40))
    claimable = replace(report.standings[0].link, claim_until=date(2026, 7, 12), remedy="=a new link")
    report = replace(report, claims=(claimable,))
    write_workbook(report, tmp_path / "report.xlsx")
    [row] = rows(sheets(tmp_path / "report.xlsx")["To claim"])
    assert (row["Claim until"], row["Link"]) == (date(2026, 7, 12), claimable.ref)
    said = report_html(report).decode()
    assert "Can be claimed under guarantee: 1" in said
    assert "12 Jul 2026" in said
