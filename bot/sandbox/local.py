"""LocalSlack: the workspace seen from a person's chair. Tests and the page use it alike."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox import payloads
from bot.sandbox.blocks import controls
from bot.sandbox.forms import form_errors, form_values
from bot.sandbox.hooks import respond
from bot.sandbox.methods import Args
from bot.sandbox.methods.chat import as_slack as message_as_slack
from bot.sandbox.methods.views import TROUBLE, follow_submission
from bot.sandbox.methods.views import as_slack as view_as_slack
from bot.sandbox.nouns import Interaction, Json, Message, SlackError, View
from bot.sandbox.sight import Sight
from bot.sandbox.typed import as_sent
from bot.sandbox.workspace import BOT_USER, SLACKBOT, TEAM

DID_NOT_RESPOND = "did not respond"


class LocalSlack(Sight):
    """A workspace with people who type, click and submit."""

    # What people do

    async def command(self, user: str, channel: str, line: str) -> Interaction:
        """Type a line such as `/links list`; returns once the app acknowledged, or three seconds later."""
        verb, _, rest = line.strip().partition(" ")
        where = self.workspace.channel(channel)
        interaction = self._interaction(user, where.id)
        text = self._as_sent(rest.strip())
        who = self.workspace.user(user)
        body = payloads.command(who, where, f"{verb} {text}", interaction)
        await self._send("slash_commands", body, interaction)
        if any(name in interaction.answer for name in ("text", "blocks")):
            self._take_answer(interaction)
        elif not interaction.acked:
            self._tell(interaction, where.id, f"{verb} failed because the app {DID_NOT_RESPOND}")
        return interaction

    async def click(
        self,
        target: Message | View,
        action_id: str,
        chosen: Any = None,
        *,
        user: str = "",
        value: str | None = None,
        block_id: str | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Interaction:
        """Press a button, or choose in a menu (`chosen`: an option's value, an id); LookupError where there is none.

        `value` or `block_id` tell equal ones apart, `values` is what stands in the fields around (as `submit_view`).
        Without `user` it is the view's owner, the ephemeral message's reader, or Ada.
        """
        who = self.workspace.user(user or (target.user if isinstance(target, View) else target.only_for) or "U0ADA")
        blocks = target.body["blocks"] if isinstance(target, View) else _all_blocks(target)
        block, element = _control(blocks, action_id, value, block_id)
        did = payloads.action(block, element, self.workspace.next_ts(), chosen)
        if isinstance(target, View):
            return await self._act_in_view(target, did, who.id, values or {})
        interaction = self._interaction(who.id, target.channel, target)
        hook = self.workspace.hooks[interaction.response_url.rpartition("/")[2]]
        channel = self.workspace.channels[target.channel]
        body = payloads.interactive(
            "block_actions",
            who,
            interaction.trigger_id,
            container=payloads.container(hook),
            channel={"id": channel.id, "name": channel.name},
            message=message_as_slack(self.workspace, target),
            state={"values": form_values(blocks, values or {})},
            response_url=interaction.response_url,
            actions=[did],
        )
        return await self._send("interactive", body, interaction)

    async def _act_in_view(self, view: View, did: Json, user: str, values: Mapping[str, Any]) -> Interaction:
        interaction = Interaction(user, self.workspace.new_trigger(user))
        body = payloads.interactive(
            "block_actions",
            self.workspace.user(user),
            interaction.trigger_id,
            container={"type": "view", "view_id": view.id},
            view=view_as_slack(view, form_values(view.body["blocks"], values)),
            actions=[did],
        )
        return await self._send("interactive", body, interaction)

    async def submit_view(self, user: str, values: Mapping[str, Any] | None = None) -> Interaction:
        """Fill in and submit the modal on top; `values` by action_id or block_id, as `chosen` of `click`.

        What is not given keeps its initial value. `errors` of the result holds what stands at the fields.
        """
        view = self.modal(user)
        assert view is not None, f"{user} has no modal open"
        blocks = view.body["blocks"]
        interaction = Interaction(user, self.workspace.new_trigger(user))
        interaction.errors = form_errors(blocks, values or {})
        if interaction.errors:
            return interaction
        body = payloads.interactive(
            "view_submission",
            self.workspace.user(user),
            interaction.trigger_id,
            view=view_as_slack(view, form_values(blocks, values or {})),
            response_urls=[],
        )
        await self._send("interactive", body, interaction)
        interaction.errors = (
            follow_submission(self.workspace, view, interaction.answer) if interaction.acked else {"": TROUBLE}
        )
        return interaction

    async def close_view(self, user: str) -> None:
        """Close the modal on top; the app hears of it if it asked to."""
        stack = self.workspace.modals.get(user, [])
        if not stack:
            return
        all_of_them = stack[-1].body.get("clear_on_close", False)
        closed = list(stack) if all_of_them else stack[-1:]
        self.workspace.modals[user] = [] if all_of_them else stack[:-1]
        self.workspace.changed("view", user=user)
        for view in reversed(closed):
            if view.body.get("notify_on_close"):
                who = self.workspace.user(user)
                body = payloads.interactive(
                    "view_closed", who, "", view=view_as_slack(view), is_cleared=bool(all_of_them)
                )
                await self.socket.interact("interactive", body)

    async def open_home(self, user: str, tab: str = "home") -> bool:
        """Open App Home; whether the app acknowledged the event."""
        home = self.home(user)
        view = {"view": view_as_slack(home)} if home else {}
        channel = self.workspace.direct(user).id
        return await self.event("app_home_opened", user=user, channel=channel, tab=tab, **view)

    async def message_shortcut(self, user: str, message: Message, callback_id: str) -> Interaction:
        """Choose a shortcut in a message's menu."""
        interaction = self._interaction(user, message.channel)
        channel = self.workspace.channels[message.channel]
        body = payloads.interactive(
            "message_action",
            self.workspace.user(user),
            interaction.trigger_id,
            callback_id=callback_id,
            channel={"id": channel.id, "name": channel.name},
            message=message_as_slack(self.workspace, message),
            message_ts=message.ts,
            action_ts=self.workspace.next_ts(),
            response_url=interaction.response_url,
        )
        return await self._send("interactive", body, interaction)

    async def shortcut(self, user: str, callback_id: str) -> Interaction:
        """Choose a global shortcut."""
        interaction = Interaction(user, self.workspace.new_trigger(user))
        who = self.workspace.user(user)
        stamp = self.workspace.next_ts()
        body = payloads.interactive("shortcut", who, interaction.trigger_id, callback_id=callback_id, action_ts=stamp)
        return await self._send("interactive", body, interaction)

    def say(self, user: str, channel: str, text: str, thread_ts: str = "") -> Message:
        """Put a plain message into a channel, without telling the app."""
        where, stamp = self._id(channel), self.workspace.next_ts()
        return self.workspace.add(Message(where, stamp, user, self._as_sent(text), thread_ts=thread_ts))

    async def write(self, user: str, channel: str, text: str, thread_ts: str = "") -> Message:
        """Write a plain message; the app hears of it where it is mentioned, and in its own messages tab."""
        message = self.say(user, channel, text, thread_ts)
        where, scopes = self.workspace.channels[message.channel], self.workspace.scopes
        body = message_as_slack(self.workspace, message)
        if where.is_im and "im:history" in scopes:
            await self.event("message", channel=where.id, channel_type="im", **_without_type(body))
        elif not where.is_im and "app_mentions:read" in scopes and BOT_USER in where.members and _mentions(message):
            await self.event("app_mention", channel=where.id, **_without_type(body))
        return message

    # What happens

    async def event(self, kind: str, **fields: Any) -> bool:
        """Send an event of the Events API; whether it was acknowledged at once."""
        event_id = self.workspace.new_id("Ev")
        return await self.socket.event(payloads.event(kind, event_id, self.workspace.next_ts(), **fields))

    async def archive(self, channel: str, user: str = "U0ADA") -> bool:
        """Archive a channel, and tell the app."""
        return await self._set_archived(channel, user, archived=True)

    async def unarchive(self, channel: str, user: str = "U0ADA") -> bool:
        """Bring an archived channel back, and tell the app."""
        return await self._set_archived(channel, user, archived=False)

    async def _set_archived(self, channel: str, user: str, *, archived: bool) -> bool:
        where = self.workspace.channel(channel)
        where.is_archived = archived
        self.workspace.changed("channels")
        kind = "group" if where.is_private else "channel"
        return await self.event(f"{kind}_{'archive' if archived else 'unarchive'}", channel=where.id, user=user)

    async def invite_bot(self, channel: str, user: str = "U0ADA") -> bool:
        """Type `/invite` with the bot's name in a channel, and tell the app."""
        where = self.workspace.channel(channel)
        where.members.add(BOT_USER)
        self.workspace.changed("channels")
        about = {"channel_type": "G" if where.is_private else "C", "team": TEAM, "inviter": user}
        return await self.event("member_joined_channel", user=BOT_USER, channel=where.id, **about)

    async def remove_bot(self, channel: str) -> bool:
        """Take the bot out of a channel, and tell the app."""
        where = self.workspace.channel(channel)
        where.members.discard(BOT_USER)
        self.workspace.changed("channels")
        kind = "group_left" if where.is_private else "channel_left"
        return await self.event(kind, channel=where.id)

    async def uninstall(self) -> bool:
        """Take the app out of the workspace: its bot token is revoked, and it hears so."""
        tokens = self.workspace.tokens
        tokens.update({token: "revoked" for token, kind in tokens.items() if kind == "bot"})
        await self.event("tokens_revoked", tokens={"oauth": [], "bot": [BOT_USER]})
        return await self.event("app_uninstalled")

    # How it is done

    def _as_sent(self, text: str) -> str:
        channels = {one.name: one.id for one in self.workspace.channels.values() if not one.is_im}
        return as_sent(text, channels, {one.name: one.id for one in self.workspace.users.values()})

    def _interaction(self, user: str, channel: str, source: Message | None = None) -> Interaction:
        interaction = Interaction(user, self.workspace.new_trigger(user))
        interaction.response_url = self.workspace.new_hook(interaction, channel, source)
        return interaction

    async def _send(self, kind: str, body: Json, interaction: Interaction) -> Interaction:
        answer = await self.socket.interact(kind, body)
        interaction.acked = answer is not None
        interaction.answer = answer or {}
        return interaction

    def _take_answer(self, interaction: Interaction) -> None:
        hook = self.workspace.hooks[interaction.response_url.rpartition("/")[2]]
        try:
            respond(self.workspace, hook, Args(interaction.answer))
        except SlackError as error:
            self._tell(interaction, hook.channel, f"The app's answer was refused ({error.error})")

    def _tell(self, interaction: Interaction, channel: str, text: str) -> None:
        stamp = self.workspace.next_ts()
        told = Message(channel, stamp, SLACKBOT, text, only_for=interaction.user)
        interaction.replies.append(self.workspace.add(told))


def _mentions(message: Message) -> bool:
    """Whether a message names the bot."""
    return f"<@{BOT_USER}" in message.text


def _without_type(message: Json) -> Json:
    """The fields of a message that its event carries beside the event's own type."""
    return {name: value for name, value in message.items() if name != "type"}


def _all_blocks(message: Message) -> list[Json]:
    return [*message.blocks, *(block for one in message.attachments for block in one.get("blocks", []))]


def _control(blocks: list[Json], action_id: str, value: str | None, block_id: str | None) -> tuple[Json, Json]:
    for block, element in controls(blocks):
        there = value in {None, element.get("value")} and block_id in {None, block["block_id"]}
        if element.get("action_id") == action_id and there:
            return block, element
    seen = [(element.get("action_id"), element.get("value")) for _, element in controls(blocks)]
    raise LookupError(f"nothing to click with action_id {action_id!r} (value {value!r}); there is {seen}")
