"""`python -m bot [run | demo | preflight] [--config FILE]`."""

import argparse
import asyncio
import gc
import os
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jobs import NAMED

if TYPE_CHECKING:
    from jobs.config import Config

EXIT_FAULT = 1
EXIT_TEMPORARY = 75
"""EX_TEMPFAIL of sysexits.h: another bot has the store, or its database is away; starting again later may work."""
CONFIG_FILE = Path("config.yaml")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def main(arguments: Sequence[str]) -> int:
    """Run one of the three; gives the exit code."""
    given = _parser().parse_args(arguments)
    if given.verb == "demo":
        from bot.demo import demo

        return demo()
    # Until the bot is up: all that a start makes stays, and looking through it is a tenth of a start.
    gc.disable()
    from jobs.config import ConfigError, load_config
    from jobs.rules import kinds

    try:
        file = _config_file(given.config)
        config = load_config(file, os.environ, kinds)
    except ConfigError as error:
        return _refuse(error.errors)
    _hide_secrets()
    return _run(config, file) if given.verb == "run" else _preflight(config)


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m bot", description="Linkwatch tracks backlinks and alerts a Slack channel."
    )
    made.add_argument("verb", nargs="?", default="run", choices=("run", "demo", "preflight"))
    made.add_argument("--version", action="version", version=NAMED)
    made.add_argument("--config", type=Path, metavar="FILE", help=f"default: {CONFIG_FILE}, if it is there")
    return made


def _config_file(given: Path | None) -> Path | None:
    if given is not None:
        return given
    if named := os.environ.get("LINKWATCH_CONFIG"):
        return Path(named)
    return CONFIG_FILE if CONFIG_FILE.exists() else None


def _run(config: "Config", file: Path | None) -> int:
    """The bot, until it is stopped."""
    from bot.service import serve
    from jobs.store.errors import StoreDamagedError, StoreLockedError, StoreUnreachableError
    from jobs.telemetry.logs import start_logging
    from jobs.telemetry.service_manager import ServiceManager
    from jobs.units.clock import SystemClock
    from jobs.units.stop import Stop, StoppedError

    async def run() -> None:
        stop = Stop()
        stop.listen()
        await serve(config, SystemClock(), stop, config_file=file, manager=manager)

    # Taken out of the environment: children of ours have nothing to tell systemd.
    manager = ServiceManager(os.environ.pop("NOTIFY_SOCKET", ""))
    start_logging(config)
    try:
        return _unless_refused(config, run())
    except StoppedError:
        return 0
    except (StoreLockedError, StoreUnreachableError) as error:
        return _fail(str(error), EXIT_TEMPORARY)
    except (StoreDamagedError, OSError) as error:  # OSError: the folder cannot be written, the port is taken
        return _fail(str(error), EXIT_FAULT)


def _preflight(config: "Config") -> int:
    """Ask Slack about the tokens and say what works."""
    from bot.outbox.reachability import channel_troubles, settings_troubles
    from bot.preflight import findings_of, preflight
    from bot.slack.channels import Channels
    from bot.slack.connection import slack_client, slack_session
    from jobs.telemetry.logs import start_logging
    from jobs.units.clock import SystemClock

    async def run() -> None:
        async with slack_session() as session:
            client, clock = slack_client(config, session), SystemClock()
            identity = await preflight(config, client, clock)
            channels = Channels(client, clock.now)
            named = await settings_troubles(channels, config)
            others = await channel_troubles(channels, await _tracked(config))
        print(*findings_of(config, identity, [*named, *others]), sep="\n")

    start_logging(config)
    try:
        return _unless_refused(config, run())
    except KeyboardInterrupt:
        return EXIT_FAULT


async def _tracked(config: "Config") -> list[str]:
    """The channels that track anything, as far as there is a store and it can be read; nothing is made."""
    from jobs.store.errors import StoreDamagedError
    from jobs.store.opening import open_store

    try:
        store = await open_store(config, read_only=True)
    except (StoreDamagedError, OSError):  # `python -m jobs doctor` says so
        return []
    channels = await store.channels()
    await store.close()
    return channels


def _unless_refused(config: "Config", work: Coroutine[Any, Any, None]) -> int:
    """0 when the work is done; 78 where Slack refuses our settings, one line for each fault."""
    from bot.preflight import RefusedError
    from bot.slack.connection import PROXIES

    if urlsplit(config.slack.base_url).hostname in _LOOPBACK:
        for name in PROXIES:
            os.environ.pop(name, None)
    try:
        asyncio.run(work)
    except RefusedError as error:
        return _refuse(error.errors)
    return 0


def _hide_secrets() -> None:
    """Our child processes parse foreign pages; they need no tokens."""
    from jobs.config import Secrets

    for name in Secrets.model_fields:
        os.environ.pop(name.upper(), None)


def _refuse(errors: Sequence[str]) -> int:
    """Say what is wrong with the settings."""
    from jobs.config.load import EXIT_CONFIG

    return _fail("\n".join(errors), EXIT_CONFIG)


def _fail(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
