"""What narrows links down, as a value (pure)."""

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from jobs.model.link_status import LinkState
from jobs.model.terms import Money
from jobs.units.durations import format_duration
from jobs.units.money import format_money


class Flag(StrEnum):
    """What can be true of a link beside its state."""

    UNKNOWN = "unknown"
    UNREACHABLE = "unreachable"
    SNOOZED = "snoozed"


class Trait(StrEnum):
    """What a link itself tells, which no index knows."""

    NOFOLLOW = "nofollow"
    """Search engines are asked not to follow it, by its rel or by its page."""
    NOINDEX = "noindex"
    """Its page asks search engines not to list it."""
    GUARANTEED = "guaranteed"
    """Its guarantee runs."""


class Bound(StrEnum):
    """How what a link cost compares with an amount."""

    ABOVE = ">"
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="

    def holds(self, cost: Money | None, amount: Money) -> bool:
        """Whether a cost is so; amounts of another currency cannot be compared."""
        if cost is None or cost.currency != amount.currency:
            return False
        if self in {Bound.ABOVE, Bound.BELOW} and cost.amount == amount.amount:
            return False
        return cost.amount >= amount.amount if self in {Bound.ABOVE, Bound.AT_LEAST} else cost.amount <= amount.amount


MINE = "mine"
"""The person of who asks."""
NOBODY = "none"
"""The owner of what nobody answers for."""
SOON = timedelta(days=30)
"""What ends within that time is expiring."""


@dataclass(frozen=True, slots=True)
class LinkFilter:
    """Links in any of the states, of which everything else that is said is true."""

    states: tuple[LinkState, ...] = ()
    beside: tuple[Flag, ...] = ()
    domain: str = ""
    """A host name: the page stands on it, or on one under it."""
    tags: frozenset[str] = frozenset()
    traits: tuple[Trait, ...] = ()
    person: str = ""
    """Who added or owns it: a user id, or `MINE`."""
    lasting: timedelta | None = None
    """In its state for so long, or longer."""
    owner: str = ""
    """Who answers for it: a user id, `MINE`, or `NOBODY`."""
    partner: str = ""
    """The registrable domain of the page."""
    findings: frozenset[str] = frozenset()
    """Kinds of finding that the last check that could tell found, told or not, accepted ones among them."""
    ends_within: timedelta | None = None
    """Its guarantee runs, and ends within that time."""
    costs: tuple[tuple[Bound, Money], ...] = ()

    def __str__(self) -> str:
        """As it is shown: what is not plain stands in quotation marks."""
        return self.written(lambda value: value if value.replace("-", "").isalnum() else f'"{value}"')

    @property
    def is_indexed(self) -> bool:
        """Whether the store's index alone tells which links fit."""
        told = (self.traits, self.lasting, self.owner, self.findings, self.ends_within, self.costs)
        return not any(told) and not (self.domain and self.partner)

    @property
    def is_of_links(self) -> bool:
        """Whether it says more than on which site, which partner pages have too."""
        return replace(self, domain="", partner="") != ALL_LINKS

    def asked_by(self, user: str) -> "LinkFilter":
        """The same where `mine` is this user's."""
        person, owner = (user if who == MINE else who for who in (self.person, self.owner))
        return replace(self, person=person, owner=owner)

    def and_also(self, other: "LinkFilter") -> "LinkFilter":
        """What both say; of what can be said but once, what this one says."""
        merged: dict[str, Any] = {}
        for each in fields(self):
            one, more = getattr(self, each.name), getattr(other, each.name)
            added = (*one, *(new for new in more if new not in one)) if isinstance(one, tuple) else one or more
            merged[each.name] = one | more if isinstance(one, frozenset) else added
        return LinkFilter(**merged)

    def parts(self) -> list["LinkFilter"]:
        """What it says, one thing each, in the order in which it is written; of states all together."""
        alone = [LinkFilter(self.states, lasting=self.lasting)]
        alone += [LinkFilter(beside=(flag,)) for flag in self.beside]
        alone += [LinkFilter(traits=(trait,)) for trait in self.traits]
        alone += [
            LinkFilter(person=self.person),
            LinkFilter(owner=self.owner),
            LinkFilter(ends_within=self.ends_within),
        ]
        alone += [LinkFilter(findings=frozenset({kind})) for kind in sorted(self.findings)]
        alone += [LinkFilter(costs=(bound,)) for bound in self.costs]
        alone += [LinkFilter(domain=self.domain), LinkFilter(partner=self.partner)]
        alone += [LinkFilter(tags=frozenset({tag})) for tag in sorted(self.tags)]
        return [part for part in alone if part != ALL_LINKS]

    def written(self, quoted: Callable[[str], str]) -> str:
        """As it is typed outside of Slack; `quoted` makes one word of a value."""
        return " ".join(self._words(quoted, str, "@{}"))

    def as_sent(self, quoted: Callable[[str], str]) -> str:
        """As Slack sends what is typed there."""
        return " ".join(self._words(lambda value: _escaped(quoted(value)), _escaped, "<@{}>"))

    def _words(self, quoted: Callable[[str], str], escaped: Callable[[str], str], mention: str) -> Iterator[str]:
        yield from self.states
        if self.lasting:
            yield format_duration(self.lasting)
        yield from (*self.beside, *self.traits)
        if self.person:
            yield _person(self.person, mention)
        if self.owner:
            yield f"owner:{_person(self.owner, mention)}"
        if self.ends_within:
            yield "expiring" if self.ends_within == SOON else f"guarantee:{format_duration(self.ends_within)}"
        yield from (f"finding:{kind}" for kind in sorted(self.findings))
        yield from (f"cost{escaped(bound)}{format_money(money).replace(',', '')}" for bound, money in self.costs)
        if self.domain:
            yield self.domain
        if self.partner:
            yield f"partner:{self.partner}"
        yield from (f"tag:{quoted(tag)}" for tag in sorted(self.tags))


ALL_LINKS = LinkFilter()
"""What narrows nothing down."""


def _person(who: str, mention: str) -> str:
    return who if who in {MINE, NOBODY} else mention.format(who)


def _escaped(text: str) -> str:
    """As Slack escapes what is typed."""
    return html.escape(text, quote=False)
