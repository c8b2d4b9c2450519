"""What has happened, found by what it is about."""

from dataclasses import replace
from datetime import timedelta

from jobs.model.event import Event
from jobs.model.incident import IncidentStatus
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.jobs.store.tools import (
    HOUR,
    NOW,
    incident,
)


async def test_history_is_found_by_what_it_is_about(store: Store) -> None:
    about = [Event(NOW, "C1", "L-1", "lost"), Event(NOW, "C1", "L-12", "live", '{"subject":"L-1"}')]
    await store.write(Write(events=about))
    assert await store.events(since=NOW, subject="L-1") == about[:1]
    assert await store.events(since=NOW, subject="L-12") == about[1:]
    assert await store.events(since=NOW, subject="L-2") == []


async def test_incidents_are_found_by_member_subject_and_channel(store: Store) -> None:
    first = incident((1, 2), name="first")
    second = replace(incident((2,), channel="C2", name="second"), opened_at=NOW - HOUR)
    closed = replace(incident((3,), name="closed"), status=IncidentStatus.RECOVERED)
    await store.write(Write(incidents=[first, second, closed]))
    found = {
        "all": await store.incidents(),
        "member": await store.incidents(link_id=2),
        "subject": await store.incidents(subject="L-1"),
        "channel": await store.incidents(channel="C2"),
        "closed": await store.incidents(link_id=3, only_open=False),
    }
    assert {name: [each.id for each in incidents] for name, incidents in found.items()} == {
        "all": ["second", "first"],
        "member": ["second", "first"],
        "subject": ["first"],
        "channel": ["second"],
        "closed": ["closed"],
    }


async def test_history_is_asked_by_time_channel_and_subject(store: Store) -> None:
    events = [
        Event(NOW - timedelta(days=40), "C1", "L-1", "live"),
        Event(NOW, "C1", "L-2", "lost"),
        Event(NOW - HOUR, "C2", "L-1", "lost"),
    ]
    await store.write(Write(events=events))
    assert await store.events(since=NOW - HOUR) == [events[2], events[1]]
    assert await store.events(since=NOW - timedelta(days=41), channel="C1") == events[:2]
    assert await store.events(since=NOW - timedelta(days=41), subject="L-1") == [events[0], events[2]]


async def test_history_comes_in_parts_in_the_order_it_was_written(store: Store) -> None:
    days = (40, 39, 1, 0)
    events = [Event(NOW - timedelta(days=day), "C1", f"L-{day}", "live", '{"channel":"C2"}') for day in days]
    await store.write(Write(events=[*events, Event(NOW, "C2", "L-9", "lost")]))
    answer = await store.event_stream("C1", NOW - timedelta(days=39))
    await store.write(Write(events=[Event(NOW, "C1", "L-8", "lost")]))
    assert [event async for chunk in answer.chunks for event in chunk.items] == events[1:]
    assert [event.subject async for chunk in (await store.event_stream("C2", NOW)).chunks for event in chunk.items] == [
        "L-9"
    ]


async def test_only_the_first_caller_gets_once(store: Store) -> None:
    assert await store.claim_once("digest", "C1", "2026-W48")
    assert not await store.claim_once("digest", "C1", "2026-W48")
    assert await store.claim_once("digest", "C1", "2026-W49")
    assert await store.claim_once("digest", "C2", "2026-W48")
