"""What is due -> read -> judge -> plan -> write: each sheet that is followed, one after the other."""

import contextlib
import hashlib
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from msgspec import Struct

from jobs.formats.reader import FileReader
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile, RefusedFile
from jobs.formats.sync import judge
from jobs.formats.sync.news import news_of
from jobs.formats.sync.plan import SyncRun
from jobs.formats.sync.write import follow, rows_of
from jobs.model.page import FetchFailure, FetchResult, NotModified, Page, Validators, header_values
from jobs.model.sheet_news import NewsKind, SheetNews, SyncOutcome, SyncResult
from jobs.model.synced_sheet import SyncedRow, SyncedSheet
from jobs.model.write import Write
from jobs.store.errors import StaleError, StoreUnwritableError
from jobs.store.protocol import Store
from jobs.units.clock import Clock

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
"""The usual one; a sync that takes longer is gone on with under its name by whoever takes the sheet up."""

Download = Callable[[str, Validators | None], Awaitable[FetchResult]]
"""Fetches a file as it is, conditionally where validators are given."""


@dataclass(frozen=True, slots=True)
class SyncParts:
    """What following sheets works with."""

    store: Store
    download: Download
    clock: Clock
    lease: timedelta = LEASE
    """For so long nobody else takes up a sheet that somebody is at; after a crash it is taken up again then."""
    our_sites: Sequence[str] = ()
    jitter: float = 0.1
    chance: Callable[[], float] = random.random


async def sync_due(parts: SyncParts) -> int:
    """Read all sheets that are due; of how many the channel is to be told."""
    told = 0
    for sheet in await parts.store.sheets():
        if not judge.is_due(sheet, parts.clock.now()):
            continue
        try:
            told += (await sync_sheet(parts, sheet.id)).told
        except StoreUnwritableError:
            return told  # nothing else can be stored either, and the store has said so
        except Exception:  # one sheet's fault is not the others'
            log.exception("Sheet %d could not be followed; it is tried again when its lease has run out", sheet.id)
    return told


async def sync_sheet(parts: SyncParts, sheet_id: int, accepted: str = "", *, first: bool = False) -> SyncResult:
    """Read a sheet now, and have the channel's links follow it.

    `accepted` is the digest of a doubtful answer that a person said to follow; where the sheet says something else by
    now that is doubtful too, that is asked anew. At the `first` time the channel hears of no trouble: whoever named the
    sheet does.
    """
    sheet = await _claimed(parts, sheet_id)
    if sheet is None:
        return SyncResult(SyncOutcome.BUSY)
    try:
        return await _read(_Reading(parts, sheet, accepted, first))
    except StaleError:  # whoever took it up after us, or keeps writing to its links, is left to it
        return SyncResult(SyncOutcome.BUSY)


async def _read(work: "_Reading") -> SyncResult:
    parts, sheet = work.parts, work.sheet
    fresh = bool(work.accepted or sheet.unfinished)
    got = await parts.download(sheet.url, None if fresh else sheet.validators)
    if isinstance(got, FetchFailure):
        return await work.failed(got.reason)
    digest = hashlib.sha256(got.body).hexdigest()[:16] if isinstance(got, Page) else sheet.digest
    if isinstance(got, NotModified) or (digest == sheet.digest and not sheet.unfinished):
        return await work.unchanged()
    wishes = Wishes(our_sites=tuple(parts.our_sites))
    return await work.answered(got, digest, await FileReader().read(got.body, wishes))


async def _claimed(parts: SyncParts, sheet_id: int) -> SyncedSheet | None:
    """The sheet, lent to us; None where somebody else has it. A sync that was broken off keeps its name."""
    sheet, now = await parts.store.sheet(sheet_id), parts.clock.now()
    if sheet is None or judge.is_leased(sheet, now):
        return None
    with contextlib.suppress(StaleError):
        await parts.store.write(Write(sheets=[replace(sheet, leased_until=now + parts.lease)]))
        return await parts.store.sheet(sheet_id)
    return None


class _Reading(Struct, frozen=True):
    """One sheet, lent to us, and what becomes of an answer."""

    parts: SyncParts
    sheet: SyncedSheet
    accepted: str
    first: bool

    @property
    def now(self) -> datetime:
        return self.parts.clock.now()

    def planned(self, sheet: SyncedSheet) -> SyncedSheet:
        return judge.planned(sheet, self.now, self.parts.chance(), self.parts.jitter)

    async def failed(self, why: str) -> SyncResult:
        sheet, news = judge.failed(self.sheet, why, self.now, self.parts.chance())
        return await self._ended(SyncOutcome.FAILED, sheet, news, why)

    async def unchanged(self) -> SyncResult:
        settled = replace(self.planned(self.sheet), synced_at=self.now, question=None)
        return await self._ended(SyncOutcome.UNCHANGED, settled, judge.over(self.sheet))

    async def answered(self, page: Page, digest: str, read: LinkFile | RefusedFile) -> SyncResult:
        question = judge.doubt_of(read, digest, self.sheet, self.now)
        if question and not judge.can_be_followed(question, self.accepted):
            sheet, news = judge.asked(self.planned(self.sheet), question, anew=bool(self.accepted))
            return await self._ended(SyncOutcome.ASKED, sheet, news, question.why)
        file = LinkFile("", rows=()) if isinstance(read, RefusedFile) else read
        return await self._followed(file, page, digest)

    async def _followed(self, file: LinkFile, page: Page, digest: str) -> SyncResult:
        store, sheet = self.parts.store, self.sheet
        run = SyncRun(
            sheet.id, sheet.run if sheet.unfinished else f"{self.now:%Y%m%d-%H%M%S}-{sheet.version}", self.now
        )
        await store.write(Write(sheets=[replace(sheet, run=run.name, unfinished=True)]))
        await follow(sheet, file, run, store)
        held = await store.sheet(sheet.id)
        if held is None or held.run != run.name:
            return SyncResult(SyncOutcome.BUSY)
        rows = await rows_of(sheet.id, store)
        news = await news_of(held, file, [row for row in rows if row.run == run.name], self.now, store)
        settled = replace(
            self.planned(held),
            run=run.name if news else sheet.run,
            unfinished=False,
            validators=_validators_of(page),
            digest=digest,
            rows=len(file.rows),
            synced_at=self.now,
            question=None,
        )
        stale = [row for row in rows if row.change.row_is_gone and row.run != run.name]
        outcome = SyncOutcome.SYNCED if news else SyncOutcome.UNCHANGED
        return await self._ended(outcome, settled, news or judge.over(sheet), stale=stale if news else ())

    async def _ended(
        self,
        outcome: SyncOutcome,
        sheet: SyncedSheet,
        news: SheetNews | None,
        why: str = "",
        stale: Sequence[SyncedRow] = (),
    ) -> SyncResult:
        """The sheet given back, with what is said of it, in one write."""
        is_told = news is not None and (not self.first or news.kind is NewsKind.SYNCED)
        notices = [judge.notice_of(news, sheet, self.now)] if news and is_told else []
        await self.parts.store.write(Write(sheets=[sheet], notices=notices, remove_sheet_rows=stale))
        return SyncResult(outcome, news, bool(notices), why)


def _validators_of(page: Page) -> Validators:
    etag, modified = (next(iter(header_values(page.headers, name)), "") for name in ("etag", "last-modified"))
    return Validators(etag, modified, page.final_url)
