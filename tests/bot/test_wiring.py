import gc
import subprocess
import sys
from pathlib import Path

from bot.wiring import left_alone

ROOT = Path(__file__).parents[2]
ONLY_FOR_SOME = {"matplotlib", "mcp", "numpy", "onnxruntime", "playwright", "psycopg", "pygments", "rich"} | {
    *("charset_normalizer", "prometheus_client", "python_calamine", "tinydb", "tokenizers", "trafilatura", "wordfreq"),
    *("xlsxwriter", "yaml", "jobs.pages.classify", "jobs.pages.extract", "jobs.web.html.parse", "jobs.web.html.marks"),
}
"""What extras bring; what a table, a file, a log, metrics or a comparison needs once there is one; what reads pages."""


def test_the_collector_works_but_passes_over_what_there_was_until_the_bot_stops() -> None:
    gc.disable()
    with left_alone():
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    assert gc.get_freeze_count() == 0


def test_a_start_imports_nothing_that_only_some_of_it_needs() -> None:
    command = [
        sys.executable,
        "-c",
        "import sys, bot.__main__, bot.service, bot.app, jobs.telemetry.logs; print(*sys.modules)",
    ]
    said = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout
    modules = set(said.split())
    found = modules | {name.partition(".")[0] for name in modules}
    assert {"slack_bolt", "apscheduler"} <= found
    assert found & ONLY_FOR_SOME == set()


def test_the_version_is_said_without_settings() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "bot", "--version"]
    done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.startswith("Linkwatch ")
    assert "argparse" in done.stderr
    assert "pydantic" not in done.stderr
