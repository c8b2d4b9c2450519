"""Block Kit as small functions; each keeps Slack's limits, and foreign text enters only as plain, raw or rich text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.messages.kit import text
from bot.messages.kit.text import NOTHING, Mrkdwn
from jobs.units.dates import format_moment

Block = dict[str, Any]
Part = str | dict[str, Any]
"""A piece of rich text: words of ours, or an element made by one of the functions below."""

MOST_BLOCKS = 50
_BUTTON = 75
_VALUE = 2000
_OPTION = 75


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: blocks, and the text for notifications and for clients that show no blocks."""

    text: Mrkdwn
    blocks: tuple[Block, ...]
    plainer: "Message | None" = None
    """To post where Slack refuses the blocks of this one (`invalid_blocks`)."""

    def __post_init__(self) -> None:
        assert len(self.blocks) <= MOST_BLOCKS, "a message takes 50 blocks"

    def with_blocks(self, more: Iterable[Block]) -> "Message":
        """The same message with blocks added at its end; those that find no room are left out."""
        plainer = self.plainer.with_blocks(more := tuple(more)) if self.plainer else None
        return Message(self.text, (*self.blocks, *more)[:MOST_BLOCKS], plainer)


def header(words: str) -> Block:
    """A heading; foreign text in it stays plain."""
    return {"type": "header", "text": _plain(words, 150)}


def section(words: Mrkdwn, accessory: Block | None = None) -> Block:
    """A paragraph of ours."""
    block = {"type": "section", "text": {"type": "mrkdwn", "text": words, "verbatim": True}}
    return {**block, "accessory": accessory} if accessory else block


def context(*words: Mrkdwn | str) -> Block:
    """Small print: mrkdwn of ours, or plain text."""
    return {"type": "context", "elements": [_small(each) for each in words[:10]]}


def _small(words: Mrkdwn | str) -> Block:
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def plain_context(words: str) -> Block:
    """Small print that may hold foreign text."""
    return {"type": "context", "elements": [_plain(words, 2000)]}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def rich(*paragraphs: Block) -> Block:
    """Rich text made of `line`, `quote` and `bullets`."""
    return {"type": "rich_text", "elements": list(paragraphs)}


def line(*parts: Part) -> Block:
    """One paragraph."""
    return {"type": "rich_text_section", "elements": _elements(parts)}


def quote(*parts: Part) -> Block:
    """A quotation, such as the words around a link."""
    return {"type": "rich_text_quote", "elements": _elements(parts)}


def code_box(words: str) -> Block:
    """Something to copy, exactly as it was."""
    return {"type": "rich_text_preformatted", "elements": _elements([words])}


def bullets(items: Iterable[Sequence[Part]]) -> Block:
    """A list; each item is a sequence of parts."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [line(*item) for item in items]}


def foreign(words: str, most: int = 300, *, bold: bool = False) -> Part:
    """Foreign text in rich text, cleaned and cut."""
    element = {"type": "text", "text": text.clean(words, most) or NOTHING}
    return {**element, "style": {"bold": True}} if bold else element


def strong(words: str) -> Part:
    """Words of ours in bold."""
    return {"type": "text", "text": words, "style": {"bold": True}}


def joined_by(items: Iterable[Sequence[Part]], between: str = " · ") -> list[Part]:
    """Several groups of parts in one paragraph, with a mark between them."""
    joined: list[Part] = []
    for item in items:
        joined += [between, *item] if joined else item
    return joined


def typed(words: str) -> Part:
    """Something to type."""
    return {"type": "text", "text": text.clean(words, 3000) or NOTHING, "style": {"code": True}}


def web_link(url: str, most: int = 75, words: str = "") -> Part:
    """An address to click, shown short, or as `words` where some are given; what cannot be linked is text."""
    address = text.web_address(url)
    shown = text.clean(words, 200) or text.shown_url(url, most) or NOTHING
    return {"type": "link", "url": address, "text": shown} if address else {"type": "text", "text": shown}


def person(user_id: str) -> Part:
    """A mention; what is no id stays text."""
    return {"type": "user", "user_id": user_id} if text.is_person(user_id) else foreign(user_id, 40)


def date(at: datetime) -> Part:
    """A time in the reader's zone."""
    return {
        "type": "date",
        "timestamp": int(at.timestamp()),
        "format": "{date_short_pretty} at {time}",
        "fallback": format_moment(at),
    }


