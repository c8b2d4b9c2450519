"""What no check can see, in words: cost and guarantee, and what others say that search engines know.

Whoever calls has taken out costs that the channel hides.
"""

from collections.abc import Sequence
from datetime import date, datetime

from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Message, Part, context, foreign, joined_by, line, note, person, strong, typed
from jobs.model.incident import Incident, IncidentKind
from jobs.model.index_fact import IndexFact, IndexStatus, index_status, newest
from jobs.model.link import Link
from jobs.model.terms import Money, Terms
from jobs.units.dates import format_day
from jobs.units.money import MONTH, format_money, per_month, sums
from jobs.verdicts.guarantee import claim_until, fell_under, runs, under_guarantee

_MOST_TELLERS = 5
_THE_PARTNERS = frozenset({IncidentKind.LOST, IncidentKind.WEAKENED, IncidentKind.REPLACED})


def agreed_terms(link: Link, now: datetime) -> str:
    """`cost 120 EUR, guaranteed until 1 Mar 2027`, of a link as it stands; empty where nothing was agreed."""
    return said_terms(link.terms, now, owed=under_guarantee(link))


def said_terms(terms: Terms, now: datetime, *, owed: bool = False) -> str:
    """The same of terms alone; `owed`: the guarantee ran when something went wrong, and may be over since."""
    return ", ".join(filter(None, (_cost(terms), _guarantee(terms.guaranteed_until, now, owed=owed))))


def terms_lines(link: Link, now: datetime) -> list[Block]:
    """The same as a line of its own."""
    said = agreed_terms(link, now)
    return [line(strong("Agreed "), said)] if said else []


def price_lines(link: Link) -> list[Block]:
    """What each month cost that the link stood, and what it cost before; nothing where neither is known."""
    cost = link.terms.cost
    each = per_month([(cost, link.standing.lived)]) if cost else ()
    months = f"{link.standing.lived / MONTH:,.1f}"
    said = [f"{amounts(each)} for each of the {months} months that it was seen to stand"] if each else []
    said += [f"{format_money(old.cost)} until {format_day(old.until.date())}" for old in reversed(link.prices[-5:])]
    return [line(strong("Price "), "; ".join(said))] if said else []


def incident_terms(link: Link, incident: Incident, now: datetime) -> list[Block]:
    """The line of an alert: what is under guarantee stands out, for it is worth a mail."""
    if not _speaks_of_terms(incident):
        return []
    owed = fell_under(link, incident.opened_at)
    said = said_terms(link.terms, now, owed=owed)
    told = said[:1].upper() + said[1:]
    if owed:
        return [line(strong(told), ": worth a mail.", *_claim(link, now))]
    return [line(f"{told}.")] if told else []


def group_terms(links: Sequence[Link], incident: Incident) -> list[Block]:
    """How many of an alert's links are under guarantee, and what those that are not recovered cost."""
    waiting = [link for link in links if link.id in incident.waiting]
    if not _speaks_of_terms(incident):
        return []
    owed = [link.ref for link in waiting if fell_under(link, incident.opened_at)]
    costs = sums(link.terms.cost for link in waiting if link.terms.cost)
    said = [f"Under guarantee when it happened: {len(owed)} of {len(waiting)}." if owed else ""]
    said += [f"Cost of those that are down: {amounts(costs)}." if costs else ""]
    told = " ".join(filter(None, said))
    return [line(told)] if told else []


def owed_words(link: Link, incident: Incident, now: datetime) -> str:
    """A sentence for where there is room for nothing else; empty where the guarantee is not touched."""
    if not _speaks_of_terms(incident) or not fell_under(link, incident.opened_at):
        return ""
    return "Under guarantee." if runs(link.terms.guaranteed_until, now) else "Was under guarantee."


def amounts(costs: Sequence[Money]) -> str:
    """`120 EUR, 99 USD`: side by side, never added."""
    return ", ".join(map(format_money, costs))


def costs_hidden() -> list[Block]:
    """Said to whoever names a cost where it will not be shown."""
    return [context(text.escape("The cost is kept, and not shown: costs are hidden in this channel."))]


def costs_left_out() -> list[Block]:
    """Said where a command is given back that named a cost."""
    return [context(text.escape("What it cost is left out here: costs are hidden in this channel."))]


def costs_not_asked(command: str) -> Message:
    """Which links fit would tell what was paid, where that is not shown."""
    return note(
        "Costs are hidden in this channel, so that links cannot be narrowed down by them. ",
        typed(f"{command} settings costs show"),
        " shows them again.",
    )


def _claim(link: Link, now: datetime) -> list[Part]:
    """Until when it can be claimed."""
    until = claim_until(link)
    if until is None:
        return []
    words = "Claim until" if runs(until, now) else "It could be claimed until"
    return [strong(f" {words} {format_day(until)}"), "."]


def _cost(terms: Terms) -> str:
    return f"cost {format_money(terms.cost)}" if terms.cost else ""


def _guarantee(until: date | None, now: datetime, *, owed: bool) -> str:
    if until is None:
        return ""
    if runs(until, now):
        return f"guaranteed until {format_day(until)}"
    return f"{'was guaranteed until' if owed else 'its guarantee ended on'} {format_day(until)}"


def _speaks_of_terms(incident: Incident) -> bool:
    return incident.status.is_open and incident.kind in _THE_PARTNERS


def index_lines(link: Link) -> list[Block]:
    """A line of `show`: the last word of each who said anything; nothing where nobody did."""
    told = newest(link.index_facts)[:_MOST_TELLERS]
    return [line(strong("Search engines "), *joined_by([_said(fact) for fact in told]))] if told else []


def in_a_row(link: Link) -> str:
    """The same in a few words of ours, for a row of a list: whether its page is indexed, if anybody said."""
    fact = index_status(link.index_facts)
    return f"said to be {fact.claim.words} on {format_day(fact.on)}" if fact else ""


def _said(fact: IndexFact) -> Sequence[Part]:
    by: list[Part] = [person(fact.by)] if not fact.source else [foreign(fact.source, 60)]
    if fact.claim is IndexStatus.LISTED:
        return [*by, f" knew this link on {format_day(fact.on)}"]
    return [f"its page is {fact.claim.words} according to ", *by, f" on {format_day(fact.on)}"]
