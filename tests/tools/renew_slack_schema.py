"""Makes slack_types.schema.json again: `make node`, then `python -m tests.tools.renew_slack_schema`.

Slack publishes what blocks and views look like as TypeScript in `@slack/types`. A generator turns that into JSON
schema, and this script adds the limits that stand only in the declarations' comments, then drops the comments: what
is kept is facts, no prose.
"""

import json
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.tools.node_modules import MODULES

SOURCE = """import type { KnownBlock, ModalView, HomeView } from '@slack/types';
export interface Judged { block: KnownBlock; modal: ModalView; home: HomeView }
"""
RESULT = Path(__file__).with_name("slack_types.schema.json")
TEXTS = {"PlainTextElement", "MrkdwnElement", "TextObject"}
LENGTH = re.compile(r"max(?:imum)? length\b[^.]*?([\d,]+)|limit ([\d,]+) characters max", re.IGNORECASE)
LESS_THAN = re.compile(r"must be less than ([\d,]+) characters", re.IGNORECASE)
ITEMS = re.compile(r"(?:max(?:imum)?(?: number of [a-z ]+ is| of)?|up to) (\d+)\b", re.IGNORECASE)
CELLS = re.compile(r"max of (\d+) table cells", re.IGNORECASE)
LEAST = re.compile(r"minimum length[^.]*? is (\d+)|minimum (\d+),", re.IGNORECASE)
Json = dict[str, Any]


def generated() -> Json:
    """The bare schema, from the published packages."""
    generator = Path(MODULES, "ts-json-schema-generator", "bin", "ts-json-schema-generator.js")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "judged.ts").write_text(SOURCE, "utf-8")
        Path(folder, "node_modules").symlink_to(MODULES.resolve())
        asked = ["--path", "judged.ts", "--type", "Judged", "--no-type-check", "--expose", "all"]
        answer = subprocess.run(["node", str(generator), *asked], check=True, cwd=folder, capture_output=True)
        schema: Json = json.loads(answer.stdout)
    return schema


def limited(schema: Any) -> Any:
    """The schema with the limits that its descriptions state, without the descriptions."""
    if isinstance(schema, list):
        return [limited(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    words = " ".join(str(schema.get("description", "")).split())
    bare = {name: limited(inner) for name, inner in schema.items() if name != "description" or isinstance(inner, dict)}
    return with_limits(bare, words)


def with_limits(schema: Json, words: str) -> Json:
    """One schema with the limits that these words state."""
    length = longest(words)
    if schema.get("type") == "string" and "const" not in schema and "enum" not in schema:
        return schema | ({"maxLength": length} if length else {}) | least(words, "minLength")
    if schema.get("type") == "array":
        return with_items(schema, words, length)
    if length and names_text(schema):
        return {"allOf": [schema, {"properties": {"text": {"maxLength": length}}}]}
    return schema


def with_items(schema: Json, words: str, length: int | None) -> Json:
    """A list with its limits, and those of its items."""
    schema = dict(schema)
    if found := ITEMS.search(words):
        schema |= {"maxItems": int(found[1]), **least(words, "minItems")}
    if length and names_text(schema["items"]):
        schema["items"] = {"allOf": [schema["items"], {"properties": {"text": {"maxLength": length}}}]}
    if found := CELLS.search(words):
        schema["items"] = schema["items"] | {"maxItems": int(found[1])}
    return schema


def longest(words: str) -> int | None:
    """The largest number of characters that these words allow."""
    if found := LENGTH.search(words):
        return int((found[1] or found[2]).replace(",", ""))
    found = LESS_THAN.search(words)
    return int(found[1].replace(",", "")) - 1 if found else None


def least(words: str, name: str) -> Json:
    """The smallest number that these words allow, under this name."""
    found = LEAST.search(words)
    return {name: int(found[1] or found[2])} if found else {}


def names_text(schema: Json) -> bool:
    """Whether a schema stands for a text object."""
    if "anyOf" in schema:
        return all(names_text(one) for one in schema["anyOf"])
    return str(schema.get("$ref", "")).rpartition("/")[2] in TEXTS


def renewed() -> str:
    """What the file should hold."""
    schema = limited(generated())
    # Views hold "any block", which lets unknown types pass; a section's "text or fields" is not in the types.
    schema["definitions"]["AnyBlock"] = {"$ref": "#/definitions/KnownBlock"}
    schema["definitions"]["SectionBlock"]["anyOf"] = [{"required": ["text"]}, {"required": ["fields"]}]
    return json.dumps(schema, sort_keys=True, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    RESULT.write_text(renewed(), "utf-8")
