"""What a report says of a month, with proof and costs."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jobs.digests.reports import wording
from jobs.digests.reports.report import Balance, LinkClass, Step
from jobs.digests.trend import WEEKS
from jobs.model.channel import ChannelSettings
from jobs.model.link_status import LinkState
from jobs.model.terms import Guarantee, Money, Terms
from jobs.units.money import sums
from tests.tools.reports import busy_month, event, on, proving, report_of, stood


def test_a_month_in_which_something_of_everything_happened() -> None:
    report = report_of(*busy_month(live=40))
    names = {step: [each.link.ref for each in report.steps(step)] for step in Step}
    assert names == {
        Step.PLACED: ["L-101", "L-102"],
        Step.LOST: ["L-103"],
        Step.REPLACED: ["L-106"],
        Step.WEAKENED: ["L-105"],
        Step.CAME_BACK: ["L-104"],
        Step.MENDED: [],
        Step.REMOVED: ["L-107"],
    }
    assert report.classes == {
        LinkClass.LIVE: 43,
        LinkClass.WEAKENED: 1,
        LinkClass.LOST: 1,
        LinkClass.REPLACED: 1,
        LinkClass.PENDING: 1,
        LinkClass.UNKNOWN: 1,
    }
    assert wording.in_short(report) == (
        "45 links are on their pages at the end of June 2026; when the month began there were 45. "
        "In between: 2 placed, 1 came back, 1 lost, 1 page replaced by another, 1 tracked no longer. "
        "Of 1 it is unknown: its page could not be read, or was not yet."
    )
    assert report.is_over
    assert wording.period(report) == "1 Jun 2026 to 30 Jun 2026. Made on 2 Jul 2026; days of Europe/Berlin."


def test_a_loss_comes_with_its_proof_and_says_where_that_is_no_longer_kept() -> None:
    events = [event(number, kind, -9) for number in (1, 2, 3) for kind in ("added", "live")]
    events += [event(1, "lost", 11, "Gone."), event(2, "lost", 12, "Gone."), event(2, "recovered", 14)]
    events += [event(3, "marked", 15, "marked L-3 as lost.")]
    links = [
        stood(1, LinkState.LOST, 11, proofs=proving(11)),
        stood(2, LinkState.LIVE, 14),
        stood(3, LinkState.LOST, 15),
    ]
    first, second, third = report_of(events, links).steps(Step.LOST)
    assert first.proof == "Absent at 4 checks in 31 h; the site's home page answered each time it was confirmed."
    assert second.proof == "The checks that proved it are no longer kept."
    assert (third.proof, wording.what_happened(third)) == ("", "Said by a person: the page cannot be read.")


def test_what_left_its_page_before_is_named_and_is_no_new_loss() -> None:
    events = [event(1, kind, day) for kind, day in (("added", -9), ("live", -9), ("replaced", -3), ("lost", 5))]
    report = report_of(events, [stood(1, LinkState.LOST, 5)])
    assert (len(report.steps(Step.LOST)), report.balance.lost) == (1, 0)
    assert wording.not_counted(report) == "1 link of these had left its page before, or never stood there."
    assert "Another page stood there before." in wording.what_happened(report.steps(Step.LOST)[0])


def test_one_link_is_counted_as_one() -> None:
    report = report_of([event(1, "added", -9), event(1, "live", -9)], [stood(1, LinkState.LIVE, -9)])
    told = "1 link is on its page at the end of June 2026; when the month began there was 1. None came and none went."
    assert wording.in_short(report) == told


def test_what_we_give_is_named_beside_what_we_get() -> None:
    only_ours = report_of([event(1, "added", -9), event(1, "live", -9)], [stood(1, LinkState.LIVE, -9)], given=[1])
    assert only_ours.balance == Balance()
    assert wording.in_short(only_ours) == (
        "0 links are on their pages at the end of June 2026; when the month began there were 0. "
        "None came and none went. Not counted: 1 link that we give."
    )


def test_what_we_give_is_claimed_from_nobody() -> None:
    lost = stood(
        1, LinkState.LOST, 11, terms=Terms(guaranteed_until=date(2027, 3, 1)), guarantee=Guarantee(claim_days=60)
    )
    assert len(report_of([], [lost]).claims) == 1
    assert report_of([], [lost], given=[1]).claims == ()


def test_a_month_that_is_not_over_goes_up_to_now() -> None:
    report = report_of([event(1, "added", 1), event(1, "live", 2)], [stood(1, LinkState.LIVE, 2)], now=on(9.5))
    assert (report.until, report.is_over) == (on(9.5), False)
    assert "1 link is on its page now" in wording.in_short(report)
    assert wording.period(report).startswith("1 Jun 2026 to 10 Jun 2026, so far.")


def test_a_month_before_anything_was_tracked_says_so() -> None:
    report = report_of([event(1, "added", 35)], [stood(1, LinkState.LIVE, 36, added_at=on(35))])
    assert wording.in_short(report) == "Nothing was tracked in this month."
    assert report.series == ()


def test_the_weeks_end_with_the_month() -> None:
    report = report_of(*busy_month(live=5))
    assert len(report.series) <= WEEKS
    assert report.series[-1].live == report.balance.end
    assert report.series[-1].monday == date(2026, 6, 29)


def test_costs_are_hidden_where_the_channel_hides_them() -> None:
    events, links = busy_month()
    assert report_of(events, links, chosen=ChannelSettings(hide_costs=True)).costs is None
    assert report_of(events, [each.without_cost() for each in links]).costs is None


def test_costs_say_of_how_many_they_are_known() -> None:
    costs = report_of(*busy_month(live=3)).costs
    assert costs is not None
    assert wording.known_of(costs.classes[LinkClass.LIVE]) == "4 of 6 links"
    assert wording.amounts(costs.placed.amounts) == "120 EUR, 90.50 USD"
    assert wording.amounts(costs.classes[LinkClass.PENDING].amounts) == "unknown"


money = st.builds(Money, st.decimals(0, 10_000, places=2), st.sampled_from(["EUR", "USD", "JPY"]))


@given(st.lists(st.tuples(st.sampled_from(LinkState), st.none() | money), max_size=20))
def test_the_costs_of_the_classes_add_up_to_those_of_all(tracked: list[tuple[LinkState, Money | None]]) -> None:
    links = [stood(number, state, 3, terms=Terms(cost)) for number, (state, cost) in enumerate(tracked, 1)]
    costs = report_of([], links).costs
    if costs is None:
        assert not any(cost for _, cost in tracked)
        return
    spends = costs.classes.values()
    assert sum(spend.links for spend in spends) == costs.total.links == len(links)
    assert sum(spend.known for spend in spends) == costs.total.known
    assert sums(each for spend in spends for each in spend.amounts) == costs.total.amounts
    assert sum((each.amount for each in costs.total.amounts), Decimal()) == sum(
        (cost.amount for _, cost in tracked if cost), Decimal()
    )


def test_what_is_tracked_no_longer_keeps_its_address() -> None:
    events = [event(1, kind, -9) for kind in ("added", "live")] + [event(1, "removed", 40, "https://left.example/")]
    report = report_of(events, [])
    assert [(each.link.page_url, each.known) for each in report.standings] == [
        ("https://left.example/", LinkClass.LIVE)
    ]
    assert report.standings[0].since == on(-9)
    assert report.until - report.since == timedelta(days=30)
