"""The report as a workbook, for those who go on calculating with it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from jobs.digests.forecast_words import by_quarter
from jobs.digests.reports import wording
from jobs.digests.reports.report import Report, ReportLink, Standing
from jobs.formats.exports.table import Column, DataTable, Row, Shows
from jobs.formats.exports.workbook import Workbook
from jobs.web.urls import printable

_LINK = (
    Column("Link"),
    Column("Page", Shows.ADDRESS),
    Column("Links to", Shows.ADDRESS),
    Column("Anchor"),
    Column("Not followed"),
)
_COST = (Column("Cost", Shows.MONEY), Column("Currency"), Column("Guaranteed until", Shows.DAY))
_RELEVANCE = (Column("Relevance", Shows.NUMBER), Column("Relevance in words"))
_SIDES = ("We get", "They pass on", "We give", "We pass on")


def write_workbook(report: Report, path: Path) -> None:
    """Write it: a sheet for the month in numbers, what happened, all links, the costs and the weeks; raises OSError."""
    with Workbook(path) as book:
        for table in _tables(report):
            book.write(table)


def _tables(report: Report) -> Iterator[DataTable]:
    cost = _COST if report.costs else _COST[2:]
    found = Column("What was found")
    yield DataTable("Month", (Column("Of the month"), Column("Links", Shows.NUMBER)), _month(report))
    happened = (Column("Date", Shows.DAY), Column("What"), *_LINK, found, *cost)
    yield DataTable("What happened", happened, _happened(report))
    dates = (Column("Since", Shows.DAY), Column("Placed", Shows.DAY), Column("Last seen", Shows.DAY))
    stands = (*_LINK, Column("Stands", Shows.STATE), *dates, found, *cost, *_RELEVANCE)
    yield DataTable("Links", stands, _links(report.standings, report))
    if report.given:
        yield DataTable(wording.GIVEN, stands, _links(report.given, report))
    if report.costs:
        spent = (Column("Links that are"), Column("Links", Shows.NUMBER), Column("Cost known of", Shows.NUMBER))
        yield DataTable("Costs", (*spent, *_COST[:2]), _costs(report))
    if report.claims:
        claimed = (Column("Claim until", Shows.DAY), *_LINK, Column("Remedy"))
        yield DataTable("To claim", claimed, _claims(report))
    if report.both_ways:
        sides = (Column("Partner"), *(Column(name, Shows.NUMBER) for name in _SIDES), Column("Lost"))
        yield DataTable(wording.BOTH_WAYS, sides, _both_ways(report))
    if report.shares:
        pages = (Column("Page", Shows.ADDRESS), Column("Partner page"), Column("Day", Shows.DAY))
        counted = (Column("Followed links", Shows.NUMBER), Column("Share per link", Shows.NUMBER))
        yield DataTable("Partner pages", (*pages, *counted), _shares(report))
    lines = ("On their pages", "Weakened", "Lost")
    weeks = (Column("Monday", Shows.DAY), *(Column(name, Shows.NUMBER) for name in lines))
    yield DataTable("Weeks", weeks, _weeks(report))


def _shares(report: Report) -> Iterator[Row]:
    for each in report.shares:
        for point in each.points:
            said: Row = {"Page": each.page_url, "Partner page": each.ref, "Day": point.day}
            yield {**said, "Followed links": point.followed, "Share per link": round(point.share, 5)}


def _month(report: Report) -> Iterator[Row]:
    told = [f"{printable(report.client)}: {wording.title(report)}" if report.client else wording.title(report)]
    for words in [*told, wording.period(report), wording.in_short(report)]:
        yield {"Of the month": words}
    balance = report.balance
    yield {"Of the month": wording.AT_START, "Links": balance.start}
    for name, words in wording.LINE.items():
        number: int = getattr(balance, name)
        yield {"Of the month": words, "Links": number if name in wording.ADDING else -number}
    yield {"Of the month": wording.AT_END, "Links": balance.end}
    for each, links in report.classes.items():
        yield {"Of the month": f"{wording.CLASS[each]} then", "Links": links}
    for words in [*wording.of_relevance(report), *filter(None, [wording.likely(report)])]:
        yield {"Of the month": words}
    for days, stand in by_quarter(report.ahead) if report.ahead else ():
        yield {"Of the month": f"likely to stand {days} days later" if days else "stood then", "Links": stand}


def _happened(report: Report) -> Iterator[Row]:
    titles = {step: title for title, steps in wording.LISTS.items() for step in steps}
    for each in report.happenings:
        said: Row = {"Date": each.at.astimezone(ZoneInfo(report.zone)).date(), "What": titles[each.step]}
        yield {**said, **_link(each.link), "What was found": wording.what_happened(each)}


def _links(standings: Iterable[Standing], report: Report) -> Iterator[Row]:
    zone = ZoneInfo(report.zone)
    for each in standings:
        moments = {"Since": each.since, "Placed": each.placed_at, "Last seen": each.link.seen_at}
        days = {name: at.astimezone(zone).date() if at else None for name, at in moments.items()}
        found = wording.how_it_stands(each)
        yield {**_link(each.link), "Stands": each.known.value, **days, "What was found": found}


def _link(link: ReportLink) -> Row:
    return {
        "Link": link.ref,
        "Page": printable(link.page_url),
        "Links to": printable(link.target),
        "Anchor": printable(link.anchor),
        "Not followed": ", ".join(link.rel),
        "Cost": link.cost.amount if link.cost else None,
        "Currency": link.cost.currency if link.cost else None,
        "Guaranteed until": link.guaranteed_until,
        "Relevance": link.relevance.score if link.relevance else None,
        "Relevance in words": link.relevance.verdict if link.relevance else "",
    }


def _costs(report: Report) -> Iterator[Row]:
    """A row for each currency, so that a column can be summed; classes without a known cost have one too."""
    if report.costs is None:
        return
    named = [*((wording.CLASS[each], spend) for each, spend in report.costs.classes.items() if spend.links)]
    for name, spend in [*named, ("Placed in the month", report.costs.placed)]:
        counts: Row = {"Links that are": name, "Links": spend.links, "Cost known of": spend.known}
        yield from ({**counts, "Cost": one.amount, "Currency": one.currency} for one in spend.amounts)
        if not spend.amounts:
            yield counts
    for one in report.costs.per_month:
        yield {"Links that are": wording.PER_MONTH, "Cost": one.amount, "Currency": one.currency}


def _claims(report: Report) -> Iterator[Row]:
    for link in report.claims:
        yield {"Claim until": link.claim_until, **_link(link), "Remedy": printable(link.remedy)}


def _both_ways(report: Report) -> Iterator[Row]:
    for site in report.both_ways:
        got, given = site.balance.got, site.balance.given
        numbers = (got.standing, round(got.share, 6), given.standing, round(given.share, 6))
        lost = ", ".join(site.lost) if site.is_unreturned else ""
        yield {"Partner": printable(site.site), **dict(zip(_SIDES, numbers, strict=True)), "Lost": lost}


def _weeks(report: Report) -> Iterator[Row]:
    for week in report.series:
        yield {"Monday": week.monday, "On their pages": week.live, "Weakened": week.weakened, "Lost": week.lost}
