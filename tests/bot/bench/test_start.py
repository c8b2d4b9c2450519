import pytest

from bot.bench import start


async def test_the_bot_is_started_until_slack_has_its_connection() -> None:
    [seconds] = await start.until_connected(20, 1)
    assert seconds > 0


def test_each_command_and_the_bot_stand_beside_their_aim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "_all_seconds", lambda *_: [0.3, 0.1, 0.5])
    monkeypatch.setattr(start, "in_own_process", lambda *_: [1.0, 1.1, 1.3])
    figures = start.run()
    assert [(figure.value, figure.ok) for figure in figures] == [(0.3, False), (0.3, True), (1.1, True)]
