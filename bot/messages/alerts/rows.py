"""The rows of an alert: a link, partner page or exchange each, with its own trouble (pure)."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.messages.alerts.pages import first_page, links_at_issue
from bot.messages.answers.exchanges import state_words
from bot.messages.kit import text, wording
from bot.messages.kit.blocks import Block, Part, bullets, foreign, line, strong, table, web_link
from jobs.model.case import Case
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Link
from jobs.model.replacement import HowKnown
from jobs.rules import target_error, target_gone, target_noindex, title
from jobs.web.urls import registrable_domain

MOST_ROWS = 4
_HEADING = ("Link", "Page", "What", "Now")
_IN_CELL, _IN_LINE = 34, 60
"""Characters of an address that find room."""
_WASTING = frozenset({target_error.KIND, target_gone.KIND, target_noindex.KIND})
"""Through what else is found of our pages a link passes something on still."""
_MOST_SITES = 5
_HOW_KNOWN = {
    HowKnown.REDIRECT: "it led there when it was last read",
    HowKnown.CANONICAL: "its canonical when it was last read",
    HowKnown.WORDS: "a guess by its words",
}
Row = tuple[str, str, str, str]


def rows_of(case: Case, now: datetime) -> list[Row]:
    """The rows of the table that tell a part."""
    deal, partner = case.exchange, case.partner
    if deal:
        return [(deal.ref, text.shown_url(first_page(case), _IN_CELL), _titles(case.incident), state_words(deal))]
    if partner:
        limit = f"{partner.outbound or 0} of {partner.max_outbound} links"
        return [(partner.ref, text.shown_url(first_page(case), _IN_CELL), _titles(case.incident), limit)]
    if case.incident.kind is IncidentKind.TARGET:
        return [_row_of_ours(case, target, links, now) for target, links in _by_target(case)]
    return [
        (
            link.ref,
            text.shown_url(link.page_url, _IN_CELL),
            _trouble(link, case.incident),
            _state(link, case.incident, now),
        )
        for link in waiting_first(case)
    ]


def _row_of_ours(case: Case, target: str, links: Sequence[Link], now: datetime) -> Row:
    """A page of ours, however many links lead to it."""
    incident, first = case.incident, links[0]
    named = first.ref if len(links) == 1 else text.several(len(links), "link")
    state = _wastes(case).format(counted(links)) if incident.status.is_open else _state(first, incident, now)
    return named, text.shown_url(target, _IN_CELL), _trouble(first, incident), state


def waiting_first(case: Case) -> list[Link]:
    """The links of a case, those first that somebody has to see to."""
    return sorted(case.links, key=lambda link: bool(wording.left_as(link, case.incident)))


def table_of(rows: Sequence[Row]) -> list[Block]:
    """The first of them."""
    return [table([_HEADING, *rows[:MOST_ROWS]])] if rows else []


def lines_of(case: Case, now: datetime) -> list[Block]:
    """The first links of one alert in a line each, to click; what all share is left to the words above."""
    incident = case.incident
    is_shared = len({_trouble(link, incident) for link in case.links}) == 1
    is_one_page = len({link.page_url for link in case.links}) == 1
    shown: list[list[Part]] = []
    for link in waiting_first(case)[:MOST_ROWS]:
        trouble = "" if is_shared else f"{_trouble(link, incident)}, "
        where = _to_target(link) if is_one_page else [web_link(link.page_url, _IN_LINE)]
        shown.append([strong(f"{link.ref} "), *where, f" · {trouble}{_state(link, incident, now)}"])
    return [bullets(shown)] if shown else []


def _to_target(link: Link) -> list[Part]:
    """Links on one page are told apart by where they lead."""
    return [web_link(link.page_url, _IN_LINE // 2), " → ", web_link(link.target, _IN_LINE // 2)]


def wasted_lines(case: Case) -> list[Block]:
    """Pages of ours that waste links, those with most first: how many, of how many sites, and what may save them.

    Of one page the sites are named, too.
    """
    by_target = _by_target(case)
    if case.incident.is_of_one_page:
        return [said for target, links in by_target[:1] for said in _of_one_page(case, target, links)]
    shown = [
        [web_link(target, _IN_LINE), " ", _wastes(case).format(counted(links)), *_saved_by(case, target, links, ": a ")]
        for target, links in by_target[:MOST_ROWS]
    ]
    return [bullets(shown)] if shown else []


def wasted_words(case: Case) -> str:
    """The same of one page in a sentence without a foreign word, such as `It wastes 14 links of 9 sites.`."""
    return f"It {_wastes(case).format(counted(links_at_issue(case)))}."


def _of_one_page(case: Case, target: str, links: Sequence[Link]) -> list[Block]:
    sites = Counter(registrable_domain(link.page_url) or link.page_url for link in links).most_common()
    named = ", ".join(f"{text.shown_url(site, _IN_CELL)} {count:,}" for site, count in sites[:_MOST_SITES])
    others = f" and {text.several(len(sites) - _MOST_SITES, 'more site')}" if len(sites) > _MOST_SITES else ""
    told = f"{_wastes(case).format(counted(links))}: ".capitalize()
    saved = _saved_by(case, target, links, "A ")
    return [line(strong(told), foreign(f"{named}{others}", 500), "."), *([line(*saved, ".")] if saved else [])]


def _wastes(case: Case) -> str:
    """What the pages do to links, whose number has to be put in."""
    told = {finding.kind for finding in case.incident.findings}
    return "wastes {}" if told & _WASTING else "has {} to it"


def _by_target(case: Case) -> list[tuple[str, list[Link]]]:
    found: dict[str, list[Link]] = {}
    for link in links_at_issue(case):
        found.setdefault(link.target, []).append(link)
    return sorted(found.items(), key=lambda each: -len(each[1]))


def counted(links: Sequence[Link]) -> str:
    """`14 links of 9 sites`."""
    sites = {registrable_domain(link.page_url) for link in links}
    return f"{text.several(len(links), 'link')} of {text.several(len(sites), 'site')}"


def _saved_by(case: Case, target: str, links: Sequence[Link], begins: str) -> list[Part]:
    """What a redirect saves: those of the links that stand and pass something on."""
    other, saved = case.instead.get(target), sum(map(_passes_on, links))
    if other is None or not saved:
        return []
    which = f"{saved:,} of them" if saved < len(links) else "them all" if saved > 1 else "it"
    does = "may save" if other.how is HowKnown.WORDS else "saves"
    return [f"{begins}redirect to ", web_link(other.url, _IN_LINE), f" {does} {which} ({_HOW_KNOWN[other.how]})"]


def _passes_on(link: Link) -> bool:
    seen = link.sighting.best if link.sighting else None
    return not link.standing.state.is_away and seen is not None and seen.followed


def more_than_shown(count: int) -> text.Mrkdwn:
    """Where the others are; empty where there are none."""
    return text.escape(f"{count:,} more: See all") if count > 0 else text.escape("")


def _trouble(link: Link, incident: Incident) -> str:
    """What is wrong with this very link, of what the alert tells; all of it where the link is well again."""
    told = {finding.kind for finding in incident.findings}
    own = [title(finding.kind) for finding in link.standing.open if finding.kind in told]
    return ", ".join(dict.fromkeys(own)) or _titles(incident)


def _titles(incident: Incident) -> str:
    return ", ".join(dict.fromkeys(title(finding.kind) for finding in incident.findings))


def _state(link: Link, incident: Incident, now: datetime) -> str:
    if left := wording.left_as(link, incident):
        return left
    return wording.brief_state(link, now) if incident.status.is_open else str(incident.status)
