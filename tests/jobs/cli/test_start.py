"""What a command imports before it has something to do: start-up is answered at once, or nobody types it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HEAVY = {"aiohttp", "apscheduler", "pydantic", "rich", "selectolax", "tinydb", "trafilatura", "yaml"}
"""Each takes longer to import than all that `--help` needs."""
READING = {"jobs.pages.extract", "jobs.pages.classify", "jobs.pages.page_facts", "jobs.web.html.parse"}
"""What reads pages, in a process of its own."""
NOT_FOR_A_FILE = HEAVY - {"selectolax"} | READING | {"slack_bolt", "slack_sdk", "wordfreq"}


def imported(*arguments: str) -> set[str]:
    """What a command of the terminal imports: modules, and the packages at their top."""
    command = [sys.executable, "-X", "importtime", "-m", "jobs", *arguments]
    said = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stderr
    lines = (line for line in said.splitlines() if line.startswith("import time:"))
    modules = {line.rpartition("|")[2].strip() for line in lines}
    return modules | {module.partition(".")[0] for module in modules}


@pytest.mark.parametrize("verb", ["bench", "check"])
def test_help_needs_nothing_that_takes_long(verb: str) -> None:
    found = imported(verb, "--help")
    assert "argparse" in found
    assert found & HEAVY == set()


def test_a_page_that_is_a_file_is_read_without_settings_and_store(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<title>x</title><a href=/x>x</a>")
    for written in ((), ("--json",)):
        found = imported("inspect", str(page), *written)
        assert "jobs.pages.asked" in found
        assert found & NOT_FOR_A_FILE == set()


def test_what_reads_pages_needs_nothing_of_what_is_stored_of_links() -> None:
    command = [sys.executable, "-c", "import sys, jobs.pages.extract; print(*sys.modules)"]
    found = set(subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout.split())
    assert "jobs.web.html.parse" in found
    assert found & {"jobs.model.link", "jobs.model.incident", "jobs.model.tracked_page", "jobs.store"} == set()
