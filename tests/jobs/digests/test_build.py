"""What the weekly digest says, and that each channel gets it once in each ISO week."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.config import Config
from jobs.digests import write as digest_writing
from jobs.digests.build import MOST_LINES, DigestFacts, build_digest, digest_from_json, near_limit, over_limit
from jobs.digests.read import next_digest_at, read_digest
from jobs.digests.schedule import (
    DigestPlan,
    Period,
    days_shown,
    digest_due,
    digest_plan,
    is_paused,
    last_turn,
    next_turn,
    period_of_turn,
    rechosen,
    span_of,
    week_of,
)
from jobs.digests.trend import Past
from jobs.digests.write import Digests, write_digest
from jobs.model.channel import ChannelSettings, DigestEvery
from jobs.model.digest import Digest
from jobs.model.event import Event
from jobs.model.findings import Finding, Severity
from jobs.model.link import Accepted, Expectation, Link, NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.notice import NoticeKind, NoticeStatus
from jobs.model.partner import Partner
from jobs.model.queries import ChannelCounts
from jobs.model.terms import Terms
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.tools.stores import open_store

NOW = datetime(2026, 5, 4, 7, 0, tzinfo=UTC)  # a Monday, 09:00 in Berlin
BERLIN = DigestPlan(0, time(9), "Europe/Berlin")
WEEK_19 = Period("2026-W19", NOW - timedelta(days=7), "Europe/Berlin")
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia")


def days(number: float) -> datetime:
    return NOW - timedelta(days=number)


def link(number: int, state: LinkState, since: datetime, *, added: datetime | None = None, **standing: object) -> Link:
    return Link(
        number,
        "C1",
        f"https://site{number}.example/",
        "https://our.example/",
        added or days(100),
        LinkStatus(state, since=since, **standing),  # type: ignore[arg-type]  # fields of the noun
    )


def digest_of(*links: Link, events: tuple[Event, ...] = (), partners: tuple[Partner, ...] = ()) -> Digest:
    counts = ChannelCounts(
        Counter(link.standing.state for link in links), len(partners), sum(p.over_limit for p in partners), 0
    )
    past = Past(NOW)
    past.take(events)
    states = {link.id: link.standing.state for link in links if link.id in past.links}
    noted = [partner for partner in partners if partner.ref in past.noted]
    facts = DigestFacts(counts, past, links, over_limit(partners), near_limit(partners), states, noted=noted)
    return build_digest("C1", WEEK_19, facts, NOW, overdue_after=timedelta(days=14))


# What it says


def test_each_link_is_counted_once() -> None:
    digest = digest_of(*[link(number, state, days(30)) for number, state in enumerate(LinkState, start=1)])
    counts = digest.counts
    assert (counts.live, counts.weakened, counts.lost, counts.pending, counts.new) == (3, 1, 1, 1, 1)
    assert counts.links == len(LinkState)


def test_a_digest_written_before_lists_were_cut_can_still_be_read() -> None:
    written = msgspec.to_builtins(digest_of(link(1, LinkState.LOST, days(2))))
    del written["left_out"]
    digest = digest_from_json(msgspec.json.encode(written).decode())
    assert (len(digest.lost), digest.beyond("lost")) == (1, 0)


def test_what_happened_this_week_is_told_apart_from_what_is_still_open() -> None:
    digest = digest_of(
        link(1, LinkState.LOST, days(2)),
        link(2, LinkState.WEAKENED, days(3)),
        link(3, LinkState.LOST, days(20)),
        link(4, LinkState.WEAKENED, days(40)),
    )
    assert [line.ref for line in digest.lost] == ["L-1"]
    assert [line.ref for line in digest.weakened] == ["L-2"]
    assert [line.ref for line in digest.still_open] == ["L-4", "L-3"]


def accepted(number: int, kind: str, since: datetime, state: LinkState = LinkState.LOST, *opened: Finding) -> Link:
    known = Expectation(accepted=(Accepted(kind, "absent", "U1", since),))
    return replace(link(number, state, since, open=opened), expected=known)


def test_a_loss_that_was_accepted_is_not_told_again_each_week() -> None:
    back_and_gone = Finding("wrong_target", Severity.LOST, "It leads elsewhere.")
    digest = digest_of(
        accepted(1, "missing", days(20)),
        accepted(2, "nofollow", days(20)),
        accepted(3, "missing", days(20), LinkState.LOST, back_and_gone),
        accepted(4, "missing", days(20), LinkState.WEAKENED),
        accepted(5, "a_kind_of_old", days(20)),
        accepted(6, "missing", days(3)),
    )
    assert [line.ref for line in digest.still_open] == ["L-2", "L-3", "L-4", "L-5"]
    assert digest.accepted == 1
    assert [(line.ref, line.accepted) for line in digest.lost] == [("L-6", True)], "told once, and marked"


def test_an_accepted_loss_is_worth_no_mail_though_its_guarantee_ran() -> None:
    terms = Terms(guaranteed_until=NOW.date() + timedelta(days=30))
    gone = Finding("missing", Severity.LOST, "The page no longer links to the target.")
    lost = replace(link(1, LinkState.LOST, days(3), open=(gone,)), terms=terms)
    assert [line.ref for line in digest_of(lost).guaranteed] == ["L-1"]
    assert digest_of(replace(accepted(1, "missing", days(3)), terms=terms)).guaranteed == ()


def test_what_a_person_marked_as_lost_says_so() -> None:
    (line,) = digest_of(link(1, LinkState.LOST, days(3), marked_by="U1")).lost
    assert line.text == "Marked as lost by hand."


def test_a_lost_link_is_lost_since_it_was_first_not_there() -> None:
    (line,) = digest_of(link(1, LinkState.LOST, days(2), absent_since=days(3))).lost
    assert line.since == days(3)


@pytest.mark.parametrize(
    ("state", "at", "listed", "reason"),
    [
        (LinkState.RECOVERED, days(1), True, "back this week"),
        (LinkState.LIVE, days(6), True, "back, and looked at since"),
        (LinkState.LOST, days(6), False, "lost again since"),
        (LinkState.LIVE, days(8), False, "told last week"),
    ],
)
def test_recoveries_of_the_week_are_listed(state: LinkState, at: datetime, *, listed: bool, reason: str) -> None:
    digest = digest_of(link(1, state, at), events=(Event(at, "C1", "L-1", "recovered"),))
    assert bool(digest.recovered) is listed, reason


def test_the_overdue_come_first_among_the_pending() -> None:
    digest = digest_of(
        link(1, LinkState.PENDING, days(3), added=days(3)), link(2, LinkState.PENDING, days(1), added=days(20))
    )
    assert [(line.ref, line.overdue) for line in digest.pending] == [("L-2", True), ("L-1", False)]


def test_a_page_that_cannot_be_read_says_since_when() -> None:
    (line,) = digest_of(link(1, LinkState.LIVE, days(50), unreachable=True, unknown_since=days(5))).unreachable
    assert line.since == days(5)


def test_a_list_carries_those_that_wait_longest_and_the_number_of_the_others() -> None:
    lost = [link(number, LinkState.LOST, days(number / 100)) for number in range(1, 101)]
    digest = digest_of(*lost)
    assert [line.ref for line in digest.lost] == [f"L-{number}" for number in range(100, 100 - MOST_LINES, -1)]
    assert (len(digest.lost) + digest.beyond("lost"), digest.beyond("weakened")) == (100, 0)
    assert digest.counts.lost == 100


def test_a_finding_is_told_in_its_own_words() -> None:
    finding = Finding("nofollow", Severity.WEAKENED, "The link is nofollow.")
    (line,) = digest_of(link(1, LinkState.WEAKENED, days(2), open=(finding,))).weakened
    assert line.text == "The link is nofollow."


MOVED = Finding("moved", Severity.NOTE, "The link stands in the footer now.")
DOUBTFUL = Finding("bad_neighbours", Severity.NOTE, "It keeps doubtful company.")
JUMP = Finding("outbound_jump", Severity.NOTE, "Many new sites.")


def noted_in(digest: Digest) -> list[tuple[str, int, list[tuple[str, ...]]]]:
    return [(each.kind, each.total, [page.refs for page in each.pages]) for each in digest.noted]


def test_notes_of_the_week_are_listed_by_kind_and_of_each_page_once() -> None:
    told = tuple(Event(days(3), "C1", ref, "noted") for ref in ("L-1", "L-2", "L-5", "P-3"))
    one = link(1, LinkState.LIVE, days(30), notes=(MOVED, DOUBTFUL))
    digest = digest_of(
        one,
        replace(one, id=2),
        link(3, LinkState.LIVE, days(30), notes=(MOVED,)),
        link(4, LinkState.LIVE, days(30)),
        link(5, LinkState.LOST, days(3), notes=(MOVED,)),
        events=(*told, Event(days(8), "C1", "L-3", "noted"), Event(days(1), "C1", "L-4", "noted")),
        partners=(Partner(3, "C1", one.page_url, 100, NOW, findings=(DOUBTFUL, JUMP)),),
    )
    assert noted_in(digest) == [
        ("moved", 1, [("L-1", "L-2")]),
        ("bad_neighbours", 1, [("L-1", "L-2", "P-3")]),
    ], "not the note of last month, of what is lost, or what was told at once"


def test_what_is_never_alerted_is_listed_as_a_note() -> None:
    past = Past(NOW)
    past.take([Event(days(3), "C1", "P-3", "noted")])
    pages = [Partner(3, "C1", "https://p.example/", 100, NOW, findings=(JUMP,))]
    facts = DigestFacts(ChannelCounts({}, 1, 0, 0), past, noted=pages, silent=frozenset({"outbound_jump"}))
    digest = build_digest("C1", WEEK_19, facts, NOW, overdue_after=timedelta(days=14))
    assert noted_in(digest) == [("outbound_jump", 1, [("P-3",)])]


def test_of_many_pages_with_the_same_note_the_first_are_named() -> None:
    links = [link(number, LinkState.LIVE, days(30), notes=(MOVED,)) for number in range(1, 9)]
    digest = digest_of(*links, events=tuple(Event(days(1), "C1", each.ref, "noted") for each in links))
    assert [(each.total, len(each.pages)) for each in digest.noted] == [(8, 5)]


def test_partner_pages_over_their_limit_are_listed() -> None:
    over = Partner(3, "C1", "https://p.example/", 100, NOW, outbound=140, over_limit=True)
    digest = digest_of(partners=(over, replace(over, id=4, outbound=80, over_limit=False)))
    assert [(line.ref, line.outbound, line.max_outbound) for line in digest.over_limit] == [("P-3", 140, 100)]
    assert digest.counts.partners == 2


@pytest.mark.parametrize(
    ("outbound", "over", "near", "reason"),
    [
        (101, True, False, "one too many"),
        (89, False, False, "room enough"),
        (90, False, True, "a tenth below"),
        (100, False, True, "the last that fits"),
        (95, False, True, "its alert is still open, but it is over no more"),
        (None, False, False, "not counted yet"),
    ],
)
def test_partner_pages_near_their_limit_are_listed(
    outbound: int | None, *, over: bool, near: bool, reason: str
) -> None:
    page = Partner(3, "C1", "https://p.example/", 100, NOW, outbound=outbound, over_limit=outbound == 95)
    digest = digest_of(partners=(page,))
    assert [line.ref for line in digest.near_limit] == ["P-3"] * near, reason
    assert [line.ref for line in digest.over_limit] == ["P-3"] * over, reason


def test_the_fullest_comes_first() -> None:
    page = Partner(3, "C1", "https://p.example/", 100, NOW, outbound=92)
    large = replace(page, id=5, outbound=985, max_outbound=1000)
    digest = digest_of(partners=(page, replace(page, id=4, outbound=99), large))
    assert [line.ref for line in digest.near_limit] == ["P-4", "P-5", "P-3"]


def test_weeks_before_anything_was_tracked_are_left_out() -> None:
    added = Event(days(15), "C1", "L-1", "added")
    live = digest_of(link(1, LinkState.LIVE, days(15)), events=(added, Event(days(15), "C1", "L-1", "live")))
    assert [point.live for point in live.series] == [1, 1, 1]
    assert digest_of().series == ()
    waiting = digest_of(link(1, LinkState.PENDING, days(15)), events=(added, Event(days(15), "C1", "L-1", "pending")))
    assert [point.live for point in waiting.series] == [0, 0, 0], "tracked, and not there"


def test_the_chart_follows_what_happened() -> None:
    events = (
        Event(days(60), "C1", "L-1", "live"),
        Event(days(20), "C1", "L-1", "lost"),
        Event(days(5), "C1", "L-1", "recovered"),
        Event(days(30), "C1", "L-2", "weakened"),
        Event(days(25), "C1", "L-9", "removed"),
    )
    digest = digest_of(
        link(1, LinkState.LIVE, days(5), added=days(62)),
        link(2, LinkState.WEAKENED, days(30)),
        link(3, LinkState.LIVE, days(200)),
        events=events,
    )
    points = [(point.live, point.weakened, point.lost) for point in digest.series]
    assert len(points) == 12
    assert points[0] == (3, 0, 0)  # L-2, L-3 and the one that was removed later; L-1 not yet added
    assert points[6] == (4, 0, 0)  # L-1 since day 60
    assert points[7] == (4, 1, 0)  # L-2 weakened at day 30
    assert points[9] == (2, 1, 1)  # L-9 removed at day 25, L-1 lost at day 20
    assert points[11] == (3, 1, 0)
    assert digest.series[-1].monday == date(2026, 5, 4)


KINDS = ("added", "pending", "live", "weakened", "lost", "recovered", "accepted", "removed", "snoozed")
EVENTS = st.lists(
    st.builds(
        Event,
        st.integers(0, 20 * 7 * 24).map(lambda hours: NOW - timedelta(hours=hours)),
        st.just("C1"),
        st.sampled_from(["L-1", "L-2", "L-3", "P-1"]),
        st.sampled_from(KINDS),
    ),
    max_size=12,
).map(lambda events: sorted(events, key=lambda event: event.at))
STATES = st.dictionaries(st.integers(1, 4), st.sampled_from(LinkState))


@given(EVENTS, STATES)
def test_a_week_counts_each_link_as_it_stood_at_its_end(events: list[Event], states: dict[int, LinkState]) -> None:
    past = Past(NOW)
    past.take(events)
    told = {number: state for number, state in states.items() if number in past.links}
    points = past.points(Counter(states.values()), told, "Europe/Berlin")
    for point, end in zip(points, past.ends, strict=True):
        stood = [stood_at(end, number, events, states.get(number)) for number in range(1, 5)]
        assert point.lost == stood.count("lost")
        assert point.weakened == stood.count("weakened")
        assert point.live == sum(state in {"live", "weakened", "suspect", "recovered"} for state in stood)
        assert point.watched == sum(state is not None for state in stood)


@given(EVENTS, STATES, st.integers(1, 7 * 24 * 11))
def test_what_was_there_and_what_came_less_what_went_is_what_is_there(
    events: list[Event], states: dict[int, LinkState], hours: int
) -> None:
    """What `Moves` adds up, each from the other end: how each link stood then, one at a time."""
    since = NOW - timedelta(hours=hours)
    past = Past(NOW, since)
    past.take(events)
    told = {number: state for number, state in states.items() if number in past.links}
    moves = past.moves(told)
    stood = [stood_at(since, number, events, states.get(number)) for number in range(1, 5)]
    now = list(states.values())
    there = {"live", "weakened", "suspect", "recovered"}
    assert sum(state is not None for state in stood) + moves.of_tracked == len(now)
    assert sum(state in there for state in stood) + moves.of_standing == sum(state in there for state in now)


BEFORE = {"added": None, "pending": "new", "live": "pending", "weakened": "live", "lost": "live", "recovered": "lost"}
BEFORE |= {"accepted": "weakened", "removed": "live"}
AFTER = {"added": "new", "recovered": "live", "accepted": "live", "removed": None}


def stood_at(end: datetime, number: int, events: list[Event], now: str | None) -> str | None:
    """How a link stood then, worked out one link and one moment at a time."""
    own = [event for event in events if event.subject == f"L-{number}" and event.kind in BEFORE]
    before = [event for event in own if event.at <= end]
    if end == NOW and now is None:
        return None
    if not own or (now is not None and before == own):
        return now
    if before and before[-1].kind == "accepted":
        return "lost" if stood_before(own, len(before) - 1) == "lost" else "live"
    return AFTER.get(before[-1].kind, before[-1].kind) if before else BEFORE[own[0].kind]


def stood_before(own: list[Event], at: int) -> str | None:
    """How a link stood before one of its events; a loss that is accepted stays one."""
    earlier = [event.kind for event in own[:at] if event.kind != "accepted"]
    if not earlier:
        return BEFORE[own[0].kind]
    return AFTER.get(earlier[-1], earlier[-1])


def test_a_clock_that_was_set_back_makes_no_week_count_less_than_nothing() -> None:
    past = Past(NOW)
    past.take([Event(days(3), "C1", "L-1", "live"), Event(days(40), "C1", "L-1", "lost")])
    points = past.points({LinkState.LOST: 1}, {1: LinkState.LOST}, "Europe/Berlin")
    assert [(point.live, point.lost) for point in points] == [(0, 0)] * 11 + [(0, 1)]


def test_it_survives_the_way_through_the_outbox() -> None:
    digest = digest_of(link(1, LinkState.LOST, days(2)), link(2, LinkState.LIVE, days(3)))
    assert digest_from_json(msgspec.json.encode(digest).decode()) == digest


# When it is due


@pytest.mark.parametrize(
    ("now", "tracked_since", "week", "reason"),
    [
        ("2026-05-04T06:59", "2026-01-01T00:00", "2026-W18", "Monday before nine: last week's"),
        ("2026-05-04T07:00", "2026-01-01T00:00", "2026-W19", "Monday at nine in Berlin"),
        ("2026-05-09T22:00", "2026-01-01T00:00", "2026-W19", "made up on Saturday"),
        ("2026-05-09T22:00", "2026-05-05T00:00", None, "the channel is younger than its first turn"),
        ("2027-01-04T08:30", "2026-01-01T00:00", "2027-W01", "the first Monday of a year"),
        ("2027-01-03T08:30", "2026-01-01T00:00", "2026-W53", "a year of 53 weeks"),
    ],
)
def test_the_week_that_is_due(now: str, tracked_since: str, week: str | None, reason: str) -> None:
    at, since = (datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (now, tracked_since))
    assert digest_due(BERLIN, since, at) == week, reason


@pytest.mark.parametrize(
    ("chosen", "plan"),
    [
        (ChannelSettings(), DigestPlan(0, time(9), "Europe/Berlin")),
        (ChannelSettings(digest_enabled=False), None),
        (
            ChannelSettings(digest_day="fri", digest_time="16:30", digest_zone="Asia/Tokyo"),
            DigestPlan(4, time(16, 30), "Asia/Tokyo"),
        ),
        (ChannelSettings(digest_zone="Mars/Olympus"), DigestPlan(0, time(9), "Europe/Berlin")),
        (ChannelSettings(digest_time="25:99", digest_day="fri"), DigestPlan(4, time(9), "Europe/Berlin")),
        (ChannelSettings(digest_time="9"), DigestPlan(0, time(9), "Europe/Berlin")),
        (ChannelSettings(digest_time="00:00"), DigestPlan(0, time(0), "Europe/Berlin")),
        (ChannelSettings(digest_day="someday"), DigestPlan(0, time(9), "Europe/Berlin")),
        (ChannelSettings(digest_every="month"), DigestPlan(0, time(9), "Europe/Berlin", DigestEvery.MONTH)),
        (ChannelSettings(digest_every="year"), DigestPlan(0, time(9), "Europe/Berlin")),
    ],
)
def test_a_channel_may_choose_for_itself(chosen: ChannelSettings, plan: DigestPlan | None) -> None:
    assert digest_plan(Config().digest, chosen) == plan


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone
PLANS = st.builds(
    DigestPlan,
    st.integers(0, 6),
    st.times().map(lambda at: at.replace(tzinfo=None)),
    st.sampled_from(ZONES),
    st.sampled_from(DigestEvery),
)


@given(PLANS, MOMENTS)
def test_turns_follow_each_other_and_now_lies_between(plan: DigestPlan, now: datetime) -> None:
    last, week = last_turn(plan, now)
    after = next_turn(plan, now)
    assert last <= now < after
    assert last_turn(plan, after)[0] == after
    assert last_turn(plan, after - timedelta(microseconds=1)) == (last, week)
    day = after.astimezone(ZoneInfo(plan.zone)).date()
    assert week_of(day) != week
    assert day.weekday() == plan.weekday
    assert plan.every is DigestEvery.WEEK or day.day <= 7
    assert period_of_turn(plan, after).since == last, "what the turn before told of is not told again, nor missed"


@pytest.mark.parametrize(
    ("now", "last", "after"),
    [
        ("2026-05-04T06:59", "2026-04-06", "2026-05-04"),
        ("2026-05-04T07:00", "2026-05-04", "2026-06-01"),
        ("2026-05-31T12:00", "2026-05-04", "2026-06-01"),
        ("2026-12-07T08:00", "2026-12-07", "2027-01-04"),
    ],
)
def test_a_monthly_digest_comes_on_the_first_such_day(now: str, last: str, after: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    monthly = replace(BERLIN, every=DigestEvery.MONTH)
    assert last_turn(monthly, at)[0].date().isoformat() == last
    assert next_turn(monthly, at).date().isoformat() == after


@pytest.mark.parametrize(
    ("turn", "first", "until", "paused", "reason"),
    [
        ("2026-08-03", None, date(2026, 9, 1), True, "paused since it was said"),
        ("2026-07-27", date(2026, 8, 1), date(2026, 9, 1), False, "the pause is to come"),
        ("2026-08-03", date(2026, 8, 1), date(2026, 9, 1), True, "in it"),
        ("2026-08-31", date(2026, 8, 1), date(2026, 9, 1), True, "its last Monday"),
        ("2026-09-07", date(2026, 8, 1), date(2026, 9, 1), False, "over"),
        ("2026-09-07", None, None, False, "none"),
    ],
)
def test_turns_in_a_pause_are_left_out(
    turn: str, first: date | None, until: date | None, *, paused: bool, reason: str
) -> None:
    chosen = ChannelSettings(digest_off_from=first, digest_off_until=until)
    at = datetime.fromisoformat(f"{turn}T07:00").replace(tzinfo=UTC)
    assert is_paused(BERLIN, chosen, at) is paused, reason


# Each week once


@pytest.fixture
async def store(tmp_path: Path) -> Store:
    return await open_store(tmp_path)


async def watch(store: Store, channel: str, at: datetime) -> None:
    await store.add_link(NewLink(channel, f"https://{channel}.example/", "https://our.example/"), at)


async def settle_all(store: Store, now: datetime) -> list[str]:
    """Post everything, as the outbox would; gives the keys."""
    keys = []
    while notice := await store.claim_notice(now):
        await store.finish_notice(replace(notice, status=NoticeStatus.SENT, ts="1.0"))
        keys.append(notice.key)
    return keys


async def test_a_year_in_four_zones_with_restarts_and_sleeps(store: Store) -> None:
    """Ticks come every few hours; the bot restarts often, and sleeps through a weekend, and through three weeks."""
    channels = {f"C{number}": zone for number, zone in enumerate(ZONES)}
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    settings = {
        channel: ChannelSettings(digest_zone=zone, digest_time="02:30", digest_day="sun")
        for channel, zone in channels.items()
    }
    await store.write(Write(settings=settings))
    for channel in channels:
        await watch(store, channel, start)
    digests = Digests(store, Config())
    told: Counter[str] = Counter()
    now, tick = start, 0
    while now < start + timedelta(days=366):
        tick += 1
        if tick % 5 == 0:
            digests = Digests(store, Config())  # a restart
        await digests.write_due(now)
        told.update(await settle_all(store, now))
        now += timedelta(hours=7, minutes=13)
        if tick == 400:
            now += timedelta(days=3)
        if tick == 700:
            asleep = now
            now += timedelta(days=21)
    await store.close()
    assert set(told.values()) == {1}
    for channel, zone in channels.items():
        plan = DigestPlan(6, time(2, 30), zone)
        assert {key.rpartition("/")[2] for key in told if f"/{channel}/" in key} == weeks(plan, start, now, asleep)


def weeks(plan: DigestPlan, start: datetime, end: datetime, asleep: datetime) -> set[str]:
    """Every turn between start and end, but of those slept through only the newest."""
    found = set()
    turn = next_turn(plan, start)
    while turn < end - timedelta(hours=8):
        woken = asleep + timedelta(days=21)
        if not (asleep <= turn <= woken and next_turn(plan, turn) <= woken):
            found.add(last_turn(plan, turn)[1])
        turn = next_turn(plan, turn)
    return found


async def test_two_years_of_monthly_digests_leave_no_day_out(store: Store) -> None:
    """Ticks come every few hours, some days late; each digest begins where the one before ended."""
    await store.write(Write(settings={"C1": ChannelSettings(digest_every="month", digest_off_until=None)}))
    await watch(store, "C1", datetime(2026, 1, 1, 12, tzinfo=UTC))
    now, spans = datetime(2026, 1, 1, 12, tzinfo=UTC), []
    for tick in range(1400):
        now += timedelta(days=6) if tick % 97 == 0 else timedelta(hours=11)
        await Digests(store, Config()).write_due(now)
        while notice := await store.claim_notice(now):
            digest = digest_from_json(notice.payload)
            spans.append((digest.since, digest.at, digest.every))
            await store.finish_notice(replace(notice, status=NoticeStatus.SENT, ts="1.0"))
    await store.close()
    assert len(spans) > 20
    assert {every for _, _, every in spans} == {DigestEvery.MONTH}
    for (_, told, _), (since, _, _) in pairwise(spans):
        assert since <= told < since + timedelta(days=7), "a late one is followed by one that begins at its turn"


@pytest.mark.both_stores
async def test_a_digest_that_is_days_late_begins_where_the_one_before_ended(store: Store) -> None:
    await watch(store, "C1", days(30))
    await Digests(store, Config()).write_due(days(-5))
    notice = await store.claim_notice(days(-5))
    assert notice is not None
    assert digest_from_json(notice.payload).since == days(7)
    await store.close()


@pytest.mark.both_stores
async def test_a_crash_before_the_row_is_written_loses_no_digest(store: Store) -> None:
    await watch(store, "C1", days(30))
    await read_digest(store, Config(), "C1", NOW)  # built, and then we died
    assert await Digests(store, Config()).write_due(NOW) == 1
    assert await settle_all(store, NOW) == ["digest/C1/2026-W19"]
    await Digests(store, Config()).write_due(NOW)
    assert await settle_all(store, NOW) == []
    await store.close()


@pytest.mark.both_stores
async def test_after_a_restart_no_digest_is_built_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    await watch(store, "C1", days(30))
    assert await Digests(store, Config()).write_due(NOW) == 1
    await settle_all(store, NOW)
    monkeypatch.setattr(digest_writing, "read_digest", None)
    assert await Digests(store, Config()).write_due(NOW + timedelta(days=2)) == 0
    await store.close()


async def test_a_channel_too_young_for_monday_is_old_enough_for_friday(store: Store) -> None:
    await watch(store, "C1", days(-1))
    digests = Digests(store, Config())
    assert await digests.write_due(NOW + timedelta(days=2)) == 0
    await store.write(Write(settings={"C1": ChannelSettings(digest_day="fri")}))
    assert await digests.write_due(NOW + timedelta(days=5)) == 1
    await store.close()


@pytest.mark.parametrize(
    ("before", "after", "came"),
    [
        (ChannelSettings(digest_day="fri"), ChannelSettings(digest_day="tue"), date(2026, 5, 12)),
        (ChannelSettings(digest_enabled=False), ChannelSettings(digest_enabled=True), date(2026, 5, 11)),
        (ChannelSettings(), ChannelSettings(digest_day="fri", digest_time="17:00"), date(2026, 5, 15)),
        (ChannelSettings(), ChannelSettings(digest_every="month"), date(2026, 6, 1)),
        (ChannelSettings(digest_every="month"), ChannelSettings(digest_every="week"), date(2026, 5, 11)),
        (ChannelSettings(), ChannelSettings(hide_costs=True), date(2026, 5, 11)),
        (ChannelSettings(), ChannelSettings(digest_off_until=date(2026, 6, 3)), date(2026, 6, 8)),
        (ChannelSettings(), ChannelSettings(digest_off_until=date(2026, 6, 1)), date(2026, 6, 1)),
        (ChannelSettings(digest_off_until=date(2026, 6, 3)), ChannelSettings(), date(2026, 5, 11)),
    ],
)
async def test_a_digest_that_is_moved_on_a_wednesday_comes_when_the_answer_says(
    store: Store, before: ChannelSettings, after: ChannelSettings, came: date
) -> None:
    await watch(store, "C1", days(30))
    await store.write(Write(settings={"C1": before}))
    digests = Digests(store, Config())
    await digests.write_due(days(3))
    await digests.write_due(NOW)
    await settle_all(store, NOW)
    wednesday = days(-2)
    await store.write(Write(settings={"C1": rechosen(before, after, wednesday)}))
    said = await next_digest_at(store, Config(), "C1", wednesday)
    assert said is not None
    assert said.date() == came
    assert [await digests.write_due(at) for at in (wednesday, said - timedelta(minutes=1), said)] == [0, 0, 1]
    await store.close()


async def test_a_first_link_added_by_a_wrong_clock_makes_a_channel_no_younger(store: Store) -> None:
    await watch(store, "C1", days(-300))
    await store.add_link(NewLink("C1", "https://second.example/", "https://our.example/"), days(30))
    assert await Digests(store, Config()).write_due(NOW) == 1
    await store.close()


@pytest.mark.both_stores
async def test_the_row_carries_the_whole_digest(store: Store) -> None:
    await watch(store, "C1", days(30))
    await write_digest(store, Config(), "C1", "2026-W19", NOW)
    notice = await store.claim_notice(NOW)
    assert notice is not None
    assert notice.kind is NoticeKind.DIGEST
    digest = digest_from_json(notice.payload)
    assert (digest.channel, digest.week, digest.counts.new) == ("C1", "2026-W19", 1)
    assert digest.next_at == NOW + timedelta(days=7)
    await store.close()


@pytest.mark.both_stores
async def test_an_old_digest_that_never_got_out_gives_way_to_the_new_one(store: Store) -> None:
    await watch(store, "C1", days(30))
    await Digests(store, Config()).write_due(NOW - timedelta(days=7))
    await Digests(store, Config()).write_due(NOW)
    assert await settle_all(store, NOW) == ["digest/C1/2026-W19"]
    await store.close()


async def test_one_channels_fault_is_logged_and_keeps_no_other_from_its_digest(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for channel in ("C1", "C2", "C3"):
        await watch(store, channel, days(30))
    read = store.channel_settings

    async def read_but_one(channel: str) -> ChannelSettings:
        if channel == "C2":
            raise ValueError("cannot be read")
        return await read(channel)

    monkeypatch.setattr(store, "channel_settings", read_but_one)
    assert await Digests(store, Config()).write_due(NOW) == 2
    assert sorted(await settle_all(store, NOW)) == ["digest/C1/2026-W19", "digest/C3/2026-W19"]
    assert "The digest of C2 could not be written" in caplog.text
    await store.close()


@pytest.mark.both_stores
async def test_channels_that_want_none_get_none(store: Store) -> None:
    await watch(store, "C1", days(30))
    await store.write(Write(settings={"C1": ChannelSettings(digest_enabled=False)}))
    assert await Digests(store, Config()).write_due(NOW) == 0
    await store.close()


@pytest.mark.both_stores
async def test_a_later_week_written_before_the_clock_was_set_back_still_gets_out(store: Store) -> None:
    await watch(store, "C1", days(30))
    await Digests(store, Config()).write_due(NOW + timedelta(days=7))
    await Digests(store, Config()).write_due(NOW)
    assert await settle_all(store, NOW) == ["digest/C1/2026-W20", "digest/C1/2026-W19"]
    await store.close()


@pytest.mark.parametrize(
    ("at", "zone", "said"),
    [
        ("2026-05-04T07:00", "Europe/Berlin", "27 Apr to 4 May 2026"),
        ("2026-07-27T07:00", "Europe/Berlin", "20 Jul to 27 Jul 2026"),
        ("2027-01-04T07:00", "UTC", "28 Dec 2026 to 4 Jan 2027"),
        ("2026-05-03T22:00", "Asia/Tokyo", "27 Apr to 4 May 2026"),
        ("2026-05-04T03:00", "America/New_York", "26 Apr to 3 May 2026"),
    ],
)
def test_a_digest_is_told_by_the_days_of_its_channels_zone(at: str, zone: str, said: str) -> None:
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    facts = DigestFacts(ChannelCounts({}, 0, 0, 0), Past(now))
    period = Period("2026-W19", now - timedelta(days=7), zone)
    digest = build_digest("C1", period, facts, now, overdue_after=timedelta(days=14))
    assert span_of(*days_shown(digest)) == said


def test_a_digest_of_an_older_version_is_told_by_the_days_of_utc() -> None:
    assert span_of(*days_shown(replace(digest_of(), first_day=None, last_day=None))) == "27 Apr to 4 May 2026"
