"""The papers tell the truth: every dependency has its line, lock files name no address, links lead somewhere."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from jobs import VERSION

ROOT = Path(__file__).parents[1]
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def required(name: str) -> set[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {re.split(r"[<>=~!\[ ]", line)[0] for line in lines if line and not line.startswith(("#", "-"))}


def test_every_dependency_has_its_reason() -> None:
    told = set(re.findall(r"`([\w.-]+)`", (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")))
    assert set().union(*(required(path.name) for path in ROOT.glob("requirements*.in"))) - told == set()


def test_the_version_is_one() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"] == VERSION


@pytest.mark.parametrize("name", [f"requirements{part}.txt" for part in ("", "-charts", "-render", "-dev")])
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


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_links_between_papers_lead_somewhere(paper: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", paper.read_text(encoding="utf-8"))
    assert [target for target in targets if not (paper.parent / target).exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_files_that_papers_name_are_there(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    named = re.findall(r"`((?:bot|jobs|tests)/[\w/.-]+)`", text)
    named += [module.replace(".", "/") for module in re.findall(r"-m ((?:bot|jobs|tests)[\w.]*)", text)]
    assert [name for name in named if not any(is_there(root / name) for root in (ROOT, ROOT / "tests"))] == []


def is_there(path: Path) -> bool:
    return path.exists() or path.with_suffix(".py").exists()
