from dataclasses import replace
from datetime import timedelta

import pytest

from jobs.alerts import decisions as incidents
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident, IncidentKind, IncidentStatus, LogLine
from jobs.model.link import Expectation, Link
from jobs.model.link_status import LinkState
from jobs.model.notice import NoticeKind
from jobs.verdicts.acceptance import accept_link, is_accepted
from tests.tools.nouns import MISSING, NOFOLLOW, incident, link, partner
from tests.tools.times import NOON

ADA = "U0ADA"
UGC = Finding("ugc", Severity.WEAKENED, "The link is ugc now.", "", "ugc")


def test_holding_names_the_holder_and_tells_it() -> None:
    write = incidents.acknowledge(incident(12), ADA, NOON)
    assert write
    [held] = write.incidents
    assert (held.holder, held.log[-1].by, held.log[-1].text) == (ADA, ADA, "is on it.")
    assert [notice.kind for notice in write.notices] == [NoticeKind.EDIT, NoticeKind.REPLY]


@pytest.mark.parametrize("known", [incident(12, holder=ADA), incident(12, status=IncidentStatus.RECOVERED)])
def test_holding_twice_or_too_late_changes_nothing(known: object) -> None:
    assert incidents.acknowledge(known, ADA, NOON) is None  # type: ignore[arg-type]  # both are incidents


def test_a_snooze_is_the_links_and_the_incidents() -> None:
    write = incidents.snooze([link(12)], [incident(12)], timedelta(days=3), ADA, NOON)
    assert write
    until = NOON + timedelta(days=3)
    assert [each.standing.snoozed_until for each in write.links] == [until]
    assert [each.snoozed_until for each in write.incidents] == [until]
    assert [(event.kind, event.by, event.at) for event in write.events] == [("snoozed", ADA, NOON)]
    assert NoticeKind.REPLY in {notice.kind for notice in write.notices}, "a person's own doing is said"


SECOND = timedelta(seconds=20)
DAYS = timedelta(days=3)


def snoozed() -> tuple[Link, Incident]:
    """A link and its incident, snoozed at noon for three days."""
    write = incidents.snooze([link(12)], [incident(12)], DAYS, ADA, NOON)
    assert write
    return write.links[0], write.incidents[0]


@pytest.mark.parametrize(
    ("later", "wait", "told"),
    [
        (SECOND, DAYS, False),
        (SECOND, timedelta(days=1), True),
        (timedelta(minutes=2), DAYS, True),
    ],
    ids=["a button pressed twice", "somebody meant another time", "it shall be quiet for longer"],
)
def test_a_snooze_asked_for_twice_is_one(later: timedelta, wait: timedelta, *, told: bool) -> None:
    quiet, known = snoozed()
    assert bool(incidents.snooze([quiet], [known], wait, ADA, NOON + later)) is told


def test_of_several_only_what_is_not_snoozed_so_already_is_told() -> None:
    quiet, known = snoozed()
    write = incidents.snooze([quiet, link(13)], [known, incident(13)], DAYS, ADA, NOON + SECOND)
    assert write
    assert [each.id for each in write.links] == [13]
    assert [each.members for each in write.incidents] == [(13,)]
    assert [event.subject for event in write.events] == ["L-13"]


def test_what_is_so_already_is_written_nowhere() -> None:
    assert incidents.unsnooze([link(12)], [incident(12)], ADA, NOON) is None
    agreed = accept_link(link(12, LinkState.WEAKENED, NOFOLLOW), [NOFOLLOW], ADA, NOON)
    assert incidents.accept([agreed], [], ADA, NOON + SECOND) is None
    known = partner(baseline=frozenset({"a.example"}))
    assert incidents.accept_partner(known, ["a.example"], [], ADA, NOON) is None
    marked = incidents.mark(link(12), [], ADA, NOON, live=False)
    assert marked
    assert incidents.mark(marked.links[0], [], ADA, NOON + SECOND, live=False) is None
    assert incidents.mark(marked.links[0], [], ADA, NOON + SECOND, live=True), "they thought better of it"


def test_a_snooze_ends() -> None:
    quiet = incident(12, snoozed_until=NOON)
    write = incidents.unsnooze([snoozed()[0]], [quiet, incident(12)], ADA, NOON)
    assert write
    assert [each.snoozed_until for each in write.incidents] == [None]
    assert [each.standing.snoozed_until for each in write.links] == [None]


def test_accepting_keeps_who_and_when_and_what_it_reads_like() -> None:
    weak = link(12, LinkState.WEAKENED, NOFOLLOW)
    write = incidents.accept([weak], [incident(12, kind=IncidentKind.WEAKENED, findings=(NOFOLLOW,))], ADA, NOON)
    assert write
    [agreed] = write.links
    assert [(one.kind, one.now, one.by, one.at) for one in agreed.expected.accepted] == [
        ("nofollow", "nofollow", ADA, NOON)
    ]
    assert agreed.standing.open == ()
    assert agreed.standing.state is LinkState.LIVE
    [closed] = write.incidents
    assert (closed.status, closed.closed_at) == (IncidentStatus.ACCEPTED, NOON)


def test_accepting_one_weakening_leaves_the_other() -> None:
    weak = link(12, LinkState.WEAKENED, NOFOLLOW, UGC)
    agreed = accept_link(weak, [NOFOLLOW], ADA, NOON)
    assert agreed.standing.open == (UGC,)
    assert agreed.standing.state is LinkState.WEAKENED


