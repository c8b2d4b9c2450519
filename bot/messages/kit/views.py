"""Modals and their fields as small functions; each keeps Slack's limits.

A field's `block_id` is its name, its `action_id` the name after `form.`: an answer names the field at which it shows.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Message, Part, context, foreign, plain_context
from bot.messages.kit.controls import unshared
from bot.messages.kit.text import NOTHING
from bot.slack.post_access import is_direct

View = dict[str, Any]
Option = tuple[str, str]
"""What people read, and the value that stands for it."""

FORM = "form."
MOST_BLOCKS = 100
_TITLE = 24
_LABEL = 75
LONGEST_TEXT = 3000
"""What fits into one field for text."""


def modal(title: str, blocks: Iterable[Block], callback_id: str = "", submit: str = "", **about: Any) -> View:
    """A modal; `about` are ids that come back with whatever is done in it."""
    view: View = {
        "type": "modal",
        "title": _plain(title, _TITLE),
        "close": _plain("Cancel" if submit else "Close", _TITLE),
        "blocks": list(blocks)[:MOST_BLOCKS],
        "private_metadata": json.dumps(about),
    }
    view |= {"callback_id": callback_id} if callback_id else {}
    return view | ({"submit": _plain(submit, _TITLE)} if submit else {})


def about_of(view: Mapping[str, Any]) -> dict[str, Any]:
    """The ids that a view carries; none where it carries something else."""
    try:
        about = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return about if isinstance(about, dict) else {}


def typed_in(view: Mapping[str, Any]) -> str:
    """All that was typed into the text fields of a submitted form, in the order in which they stand."""
    states = [state for field in ((view.get("state") or {}).get("values") or {}).values() for state in field.values()]
    typed = [str(state.get("value") or "") for state in states if state.get("type") == "plain_text_input"]
    return "\n".join(filter(None, typed))


def loading(title: str, words: str = "One moment.") -> View:
    """What is open while something slow is looked up."""
    return modal(title, [context(text.escape(words))])


def said(title: str, message: Message) -> View:
    """An answer in a modal: without buttons, for there is no message that they could be about."""
    return modal(title, [block for block in message.blocks if block["type"] != "actions"])


def answered(title: str, message: Message, channel: str) -> View:
    """An answer in a modal that can be acted on: its clicks come back with the channel whose links it is about.

    What would show it to the channel is left out.
    """
    return modal(title, unshared(message.blocks), channel=channel)


def with_words(view: Mapping[str, Any], block_id: str, words: str) -> View | None:
    """An open view with other words in one block of small print; None where they stand there already."""
    fresh = {**plain_context(words), "block_id": block_id}
    blocks = [fresh if block.get("block_id") == block_id else block for block in view["blocks"]]
    if blocks == view["blocks"]:
        return None
    kept = ("type", "title", "close", "submit", "callback_id", "private_metadata")
    return {**{name: view[name] for name in kept if view.get(name)}, "blocks": blocks}


def field(name: str, label: str, element: Block, *, hint: str = "", optional: bool = True, live: bool = False) -> Block:
    """One field of a form; `live` ones are told while people type."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": _plain(label, _LABEL),
        "element": {**element, "action_id": FORM + name},
        "optional": optional,
    }
    block |= {"hint": _plain(hint, 500)} if hint else {}
    return block | ({"dispatch_action": True} if live else {})


def text_box(
    value: str = "", example: str = "", *, lines: bool = False, live: bool = False, most: int = LONGEST_TEXT
) -> Block:
    """Room to type, with what stands there already."""
    box: Block = {"type": "plain_text_input", "multiline": lines, "max_length": most}
    box |= {"placeholder": _plain(example, 150)} if example else {}
    box |= {"initial_value": kept} if (kept := _kept(value, most)) else {}
    when = {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    return box | (when if live else {})


def choice(options: Sequence[Option], chosen: str = "", example: str = "") -> Block:
    """One of a few; without `chosen` none yet."""
    return _chosen({"type": "static_select", "options": [option(*each) for each in options]}, options, chosen, example)


def grouped_choice(groups: Mapping[str, Sequence[Option]], chosen: str = "", example: str = "") -> Block:
    """One of many, in groups of at most 100."""
    made = [
        {"label": _plain(name, 75), "options": [option(*each) for each in each_of]} for name, each_of in groups.items()
    ]
    every = [each for each_of in groups.values() for each in each_of]
    return _chosen({"type": "static_select", "option_groups": made}, every, chosen, example)


def _chosen(element: Block, options: Iterable[Option], chosen: str, example: str) -> Block:
    initial = [option(*each) for each in options if each[1] == chosen]
    element |= {"placeholder": _plain(example, 150)} if example else {}
    return element | ({"initial_option": initial[0]} if initial else {})


def boxes(options: Sequence[Option], ticked: Iterable[str] = ()) -> Block:
    """Boxes to tick."""
    made = [option(*each) for each in options]
    initial = [each for each in made if each["value"] in set(ticked)]
    return {"type": "checkboxes", "options": made} | ({"initial_options": initial} if initial else {})


def person_choice(user: str = "") -> Block:
    """A person of the workspace."""
    known = {"initial_user": user} if text.is_person(user) else {}
    return {"type": "users_select", "placeholder": _plain("Nobody", 150), **known}


def channel_choice(channel: str = "") -> Block:
    """A public or private channel."""
    known = {"initial_conversation": channel} if channel else {}
    filtered = {"include": ["public", "private"], "exclude_bot_users": True}
    return {"type": "conversations_select", "filter": filtered, **known}


def time_choice(at: str) -> Block:
    """A time of day, `HH:MM`."""
    return {"type": "timepicker", "initial_time": at}


def day_choice(day: date | None = None) -> Block:
    """A day of the calendar."""
    return {"type": "datepicker"} | ({"initial_date": day.isoformat()} if day else {})


def option(words: str, value: str) -> Block:
    """One entry of a menu."""
    return {"text": _plain(words, 75), "value": value[:75]}


def channel_part(channel: str) -> Part:
    """A channel in rich text; Slack shows its name to those who may know it, and what is no id stays text."""
    if is_direct(channel):
        return text.DIRECT
    return {"type": "channel", "channel_id": channel} if text.is_channel(channel) else foreign(channel, 40)


def _kept(value: str, most: int) -> str:
    """What stood in the field, its lines kept."""
    return text.cut("\n".join(text.clean(each, most) for each in value.splitlines()), most)


def _plain(words: str, most: int) -> Block:
    return {"type": "plain_text", "text": text.clean(words, most) or NOTHING, "emoji": False}
