"""The plan of the house, and what holds it: which way imports point, what is pure, what stays small.

docs/architecture.md shows the same two tables; a test holds them equal.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for top in ("bot", "jobs") for path in (ROOT / top).rglob("*.py"))


@dataclass(frozen=True)
class Room:
    """A file or folder at the top of `jobs/` or `bot/`."""

    name: str
    holds: str
    """What is in it, in a few words."""
    pure: str = ""
    """Its files that do no I/O, without `.py`, folders whole; `all` where none does."""


JOBS = (
    Room("model", "the nouns, as frozen values: link, page, finding, incident, notice", pure="all"),
    Room(
        "units",
        "durations, dates, money, languages, how English counts, typos, the clock",
        pure="durations dates english money months currencies languages typos",
    ),
    Room("config", "one YAML file and the environment -> frozen settings; every error names its key", pure="all"),
    Room(
        "store",
        "the store's protocol; `changes/`: what each change does, for every kind; `tiny/`: TinyDB over a snapshot and "
        "a journal; `postgres/`: PostgreSQL, its SQL in files",
    ),
    Room(
        "web",
        "`http/`: the guarded fetch; `isolation/`: parsing in a child; `render/`: drawing in a browser; `urls/`, "
        "`encoding/`, `html/`, `robots/`, `sitemaps/`",
        pure="urls encoding html robots/rules sitemaps/listed http/url_gate http/statuses http/media_types "
        "isolation/prescan render/proxy_request",
    ),
    Room(
        "telemetry",
        "what whoever runs the bot sees of it: log, troubles, `/healthz`, `/metrics`, heartbeat",
        pure="vitals",
    ),
    Room(
        "pages",
        "from an address to a `Reading`: fetch, parse, find the link; `block_pages`, `walls`, `not_found`, `needs_js`",
        pure="asked block_pages canonical classify contacts doubtful_sites evidence extract find_link indexing lasting"
        " link_index login_addresses markup needs_js not_found onward owner_marks page_facts parked reading redirects"
        " similarity text_mentions wall_words walls what_it_is",
    ),
    Room("relevance", "how close two pages are in subject", pure="extract language scoring terms words"),
    Room("rules", "one kind of finding = one file and one test", pure="all"),
    Room("verdicts", "the state machine of a link; weakenings, acceptance, control probe, guarantee", pure="all"),
    Room(
        "alerts",
        "verdicts -> incidents and notices; what people decide of them; grouping",
        pure="batches decisions edits events grouping incidents notices notified openings proved said storm_incidents"
        " undo webhooks wording",
    ),
    Room(
        "exchanges",
        "the ledger: how exchanges stand, who broke them first, what each side gives; `ours/`: a move of our pages",
        pure="cycles footprints given_words incidents legs ours/redirect_rules ours/rehearsal ours/wording reciprocity "
        "sides state_machine timing wording",
    ),
    Room(
        "formats",
        "lists of links: files read (`kinds/`) and written (`exports/`), sheets followed, what search engines list",
        pure="cells columns decode delimited disavow domain_lists layouts own_file own_list preview redirect_list "
        "row_facts rows sheet sync/addresses sync/judge sync/merge sync/plan wrong_files exports/cell_text "
        "exports/disavow exports/request exports/table filters discovery/bing_answers discovery/compare "
        "discovery/reading discovery/wording",
    ),
    Room(
        "digests",
        "digests: read, build, trend, what is to do, schedule, write; how long links live; `reports/`: a month",
        pure="build forecast forecast_words lives schedule todo trend reports/build reports/course reports/html "
        "reports/report reports/wording",
    ),
    Room(
        "partners",
        "partners: how many links their pages have, and the incidents of that; a site's scorecard; worth of links",
        pure="across audit claims incidents outbound pack scorecard site wording worth worth_words",
    ),
    Room(
        "prospects",
        "whom to write to next: vetting a page, prospects with their reminders and candidates for them",
        pure="candidates reminders",
    ),
    Room(
        "checks",
        "what is due -> read -> judge -> one atomic write: dispatcher, `check_page`, canaries, storm guard; what the "
        "clock brings: `ticks`, `maintenance`; `queue/`: the same work shared by processes, over PostgreSQL",
        pure="next_check record storm_guard",
    ),
    Room("bench", "speed and simulations, each figure beside its aim"),
    Room("cli", "the commands of the terminal, a file each"),
    Room("__main__", "`python -m jobs VERB`"),
)
"""`jobs/`, from the bottom to the top: the work, without Slack."""

BOT = (
    Room("slack", "connection, Slack's errors, channels as Slack describes them", pure="post_access"),
    Room("grammar", "what people type -> values: commands, references, terms, times", pure="all"),
    Room("access", "who may do what, and who is asking", pure="asker permissions"),
    Room(
        "messages",
        "values -> Block Kit: `alerts/`, `answers/`, `forms/`, `home/`, `digest`; `kit/text` alone makes mrkdwn",
        pure="all",
    ),
    Room("rerouting", "who hears of alerts whose channel takes no messages"),
    Room(
        "progress",
        "long work with a progress bar: checks of many pages, large digests; changes of many links, as shown",
    ),
    Room("request", "a command or click: who asks, what handlers work with, how to answer, which channel is meant"),
    Room(
        "outbox",
        "claim a notice, render, post, record; find out whether a doubtful post arrived; retries; charts; webhooks",
    ),
    Room("operations", "what people do, once, for commands, clicks and forms alike"),
    Room("home", "App Home: its content, and when it is published"),
    Room("commands", "the slash command: a file for each family of verbs, listed in `HANDLERS`"),
    Room("actions", "what a click does: buttons, menus, `forms/`, `home/`"),
    Room("app", "the Bolt app with every listener registered"),
    Room("preflight", "are the tokens, scopes and settings good enough to start"),
    Room("wiring", "puts the parts together, for `run` and `demo` alike"),
    Room("service", "the running bot: start, wait for a signal, stop in order"),
    Room("sandbox", "a local Slack and demo web sites; knows nothing of the bot", pure="blocks shapes spoils"),
    Room("bench", "speed of the Slack face"),
    Room("demo", "the real bot in the local Slack, on a quick clock"),
    Room("__main__", "`python -m bot VERB`: run, demo, preflight; alone reads the environment"),
)
"""`bot/`, from the bottom to the top: the Slack face. It imports `jobs`; nothing imports it."""


def pure_of(rooms: tuple[Room, ...]) -> Iterator[str]:
    for room in rooms:
        yield from [room.name] if room.pure == "all" else (f"{room.name}/{file}" for file in room.pure.split())


MOST_ROOMS = {"jobs": 20, "bot": 20}

IO = {
    *("aiodns", "aiohttp", "apscheduler", "asyncio", "fcntl", "multiprocessing", "os", "shutil", "signal"),
    *("slack_bolt", "slack_sdk", "socket", "ssl", "subprocess", "tempfile", "threading", "time", "tinydb"),
}
"""Libraries that reach outside of the process, wait, or read the clock."""

SORTS_ERRORS = {"bot.slack.errors"}
"""Imports such libraries for the classes of their exceptions alone."""

BORNE_BY_TWO = 5
COMMANDS_CALLED_BY_CLICKS = 2
SHORT_FILES = 32
LONG_LINES, SHORT_LINES = 320, 40
TABLES = {"bot/sandbox/block_shapes.py"}
"""Files that are one table; their length is what they describe."""


@pytest.mark.parametrize(("top", "rooms"), [("jobs", JOBS), ("bot", BOT)])
def test_every_file_and_folder_is_in_the_plan(top: str, rooms: tuple[Room, ...]) -> None:
    there = {path.stem for path in (ROOT / top).iterdir() if path.suffix == ".py" or any(path.glob("*.py"))}
    there.discard("__init__")
    planned = {room.name for room in rooms}
    for name in there - planned:
        pytest.fail(
            f"{top}/{name} is in no plan: put it into one of the rooms of {top}/, or add a Room to {top.upper()} in "
            f"tests/test_house.py, above all that it imports, and the same line to docs/architecture.md"
        )
    assert planned - there == set(), "these rooms are gone: take them out of tests/test_house.py"
    assert len(rooms) <= MOST_ROOMS[top]


def test_the_architecture_page_shows_the_same_plan() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    for top, rooms in (("bot", BOT), ("jobs", JOBS)):
        shown = re.findall(rf"^\| `{top}/(\w+)` \| (.+) \|$", page, re.MULTILINE)
        assert shown == [(room.name, room.holds) for room in reversed(rooms)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_down(path: Path) -> None:
    own = floor(module_name(path))
    assert [module for module in imports_of(path) if floor(module) > own] == []


def floor(module: str) -> tuple[int, int]:
    """How far up a module stands; the packages `jobs` and `bot` themselves are below all."""
    top, _, rest = module.partition(".")
    names = [room.name for room in (BOT if top == "bot" else JOBS)]
    room = rest.partition(".")[0]
    return ("jobs", "bot").index(top), names.index(room) if room else -1


def test_the_local_slack_knows_no_more_of_the_bot_than_slack_does() -> None:
    imports = {module for path in (ROOT / "bot/sandbox").rglob("*.py") for module in imports_of(path)}
    assert {module for module in imports if not module.startswith("bot.sandbox")} == set()


def test_no_two_modules_import_each_other() -> None:
    cycle = find_cycle({module_name(path): imports_of(path) for path in SOURCES})
    assert cycle is None, " -> ".join(cycle or [])


def test_only_the_store_and_the_queue_speak_to_postgresql() -> None:
    """Elsewhere nobody asks which kind of store there is; benches and tests start a server."""
    drivers = {"psycopg", "psycopg_pool", "procrastinate"}
    rooms = (ROOT / "jobs/store/postgres", ROOT / "jobs/checks/queue", ROOT / "jobs/bench")
    found = {path for path in SOURCES if drivers & roots_of(path) and not set(rooms) & set(path.parents)}
    assert found == set()


def test_no_rule_imports_another() -> None:
    kinds = {f"jobs.rules.{path.stem}" for path in (ROOT / "jobs/rules").glob("[a-z]*.py")}
    assert {kind: found for kind in kinds if (found := imports_of(MODULES[kind]) & kinds)} == {}


@pytest.mark.parametrize(
    "place", [f"jobs/{place}" for place in pure_of(JOBS)] + [f"bot/{place}" for place in pure_of(BOT)]
)
def test_what_is_pure_does_no_io_itself_nor_by_what_it_imports(place: str) -> None:
    paths = [path for path in SOURCES if path in (ROOT / f"{place}.py", *(ROOT / place).rglob("*.py"))]
    assert paths, f"{place} is no longer there: name its new place in tests/test_house.py"
    assert {module: found for path in paths if (found := io_reached(module := module_name(path)))} == {}


def io_reached(module: str) -> dict[str, set[str]]:
    """The modules that do I/O, with what by, among a module and all that it imports; whoever asks the store does."""
    seen, open_ends = {module}, [module]
    while open_ends:
        new = imports_of(MODULES[open_ends.pop()]) - seen
        seen |= new
        open_ends += new
    return {each: found for each in seen - SORTS_ERRORS if (found := io_of(MODULES[each]))}


def test_clicks_call_operations_and_hardly_any_command() -> None:
    calls = [
        node
        for path in (ROOT / "bot/actions").rglob("*.py")
        for node in imports_in(path)
        if "bot.commands" in named(node)
    ]
    assert len(calls) <= COMMANDS_CALLED_BY_CLICKS


def test_few_classes_share_a_name() -> None:
    names = Counter(node.name for path in SOURCES for node in ast.walk(tree_of(path)) if isinstance(node, ast.ClassDef))
    shared = sorted(name for name, times in names.items() if times > 1)
    assert len(shared) <= BORNE_BY_TWO, shared


def test_files_stay_small_but_not_tiny() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    tables = {ROOT / name for name in TABLES}
    assert {path: count for path, count in lines.items() if count > LONG_LINES and path not in tables} == {}
    one_a_kind = {
        path
        for folder in ("jobs/rules", "jobs/formats/kinds", "bot/messages/alerts/letters")
        for path in (ROOT / folder).iterdir()
    }
    short = [path for path, count in lines.items() if count <= SHORT_LINES and path.name != "__init__.py"]
    folded = [path.relative_to(ROOT).as_posix() for path in short if path not in one_a_kind]
    assert len(folded) <= SHORT_FILES, f"fold small files into their neighbours: {folded}"


def test_every_folder_says_what_it_is() -> None:
    silent = [path for path in SOURCES if path.name == "__init__.py" and not ast.get_docstring(tree_of(path))]
    assert [path.relative_to(ROOT).as_posix() for path in silent] == []


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(path): path for path in SOURCES}


def imports_in(path: Path) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            assert isinstance(node, ast.Import) or node.level == 0, f"{path}: imports are absolute"
            yield node


def named(node: ast.Import | ast.ImportFrom) -> str:
    return " ".join(name.name for name in node.names) if isinstance(node, ast.Import) else str(node.module)


@cache
def imports_of(path: Path) -> frozenset[str]:
    """The modules of ours that a file imports, wherever in it; of `from package import module` the module alone."""
    found: set[str] = set()
    for node in imports_in(path):
        if isinstance(node, ast.ImportFrom):
            inner = [f"{node.module}.{name.name}" for name in node.names]
            found |= {name if name in MODULES else str(node.module) for name in inner}
        else:
            found |= {name.name for name in node.names}
    return frozenset(found & MODULES.keys() - {module_name(path)})


def roots_of(path: Path) -> set[str]:
    """The libraries and packages that a file imports."""
    return {name.partition(".")[0] for node in imports_in(path) for name in named(node).split()}


def io_of(path: Path) -> set[str]:
    return roots_of(path) & IO | ({"the store"} if path.is_relative_to(ROOT / "jobs/store") else set())


def find_cycle(edges: dict[str, frozenset[str]]) -> list[str] | None:
    """One cycle of imports; None where there is none."""
    done: set[str] = set()

    def visit(name: str, trail: list[str]) -> list[str] | None:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in done:
            return None
        for other in sorted(edges[name]):
            found = visit(other, [*trail, name])
            if found:
                return found
        done.add(name)
        return None

    for name in sorted(edges):
        found = visit(name, [])
        if found:
            return found
    return None
