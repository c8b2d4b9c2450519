"""The rows of an alert: a link, partner page or exchange each, with its own trouble (pure)."""

from collections.abc import Sequence
from datetime import datetime

from bot.messages.alerts.pages import first_page, links_at_issue
from bot.messages.answers.exchanges import state_words
from bot.messages.kit import text, wording
from bot.messages.kit.blocks import Block, Part, bullets, strong, table, web_link
from jobs.model.case import Case
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.rules import target_error, target_gone, target_noindex, title
from jobs.web.urls import registrable_domain

MOST_ROWS = 4
_HEADING = ("Link", "Page", "What", "Now")
_IN_CELL, _IN_LINE = 34, 60
"""Characters of an address that find room."""
_WASTING = frozenset({target_error.KIND, target_gone.KIND, target_noindex.KIND})
"""Through what else is found of our pages a link passes something on still."""
Row = tuple[str, str, str, str]


def rows_of(case: Case, now: datetime) -> list[Row]:
    """The rows of the table that tell a part."""
    deal, partner = case.exchange, case.partner
    if deal:
        return [(deal.ref, text.shown_url(first_page(case), _IN_CELL), _titles(case.incident), state_words(deal))]
    if partner:
        limit = f"{partner.outbound or 0} of {partner.max_outbound} links"
        return [(partner.ref, text.shown_url(first_page(case), _IN_CELL), _titles(case.incident), limit)]
    return [
        (
            link.ref,
            text.shown_url(link.page_url, _IN_CELL),
            _trouble(link, case.incident),
            _state(link, case.incident, now),
        )
        for link in waiting_first(case)
    ]


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
    """Pages of ours that waste links, those with most first: how many, of how many sites, and what may save them."""
    told = {finding.kind for finding in case.incident.findings}
    does = "wastes {}" if told & _WASTING else "has {} to it"
    shown = [
        [web_link(target, _IN_LINE), " ", does.format(_counted(links)), *_saved_by(case.instead.get(target, ""))]
        for target, links in _by_target(case)[:MOST_ROWS]
    ]
    return [bullets(shown)] if shown else []


def _by_target(case: Case) -> list[tuple[str, list[Link]]]:
    found: dict[str, list[Link]] = {}
    for link in links_at_issue(case):
        found.setdefault(link.target, []).append(link)
    return sorted(found.items(), key=lambda each: -len(each[1]))


def _counted(links: Sequence[Link]) -> str:
    sites = {registrable_domain(link.page_url) for link in links}
    return f"{text.several(len(links), 'link')} of {text.several(len(sites), 'site')}"


def _saved_by(instead: str) -> list[Part]:
    if not instead:
        return []
    return [": a redirect to ", web_link(instead, _IN_LINE), " may save them (a guess by its words)"]


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
