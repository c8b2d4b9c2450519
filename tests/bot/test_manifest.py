"""The manifest is one that Slack takes, and it fits the program."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.actions.channel_events import BACK, GONE, JOINED
from bot.actions.mentions import MENTION, MESSAGE
from bot.actions.shortcuts import ADD, TRACK
from bot.preflight import OPTIONAL_SCOPES, REQUIRED_SCOPES
from bot.sandbox.workspace import SHORTCUTS
from jobs.config import Config

ROOT = Path(__file__).parents[2]
LONGEST_SHORTCUT = 24
SCHEMA = json.loads((ROOT / "tests/data/slack/manifest.schema.2.0.0.json").read_text("utf-8"))
GUIDE = (ROOT / "docs/slack-app.md").read_text("utf-8")


def manifest() -> Any:
    return yaml.safe_load((ROOT / "slack-manifest.yaml").read_text("utf-8"))


def faults(given: Any) -> list[str]:
    return [error.message for error in jsonschema.Draft7Validator(SCHEMA).iter_errors(given)]


def test_slacks_own_schema_takes_it() -> None:
    assert faults(manifest()) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: made["display_information"].pop("name"),
        lambda made: made["features"]["slash_commands"][0].pop("command"),
        lambda made: made["features"]["slash_commands"][0].update(should_escape="yes"),
        lambda made: made["oauth_config"]["scopes"].update(bots=["chat:write"]),
    ],
)
def test_the_schema_would_notice(spoil: Any) -> None:
    made = manifest()
    spoil(made)
    assert faults(made) != []


def test_the_command_is_the_configured_one_and_names_arrive_as_ids() -> None:
    (command,) = manifest()["features"]["slash_commands"]
    assert (command["command"], command["should_escape"]) == (Config().slack.command, True)


def test_it_asks_for_the_scopes_that_the_bot_needs_and_for_none_it_has_no_reason_for() -> None:
    asked = manifest()["oauth_config"]["scopes"]["bot"]
    assert set(asked) >= set(REQUIRED_SCOPES)
    assert set(asked) <= {*REQUIRED_SCOPES, *OPTIONAL_SCOPES}


@pytest.mark.parametrize("scope", [*REQUIRED_SCOPES, *OPTIONAL_SCOPES])
def test_the_guide_gives_each_scope_a_reason(scope: str) -> None:
    assert f"| `{scope}` |" in GUIDE


def test_socket_mode_is_on_for_it_is_the_default() -> None:
    assert manifest()["settings"]["socket_mode_enabled"] is True
    assert manifest()["settings"]["interactivity"]["is_enabled"] is True


def test_shortcuts_and_home_are_those_that_the_program_knows() -> None:
    features = manifest()["features"]
    shortcuts = {(one["type"], one["callback_id"]) for one in features["shortcuts"]}
    assert shortcuts == {("message", TRACK), ("global", ADD)}
    assert shortcuts == {(one["type"], one["callback_id"]) for one in SHORTCUTS}, "the local Slack offers the same"
    assert all(len(one["name"]) <= LONGEST_SHORTCUT for one in features["shortcuts"])
    assert features["app_home"]["home_tab_enabled"] is True
    assert "app_home_opened" in manifest()["settings"]["event_subscriptions"]["bot_events"]


def test_the_scopes_that_its_events_take_are_asked_for() -> None:
    events = manifest()["settings"]["event_subscriptions"]["bot_events"]
    asked = manifest()["oauth_config"]["scopes"]["bot"]
    taken = {"app_mentions:read": [MENTION], "im:history": [f"{MESSAGE}.im"]}
    taken |= {"channels:read": [JOINED, *BACK, *GONE], "groups:read": [JOINED, *BACK, *GONE]}
    assert {scope for scope, of_it in taken.items() if set(of_it) & set(events)} <= set(asked)


def test_it_subscribes_to_the_events_that_are_listened_to() -> None:
    events = manifest()["settings"]["event_subscriptions"]["bot_events"]
    assert sorted(events) == sorted(["app_home_opened", MENTION, f"{MESSAGE}.im", JOINED, *BACK, *GONE])
