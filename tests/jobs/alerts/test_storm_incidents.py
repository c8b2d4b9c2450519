from datetime import UTC, datetime, timedelta

from jobs.alerts.storm_incidents import storm_changes
from jobs.model.incident import IncidentKind, IncidentStatus
from jobs.model.notice import NoticeKind

T0 = datetime(2026, 5, 1, tzinfo=UTC)
WORDS = "61 % of the pages checked in the last ten minutes failed at once, on 23 sites."


def test_a_storm_is_one_message_for_each_channel_it_concerns() -> None:
    told = storm_changes({"C1", "C2"}, [], T0, active=True, words=WORDS)
    assert sorted(storm.channel for storm in told.incidents.values()) == ["C1", "C2"]
    assert [notice.kind for notice in told.notices] == [NoticeKind.CARD, NoticeKind.CARD]
    assert {storm.kind for storm in told.incidents.values()} == {IncidentKind.STORM}


def test_a_channel_that_was_told_is_not_told_again_and_one_hit_later_is() -> None:
    known = storm_changes({"C1"}, [], T0, active=True, words=WORDS).incidents.values()
    later = storm_changes({"C1", "C2"}, known, T0 + timedelta(minutes=3), active=True, words=WORDS)
    assert [storm.channel for storm in later.incidents.values()] == ["C2"]


def test_the_end_is_told_in_the_same_message() -> None:
    known = storm_changes({"C1"}, [], T0, active=True, words=WORDS).incidents
    over = storm_changes(set(), known.values(), T0 + timedelta(hours=1), active=False, words="")
    assert {key: storm.status for key, storm in over.incidents.items()} == dict.fromkeys(
        known, IncidentStatus.RECOVERED
    )
    assert [notice.kind for notice in over.notices] == [NoticeKind.EDIT, NoticeKind.REPLY]