def test_each_link_of_a_group_accepts_what_it_reads_like_itself() -> None:
    own = replace(NOFOLLOW, now="nofollow noopener")
    agreed = accept_link(link(12, LinkState.WEAKENED, own), [NOFOLLOW], ADA, NOON)
    assert [one.now for one in agreed.expected.accepted] == ["nofollow noopener"]


def test_accepting_again_replaces_the_older_acceptance_of_its_kind() -> None:
    once = accept_link(link(12, LinkState.WEAKENED, NOFOLLOW), [NOFOLLOW], "U0BEN", NOON)
    twice = accept_link(once, [NOFOLLOW], ADA, NOON)
    assert [one.by for one in twice.expected.accepted] == [ADA]


def test_a_lost_link_that_is_accepted_stays_lost_in_silence() -> None:
    agreed = accept_link(link(12, LinkState.LOST, MISSING), [MISSING], ADA, NOON)
    assert agreed.standing.state is LinkState.LOST
    assert agreed.standing.open == ()


def test_accepting_a_link_without_an_incident_accepts_what_holds() -> None:
    waiting = link(12, LinkState.SUSPECT)
    waiting = replace(waiting, standing=replace(waiting.standing, unproven=(UGC,)))
    write = incidents.accept([waiting], [], ADA, NOON)
    assert write
    [agreed] = write.links
    assert [one.kind for one in agreed.expected.accepted] == ["ugc"]
    assert agreed.standing.state is LinkState.LIVE


def test_that_a_person_called_a_link_lost_can_be_accepted_and_once() -> None:
    lost = link(12, LinkState.LOST)
    marked = replace(lost, standing=replace(lost.standing, marked_by=ADA))
    write = incidents.accept([marked], [], ADA, NOON)
    assert write
    [agreed] = write.links
    assert is_accepted(agreed)
    assert incidents.accept([agreed], [], ADA, NOON + timedelta(hours=1)) is None


def test_a_partner_page_is_accepted_as_it_is() -> None:
    about = incident(12, kind=IncidentKind.PARTNER_OVER_LIMIT, members=(), subject="P-3")
    write = incidents.accept_partner(partner(), ["a.example", "b.example"], [about], ADA, NOON)
    assert write
    assert [each.baseline for each in write.partners] == [frozenset({"a.example", "b.example"})]
    assert [each.status for each in write.incidents] == [IncidentStatus.ACCEPTED]


def test_stopping_takes_the_link_away_and_closes_what_was_about_it_alone() -> None:
    alone, together = incident(12), incident(12, 13, kind=IncidentKind.WEAKENED)
    write = incidents.stop([link(12)], [], [alone, together], ADA, NOON)
    assert list(write.remove_links) == [12]
    closed, smaller = write.incidents
    assert closed.status is IncidentStatus.STOPPED
    assert (smaller.status, smaller.recovered) == (IncidentStatus.OPEN, frozenset({12}))
    assert [event.kind for event in write.events] == ["removed"]


def test_the_last_of_a_group_closes_it() -> None:
    rest = incident(12, 13, recovered=frozenset({13}))
    [closed] = incidents.stop([link(12)], [], [rest], ADA, NOON).incidents
    assert closed.status is IncidentStatus.STOPPED


def test_marking_live_closes_what_was_open() -> None:
    write = incidents.mark(link(12, LinkState.LOST, MISSING), [incident(12)], ADA, NOON, live=True)
    assert write
    assert [each.standing.state for each in write.links] == [LinkState.LIVE]
    assert [each.status for each in write.incidents] == [IncidentStatus.RECOVERED]


def test_marking_lost_opens_nothing() -> None:
    write = incidents.mark(link(12, expected=Expectation()), [], ADA, NOON, live=False)
    assert write
    assert [(each.standing.state, each.standing.marked_by) for each in write.links] == [(LinkState.LOST, ADA)]
    assert not write.incidents


@pytest.mark.parametrize(("live", "state"), [(True, LinkState.LIVE), (False, LinkState.LOST)])
def test_the_history_tells_by_its_kind_what_a_person_said(live: bool, state: LinkState) -> None:  # noqa: FBT001  # a table's column
    write = incidents.mark(link(12), [], ADA, NOON, live=live)
    assert write
    [told] = write.events
    assert incidents.marked_as(replace(told, text="")) is state
    assert incidents.marked_as(replace(told, kind="marked")) is state, "as it was first stored"
    assert incidents.marked_as(replace(told, kind="lost")) is None


def test_assigning_names_the_person_and_tells_it() -> None:
    write = incidents.assign(incident(12), "U0BEN", ADA, NOON)
    assert write
    [handed] = write.incidents
    assert (handed.holder, handed.log[-1]) == ("U0BEN", LogLine(NOON, "assigned this to", ADA, "U0BEN"))
    assert [notice.kind for notice in write.notices] == [NoticeKind.EDIT, NoticeKind.REPLY]


def test_assigning_to_oneself_is_holding() -> None:
    assert incidents.assign(incident(12), ADA, ADA, NOON) == incidents.acknowledge(incident(12), ADA, NOON)


@pytest.mark.parametrize("known", [incident(12, holder="U0BEN"), incident(12, status=IncidentStatus.RECOVERED)])
def test_assigning_twice_or_too_late_changes_nothing(known: Incident) -> None:
    assert incidents.assign(known, "U0BEN", ADA, NOON) is None
