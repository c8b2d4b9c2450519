"""The sentences about deals, for findings, threads, the history and the digest (pure)."""

from datetime import date, datetime, timedelta

from jobs import rules
from jobs.exchanges.sides import partners_of
from jobs.model.exchange import Exchange, ExchangeState, Leg, LegState, Side
from jobs.model.findings import Finding
from jobs.units.dates import format_day, in_days
from jobs.units.english import joined
from jobs.web.urls import registrable_domain

_A_DAY = timedelta(days=1)


def named(exchange: Exchange) -> str:
    """`X-2 with friends.example`."""
    return f"{exchange.ref} with {joined(partners_of(exchange))}"


def breach(exchange: Exchange, now: datetime) -> Finding:
    """What is broken, since when, who was first, for how long, and what stands."""
    broken = [leg for leg in exchange.legs if leg.is_declared]
    said = [" ".join(_broken(leg) for leg in broken), first_words(exchange), _lasting(exchange, now)]
    stands = [leg for leg in exchange.legs if leg.state is LegState.STANDS and not leg.doubt_since]
    owed = joined(map(_owed, stands)) if stands else ""
    said += [f"{owed[:1].upper()}{owed[1:]} {'stands' if len(stands) == 1 else 'stand'}."] if stands else []
    return rules.said(exchange.state.value, " ".join(filter(None, said)))


def ending(exchange: Exchange, now: datetime) -> Finding:
    """That it ends, and in how many days."""
    left = (exchange.until - now.date()).days if exchange.until else 0
    words = f"{named(exchange)} was agreed until {day(exchange.until)}: it ends {in_days(left)}."
    return rules.said(ExchangeState.EXPIRING.value, words)


def first_words(exchange: Exchange) -> str:
    """Who broke it first, of several who may have; and whether that is sure."""
    first = exchange.first_leg
    others = [leg for leg in exchange.legs if first and leg.link != first.link and leg.doubt_since]
    if first is None or not others:
        return ""
    who = "We broke it first" if first.side is Side.OURS else f"{registrable_domain(first.page_url)} broke it first"
    unsure = ", as far as we saw: nobody could look at the other side in between"
    return f"{who}{'' if exchange.is_first_sure else unsure}."


def changed(exchange: Exchange) -> str:
    """How a deal stands now, in one sentence for its history."""
    if exchange.state.is_breach:
        return " ".join(_broken(leg) for leg in exchange.legs if leg.is_declared)
    if exchange.is_unseen:
        who = "our" if exchange.state is ExchangeState.PENDING_OURS else "their"
        return f"Nobody knows yet whether {who} link is placed: its page could not be read."
    waived = [leg for leg in exchange.legs if leg.state is LegState.ACCEPTED]
    if waived and exchange.state is ExchangeState.ACTIVE:
        gone = joined(map(_owed, waived))
        return f"It was accepted that {gone} {'is' if len(waived) == 1 else 'are'} gone; nothing else is broken."
    return _STANDS[exchange.state].format(day(exchange.until))


_STANDS = {
    ExchangeState.PENDING_OURS: "We have yet to place our link.",
    ExchangeState.PENDING_THEIRS: "They have yet to place their link.",
    ExchangeState.ACTIVE: "Every side keeps what was agreed.",
    ExchangeState.EXPIRING: "Every side keeps what was agreed; it ends on {}.",
    ExchangeState.EXPIRED: "It ended on {}, as agreed.",
    ExchangeState.ENDED: "It was ended.",
}


def day(at: date | None) -> str:
    """The day as people read it; of a deal without an end nobody asks."""
    return format_day(at) if at else "no day"


def _broken(leg: Leg) -> str:
    who = "Our link" if leg.side is Side.OURS else "Their link"
    since = f" since {format_day(leg.doubt_since.date())}" if leg.doubt_since else ""
    return f"{who} L-{leg.link} on {registrable_domain(leg.page_url)} is not as agreed{since}."


def _owed(leg: Leg) -> str:
    return f"{'our' if leg.side is Side.OURS else 'their'} link L-{leg.link}"


def _lasting(exchange: Exchange, now: datetime) -> str:
    """For how long, in whole days, the days on which a side could not be read left out."""
    days = exchange.broken_for(now) // _A_DAY
    return f"Broken for {days} days, not counting those when a side could not be read." if days > 1 else ""
