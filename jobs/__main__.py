"""`python -m jobs VERB ...`: the commands of the terminal. A verb's module is read when it is asked for."""

import importlib
import os
import sys
from collections.abc import Sequence

from jobs import NAMED

VERBS = {
    "inspect": ("jobs.cli.inspect:main", "what we read on a page: links, robots, canonical, redirects"),
    "check": (
        "jobs.cli.check_arguments:main",
        "one check of one link, or of each in a list: is it there, what is wrong with it",
    ),
    "relevance": ("jobs.cli.relevance:main", "how close two pages are in subject"),
    "vet": ("jobs.cli.vet:main", "whether pages are worth asking for a link: ask, think twice or avoid, and why"),
    "findings": ("jobs.cli.findings:main", "every kind of finding, what it means and what to do"),
    "import": ("jobs.cli.import_:main", "links out of files that you have: exports of other tools, spreadsheets"),
    "export": ("jobs.cli.export:main", "what is tracked as CSV, XLSX or JSON lines, also while the bot runs"),
    "disavow": (
        "jobs.cli.disavow:main",
        "a disavow file for Google, of what you picked, on top of the one that is live",
    ),
    "discover": ("jobs.cli.discover:main", "what search engines list of our site, and what changed between two days"),
    "report": ("jobs.cli.report:main", "a month of a channel for its client, as HTML and XLSX"),
    "partner": ("jobs.cli.partner:main", "what is known of a partner's site: links, costs, how long its links last"),
    "reciprocity": (
        "jobs.cli.reciprocity:main",
        "what partners and our own pages give each other, and what is given for nothing",
    ),
    "prospects": (
        "jobs.cli.prospects:main",
        "pages to ask for a link, and candidates for that, also while the bot runs",
    ),
    "audit": ("jobs.cli.audit:main", "does a page deal honestly with our links: fourteen tricks, each with its proof"),
    "forecast": ("jobs.cli.forecast:main", "how many of the links that stand will be gone in a year, with their cost"),
    "worth": ("jobs.cli.worth:main", "what links are worth by rules of thumb, each shown, and which cost more"),
    "rehearse": ("jobs.cli.rehearse:main", "a move of our pages: which links a list of redirects saves, which break"),
    "claim": ("jobs.cli.claim:main", "what a claim under guarantee rests on, as one HTML file for the vendor"),
    "mcp": ("jobs.cli.mcp:main", "answers for assistants over MCP: six tools that read, also while the bot runs"),
    "worker": (
        "jobs.cli.worker:main",
        "check due pages beside the bots, where several machines share a database (DATABASE_URL)",
    ),
    "backup": ("jobs.cli.backup:backup_main", "the whole store into one plain file, also while the bot runs"),
    "restore": ("jobs.cli.backup:restore_main", "the store as it was when a backup was written"),
    "migrate": ("jobs.cli.migrate:migrate_main", "the tables of a database (DATABASE_URL) brought up to this version"),
    "move": ("jobs.cli.migrate:move_main", "the whole store from its folder into a database, or back, proved"),
    "status": ("jobs.cli.status:main", "how the bot stands: tracked, due, waiting to be said; also while it runs"),
    "doctor": ("jobs.cli.doctor:main", "is all well: tokens, scopes, channels, store, disk, names, network, clock"),
    "bench": ("jobs.cli.bench:main", "speed and simulations, each figure beside its aim"),
}
"""Verb -> the function that takes its arguments and gives the exit code, and what it does."""

EXIT_USAGE = 2
EXIT_INTERRUPTED = 130
EXIT_IO = 74
"""EX_IOERR of sysexits.h."""


def main(arguments: Sequence[str]) -> int:
    """Run one verb; gives the exit code."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(_usage())
        return 0 if arguments else EXIT_USAGE
    if arguments[0] == "--version":
        print(NAMED)
        return 0
    verb = VERBS.get(arguments[0])
    if verb is None:
        print(f"{arguments[0]}: no such verb\n\n{_usage()}", file=sys.stderr)
        return EXIT_USAGE
    module, _, function = verb[0].partition(":")
    code: int = getattr(importlib.import_module(module), function)(arguments[1:])
    return code


def _usage() -> str:
    width = max(map(len, VERBS))
    lines = [f"  {verb.ljust(width)}  {does}" for verb, (_, does) in VERBS.items()]
    return "\n".join(["usage: python -m jobs VERB ...   (VERB --help says more)", "", *lines])


def _run() -> int:
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has enough; nothing is left to say, at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except OSError as error:
        # A full disk under our output: none of the codes that say something about a page.
        print(f"The answer could not be written: {error}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_IO
    return code


if __name__ == "__main__":
    sys.exit(_run())
