import pytest

from bot.bench import bulk


@pytest.mark.parametrize("name", list(bulk.COMMANDS))
async def test_a_change_of_many_is_shown_done_and_undone(name: str) -> None:
    found = await bulk.measured(bulk.COMMANDS[name], 120)
    assert list(found) == ["shown", "changed", "undone"]
    assert all(seconds >= 0 and waited > 0 and worked > 0 for seconds, waited, worked in found.values())


def test_each_step_stands_beside_its_aim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "in_own_process", lambda *_: {"shown": [0.5, 12.0, 9.0], "changed": [9.0, 60.0, 40.0]})
    figures = bulk.run()
    assert [figure.ok for figure in figures] == [True, True, True, True, False, True] * len(bulk.COMMANDS)
