import pytest

from bot.bench import response


async def test_slack_is_answered_at_rest_and_while_pages_are_checked() -> None:
    found = await response.measured(12)
    assert found["checked"] == 12
    assert all(found[when] > 0 for when in response.MOST_MS)


def test_both_stand_beside_their_aim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        response, "in_own_process", lambda *_: {"at rest": 60.0, "while pages are checked": 90.0, "checked": 2_000}
    )
    assert [(figure.value, figure.ok) for figure in response.run()] == [(60.0, False), (90.0, True), (2_000, True)]
