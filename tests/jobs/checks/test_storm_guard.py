from datetime import UTC, datetime, timedelta

from jobs.checks.storm_guard import StormGuard

T0 = datetime(2026, 5, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def guard_after(bad: int, good: int, hosts: int) -> StormGuard:
    guard = StormGuard()
    for number in range(good):
        guard.record(f"good{number}", turned_bad=False, now=T0)
    for number in range(bad):
        guard.record(f"bad{number % hosts}", turned_bad=True, now=T0)
    return guard


def test_many_failures_on_many_hosts_are_a_storm() -> None:
    assert guard_after(bad=6, good=14, hosts=6).active


def test_one_dead_host_is_no_storm_however_many_links_it_holds() -> None:
    assert not guard_after(bad=200, good=10, hosts=1).active


def test_a_few_checks_prove_nothing() -> None:
    assert not guard_after(bad=9, good=0, hosts=9).active


def test_a_fifth_is_not_yet_a_storm() -> None:
    assert not guard_after(bad=20, good=80, hosts=20).active


def test_three_canaries_that_all_fail_are_a_storm_and_two_are_not() -> None:
    guard = StormGuard()
    guard.canaries({"a": False, "b": False}, T0)
    assert not guard.active
    guard.canaries({"a": False, "b": False, "c": False}, T0)
    assert guard.active


def test_one_failing_canary_of_three_is_that_site_s_own_trouble() -> None:
    guard = StormGuard()
    guard.canaries({"a": False, "b": True, "c": True}, T0)
    assert not guard.active


def test_a_storm_ends_after_ten_calm_minutes() -> None:
    guard = guard_after(bad=10, good=5, hosts=10)
    for minute in range(1, 40):
        guard.record("good", turned_bad=False, now=T0 + minute * MINUTE)
        if not guard.active:
            break
    # The failures leave the window after ten minutes; ten calm ones follow.
    assert timedelta(minutes=19) <= (minute * MINUTE) <= timedelta(minutes=22)


def test_a_storm_does_not_end_while_the_canaries_are_down() -> None:
    guard = StormGuard()
    guard.canaries(dict.fromkeys("abc", False), T0)
    for minute in range(1, 60):
        guard.record("good", turned_bad=False, now=T0 + minute * MINUTE)
    assert guard.active
    guard.canaries(dict.fromkeys("abc", True), T0 + 60 * MINUTE)
    guard.weigh(T0 + 71 * MINUTE)
    assert not guard.active


def test_a_clock_set_back_does_not_keep_a_storm_raging() -> None:
    guard = guard_after(bad=10, good=5, hosts=10)
    assert guard.active
    earlier = T0 - timedelta(hours=3)
    for minute in range(30):
        guard.record("good", turned_bad=False, now=earlier + minute * MINUTE)
    assert not guard.active
