from datetime import timedelta

from jobs.checks.allowance import DailyAllowance
from tests.tools.clocks import HandClock

PAGE, OTHER = "https://walks.example/ridge", "https://walks.example/lake"


def test_a_page_may_cost_so_many_requests_a_day_and_no_more() -> None:
    clock = HandClock()
    allowance = DailyAllowance(clock, most=4)
    assert [allowance.take(PAGE, 3), allowance.take(PAGE, 3), allowance.take(PAGE)] == [True, False, True]
    assert not allowance.take(PAGE)
    assert not allowance.take(OTHER, 2, leaving=3), "that is left for what matters more"
    assert allowance.take(OTHER, 3)
    clock.move(timedelta(hours=25))
    assert allowance.take(PAGE, 3)
