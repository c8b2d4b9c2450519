"""What links are worth, by rules of thumb that are all shown: relevance, place, share, indexable, lasting (pure).

The worth is the product of the five. In money it is a part of what was really paid: all that a channel paid in a
currency, spread over the links that it paid for by what each is worth. So nothing is claimed of a market, and a link
is only held against others of the same purse.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from msgspec import Struct

from jobs.digests.forecast import LossRates, WatchedLinks
from jobs.digests.forecast_words import fared
from jobs.digests.lives import FEWEST, WatchedLink
from jobs.model.document import Place
from jobs.model.findings import About, IndexEffect, Severity
from jobs.model.index_fact import IndexStatus, index_status
from jobs.model.link import Expectation, Link
from jobs.model.partner import equity_share
from jobs.model.reading import NOT_FOLLOWED, PageFacts, Sighting
from jobs.model.relevance import Closeness
from jobs.model.terms import Money
from jobs.model.worth import Factor, Priced, Weighed, Worth
from jobs.pages.indexing import told_by
from jobs.partners.over_time import PLACE
from jobs.rules import findings, page_nofollow, rule
from jobs.units.currencies import decimals_of
from jobs.units.dates import format_day
from jobs.units.english import several
from jobs.units.money import per_month, sums

PLACES: Mapping[Place, float] = {
    Place.BODY: 1.0,
    Place.AUTHOR: 0.7,
    Place.COMMENTS: 0.5,
    Place.SIDEBAR: 0.4,
    Place.NAV: 0.4,
    Place.HEADER: 0.3,
    Place.FOOTER: 0.2,
    Place.NOSCRIPT: 0.1,
    Place.IFRAME: 0.1,
}
"""What a link counts for by where it stands: numbers of ours, after the reasonable surfer (US patent 7,716,225)."""
COPY = 0.5
"""Of a page that names another address as the one that counts."""
FEWEST_PRICED = 5
"""So many links have to be paid for in a currency before one is held against the others: our rule of thumb."""
_NOTHING = "probably passes nothing"


class GoingRate(Struct, frozen=True):
    """What was paid in one currency, and what the links that it was paid for are worth together."""

    paid: Money
    weight: float
    links: int

    def part(self, weight: float) -> Money:
        """The part of it that falls to so much worth."""
        part = self.paid.amount * Decimal(weight / self.weight)
        return Money(round(part, decimals_of(self.paid.currency)), self.paid.currency)


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What the links of a channel are measured by."""

    losses: LossRates | None = None
    """How they are lost; None where too little is known."""
    going: Mapping[str, GoingRate] = field(default_factory=dict)
    """What is paid for them, by currency."""


class WeighedLink(Struct, frozen=True):
    """A link that stands, with its worth."""

    link: Link
    worth: Worth


class Ranking(Struct, frozen=True):
    """The links that stand, those worth most first, and at the end those of which nobody can say."""

    links: tuple[WeighedLink, ...]
    by: Yardstick

    @property
    def dearest(self) -> tuple[WeighedLink, ...]:
        """Those that cost at least twice what they are worth at the going rate, the dearest first."""
        paid = [each for each in self.links if each.worth.priced and each.worth.priced.times >= _DEAR]
        return tuple(sorted(paid, key=lambda each: -each.worth.priced.times if each.worth.priced else 0.0))


_DEAR = 2.0


class Weighing:
    """Gathers the links of channels, a part at a time."""

    def __init__(self) -> None:
        self._watched = WatchedLinks()
        self._standing: list[tuple[Link, tuple[Weighed, ...], float]] = []

    def take(self, part: Iterable[tuple[Link | None, WatchedLink]], pages: Mapping[str, PageFacts]) -> None:
        """Take in links as they were watched, None for one that is tracked no longer, with the facts of their pages."""
        for link, watched in part:
            self._watched.take(watched, link)
            if link is not None and watched.stands:
                self._standing.append((link, _of_now(link, pages.get(link.page_url)), watched.whole.days))

    def ranking(self) -> Ranking:
        """All of them, ranked."""
        losses = self._watched.rates()
        told = [(link, Worth((*factors, lasting(losses, age)))) for link, factors, age in self._standing]
        by = Yardstick(losses, going_rates((link.terms.cost, worth.weight) for link, worth in told))
        found = [WeighedLink(link, _with_price(worth, link, by)) for link, worth in told]
        return Ranking(tuple(sorted(found, key=_worth_most_first)), by)


def worth_of(link: Link, page: PageFacts | None, watched: WatchedLink | None, by: Yardstick) -> Worth | None:
    """What one link is worth by a yardstick; None where it does not stand."""
    if watched is None or not watched.stands:
        return None
    return _with_price(Worth((*_of_now(link, page), lasting(by.losses, watched.whole.days))), link, by)


def going_rates(links: Iterable[tuple[Money | None, float | None]]) -> Mapping[str, GoingRate]:
    """What is paid, for each currency in which enough links were paid for; `links` are costs and worths.

    Those whose cost or worth nobody knows are left out of it.
    """
    known: dict[str, list[tuple[Money, float]]] = {}
    for cost, weight in links:
        if cost is not None and weight is not None:
            known.setdefault(cost.currency, []).append((cost, weight))
    return {currency: rate for currency, found in known.items() if (rate := _rate(found))}


