"""What others said that search engines know of a link, in words: who says it, and of which day."""

from collections.abc import Sequence

from bot.messages.kit.blocks import Block, Part, foreign, joined_by, line, person, strong
from jobs.model.index_fact import IndexClaim, IndexFact, index_claim, newest
from jobs.model.link import Link
from jobs.units.dates import format_day

_MOST_TELLERS = 5


def index_lines(link: Link) -> list[Block]:
    """A line of `show`: the last word of each who said anything; nothing where nobody did."""
    told = newest(link.index_facts)[:_MOST_TELLERS]
    return [line(strong("Search engines "), *joined_by([_said(fact) for fact in told]))] if told else []


def in_a_row(link: Link) -> str:
    """The same in a few words of ours, for a row of a list: whether its page is indexed, if anybody said."""
    fact = index_claim(link.index_facts)
    return f"said to be {fact.claim.words} on {format_day(fact.on)}" if fact else ""


def _said(fact: IndexFact) -> Sequence[Part]:
    by: list[Part] = [person(fact.by)] if not fact.source else [foreign(fact.source, 60)]
    if fact.claim is IndexClaim.LISTED:
        return [*by, f" knew this link on {format_day(fact.on)}"]
    return [f"its page is {fact.claim.words} according to ", *by, f" on {format_day(fact.on)}"]
