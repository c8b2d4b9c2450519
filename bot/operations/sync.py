"""Have a channel's links follow a sheet on the web; what is decided of its answers, and taken back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.access.permissions import Asker, require_manage
from bot.grammar.sheet_values import WhichSheet
from bot.operations.change import change
from bot.request.deps import Deps
from jobs.formats.sync.judge import USUAL, is_leased
from jobs.formats.sync.run import sync_sheet
from jobs.formats.sync.undo import take_sync_back
from jobs.model.event import Event
from jobs.model.sheet_news import SyncOutcome, SyncResult, SyncTakenBack
from jobs.model.synced_sheet import NewSheet, SyncedSheet
from jobs.model.write import Write
from jobs.units.durations import format_duration
from jobs.web.urls import host

_NOT_FOLLOWED = frozenset({SyncOutcome.ASKED, SyncOutcome.FAILED})


class NoSheetError(Exception):
    """The channel follows no sheet of this name, or several where none is named."""

    def __init__(self, sheets: int) -> None:
        super().__init__()
        self.sheets = sheets
        """How many it follows."""


@dataclass(frozen=True, slots=True)
class FollowedSheet:
    """A sheet after somebody wanted it followed, or read."""

    sheet: SyncedSheet
    result: SyncResult
    is_new: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether it is not followed, because there is nothing in it that could be."""
        return self.is_new and self.result.outcome in _NOT_FOLLOWED


async def follow_sheet(url: str, every: timedelta | None, who: Asker, deps: Deps) -> FollowedSheet:
    """Read a sheet, and follow it from now on if it can be read; raises NotAllowedError."""
    require_manage(deps.config.permissions, who)
    new = NewSheet(who.channel, url, every or USUAL, who.user)
    sheet, is_new = await deps.store.add_sheet(new, deps.now())
    if every and every != sheet.every:
        moved = _event(sheet, who, deps, "edited", f"every {format_duration(sheet.every)} -> {format_duration(every)}")
        await _change(sheet, who, deps, lambda held: Write(sheets=[replace(held, every=every)], events=[moved]))
    followed = FollowedSheet(sheet, await _read(sheet, deps, first=is_new), is_new)
    if followed.is_refused:
        await deps.store.write(Write(remove_sheets=[sheet.id]))
    elif is_new:
        begun = _event(sheet, who, deps, "followed", f"{host(url)}, every {format_duration(new.every)}")
        await _change(sheet, who, deps, lambda _held: Write(events=[begun]))
    return replace(followed, sheet=await deps.store.sheet(sheet.id) or sheet)


async def read_sheet(name: WhichSheet, who: Asker, deps: Deps) -> FollowedSheet:
    """Read a sheet now; raises NoSheetError, and NotAllowedError."""
    require_manage(deps.config.permissions, who)
    sheet = await sheet_of(name, who, deps)
    result = await _read(sheet, deps)
    return FollowedSheet(await deps.store.sheet(sheet.id) or sheet, result)


async def apply_answer(name: WhichSheet, digest: str, who: Asker, deps: Deps) -> FollowedSheet:
    """Read a sheet, and follow what it says if that is the doubtful answer of this digest, or in no doubt any more.

    Raises NoSheetError, and NotAllowedError.
    """
    require_manage(deps.config.permissions, who)
    sheet = await sheet_of(name, who, deps)
    result = await _read(sheet, deps, digest)
    return FollowedSheet(await deps.store.sheet(sheet.id) or sheet, result)


async def keep_links(name: WhichSheet, digest: str, who: Asker, deps: Deps) -> bool:
    """Leave the links as they are; whether that was still asked, and nobody had said so.

    Raises NoSheetError, and NotAllowedError.
    """
    sheet = await sheet_of(name, who, deps)

    def keep(held: SyncedSheet) -> Write | None:
        asked = held.question
        if asked is None or asked.digest != digest or asked.kept_by:
            return None
        kept = replace(held, question=replace(asked, kept_by=who.user))
        return Write(sheets=[kept], events=[_event(held, who, deps, "links_kept")])

    return await _change(sheet, who, deps, keep)


async def stop_sheet(name: WhichSheet, who: Asker, deps: Deps) -> SyncedSheet:
    """Follow a sheet no longer; the links stay. Raises NoSheetError, and NotAllowedError."""
    require_manage(deps.config.permissions, who)
    sheet = await sheet_of(name, who, deps)
    event = _event(sheet, who, deps, "stopped", host(sheet.url))
    await _change(sheet, who, deps, lambda held: Write(remove_sheets=[held.id], events=[event]))
    return sheet


async def undo_sync(name: WhichSheet, run: str, who: Asker, deps: Deps) -> SyncTakenBack | None:
    """Take the newest sync of a sheet back; None where that is not `run`, or somebody is at the sheet.

    Raises NoSheetError, and NotAllowedError.
    """
    require_manage(deps.config.permissions, who)
    sheet = await sheet_of(name, who, deps)
    if is_leased(sheet, deps.now()) or run not in {"", sheet.run}:
        return None
    taken = await take_sync_back(sheet, who.user, deps.now(), deps.store)
    _wake(deps)
    return taken


async def sheet_of(name: WhichSheet, who: Asker, deps: Deps) -> SyncedSheet:
    """The sheet of this channel that a name names; raises NoSheetError."""
    sheets = await deps.store.sheets(who.channel)
    named = [each for each in sheets if name == WhichSheet() or each.id == name.number or each.url == name.url]
    if len(named) != 1:
        raise NoSheetError(len(sheets))
    return named[0]


async def _read(sheet: SyncedSheet, deps: Deps, accepted: str = "", *, first: bool = False) -> SyncResult:
    result = await sync_sheet(deps.sync, sheet.id, accepted, first=first)
    _wake(deps)
    return result


async def _change(sheet: SyncedSheet, who: Asker, deps: Deps, made: Callable[[SyncedSheet], Write | None]) -> bool:
    """Write what `made` says of the sheet as it is; whether anything was written."""

    async def decide() -> Write | None:
        held = await deps.store.sheet(sheet.id)
        return made(held) if held else None

    return await change(deps, who, decide)


def _event(sheet: SyncedSheet, who: Asker, deps: Deps, kind: str, words: str = "") -> Event:
    """What somebody did about a sheet; of its address, which may be a secret, nothing but the host stands there."""
    return Event(deps.now(), who.channel, f"sheet {sheet.id}", kind, words, who.user)


def _wake(deps: Deps) -> None:
    deps.wake()
    deps.wake_outbox()
