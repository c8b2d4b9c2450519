"""auth.*, users.*, bots.*: who is who."""

from bot.sandbox.methods.args import Args
from bot.sandbox.nouns import Json, SlackError
from bot.sandbox.workspace import APP, BOT, BOT_USER, TEAM, Workspace


def auth_test(workspace: Workspace, _args: Args) -> Json:
    """auth.test."""
    user = workspace.users[BOT_USER]
    return {
        "url": f"{workspace.base_url}/",
        "team": "Local workspace",
        "user": user.name,
        "team_id": TEAM,
        "user_id": user.id,
        "bot_id": BOT,
        "app_id": APP,
        "is_enterprise_install": False,
    }


def users_info(workspace: Workspace, args: Args) -> Json:
    """users.info."""
    workspace.require_scope("users:read")
    return {"user": workspace.user(args.need("user")).as_slack()}


def users_list(workspace: Workspace, _args: Args) -> Json:
    """users.list: all on one page."""
    workspace.require_scope("users:read")
    members = [user.as_slack() for user in workspace.users.values()]
    return {"members": members, "response_metadata": {"next_cursor": ""}}


def bots_info(workspace: Workspace, args: Args) -> Json:
    """bots.info; raises SlackError (`bot_not_found`)."""
    workspace.require_scope("users:read")
    if args.text("bot", BOT) != BOT:
        raise SlackError("bot_not_found")
    name = workspace.users[BOT_USER].real_name
    return {"bot": {"id": BOT, "app_id": APP, "user_id": BOT_USER, "name": name, "deleted": False}}


def api_test(_workspace: Workspace, args: Args) -> Json:
    """api.test: gives the arguments back."""
    return {"args": args.given}


PEOPLE = {
    "api.test": api_test,
    "auth.test": auth_test,
    "users.info": users_info,
    "users.list": users_list,
    "bots.info": bots_info,
}
