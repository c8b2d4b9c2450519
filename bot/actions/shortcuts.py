"""Shortcuts: "Track these links" in a message's menu, and "Add a link" from anywhere."""

from collections.abc import Mapping
from typing import Any

from bot.access.asker import Body, asker_of
from bot.access.permissions import Asker, may_manage
from bot.actions.forms.add import open_add
from bot.actions.forms.import_ import open_import, table_in
from bot.actions.links_in_message import links_in
from bot.messages.answers.help import not_allowed
from bot.messages.kit.text import several
from bot.messages.kit.views import said
from bot.request.deps import Deps

TRACK, ADD = "track_links", "add_link"


async def track(body: Body, home: Mapping[str, Any] | None, deps: Deps) -> None:
    """Open the form with the addresses of the message, or the one for files where a table was uploaded with it."""
    asker, trigger = asker_of(body, home), str(body.get("trigger_id"))
    if not may_manage(deps.config.permissions, asker):
        await _refuse(trigger, asker, deps)
        return
    if file := table_in(body.get("message") or {}):
        await open_import(trigger, asker.channel, deps, file)
        return
    found = links_in(body.get("message") or {}, deps.config.our_sites)
    note = "" if found.lines else "There is no address in that message."
    if found.left_out:
        note = f"{several(found.left_out, 'address', 'addresses')} of that message did not fit; add them afterwards."
    await open_add(trigger, deps, channel=asker.channel, lines=found.lines, target=found.target, note=note)


async def add(body: Body, home: Mapping[str, Any] | None, deps: Deps) -> None:
    """Open the form; for which channel is asked in it, and whether this person may is seen when it is sent."""
    asker = asker_of(body, home)
    if not asker.at_home:
        await _refuse(str(body.get("trigger_id")), asker, deps)
        return
    await open_add(str(body.get("trigger_id")), deps)


async def _refuse(trigger_id: str, asker: Asker, deps: Deps) -> None:
    await deps.client.views_open(trigger_id=trigger_id, view=said("Add links", not_allowed("add links", asker)))
