import pytest

from bot.bench import start


async def test_the_bot_is_started_until_slack_has_its_connection_and_holds_some_memory() -> None:
    [seconds] = await start.until_connected(20, 1)
    assert seconds > 0
    assert 10 < await start.memory_of(20) < 1_000


def test_each_command_and_the_bot_stand_beside_their_aim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "_all_seconds", lambda *_: [0.3, 0.1, 0.5])
    monkeypatch.setattr(
        start, "in_own_process", lambda _, what, *_rest: [1.0, 1.1, 1.3] if what == "seconds" else 230.4
    )
    figures = [(figure.value, figure.ok) for figure in start.run()]
    assert figures == [(0.3, False), (0.3, True), (1.1, True), (230, False)]
