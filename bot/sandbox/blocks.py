"""Would Slack take these blocks? What a message, modal or Home may hold, and the complaints where it may not."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bot.sandbox.block_shapes import BLOCKS, ONLY_ON, VIEWS
from bot.sandbox.nouns import Json
from bot.sandbox.shapes import ByType, Items, fault

MESSAGE = Items(ByType(BLOCKS), 50, least=0)
MOST_OF_A_KIND = {"table": 1, "data_visualization": 2}
"""How many blocks of a kind one message takes."""
TABLE_CHARACTERS = 10_000
MARKDOWN_CHARACTERS = 12_000
VIEW_BYTES = 250_000
MENUS = ("static_select", "multi_static_select")


def message_faults(blocks: Any) -> list[str]:
    """What Slack finds wrong with the blocks of a message; pointers start at `/blocks`."""
    shape = list(MESSAGE.faults(blocks, "/blocks"))
    return shape or [*_placement(blocks, "message", "/blocks"), *_totals(blocks)]


def view_faults(view: Any) -> list[str]:
    """What Slack finds wrong with a modal or a Home; pointers start at `/view`."""
    shape = list(VIEWS.faults(view, "/view"))
    return shape or [*_placement(view["blocks"], view["type"], "/view/blocks"), *_form(view)]


def is_too_large(view: Json) -> bool:
    """Whether a view has more bytes than Slack takes."""
    return len(json.dumps(view).encode()) > VIEW_BYTES


def controls(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Each interactive element with the block it is in, in order; those of containers too."""
    for block in blocks:
        if block["type"] == "container":
            yield from controls(block["child_blocks"])
        inner = [*block.get("elements", []), block.get("accessory"), block.get("element"), *block.get("actions", [])]
        for element in inner:
            if not isinstance(element, dict):
                continue
            if element["type"] == "card":
                yield from controls([element])
            elif element["type"] in {"text", "rich_text_section", "plain_text", "mrkdwn", "image"}:
                continue
            elif not element["type"].startswith("rich_text_") or element["type"] == "rich_text_input":
                yield block, element


def _placement(blocks: list[Json], surface: str, at: str) -> Iterator[str]:
    for index, block in enumerate(blocks):
        where = f"{at}/{index}"
        if surface not in ONLY_ON.get(block["type"], {surface}):
            yield fault(f"unsupported type: {block['type']}", f"{where}/type")
        yield from _block(block, where)
    yield from _twice((block["block_id"] for block in blocks if "block_id" in block), "block_id", at)


def _block(block: Json, at: str) -> Iterator[str]:
    if block["type"] == "data_visualization":
        yield from _chart(block["chart"], f"{at}/chart")
    if block["type"] in {"table", "data_table"} and len({len(row) for row in block["rows"]}) > 1:
        yield fault("all rows must have the same number of cells", f"{at}/rows")
    if block["type"] == "container" and block.get("default_collapsed") and not block.get("is_collapsible"):
        yield fault("default_collapsed requires is_collapsible", f"{at}/default_collapsed")
    elements = [element for _, element in controls([block])]
    yield from _twice((element["action_id"] for element in elements if "action_id" in element), "action_id", at)
    for element in elements:
        if element["type"] in MENUS and ("options" in element) == ("option_groups" in element):
            yield fault("must define either `options` or `option_groups`", at)
        yield from _initial(element, at)


def _initial(element: Json, at: str) -> Iterator[str]:
    chosen = [*element.get("initial_options", []), *filter(None, [element.get("initial_option")])]
    groups = element.get("option_groups", [])
    offered = [*element.get("options", []), *(option for group in groups for option in group["options"])]
    if any(option not in offered for option in chosen):
        yield fault("initial option must be one of the options", at)


def _chart(chart: Json, at: str) -> Iterator[str]:
    if chart["type"] == "pie":
        if any(segment["value"] <= 0 for segment in chart["segments"]):
            yield fault("must be greater than 0", f"{at}/segments")
        return
    categories = chart["axis_config"]["categories"]
    yield from _twice((series["name"] for series in chart["series"]), "series name", at)
    for index, series in enumerate(chart["series"]):
        if [point["label"] for point in series["data"]] != categories:
            yield fault("labels must match the categories", f"{at}/series/{index}/data")


def _totals(blocks: list[Json]) -> Iterator[str]:
    kinds = Counter(block["type"] for block in blocks)
    for kind, most in MOST_OF_A_KIND.items():
        if kinds[kind] > most:
            yield fault(f"no more than {most} {kind} blocks allowed", "/blocks")
    tables = [block["rows"] for block in blocks if block["type"] in {"table", "data_table"}]
    if sum(len(words) for words in _texts(tables)) > TABLE_CHARACTERS:
        yield fault(f"tables must be less than {TABLE_CHARACTERS + 1} characters", "/blocks")
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MARKDOWN_CHARACTERS:
        yield fault(f"markdown must be less than {MARKDOWN_CHARACTERS + 1} characters", "/blocks")


def _form(view: Json) -> Iterator[str]:
    has_input = any(block["type"] == "input" for block in view["blocks"])
    if view["type"] == "modal" and has_input and "submit" not in view:
        yield fault("missing required field: submit", "/view")
    if sum(bool(element.get("focus_on_load")) for _, element in controls(view["blocks"])) > 1:
        yield fault("only one element may have focus_on_load", "/view/blocks")


def _twice(names: Iterator[str], what: str, at: str) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield fault(f"{what} `{name}` already exists", at)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
