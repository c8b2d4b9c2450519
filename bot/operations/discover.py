"""What search engines list of our sites: lists that somebody uploads are read, compared and kept; links are tracked."""

import asyncio
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from msgspec import Struct

from bot.access.permissions import Asker, require_manage
from bot.messages.answers.discovered import discovered_message
from bot.operations.export import send_file
from bot.request.deps import Deps
from bot.slack.files import download
from jobs.formats.discovery.compare import Discovery, merged
from jobs.formats.discovery.file import write_discovered
from jobs.formats.discovery.reading import read_listing
from jobs.formats.discovery.taking_in import look_again, preview_tracking, take_in
from jobs.formats.importing import write_import
from jobs.formats.preview import ImportOptions, ImportPreview, WrittenImport
from jobs.formats.reader import MOST_BYTES, FileReader
from jobs.formats.rows import Wishes
from jobs.formats.sheet import RefusedFile
from jobs.model.listing import KeptListing, Listing
from jobs.web.urls import site_name

_ORDER = timedelta(seconds=1)
"""Between two lists that are taken in together."""


class Discovered(Struct, frozen=True):
    """What a list says, and as which it is kept; of lists without links nothing is."""

    found: Discovery
    kept: KeptListing | None


async def discover_files(files: Sequence[str], site: str, who: Asker, deps: Deps) -> Discovered | RefusedFile:
    """Read lists by Slack's ids of their files, compare the newest day with the one before, and keep it.

    Raises NotAllowedError, and NoFileError where Slack does not give a file.
    """
    require_manage(deps.config.permissions, who)
    listings: list[Listing] = []
    for file in files:
        name, data = await download(deps.client, file, MOST_BYTES)
        wishes = Wishes(name, tuple(deps.config.our_sites), site)
        read = await FileReader().read_as(data, partial(read_listing, wishes=wishes))
        if isinstance(read, RefusedFile):
            return RefusedFile(f"{name}: {read.why}")
        listings.append(read)
    days = await asyncio.to_thread(merged, listings)
    if len({(each.source, each.site) for each in listings}) > 1:
        return RefusedFile("The files are of more than one search engine or site; take one at a time.")
    found: Discovery | None = None
    for number, day in enumerate(days):
        at = deps.now() - _ORDER * (len(days) - 1 - number)
        before = days[number - 1] if number else None
        found = await take_in(day, who.channel, who.user, deps.store, at, before=before)
    assert found is not None, "a form without files is not handed in"
    return Discovered(found, await kept_as((found.source, found.site), who, deps))


async def discovered(names: Sequence[str], who: Asker, deps: Deps) -> Discovered | None:
    """What the newest list of an engine or site says that the channel keeps; None where it keeps none of that name."""
    kept = await kept_as(names, who, deps)
    if kept is None:
        return None
    return Discovered(await look_again(kept, deps.store), kept)


async def send_discovered(found: Discovery, who: Asker, deps: Deps) -> str:
    """Send all that a list says as a file, and give its name.

    Raises NotSentError, and OSError where the disk is full.
    """
    name = f"discovered-{found.site}-{found.on or deps.now().date()}.xlsx"
    with tempfile.TemporaryDirectory(prefix="linkwatch-discovered-") as folder:
        path = Path(folder) / "discovered.xlsx"
        await asyncio.to_thread(write_discovered, found, path)
        data = await asyncio.to_thread(path.read_bytes)
    await send_file(data, name, who, deps, discovered_message(name, found))
    return name


async def track_discovered(kept: KeptListing, who: Asker, deps: Deps) -> tuple[ImportPreview, WrittenImport]:
    """Track what came with a list; of a first one, all of it. Raises NotAllowedError."""
    require_manage(deps.config.permissions, who)
    options = ImportOptions(who.channel, who.user)
    asked = await preview_tracking(kept, options, deps.store)
    written = await write_import(asked, options, deps.store, deps.now())
    deps.wake()
    return asked, written


async def kept_as(names: Sequence[str], who: Asker, deps: Deps) -> KeptListing | None:
    """The newest list of links that the channel keeps whose engine or site has each of these names."""
    of_links = [each for each in await deps.store.listings(who.channel) if each.links or each.gone]
    listings = sorted(of_links, key=lambda each: each.at, reverse=True)
    return next((each for each in listings if all(_is_called(each, name) for name in names)), None)


def _is_called(kept: KeptListing, name: str) -> bool:
    return name.casefold() in kept.source.casefold() or site_name(name) == site_name(kept.site)
