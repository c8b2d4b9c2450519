"""What is said before the start, and which setting it names."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.outbox.reachability import settings_troubles
from bot.preflight import RefusedError, findings_of, preflight, wrong_settings
from bot.sandbox import APP_TOKEN, BOT_TOKEN, RunningSlack, start_sandbox
from bot.slack.channels import Channels
from bot.slack.connection import slack_client, slack_session
from jobs.config import Config, Secrets, Slack, SlackMode, Store
from tests.tools.clocks import HandClock


@pytest.fixture
async def slack() -> AsyncIterator[RunningSlack]:
    async with await start_sandbox() as running:
        yield running


def config(
    base_url: str = "https://slack.com/api/",
    bot: str = BOT_TOKEN,
    app: str = APP_TOKEN,
    mode: SlackMode = SlackMode.SOCKET,
    signing: str = "",
) -> Config:
    secrets = Secrets(
        slack_bot_token=SecretStr(bot), slack_app_token=SecretStr(app), slack_signing_secret=SecretStr(signing)
    )
    return Config(slack=Slack(base_url=base_url, mode=mode), secrets=secrets)


async def ask(given: Config, clock: HandClock | None = None) -> Any:
    async with slack_session(2) as session:
        return await preflight(given, slack_client(given, session), clock or HandClock())


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"bot": ""}, ["SLACK_BOT_TOKEN is not set"]),
        ({"bot": "xapp-1-abc"}, ["SLACK_BOT_TOKEN is not the right kind"]),
        ({"app": ""}, ["SLACK_APP_TOKEN is not set"]),
        ({"app": "xoxb-abc"}, ["SLACK_APP_TOKEN is not the right kind"]),
        ({"bot": "", "app": ""}, ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]),
        ({"mode": SlackMode.HTTP}, ["SLACK_SIGNING_SECRET is not set"]),
        ({"mode": SlackMode.HTTP, "signing": "s" * 32, "app": ""}, []),
        ({"base_url": "http://slack.example/api/"}, ["slack.base_url"]),
        ({"base_url": "http://127.0.0.1:8010/api/"}, []),
        ({}, []),
    ],
)
def test_what_is_wrong_is_named(settings: dict[str, Any], named: list[str]) -> None:
    found = wrong_settings(config(**settings))
    assert len(found) == len(named)
    assert all(line.startswith(name) for line, name in zip(found, named, strict=True))


async def test_with_good_tokens_it_says_who_we_are(slack: RunningSlack) -> None:
    given = config(slack.api_url)
    identity = await ask(given)
    assert (identity.user, identity.can_look) == ("linkwatch", True)
    assert len(slack.calls("apps.connections.open")) == 1
    lines = findings_of(given, identity)
    assert lines[0].startswith("ok       SLACK_BOT_TOKEN: linkwatch in ")
    assert any(line.startswith("without  chat:write.public: ") for line in lines)


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("C0LINKS", ""),
        ("", ""),
        ("C0RANDOM", "WARNING  slack.admin_channel: I am not a member of it. Type /invite in it and choose me. "),
        ("C0ACME", "WARNING  slack.admin_channel: another workspace sees it"),
        ("C0NOWHERE", "WARNING  slack.admin_channel: I am not a member of it."),
    ],
)
async def test_an_admin_channel_that_hears_nothing_is_named(slack: RunningSlack, channel: str, said: str) -> None:
    told = await warned(slack, {"slack": {"admin_channel": channel}})
    assert [line[: len(said)] for line in told] == ([said] if said else [])


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("C0LINKS", ""),
        ("", ""),
        ("U0BEN", ""),
        ("C0RANDOM", "WARNING  alerts.escalate_to: I am not a member of it. Type /invite in it and choose me."),
        ("C0ACME", "WARNING  alerts.escalate_to: another workspace sees it"),
    ],
)
async def test_a_configured_channel_that_hears_of_no_untaken_alerts_is_named(
    slack: RunningSlack, to: str, said: str
) -> None:
    told = await warned(slack, {"alerts": {"escalate_after": "48h", "escalate_to": to}})
    assert [line[: len(said)] for line in told] == ([said] if said else [])
    assert await warned(slack, {"alerts": {"escalate_to": to}}) == []


async def warned(slack: RunningSlack, settings: dict[str, dict[str, str]]) -> list[str]:
    """The warnings about channels that these settings name."""
    given = config(slack.api_url)
    sections = {name: getattr(given, name).model_dump() | each for name, each in settings.items()}
    changed = Config.model_validate(given.model_dump() | sections)
    identity = await ask(given)
    async with slack_session() as session:
        channels = Channels(slack_client(given, session), HandClock().now)
        troubles = await settings_troubles(channels, changed)
    return [line for line in findings_of(given, identity, troubles) if line.startswith("WARNING")]


async def test_in_http_mode_no_socket_is_asked_for(slack: RunningSlack) -> None:
    await ask(config(slack.api_url, mode=SlackMode.HTTP, signing="s" * 32))
    assert slack.calls("apps.connections.open") == []


@pytest.mark.parametrize(
    ("tokens", "named"),
    [
        ({"bot": "xoxb-wrong"}, "SLACK_BOT_TOKEN: Slack does not know this token (invalid_auth)"),
        ({"app": "xapp-wrong"}, "SLACK_APP_TOKEN: Slack does not know this token (invalid_auth)"),
    ],
)
async def test_a_refused_token_is_named(slack: RunningSlack, tokens: dict[str, Any], named: str) -> None:
    with pytest.raises(RefusedError) as refused:
        await ask(config(slack.api_url, **tokens))
    assert refused.value.errors[0].startswith(named)


@pytest.mark.parametrize("word", ["account_inactive", "token_revoked", "not_allowed_token_type", "some_new_word"])
async def test_any_refusal_ends_it(slack: RunningSlack, word: str) -> None:
    slack.faults.error("auth.test", word)
    with pytest.raises(RefusedError, match=word):
        await ask(config(slack.api_url))


@pytest.mark.parametrize(
    "order",
    [
        lambda faults: faults.refuse("auth.test", times=3),
        lambda faults: faults.status("auth.test", 503, times=3),
        lambda faults: faults.rate_limit("auth.test", 30, times=3),
        lambda faults: faults.refuse("apps.connections.open", times=3),
        lambda faults: faults.drop_answer("apps.connections.open", times=3),
    ],
)
async def test_it_waits_while_slack_is_away_and_says_so_each_time(
    slack: RunningSlack, order: Callable[[Any], None], caplog: pytest.LogCaptureFixture
) -> None:
    order(slack.faults)
    clock = HandClock()
    began = clock.now()
    identity = await ask(config(slack.api_url), clock)
    assert identity.user == "linkwatch"
    assert caplog.text.count("Slack cannot be reached at") == 3
    assert (clock.now() - began).total_seconds() >= 14


async def test_missing_scopes_are_told_with_their_cost(slack: RunningSlack) -> None:
    slack.workspace.scopes -= {"groups:history", "commands"}
    given = config(slack.api_url)
    identity = await ask(given)
    assert not identity.can_look
    lines = findings_of(given, identity)
    assert "MISSING  commands: the slash command cannot work" in lines
    assert any(line.startswith("without  groups:history: ") for line in lines)


def test_no_folder_is_asked_for_where_a_database_keeps_all(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    given = config().model_copy(update={"store": Store(path=f"{tmp_path}/file/data")})
    shared = given.secrets.model_copy(update={"database_url": SecretStr("postgresql://127.0.0.1:1/links")})
    assert wrong_settings(given) != []
    assert wrong_settings(given.model_copy(update={"secrets": shared})) == []


@pytest.mark.parametrize(
    ("path", "why"),
    [("file/data", "file is no folder"), ("x" * 300, "name too long")],
)
def test_a_folder_that_cannot_be_made_is_named_with_what_to_do(tmp_path: Path, path: str, why: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    given = config().model_copy(update={"store": Store(path=f"{tmp_path}/{path}")})
    (said,) = wrong_settings(given)
    assert said.startswith("store.path: ")
    assert why in said.lower()
    assert "name a folder that the bot may write to, for example `path: data`" in said
    assert [each.name for each in tmp_path.iterdir()] == ["file"], "nothing was made"
