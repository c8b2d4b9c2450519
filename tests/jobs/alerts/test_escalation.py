"""Alerts that nobody takes: told once more, to whom the channel says, and only while they wait."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from jobs.alerts.escalation import Escalation, counting, escalated, escalation_of, has_waited, untaken_since
from jobs.config import Alerts
from jobs.config.quiet import QuietHours, read_quiet
from jobs.model.channel import ChannelSettings
from jobs.model.incident import Incident, IncidentKind, IncidentStatus, LogLine
from jobs.model.notice import NoticeKind
from tests.tools.nouns import CHANNEL, incident
from tests.tools.times import NOON

HOUR = timedelta(hours=1)
TWO_DAYS = timedelta(hours=48)
BEN, OPS = "U0BEN", "C0OPSROOM"


def told(**more: Any) -> Incident:
    return replace(replace(incident(12), message_ts="1.2", told_at=NOON), **more)


@pytest.mark.parametrize(
    ("alert", "since", "why"),
    [
        (told(), NOON, "since it was told"),
        (told(told_at=NOON + HOUR), NOON + HOUR, "not since it was found"),
        (replace(told(), message_ts=""), None, "nobody was told of it"),
        (told(holder=BEN), None, "somebody is on it"),
        (told(status=IncidentStatus.RECOVERED), None, "it is over"),
        (told(status=IncidentStatus.ACCEPTED), None, "it is accepted"),
        (told(snoozed_until=NOON + 9 * HOUR), None, "somebody wants quiet"),
        (told(snoozed_until=NOON + 2 * HOUR), NOON + 2 * HOUR, "a snooze that is over"),
        (told(reopened_at=NOON + 3 * HOUR), NOON + 3 * HOUR, "it was over meanwhile"),
        (told(log=(LogLine(NOON + HOUR, "is no longer on it.", BEN),)), NOON + HOUR, "handed back"),
        (told(log=(LogLine(NOON + HOUR, "This too."),)), NOON, "what a check adds starts nothing anew"),
        (told(kind=IncidentKind.STORM), None, "nobody can take that"),
    ],
)
def test_since_when_an_alert_waits(alert: Incident, since: object, why: str) -> None:
    assert untaken_since(alert, [], NOON + 4 * HOUR) == since, why


def test_of_a_group_that_counts_which_waits_longest() -> None:
    group = told(id="G", kind=IncidentKind.GROUP, members=(), parts=("a", "b", "c"))
    old, new = told(id="a", group="G"), told(id="b", group="G", told_at=NOON + HOUR)
    over = told(id="c", group="G", status=IncidentStatus.RECOVERED)
    now = NOON + 4 * HOUR
    assert untaken_since(group, [old, new, over], now) == NOON
    assert untaken_since(group, [replace(old, holder=BEN), new, over], now) == NOON + HOUR
    assert untaken_since(group, [replace(old, holder=BEN), replace(new, holder=BEN), over], now) is None
    assert untaken_since(replace(group, holder=BEN), [old, new], now) is None


def test_a_person_is_named_in_the_thread() -> None:
    write = escalated(told(), Escalation(TWO_DAYS, BEN), NOON + TWO_DAYS)
    [alert] = write.incidents
    assert (alert.log[-1].text, alert.log[-1].whom, alert.escalated_to) == ("Nobody has taken this for 2d:", BEN, BEN)
    assert [(each.kind, each.channel, each.broadcast) for each in write.notices] == [
        (NoticeKind.EDIT, CHANNEL, False),
        (NoticeKind.REPLY, CHANNEL, False),
    ]


def test_another_channel_gets_a_message_of_its_own() -> None:
    write = escalated(told(), Escalation(TWO_DAYS, OPS), NOON + TWO_DAYS)
    assert [(each.kind, each.channel) for each in write.notices][1:] == [
        (NoticeKind.REPLY, CHANNEL),
        (NoticeKind.TEXT, OPS),
    ]


@pytest.mark.parametrize("to", ["", CHANNEL])
def test_the_channel_itself_hears_of_it_again(to: str) -> None:
    write = escalated(told(), Escalation(TWO_DAYS, to), NOON + TWO_DAYS)
    assert [(each.kind, each.broadcast) for each in write.notices] == [
        (NoticeKind.EDIT, False),
        (NoticeKind.REPLY, True),
    ]
    assert write.incidents[0].escalated_to == CHANNEL


@pytest.mark.parametrize(
    ("configured", "chosen", "plan"),
    [
        (Alerts(), None, None),
        (Alerts(escalate_after=TWO_DAYS), None, Escalation(TWO_DAYS)),
        (Alerts(escalate_after=TWO_DAYS, escalate_to=BEN), None, Escalation(TWO_DAYS, BEN)),
        (Alerts(escalate_after=TWO_DAYS), "off", None),
        (Alerts(), "12h C0OPSROOM", Escalation(12 * HOUR, OPS)),
        (Alerts(escalate_after=TWO_DAYS), "soon", Escalation(TWO_DAYS)),
    ],
)
def test_a_channel_chooses_over_the_configuration(
    configured: Alerts, chosen: str | None, plan: Escalation | None
) -> None:
    assert escalation_of(configured, ChannelSettings(escalate=chosen)) == plan
    assert plan is None or escalation_of(Alerts(), ChannelSettings(escalate=str(plan))) == plan


@pytest.mark.parametrize(
    ("before", "after", "since", "why"),
    [
        (None, TWO_DAYS, NOON, "nothing was told before"),
        (TWO_DAYS, TWO_DAYS, NOON - HOUR, "as it was"),
        (TWO_DAYS, 3 * TWO_DAYS, NOON - HOUR, "who waits for longer floods nobody"),
        (3 * TWO_DAYS, TWO_DAYS, NOON, "shorter: what waits for longer than that would come at once"),
        (TWO_DAYS, None, None, "off: the next time it begins anew"),
    ],
)
def test_from_when_on_the_time_of_alerts_counts(
    before: timedelta | None, after: timedelta | None, since: object, why: str
) -> None:
    chosen = ChannelSettings(escalating_after=before, escalating_since=NOON - HOUR if before else None)
    counted = counting(chosen, Escalation(after, BEN) if after else None, NOON)
    assert (counted.escalating_after, counted.escalating_since) == (after, since), why
    assert counting(counted, Escalation(after) if after else None, NOON + HOUR) == counted


@pytest.mark.parametrize(
    ("quiet", "hours", "why"),
    [
        ("", 48, "the time is over"),
        ("22:00-07:00 UTC", 48 + 3 * 9, "nights do not count"),
        ("sat sun UTC", 48 + 48, "a weekend lies in between"),
    ],
)
def test_quiet_time_is_no_time_waited(quiet: str, hours: int, why: str) -> None:
    friday = NOON + timedelta(days=(4 - NOON.weekday()) % 7)
    rests: QuietHours | None = read_quiet(quiet) if quiet else None
    plan, over = Escalation(TWO_DAYS), friday + hours * HOUR
    assert has_waited(plan, friday, rests, over), why
    assert not has_waited(plan, friday, rests, over - timedelta(minutes=1)), why
