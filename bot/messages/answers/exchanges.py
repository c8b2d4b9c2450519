"""Exchanges in words: their links with what each side gives, one with all about it, lists."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.grammar.as_command import exchange_edit_line
from bot.messages.answers.edits import undo_by, with_arrows
from bot.messages.kit import text
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    date,
    joined_by,
    line,
    note,
    person,
    rich,
    strong,
    table,
    typed,
    web_link,
)
from bot.messages.kit.controls import share
from jobs.alerts.edits import deal_in_words
from jobs.exchanges.given_words import balance_words
from jobs.exchanges.sides import partners_of
from jobs.exchanges.wording import day, first_words
from jobs.model.exchange import DealBalance, Exchange, ExchangeState, Leg, LegState, Side
from jobs.model.partner import equity_share
from jobs.model.tracked_page import TrackedPage
from jobs.units.dates import in_days
from jobs.units.english import joined
from jobs.units.money import format_money

STATE: Mapping[ExchangeState, str] = {
    ExchangeState.PENDING_THEIRS: "waits for their link",
    ExchangeState.PENDING_OURS: "waits for our link",
    ExchangeState.ACTIVE: "every side keeps it",
    ExchangeState.BREACH_THEIRS: "broken by them",
    ExchangeState.BREACH_OURS: "broken by us",
    ExchangeState.BOTH_BROKEN: "broken by both sides",
    ExchangeState.EXPIRING: "ends soon",
    ExchangeState.EXPIRED: "over: its last day has passed",
    ExchangeState.ENDED: "ended",
}
_MARK: Mapping[ExchangeState, str] = {
    ExchangeState.ACTIVE: "🟢",
    ExchangeState.EXPIRING: "🟡",
    ExchangeState.BREACH_THEIRS: "🟠",
    ExchangeState.BREACH_OURS: "🟠",
    ExchangeState.BOTH_BROKEN: "🔴",
}
_SIDE = {Side.THEIRS: "They give ", Side.OURS: "We give "}


def state_words(exchange: Exchange) -> str:
    """`🟠 broken by them`."""
    if exchange.is_unseen:
        return f"⚪ {'our' if exchange.state is ExchangeState.PENDING_OURS else 'their'} page could not be read yet"
    return f"{_MARK.get(exchange.state, '⚪')} {STATE[exchange.state]}"


def with_whom(exchange: Exchange) -> str:
    """The partners' sites, for where text is plain."""
    return text.clean(joined(partners_of(exchange)), 150)


def exchange_lines(exchange: Exchange, pages: Mapping[str, TrackedPage], now: datetime) -> list[Block]:
    """State, each link with what it passes on, who broke it first, and the terms."""
    head = line(strong(exchange.ref), f" with {with_whom(exchange)} · {state_words(exchange)}", *_since(exchange))
    first = [line(said)] if (said := first_words(exchange)) else []
    return [head, *(_leg_line(leg, pages.get(leg.page_url)) for leg in exchange.legs), *first, *_terms(exchange, now)]


def terms_of_deal(exchange: Exchange, now: datetime) -> list[Block]:
    """Each link with how it stands, and the terms, where the words above say the rest."""
    return [*(_leg_line(leg, None, in_short=True) for leg in exchange.legs), *_terms(exchange, now)]


def leg_words(leg: Leg) -> str:
    """How one link of a deal stands."""
    match leg.state:
        case LegState.PENDING:
            return "not placed yet" if leg.is_readable else "not seen yet, its page cannot be read"
        case LegState.BROKEN:
            said = "not as agreed" if leg.is_declared else "not as agreed; no breach until every side can be read"
        case LegState.ACCEPTED:
            return "gone, which was accepted"
        case LegState.STANDS:
            said = "in doubt: being confirmed" if leg.doubt_since else "stands"
    return said if leg.is_readable else f"{said}, cannot be read now"


