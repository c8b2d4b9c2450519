"""What can be claimed until when, and reminders of it: each once, whatever happens in between."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jobs.model.findings import Finding, Severity
from jobs.model.link import Accepted, Link, NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.terms import Claimed, Covered, Guarantee, Terms
from jobs.model.write import Write
from jobs.partners.claims import ClaimReminder, claims_by_deadline, reminder_words, reminders_due
from jobs.partners.remind import ClaimReminders
from jobs.verdicts.guarantee import claim_until, is_claimed, under_guarantee
from tests.tools.nouns import MISSING, NOFOLLOW, link
from tests.tools.stores import open_store

pytestmark = pytest.mark.both_stores

SEEN = datetime(2026, 3, 1, 22, tzinfo=UTC)
PROVED = datetime(2026, 3, 3, 5, tzinfo=UTC)
SPONSORED = Finding("sponsored", Severity.WEAKENED, "The link is sponsored now.")
LAST = date(2026, 12, 31)
DAY = timedelta(days=1)


def broken(state: LinkState = LinkState.LOST, *found: Finding, days: int | None = 14, **more: Any) -> Link:
    """A link that was seen absent on 1 March, which was proved on the third."""
    absent = SEEN if state is LinkState.LOST else None
    standing = LinkStatus(state, since=PROVED, absent_since=absent, open=found or (MISSING,))
    base = link(12, terms=Terms(guaranteed_until=LAST), guarantee=Guarantee(claim_days=days), standing=standing)
    return replace(base, **more)


def covering(*covered: Covered) -> Guarantee:
    return Guarantee(covered, 14)


@pytest.mark.parametrize(
    ("link", "until", "why"),
    [
        (broken(), date(2026, 3, 15), "from when it was first seen"),
        (broken(LinkState.WEAKENED, NOFOLLOW), date(2026, 3, 17), "a weakening is seen when it is proved"),
        (broken(days=None), None, "no days were agreed, so none are invented"),
        (broken(LinkState.LIVE), None, "all is well"),
        (broken(terms=Terms()), None, "nothing is guaranteed"),
        (broken(terms=Terms(guaranteed_until=date(2026, 2, 28))), None, "it was over before"),
        (broken(terms=Terms(guaranteed_until=date(2026, 3, 1))), date(2026, 3, 15), "it ran on the day it was seen"),
        (broken(guarantee=covering(Covered.REMOVED)), date(2026, 3, 15), "removed counts"),
        (broken(guarantee=covering(Covered.NOFOLLOW)), None, "only nofollow counts"),
        (broken(LinkState.WEAKENED, NOFOLLOW, guarantee=covering(Covered.NOFOLLOW)), date(2026, 3, 17), "it counts"),
        (broken(LinkState.WEAKENED, SPONSORED, guarantee=covering(Covered.NOFOLLOW)), None, "sponsored does not"),
    ],
)
def test_a_breach_that_counts_can_be_claimed_for_so_many_days(link: Link, until: date | None, why: str) -> None:
    assert claim_until(link) == until, why


def test_what_does_not_count_is_not_under_guarantee() -> None:
    assert under_guarantee(broken(guarantee=covering(Covered.REMOVED)))
    assert not under_guarantee(broken(guarantee=covering(Covered.NOINDEX)))


def test_what_was_claimed_is_claimed_no_more_and_what_breaks_later_is() -> None:
    lost = broken(claimed=Claimed("U1", PROVED))
    assert (claim_until(lost), is_claimed(lost)) == (None, True)
    later = replace(lost, standing=replace(lost.standing, since=PROVED + 9 * DAY, absent_since=PROVED + 8 * DAY))
    assert (claim_until(later), is_claimed(later)) == (date(2026, 3, 25), False)
    assert not is_claimed(broken(LinkState.LIVE, claimed=Claimed("U1", PROVED)))


def test_what_somebody_accepted_is_claimed_no_more() -> None:
    lost = broken()
    accepted = Accepted("missing", "absent", "U1", PROVED)
    as_accepted = replace(lost.standing, open=())
    assert (
        claim_until(replace(lost, expected=replace(lost.expected, accepted=(accepted,)), standing=as_accepted)) is None
    )
    assert claim_until(replace(lost, standing=as_accepted)) is not None


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (at(8, 7), None),
        (at(8, 8), 7),
        (at(10), 7),
        (at(13), 2),
        (at(15, 7), 2),
        (at(15), 0),
        (at(15, 23), 0),
        (at(16, 0), None),  # it is over
    ],
)
def test_a_reminder_falls_due_in_the_morning_of_its_day(now: datetime, days: int | None) -> None:
    due = reminders_due([broken()], now)
    assert [each.days for each in due] == ([] if days is None else [days])


def test_what_was_past_when_it_was_proved_the_alert_has_told() -> None:
    assert [each.days for each in reminders_due([broken(days=6)], at(3))] == []
    assert [each.days for each in reminders_due([broken(days=6)], at(5))] == [2]


def test_links_of_one_site_and_day_are_one_reminder() -> None:
    others = [replace(broken(), id=number) for number in range(13, 20)]
    elsewhere = replace(broken(), id=20, page_url="https://other.example/p")
    first, second = reminders_due([broken(), *others, elsewhere], at(13))
    assert (first.site, len(first.refs), second.refs) == ("blog.example", 8, ("L-20",))
    assert reminder_words(first, at(13)) == (
        "Claim until 15 Mar 2026 (in 2 days): what went under guarantee on blog.example, "
        "L-12, L-13, L-14, L-15, L-16 and 3 more."
    )


@pytest.mark.parametrize(("day", "said"), [(14, "tomorrow is the last day"), (15, "today is the last day")])
def test_the_last_days_are_called_so(day: int, said: str) -> None:
    assert said in reminder_words(ClaimReminder("C1", "blog.example", date(2026, 3, 15), 2, ("L-1",)), at(day))


def test_nobody_is_reminded_of_a_snoozed_link() -> None:
    lost = broken()
    quiet = replace(lost, standing=replace(lost.standing, snoozed_until=at(20)))
    assert reminders_due([quiet], at(13)) == []
    assert [claim.until for claim in claims_by_deadline([quiet], at(13))] == [date(2026, 3, 15)]


def test_the_most_urgent_claim_is_first() -> None:
    later, sooner = broken(days=30), replace(broken(days=20), id=13)
    assert [claim.link.id for claim in claims_by_deadline([later, sooner], at(4))] == [13, 12]


async def test_each_reminder_is_told_once_across_restarts(tmp_path: Path) -> None:
    """Hour by hour over the days of a claim; every sixth hour the bot is started anew."""
    store = await open_store(tmp_path)
    added, _ = await store.add_link(NewLink("C1", "https://blog.example/p", "https://ours.example/"), SEEN - 30 * DAY)
    lost = broken()
    kept = replace(added, standing=lost.standing, terms=lost.terms, guarantee=lost.guarantee)
    await store.write(Write(links=[kept]))
    told: list[datetime] = []
    for hour in range(16 * 24):
        now = at(3) + timedelta(hours=hour)
        if hour % 6 == 0:
            await store.close()
            store = await open_store(tmp_path)
            reminders = ClaimReminders(store)
        told += [now] * await reminders.write_due(now)
        assert await reminders.write_due(now) == 0
    assert told == [at(8, 8), at(13, 8), at(15, 8)]
    assert len(await store.notices(channel="C1")) == 3
    await store.close()


async def test_after_a_silence_only_the_latest_is_told(tmp_path: Path) -> None:
    store = await open_store(tmp_path)
    added, _ = await store.add_link(NewLink("C1", "https://blog.example/p", "https://ours.example/"), SEEN - 30 * DAY)
    lost = broken()
    await store.write(Write(links=[replace(added, standing=lost.standing, terms=lost.terms, guarantee=lost.guarantee)]))
    assert await ClaimReminders(store).write_due(at(14)) == 1
    [notice] = await store.notices(channel="C1")
    assert "tomorrow is the last day" in notice.text
    await store.close()
