from typing import Any

import pytest

from bot.access.asker import asker_of, response_url_of

HOME = {"team_id": "T1", "enterprise_id": None}
GRID = {"team_id": "T1", "enterprise_id": "E1"}


@pytest.mark.parametrize(
    ("body", "home", "expected", "why"),
    [
        ({"user_id": "U1", "channel_id": "C1", "team_id": "T1"}, HOME, ("U1", "C1", True), "a command"),
        ({"user_id": "U1", "channel_id": "C1", "team_id": "T2"}, HOME, ("U1", "C1", False), "from elsewhere"),
        (
            {"user": {"id": "U1", "team_id": "T1"}, "channel": {"id": "C1"}, "team": {"id": "T1"}},
            HOME,
            ("U1", "C1", True),
            "a click",
        ),
        (
            {"user": {"id": "U1", "team_id": "T2"}, "channel": {"id": "C1"}, "team": {"id": "T1"}},
            HOME,
            ("U1", "C1", False),
            "in a shared channel the person's own workspace counts",
        ),
        (
            {"user": {"id": "U1"}, "container": {"channel_id": "C1"}, "team": {"id": "T1"}},
            HOME,
            ("U1", "C1", True),
            "a click whose channel is told by its container only",
        ),
        (
            {"user": {"id": "U1", "team_id": "T3"}, "channel": {"id": "C1"}, "enterprise": {"id": "E1"}},
            GRID,
            ("U1", "C1", True),
            "another workspace of the same organisation",
        ),
        ({"user_id": "U1", "channel_id": "C1"}, {}, ("U1", "C1", False), "nothing known is not at home"),
    ],
)
def test_who_asks_and_where(
    body: dict[str, Any], home: dict[str, Any], expected: tuple[str, str, bool], why: str
) -> None:
    asker = asker_of(body, home)
    assert (asker.user, asker.channel, asker.at_home) == expected, why


def test_some_payloads_have_no_address_for_answers() -> None:
    assert response_url_of({"response_url": "https://x.example"}) == "https://x.example"
    assert response_url_of({"response_url": None}) == ""
