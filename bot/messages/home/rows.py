"""The rows of App Home: a link or a partner page each, with what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages.answers.link_menu import link_row, row_with_menu
from bot.messages.kit import text
from bot.messages.kit.blocks import Block, overflow
from jobs.exchanges.given_words import balance_words
from jobs.model.exchange import DealBalance
from jobs.model.link import Link
from jobs.model.outcome_words import OUTCOME
from jobs.model.page import Outcome
from jobs.model.partner import Partner, equity_share

ROW, PARTNER_ROW = "home.row", "home.partner"
SHOW, CHECK, EDIT, SNOOZE, UNSNOOZE, STOP = "show", "check", "edit", "snooze", "unsnooze", "stop"
_MOST_DOMAINS = 4


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner page as Home shows it."""

    partner: Partner
    new_domains: Sequence[str] = ()
    """Those that it did not link to at its baseline."""
    outcome: Outcome | None = None
    """How the last check ended."""
    open_alert: bool = False
    snoozed: bool = False
    balance: DealBalance | None = None
    """What its site gives us and our pages give it; None where nothing stands, or there is too much to work out."""


def home_row(link: Link, now: datetime, *, may_manage: bool) -> Block:
    """A link, with the menu that it has in lists too."""
    return {**link_row(link, now, may_manage=may_manage, action_id=ROW), "block_id": f"home.row.{link.id}"}


def partner_row(row: PartnerRow, *, may_manage: bool) -> Block:
    """A partner page: how many links go out and how many may, what each passes on, and whose are new."""
    partner = row.partner
    mark = "🟠" if partner.over_limit else "🟢" if partner.outbound is not None else "⚪"
    trouble = f"the page {OUTCOME[row.outcome].words}" if row.outcome not in {None, Outcome.OK} else ""
    told = [_counted(partner), trouble, "snoozed" if row.snoozed else ""]
    words = " · ".join(["", *filter(None, told), ""])
    head = text.join([f"{mark} ", text.bold(partner.ref), words, text.link(partner.page_url, "open the page")])
    deeds = overflow(PARTNER_ROW, _partner_deeds(row, may_manage=may_manage))
    balance = balance_words(row.balance) if row.balance else ""
    fields = [text.shown_url(partner.page_url, 70), *([_new(row)] if partner.outbound is not None else [])]
    fields += [f"{balance[:1].upper()}{balance[1:]}"] if balance else []
    return {**row_with_menu(head, fields, deeds), "block_id": f"home.partner.{partner.id}"}


def _counted(partner: Partner) -> str:
    if partner.outbound is None:
        return f"not counted yet, limit {partner.max_outbound}"
    share = f"{equity_share(partner.outbound):.2%}".replace("%", " %")
    passes = f" · share per link {share}" if partner.outbound else ""
    return f"{text.several(partner.outbound, 'followed link')} out, limit {partner.max_outbound}{passes}"


def _new(row: PartnerRow) -> str:
    """The new domains by name, the first of them."""
    new = row.new_domains
    if not new:
        return "No new domains"
    more = f" and {len(new) - _MOST_DOMAINS} more" if len(new) > _MOST_DOMAINS else ""
    return f"{len(new)} new: {', '.join(text.clean(name, 40) for name in new[:_MOST_DOMAINS])}{more}"


def _partner_deeds(row: PartnerRow, *, may_manage: bool) -> list[tuple[str, str]]:
    """A page is snoozed by its alert: without one there is nothing to be quiet about."""
    number = row.partner.id
    viewing = [("Show", f"{SHOW}:{number}"), ("Check now", f"{CHECK}:{number}")]
    if not may_manage:
        return viewing
    snoozing = ("End the snooze", f"{UNSNOOZE}:{number}") if row.snoozed else ("Snooze 3 days", f"{SNOOZE}:{number}")
    quiet = [snoozing] if row.open_alert else []
    return [*viewing, ("Change the limit", f"{EDIT}:{number}"), *quiet, ("Stop tracking", f"{STOP}:{number}")]


def row_action(value: str) -> tuple[str, int] | None:
    """What an entry of a row's menu asks for, and of which link or partner page."""
    deed, _, number = value.partition(":")
    return (deed, int(number)) if number.isdecimal() else None
