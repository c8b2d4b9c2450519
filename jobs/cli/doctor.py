"""`python -m jobs doctor`: is all well with what the bot needs? One check each, all of them where none is named."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from jobs.cli.common import parser, with_config, write_json, write_lines
from jobs.config import Config
from jobs.store.tiny.verify import verify

EXIT_FAULTS = 1


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a check found, a sentence each."""

    facts: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checkup:
    """One thing that may be wrong."""

    says: str
    run: Callable[[Config], Diagnosis]


def check_store(config: Config) -> Diagnosis:
    """Every byte of the store, against its checksums."""
    try:
        found = verify(Path(config.store.path))
    except OSError as error:
        return Diagnosis(faults=(f"{error} store.path of the configuration says where the store is.",))
    facts = [f"{found.size:,} bytes were read: {found.links:,} links, {found.events:,} events."]
    if found.numbers_missing:
        facts.append(f"{found.numbers_missing:,} events are in no file: they were lost earlier, which was said then.")
    return Diagnosis(tuple(facts), found.faults)


CHECKS: Mapping[str, Checkup] = {
    "store": Checkup("read every byte of the store, also beside the running bot, and compare checksums", check_store),
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
    found = {name: CHECKS[name].run(config) for name in asked}
    if given.json:
        write_json({name: asdict(diagnosis) for name, diagnosis in found.items()})
    else:
        write_lines([line for name, diagnosis in found.items() for line in _lines(name, diagnosis)])
    return EXIT_FAULTS if any(diagnosis.faults for diagnosis in found.values()) else 0


def _lines(name: str, found: Diagnosis) -> list[str]:
    state = "all is well" if not found.faults else "something is wrong"
    return [f"{name}: {state}", *(f"  {fact}" for fact in found.facts), *(f"  FAULT {fault}" for fault in found.faults)]
