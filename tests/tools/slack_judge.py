"""Judges blocks and views by the schema that Slack publishes (`@slack/types`), with limits; not a line of it is ours.

`message_objections(blocks)` and `view_objections(view)` give what is wrong; empty means that Slack would take it.
What a schema cannot know (ids that repeat, tables per message) is the business of the local Slack.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match

Json = dict[str, Any]
SCHEMA = Path(__file__).with_name("slack_types.schema.json")
MOST_BLOCKS = 50
MESSAGES_ONLY = frozenset({"message"})
SURFACES: Mapping[str, frozenset[str]] = {
    "alert": frozenset({"modal"}),
    "input": frozenset({"modal", "home", "message"}),
    **dict.fromkeys(
        (
            "card",
            "carousel",
            "container",
            "context_actions",
            "data_table",
            "data_visualization",
            "markdown",
            "plan",
            "table",
            "task_card",
        ),
        MESSAGES_ONLY,
    ),
}
"""Blocks that not every surface (message, modal, home) shows, as Slack's block reference has it."""


def text(most: int) -> Json:
    """A string of 1 to `most` characters."""
    return {"type": "string", "minLength": 1, "maxLength": most}


def closed(required: tuple[str, ...], **properties: Json) -> Json:
    """An object with these fields and no others."""
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


POINT = closed(("label", "value"), label=text(20), value={"type": "number"})
SERIES = closed(("name", "data"), name=text(20), data={"type": "array", "minItems": 1, "maxItems": 20, "items": POINT})
CATEGORIES = {"type": "array", "minItems": 1, "maxItems": 20, "items": text(20)}
AXIS = closed(("categories",), categories=CATEGORIES, x_label=text(50), y_label=text(50))
SIX = {"type": "array", "minItems": 1, "maxItems": 6}
PLOT = closed(
    ("type", "series", "axis_config"),
    type={"enum": ["line", "bar", "area"]},
    series={**SIX, "items": SERIES},
    axis_config=AXIS,
)
PIE = closed(("type", "segments"), type={"const": "pie"}, segments={**SIX, "items": POINT})
CHART = closed(
    ("type", "title", "chart"),
    type={"const": "data_visualization"},
    block_id=text(255),
    title=text(50),
    chart={"anyOf": [PLOT, PIE]},
)
"""Charts are younger than the published types; this follows their reference page."""


@cache
def definitions() -> Json:
    """The published definitions, with charts."""
    known: Json = json.loads(SCHEMA.read_text("utf-8"))["definitions"]
    known["DataVisualizationBlock"] = CHART
    known["KnownBlock"]["anyOf"].append({"$ref": "#/definitions/DataVisualizationBlock"})
    return known


@cache
def blocks_by_type() -> dict[str, str]:
    """The definition of each type of block, so that an objection can name the field instead of "none of 20"."""
    names = [one["$ref"].rpartition("/")[2] for one in definitions()["KnownBlock"]["anyOf"]]
    return {
        definitions()[name]["properties"]["type"]["const"]: name
        for name in names
        if "properties" in definitions()[name]
    }


def message_objections(blocks: list[Json]) -> list[str]:
    """What is wrong with the blocks of a message."""
    many = [f"{len(blocks)} blocks, at most {MOST_BLOCKS}"] if len(blocks) > MOST_BLOCKS else []
    return [*many, *_blocks(blocks, "message")]


def view_objections(view: Json) -> list[str]:
    """What is wrong with a modal or a Home."""
    name = {"modal": "ModalView", "home": "HomeView"}.get(str(view.get("type")))
    if name is None:
        return [f"no such view: {view.get('type')}"]
    frame = {**view, "blocks": [{"type": "divider"}] * len(view.get("blocks", []))}
    return [*_against(name, frame, ""), *_blocks(view.get("blocks", []), view["type"])]


def _blocks(blocks: list[Json], surface: str) -> Iterator[str]:
    for index, block in enumerate(blocks):
        kind = str(block.get("type"))
        if surface not in SURFACES.get(kind, {surface}):
            yield f"/blocks/{index}: {kind} cannot stand in a {surface}"
        yield from _against(blocks_by_type().get(kind, "KnownBlock"), block, f"/blocks/{index}")


def _against(name: str, value: Json, at: str) -> Iterator[str]:
    validator = Draft7Validator({"$ref": f"#/definitions/{name}", "definitions": definitions()})
    worst = best_match(validator.iter_errors(value))
    if worst is not None:
        yield f"{at}/{'/'.join(map(str, worst.absolute_path))}: {worst.message[:200]}"
