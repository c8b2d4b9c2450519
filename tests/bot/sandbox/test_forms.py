"""What Slack says at the fields of a modal before it asks the app."""

from typing import Any

import pytest

from bot.sandbox.forms import REQUIRED, form_errors
from tests.bot.sandbox.gallery import Json, plain


def field(kind: str = "plain_text_input", *, optional: bool = False, **more: Any) -> Json:
    element = {"type": kind, "action_id": "a", **more}
    return {"type": "input", "block_id": "b", "label": plain("x"), "optional": optional, "element": element}


@pytest.mark.parametrize(
    ("block", "chosen", "words"),
    [
        (field(), "", REQUIRED),
        (field(optional=True), "", None),
        (field(), "garden", None),
        (field(min_length=3), "ab", "Please enter at least 3 characters."),
        (field(max_length=3), "abcd", "Please enter at most 3 characters."),
        (field("url_text_input"), "ours.example", "Please enter a valid URL."),
        (field("url_text_input"), "https://ours.example", None),
    ],
)
def test_a_field_is_judged_by_what_it_asks_for(block: Json, chosen: str, words: str | None) -> None:
    assert form_errors([block], {"a": chosen}).get("b") == words
