from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jobs.alerts.incidents import GROUP_WAIT, AlertChanges, alerts_for, causes_of
from jobs.alerts.our_page_causes import asks_for_others
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.notice import NoticeKind
from jobs.model.verdict import Change, Evaluation, Scope, Verdict

T0 = datetime(2026, 5, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
MISSING = Finding("missing", Severity.LOST, "The link is not on the page.")
NOFOLLOW = Finding("nofollow", Severity.WEAKENED, "The link has nofollow.")
NOINDEX = Finding("noindex", Severity.WEAKENED, "The page has noindex.")
TARGET_GONE = Finding("target_gone", Severity.WEAKENED, "Our page answers 404.")


def link(number: int = 12, channel: str = "C1", state: LinkState = LinkState.LIVE) -> Link:
    return Link(number, channel, f"https://p.example/{number}", "https://us.example/", T0, LinkStatus(state))


def judged(who: Link, *changes: Change, findings: tuple[Finding, ...] = (), **more: object) -> Evaluation:
    left: tuple[Finding, ...] = more.pop("left", ())  # type: ignore[assignment]  # what stays open after the check
    after = replace(who, standing=replace(who.standing, open=left))
    verdict = Verdict(after.standing, changes, findings)
    return Evaluation(who, after, verdict, "p.example", **more)  # type: ignore[arg-type]  # scope only


def tell(*looks: Evaluation, known: tuple[Incident, ...] = (), now: datetime = T0) -> AlertChanges:
    told = alerts_for(looks, known, speaks=speaks, now=now)
    assert told == alerts_for(looks, [old for old in known if is_found(old, looks)], speaks=speaks, now=now)
    return told


def speaks(finding: Finding) -> bool:
    return finding.kind != "hidden"


def is_found(old: Incident, looks: tuple[Evaluation, ...]) -> bool:
    """Whether a check asks the store for it: by its links, or while it is open by its cause."""
    of_links = not {each.after.id for each in looks}.isdisjoint(old.members)
    causes = {(each.after.channel, cause) for each in looks for cause in causes_of(each)}
    beside = old.kind is IncidentKind.TARGET and old.channel in {
        each.after.channel for each in looks if asks_for_others(each)
    }
    return of_links or (old.status.is_open and (beside or (old.channel, old.cause) in causes))


def only(told: AlertChanges) -> Incident:
    (incident,) = told.incidents.values()
    return incident


def kinds(told: AlertChanges) -> list[NoticeKind]:
    return [notice.kind for notice in told.notices]


LOST = judged(link(), Change.LOST, findings=(MISSING,))
BACK = judged(link(state=LinkState.LOST), Change.RECOVERED)


def test_a_lost_link_opens_one_incident_with_one_card() -> None:
    told = tell(LOST)
    assert only(told).kind is IncidentKind.LOST
    assert kinds(told) == [NoticeKind.CARD]
    assert told.notices[0].not_before == T0 + GROUP_WAIT
    assert [event.kind for event in told.events] == ["lost"]


def suspected(number: int = 12, *changes: Change, since: datetime, absent: datetime | None = None) -> Evaluation:
    """A link that was suspect since then, and is proved lost or weakened now."""
    was = replace(link(number), standing=LinkStatus(LinkState.SUSPECT, since=since, absent_since=absent))
    return judged(was, *changes, findings=(MISSING if Change.LOST in changes else NOFOLLOW,))


def test_a_card_says_since_when_it_was_first_seen_and_not_since_it_was_proved() -> None:
    first = T0 - 31 * HOUR
    assert only(tell(suspected(12, Change.LOST, since=T0 - 40 * HOUR, absent=first))).began_at == first
    assert only(tell(suspected(12, Change.WEAKENED, since=first))).began_at == first
    assert only(tell(LOST)).began_at == T0, "where nobody knows better"


def test_of_several_the_first_counts_and_a_new_absence_begins_anew() -> None:
    early, late = (
        suspected(number, Change.LOST, since=at, absent=at) for number, at in ((1, T0 - 31 * HOUR), (2, T0 - 9 * HOUR))
    )
    assert only(tell(late, early)).began_at == T0 - 31 * HOUR
    assert only(tell(early, late)).began_at == T0 - 31 * HOUR
    closed = only(tell(BACK, known=(only(tell(suspected(12, Change.LOST, since=T0, absent=T0 - HOUR))),)))
    again = suspected(12, Change.LOST, since=T0, absent=T0 + 50 * HOUR)
    assert only(tell(again, known=(closed,), now=T0 + 80 * HOUR)).began_at == T0 + 50 * HOUR


def test_suspicions_are_history_and_not_said() -> None:
    told = tell(judged(link(), Change.SUSPECT, findings=(MISSING,)))
    assert (told.incidents, told.notices) == ({}, [])
    assert len(told.events) == 1


def test_recovery_edits_the_same_message_and_adds_a_line_to_its_thread() -> None:
    told = tell(BACK, known=(only(tell(LOST)),), now=T0 + HOUR)
    assert only(told).status is IncidentStatus.RECOVERED
    assert kinds(told) == [NoticeKind.EDIT, NoticeKind.REPLY]


def test_one_cause_on_one_site_is_one_message() -> None:
    told = tell(*[judged(link(number), Change.WEAKENED, findings=(NOFOLLOW,)) for number in range(212)])
    assert len(only(told).members) == 212
    assert kinds(told).count(NoticeKind.CARD) == 1


def test_a_later_link_of_the_same_cause_joins_within_three_days() -> None:
    first = only(tell(judged(link(1), Change.WEAKENED, findings=(NOFOLLOW,))))
    second = judged(link(2), Change.WEAKENED, findings=(NOFOLLOW,))
    assert only(tell(second, known=(first,), now=T0 + 30 * HOUR)).members == (1, 2)
    assert only(tell(second, known=(first,), now=T0 + 73 * HOUR)).members == (2,)


def test_many_that_join_over_minutes_make_one_card_and_a_few_edits() -> None:
    known: dict[str, Incident] = {}
    notices: dict[str, NoticeKind] = {}
    for number in range(212):
        look = judged(link(number), Change.WEAKENED, findings=(NOFOLLOW,))
        told = tell(look, known=tuple(known.values()), now=T0 + number * timedelta(seconds=1.5))
        known |= told.incidents
        notices |= {notice.key: notice.kind for notice in told.notices}
    (incident,) = known.values()
    assert len(incident.members) == 212
    assert list(notices.values()).count(NoticeKind.CARD) == 1
    assert NoticeKind.REPLY not in notices.values()
    assert len(notices) <= 20


def test_links_that_join_hours_later_are_told_in_the_thread_once_in_a_while() -> None:
    first = only(tell(judged(link(1), Change.LOST, findings=(MISSING,))))
    late = [judged(link(number), Change.LOST, findings=(MISSING,)) for number in (2, 3, 4)]
    told = tell(*late, known=(first,), now=T0 + 24 * HOUR)
    assert sorted(kinds(told)) == [NoticeKind.EDIT, NoticeKind.REPLY]


def test_a_group_that_comes_and_goes_stays_one_message_with_each_member_once() -> None:
    both = [judged(link(n), Change.LOST, findings=(MISSING,)) for n in (1, 2)]
    group = only(tell(*both))
    well = only(tell(*[judged(link(n), Change.RECOVERED) for n in (1, 2)], known=(group,)))
    again = tell(*both, known=(well,), now=T0 + 100 * HOUR)
    assert only(again).members == (1, 2)
    assert only(again).recovered == frozenset()
    assert [notice.broadcast for notice in again.notices].count(True) == 1


def test_a_new_weakening_of_a_link_in_a_group_is_told_in_a_message_of_its_own() -> None:
    group = only(tell(*[judged(link(n), Change.WEAKENED, findings=(NOFOLLOW,)) for n in (1, 2)]))
    more = judged(link(1), Change.WEAKENED, findings=(NOINDEX,), left=(NOFOLLOW, NOINDEX))
    second = only(tell(more, known=(group,), now=T0 + HOUR))
    assert (second.id != group.id, second.members, second.findings) == (True, (1,), (NOINDEX,))
    mended = judged(link(1), Change.STRENGTHENED, findings=(NOFOLLOW,), left=(NOINDEX,))
    after = tell(mended, known=(group, second)).incidents
    assert list(after) == [group.id]
    assert after[group.id].recovered == frozenset({1})


def test_our_whole_site_that_fails_is_one_message_and_not_one_for_each_page() -> None:
    pages = [replace(link(n), target=f"https://us.example/{n}") for n in range(40)]
    down = Finding("target_error", Severity.WEAKENED, "Our page answers 500.")
    told = tell(*[judged(each, Change.WEAKENED, findings=(down,), scope=Scope.TARGET) for each in pages])
    assert len(only(told).members) == 40


def test_what_a_person_silenced_is_not_told_even_of_a_lost_link() -> None:
    hidden = Finding("hidden", Severity.LOST, "The link is hidden.")
    assert tell(judged(link(), Change.LOST, findings=(hidden,))).incidents == {}


def test_an_open_incident_speaks_once_when_its_snooze_is_over() -> None:
    snoozed = replace(only(tell(LOST)), snoozed_until=T0 + 72 * HOUR)
    look = judged(link(state=LinkState.LOST))
    assert tell(look, known=(snoozed,), now=T0 + 71 * HOUR).notices == []
    told = tell(look, known=(snoozed,), now=T0 + 73 * HOUR)
    assert [notice.broadcast for notice in told.notices if notice.kind is NoticeKind.REPLY] == [True]
    assert tell(look, known=(only(told),), now=T0 + 97 * HOUR).notices == []


def test_a_target_that_is_mended_while_the_link_is_lost_closes_its_message() -> None:
    target = only(tell(judged(link(), Change.WEAKENED, findings=(TARGET_GONE,), scope=Scope.TARGET)))
    lost = link(state=LinkState.LOST)
    mended = judged(lost, Change.STRENGTHENED, findings=(TARGET_GONE,), left=(MISSING,), scope=Scope.TARGET)
    assert only(tell(mended, known=(target,))).status is IncidentStatus.RECOVERED


SHARED = only(tell(*[judged(link(n), Change.WEAKENED, findings=(NOINDEX,)) for n in (1, 2)]))
"""Two links weakened by the same cause, in one message."""


def lost(number: int) -> Evaluation:
    return judged(link(number), Change.LOST, findings=(MISSING,))


def lines(told: AlertChanges) -> list[tuple[str, bool]]:
    """What the threads are told, and whether the channel hears it."""
    return [(each.text, each.broadcast) for each in told.notices if each.kind is NoticeKind.REPLY]


def test_weakened_links_that_get_lost_are_not_called_well_again_and_show_the_way_to_what_tells_of_them() -> None:
    told = tell(lost(1), lost(2), known=(SHARED,), now=T0 + 30 * HOUR)
    after = told.incidents[SHARED.id]
    (new,) = (each for each in told.incidents.values() if each.id != SHARED.id)
    assert (after.status, after.worsened, after.well) == (IncidentStatus.WORSENED, frozenset({1, 2}), frozenset())
    assert (after.successors, new.members) == ((new.id,), (1, 2))
    assert lines(told) == [
        (
            "L-2 is lost now, and told in another message. That was the last link of this message: 2 of 2 got lost.",
            False,
        )
    ]


def test_the_old_message_is_edited_again_once_the_new_one_is_there_to_be_shown() -> None:
    told = tell(lost(1), lost(2), known=(SHARED,), now=T0 + 30 * HOUR)
    (card,) = (each for each in told.notices if each.kind is NoticeKind.CARD)
    edits = [each for each in told.notices if each.kind is NoticeKind.EDIT and each.incident_id == SHARED.id]
    assert card.not_before is not None
    assert any(edit.not_before is not None and edit.not_before > card.not_before for edit in edits)


def test_of_several_weakened_links_one_that_gets_lost_does_not_let_the_last_one_turn_the_message_green() -> None:
    half = tell(lost(1), known=(SHARED,), now=T0 + 30 * HOUR).incidents[SHARED.id]
    assert (half.status, half.waiting) == (IncidentStatus.OPEN, frozenset({2}))
    well = only(tell(judged(link(2), Change.RECOVERED), known=(half,), now=T0 + 40 * HOUR))
    assert (well.status, well.worsened, well.well) == (IncidentStatus.WORSENED, frozenset({1}), frozenset({2}))


def test_a_weakening_that_comes_back_opens_its_message_again_as_one_that_waits_for_the_link() -> None:
    closed = tell(lost(1), lost(2), known=(SHARED,), now=T0 + HOUR).incidents[SHARED.id]
    again = only(tell(judged(link(1), Change.WEAKENED, findings=(NOINDEX,)), known=(closed,), now=T0 + 50 * HOUR))
    assert (again.id, again.status, again.waiting) == (SHARED.id, IncidentStatus.OPEN, frozenset({1}))
    assert again.worsened == frozenset({2})


@pytest.mark.parametrize(
    ("look", "heard"),
    [
        (LOST, "L-12 on p.example is lost now. The link is not on the page."),
        (
            judged(link(), Change.WEAKENED, findings=(NOINDEX,)),
            "L-12 on p.example, this too: The page has noindex.",
        ),
    ],
)
def test_what_gets_worse_in_its_own_message_is_heard_in_the_channel(look: Evaluation, heard: str) -> None:
    weak = only(tell(judged(link(), Change.WEAKENED, findings=(NOFOLLOW,))))
    assert lines(tell(look, known=(weak,), now=T0 + HOUR)) == [(heard, True)]


@pytest.mark.parametrize(
    ("after", "heard", "reason"),
    [
        (timedelta(minutes=9), [], "heard with the message that it joins"),
        (
            timedelta(minutes=11),
            ["L-1 on p.example too: The link is not on the page. Others that follow soon are in the message above."],
            "an edit alone notifies nobody",
        ),
    ],
)
def test_a_weakened_link_that_joins_an_older_message_as_lost_is_heard(
    after: timedelta, heard: list[str], reason: str
) -> None:
    older = only(tell(lost(3), now=T0))
    told = tell(lost(1), known=(SHARED, older), now=T0 + after)
    assert [text for text, is_heard in lines(told) if is_heard] == heard, reason


def test_channels_never_share_an_incident() -> None:
    told = tell(LOST, judged(link(13, channel="C2"), Change.LOST, findings=(MISSING,)))
    assert sorted(incident.channel for incident in told.incidents.values()) == ["C1", "C2"]


def test_a_group_closes_with_its_last_member() -> None:
    group = only(tell(*[judged(link(n), Change.LOST, findings=(MISSING,)) for n in (1, 2)]))
    half = only(tell(judged(link(1), Change.RECOVERED), known=(group,)))
    assert (half.status, half.recovered) == (IncidentStatus.OPEN, frozenset({1}))
    whole = only(tell(judged(link(2), Change.RECOVERED), known=(half,)))
    assert whole.status is IncidentStatus.RECOVERED


def test_a_weakened_link_that_is_lost_keeps_its_message() -> None:
    weak = only(tell(judged(link(), Change.WEAKENED, findings=(NOFOLLOW,))))
    worse = only(tell(LOST, known=(weak,)))
    assert (worse.id, worse.kind, worse.findings) == (weak.id, IncidentKind.LOST, (MISSING,))


def test_a_second_weakening_is_told_in_the_message_of_the_first() -> None:
    weak = only(tell(judged(link(), Change.WEAKENED, findings=(NOFOLLOW,))))
    both = only(tell(judged(link(), Change.WEAKENED, findings=(NOINDEX,)), known=(weak,)))
    assert (both.id, both.findings) == (weak.id, (NOFOLLOW, NOINDEX))
    less = only(tell(judged(link(), Change.STRENGTHENED, findings=(NOFOLLOW,), left=(NOINDEX,)), known=(both,)))
    assert (less.status, less.findings) == (IncidentStatus.OPEN, (NOINDEX,))


def test_a_link_that_comes_and_goes_is_one_incident_for_a_week() -> None:
    lost = only(tell(LOST))
    back = only(tell(BACK, known=(lost,), now=T0 + HOUR))
    again = tell(LOST, known=(back,), now=T0 + 48 * HOUR)
    assert (only(again).id, only(again).status) == (lost.id, IncidentStatus.OPEN)
    assert any(notice.broadcast for notice in again.notices)
    assert only(tell(LOST, known=(back,), now=T0 + 200 * HOUR)).id != lost.id


def test_our_own_broken_page_is_one_incident_for_all_links_to_it() -> None:
    told = tell(*[judged(link(n), Change.WEAKENED, findings=(TARGET_GONE,), scope=Scope.TARGET) for n in range(40)])
    assert only(told).kind is IncidentKind.TARGET
    assert only(told).subject == "https://us.example/"
    still = judged(link(3), Change.STRENGTHENED, findings=(NOFOLLOW,), left=(TARGET_GONE,))
    assert tell(still, known=(only(told),)).incidents == {}


def test_what_only_the_digest_lists_opens_nothing() -> None:
    hidden = Finding("hidden", Severity.WEAKENED, "The link is hidden.")
    assert tell(judged(link(), Change.WEAKENED, findings=(hidden,))).incidents == {}


def test_a_snoozed_link_is_told_when_the_snooze_ends() -> None:
    quiet = replace(link(), standing=LinkStatus(LinkState.LIVE, snoozed_until=T0 + 72 * HOUR))
    told = tell(judged(quiet, Change.LOST, findings=(MISSING,)))
    assert told.notices[0].not_before == T0 + 72 * HOUR


def test_a_snoozed_incident_is_edited_without_a_sound() -> None:
    snoozed = replace(only(tell(LOST)), snoozed_until=T0 + 72 * HOUR)
    assert kinds(tell(BACK, known=(snoozed,), now=T0 + HOUR)) == [NoticeKind.EDIT]


def test_now_live_is_said_once_of_an_awaited_link_and_not_of_one_just_added() -> None:
    assert kinds(tell(judged(link(state=LinkState.PENDING), Change.LIVE))) == [NoticeKind.TEXT]
    assert kinds(tell(judged(link(state=LinkState.NEW), Change.LIVE))) == []
