"""Before anything else: do the tokens fit, and does Slack take them? Errors name the setting that has to be mended."""

import logging
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from msgspec import Struct
from slack_sdk.web.async_client import AsyncWebClient

from bot.outbox.chart_upload import can_draw
from bot.outbox.webhooks import secret_fault
from bot.slack.errors import CALL_ERRORS, Failure, SlackTrouble, trouble_of
from jobs.config import Config, SlackMode
from jobs.relevance.comparer import engine_trouble
from jobs.store.opening import folder_of
from jobs.units.clock import Clock
from jobs.web.render.renderer import browser_trouble

T = TypeVar("T")
log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=1)
_NO_PICTURES = "where Slack refuses a digest's chart, words take its place"
REQUIRED_SCOPES: Mapping[str, str] = {
    "chat:write": "nothing can be posted",
    "commands": "the slash command cannot work",
}
OPTIONAL_SCOPES: Mapping[str, str] = {
    "channels:history": "where Slack's answer is lost, a message in a public channel may come twice",
    "groups:history": "where Slack's answer is lost, a message in a private channel may come twice",
    "channels:read": "App Home shows people only the links that they added or own, nothing tells when the bot is "
    "removed from a public channel or may post there again, and `check all` works in direct messages only",
    "groups:read": "the same for private channels",
    "app_mentions:read": "whoever mentions the bot gets no answer",
    "im:history": "words in the bot's own messages tab get no answer",
    "files:read": _NO_PICTURES,
    "files:write": f"`export` and `report` send no files, and the terminal has to write them; {_NO_PICTURES}",
    "chat:write.public": "the bot has to be invited to each channel that it posts to",
}
"""Scope -> what it costs to do without."""
_HISTORY = frozenset({"channels:history", "groups:history"})
_PICTURES = frozenset({"files:read", "files:write"})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
# No "Basic ...": what hides passwords of that scheme would take the next word for one.
_WHERE = {
    "SLACK_BOT_TOKEN": "It is under OAuth & Permissions of your app and begins with xoxb-.",
    "SLACK_APP_TOKEN": "It is under App-Level Tokens on the first page of your app, with the scope connections:write, "
    "and begins with xapp-.",
    "SLACK_SIGNING_SECRET": "It is under App Credentials on the first page of your app.",
}
_PREFIXES = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}
_MEANS = {
    "invalid_auth": "Slack does not know this token",
    "not_authed": "Slack got no token",
    "account_inactive": "the app was removed from the workspace, or its user deactivated",
    "token_revoked": "the token was revoked; install the app again and copy the new one",
    "token_expired": "the token has expired",
    "not_allowed_token_type": "this is the wrong kind of token",
    "missing_scope": "the token lacks a scope",
}


class RefusedError(Exception):
    """Slack would not let us in with these settings; `errors` holds one readable line for each fault."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


class Identity(Struct, frozen=True):
    """Whom Slack takes us for."""

    team: str
    user: str
    url: str
    scopes: frozenset[str] | None
    """None where Slack did not say."""

    @property
    def can_look(self) -> bool:
        """Whether channels' histories may be read, as far as we know."""
        return self.scopes is None or self.scopes >= _HISTORY

    @property
    def can_upload(self) -> bool:
        """Whether a picture may be uploaded and looked after, as far as we know."""
        return self.scopes is None or self.scopes >= _PICTURES

    def missing(self, scopes: Mapping[str, str]) -> dict[str, str]:
        """Of these scopes those that we lack, with the cost."""
        return {} if self.scopes is None else {name: cost for name, cost in scopes.items() if name not in self.scopes}


def wrong_settings(config: Config) -> list[str]:
    """What can be seen to be wrong without asking Slack, one line each; nothing is made or written."""
    secrets, slack = config.secrets, config.slack
    errors = [_token_fault("SLACK_BOT_TOKEN", secrets.slack_bot_token.get_secret_value())]
    if slack.mode is SlackMode.SOCKET:
        errors.append(_token_fault("SLACK_APP_TOKEN", secrets.slack_app_token.get_secret_value()))
    elif not secrets.slack_signing_secret.get_secret_value():
        errors.append(f"SLACK_SIGNING_SECRET is not set; http mode needs it. {_WHERE['SLACK_SIGNING_SECRET']}")
    address = urlsplit(slack.base_url)
    if address.scheme != "https" and address.hostname not in _LOOPBACK:
        errors.append(f"slack.base_url: {slack.base_url} would send the token in clear; use https")
    errors.append(_store_fault(folder) if (folder := folder_of(config)) else "")
    if config.render.enabled and (trouble := browser_trouble(config.render.chromium)):
        errors.append(f"render.enabled: pages cannot be drawn: {trouble}")
    errors += [engine_trouble(config), secret_fault(config)]
    return [error for error in errors if error]