def actions(*elements: Block, block_id: str = "") -> Block:
    """Buttons and menus; `block_id` may carry the id of what they are about."""
    block: Block = {"type": "actions", "elements": list(elements)}
    return {**block, "block_id": block_id} if block_id else block


def button(words: str, action_id: str, value: str = "", style: str = "", confirm: Block | None = None) -> Block:
    """A button; `style` is primary or danger."""
    element: Block = {"type": "button", "text": _plain(words, _BUTTON), "action_id": action_id}
    optional = {"value": value, "style": style, "confirm": confirm}
    return element | {name: given for name, given in optional.items() if given}


def fits_button(value: str) -> bool:
    """Whether a value is short enough for a button."""
    return len(value) <= _VALUE


def menu(words: str, action_id: str, options: Sequence[tuple[str, str]]) -> Block:
    """A menu that opens under its words; options are (words, value)."""
    return {
        "type": "static_select",
        "placeholder": _plain(words, 150),
        "action_id": action_id,
        "options": [_option(*option) for option in options],
    }


def people_menu(words: str, action_id: str) -> Block:
    """A menu of the people of the workspace."""
    return {"type": "users_select", "placeholder": _plain(words, 150), "action_id": action_id}


def overflow(action_id: str, options: Sequence[tuple[str, str]]) -> Block:
    """The menu behind three dots, at most five options of (words, value)."""
    return {"type": "overflow", "action_id": action_id, "options": [_option(*option) for option in options[:5]]}


def _option(words: str, value: str) -> Block:
    assert len(value) <= _OPTION, "an option's value holds 75 characters"
    return {"text": _plain(words, _OPTION), "value": value}


def confirm(title: str, words: str, yes: str) -> Block:
    """Ask before something that cannot be taken back."""
    return {
        "title": _plain(title, 100),
        "text": _plain(words, 300),
        "confirm": _plain(yes, 30),
        "deny": _plain("Keep it", 30),
        "style": "danger",
    }


def table(rows: Sequence[Sequence[str | Block]]) -> Block:
    """A table of raw text, or of blocks made by `rich`; the first row is its heading. A message takes one table."""
    cells = [[_cell(cell) for cell in row] for row in rows]
    return {"type": "table", "rows": cells, "column_settings": [{"is_wrapped": True} for _ in rows[0]]}


def _cell(cell: str | Block) -> Block:
    return cell if isinstance(cell, dict) else {"type": "raw_text", "text": text.clean(cell, 120) or NOTHING}


def note(*parts: Part, then: Iterable[Block] = ()) -> Message:
    """A short answer as one paragraph of rich text; its fallback text is made from the same parts."""
    return notes([parts], then=then)


def notes(paragraphs: Sequence[Sequence[Part]], then: Iterable[Block] = ()) -> Message:
    """A short answer of several paragraphs."""
    spoken = [piece for parts in paragraphs for piece in (*map(_spoken, parts), text.escape(" "))]
    return Message(text.fallback(spoken[:-1]), (rich(*(line(*parts) for parts in paragraphs)), *then))


def _elements(parts: Iterable[Part]) -> list[Block]:
    return [{"type": "text", "text": part} if isinstance(part, str) else part for part in parts if part]


def _spoken(part: Part) -> Mrkdwn:
    return text.escape(part) if isinstance(part, str) else _spoken_element(part)


def _spoken_element(part: Block) -> Mrkdwn:
    match part["type"]:
        case "link":
            return text.bare(text.host_of(part["url"]), 100)
        case "user":
            return text.person(part["user_id"])
        case "channel":
            return text.channel(part["channel_id"])
        case "date":
            return text.escape(part["fallback"])
    return text.bare(part["text"], 200)


def _plain(words: str, most: int) -> Block:
    return {"type": "plain_text", "text": text.clean(words, most) or NOTHING, "emoji": False}
