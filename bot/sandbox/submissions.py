"""What becomes of a modal once the app has answered its submission."""

from bot.sandbox.methods.views import push, refuse_bad_view, replace
from bot.sandbox.nouns import Json, SlackError, View
from bot.sandbox.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"
"""What Slack shows in the modal where the app is silent or its answer makes no sense."""


def follow(workspace: Workspace, view: View, answer: Json) -> dict[str, str]:
    """Do what the answer asks for; returns what then stands at the fields: block_id -> words, "" for the whole."""
    action = answer.get("response_action")
    if action == "errors":
        return _at_fields(view, answer.get("errors", {}))
    if action in {"update", "push"}:
        return _next_view(workspace, view, action, answer.get("view"))
    stack = workspace.modals.get(view.user, [])
    workspace.modals[view.user] = [] if action == "clear" else [one for one in stack if one is not view]
    workspace.changed("view", user=view.user)
    return {}


def _next_view(workspace: Workspace, view: View, action: str, body: Json | None) -> dict[str, str]:
    try:
        refuse_bad_view(body or {})
        if action == "push":
            push(workspace, view.user, body or {})
        else:
            replace(workspace, view, body or {})
    except SlackError:
        return {"": TROUBLE}
    return {}


def _at_fields(view: View, errors: dict[str, str]) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    return errors if errors and set(errors) <= inputs else {"": TROUBLE}
