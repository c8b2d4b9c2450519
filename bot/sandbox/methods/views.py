"""views.*: modals and App Home."""

from bot.sandbox.blocks import is_too_large, view_faults
from bot.sandbox.methods.args import Args
from bot.sandbox.methods.chat import refuse_faults
from bot.sandbox.nouns import Json, SlackError, View
from bot.sandbox.workspace import APP, BOT, TEAM, Workspace, number_blocks

DEEPEST = 3
TROUBLE = "We had some trouble connecting. Try again?"
"""What Slack shows in a modal where the app is silent or its answer to a submission makes no sense."""


def open_view(workspace: Workspace, args: Args) -> Json:
    """views.open: a new modal; the person's other modals go away. Raises SlackError where Slack would not take it."""
    body = _body(args, "modal")
    user_id = workspace.spend_trigger(args.need("trigger_id"))
    view = new_view(workspace, user_id, body)
    workspace.modals[user_id] = [view]
    return _told(workspace, view)


def push_view(workspace: Workspace, args: Args) -> Json:
    """views.push: a modal on top of the others, three at most; raises SlackError where Slack would not take it."""
    body = _body(args, "modal")
    return _told(workspace, push(workspace, workspace.spend_trigger(args.need("trigger_id")), body))


def update_view(workspace: Workspace, args: Args) -> Json:
    """views.update: by `view_id` or `external_id`, if the `hash` (where given) is the current one.

    Raises SlackError where Slack would not take it.
    """
    body = _body(args)
    view = _find(workspace, args)
    _refuse_old(args, view)
    replace(workspace, view, body)
    return _told(workspace, view)


def publish_view(workspace: Workspace, args: Args) -> Json:
    """views.publish: a person's App Home, if the `hash` (where given) is the current one.

    Raises SlackError where Slack would not take it.
    """
    body = _body(args, "home")
    user_id = workspace.user(args.need("user_id")).id
    view = workspace.homes.get(user_id)
    if view is None:
        view = workspace.homes[user_id] = new_view(workspace, user_id, body)
    else:
        _refuse_old(args, view)
        replace(workspace, view, body)
    return _told(workspace, view)


def new_view(workspace: Workspace, user_id: str, body: Json) -> View:
    """A view that nobody sees yet."""
    number_blocks(body["blocks"])
    view_id = workspace.new_id("V")
    return View(view_id, user_id, body, _new_hash(workspace), view_id)


def push(workspace: Workspace, user_id: str, body: Json) -> View:
    """Put a modal on top of a person's others; raises SlackError where there is none, or there are three."""
    stack = workspace.modals.get(user_id, [])
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= DEEPEST:
        raise SlackError("push_limit_reached")
    view = new_view(workspace, user_id, body)
    view.root_id, view.previous_id, view.channel = stack[0].id, stack[-1].id, stack[-1].channel
    stack.append(view)
    workspace.changed("view", user=user_id)
    return view


def replace(workspace: Workspace, view: View, body: Json) -> None:
    """Give a view other content; it has a new hash then."""
    number_blocks(body["blocks"])
    view.body = body
    view.hash = _new_hash(workspace)
    workspace.changed("view", user=view.user)


def as_slack(view: View, values: Json | None = None) -> Json:
    """The `view` object of answers and payloads."""
    defaults: Json = {"private_metadata": "", "callback_id": "", "external_id": "", "close": None, "submit": None}
    if not view.is_home:
        defaults |= {"clear_on_close": False, "notify_on_close": False}
    return {
        **defaults,
        **view.body,
        "id": view.id,
        "team_id": TEAM,
        "app_id": APP,
        "app_installed_team_id": TEAM,
        "bot_id": BOT,
        "state": {"values": values or {}},
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
    }


def refuse_bad_view(body: Json) -> None:
    """Refuse a view that Slack does not take; raises SlackError with what Slack answers."""
    if is_too_large(body):
        raise SlackError("view_too_large")
    refuse_faults(view_faults(body), "invalid_arguments")


def _body(args: Args, kind: str = "") -> Json:
    body = args.one("view", "invalid_arguments")
    if body is None:
        raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: view"]})
    refuse_bad_view(body)
    if kind and body["type"] != kind:
        raise SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] view must be a {kind}"]})
    return body


def _find(workspace: Workspace, args: Args) -> View:
    views = [view for stack in workspace.modals.values() for view in stack]
    for view in [*views, *workspace.homes.values()]:
        if view.id == args.text("view_id") or view.body.get("external_id", "") == args.text("external_id", "-"):
            return view
    raise SlackError("not_found")


def _refuse_old(args: Args, view: View) -> None:
    if "hash" in args and args.text("hash") != view.hash:
        raise SlackError("hash_conflict")


def _new_hash(workspace: Workspace) -> str:
    return workspace.next_ts()


def _told(workspace: Workspace, view: View) -> Json:
    workspace.changed("view", user=view.user)
    return {"view": as_slack(view)}


def follow_submission(workspace: Workspace, view: View, answer: Json) -> dict[str, str]:
    """Do what the answer asks for; returns what then stands at the fields: block_id -> words, "" for the whole."""
    action = answer.get("response_action")
    if action == "errors":
        return _at_fields(view, answer.get("errors", {}))
    if action in {"update", "push"}:
        return _follow_view(workspace, view, action, answer.get("view"))
    stack = workspace.modals.get(view.user, [])
    workspace.modals[view.user] = [] if action == "clear" else [one for one in stack if one is not view]
    workspace.changed("view", user=view.user)
    return {}


def _follow_view(workspace: Workspace, view: View, action: str, body: Json | None) -> dict[str, str]:
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


VIEWS = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": update_view,
    "views.publish": publish_view,
}
