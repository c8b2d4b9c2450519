"""The local Slack's own checker against the schema that Slack publishes: what either refuses, both refuse."""

import pytest

from bot.sandbox.blocks import message_faults, view_faults
from tests.bot.sandbox.gallery import ALERT, DIGEST, FORM, HOME, Json
from tests.bot.sandbox.test_blocks import REFUSED, REFUSED_VIEWS, TAKEN
from tests.tools.node_modules import needs_package
from tests.tools.renew_slack_schema import RESULT, renewed
from tests.tools.slack_judge import message_objections, view_objections

BEYOND_A_SCHEMA = (
    "already exists",
    "must define either `options`",
    "initial option",
    "blocks allowed",
    "same number of cells",
    "tables must be",
    "labels must match",
    "submit",
)
"""What the local Slack knows beside the schema: repetitions, sums, what must fit together."""


UNSAID = {
    "/blocks/0/elements/0/elements/0/text",  # an empty text within rich text
    "/blocks/0/chart/segments",  # a piece of a pie that is nothing
    "/blocks/0/default_collapsed",  # what cannot be collapsed begins so
    "/view/blocks/0/element/max_length",  # a number out of its bounds
    "/view/blocks",  # two elements that have the focus
}
"""Where Slack refuses what its types allow."""
WRONG: list[object] = [None, 7, "", [], {}, [{}], {"type": "nonsense"}, "x" * 13_000]


def known_to_schema(words: str) -> bool:
    return not any(part in words for part in BEYOND_A_SCHEMA)


@needs_package("@slack/types")
@needs_package("ts-json-schema-generator")
def test_the_schema_is_what_the_published_types_say() -> None:
    assert renewed() == RESULT.read_text("utf-8")


@pytest.mark.parametrize("blocks", TAKEN)
def test_both_take_what_slack_takes(blocks: list[Json]) -> None:
    assert message_objections(blocks) == message_faults(blocks) == []


@pytest.mark.parametrize("view", [FORM, HOME])
def test_both_take_the_views_that_slack_takes(view: Json) -> None:
    assert view_objections(view) == view_faults(view) == []


@pytest.mark.parametrize(
    "blocks", [blocks for blocks, words, at in REFUSED if known_to_schema(words) and at not in UNSAID]
)
def test_the_schema_refuses_what_the_local_slack_refuses(blocks: list[Json]) -> None:
    assert message_objections(blocks)


@pytest.mark.parametrize(
    "view", [view for view, words, at in REFUSED_VIEWS if known_to_schema(words) and at not in UNSAID]
)
def test_the_schema_refuses_the_views_that_the_local_slack_refuses(view: Json) -> None:
    assert view_objections(view)


@pytest.mark.parametrize(
    "field", ["text", "fields", "elements", "rows", "title", "chart", "action_id", "type", "options"]
)
@pytest.mark.parametrize("wrong", WRONG)
def test_what_the_schema_refuses_the_local_slack_refuses(field: str, wrong: object) -> None:
    for block in [*ALERT, *DIGEST]:
        for spoiled in spoil(block, field, wrong):
            theirs, ours = message_objections([spoiled]), message_faults([spoiled])
            assert not theirs or ours, (spoiled, theirs)


def spoil(value: Json, field: str, wrong: object) -> list[Json]:
    """Copies of a block, each with one field of that name set to something wrong."""
    copies: list[Json] = [{**value, field: wrong}] if field in value else []
    for name, inner in value.items():
        if isinstance(inner, dict):
            copies += [{**value, name: one} for one in spoil(inner, field, wrong)]
        elif isinstance(inner, list) and inner and isinstance(inner[0], dict):
            copies += [{**value, name: [one, *inner[1:]]} for one in spoil(inner[0], field, wrong)]
    return copies
