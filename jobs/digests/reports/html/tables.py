"""The report's tables (pure)."""

from collections.abc import Iterable, Sequence

from jobs.digests.reports import wording
from jobs.digests.reports.html.markup import NOTHING, Markup, address, tag, together
from jobs.digests.reports.report import Costs, Happening, LinkClass, Report, ReportLink, Standing
from jobs.model.series import ShareLine
from jobs.units.dates import format_day
from jobs.web.urls import printable

Row = Sequence[str]


def table(heads: Sequence[str], rows: Iterable[Row], class_: str = "") -> Markup:
    """Rows under heads that are repeated on each printed page; on a narrow screen each cell says its own."""
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in heads)))
    body = (
        tag("tr", *(tag("td", cell, data_label=name) for name, cell in zip(heads, row, strict=True))) for row in rows
    )
    return tag("table", head, tag("tbody", *body), class_=class_)


def happenings(each_of: Sequence[Happening], report: Report) -> Markup:
    """What happened, with dates and proof."""
    found = {each: words for each in each_of if (words := wording.what_happened(each))}
    heads = ["Date", "Link", "Page and what it links to", *(["What was found"] if found else []), *_cost_head(report)]

    def row(each: Happening) -> Row:
        what = [found.get(each, "")] if found else []
        cost = [_cost(each.link)] if report.costs else []
        return wording.day(each.at, report), each.link.ref, _where(each.link), *what, *cost

    return table(heads, map(row, each_of), "happenings" if found else "happenings plain")


def standings(each_of: Sequence[Standing], report: Report) -> Markup:
    """Links as they stood at the end."""
    related = ["Relevance"] if any(each.link.relevance for each in each_of) else []
    heads = ["Link", "Page and what it links to", "Stands", "Placed", "Last seen", *related, *_cost_head(report)]
    rows = (_standing(each, report, is_scored=bool(related)) for each in each_of)
    return table(heads, rows, "standings")


def balance(report: Report) -> Markup:
    """How the number of links on their pages came about."""
    rows = [tag("tr", tag("td", number), tag("td", words)) for number, words in wording.balance_lines(report.balance)]
    return tag("table", tag("tbody", *rows), class_="balance")


def costs(costs: Costs) -> Markup:
    """What was paid for, each currency for itself; the classes add up to the last line."""
    classes = [(wording.CLASS[each], spend) for each, spend in costs.classes.items() if spend.links]
    rows = [*classes, ("All links", costs.total), ("Of these, placed in the month", costs.placed)]
    told = [(name, wording.known_of(spend), wording.amounts(spend.amounts)) for name, spend in rows]
    told += [(wording.PER_MONTH, "", wording.amounts(costs.per_month))] if costs.per_month else []
    return table(("", "Known of", "Cost"), told, "costs")


def claims(report: Report) -> Markup:
    """What can be claimed, by its last day."""
    rows = (
        (format_day(link.claim_until) if link.claim_until else "", link.ref, _where(link), printable(link.remedy))
        for link in report.claims
    )
    return table(("Claim until", "Link", "Page and what it links to", "Remedy"), rows, "costs")


def both_ways(report: Report) -> Markup:
    """What is given and got with each partner."""
    rows = ((printable(site.site), *wording.both_sides(site)) for site in report.both_ways)
    return table(("Partner", "We get", "We give", ""), rows, "costs")


def shares(lines: Sequence[ShareLine]) -> Markup:
    """What a followed link of each page passes on, and what it did at the start of the weeks that are shown."""
    rows = ((each.ref, address(each.page_url), *wording.share_words(each)) for each in lines)
    return table(("Page", "", "Now", "Before"), rows, "costs")


def meanings() -> Markup:
    """What each class means."""
    pairs = ((_pill(each), words) for each, words in wording.MEANING.items())
    return tag("dl", *(part for pill, words in pairs for part in (tag("dt", pill), tag("dd", words))))


def _standing(each: Standing, report: Report, *, is_scored: bool) -> Row:
    found = " ".join(filter(None, [wording.since(each, report), wording.how_it_stands(each)]))
    stands = together([_pill(each.known), tag("small", found) if found else NOTHING])
    seen = wording.day(each.link.seen_at, report) or wording.UNKNOWN
    placed = wording.day(each.placed_at, report) or "not yet"
    cost = [_cost(each.link)] if report.costs else []
    related = [_relevance(each.link)] if is_scored else []
    return each.link.ref, _where(each.link), stands, placed, seen, *related, *cost


def _relevance(link: ReportLink) -> Markup:
    kept = link.relevance
    if kept is None:
        return together([wording.UNKNOWN])
    return together([f"{kept.score}", tag("small", kept.verdict.partition(", ")[2])])


def _where(link: ReportLink) -> Markup:
    """The page, what it links to and in which words; of a link that is tracked no longer only the page is known."""
    words = wording.anchor(link)
    target = tag("small", "→ ", address(link.target), f" {words}" if words else "") if link.target else NOTHING
    return together([address(link.page_url), target])


def _cost(link: ReportLink) -> Markup:
    until = f"until {format_day(link.guaranteed_until)}" if link.guaranteed_until else ""
    return together([wording.cost(link), tag("small", until) if until else NOTHING])


def _cost_head(report: Report) -> list[str]:
    return ["Cost, guarantee"] if report.costs else []


def _pill(each: LinkClass) -> Markup:
    return tag("span", wording.CLASS[each], class_=f"pill {each}")
