"""Linkwatch in a life: the real reader, rules, state machine, alerts and store, on a clock that jumps."""

import socket
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from aiohttp.abc import AbstractResolver, ResolveResult

from jobs.bench._simulated import JumpingClock
from jobs.bench.deals.world import START
from jobs.bench.truth.life import DAYS, PageLife
from jobs.bench.truth.site import served
from jobs.checks.allowance import DailyAllowance
from jobs.checks.canaries import Canaries, read_control
from jobs.checks.check_page import CheckDeps, check_page
from jobs.checks.dispatcher import Bounds, Dispatcher
from jobs.checks.follow_candidates import AbsenceSettler
from jobs.checks.second_look import SecondLook
from jobs.model.incident import IncidentKind
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState
from jobs.pages.reader import PageReader
from jobs.pages.reading import EXTRACTOR
from jobs.store.protocol import Store
from jobs.store.tiny.store import open_tiny
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.session import page_session
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots.files import RobotsFiles

_POLICY = NetworkPolicy(allow_private=True, host_delay=timedelta(0), total_seconds=20, dns_cache_seconds=0)
_DAY, _STEP = timedelta(days=1), timedelta(hours=2)


class _AllHere(AbstractResolver):
    """Every name is 127.0.0.1."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing to close."""


@dataclass(frozen=True, slots=True)
class PageLook:
    """One look at the page, and how the link stood after it."""

    after: timedelta
    """Since the link was added."""
    state: LinkState


@dataclass(slots=True)
class LifeCourse:
    """What Linkwatch saw and told of a life."""

    looks: list[PageLook] = field(default_factory=list)
    told: dict[IncidentKind, timedelta] = field(default_factory=dict)
    """The kinds of alerts, each with when the first was raised."""


async def course_of(life: PageLife) -> LifeCourse:
    """A life led to its end: a look a day, and those that Linkwatch asks for itself in between.

    Raises:
        AssertionError: the page was not well at first.
    """
    clock, course = JumpingClock(START), LifeCourse()
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        places = await stack.enter_async_context(served(life, lambda: (clock.at - START) / _DAY))
        store = await open_tiny(Path(folder))
        stack.push_async_callback(store.close)
        session = await stack.enter_async_context(page_session(_POLICY, _AllHere(), None))
        pages = await stack.enter_async_context(ParserPool(EXTRACTOR))
        reader = PageReader(session, _POLICY, RobotsFiles(session, _POLICY, clock.now, pages), pages, clock)
        dispatcher = Dispatcher(store, partial(check_page, _deps(store, reader, clock)), clock, Bounds())
        new = NewLink("C1", places.page("slow-rivers.example"), places.target("ours.example"))
        link, _ = await store.add_link(new, clock.at)
        while clock.at < START + DAYS * _DAY:
            await dispatcher.run_due()
            await _note(course, store, link.id, clock.at)
            assert course.looks[0].state.is_live, f"{life.name}: it was {course.looks[0].state} at first"
            due = await store.next_due_at() or clock.at + _STEP
            clock.at = min(max(clock.at + timedelta(minutes=1), due), clock.at + _STEP)
    return course


async def _note(course: LifeCourse, store: Store, link_id: int, now: datetime) -> None:
    link = await store.link(link_id)
    assert link is not None, "it is tracked to the end"
    looked = link.standing.looked_at
    if looked is not None and (not course.looks or looked - START > course.looks[-1].after):
        course.looks.append(PageLook(looked - START, link.standing.state))
    for incident in await store.incidents(only_open=False):
        course.told.setdefault(incident.kind, now - START)


def _deps(store: Store, reader: PageReader, clock: JumpingClock) -> CheckDeps:
    allowance = DailyAllowance(clock)
    return CheckDeps(
        store,
        SecondLook(reader.read, allowance, None).read,
        partial(read_control, reader.read, allowance),
        AbsenceSettler(reader.follow, reader.read, clock, allowance).settle,
        Canaries(reader.read, store, (), clock).answers,
        clock,
        chance=lambda: 0.5,
    )
