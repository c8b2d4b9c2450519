"""What stands in the fields of a modal: their values, and what Slack itself finds wrong with them (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.sandbox.blocks import controls
from bot.sandbox.nouns import Json
from bot.sandbox.payloads import initial_of, state_of

REQUIRED = "Please complete this required field."
STATELESS = ("button", "overflow", "image", "icon_button", "feedback_buttons")


def form_values(blocks: Sequence[Json], given: Mapping[str, Any]) -> dict[str, Json]:
    """`view.state.values`: block_id -> action_id -> state. `given` is keyed by action_id or block_id."""
    values: dict[str, Json] = {}
    for block, element in controls(blocks):
        if element["type"] not in STATELESS:
            state = state_of(element, _chosen(block, element, given))
            values.setdefault(block["block_id"], {})[element.get("action_id", "")] = state
    return values


def form_errors(blocks: Sequence[Json], given: Mapping[str, Any]) -> dict[str, str]:
    """What Slack says at the fields before it asks the app: block_id -> words."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            for words in _field(block, element, _chosen(block, element, given)):
                errors.setdefault(block["block_id"], words)
    return errors


def _chosen(block: Json, element: Json, given: Mapping[str, Any]) -> Any:
    for name in (element.get("action_id", ""), block["block_id"]):
        if name in given:
            return given[name]
    return initial_of(element)


def _field(block: Json, element: Json, chosen: Any) -> Iterator[str]:
    if chosen in (None, "", []):
        if not block.get("optional"):
            yield REQUIRED
        return
    if element["type"] == "plain_text_input":
        if len(chosen) < element.get("min_length", 0):
            yield f"Please enter at least {element['min_length']} characters."
        if len(chosen) > element.get("max_length", 3000):
            yield f"Please enter at most {element.get('max_length', 3000)} characters."
    if element["type"] == "url_text_input" and "://" not in chosen:
        yield "Please enter a valid URL."