def _rate(found: Collection[tuple[Money, float]]) -> GoingRate | None:
    weight = sum(weight for _, weight in found)
    [paid] = sums(cost for cost, _ in found)
    return GoingRate(paid, weight, len(found)) if len(found) >= FEWEST_PRICED and weight > 0 else None


def _with_price(worth: Worth, link: Link, by: Yardstick) -> Worth:
    cost, weight, lived = link.terms.cost, worth.weight, link.standing.lived
    rate = by.going.get(cost.currency) if cost else None
    if cost is None or weight is None or rate is None:
        return worth
    part = rate.part(weight)
    months = [next(iter(per_month([(money, lived)])), None) for money in (cost, part)]
    return Worth(worth.factors, Priced(cost, part, rate.links, lived, *months))


def _worth_most_first(each: WeighedLink) -> tuple[bool, float, int]:
    weight = each.worth.weight
    return weight is None, -(weight or 0.0), each.link.id


def _of_now(link: Link, page: PageFacts | None) -> tuple[Weighed, ...]:
    """All factors but the chance to last."""
    return relevance(link), place(link.sighting), share(link.sighting, page), indexable(link, page)


def relevance(link: Link) -> Weighed:
    """How close its page is to ours: as a person says, else by the score that is kept."""
    if link.opinion:
        words = "somebody says that it fits" if link.opinion.fits else "somebody says that it does not fit"
        return Weighed(Factor.RELEVANCE, float(link.opinion.fits), words)
    kept = link.relevance
    if kept is None:
        return Weighed(Factor.RELEVANCE, None, "not worked out so far, or it cannot be")
    if kept.closeness is Closeness.UNCLEAR:
        return Weighed(Factor.RELEVANCE, None, kept.closeness.words)
    return Weighed(Factor.RELEVANCE, kept.score / 100, kept.verdict)


def place(sighting: Sighting | None) -> Weighed:
    """Where on its page it stands."""
    best = sighting.best if sighting else None
    if best is None:
        return Weighed(Factor.PLACE, None, "no check has seen it")
    if best.hidden:
        return Weighed(Factor.PLACE, 0.0, f"hidden from readers: {_NOTHING}")
    return Weighed(Factor.PLACE, PLACES[best.place], PLACE[best.place])


def share(sighting: Sighting | None, page: PageFacts | None) -> Weighed:
    """What it passes on of what its page has, whatever that is."""
    best = sighting.best if sighting else None
    if best is None or page is None:
        return Weighed(Factor.SHARE, None, "no check has seen it" if best is None else "its page was not read so far")
    if not best.followed:
        return Weighed(Factor.SHARE, 0.0, f"{', '.join(sorted(NOT_FOLLOWED.intersection(best.rel)))}: {_NOTHING}")
    if told_by(page).nofollow:
        return Weighed(Factor.SHARE, 0.0, f"the page asks to follow none of its links: {_NOTHING}")
    followed = max(page.followed_external, 1)
    return Weighed(Factor.SHARE, equity_share(followed), f"0.85 / {several(followed, 'followed link')} out")


def indexable(link: Link, page: PageFacts | None) -> Weighed:
    """Whether search engines may take in its page, as far as we can read; that one did not, others have to say."""
    if page is None:
        return Weighed(Factor.INDEXABLE, None, "its page was not read so far")
    found = findings(Expectation(), link.sighting or Sighting(None), page, frozenset({About.PAGE}))
    counted = [each for each in found if each.severity is not Severity.NOTE and not each.passing]
    effects = {rule(each.kind).index: each.text.rstrip(".") for each in counted if each.kind != page_nofollow.KIND}
    if IndexEffect.KEEPS_OUT in effects:
        return Weighed(Factor.INDEXABLE, 0.0, effects[IndexEffect.KEEPS_OUT])
    fact = index_status(link.index_facts)
    said = f"{fact.claim.words} on {format_day(fact.on)}, says {fact.source or 'a person'}" if fact else ""
    if fact and fact.claim is IndexStatus.NOT_INDEXED:
        return Weighed(Factor.INDEXABLE, 0.0, said)
    if IndexEffect.LESSENS in effects:
        return Weighed(Factor.INDEXABLE, COPY, effects[IndexEffect.LESSENS])
    return Weighed(Factor.INDEXABLE, 1.0, said or "nothing that we can read keeps its page out of an index")


def lasting(losses: LossRates | None, age: float) -> Weighed:
    """The chance that a link of so many days stands a year later, as those before it fared."""
    if losses is None:
        few = f"to tell it, we want {FEWEST} links lost for good, and one watched for half a year"
        return Weighed(Factor.LASTING, None, few)
    return Weighed(Factor.LASTING, losses.stays(age), f"the chance to stand in a year: {_fared(losses)}")


def _fared(losses: LossRates) -> str:
    return fared(losses.losses, losses.watched)
