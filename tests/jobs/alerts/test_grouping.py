"""Which incidents share a message, and what people do to all of them at once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from jobs.alerts import grouping, notices
from jobs.alerts.grouping import GroupState
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.notice import Notice, NoticeKind
from jobs.model.queries import ToldLately
from jobs.model.write import Write
from tests.tools.nouns import incident, link
from tests.tools.times import NOON

ADA, BEN = "U0ADA", "U0BEN"
MINUTE = timedelta(minutes=1)


def told(number: int, after: timedelta = timedelta(), told_at: datetime | None = None) -> Incident:
    return incident(number, message_ts=f"17{number}.1", opened_at=NOON + after, told_at=told_at, version=3)


def group(*parts: Incident, **more: object) -> Incident:
    base = incident(id="G-1", kind=IncidentKind.GROUP, parts=tuple(part.id for part in parts), findings=(), log=())
    return replace(base, members=(), **more)  # type: ignore[arg-type]  # fields of the noun


THIRD = incident(3, opened_at=NOON + MINUTE)


def opened(*new: Incident, known: list[Incident], now: datetime = NOON + MINUTE, **card: object) -> Write:
    """What is written where these are opened beside those that are known."""
    cards = [replace(notices.card_of(each, now), **card) for each in new]  # type: ignore[arg-type]  # fields of the noun
    return grouping.place(Write(incidents=new, notices=cards), known, now)


def groups_in(write: Write) -> list[Incident]:
    return [each for each in write.incidents if each.kind is IncidentKind.GROUP]


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ([], "it is the first"),
        ([told(1)], "it is the second"),
        ([told(1), told(2, -11 * MINUTE)], "the other one is long ago"),
        ([told(1), told(2, told_at=NOON - 10 * MINUTE)], "the other one was told long ago"),
        ([told(1), incident(2, opened_at=NOON - 11 * MINUTE)], "the other one waits for something else"),
        ([told(1), incident(2, snoozed_until=NOON + 9 * MINUTE)], "the other one is told when the snooze is over"),
        ([told(1), THIRD], "it is not its own neighbour"),
        ([told(1), replace(told(2), kind=IncidentKind.STORM)], "a storm stands apart"),
        ([told(1), replace(told(2), channel="C0OTHER")], "the other one is told elsewhere"),
        ([told(1), replace(told(2), status=IncidentStatus.RECOVERED)], "the other one is over"),
        ([told(1), group(told(1), message_ts="17.1")], "a group is none of those it holds"),
    ],
)
def test_it_has_a_card_of_its_own(known: list[Incident], why: str) -> None:
    write = opened(THIRD, known=known)
    assert write.incidents == (THIRD,), why
    assert [notice.incident_id for notice in write.notices] == [THIRD.id], why


def test_those_that_stand_in_the_outbox_count_as_told() -> None:
    assert groups_in(opened(THIRD, known=[incident(1), incident(2)]))


def test_of_several_in_one_write_two_have_cards_and_the_others_share_one() -> None:
    write = opened(*[incident(number) for number in range(1, 6)], known=[])
    [fresh] = groups_in(write)
    assert fresh.parts == tuple(incident(number).id for number in (3, 4, 5))
    cards = [notice.incident_id for notice in write.notices if notice.kind is NoticeKind.CARD]
    assert cards == [incident(1).id, incident(2).id, fresh.id]


def test_the_write_is_refused_where_others_were_opened_meanwhile() -> None:
    asked = ToldLately(THIRD.channel, NOON - 9 * MINUTE, NOON + 11 * MINUTE)
    assert opened(THIRD, known=[told(1)]).told_lately == {asked: {told(1).id}}


@pytest.mark.parametrize("apart", [{"kind": IncidentKind.STORM}, {"status": IncidentStatus.RECOVERED}])
def test_a_storm_and_what_is_over_join_nothing(apart: dict[str, object]) -> None:
    lone = replace(THIRD, **apart)  # type: ignore[arg-type]  # fields of the noun
    assert opened(lone, known=[told(1), told(2)]).incidents == (lone,)


def test_the_third_begins_a_group_in_one_write_with_a_card_that_waits_for_others() -> None:
    soon = NOON + timedelta(seconds=20)
    write = opened(THIRD, known=[told(1), told(2)], now=NOON, not_before=soon)
    part, fresh = write.incidents
    assert (fresh.kind, fresh.parts, fresh.members) == (IncidentKind.GROUP, (THIRD.id,), ())
    assert part == replace(THIRD, group=fresh.id, told_at=NOON)
    [card] = write.notices
    assert (card.kind, card.incident_id) == (NoticeKind.CARD, fresh.id)
    assert card.not_before == soon + notices.DEBOUNCE


def test_the_fourth_joins_it() -> None:
    third = replace(THIRD, group="G-1")
    old = group(third, opened_at=NOON)
    write = opened(incident(4, opened_at=NOON + MINUTE), known=[told(1), told(2), third, old])
    part, wider = write.incidents
    assert wider.parts == (THIRD.id, part.id)
    assert part.group == old.id
    assert [notice.kind for notice in write.notices] == [NoticeKind.EDIT]


FULL = ("x",) * grouping.MOST_PARTS


@pytest.mark.parametrize(
    ("fields", "joins", "why"),
    [
        ({"opened_at": NOON - 11 * MINUTE, "message_ts": "17.1"}, False, "an edit rings no bell"),
        ({"opened_at": NOON - 11 * MINUTE}, True, "it is not posted yet"),
        ({"opened_at": NOON - 11 * MINUTE, "message_ts": "17.1", "told_at": NOON}, True, "it was posted just now"),
        ({"opened_at": NOON, "parts": FULL}, False, "it is full"),
        ({"opened_at": NOON, "status": IncidentStatus.RECOVERED}, False, "it is over"),
    ],
)
def test_which_group_takes_more(fields: dict[str, object], joins: bool, why: str) -> None:  # noqa: FBT001  # of the table
    third = replace(THIRD, group="G-1")
    old = group(third, **fields)
    write = opened(incident(4), known=[told(1), third, old], now=NOON)
    assert (groups_in(write)[0].id == old.id) is joins, why


# A card that comes late is told with others that nobody could know of when it was written


def late(incident_: Incident, waited: timedelta = 9 * 24 * 60 * MINUTE) -> Notice:
    return notices.card_of(incident_, NOON - waited)


def test_what_is_told_at_once_comes_together_however_long_it_has_waited() -> None:
    waited = [told(number, -number * timedelta(days=1), told_at=NOON) for number in (1, 2)]
    third = incident(3, opened_at=NOON - timedelta(days=9))
    assert grouping.joining_late(third, late(third), waited, NOON)


def test_late_ones_that_are_not_told_yet_do_not_count() -> None:
    third = incident(3, opened_at=NOON - 5 * MINUTE)
    others = [incident(number, opened_at=NOON - 5 * MINUTE) for number in (1, 2)]
    assert grouping.joining_late(third, late(third), others, NOON) is None, "else none would have a card of its own"


@pytest.mark.parametrize("of_a_group", [True, False])
def test_what_was_decided_when_it_was_written_holds(*, of_a_group: bool) -> None:
    third = replace(THIRD, group="G-1" if of_a_group else "")
    card = late(third) if of_a_group else late(third, MINUTE)
    assert grouping.joining_late(third, card, [told(1), told(2)], NOON) is None


def test_edits_of_the_same_few_seconds_are_one() -> None:
    keys = {notices.edit_of(group(), NOON + timedelta(seconds=second)).key for second in range(5)}
    assert len(keys) == 1
    later = notices.edit_of(group(), NOON + notices.DEBOUNCE)
    assert later.key not in keys
    assert later.not_before == NOON + 2 * notices.DEBOUNCE


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ((IncidentStatus.OPEN, IncidentStatus.RECOVERED), IncidentStatus.OPEN),
        ((IncidentStatus.RECOVERED, IncidentStatus.RECOVERED), IncidentStatus.RECOVERED),
        ((IncidentStatus.RECOVERED, IncidentStatus.ACCEPTED), IncidentStatus.ACCEPTED),
        ((), IncidentStatus.RECOVERED),
    ],
)
def test_a_group_is_open_while_any_part_is(states: tuple[IncidentStatus, ...], state: IncidentStatus) -> None:
    parts = [replace(told(number), status=each) for number, each in enumerate(states)]
    write = grouping.part_changed(GroupState(group(*parts), parts), NOON)
    after = write.incidents[0] if write.incidents else group(*parts)
    assert after.status is state
    assert after.closed_at == (None if state.is_open else NOON)
    assert [notice.kind for notice in write.notices] == [NoticeKind.EDIT]


def test_a_part_that_is_lost_again_opens_its_group_again() -> None:
    closed = group(told(1), status=IncidentStatus.RECOVERED, closed_at=NOON - MINUTE)
    [opened] = grouping.part_changed(GroupState(closed, [told(1)]), NOON).incidents
    assert (opened.status, opened.closed_at) == (IncidentStatus.OPEN, None)


def test_somebody_takes_all_that_is_open_with_one_line_in_the_thread() -> None:
    over = replace(told(2), status=IncidentStatus.RECOVERED)
    held = GroupState(group(told(1), over), [told(1), over])
    write = grouping.acknowledge_all(held, ADA, NOON)
    assert write
    assert [(each.id, each.holder) for each in write.incidents] == [("G-1", ADA), (told(1).id, ADA)]
    assert [notice.kind for notice in write.notices] == [NoticeKind.EDIT, NoticeKind.REPLY]
    assert {notice.incident_id for notice in write.notices} == {"G-1"}
    again = GroupState(write.incidents[0], [write.incidents[1], over])
    assert grouping.acknowledge_all(again, ADA, NOON) is None
    assert grouping.acknowledge_all(again, BEN, NOON) is not None


def test_all_are_snoozed_with_their_links_and_heard_again() -> None:
    held = GroupState(group(told(1)), [told(1)], [link(1)])
    quiet = grouping.snooze_all(held, timedelta(days=3), ADA, NOON)
    assert quiet
    until = NOON + timedelta(days=3)
    assert [each.snoozed_until for each in quiet.incidents] == [until, until]
    assert [each.standing.snoozed_until for each in quiet.links] == [until]
    snoozed = GroupState(quiet.incidents[0], quiet.incidents[1:], quiet.links)
    assert grouping.snooze_all(snoozed, timedelta(days=3), ADA, NOON + timedelta(seconds=20)) is None, "pressed twice"
    loud = grouping.snooze_all(snoozed, None, ADA, NOON)
    assert loud
    assert {each.snoozed_until for each in loud.incidents} == {None}
    assert {each.standing.snoozed_until for each in loud.links} == {None}
    awake = GroupState(loud.incidents[0], loud.incidents[1:], loud.links)
    assert grouping.snooze_all(awake, None, ADA, NOON) is None, "nothing is snoozed any more"
