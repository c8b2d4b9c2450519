"""Values for the tests of stores."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import NewLink
from jobs.model.notice import Notice, NoticeKind
from jobs.model.partner import NewPartner
from jobs.model.write import Write
from jobs.store.protocol import Store

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LEASE = timedelta(minutes=5)
PAGE = "https://blog.example/post"
TARGET = "https://ours.example/"


def new_link(page: str = PAGE, target: str = "ours.example", channel: str = "C1", **more: object) -> NewLink:
    return NewLink(channel, page, target, **more)  # type: ignore[arg-type]  # only ever fields of NewLink


def new_partner(page: str = PAGE, channel: str = "C1") -> NewPartner:
    return NewPartner(channel, page, 100)


def incident(members: tuple[int, ...] = (1,), channel: str = "C1", name: str = "L-1-lost-1") -> Incident:
    return Incident(name, channel, IncidentKind.LOST, f"L-{members[0]}", members, NOW)


def notice(key: str, channel: str = "C1", incident_id: str = "", not_before: datetime | None = None) -> Notice:
    kind = NoticeKind.CARD if incident_id else NoticeKind.TEXT
    return Notice(key, channel, kind, NOW, incident_id=incident_id, text="Hello.", not_before=not_before)


async def looked_at(store: Store, at: datetime, next_in: timedelta) -> None:
    page = await store.page(PAGE)
    assert page is not None
    await store.write(Write(pages=[replace(page, last_checked_at=at, next_check_at=at + next_in)]))


async def everything(store: Store) -> dict[str, object]:
    return {
        "links": await store.links(),
        "partners": await store.partners(),
        "pages": [await store.page(PAGE), await store.page(TARGET)],
        "host": await store.host("blog.example"),
        "incidents": await store.incidents(),
        "notices": await store.notices(),
        "events": await store.events(since=NOW - HOUR),
        "settings": await store.channel_settings("C1"),
        "counts": await store.totals(),
    }
