"""/hooks/<token>: what an app posts to a response_url."""

from aiohttp import web

from bot.sandbox.faults import FaultKind, Faults
from bot.sandbox.methods import Args
from bot.sandbox.methods.chat import content_of
from bot.sandbox.nouns import Hook, Json, Message, SlackError
from bot.sandbox.web_api import AFTER, BEFORE, as_error, block_fault, hang_up, read_args
from bot.sandbox.workspace import BOT_USER, HOOK_SECONDS, HOOK_USES, Workspace

NAME = "response_url"
"""The name under which faults find these posts."""


class Hooks:
    """Answers posts to response_urls."""

    def __init__(self, workspace: Workspace, faults: Faults) -> None:
        self.workspace = workspace
        self.faults = faults

    async def answer(self, request: web.Request) -> web.Response:
        """One post; errors are told with status 404 (spent, too old) or 400."""
        fault = self.faults.take(NAME, *BEFORE)
        if fault and fault.kind is FaultKind.REFUSE:
            return hang_up(request)
        try:
            args = await read_args(request)
            fault = fault or block_fault(self.faults, NAME, args)
            if fault:
                raise as_error(fault)
            respond(self.workspace, self._spend(request.match_info["token"]), args)
        except SlackError as error:
            status = error.status if error.status != web.HTTPOk.status_code else 400
            return web.json_response(error.as_slack(), status=status)
        if self.faults.take(NAME, *AFTER):
            return hang_up(request)
        return web.Response(text="ok")

    def _spend(self, token: str) -> Hook:
        hook = self.workspace.hooks.get(token)
        if hook is None or self.workspace.now() - hook.made_at > HOOK_SECONDS:
            raise SlackError("expired_url", status=404)
        if hook.uses >= HOOK_USES:
            raise SlackError("used_url", status=404)
        hook.uses += 1
        return hook


def respond(workspace: Workspace, hook: Hook, args: Args) -> None:
    """Do what an answer asks for.

    `replace_original` and `delete_original` mean the message that was clicked. A command has none: its answers are
    always new messages, as Slack's maintainers say (bolt-python issue 1268).

    Raises SlackError (`no_text`) for an empty answer.
    """
    source = hook.source if hook.source in workspace.messages(hook.channel) else None
    if source and args.flag("delete_original"):
        workspace.remove(source)
        return
    content = content_of(workspace, args)
    if not any(content[part] for part in ("text", "blocks", "attachments")):
        raise SlackError("no_text")
    if source and args.flag("replace_original"):
        workspace.edit(source, **{name: part for name, part in content.items() if name != "metadata"})
        hook.interaction.replies.append(source)
        return
    hook.interaction.replies.append(_new(workspace, hook, args, content))


def _new(workspace: Workspace, hook: Hook, args: Args, content: Json) -> Message:
    public = args.text("response_type") == "in_channel"
    thread_ts = args.text("thread_ts")
    message = Message(
        hook.channel,
        workspace.next_ts(),
        BOT_USER,
        only_for="" if public else hook.user,
        thread_ts=thread_ts,
        **content,
    )
    return workspace.add(message)
