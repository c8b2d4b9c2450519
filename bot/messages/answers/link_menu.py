"""What can be done about one link, as the menu of a row: the same in a list, in an alert's "See all", and in Home."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from bot.messages.answers.terms import in_a_row
from bot.messages.kit import text, wording
from bot.messages.kit.blocks import Block, overflow
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.rules import title
from jobs.verdicts.acceptance import is_accepted

ROW = "link.deed"
_LONGEST_ANCHOR, _MOST_TROUBLES = 60, 2


class LinkAction(StrEnum):
    """One entry of the menu."""

    SHOW = "show"
    CHECK = "check"
    ACKNOWLEDGE = "hold"
    SNOOZE = "snooze"
    UNSNOOZE = "unsnooze"
    ACCEPT = "accept"
    UNACCEPT = "unaccept"
    MAIL = "mail"
    EDIT = "edit"
    STOP = "stop"
    INDEXED = "indexed"
    NOT_INDEXED = "not_indexed"


WORDS = {
    LinkAction.SHOW: "Show",
    LinkAction.CHECK: "Check now",
    LinkAction.ACKNOWLEDGE: "I'm on it",
    LinkAction.SNOOZE: "Snooze 3 days",
    LinkAction.UNSNOOZE: "End the snooze",
    LinkAction.ACCEPT: "Accept as new normal",
    LinkAction.UNACCEPT: "Take back the acceptance",
    LinkAction.MAIL: "Draft a mail",
    LinkAction.EDIT: "Edit",
    LinkAction.STOP: "Stop tracking",
    LinkAction.INDEXED: "I looked: it is indexed",
    LinkAction.NOT_INDEXED: "I looked: it is not indexed",
}
MARKING = (LinkAction.INDEXED, LinkAction.NOT_INDEXED)
"""What a menu of its own offers where a link is shown."""


def link_actions(link: Link, now: datetime, *, may_manage: bool) -> list[tuple[str, str]]:
    """Words and values of the five entries that such a menu takes; what finds no room is behind Show."""
    if not may_manage:
        chosen = [LinkAction.SHOW, LinkAction.CHECK]
    else:
        snooze = LinkAction.UNSNOOZE if link.standing.is_snoozed(now) else LinkAction.SNOOZE
        chosen = [LinkAction.SHOW, LinkAction.CHECK, LinkAction.EDIT, snooze, LinkAction.STOP]
        if link.standing.state.is_bad or link.standing.state is LinkState.SUSPECT:
            chosen = [LinkAction.SHOW, LinkAction.ACKNOWLEDGE, snooze, LinkAction.ACCEPT, LinkAction.MAIL]
        if is_accepted(link):
            chosen = [LinkAction.SHOW, LinkAction.CHECK, LinkAction.EDIT, LinkAction.UNACCEPT, LinkAction.STOP]
    return [(WORDS[action], f"{action}:{link.id}") for action in chosen]


def link_action_of(value: str) -> tuple[LinkAction, int] | None:
    """What an entry asks for, and of which link; None where it is from another version."""
    action, _, number = value.partition(":")
    return (LinkAction(action), int(number)) if action in set(LinkAction) and number.isdecimal() else None


def link_row(link: Link, now: datetime, *, may_manage: bool = True, action_id: str = ROW) -> Block:
    """A link: where it stands and why, whose it is, when it was checked, its page, anchor and target, and the menu."""
    mark = f"{wording.MARK[link.standing.state]} "
    told = [text.escape(each) for each in (wording.state_of(link, now), _troubles(link), in_a_row(link)) if each]
    told += [text.person(link.owner)] if text.is_person(link.owner) else []
    told += [text.join(["checked ", text.when(link.standing.looked_at)])] if link.standing.looked_at else []
    head = text.join(
        [mark, text.bold(link.ref), " ", text.join([*told, text.link(link.page_url, "open the page")], " · ")]
    )
    anchor = text.clean(_anchor(link), _LONGEST_ANCHOR)
    named = f"“{anchor}” " if anchor else ""
    places = [text.shown_url(link.page_url, 70), f"{named}→ {text.shown_url(link.target, 60)}"]
    return row_with_menu(head, places, overflow(action_id, link_actions(link, now, may_manage=may_manage)))


def _troubles(link: Link) -> str:
    """What is wrong with a link, where its state does not say all of it."""
    is_said = link.standing.state is LinkState.REPLACED
    return "" if is_said else ", ".join(dict.fromkeys(title(each.kind) for each in link.standing.open[:_MOST_TROUBLES]))


def _anchor(link: Link) -> str:
    """The words of the link as last seen, else as agreed."""
    best = link.sighting.best if link.sighting else None
    return best.text if best and best.text else link.expected.anchor or link.expected.seen_anchor


def row_with_menu(words: text.Mrkdwn, fields: Sequence[str], menu: Block | None) -> Block:
    """Words of ours, under them foreign text, which stays plain, and beside them a menu or a button, if any."""
    plain = [{"type": "plain_text", "text": text.clean(each, 250) or text.NOTHING, "emoji": False} for each in fields]
    mrkdwn = {"type": "mrkdwn", "text": words, "verbatim": True}
    beside = {"accessory": menu} if menu else {}
    return {"type": "section", "text": mrkdwn, "fields": plain, **beside}
