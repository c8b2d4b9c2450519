"""One click as a value: who, where, on what."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from msgspec import Struct

from bot.messages.kit.blocks import Message
from bot.messages.kit.controls import incident_of, is_of_todo
from bot.request.ask import Request
from bot.request.deps import Deps
from jobs.model.incident import Incident


class Click(Struct, frozen=True):
    """A button pressed, or an entry of a menu chosen."""

    request: Request
    action_id: str
    value: str
    """The button's value, or that of the chosen entry."""
    block_id: str = ""
    person: str = ""
    """The person chosen in a menu of people."""
    ephemeral: bool = False
    """Whether only the clicking person sees the message or modal; it is not edited when something changes."""
    message_ts: str = ""
    """Slack's id of the message that was clicked on."""

    @property
    def incident_id(self) -> str:
        """The incident that the click is about: its id is in the block, or in the button."""
        return incident_of(self.block_id) or self.value

    @property
    def wants_words(self) -> bool:
        """Whether the person sees by an answer alone what the click did: what it was made on is not edited."""
        return self.ephemeral or is_of_todo(self.block_id)


ClickHandler = Callable[[Incident, Click, Deps], Awaitable[Message | None]]
"""What a click does; the message is for the clicking person, None where the card itself shows it."""


def click_of(body: Mapping[str, Any], request: Request) -> Click:
    """What a `block_actions` payload says."""
    [action, *_] = body.get("actions") or [{}]
    chosen = action.get("selected_option") or {}
    container = body.get("container") or {}
    return Click(
        request,
        action_id=str(action.get("action_id", "")),
        value=str(chosen.get("value") or action.get("value") or ""),
        block_id=str(action.get("block_id", "")),
        person=str(action.get("selected_user") or ""),
        ephemeral=bool(container.get("is_ephemeral")) or container.get("type") == "view",
        message_ts=str(container.get("message_ts") or ""),
    )
