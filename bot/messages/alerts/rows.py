"""The rows of an alert: a link, partner page or exchange each, with its own trouble (pure)."""

from collections.abc import Sequence
from datetime import datetime

from bot.messages.alerts.pages import first_page
from bot.messages.answers.exchanges import state_words
from bot.messages.kit import text, wording
from bot.messages.kit.blocks import Block, Part, bullets, strong, table, web_link
from jobs.model.case import Case
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.rules import title

MOST_ROWS = 4
_HEADING = ("Link", "Page", "What", "Now")
_IN_CELL, _IN_LINE = 34, 60
"""Characters of an address that find room."""
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
