"""What a digest says of exchanges: those that are not kept, and those that end within the month, each end once."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from jobs.exchanges.sides import partners_of
from jobs.exchanges.timing import is_over, is_to_announce
from jobs.exchanges.wording import changed, first_words
from jobs.model.digest import DealLine, Digest
from jobs.model.exchange import Exchange, ExchangeState
from jobs.model.queries import ExchangeQuery
from jobs.model.ref import parse_ref
from jobs.store.protocol import TrackedItems
from jobs.units.english import joined

_NOT_KEPT = tuple(
    state
    for state in ExchangeState
    if state.is_breach or state in {ExchangeState.PENDING_OURS, ExchangeState.PENDING_THEIRS}
)
_HOLDING = frozenset(state for state in ExchangeState if not state.is_over)
_MOST = 20


async def deals_of(store: TrackedItems, channel: str) -> list[Exchange]:
    """The exchanges of a channel that are not over."""
    return await store.exchanges(ExchangeQuery(channel, _HOLDING))


def with_deals(digest: Digest, deals: Iterable[Exchange], again: Collection[str] = ()) -> Digest:
    """The digest with the deals of its channel; `again` are those whose end was told by a digest that nobody saw."""
    deals = list(deals)
    not_kept = sorted((each for each in deals if each.state in _NOT_KEPT and not each.is_unseen), key=_worst_first)
    ending = sorted((each for each in deals if _is_ending(each, digest.at, again)), key=_soonest_first)
    more = {"deals": len(not_kept) - _MOST, "ending": len(ending) - _MOST}
    return replace(
        digest,
        deals=tuple(map(_line, not_kept[:_MOST])),
        ending=tuple(map(_line, ending[:_MOST])),
        left_out={**digest.left_out, **{name: count for name, count in more.items() if count > 0}},
    )


async def announced(store: TrackedItems, digest: Digest) -> list[Exchange]:
    """The deals whose end the digest tells, as they are once it has: no other digest tells it."""
    refs = [ref for each in digest.ending if (ref := parse_ref(each.ref))]
    found = [deal for ref in refs if (deal := await store.exchange(ref.number))]
    return [replace(deal, announced=deal.until) for deal in found]


def _is_ending(deal: Exchange, now: datetime, again: Collection[str]) -> bool:
    return is_to_announce(deal, now) or (deal.ref in again and not is_over(deal.until, now))


def _worst_first(deal: Exchange) -> tuple[bool, datetime]:
    """Breaches first, and of these and of what is waited for those that are so longest."""
    return not deal.state.is_breach, _since(deal) or deal.added_at


def _soonest_first(deal: Exchange) -> date:
    return deal.until or date.max


def _since(deal: Exchange) -> datetime | None:
    """Since when it is as it is; of a breach, when that was first seen."""
    return deal.broken_since or deal.since


def _line(deal: Exchange) -> DealLine:
    said = " ".join(filter(None, (changed(deal), first_words(deal))))
    return DealLine(deal.ref, joined(partners_of(deal)), deal.state, _since(deal), said, deal.until)
