"""Which changes of an incident machines hear of, and about which links."""

import json
from dataclasses import replace
from typing import Any

import pytest

from jobs.alerts.webhooks import MOST_LINKS, Receiver, events_between, notices_for
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident, IncidentKind, IncidentStatus, LogLine
from jobs.model.link import Link
from tests.tools.nouns import link
from tests.tools.times import NOON as NOW

MISSING = Finding("missing", Severity.LOST, "The link is not on the page any more.")
NOFOLLOW = Finding("nofollow", Severity.WEAKENED, "The link is nofollow now.", was="follow", now="nofollow")
SPONSORED = Finding("sponsored", Severity.WEAKENED, "The link is sponsored now.")
LOST = Incident("L-1-lost-1", "C1", IncidentKind.LOST, "L-1", (1, 2), NOW, findings=(MISSING,), version=3)
WEAK = replace(LOST, kind=IncidentKind.WEAKENED, findings=(NOFOLLOW,), members=(1,))
OVER = Incident("P-1-over-1", "C1", IncidentKind.PARTNER_OVER_LIMIT, "P-1", (), NOW, version=1)
CLOSED: dict[str, Any] = {"closed_at": NOW}
TRACKED = {number: link(number) for number in (1, 2, 3)}


def told(before: Incident | None, after: Incident, tracked: dict[int, Link] = TRACKED) -> list[dict[str, Any]]:
    return [json.loads(event.body) for event in events_between(before, after, tracked.get, NOW)]


def change(old: Incident, **fields: Any) -> tuple[Incident, Incident]:
    return old, replace(old, **fields)


BOTH = ["L-1", "L-2"]


@pytest.mark.parametrize(
    ("change", "events"),
    [
        ((None, LOST), [("lost", BOTH)]),
        (change(LOST, holder="U1", snoozed_until=NOW, message_ts="1.0"), []),  # what people do about it
        (change(LOST, members=(1, 2, 3)), [("lost", ["L-3"])]),
        (change(LOST, recovered=frozenset({1})), [("recovered", ["L-1"])]),
        (
            change(LOST, recovered=frozenset({1, 2}), accepted=frozenset({1})),
            [("accepted", ["L-1"]), ("recovered", ["L-2"])],
        ),
        (
            change(LOST, status=IncidentStatus.RECOVERED, recovered=frozenset({1, 2}), **CLOSED),
            [("recovered", BOTH)],
        ),
        (change(LOST, status=IncidentStatus.ACCEPTED, **CLOSED), [("accepted", BOTH)]),
        (change(LOST, status=IncidentStatus.ENDED, **CLOSED), [("ended", BOTH)]),
        (
            change(
                WEAK, status=IncidentStatus.WORSENED, recovered=frozenset({1}), worsened=frozenset({1}), **CLOSED
            ),
            [("worsened", ["L-1"])],
        ),
        (change(WEAK, findings=(NOFOLLOW, SPONSORED)), [("weakened", ["L-1"])]),
        ((replace(WEAK, findings=(NOFOLLOW, SPONSORED)), WEAK), [("improved", ["L-1"])]),
        (change(WEAK, kind=IncidentKind.LOST, findings=(MISSING,)), [("lost", ["L-1"])]),
        ((replace(LOST, status=IncidentStatus.RECOVERED, **CLOSED), LOST), [("lost", BOTH)]),
        (change(replace(LOST, status=IncidentStatus.RECOVERED), message_ts="1.0"), []),  # over is over
        ((None, OVER), [("partner_over_limit", [])]),
        (change(OVER, status=IncidentStatus.RECOVERED, **CLOSED), [("recovered", [])]),
        ((None, replace(LOST, kind=IncidentKind.GROUP)), []),  # its parts are told, each for itself
    ],
)  # fmt: skip
def test_what_is_told(change: tuple[Incident | None, Incident], events: list[tuple[str, list[str]]]) -> None:
    found = [(each["type"], [named["link"] for named in each["data"]["links"]]) for each in told(*change)]
    assert found == events


def test_a_link_that_is_gone_was_stopped_and_is_named_by_its_number() -> None:
    (event,) = told(LOST, replace(LOST, recovered=frozenset({2})), {1: TRACKED[1]})
    assert (event["type"], event["data"]["links"]) == ("stopped", [{"link": "L-2"}])


def test_an_event_says_what_was_found_and_what_was_said_last() -> None:
    (event,) = told(None, replace(WEAK, log=(LogLine(NOW, "Said of it."),)))
    data = event["data"]
    assert data["text"] == "Said of it."
    assert [(each["kind"], each["was"], each["now"]) for each in data["findings"]] == [
        ("nofollow", "follow", "nofollow")
    ]
    assert data["links"][0]["page"] == TRACKED[1].page_url


def test_what_became_of_our_page_is_said_in_words_and_by_its_name() -> None:
    failing = Finding("target_error", Severity.WEAKENED, "why", was="answers", now="server_error")
    [event] = told(None, replace(LOST, kind=IncidentKind.TARGET, findings=(failing,)))
    [found] = event["data"]["findings"]
    assert (found["now"], found["outcome"]) == ("had an error on its server", "server_error")


def test_it_names_so_many_links_and_counts_all() -> None:
    many = replace(LOST, members=tuple(range(1, MOST_LINKS + 10)))
    (event,) = told(None, many)
    assert (len(event["data"]["links"]), event["data"]["links_total"]) == (MOST_LINKS, MOST_LINKS + 9)


def test_the_same_change_has_one_id_and_the_next_another() -> None:
    first, again, later = (
        [each["id"] for each in told(old, replace(old, recovered=frozenset({1})))]
        for old in (LOST, LOST, replace(LOST, version=4))
    )
    assert first == again != later


def test_each_receiver_has_a_queue_that_does_not_show_its_address() -> None:
    receivers = [Receiver("https://a.example/?token=secret"), Receiver("https://b.example/")]
    notices = notices_for(receivers, None, LOST, TRACKED.get, NOW)
    assert len({notice.channel for notice in notices}) == len({notice.key for notice in notices}) == 2
    assert "secret" not in str(notices)
