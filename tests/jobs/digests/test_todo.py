"""What wants a person, and what comes first of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from jobs.digests.todo import TodoFacts, to_do, with_todo
from jobs.model.digest import Digest, DigestCounts
from jobs.model.exchange import Exchange, ExchangeState
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.terms import Claimed, Guarantee, Terms
from jobs.model.todo import Todo, TodoKind
from tests.jobs.exchanges.tools import DAY, NOW, THEIRS, deal

GUARANTEED = Terms(guaranteed_until=(NOW + 90 * DAY).date())
TWO_WEEKS = timedelta(days=14)


def link(number: int, state: LinkState = LinkState.LOST, *, since: int = 2, **more: Any) -> Link:
    """A link that came into its state so many days ago."""
    missing = Finding("missing", Severity.LOST, "The page no longer links to the target.")
    standing = LinkStatus(state, since=NOW - since * DAY, open=(missing,) if state.is_bad else ())
    base = Link(number, "C1", f"https://site{number}.example/", "https://ours.example/", NOW - 60 * DAY, standing)
    return replace(base, **more)


def paid(number: int, days: int, *, since: int = 2, **more: Any) -> Link:
    """A link that is lost, and can be claimed within so many days of that."""
    return link(number, since=since, terms=GUARANTEED, guarantee=Guarantee(claim_days=days), **more)


def alert(*members: int, kind: IncidentKind = IncidentKind.LOST, **more: Any) -> Incident:
    subject = f"L-{members[0]}" if members else "X-2"
    return Incident(f"{subject}-{kind}-1", "C1", kind, more.pop("subject", subject), members, NOW - 2 * DAY, **more)


def told(*links: Link, incidents: tuple[Incident, ...] = (), deals: tuple[Exchange, ...] = ()) -> list[Todo]:
    return to_do(TodoFacts(incidents, links, deals, TWO_WEEKS), NOW)


def kinds(todo: list[Todo]) -> list[tuple[TodoKind, tuple[str, ...]]]:
    return [(each.kind, each.refs) for each in todo]


def test_the_most_urgent_comes_first() -> None:
    todo = told(
        link(1, since=3),
        paid(2, days=30),
        paid(3, days=5),
        link(4, LinkState.WEAKENED),
        link(5, LinkState.REPLACED),
        link(6, LinkState.PENDING, added_at=NOW - 15 * DAY),
        link(7, LinkState.WEAKENED),
        incidents=(
            alert(1),
            alert(2),
            alert(3),
            alert(4, kind=IncidentKind.WEAKENED),
            alert(5, kind=IncidentKind.REPLACED),
            alert(7, kind=IncidentKind.TARGET),
            alert(kind=IncidentKind.PARTNER_OVER_LIMIT, subject="P-3"),
        ),
        deals=(
            deal(until=(NOW + 20 * DAY).date(), state=ExchangeState.ACTIVE),
            replace(deal(state=ExchangeState.BREACH_THEIRS, broken_since=NOW - DAY), id=9),
        ),
    )
    assert kinds(todo) == [
        (TodoKind.CLAIM, ("L-3",)),
        (TodoKind.CLAIM, ("L-2",)),
        (TodoKind.TARGET, ("L-7",)),
        (TodoKind.LOST, ("L-1",)),
        (TodoKind.BREACH, ("X-9",)),
        (TodoKind.REPLACED, ("L-5",)),
        (TodoKind.WEAKENED, ("L-4",)),
        (TodoKind.ENDING, ("X-2",)),
        (TodoKind.OVERDUE, ("L-6",)),
        (TodoKind.OVER_LIMIT, ("P-3",)),
    ]


@pytest.mark.parametrize(
    ("incident", "links", "reason"),
    [
        (alert(1, holder="UBEN"), (link(1),), "somebody is on it"),
        (alert(1, snoozed_until=NOW + DAY), (link(1),), "snoozed"),
        (alert(1), (link(1, LinkState.SUSPECT),), "being confirmed"),
        (alert(1), (), "tracked no longer"),
        (alert(1, recovered=frozenset({1})), (link(1),), "it waits for nobody"),
        (alert(1, kind=IncidentKind.GROUP, parts=("L-1-lost-1",)), (link(1),), "what a group holds is told one by one"),
        (alert(kind=IncidentKind.PARTNER_OVER_LIMIT, subject="P-3", holder="UBEN"), (), "somebody is on it"),
    ],
)
def test_what_somebody_took_or_nobody_waits_for_is_left_out(
    incident: Incident, links: tuple[Link, ...], reason: str
) -> None:
    assert told(*links, incidents=(incident,)) == [], reason


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        (link(1), "nobody alerts of it: found and silent, or a person said so"),
        (link(1, LinkState.PENDING, added_at=NOW - 14 * DAY), "in time"),
        (replace(paid(1, days=5), claimed=Claimed("UBEN", NOW)), "claimed"),
        (paid(1, days=1, since=9), "its last day is over"),
    ],
)
def test_a_link_without_an_alert_wants_nobody_unless_it_is_overdue_or_can_be_claimed(link: Link, reason: str) -> None:
    assert told(link) == [], reason


def test_a_snoozed_link_is_left_alone() -> None:
    snoozed = [
        replace(each, standing=replace(each.standing, snoozed_until=NOW + DAY))
        for each in (paid(1, days=5), link(2, LinkState.PENDING, added_at=NOW - 15 * DAY))
    ]
    assert told(*snoozed, incidents=(alert(1),)) == []


def test_a_claim_stands_though_somebody_is_on_it_and_says_who() -> None:
    [claim] = told(paid(1, days=5), incidents=(alert(1, holder="UBEN"),))
    assert (claim.kind, claim.holder, claim.until) == (TodoKind.CLAIM, "UBEN", (NOW + 3 * DAY).date())


def test_links_of_one_alert_are_one_thing_and_the_first_day_to_claim_counts() -> None:
    links = [paid(1, days=9), paid(2, days=5), link(3)]
    [claim] = told(*links, incidents=(alert(1, 2, 3),))
    assert (claim.refs, claim.count, claim.until) == (("L-1", "L-2"), 2, (NOW + 3 * DAY).date())


def test_what_several_alerts_tell_of_is_claimed_once() -> None:
    incidents = (alert(1), alert(1, kind=IncidentKind.WEAKENED))
    assert kinds(told(paid(1, days=5), incidents=incidents))[0] == (TodoKind.CLAIM, ("L-1",))
    assert [each.kind for each in told(paid(1, days=5), incidents=incidents)].count(TodoKind.CLAIM) == 1


def test_what_no_alert_tells_of_can_be_claimed_all_the_same() -> None:
    assert kinds(told(paid(1, days=5))) == [(TodoKind.CLAIM, ("L-1",))]


def test_a_broken_exchange_speaks_for_the_links_in_it() -> None:
    broken = deal(state=ExchangeState.BREACH_THEIRS, broken_since=NOW - DAY)
    lost = link(THEIRS)
    assert kinds(told(lost, incidents=(alert(THEIRS),), deals=(broken,))) == [(TodoKind.BREACH, ("X-2",))]
    taken = alert(kind=IncidentKind.BREACH, holder="UBEN")
    assert told(lost, incidents=(alert(THEIRS), taken), deals=(broken,)) == []
    more = told(lost, link(1), incidents=(alert(THEIRS, 1),), deals=(broken,))
    assert [each.kind for each in more] == [TodoKind.LOST, TodoKind.BREACH], "one of them is of no exchange"


@pytest.mark.parametrize(
    ("until", "incidents", "listed", "reason"),
    [
        (30, (), True, "within the month"),
        (31, (), False, "later"),
        (-1, (), False, "over"),
        (5, (alert(kind=IncidentKind.EXPIRING),), True, "nobody took its alert"),
        (5, (alert(kind=IncidentKind.EXPIRING, holder="UBEN"),), False, "somebody is on it"),
        (5, (alert(kind=IncidentKind.EXPIRING, snoozed_until=NOW + DAY),), False, "snoozed"),
    ],
)
def test_an_exchange_that_ends_wants_somebody(
    until: int, incidents: tuple[Incident, ...], *, listed: bool, reason: str
) -> None:
    day: date = (NOW + until * DAY).date()
    announced = deal(until=day, state=ExchangeState.ACTIVE, announced=day)
    assert bool(told(incidents=incidents, deals=(announced,))) is listed, reason


def test_a_digest_carries_the_most_urgent_and_the_number_of_the_others() -> None:
    links = [link(number) for number in range(1, 31)]
    facts = TodoFacts([alert(each.id) for each in links], links, (), TWO_WEEKS)
    digest = with_todo(Digest("C1", "2026-W19", NOW - 7 * DAY, NOW, DigestCounts(lost=30)), facts)
    assert (len(digest.todo), digest.beyond("todo")) == (20, 10)
