"""`python -m jobs backup FILE` and `restore FILE`: the whole store as one plain file, and back."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from jobs.cli.common import in_words, parser, with_config, write_json, write_lines
from jobs.config import Config
from jobs.store.about import Contents
from jobs.store.errors import OwnToolsError, StoreDamagedError, StoreLockedError
from jobs.store.opening import backup_store, restore_store
from jobs.units.english import several

EXIT_FAILED = 1
EXIT_LOCKED = 75
"""EX_TEMPFAIL of sysexits.h, as the bot itself ends with where another runs on the same store."""


def backup_main(arguments: Sequence[str]) -> int:
    """Write the store into one file, also beside a running bot: 0 done, 1 not, 78 wrong configuration."""
    says = "Write everything the bot knows into one plain file; it may run meanwhile."
    return _main("backup", says, "is written", backup_store, arguments)


def restore_main(arguments: Sequence[str]) -> int:
    """Make the store what it was: 0 done, 1 not, 75 while a bot runs on it, 78 wrong configuration."""
    says = "Make the store what it was when FILE was written. The bot must not run; what was there is kept beside it."
    return _main("restore", says, "is restored", restore_store, arguments)


_Act = Callable[[Config, Path], Contents]


def _main(verb: str, says: str, done: str, act: _Act, arguments: Sequence[str]) -> int:
    options = parser(verb, says, f"python -m jobs {verb} linkwatch-backup.json")
    options.add_argument("file", type=Path, help="the backup")
    given = options.parse_args(arguments)
    return with_config(given, partial(_run, given.file, done, act, as_json=given.json))


def _run(file: Path, done: str, act: _Act, config: Config, *, as_json: bool) -> int:
    try:
        contents = act(config, file)
    except StoreLockedError as error:
        return _refused(f"{error} Stop the bot first.", EXIT_LOCKED)
    except (OwnToolsError, StoreDamagedError, OSError) as error:
        return _refused(in_words(error), EXIT_FAILED)
    if as_json:
        write_json(asdict(contents) | {"set_aside": str(contents.set_aside or "")})
    else:
        write_lines(_lines(file, done, contents))
    return 0


def _lines(file: Path, done: str, contents: Contents) -> list[str]:
    held = {
        "link": contents.links,
        "partner page": contents.partners,
        "incident": contents.incidents,
        "event": contents.events,
    }
    lines = [f"{file} {done}: " + ", ".join(several(count, one) for one, count in held.items()) + "."]
    lines += [f"Could not be read: {damage}" for damage in contents.damage]
    return lines + ([f"What was there before is in {contents.set_aside}."] if contents.set_aside else [])


def _refused(why: str, code: int) -> int:
    print(why, file=sys.stderr)
    return code
