"""Track the links of a file: read it, say what would be done, do it, take it back."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.access.permissions import Asker, require_manage
from bot.messages.forms import import_ as forms
from bot.operations.export import send_file
from bot.request.deps import Deps
from bot.request.destination import NotThereError, destinations_for
from bot.slack.files import download
from jobs.formats.cells import DateOrder
from jobs.formats.importing import Progress, channels_with, newest_batch, preview_import, take_back, write_import
from jobs.formats.preview import ImportOptions, ImportPreview, TakenBack, WrittenImport, channel_in
from jobs.formats.reader import MOST_BYTES, FileReader
from jobs.formats.rows import Wishes
from jobs.formats.sheet import Field, LinkFile, RefusedFile
from jobs.formats.updates import KnownLinks


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """What somebody chooses for an import, once they have seen what it would do."""

    lost_too: bool = False
    most_per_domain: int = 0
    order: DateOrder | None = None
    currency: str = ""
    known: KnownLinks = KnownLinks.LEAVE
    by_channel: bool = False
    """Whether each row is for the channel that it names."""


@dataclass(frozen=True, slots=True)
class ImportSource:
    """What somebody wants imported: a file in Slack, or rows that they pasted."""

    file: str = ""
    """Slack's id of it."""
    pasted: str = ""
    target: str = ""
    """For rows that name none."""
    mapping: Mapping[Field, int] = field(default_factory=dict)
    """Columns that they say hold something else than was thought."""
    choices: ImportChoices = ImportChoices()


async def preview_file(source: ImportSource, who: Asker, deps: Deps) -> ImportPreview | RefusedFile:
    """What would be done, with nothing written; raises NoFileError where Slack does not give the file."""
    name, data = "", source.pasted.encode()
    if source.file:
        name, data = await download(deps.client, source.file, MOST_BYTES)
    chosen = source.choices
    sites = tuple(deps.config.our_sites)
    wishes = Wishes(name, sites, source.target, source.mapping, chosen.order, chosen.currency)
    file = await FileReader().read(data, wishes)
    if isinstance(file, RefusedFile):
        return file
    return await preview_import(file, await _options(file, source, who, deps), deps.store)


async def import_links(
    asked: ImportPreview, source: ImportSource, who: Asker, deps: Deps, told: Progress
) -> WrittenImport:
    """Track what is new, and have it checked; raises NotAllowedError."""
    require_manage(deps.config.permissions, who)
    options = await _options(asked.file, source, who, deps)
    written = await write_import(asked, options, deps.store, deps.now(), told)
    deps.wake()
    deps.wake_outbox()
    return written


async def send_rejected(rows: str, file: LinkFile, who: Asker, deps: Deps) -> str:
    """Send the rows that could not be used, with the reasons, as a file, and give its name; raises NotSentError."""
    name = f"rejected-{deps.now():%Y-%m-%d-%H%M}.csv"
    data = await asyncio.to_thread(rows.encode, "utf-8-sig")
    await send_file(data, name, who, deps, forms.rejected_message(name, file))
    return name


async def undo_import(batch: str, who: Asker, deps: Deps) -> TakenBack:
    """Take an import back, or the newest of the channel; raises NotAllowedError."""
    require_manage(deps.config.permissions, who)
    name = batch or await newest_batch(who.channel, deps.store)
    taken = await take_back(name, ImportOptions(who.channel, who.user), deps.store, deps.now())
    for channel in await _others_with(name, who, deps):
        taken = taken.and_also(await take_back(name, ImportOptions(channel, who.user), deps.store, deps.now()))
    deps.wake_outbox()
    return taken


async def _others_with(batch: str, who: Asker, deps: Deps) -> list[str]:
    """The other channels in which an import did something, as far as this person may have links there."""
    others = [channel for channel in await channels_with(batch, deps.store) if channel != who.channel]
    return [channel for channel, may_be in (await _allowed(others, who, deps)).items() if may_be]


async def _allowed(channels: Iterable[str], who: Asker, deps: Deps) -> dict[str, bool]:
    """Which of these channels somebody may have links tracked in."""
    allowed: dict[str, bool] = {}
    for channel in channels:
        try:
            await destinations_for([channel], who, deps)
        except NotThereError:
            allowed[channel] = False
        else:
            allowed[channel] = True
    return allowed


async def _options(file: LinkFile, source: ImportSource, who: Asker, deps: Deps) -> ImportOptions:
    chosen = source.choices
    return ImportOptions(
        who.channel,
        who.user,
        chosen.most_per_domain,
        lost_too=chosen.lost_too,
        known=chosen.known,
        channels=await _channels(file, who, deps) if chosen.by_channel else None,
    )


async def _channels(file: LinkFile, who: Asker, deps: Deps) -> dict[str, str]:
    """By what rows name: the channel that they mean, where this person may have links tracked in it.

    By name those are found that the person is in: of others nobody is told that they exist.
    """
    viewer = await deps.directory.members.viewer(who.user, at_home=who.at_home)
    ids = {name.casefold(): channel for channel, name in (viewer.channels or {}).items()}
    named = {row.channel: channel_in(row.channel, ids) for row in file.rows if row.channel}
    allowed = await _allowed(dict.fromkeys(filter(None, named.values())), who, deps)
    return {name: channel if allowed.get(channel) else "" for name, channel in named.items()}