def balance_lines(balances: Mapping[str, DealBalance]) -> list[Block]:
    """What is given and got in all exchanges with each partner."""
    return [
        line(
            strong("Balance "),
            f"with {text.clean(site, 100)}: {balance_words(each)}",
        )
        for site, each in balances.items()
    ]


def exchange_added(exchange: Exchange, pages: Mapping[str, TrackedPage], now: datetime, *, is_new: bool) -> Message:
    """What was kept, or was kept before."""
    first = [] if is_new else [line("Kept already as ", strong(exchange.ref), ".")]
    lines = [*first, *exchange_lines(exchange, pages, now)]
    return Message(text.escape(f"{exchange.ref} is kept."), (rich(*lines), *share(f"show {exchange.ref}")))


def exchange_rows(exchanges: Sequence[Exchange]) -> Block:
    """A table of exchanges."""
    rows = [
        (each.ref, with_whom(each), state_words(each), day(each.until) if each.until else "open") for each in exchanges
    ]
    return table([("Exchange", "With", "State", "Until"), *rows])


def exchange_edited(exchange: Exchange, after: Exchange, before: Exchange, now: datetime) -> Message:
    """What holds from now on, what held before, and what brings that back.

    `exchange` is what its channel shows of what it is `after` the edit.
    """
    changed = with_arrows(deal_in_words(before, after))
    told = f"is changed: {changed}." if changed else "was so already."
    terms = "; ".join(_terms_words(exchange, now))
    agreed = f" Agreed: {terms}." if terms else " It is open-ended."
    return note(strong(exchange.ref), f" {told}{agreed}", then=undo_by(exchange_edit_line(after, before)))


def exchange_over(ref: str, adding: str) -> Message:
    """Nothing of a deal can be changed that was ended; `adding` is a command that agrees on another."""
    return note(strong(ref), " was ended, so nothing was changed. To agree on it anew: ", typed(adding))


def exchange_ended(exchange: Exchange, *, changed: bool) -> Message:
    """That nobody owes anything any more, and what stays."""
    if not changed:
        return note(strong(exchange.ref), " is over already.")
    refs = joined(f"L-{number}" for number in exchange.links)
    return note(
        strong(exchange.ref),
        f" with {with_whom(exchange)} is ended: nobody owes a link any more. {refs} stay tracked; remove what you"
        " do not want to watch.",
    )


def _leg_line(leg: Leg, page: TrackedPage | None, *, in_short: bool = False) -> Block:
    of_page, of_target = (34, 24) if in_short else (50, 40)
    where: list[Part] = [strong(f"L-{leg.link} "), web_link(leg.page_url, of_page), " → "]
    where.append(web_link(leg.target, of_target))
    said: list[list[Part]] = [[leg_words(leg)]]
    if leg.doubt_since and leg.state is LegState.BROKEN and not in_short:
        said.append(["since ", date(leg.doubt_since)])
    if leg.state is LegState.STANDS and page and page.facts:
        said.append([f"passes on {_percent(equity_share(page.facts.followed_external))} at most"])
    return line(strong(_SIDE[leg.side]), *where, " · ", *joined_by(said))


def _since(exchange: Exchange) -> list[Part]:
    parts: list[Part] = [" since ", date(exchange.since)] if exchange.since else []
    return [*parts, " by ", person(exchange.ended_by)] if exchange.ended_by else parts


def _terms(exchange: Exchange, now: datetime) -> list[Block]:
    said = _terms_words(exchange, now)
    return [line(strong("Agreed "), ", ".join(said))] if said else []


def _terms_words(exchange: Exchange, now: datetime) -> list[str]:
    until, said = exchange.until, []
    if until:
        left = (until - now.date()).days
        soon = f" ({in_days(left)})" if 0 <= left <= 30 and not exchange.state.is_over else ""  # noqa: PLR2004  # a month
        said.append(f"until {day(until)}{soon}")
    return [*said, *([f"cost {format_money(exchange.cost)}"] if exchange.cost else [])]


def _percent(share: float) -> str:
    return f"{share:.2%}".replace("%", " %")
