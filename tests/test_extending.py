"""The examples of docs/extending.md are real: each is applied to a copy of the project, and its tests pass there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAPER = (ROOT / "docs/extending.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^## A (.+?)\n.*?^```diff\n(.*?)^```", PAPER, re.MULTILINE | re.DOTALL))


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    for name in ("bot", "jobs", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def run(folder: Path, *command: str, given: str = "") -> None:
    done = subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git to apply the examples with")
@pytest.mark.parametrize("name", ["kind of finding", "kind of file", "command"])
def test_an_example_is_applied_and_its_tests_pass(copied: Path, name: str) -> None:
    diff = EXAMPLES[name]
    run(copied, "git", "apply", "--whitespace=error-all", given=diff)
    changed = re.findall(r"^\+\+\+ b/(.+)$", diff, re.MULTILINE)
    tests = [path for path in changed if path.startswith("tests/")]
    assert tests
    run(copied, sys.executable, "-m", "ruff", "check", *changed)
    run(copied, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *tests)


def test_every_example_is_run() -> None:
    assert sorted(EXAMPLES) == ["command", "kind of file", "kind of finding"]
