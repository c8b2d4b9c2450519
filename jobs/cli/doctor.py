"""`python -m jobs doctor`: is all well with what the bot needs? One check each, all of them where none is named."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from jobs.cli.checkups import (
    Diagnosis,
    check_clock,
    check_disk,
    check_dns,
    check_network,
    check_slack,
    check_store,
)
from jobs.cli.common import config_path, parser, with_config, write_json, write_lines
from jobs.config import Config

EXIT_FAULTS = 1


@dataclass(frozen=True, slots=True)
class Checkup:
    """One thing that may be wrong."""

    says: str
    run: Callable[[Config, Path | None], Diagnosis]
    """Given the configuration and its file."""


CHECKS: Mapping[str, Checkup] = {
    "slack": Checkup("ask Slack about tokens, scopes and the channels that track something", check_slack),
    "store": Checkup("read every byte of the store, also beside the running bot, and compare checksums", check_store),
    "disk": Checkup("look whether the folder of the data can be written to, and how much room is left", check_disk),
    "dns": Checkup("look up the names of Slack and of our pages", check_dns),
    "network": Checkup("read our pages: checks.canaries, or the home pages of our_sites", check_network),
    "clock": Checkup("compare the clock with those of the servers that our pages are on", check_clock),
}
"""By the name of its option."""


def main(arguments: Sequence[str]) -> int:
    """Run the checks that are asked for: 0 all is well, 1 something is not, 78 wrong configuration."""
    options = parser("doctor", "Look whether all is well, and say what is not.", "python -m jobs doctor --store")
    for name, check in CHECKS.items():
        options.add_argument(f"--{name}", action="store_true", help=check.says)
    given = options.parse_args(arguments)
    return with_config(given, partial(_run, given))


def _run(given: Namespace, config: Config) -> int:
    asked = [name for name in CHECKS if getattr(given, name)] or list(CHECKS)
    file = config_path(given.config)
    found = {name: CHECKS[name].run(config, file) for name in asked}
    if given.json:
        write_json({name: asdict(diagnosis) for name, diagnosis in found.items()})
    else:
        write_lines([line for name, diagnosis in found.items() for line in _lines(name, diagnosis)])
    return EXIT_FAULTS if any(diagnosis.faults for diagnosis in found.values()) else 0


def _lines(name: str, found: Diagnosis) -> list[str]:
    state = "all is well" if not found.faults else "something is wrong"
    return [f"{name}: {state}", *(f"  {fact}" for fact in found.facts), *(f"  FAULT {fault}" for fault in found.faults)]
