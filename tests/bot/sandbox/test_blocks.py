"""What Slack takes and what it refuses, block by block; the limits are those of its reference."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.blocks import is_too_large, message_faults, view_faults
from tests.bot.sandbox.gallery import ALERT, CHART, DIGEST, FORM, HOME, Json, button, mrkdwn, option, plain, raw


def section(text: Any) -> Json:
    return {"type": "section", "text": text}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def chart(**changes: Any) -> Json:
    return {**CHART, "chart": {**CHART["chart"], **changes}}


def select(count: int, **more: Any) -> Json:
    options = [option(str(n), str(n)) for n in range(count)]
    return {"type": "static_select", "action_id": "s", "options": options, **more}


def typed(**more: Any) -> Json:
    return {"type": "input", "label": plain("x"), "element": {"type": "plain_text_input", "action_id": "a", **more}}


POINTS = [{"label": "a", "value": 1}]
AXIS = {"categories": ["a"]}


TAKEN = [
    ALERT,
    DIGEST,
    [],
    [section(mrkdwn("x" * 3000))],
    [actions(*[button(str(n), "b") for n in range(25)])],
]


@pytest.mark.parametrize("blocks", TAKEN)
def test_what_slack_takes_passes(blocks: list[Json]) -> None:
    assert message_faults(blocks) == []


@pytest.mark.parametrize("view", [FORM, HOME])
def test_views_that_slack_takes_pass(view: Json) -> None:
    assert view_faults(view) == []


REFUSED: list[tuple[list[Json], str, str]] = [
    ([section(mrkdwn("x" * 3001))], "must be less than 3001 characters", "/blocks/0/text/text"),
    ([section(mrkdwn(""))], "must be more than 0 characters", "/blocks/0/text/text"),
    ([{"type": "section"}], "must define either `text` or `fields`", "/blocks/0"),
    ([{"type": "section", "fields": [mrkdwn("x")] * 11}], "no more than 10 items allowed", "/blocks/0/fields"),
    ([section("bare")], "must provide an object", "/blocks/0/text"),
    ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters", "/blocks/0/text/text"),
    ([{"type": "header", "text": mrkdwn("x")}], "unsupported type: mrkdwn", "/blocks/0/text/type"),
    ([{"type": "divider"}] * 51, "no more than 50 items allowed", "/blocks"),
    ([{"type": "divider", "colour": "red"}], "invalid additional property: colour", "/blocks/0"),
    ([{"type": "marquee"}], "unsupported type: marquee", "/blocks/0/type"),
    ([{}], "missing required field: type", "/blocks/0"),
    ([actions(button("a", "x" * 76))], "must be less than 76 characters", "/blocks/0/elements/0/text/text"),
    ([actions(button("a", "x", value="x" * 2001))], "must be less than 2001 characters", "/blocks/0/elements/0/value"),
    ([actions(button("a", "x", style="loud"))], "must be one of: primary, danger", "/blocks/0/elements/0/style"),
    ([actions(button("a", "x"), button("a", "y"))], "action_id `a` already exists", "/blocks/0"),
    ([actions(*[button(str(n), "b") for n in range(26)])], "no more than 25 items allowed", "/blocks/0/elements"),
    ([actions(select(101))], "no more than 100 items allowed", "/blocks/0/elements/0/options"),
    (
        [actions(select(1, option_groups=[{"label": plain("g"), "options": [option("a", "a")]}]))],
        "must define either `options` or `option_groups`",
        "/blocks/0",
    ),
    ([actions(select(2, initial_option=option("9", "9")))], "initial option must be one of the options", "/blocks/0"),
    (
        [actions({"type": "overflow", "action_id": "o", "options": [option(str(n), str(n)) for n in range(6)]})],
        "no more than 5 items allowed",
        "/blocks/0/elements/0/options",
    ),
    (
        [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}],
        "block_id `a` already exists",
        "/blocks",
    ),
    ([{"type": "context", "elements": [mrkdwn("x")] * 11}], "no more than 10 items allowed", "/blocks/0/elements"),
    ([{"type": "table", "rows": [[raw("x")]] * 101}], "no more than 100 items allowed", "/blocks/0/rows"),
    ([{"type": "table", "rows": [[raw("x")] * 21]}], "no more than 20 items allowed", "/blocks/0/rows/0"),
    ([{"type": "table", "rows": [[raw("")]]}], "must be more than 0 characters", "/blocks/0/rows/0/0/text"),
    (
        [{"type": "table", "rows": [[raw("x")], [raw("x"), raw("y")]]}],
        "all rows must have the same number of cells",
        "/blocks/0/rows",
    ),
    (
        [{"type": "table", "rows": [[raw("x" * 5001)], [raw("x" * 5000)]]}],
        "tables must be less than 10001 characters",
        "/blocks",
    ),
    ([{"type": "table", "rows": [[raw("x")]]}] * 2, "no more than 1 table blocks allowed", "/blocks"),
    ([CHART] * 3, "no more than 2 data_visualization blocks allowed", "/blocks"),
    (
        [chart(series=[{"name": str(n), "data": POINTS} for n in range(7)], axis_config=AXIS)],
        "no more than 6 items allowed",
        "/blocks/0/chart/series",
    ),
    (
        [chart(series=[{"name": "a", "data": POINTS}], axis_config={"categories": ["b"]})],
        "labels must match the categories",
        "/blocks/0/chart/series/0/data",
    ),
    (
        [chart(series=[{"name": "a", "data": POINTS}] * 2, axis_config=AXIS)],
        "series name `a` already exists",
        "/blocks/0/chart",
    ),
    (
        [
            {
                "type": "data_visualization",
                "title": "x",
                "chart": {"type": "pie", "segments": [{"label": "a", "value": 0}]},
            }
        ],
        "must be greater than 0",
        "/blocks/0/chart/segments",
    ),
    (
        [chart(series=[{"name": "a", "data": [{"label": "a", "value": "1"}]}], axis_config=AXIS)],
        "must provide a number",
        "/blocks/0/chart/series/0/data/0/value",
    ),
    (
        [{"type": "table", "rows": [[raw("a")], [raw("a"), raw("b")]]}],
        "all rows must have the same number of cells",
        "/blocks/0/rows",
    ),
    (
        [{"type": "container", "child_blocks": [section(mrkdwn("x"))], "title": plain("x"), "default_collapsed": True}],
        "default_collapsed requires is_collapsible",
        "/blocks/0/default_collapsed",
    ),
    ([actions(select(2, initial_option=option("9", "9")))], "initial option must be one of the options", "/blocks/0"),
    (
        [actions({"type": "static_select", "action_id": "s"})],
        "must define either `options` or `option_groups`",
        "/blocks/0",
    ),
    ([actions({"type": "static_select", "options": "all"})], "must provide an array", "/blocks/0/elements/0/options"),
    ([{**CHART, "title": "x" * 51}], "must be less than 51 characters", "/blocks/0/title"),
    ([{"type": "alert", "text": plain("x")}], "unsupported type: alert", "/blocks/0/type"),
    ([{"type": "markdown", "text": "x" * 12_001}], "must be less than 12001 characters", "/blocks/0/text"),
    ([{"type": "image", "alt_text": "x"}], "must define either `image_url` or `slack_file`", "/blocks/0"),
    (
        [
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}],
            }
        ],
        "must be more than 0 characters",
        "/blocks/0/elements/0/elements/0/text",
    ),
]


@pytest.mark.parametrize(("blocks", "words", "pointer"), REFUSED)
def test_what_slack_refuses_is_refused_in_its_words(blocks: list[Json], words: str, pointer: str) -> None:
    assert f"{words} [json-pointer:{pointer}]" in message_faults(blocks)


MODAL: Json = {"type": "modal", "title": plain("x"), "blocks": []}
REFUSED_VIEWS: list[tuple[Json, str, str]] = [
    ({**MODAL, "title": plain("x" * 25)}, "must be less than 25 characters", "/view/title/text"),
    ({**MODAL, "submit": plain("x" * 25)}, "must be less than 25 characters", "/view/submit/text"),
    ({**MODAL, "blocks": FORM["blocks"]}, "missing required field: submit", "/view"),
    ({**MODAL, "blocks": [{"type": "divider"}] * 101}, "no more than 100 items allowed", "/view/blocks"),
    ({**MODAL, "blocks": [CHART]}, "unsupported type: data_visualization", "/view/blocks/0/type"),
    ({**MODAL, "private_metadata": "x" * 3001}, "must be less than 3001 characters", "/view/private_metadata"),
    ({"type": "home", "blocks": [], "title": plain("x")}, "invalid additional property: title", "/view"),
    ({"type": "modal", "blocks": []}, "missing required field: title", "/view"),
    ({**MODAL, "blocks": [typed(max_length=0)]}, "must be at least 1", "/view/blocks/0/element/max_length"),
    ({**MODAL, "blocks": [typed(max_length=3001)]}, "must be at most 3000", "/view/blocks/0/element/max_length"),
    ({**MODAL, "blocks": [typed(max_length=True)]}, "must provide an integer", "/view/blocks/0/element/max_length"),
    ({**MODAL, "blocks": [typed(multiline="yes")]}, "must provide a boolean", "/view/blocks/0/element/multiline"),
    (
        {**MODAL, "submit": plain("x"), "blocks": [typed(focus_on_load=True), typed(focus_on_load=True)]},
        "only one element may have focus_on_load",
        "/view/blocks",
    ),
    (
        {"type": "home", "blocks": [{"type": "alert", "text": plain("x")}]},
        "unsupported type: alert",
        "/view/blocks/0/type",
    ),
]


@pytest.mark.parametrize(("view", "words", "pointer"), REFUSED_VIEWS)
def test_views_that_slack_refuses_are_refused(view: Json, words: str, pointer: str) -> None:
    assert f"{words} [json-pointer:{pointer}]" in view_faults(view)


def test_a_view_has_at_most_250_kilobytes() -> None:
    assert is_too_large({"type": "home", "blocks": [section(mrkdwn("x" * 3000))] * 90})
    assert not is_too_large(HOME)


async def test_the_answer_carries_the_complaints(client: AsyncWebClient) -> None:
    blocks = [section(mrkdwn("x" * 3001))]
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C0LINKS", text="x", blocks=blocks)
    answer = caught.value.response
    words = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == [words]
    assert answer["response_metadata"] == {"messages": [f"[ERROR] {words}"]}
