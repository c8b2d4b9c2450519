"""The report as one HTML file: no script, nothing fetched, everything within (pure)."""

from base64 import b64encode
from collections.abc import Iterator

from jobs.digests.reports import wording
from jobs.digests.reports.html import charts, tables
from jobs.digests.reports.html.markup import Markup, document, tag
from jobs.digests.reports.report import LinkClass, Report, Step
from jobs.model.channel import Logo
from jobs.web.urls import printable

_A_LINE = 2
"""Points that a line needs."""
_FOR_NEWS = ("Placed", "Lost")
"""Lists that are shown empty too: that nothing was lost is worth knowing."""


def report_html(report: Report) -> bytes:
    """The file."""
    title = [_whose(report), wording.title(report)]
    return document(title, [_header(report), tag("main", *_sections(report)), _footer()])


def _whose(report: Report) -> str:
    return f"{printable(report.client)}: " if report.client else ""


def _header(report: Report) -> Markup:
    logo = [_picture(report.logo, report.client)] if report.logo else []
    client = [tag("p", printable(report.client), class_="client")] if report.client else []
    period = tag("p", wording.period(report), class_="period")
    return tag("header", tag("div", *client, tag("h1", wording.title(report)), period), *logo)


def _picture(logo: Logo, client: str) -> Markup:
    source = f"data:{logo.media_type};base64,{b64encode(logo.data).decode()}"
    return tag("img", src=source, alt=f"{printable(client) or 'The client'}, logo")


def _sections(report: Report) -> Iterator[Markup]:
    yield tag("p", wording.in_short(report), class_="short")
    yield tag("section", tag("h2", "At a glance"), _tiles(report), class_="whole")
    yield tag("section", tag("h2", "How the number came about"), tables.balance(report), class_="whole")
    if len(report.series) >= _A_LINE:
        yield tag(
            "section",
            tag("h2", f"The last {len(report.series)} weeks, by their Mondays"),
            charts.weeks(report.series),
            class_="whole",
        )
    if report.standings:
        yield tag("section", tag("h2", "How the links stand"), charts.bars(report.classes), class_="whole")
    yield from _ahead(report)
    yield from _lists(report)
    if report.claims:
        title = f"{wording.CLAIMS}: {len(report.claims):,}"
        yield tag("section", tag("h2", title), tables.claims(report), class_="whole")
    if report.shares:
        note = tag("p", wording.SHARES_NOTE, class_="note")
        drawn = charts.shares(report.shares)
        yield tag("section", tag("h2", wording.SHARES), note, drawn, tables.shares(report.shares), class_="whole")
    if report.both_ways:
        note = tag("p", wording.both_ways_note(report), class_="note")
        yield tag("section", tag("h2", wording.BOTH_WAYS), note, tables.both_ways(report), class_="whole")
    if report.costs:
        yield tag("section", tag("h2", "Costs"), tables.costs(report.costs), class_="whole")
    if report.standings:
        title = (
            f"All links {'at the end of the month' if report.is_over else 'as they stand'}: {len(report.standings):,}"
        )
        notes = [tag("p", words, class_="note") for words in wording.of_relevance(report)]
        yield tag("section", tag("h2", title), *notes, tables.standings(report.standings, report))
    if report.given:
        note = tag("p", wording.GIVEN_NOTE, class_="note")
        title = f"{wording.GIVEN}: {len(report.given):,}"
        yield tag("section", tag("h2", title), note, tables.standings(report.given, report))
    yield tag("section", tag("h2", "How to read this"), tables.meanings(), class_="whole")


def _ahead(report: Report) -> Iterator[Markup]:
    if report.ahead:
        drawn = charts.ahead(wording.last_day(report), report.ahead)
        yield tag("section", tag("h2", wording.AHEAD), tag("p", wording.likely(report)), drawn, class_="whole")


def _lists(report: Report) -> Iterator[Markup]:
    for title, steps in wording.LISTS.items():
        found = report.steps(*steps)
        if found:
            note = wording.not_counted(report) if Step.LOST in steps else ""
            said = [tag("p", note, class_="note")] if note else []
            yield tag("section", tag("h2", f"{title}: {len(found):,}"), *said, tables.happenings(found, report))
        elif title in _FOR_NEWS:
            yield tag("section", tag("h2", title), tag("p", "None in this month."), class_="whole")


def _tiles(report: Report) -> Markup:
    balance = report.balance
    shown = [
        (balance.end, "on their pages"),
        (balance.placed, "placed"),
        (balance.came_back, "came back"),
        (balance.lost, "lost"),
        (report.classes.get(LinkClass.WEAKENED, 0), "weakened"),
        (report.classes.get(LinkClass.UNKNOWN, 0), "unknown"),
    ]
    return tag("div", *(tag("p", tag("b", f"{number:,}"), words) for number, words in shown), class_="tiles")


def _footer() -> Markup:
    return tag("footer", tag("p", "Made by Linkwatch. What no check could read is called unknown, never lost."))
