"""A sheet that is followed: a real server, a real store, and a clock turned by hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from jobs.alerts import decisions
from jobs.formats.sync.run import SyncParts, sync_due, sync_sheet
from jobs.formats.sync.undo import take_sync_back
from jobs.model.event import Event
from jobs.model.link import Link, NewLink
from jobs.model.notice import NoticeKind
from jobs.model.page import FetchResult, Validators
from jobs.model.sheet_news import KeptLink, NewsKind, SheetNews, SyncOutcome, SyncResult
from jobs.model.synced_sheet import NewSheet, RowChange, SheetDoubt, SyncedSheet
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.web.http.fetch import fetch
from tests.tools.clocks import HandClock
from tests.tools.site import Answer, Asked, Sites
from tests.tools.stores import open_store

PLACE = "sheets.example/pub?output=csv"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ROWS = [f"https://blog.example/{number},U0ADA0000,note {number}" for number in range(1, 7)]


@dataclass
class Room:
    """A channel that follows a sheet on a server."""

    sites: Sites
    store: Store
    clock: HandClock
    parts: SyncParts
    sheet_id: int = 0

    def put(self, *rows: str) -> None:
        """What the sheet says from now on."""
        text = "\n".join(["page,owner,notes", *rows]) + "\n"
        self.sites[PLACE] = Answer(text, headers={"Content-Type": "text/csv", "ETag": f'"{hash(text)}"'})

    def answer(self, answer: Answer) -> None:
        self.sites[PLACE] = answer

    async def sync(self, accepted: str = "") -> SyncResult:
        return await sync_sheet(self.parts, self.sheet_id, accepted)

    async def due(self, wait: timedelta = DAY) -> int:
        """Time passes; what is due then is done."""
        self.clock.move(wait)
        return await sync_due(self.parts)

    async def sheet(self) -> SyncedSheet:
        found = await self.store.sheet(self.sheet_id)
        assert found is not None
        return found

    async def links(self) -> dict[str, Link]:
        return {link.page_url.rpartition("/")[2]: link for link in await self.store.links()}

    async def news(self) -> list[SheetNews]:
        """All that the channel is told."""
        said = [notice.payload for notice in await self.store.notices() if notice.kind is NoticeKind.SHEET]
        return [msgspec.json.decode(payload, type=SheetNews) for payload in said]

    async def edit(self, page: str, **more: object) -> None:
        """Somebody changes a link here."""
        link = (await self.links())[page]
        event = Event(self.clock.now(), link.channel, link.ref, "edited", by="U0EVE")
        await self.store.write(Write(links=[replace(link, **more)], events=[event]))  # type: ignore[arg-type]

    async def remove(self, page: str) -> None:
        link = (await self.links())[page]
        await self.store.write(decisions.stop([link], (), (), "U0EVE", self.clock.now()))


@asynccontextmanager
async def opened(folder: Path, sites: Sites) -> AsyncIterator[Room]:
    clock = HandClock()
    store = await open_store(folder)
    async with sites.session() as session:

        async def download(url: str, validators: Validators | None) -> FetchResult:
            return await fetch(session, url, policy=sites.policy, now=clock.now, validators=validators, any_type=True)

        parts = SyncParts(store, download, clock, our_sites=("ours.example",), chance=lambda: 0.5)
        new = NewSheet("C1", sites.url(PLACE), 6 * HOUR, "U0ADA")
        sheet, _ = await store.add_sheet(new, clock.now())
        yield Room(sites, store, clock, parts, sheet.id)
    await store.close()


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with Sites() as sites, opened(tmp_path, sites) as room:
        room.put(*ROWS)
        yield room


@pytest.mark.both_stores
async def test_rows_become_links_and_the_channel_is_told_once(room: Room) -> None:
    result = await room.sync()
    assert (result.outcome, result.told) == (SyncOutcome.SYNCED, True)
    links = await room.links()
    assert {link.owner for link in links.values()} == {"U0ADA0000"}
    assert {link.imported.sheet for link in links.values() if link.imported} == {room.sheet_id}
    [news] = await room.news()
    assert (news.kind, news.added, news.changed, news.removed) == (NewsKind.SYNCED, 6, 0, 0)


@pytest.mark.both_stores
async def test_what_is_added_changed_and_removed_follows_when_it_is_due(room: Room) -> None:
    await room.sync()
    room.put(*ROWS[1:5], "https://blog.example/6,U0BEN0000,note 6", "https://blog.example/new,,")
    assert await room.due(5 * HOUR) == 0
    assert await room.due(HOUR) == 1
    links = await room.links()
    assert sorted(links) == ["2", "3", "4", "5", "6", "new"]
    assert links["6"].owner == "U0BEN0000"
    news = (await room.news())[-1]
    assert (news.added, news.changed, news.removed, news.kept) == (1, 1, 1, ())


async def test_the_same_bytes_change_nothing_and_are_asked_for_conditionally(room: Room) -> None:
    await room.sync()
    before = await room.links()
    assert await room.due() == 0
    assert room.sites.asked[-1].headers["If-None-Match"]
    assert (await room.sheet()).synced_at == room.clock.now()
    assert await room.links() == before

    async def not_modified(asked: Asked) -> Answer:
        return Answer(status=304)

    room.sites[PLACE] = not_modified
    assert await room.due() == 0
    assert len(await room.news()) == 1


async def test_what_a_person_changed_wins_and_is_named_with_who_it_was(room: Room) -> None:
    await room.sync()
    await room.edit("1", owner="U0EVE")
    room.put("https://blog.example/1,U0BEN0000,other", *ROWS[1:])
    await room.due()
    link = (await room.links())["1"]
    assert (link.owner, link.notes) == ("U0EVE", "other")
    news = (await room.news())[-1]
    assert (news.changed, news.kept) == (1, (KeptLink(link.ref, RowChange.CHANGED, ("owner",), "U0EVE"),))


async def test_a_link_that_a_person_called_lost_stays_and_is_named_with_who_it_was(room: Room) -> None:
    await room.sync()
    link = (await room.links())["1"]
    said = decisions.mark(link, [], "U0EVE", room.clock.now(), live=False)
    assert said is not None
    await room.store.write(said)
    room.put(*ROWS[1:])
    await room.due()
    assert [(each.change, each.by) for each in (await room.news())[-1].kept] == [(RowChange.STAYS_CHANGED, "U0EVE")]


async def test_a_removed_link_stays_removed_and_one_tracked_before_stays_tracked(room: Room) -> None:
    await room.store.add_link(NewLink("C1", "https://blog.example/6", "ours.example"), room.clock.now())
    await room.sync()
    await room.remove("1")
    room.put(*ROWS[:5], "https://blog.example/new,,")
    await room.due()
    assert sorted(await room.links()) == ["2", "3", "4", "5", "6", "new"]
    kept = {(each.change, each.by) for each in (await room.news())[-1].kept}
    assert kept == {(RowChange.NOT_HERE, "U0EVE"), (RowChange.STAYS, "")}


@pytest.mark.parametrize(
    ("answer", "doubt"),
    [
        (Answer(""), SheetDoubt.EMPTY),
        (Answer("page,owner,notes\n"), SheetDoubt.EMPTY),
        (Answer("<!doctype html><title>Sign in</title>"), SheetDoubt.UNREADABLE),
        (Answer(b"\x89PNG\r\n\x1a\n" * 9), SheetDoubt.UNREADABLE),
        (Answer("Rank,Link text\n1,x\n2,y\n"), SheetDoubt.UNREADABLE),
        (Answer("page,owner\nnothing,x\nelse,y\n"), SheetDoubt.UNREADABLE),
        (Answer("page,owner,notes\n" + "\n".join(ROWS[:4])), SheetDoubt.SMALLER),
    ],
    ids=["nothing", "header alone", "web page", "picture", "another file", "no addresses", "smaller"],
)
async def test_a_doubtful_answer_changes_nothing_and_is_asked_about_once(
    room: Room, answer: Answer, doubt: SheetDoubt
) -> None:
    await room.sync()
    before = await room.links()
    room.answer(answer)
    assert [await room.due(), await room.due()] == [1, 0]
    assert await room.links() == before
    asked = (await room.news())[-1]
    question = (await room.sheet()).question
    assert question is not None
    assert question.doubt is doubt
    assert (asked.kind, asked.why) == (NewsKind.ASKED, question.why)
    room.put(*ROWS)
    assert await room.due() == 1
    assert (await room.news())[-1].kind is NewsKind.OVER
    assert await room.links() == before


@pytest.mark.parametrize("answer", [Answer("page,owner,notes\n" + "\n".join(ROWS[:2])), Answer("page,owner,notes\n")])
async def test_what_a_person_says_to_apply_is_followed(room: Room, answer: Answer) -> None:
    await room.sync()
    room.answer(answer)
    await room.due()
    digest = (await room.news())[-1].digest
    assert (await room.sync(digest)).outcome is SyncOutcome.SYNCED
    assert len(await room.links()) == len([line for line in str(answer.text).splitlines()[1:] if line])
    assert (await room.sheet()).question is None


async def test_an_old_yes_is_no_yes_to_another_answer(room: Room) -> None:
    await room.sync()
    room.put(*ROWS[:4])
    await room.due()
    digest = (await room.news())[-1].digest
    room.put(*ROWS[:1])
    assert (await room.sync(digest)).outcome is SyncOutcome.ASKED
    assert len(await room.links()) == 6
    assert [news.why.partition(" rows")[0] for news in (await room.news())[-2:]] == ["It has 4", "It has 1"]
    room.put(*ROWS)
    assert (await room.sync(digest)).outcome is SyncOutcome.UNCHANGED


async def test_a_web_page_is_never_followed(room: Room) -> None:
    await room.sync()
    room.answer(Answer("<!doctype html><title>Sign in</title>"))
    await room.due()
    assert (await room.sync((await room.news())[-1].digest)).outcome is SyncOutcome.ASKED
    assert len(await room.links()) == 6


async def test_trouble_is_told_once_and_when_it_is_over(room: Room) -> None:
    await room.sync()
    del room.sites.pages[PLACE]
    waits: list[timedelta] = []
    for _ in range(5):
        await room.due()
        waits.append((await room.sheet()).next_at - room.clock.now())
    assert waits == [timedelta(minutes=15) * 2**n for n in range(5)]
    assert [news.kind for news in await room.news()] == [NewsKind.SYNCED, NewsKind.FAILED]
    room.put(*ROWS)
    assert await room.due() == 1
    assert [news.kind for news in await room.news()][2:] == [NewsKind.OVER]
    assert len(await room.links()) == 6


async def test_at_the_first_time_whoever_named_the_sheet_hears_of_trouble_and_nobody_else(room: Room) -> None:
    room.answer(Answer("<!doctype html>"))
    result = await sync_sheet(room.parts, room.sheet_id, first=True)
    assert (result.outcome, result.told) == (SyncOutcome.ASKED, False)
    assert "web page" in result.why
    assert await room.news() == []
    await room.store.write(Write(sheets=[replace(await room.sheet(), question=None)]))
    assert await room.due() == 1


@pytest.mark.both_stores
async def test_two_at_once_do_it_once(room: Room) -> None:
    results = await asyncio.gather(*(room.sync() for _ in range(3)))
    assert sorted(each.outcome for each in results) == [SyncOutcome.BUSY, SyncOutcome.BUSY, SyncOutcome.SYNCED]
    assert len(await room.news()) == 1


@pytest.mark.both_stores
async def test_who_finds_it_lent_leaves_it(room: Room) -> None:
    await room.store.write(Write(sheets=[replace(await room.sheet(), leased_until=room.clock.now() + 7 * HOUR)]))
    assert (await room.sync()).outcome is SyncOutcome.BUSY
    assert await room.due(6.5 * HOUR) == 0
    assert await room.due(HOUR) == 1


async def test_a_sheet_that_is_followed_no_longer_is_left(room: Room) -> None:
    await room.store.write(Write(remove_sheets=[room.sheet_id]))
    assert (await room.sync()).outcome is SyncOutcome.BUSY
    assert await room.links() == {}


class DiesError(Exception):
    """The process ends here."""


@pytest.mark.both_stores
@pytest.mark.parametrize("at", range(1, 5))
async def test_after_dying_at_any_write_it_is_done_and_told_once(room: Room, at: int) -> None:
    await room.sync()
    room.put(*ROWS[1:], "https://blog.example/new,,")
    store, writes = room.store, 0
    written = store.write

    async def write(change: Write) -> None:
        nonlocal writes
        writes += 1
        if writes == at:
            raise DiesError
        await written(change)

    store.write = write  # type: ignore[method-assign, assignment]  # what a crash leaves is what was written before
    await room.due()
    store.write = written  # type: ignore[method-assign]
    await room.due()
    assert sorted(await room.links()) == ["2", "3", "4", "5", "6", "new"]
    told = [(news.added, news.removed) for news in (await room.news())[1:]]
    assert told == [(1, 1)]


@pytest.mark.both_stores
async def test_a_sync_is_taken_back_and_not_done_again(room: Room) -> None:
    await room.sync()
    before = {page: (link.owner, link.notes) for page, link in (await room.links()).items()}
    room.put("https://blog.example/1,U0BEN0000,other", *ROWS[1:5], "https://blog.example/new,,")
    await room.due()
    done = await take_sync_back(await room.sheet(), "U0BEN", room.clock.now(), room.store)
    assert (done.removed, done.restored, done.reverted, done.kept) == (1, 1, 1, ())
    assert {page: (link.owner, link.notes) for page, link in (await room.links()).items()} == before
    again = await take_sync_back(await room.sheet(), "U0BEN", room.clock.now(), room.store)
    assert (again.removed, again.restored, again.reverted) == (0, 0, 0)
    room.put(
        "https://blog.example/1,U0BEN0000,other", *ROWS[1:5], "https://blog.example/new,,", "https://blog.example/8,,"
    )
    await room.due()
    assert sorted(await room.links()) == ["1", "2", "3", "4", "5", "6", "8"]
    assert (await room.links())["1"].owner == "U0ADA0000"


async def test_rows_that_name_no_link_are_named(room: Room) -> None:
    await room.sync()
    room.put(*ROWS, "nothing,,", "https://blog.example/new,,")
    await room.due()
    assert any("Line 8" in said for said in (await room.news())[-1].unusable)
