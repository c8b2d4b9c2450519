import gc

from bot.wiring import left_alone


def test_the_collector_works_but_passes_over_what_there_was_until_the_bot_stops() -> None:
    gc.disable()
    with left_alone():
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    assert gc.get_freeze_count() == 0
