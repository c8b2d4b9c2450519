"""The form for lists of search engines: they are read, compared and kept, and what they say is shown in its place."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.access.permissions import Asker
from bot.actions.actor import Actor
from bot.actions.forms.add import PATIENCE_SECONDS, show_result
from bot.actions.forms.fields import at_field, fields_of
from bot.grammar.addresses import target_of
from bot.grammar.errors import CommandError
from bot.messages.answers.discovered import discovered, file_not_sent, file_sent, is_cut
from bot.messages.forms import discover as forms
from bot.messages.forms.link import TARGET
from bot.messages.kit.blocks import Message
from bot.messages.kit.views import View, about_of, answered, loading
from bot.operations.discover import discover_files, send_discovered
from bot.request.deps import Deps
from bot.slack.files import NoFileError, NotSentError
from jobs.formats.discovery.compare import Discovery
from jobs.formats.sheet import RefusedFile
from jobs.store.errors import StoreUnwritableError
from jobs.web.urls import site_name


async def open_discover(trigger_id: str, channel: str, deps: Deps) -> None:
    """Open the form for a channel; whether the person may is for the caller to know."""
    await deps.client.views_open(trigger_id=trigger_id, view=forms.discover_form(channel))


async def submit(ack: AsyncAck, view: Mapping[str, Any], person: Actor, deps: Deps) -> None:
    """Read the lists, and show what they say."""
    asker, fields = person.asker_in(str(about_of(view).get("channel"))), fields_of(view)
    if not await person.still_manages(asker.channel, deps.config.permissions):
        await ack(**at_field(forms.FILES, "You may not add links here."))
        return
    try:
        site = _site(fields.text(TARGET))
    except CommandError as wrong:
        await ack(**at_field(TARGET, f"“{wrong.word}” {wrong.why}"))
        return
    await ack(response_action="update", view=loading(forms.TITLE, "Reading the lists."))
    # As in the form for imports: what we send at once might come before the answer, and be lost under it.
    await asyncio.sleep(PATIENCE_SECONDS)
    shown = await _shown(fields.files(forms.FILES), site, asker, deps)
    await show_result(str(view["id"]), shown, deps)


def _site(typed: str) -> str:
    """The domain that a person means; empty where they named none. Raises CommandError where it is no domain."""
    return site_name(target_of(typed)) if typed else ""


async def _shown(files: Sequence[str], site: str, asker: Asker, deps: Deps) -> View:
    try:
        found = await discover_files(files, site, asker, deps)
    except (NoFileError, StoreUnwritableError) as error:
        return forms.discover_form(asker.channel, trouble=str(error))
    if isinstance(found, RefusedFile):
        return forms.discover_form(asker.channel, trouble=found.why)
    file = await _sent(found.found, asker, deps) if is_cut(found.found) else None
    return answered(forms.TITLE, discovered(found.found, found.kept, file=file), asker.channel)


async def _sent(found: Discovery, asker: Asker, deps: Deps) -> Message:
    """All of it as a file, at once: of sites and anchor texts nothing is kept that could be sent later."""
    try:
        return file_sent(await send_discovered(found, asker, deps))
    except NotSentError as error:
        return file_not_sent(error.trouble)
