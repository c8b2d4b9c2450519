"""The answer to a person whose command, click or form ended in an error, wherever they can still be reached."""

import logging
import secrets
from collections.abc import Callable
from functools import partial

from slack_bolt import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.access.asker import Body, asker_of, response_url_of
from bot.messages.answers.help import not_stored, too_slow, went_wrong
from bot.messages.kit.blocks import Message
from bot.messages.kit.controls import RUN
from bot.messages.kit.views import said, typed_in
from bot.request.deps import Deps
from bot.request.response import Responder
from bot.slack.errors import CALL_ERRORS, ErrorMeaning, trouble_of
from jobs.store.errors import StoreUnwritableError

log = logging.getLogger(__name__)

_TITLE = "Something went wrong"
_FORM = "view_submission"


async def apologise(error: Exception, body: Body, *, acknowledged: bool, deps: Deps) -> BoltResponse | None:
    """Answer the person, and give the log what we need to mend it; nothing is returned to what is `acknowledged`."""
    if _came_too_late(error) and await _offered_again(body, deps):
        return None if acknowledged else BoltResponse(status=200, body="")
    apology = _apology(error)
    if url := response_url_of(body):
        await Responder(deps.client, url).say(apology(""))
    elif body.get("type") == _FORM and not acknowledged:
        # On top of the form, which keeps what was typed.
        pushed = {"response_action": "push", "view": said(_TITLE, apology(""))}
        return BoltResponse(status=200, body=pushed)
    elif user := asker_of(body, None).user:
        await _find(user, apology(typed_in(body.get("view") or {})), body, deps)
    return None if acknowledged else BoltResponse(status=200, body="")


def _came_too_late(error: Exception) -> bool:
    return isinstance(error, SlackApiError) and trouble_of(error).meaning is ErrorMeaning.TOO_LATE


async def _offered_again(body: Body, deps: Deps) -> bool:
    """Whether the person was told that the window can be opened now; no fault of ours needs mending for it."""
    log.warning("Slack took a command or click too late to open a window.")
    if url := response_url_of(body):
        await Responder(deps.client, url).say(too_slow(_command_of(body)))
    elif user := asker_of(body, None).user:
        await _find(user, too_slow(""), body, deps)  # elsewhere the command would mean another channel
    else:
        return False
    return True


def _command_of(body: Body) -> str:
    """The command that was typed, or that the pressed button stands for."""
    [action, *_] = body.get("actions") or [{}]
    is_command = str(action.get("action_id", "")).startswith(f"{RUN}.")
    return str((action.get("value") if is_command else body.get("text")) or "")


def _apology(error: Exception) -> Callable[[str], Message]:
    """The words, given what was typed into a form that is gone. What is not our fault, the store has logged."""
    if isinstance(error, StoreUnwritableError):
        return partial(not_stored, is_full=error.is_full)
    reference = secrets.token_hex(4)
    log.error("A request failed; its reference is %s", reference, exc_info=error)
    return partial(went_wrong, reference)


async def _find(user: str, message: Message, body: Body, deps: Deps) -> None:
    """Answer where no address was given: in the modal that a form left open, else in a direct message."""
    try:
        if body.get("type") == _FORM and await _shown(message, str((body.get("view") or {}).get("id")), deps):
            return
        await deps.client.chat_postMessage(channel=user, text=message.text, blocks=list(message.blocks))
    except CALL_ERRORS as error:
        log.warning("%s could not be notified that something went wrong: %r", user, error)


async def _shown(message: Message, view_id: str, deps: Deps) -> bool:
    """Whether the modal is still open, and shows it now."""
    try:
        await deps.client.views_update(view_id=view_id, view=said(_TITLE, message))
    except SlackApiError as error:
        if error.response.get("error") != "not_found":
            raise
        return False
    return True
