from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jobs.alerts.storm_incidents import GONE_AFTER, SAYS_EVERY, storm_changes
from jobs.model.incident import IncidentKind, IncidentStatus
from jobs.model.notice import NoticeKind

T0 = datetime(2026, 5, 1, tzinfo=UTC)
WORDS = "61 % of the pages checked in the last ten minutes failed at once, on 23 sites."


def test_a_storm_is_one_message_for_each_channel_it_concerns() -> None:
    told = storm_changes({"C1", "C2"}, [], T0, process="a", active=True, words=WORDS)
    assert sorted(storm.channel for storm in told.incidents.values()) == ["C1", "C2"]
    assert [notice.kind for notice in told.notices] == [NoticeKind.CARD, NoticeKind.CARD]
    assert {storm.kind for storm in told.incidents.values()} == {IncidentKind.STORM}


def test_a_channel_that_was_told_is_not_told_again_and_one_hit_later_is() -> None:
    known = storm_changes({"C1"}, [], T0, process="a", active=True, words=WORDS).incidents.values()
    later = storm_changes({"C1", "C2"}, known, T0 + timedelta(minutes=3), process="a", active=True, words=WORDS)
    assert [notice.channel for notice in later.notices] == ["C2"]


def test_the_end_is_told_in_the_same_message() -> None:
    known = storm_changes({"C1"}, [], T0, process="a", active=True, words=WORDS).incidents
    over = storm_changes(set(), known.values(), T0 + timedelta(hours=1), process="a", active=False, words="")
    assert {key: storm.status for key, storm in over.incidents.items()} == dict.fromkeys(
        known, IncidentStatus.RECOVERED
    )
    assert [notice.kind for notice in over.notices] == [NoticeKind.EDIT, NoticeKind.REPLY]


@pytest.mark.parametrize(
    ("last_word", "is_over"), [(timedelta(0), False), (GONE_AFTER * 0.9, False), (GONE_AFTER, True)]
)
def test_it_is_over_when_it_is_over_for_all_that_are_still_there(last_word: timedelta, *, is_over: bool) -> None:
    at = T0 + timedelta(hours=1)
    [both] = storm_changes({"C1"}, [], T0, process="a", active=True, words=WORDS).incidents.values()
    both = replace(both, raging=(("a", at), ("b", at - last_word)))
    [left] = storm_changes((), [both], at, process="a", active=False, words="").incidents.values()
    assert left.status.is_open is not is_over
    assert left.raging == (() if is_over else (("b", at - last_word),))
    ended = storm_changes((), [left], at, process="b", active=False, words="").incidents.values()
    assert is_over or [each.status for each in ended] == [IncidentStatus.RECOVERED]


def test_who_is_in_it_says_so_now_and_then() -> None:
    [storm] = storm_changes({"C1"}, [], T0, process="a", active=True, words=WORDS).incidents.values()
    soon = T0 + SAYS_EVERY * 0.9
    assert not storm_changes({"C1"}, [storm], soon, process="a", active=True, words=WORDS).incidents
    said = storm_changes((), [storm], soon, process="b", active=True, words=WORDS)
    assert [each.raging for each in said.incidents.values()] == [(("a", T0), ("b", soon))]
    later = T0 + SAYS_EVERY
    again = storm_changes({"C1"}, said.incidents.values(), later, process="a", active=True, words=WORDS)
    assert [dict(each.raging) for each in again.incidents.values()] == [{"a": later, "b": soon}]
    assert [*said.notices, *again.notices] == [], "nobody is told of that"
