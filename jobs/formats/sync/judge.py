"""Whether an answer can be followed as it is, when a sheet is read next, and what is told of that (pure)."""

from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from jobs.formats.preview import ImportPreview
from jobs.formats.sheet import LinkFile, RefusedFile
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import SheetNewsKey
from jobs.model.sheet_news import NewsKind, SheetNews
from jobs.model.synced_sheet import SheetDoubt, SheetQuestion, SyncedSheet

SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=7)
"""Between which a sheet can be read again and again."""
USUAL = timedelta(hours=6)
_SMALLER = 0.8
"""An answer with less than this part of the rows may have been cut short, or cleared by mistake."""
_FIRST_BACKOFF, _LONGEST_BACKOFF = timedelta(minutes=15), timedelta(hours=24)
_TOLD_AT = 3
"""The failure in a row that is told: what is over within the hour is nobody's business."""


def is_due(sheet: SyncedSheet, now: datetime) -> bool:
    """Whether a sheet is to be read, and nobody is at it."""
    return sheet.next_at <= now and not is_leased(sheet, now)


def is_leased(sheet: SyncedSheet, now: datetime) -> bool:
    """Whether somebody is reading it, or writing what it said."""
    return sheet.leased_until is not None and sheet.leased_until > now


def doubt_of(read: LinkFile | RefusedFile, digest: str, sheet: SyncedSheet, now: datetime) -> SheetQuestion | None:
    """What is to be asked before an answer is followed; None where it can be."""
    if isinstance(read, RefusedFile):
        return SheetQuestion(SheetDoubt.EMPTY if read.is_empty else SheetDoubt.UNREADABLE, digest, 0, read.why, now)
    rows = len(read.rows)
    if not (rows or read.rejected or read.domains):
        return SheetQuestion(SheetDoubt.EMPTY, digest, 0, "The file has a header, and no rows.", now)
    if not rows:
        why = next(iter(ImportPreview(read).sentences[1:]), "None of its rows names a link.")
        return SheetQuestion(SheetDoubt.UNREADABLE, digest, 0, why, now)
    if rows < sheet.rows * _SMALLER:
        why = f"It has {rows:,} rows with a link, and had {sheet.rows:,}: more than a fifth is gone."
        return SheetQuestion(SheetDoubt.SMALLER, digest, rows, why, now)
    return None


def can_be_followed(question: SheetQuestion, accepted: str) -> bool:
    """Whether a person has said that this very answer shall be followed, and it can be."""
    return question.digest == accepted and question.doubt is not SheetDoubt.UNREADABLE


def planned(sheet: SyncedSheet, now: datetime, chance: float, jitter: float) -> SyncedSheet:
    """The sheet given back, to be read again after its interval; `chance` in [0, 1) spreads the load."""
    wait = sheet.every * (1 + jitter * (2 * chance - 1))
    return replace(sheet, next_at=now + wait, leased_until=None, failures=0, trouble="", told=False)


def asked(sheet: SyncedSheet, question: SheetQuestion, *, anew: bool) -> tuple[SyncedSheet, SheetNews | None]:
    """The sheet with a doubtful answer, and what is asked: once while the doubt is the same, or where it is `anew`."""
    before = sheet.question
    if before is not None and before.doubt is question.doubt and not anew:
        return replace(sheet, question=replace(question, asked_at=before.asked_at, kept_by=before.kept_by)), None
    news = SheetNews(
        NewsKind.ASKED,
        sheet.id,
        sheet.url,
        why=question.why,
        digest=question.digest,
        since=sheet.synced_at,
    )
    return replace(sheet, question=question), news


def failed(sheet: SyncedSheet, why: str, now: datetime, chance: float) -> tuple[SyncedSheet, SheetNews | None]:
    """The sheet after a try that brought no answer: again after 15 min x 2^n, +-25 %, at most a day; told once."""
    wait = min(_FIRST_BACKOFF * 2 ** min(sheet.failures, 7), _LONGEST_BACKOFF) * (1 + 0.25 * (2 * chance - 1))
    after = replace(sheet, next_at=now + wait, leased_until=None, failures=sheet.failures + 1, trouble=why)
    if after.failures < _TOLD_AT or sheet.told:
        return after, None
    news = SheetNews(NewsKind.FAILED, sheet.id, sheet.url, why=why, since=sheet.synced_at)
    return replace(after, told=True), news


def over(sheet: SyncedSheet) -> SheetNews | None:
    """That what was told of a sheet is over; None where nothing was."""
    if not sheet.told and sheet.question is None:
        return None
    return SheetNews(NewsKind.OVER, sheet.id, sheet.url, since=sheet.synced_at)


def notice_of(news: SheetNews, sheet: SyncedSheet, now: datetime) -> Notice:
    """What the channel is told."""
    event = news.run if news.kind is NewsKind.SYNCED else f"{news.kind}-{sheet.version}"
    payload = msgspec.json.encode(news).decode()
    key = str(SheetNewsKey(str(sheet.id), event))
    return Notice(key, sheet.channel, NoticeKind.SHEET, now, payload=payload)
