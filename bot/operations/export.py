"""What a channel tracks as a file, sent to whoever asked, alone: as they may see it, with no cost that is hidden."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from bot.access.permissions import Asker
from bot.grammar.list_query import Disavow, Export
from bot.messages.kit.blocks import Message
from bot.operations.across import remember_disavowed
from bot.operations.tracked import NotHereError, link_of, selection_of
from bot.request.deps import Deps
from bot.slack.files import SlackFile, send_files
from jobs.alerts.costs import hides_costs
from jobs.exchanges.read import our_sites_of
from jobs.formats.exports.disavow import DisavowFile, Pick, WrongPickError, disavow_file, picked_link, picked_place
from jobs.formats.exports.request import ExportRequest, sheets_of
from jobs.formats.exports.write import WrittenExport, write_export


class MadeDisavow(Struct, frozen=True):
    """A disavow file, and what could not be in it."""

    file: DisavowFile
    refused: tuple[str, ...] = ()


async def send_export(
    command: Export, who: Asker, deps: Deps, said: Callable[[str, WrittenExport], Message]
) -> tuple[str, WrittenExport]:
    """Write the file and send it, under what `said` makes of its name and of what is in it; nothing where it is empty.

    Raises NotSentError, CostsHiddenError, and OSError where the disk is full.
    """
    asked = await _request(command, who, deps)
    name = f"linkwatch-{deps.now():%Y-%m-%d}.{command.form}"
    with tempfile.TemporaryDirectory(prefix="linkwatch-export-") as folder:
        file = Path(folder) / name
        written = await write_export(deps.store, asked, sheets_of(command.form, command.sheet), command.form, file)
        if any(written.rows.values()):
            await send_file(await asyncio.to_thread(file.read_bytes), name, who, deps, said(name, written))
    return name, written


async def send_disavow(
    command: Disavow, who: Asker, deps: Deps, said: Callable[[str, MadeDisavow], Message]
) -> tuple[str, MadeDisavow]:
    """Write a disavow file of what was picked and send it, where anything of it can be disavowed.

    Raises NotSentError, and TooLargeError where Google would not take it.
    """
    picks, refused = await _picks(command, who, deps)
    day = deps.now().date()
    name = f"disavow-{day.isoformat()}.txt"
    made = MadeDisavow(
        await asyncio.to_thread(disavow_file, picks, command.live, day, f"the Slack user {who.user}"), tuple(refused)
    )
    if made.file.added:
        await send_file(made.file.text.encode(), name, who, deps, said(name, made))
        await remember_disavowed(made.file.text, who, deps)
    return name, made


async def _request(command: Export, who: Asker, deps: Deps) -> ExportRequest:
    hiding = {who.channel} if await hides_costs(deps.store, who.channel) else set[str]()
    return ExportRequest(
        await selection_of(command.links, who, deps), (who.channel,), frozenset(hiding), our_sites_of(deps.config)
    )


async def _picks(command: Disavow, who: Asker, deps: Deps) -> tuple[list[Pick], list[str]]:
    """What was picked, and why some of it cannot be disavowed; a link of another channel is none."""
    picks: list[Pick] = []
    refused: list[str] = []
    for ref in command.refs:
        try:
            picks.append(picked_link(await link_of(ref, who, deps), command.reason, deps.config.our_sites))
        except NotHereError:
            refused.append(f"{ref} is not in this channel")
        except WrongPickError as error:
            refused.append(f"{ref} {error}")
    for place in command.places:
        try:
            picks.append(picked_place(place, command.reason, deps.config.our_sites))
        except WrongPickError as error:
            refused.append(f"{place} {error}")
    return picks, refused


async def send_file(data: bytes, name: str, who: Asker, deps: Deps, message: Message) -> None:
    """Send a file to whoever asks, under a message; raises NotSentError."""
    await send_files(deps.client, who.user, [SlackFile(name, data)], message.text, message.blocks)
