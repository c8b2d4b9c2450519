"""What the commands share: their common options, their configuration, and how they write.

What takes long to import is imported where it is used, so that `--help` and wrong arguments are answered at once.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import combining, east_asian_width

from jobs import NAMED
from jobs.model.channel import CHANNEL_ID, NO_CHANNEL_ID
from jobs.model.page import Outcome

if TYPE_CHECKING:
    from jobs.config import Config

_CONFIG_FILE = "config.yaml"
_SETTINGS = (
    "  settings   network.allow_private: true reads private addresses, on every port; "
    "network.allowed_ports names the ports of public ones"
)


def parser(verb: str, says: str, example: str) -> argparse.ArgumentParser:
    """A parser with the options that every command has; wrong arguments end with 2 and the example."""
    made = _Parser(prog=f"python -m jobs {verb}", description=says, epilog=f"for example: {example}")
    made.add_argument("--version", action="version", version=NAMED)
    made.add_argument("--json", action="store_true", help="write JSON")
    made.add_argument("--config", type=Path, metavar="FILE", help=f"configuration; default: {_CONFIG_FILE}, if there")
    return made


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        from jobs.web.urls import mask

        self.exit(2, f"{self.prog}: {mask(message)}\n{self.epilog}\n")


def with_config(arguments: argparse.Namespace, run: Callable[["Config"], int]) -> int:
    """Run with the configuration; where that is wrong, say every fault and end with 78."""
    from jobs.config import ConfigError, load_config
    from jobs.config.load import EXIT_CONFIG
    from jobs.rules import kinds

    try:
        config = load_config(config_path(arguments.config), os.environ, kinds)
    except ConfigError as error:
        print(*error.errors, sep="\n", file=sys.stderr)
        return EXIT_CONFIG
    return run(config)


def has_settings(arguments: argparse.Namespace) -> bool:
    """Whether anything is set, by a file or the environment: else there is nothing that could be wrong."""
    named = any(name.startswith("LINKWATCH_") or name == "DATABASE_URL" for name in os.environ)
    return named or config_path(arguments.config) is not None


def config_path(given: Path | None) -> Path | None:
    """The file of the configuration: as given, as the environment names it, or the one that lies here."""
    if given is not None:
        return given
    if named := os.environ.get("LINKWATCH_CONFIG"):
        return Path(named)
    return Path(_CONFIG_FILE) if Path(_CONFIG_FILE).exists() else None


def web_address(text: str) -> str:
    """The address that an argument means; ValueError, in words, where it means none.

    One with a scheme is taken as it is, for the reader to judge; without one it is read as people write addresses.
    """
    from jobs.web.urls import from_person, parse

    if "://" in text:
        url = parse(text)
        if url is None:
            raise ValueError(f"{text}: that is not an address")
        return url
    typed = from_person(text)
    if typed.refusal:
        raise ValueError(f"{text}: {typed.refusal}")
    return typed.url


def partner_site(text: str) -> str:
    """The registrable domain of a site, given as itself or any of its pages; ValueError, in words, where it is none."""
    from jobs.web.urls import registrable_domain

    return registrable_domain(web_address(text))


def partner_argument(typed: str) -> str:
    """The registrable domain that an argument means. Raises ArgumentTypeError."""
    try:
        return partner_site(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def in_words(error: Exception) -> str:
    """What an error says, and of which file, as `links.csv: No such file or directory.` does."""
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        return f"{error.filename2 or error.filename}: {error.strerror}."  # of a file moved, where to
    return str(error)


def channel_argument(typed: str) -> str:
    """The id of a channel as Slack writes it; empty where it is empty. Raises ArgumentTypeError."""
    if typed and not CHANNEL_ID.fullmatch(typed):
        raise argparse.ArgumentTypeError(f"{typed} {NO_CHANNEL_ID}")
    return typed


def target_argument(typed: str) -> str:
    """The target that an argument means, a bare domain as it is; empty where it is empty. Raises ArgumentTypeError."""
    from jobs.formats.cells import target

    found, why = target(typed) if typed else ("", "")
    if why:
        raise argparse.ArgumentTypeError(f"{typed}: {why}")
    return found


def site_argument(typed: str) -> str:
    """The site that an argument means, as a domain or any of its pages; empty where it is empty.

    Raises ArgumentTypeError.
    """
    from jobs.web.urls import site_name

    try:
        return site_name(web_address(typed)) if typed else ""
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def settings_for(outcome: Outcome, url: str) -> list[str]:
    """The settings that decide over an address that was refused; nothing where none of them would let it be fetched."""
    if outcome is not Outcome.REFUSED_ADDRESS:
        return []
    from jobs.web.http.policy import NetworkPolicy
    from jobs.web.http.url_gate import gate

    return [] if gate(url, NetworkPolicy(allow_private=True)) else [_SETTINGS]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows under their heads as lines: as wide as the terminal, long cells folded; each row one line where piped."""
    from jobs.web.urls import printable

    cells = [[printable(cell).replace("\n", " ") for cell in row] for row in rows]
    return _folded(heads, cells) if sys.stdout.isatty() else _unbroken([heads, *cells])


def _folded(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(*heads, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        grid.add_row(*(Text(cell, overflow="fold") for cell in row))
    console = Console(highlight=False)
    with console.capture() as written:
        console.print(grid)
    return [line.rstrip() for line in written.get().splitlines()]


def _unbroken(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as their widest cell: nothing is to be fitted in, for which `rich` would take 0.1 s to load."""
    widths = [max(map(_columns, cells)) for cells in zip(*rows, strict=True)]
    padded = ([cell + " " * (width - _columns(cell)) for cell, width in zip(row, widths, strict=True)] for row in rows)
    return ["  ".join(cells).rstrip() for cells in padded]


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: two for a wide letter, none for a mark on one (UAX #11)."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(letter) else 1 + (east_asian_width(letter) in "WF") for letter in text)


def bar(done: int, of: int) -> None:
    """How far the work is, where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r{done:,} of {of:,}", end="" if done < of else "\n", file=sys.stderr, flush=True)


def write_json(value: Any) -> None:
    """Write JSON in UTF-8, whatever the terminal's locale; half of a surrogate pair becomes U+FFFD."""
    write_text(json.dumps(value, ensure_ascii=False, indent=2))


def write_lines(lines: Sequence[str]) -> None:
    """Write lines for a person, each made `printable`; JSON has the true addresses."""
    from jobs.web.urls import printable

    write_text("\n".join(printable(line) for line in lines))


def write_text(text: str) -> None:
    """Write text as it is, in UTF-8, and a line end behind it; half of a surrogate pair becomes U+FFFD."""
    data = re.sub(r"[\ud800-\udfff]", "\ufffd", text).encode()
    sys.stdout.flush()
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.buffer.flush()
