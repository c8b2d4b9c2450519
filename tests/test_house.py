"""The shape of the house, held by reading the code: which way imports point, what is pure, and what stays small."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for top in ("bot", "jobs") for path in (ROOT / top).rglob("*.py"))

PURE = (
    "jobs/model",
    "jobs/rules",
    "jobs/verdicts/state_machine.py",
    "jobs/alerts/incidents.py",
    "jobs/partners/outbound.py",
    "jobs/partners/incidents.py",
    "jobs/checks/next_check.py",
    "jobs/checks/storm_guard.py",
    "jobs/pages/page_facts.py",
    "jobs/pages/find_link.py",
    "jobs/alerts/notified.py",
    "jobs/alerts/decisions.py",
    "jobs/alerts/grouping.py",
    "jobs/verdicts/control_probe.py",
    "jobs/pages/similarity.py",
    "jobs/units/currencies.py",
    "jobs/units/dates.py",
    "jobs/digests/build.py",
    "jobs/verdicts/guarantee.py",
    "jobs/units/money.py",
    "jobs/web/urls",
    "jobs/web/encoding/decode.py",
    "jobs/web/html",
    "jobs/web/robots/rules.py",
    "jobs/pages/block_pages.py",
    "jobs/rules/_indexing.py",
    "bot/messages",
    "bot/grammar/parse.py",
    "bot/grammar/terms.py",
)
"""What decides, and so may not do: it takes values, and `now` among them, and gives values."""

DOES_IO = frozenset(
    {"aiohttp", "aiodns", "asyncio", "socket", "ssl", "subprocess", "threading", "tinydb", "slack_bolt", "slack_sdk"}
)
SHELL = (
    "jobs.store",
    "jobs.web.http.fetch",
    "jobs.web.http.session",
    "jobs.checks.check_page",
    "jobs.checks.dispatcher",
    "jobs.schedule",
)

FORBIDDEN = [
    ("jobs", "bot", "the work knows nothing of Slack"),
    ("jobs/store", "jobs.checks.check_page", "what is kept does not depend on how it came about"),
    ("jobs/model", "jobs.store", "nouns depend on nothing"),
    ("jobs/model", "jobs.web", "nouns depend on nothing"),
    ("jobs/web", "jobs.rules", "reading comes before judging"),
    ("jobs/web", "jobs.store", "reading comes before keeping"),
    ("bot/sandbox", "bot.commands", "a local Slack knows no more of the bot than Slack does"),
    ("bot/sandbox", "bot.messages", "a local Slack knows no more of the bot than Slack does"),
    ("bot/sandbox", "bot.actions", "a local Slack knows no more of the bot than Slack does"),
    ("bot/messages", "bot.commands", "messages are made of values"),
]


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports, wherever in the file; `from a import b` counts as both a and a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {node.module or ""} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def inside(path: Path, place: str) -> bool:
    relative = path.relative_to(ROOT).as_posix()
    return relative == place or relative.startswith(f"{place}/")


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


@pytest.mark.parametrize(("place", "package", "why"), FORBIDDEN)
def test_imports_point_one_way(place: str, package: str, why: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in SOURCES
        if inside(path, place)
        for module in imports_of(path)
        if within(module, package)
    ]
    assert wrong == [], why


@pytest.mark.parametrize("place", PURE)
def test_what_decides_does_no_io(place: str) -> None:
    files = [path for path in SOURCES if inside(path, place)]
    assert files, f"{place} is no longer there: name its new place"
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in files
        for module in imports_of(path)
        if module.split(".")[0] in DOES_IO or any(within(module, shell) for shell in SHELL)
    ]
    assert wrong == []


def test_no_rule_imports_another() -> None:
    kinds = {path.stem for path in (ROOT / "jobs/rules").glob("[a-z]*.py")}
    wrong = [
        f"{path.name} imports {module}"
        for path in (ROOT / "jobs/rules").glob("[a-z]*.py")
        for module in imports_of(path)
        if module.rpartition(".")[0] == "jobs.rules" and module.rpartition(".")[2] in kinds
    ]
    assert wrong == []


def test_no_two_modules_import_each_other() -> None:
    modules = {module_name(path) for path in SOURCES}
    edges = {module_name(path): edges_of(path, modules) for path in SOURCES}
    cycle = find_cycle(edges)
    assert cycle is None, " -> ".join(cycle or [])


def edges_of(path: Path, modules: set[str]) -> set[str]:
    """The modules that a file needs: `from package import module` needs the module, not all of the package."""
    wanted = imports_of(path) & modules
    outer = {name for name in wanted if any(within(other, name) and other != name for other in wanted)}
    return wanted - outer - {module_name(path)}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def find_cycle(edges: dict[str, set[str]]) -> list[str] | None:
    """One cycle of imports; packages that re-export what is inside them are no cycle unless the inside asks back."""
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


TABLES = {"bot/sandbox/block_shapes.py"}
"""Files that are one table; their length is what they describe."""


def test_files_stay_small() -> None:
    long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in long.items() if lines > 320 and name not in TABLES} == {}