def _store_fault(folder: Path) -> str:
    try:
        there = next((each for each in (folder, *folder.parents) if each.exists()), Path())
        is_folder, is_ours = there.is_dir(), os.access(there, os.W_OK | os.X_OK)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        return unusable_store(str(folder), str(getattr(error, "strerror", "") or error))
    if is_folder and is_ours:
        return ""
    return unusable_store(str(folder), f"{there} cannot be written to" if is_folder else f"{there} is no folder")


def unusable_store(path: str, why: str) -> str:
    """What is said where the folder of the data cannot be made or written to."""
    return f"store.path: {path!r} will not do: {why}; name a folder that the bot may write to, for example `path: data`"


def _token_fault(name: str, token: str) -> str:
    if not token.strip():
        return f"{name} is not set. {_WHERE[name]}"
    if not token.strip().startswith(_PREFIXES[name]):
        other = next((each for each, begins in _PREFIXES.items() if token.strip().startswith(begins)), "")
        swapped = f": it is a {other}; are the two swapped?" if other else "."
        return f"{name} is not the right kind of token{swapped} {_WHERE[name]}"
    return ""


async def preflight(config: Config, client: AsyncWebClient, clock: Clock) -> Identity:
    """Ask Slack whether it takes our tokens; waits, with a line in the log, while the network or Slack is away.

    Raises RefusedError where the settings cannot work.
    """
    if errors := wrong_settings(config):
        raise RefusedError(errors)
    identity = await _patiently("SLACK_BOT_TOKEN", lambda: _who_we_are(client), config, clock)
    if config.slack.mode is SlackMode.SOCKET:
        app_token = config.secrets.slack_app_token.get_secret_value()
        await _patiently("SLACK_APP_TOKEN", lambda: client.apps_connections_open(app_token=app_token), config, clock)
    return identity


async def _who_we_are(client: AsyncWebClient) -> Identity:
    answer = await client.auth_test()
    headers = {name.lower(): value for name, value in answer.headers.items()}
    told = headers.get("x-oauth-scopes")
    scopes = frozenset(scope.strip() for scope in str(told).split(",")) if told else None
    return Identity(str(answer.get("team")), str(answer.get("user")), str(answer.get("url")), scopes)


async def _patiently(setting: str, ask: Callable[[], Awaitable[T]], config: Config, clock: Clock) -> T:
    """Ask until there is an answer; raises RefusedError where it is no."""
    wait = FIRST_WAIT
    while True:
        try:
            return await ask()
        except CALL_ERRORS as error:
            trouble = trouble_of(error)
            if trouble.failure in {Failure.AUTH, Failure.PERMANENT}:
                raise RefusedError([_refusal(setting, trouble)]) from error
            pause = trouble.wait or wait
            said = f"{trouble.word} {trouble.detail}".strip()
            log.warning(
                "Slack cannot be reached at %s (%s); trying again in %.0f s",
                config.slack.base_url,
                said,
                pause.total_seconds(),
            )
        await clock.sleep(pause)
        wait = min(wait * 2, LONGEST_WAIT)


def _refusal(setting: str, trouble: SlackTrouble) -> str:
    means = _MEANS.get(trouble.word, "Slack refuses it")
    detail = f", {trouble.detail}" if trouble.detail else ""
    return f"{setting}: {means} ({trouble.word}{detail}). {_WHERE[setting]}"


def findings_of(config: Config, identity: Identity, troubles: Sequence[str] = ()) -> list[str]:
    """What the preflight found, as lines for the terminal; `troubles` are those of channels."""
    how = "Socket Mode" if config.slack.mode is SlackMode.SOCKET else f"HTTP on {config.slack.host}:{config.slack.port}"
    lines = [f"ok       SLACK_BOT_TOKEN: {identity.user} in {identity.team} ({identity.url})", f"ok       {how}"]
    lines += [f"WARNING  {trouble}" for trouble in troubles]
    if identity.scopes is None:
        return [*lines, "unknown  scopes: Slack did not say which the token has"]
    lines += [f"MISSING  {scope}: {cost}" for scope, cost in identity.missing(REQUIRED_SCOPES).items()]
    lines += [f"without  {scope}: {cost}" for scope, cost in identity.missing(OPTIONAL_SCOPES).items()]
    lines += [] if can_draw() else [f"without  matplotlib (make charts): {_NO_PICTURES}"]
    return [*lines, f"ok       scopes: {', '.join(sorted(identity.scopes))}"]
