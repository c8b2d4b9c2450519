"""The papers tell the truth: every dependency has its line, lock files name no address, links lead somewhere."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from bot.wiring import ticks_for
from jobs import VERSION
from jobs.cli.findings import as_markdown
from jobs.config import Config
from jobs.config.example import example_yaml
from jobs.config.reference import reference_markdown
from tests.tools.finding_examples import examples_in
from tests.tools.renew_drawings import alarms
from tests.tools.renew_using import filled

ROOT = Path(__file__).parents[1]
SIMULATION = (ROOT / "docs/simulation.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def required(name: str) -> set[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {re.split(r"[<>=~!\[ ]", line)[0] for line in lines if line and not line.startswith(("#", "-"))}


def test_every_dependency_has_its_reason() -> None:
    told = set(re.findall(r"`([\w.-]+)`", (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")))
    assert set().union(*(required(path.name) for path in ROOT.glob("requirements*.in"))) - told == set()


def test_the_version_is_one() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"] == VERSION


@pytest.mark.parametrize(
    "name", [f"requirements{part}.txt" for part in ("", "-charts", "-render", "-semantic", "-static", "-mcp", "-dev")]
)
def test_lock_files_hold_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text


def test_the_lock_of_npm_holds_hashes_and_no_addresses() -> None:
    text = (ROOT / "tests/tools/node/package-lock.json").read_text(encoding="utf-8")
    packages = {name: about for name, about in json.loads(text)["packages"].items() if name}
    assert packages
    assert [name for name, about in packages.items() if "integrity" not in about] == []
    assert "://" not in text


@pytest.mark.parametrize(
    ("name", "written", "by"),
    [
        (
            "docs/findings.md",
            lambda text: as_markdown(examples_in(text)) + "\n",
            "python -m tests.tools.renew_findings",
        ),
        ("docs/using.md", filled, "python -m tests.tools.renew_using"),
        ("docs/configuration.md", lambda _: reference_markdown(), "make example"),
        ("config.example.yaml", lambda _: example_yaml(), "make example"),
        ("docs/pictures/false_alarms.svg", lambda _: alarms(SIMULATION), "python -m tests.tools.renew_drawings"),
    ],
)
def test_a_paper_that_the_code_writes_is_as_it_would_be_now(name: str, written: Callable[[str], str], by: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert text == written(text), f"renew it: {by}"


def test_each_finding_about_software_of_others_has_its_row_and_names_what_it_is_about() -> None:
    rows = re.findall(r"^\| \[`([^`]+)`\]\(findings/\1\) \| (\S+ [\d.]+) ", CONTRIBUTING, re.MULTILINE)
    scripts = {path.name: path.read_text(encoding="utf-8").splitlines()[1] for path in (ROOT / "findings").iterdir()}
    assert sorted(name for name, _ in rows) == sorted(scripts)
    assert [name for name, about in rows if not scripts[name].startswith(f"# {about}")] == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_links_between_papers_lead_somewhere(paper: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", paper.read_text(encoding="utf-8"))
    assert [target for target in targets if not (paper.parent / target).exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_links_to_a_part_of_a_paper_lead_to_a_heading(paper: Path) -> None:
    linked = re.findall(r"\]\((?!https?://)([^)#\s]*)#([^)\s]+)\)", paper.read_text(encoding="utf-8"))
    there = {name: anchors((paper.parent / name) if name else paper) for name, _ in linked if not name or ".md" in name}
    assert [(name, part) for name, part in linked if name in there and part not in there[name]] == []


def anchors(paper: Path) -> set[str]:
    """The names that GitHub gives the headings of a paper: the second of two alike ends in `-1`."""
    text = re.sub(r"^```.*?^```", "", paper.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    found: Counter[str] = Counter()
    names = set()
    for heading in re.findall(r"^#+ (.+?) *$", text, re.MULTILINE):
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        names.add(f"{name}-{found[name]}" if found[name] else name)
        found[name] += 1
    return names


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_each_row_of_a_table_has_as_many_cells_as_its_head(paper: Path) -> None:
    wide = 0
    for number, line in enumerate(paper.read_text(encoding="utf-8").splitlines(), 1):
        # A bar within a cell is written `\\|`, in code too; without that it begins another cell.
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        wide = wide if wide and cells else cells
        assert cells == wide, f"{paper.name}:{number}: {line}"


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_files_that_papers_name_are_there(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    named = re.findall(r"`((?:bot|jobs|tests)/[\w/.-]+)`", text)
    named += [module.replace(".", "/") for module in re.findall(r"-m ((?:bot|jobs|tests)[\w.]*)", text)]
    assert [name for name in named if not any(is_there(root / name) for root in (ROOT, ROOT / "tests"))] == []


def test_what_is_done_again_and_again_is_named() -> None:
    part = MagicMock()  # nothing is done here: the parts are only bound to what will be
    ticks = ticks_for(Config(), part, part, part, every_seconds=1, watch=part, bing=part, heartbeat=part)
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    [row] = [line for line in page.splitlines() if line.startswith("| `schedule` |")]
    assert set(re.findall(r"`([\w ]+)`", row)) - {"schedule"} == {tick.name for tick in ticks}


def is_there(path: Path) -> bool:
    return path.exists() or path.with_suffix(".py").exists()
