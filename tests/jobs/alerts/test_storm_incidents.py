from datetime import UTC, datetime, timedelta

from jobs.alerts.storm_incidents import storm_told
from jobs.model.incident import IncidentKind, IncidentStatus
from jobs.model.notice import NoticeKind

T0 = datetime(2026, 5, 1, tzinfo=UTC)
WORDS = "61 % of the pages checked in the last ten minutes failed at once, on 23 sites."


def test_a_storm_is_one_message_for_each_channel_it_concerns() -> None:
    told = storm_told({"C1", "C2"}, [], T0, raging=True, words=WORDS)
    assert sorted(storm.channel for storm in told.incidents.values()) == ["C1", "C2"]
    assert [notice.kind for notice in told.notices] == [NoticeKind.CARD, NoticeKind.CARD]
    assert {storm.kind for storm in told.incidents.values()} == {IncidentKind.STORM}


def test_a_channel_that_was_told_is_not_told_again_and_one_hit_later_is() -> None:
    known = storm_told({"C1"}, [], T0, raging=True, words=WORDS).incidents.values()
    later = storm_told({"C1", "C2"}, known, T0 + timedelta(minutes=3), raging=True, words=WORDS)
    assert [storm.channel for storm in later.incidents.values()] == ["C2"]


def test_the_end_is_told_in_the_same_message() -> None:
    known = storm_told({"C1"}, [], T0, raging=True, words=WORDS).incidents
    over = storm_told(set(), known.values(), T0 + timedelta(hours=1), raging=False, words="")
    assert {key: storm.status for key, storm in over.incidents.items()} == dict.fromkeys(
        known, IncidentStatus.RECOVERED
    )
    assert [notice.kind for notice in over.notices] == [NoticeKind.EDIT, NoticeKind.REPLY]
