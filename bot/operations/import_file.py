"""Track the links of a file: read it, say what would be done, do it, take it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.access.permissions import Asker, require_manage
from bot.request.deps import Deps
from bot.slack.files import download
from jobs.formats.importing import Progress, preview_import, take_back, write_import
from jobs.formats.preview import ImportOptions, ImportPreview, TakenBack, WrittenImport
from jobs.formats.reader import MOST_BYTES, FileReader
from jobs.formats.rows import Wishes
from jobs.formats.sheet import Field, RefusedFile
from jobs.model.link import Link
from jobs.model.queries import LinkQuery


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
    lost_too: bool = False


async def preview_file(source: ImportSource, who: Asker, deps: Deps) -> ImportPreview | RefusedFile:
    """What would be done, with nothing written; raises NoFileError where Slack does not give the file."""
    name, data = "", source.pasted.encode()
    if source.file:
        name, data = await download(deps.client, source.file, MOST_BYTES)
    wishes = Wishes(name, tuple(deps.config.our_sites), source.target, source.mapping)
    file = await FileReader().read(data, wishes)
    return file if isinstance(file, RefusedFile) else await preview_import(file, _options(source, who), deps.store)


async def import_links(
    asked: ImportPreview, source: ImportSource, who: Asker, deps: Deps, told: Progress
) -> WrittenImport:
    """Track what is new, and have it checked; raises NotAllowedError."""
    require_manage(deps.config.permissions, who)
    written = await write_import(asked, _options(source, who), deps.store, deps.now(), told)
    deps.wake()
    return written


async def undo_import(batch: str, who: Asker, deps: Deps) -> TakenBack:
    """Take an import back, or the newest of the channel; raises NotAllowedError."""
    require_manage(deps.config.permissions, who)
    name = batch or await _newest(who.channel, deps)
    taken = await take_back(name, ImportOptions(who.channel, who.user), deps.store, deps.now())
    deps.wake_outbox()
    return taken


async def _newest(channel: str, deps: Deps) -> str:
    """The name of the channel's newest import: names begin with their time."""
    stream = await deps.store.link_stream([LinkQuery(channel)])
    names = [name async for chunk in stream.chunks for link in chunk.items for name in _imports_of(link)]
    return max(names, default="")


def _imports_of(link: Link) -> list[str]:
    """The imports that brought the link, or that said something of it."""
    return [*([link.imported.batch] if link.imported else []), *(fact.batch for fact in link.index_facts)]


def _options(source: ImportSource, who: Asker) -> ImportOptions:
    return ImportOptions(who.channel, who.user, lost_too=source.lost_too)
