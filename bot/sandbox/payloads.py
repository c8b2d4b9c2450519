"""What Slack sends to an app when a person does something (pure)."""

from typing import Any

from bot.sandbox.nouns import Channel, Hook, Interaction, Json, User
from bot.sandbox.workspace import APP, BOT_USER, TEAM

VERIFICATION = "local"

CHOSEN = {
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
"""Under which name an element tells what was chosen, where that is a plain value."""
ONE_OPTION = ("static_select", "overflow", "radio_buttons")
MANY_OPTIONS = ("checkboxes", "multi_static_select")
INITIAL = {
    "users_select": "initial_user",
    "channels_select": "initial_channel",
    "conversations_select": "initial_conversation",
    "multi_users_select": "initial_users",
    "multi_channels_select": "initial_channels",
    "multi_conversations_select": "initial_conversations",
    "datepicker": "initial_date",
    "timepicker": "initial_time",
    "datetimepicker": "initial_date_time",
    "static_select": "initial_option",
    "radio_buttons": "initial_option",
    "checkboxes": "initial_options",
    "multi_static_select": "initial_options",
}


def person(user: User) -> Json:
    """The `user` of interactive payloads."""
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}


def team(user: User) -> Json:
    """The `team` of interactive payloads: the acting person's own workspace."""
    return {"id": user.team_id, "domain": "local" if user.team_id == TEAM else "elsewhere"}


def command(user: User, channel: Channel, line: str, interaction: Interaction) -> Json:
    """The payload of a slash command; the line's words are escaped already."""
    verb, _, text = line.partition(" ")
    return {
        "token": VERIFICATION,
        "team_id": user.team_id,
        "team_domain": team(user)["domain"],
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.is_im else "privategroup" if channel.is_private else channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": verb,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": interaction.response_url,
        "trigger_id": interaction.trigger_id,
    }


def interactive(kind: str, user: User, trigger: str, **fields: Any) -> Json:
    """The common part of block_actions, view_submission, shortcut and the like."""
    return {
        "type": kind,
        "user": person(user),
        "team": team(user),
        "api_app_id": APP,
        "token": VERIFICATION,
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": trigger,
        **fields,
    }


def event(kind: str, event_id: str, event_ts: str, **fields: Any) -> Json:
    """The payload of an event of the Events API."""
    return {
        "token": VERIFICATION,
        "team_id": TEAM,
        "api_app_id": APP,
        "event": {"type": kind, "event_ts": event_ts, **fields},
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(float(event_ts)),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def action(block: Json, element: Json, action_ts: str, chosen: Any = None) -> Json:
    """One item of `actions`: what was done with an element; `chosen` as for `state_of`."""
    told: Json = {
        "type": element["type"],
        "action_id": element.get("action_id", ""),
        "block_id": block["block_id"],
        "action_ts": action_ts,
    }
    if element["type"] in {"button", "icon_button"}:
        told |= {name: element[name] for name in ("text", "value", "url", "style") if name in element}
        return told
    return told | state_of(element, chosen)


def state_of(element: Json, chosen: Any) -> Json:
    """An element's state: `chosen` is a text, the value(s) of the option(s), or the id(s) chosen; None is nothing."""
    kind = element["type"]
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": option_of(element, chosen) if chosen is not None else None}
    if kind in MANY_OPTIONS:
        return {"type": kind, "selected_options": [option_of(element, value) for value in chosen or ()]}
    if kind in CHOSEN:
        nothing: Any = [] if kind.startswith("multi_") else None
        return {"type": kind, CHOSEN[kind]: nothing if chosen is None else chosen}
    if kind == "file_input":
        return {"type": kind, "files": chosen or []}
    return {"type": kind, "value": chosen or None}


def option_of(element: Json, value: str) -> Json:
    """The option with this value; LookupError where a person could not have chosen it."""
    groups = element.get("option_groups", [])
    options = [*element.get("options", []), *(option for group in groups for option in group["options"])]
    for option in options:
        if option["value"] == value:
            chosen: Json = option
            return chosen
    raise LookupError(f"no option {value!r} in {element.get('action_id')!r}: {[one['value'] for one in options]}")


def initial_of(element: Json) -> Any:
    """What an element holds before anybody touches it, as `chosen` for `state_of`."""
    initial = element.get(INITIAL.get(element["type"], "initial_value"))
    if element["type"] in ONE_OPTION:
        return initial["value"] if initial else None
    if element["type"] in MANY_OPTIONS:
        return [option["value"] for option in initial or ()]
    return initial


def container(hook: Hook) -> Json:
    """Where a clicked message is."""
    assert hook.source is not None
    thread = {"thread_ts": hook.source.thread_ts} if hook.source.thread_ts else {}
    return {
        "type": "message",
        "message_ts": hook.source.ts,
        "channel_id": hook.channel,
        "is_ephemeral": bool(hook.source.only_for),
        **thread,
    }
