from datetime import timedelta

from jobs.checks.allowance import DailyAllowance
from tests.tools.clocks import HandClock

PAGE, OTHER = "https://walks.example/ridge", "https://walks.example/lake"


async def test_a_page_may_cost_so_many_requests_a_day_and_no_more() -> None:
    clock = HandClock()
    allowance = DailyAllowance(clock, most=4)
    assert [await allowance.take(PAGE, number) for number in (3, 3, 1)] == [True, False, True]
    assert not await allowance.take(PAGE)
    assert not await allowance.take(OTHER, 2, leaving=3), "that is left for what matters more"
    assert await allowance.take(OTHER, 3)
    clock.move(timedelta(hours=25))
    assert await allowance.take(PAGE, 3)
