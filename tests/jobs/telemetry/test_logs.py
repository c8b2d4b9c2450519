"""Nothing that opens a door is ever logged."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest

from jobs.config import Config, Secrets
from jobs.config.sections import Log, LogFormat
from jobs.telemetry.logs import RedactingFormatter, start_logging


def logged(message: str, *, error: BaseException | None = None) -> str:
    info = (type(error), error, None) if error else None
    record = logging.LogRecord("bot", logging.ERROR, __file__, 1, message, (), info)
    return RedactingFormatter(("signing-secret-1", "short")).format(record)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("token xoxb-1234-abcd-EFGH", "1234-abcd"),
        ("token xapp-1-A1-22-ff", "A1-22"),
        ("refresh xoxe.xoxb-1-abc", "xoxb-1-abc"),
        ("wss://wss.slack.com/link/?ticket=a1-b2_c3&app_id=1", "a1-b2_c3"),
        ("https://hooks.slack.com/commands/T1/22/abcDEF", "abcDEF"),
        ("secret signing-secret-1!", "signing-secret-1"),
    ],
)
def test_secrets_are_hidden(text: str, secret: str) -> None:
    assert secret not in logged(text)
    assert secret not in logged("failed", error=ValueError(text))
    assert "***" in logged(text)


def test_other_words_stay() -> None:
    assert logged("a short note about /links").endswith("bot: a short note about /links")


@pytest.fixture
def logging_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    names = ("", "bot", "jobs", "slack_sdk", "slack_bolt", "apscheduler")
    before = {name: logging.getLogger(name).level for name in names}
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.usefixtures("logging_as_before")
def test_debug_is_for_our_own_parts_only() -> None:
    start_logging(Config(log=Log(level="DEBUG")))
    assert logging.getLogger("bot.outbox.worker").isEnabledFor(logging.DEBUG)
    assert not logging.getLogger("slack_sdk.web.async_client").isEnabledFor(logging.DEBUG)
    assert not logging.getLogger("linkwatch:AsyncApp").isEnabledFor(logging.DEBUG)
    assert logging.getLogger().handlers[0].stream is sys.stderr  # type: ignore[attr-defined]  # it is a StreamHandler


@pytest.mark.usefixtures("logging_as_before")
def test_every_secret_of_the_environment_is_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    named = {name: f"value-of-{name}" for name in Secrets.model_fields}
    heartbeat = "https://hc-ping.example/my-check"
    start_logging(Config.model_validate({"secrets": named, "health": {"heartbeat": heartbeat}}))
    for value in (*named.values(), heartbeat):
        logging.getLogger("bot").warning("it is %s", value)
    assert capsys.readouterr().err.count("it is ***") == len(named) + 1


def test_secrets_in_addresses_of_pages_are_masked_with_arguments_and_traceback() -> None:
    error = OSError("cannot read https://me:secret@a.example/")
    told = {"msg": "at %s", "args": ("https://b.example/?token=abc",), "exc_info": (OSError, error, None)}
    line = RedactingFormatter().format(logging.makeLogRecord(told))
    assert "secret" not in line
    assert "abc" not in line


CHECKED: dict[str, object] = {
    "msg": "Checked %s",
    "args": ("once",),
    "name": "jobs.checks",
    "levelname": "INFO",
    "links": "L-1=live",
}


def test_a_line_for_people_ends_with_what_it_is_about() -> None:
    line = RedactingFormatter().format(logging.makeLogRecord(CHECKED))
    assert line.partition(" ")[2] == "INFO jobs.checks: Checked once links=L-1=live"


def test_a_line_begins_with_the_moment_of_what_it_tells() -> None:
    record = logging.makeLogRecord(CHECKED | {"created": 1_796_000_000.5})
    assert RedactingFormatter().format(record).startswith("2026-11-30T00:53:20.500000Z INFO ")


def test_no_traceback_is_made_up_where_nothing_was_raised() -> None:
    line = RedactingFormatter().format(logging.makeLogRecord(CHECKED | {"exc_info": (None, None, None)}))
    assert "None" not in line


def test_a_line_for_programs_is_one_object_without_secrets() -> None:
    error = OSError("cannot read https://me:secret@a.example/\nat all")
    foreign = {"page": "https://b.example/?token=abc", "exc_info": (OSError, error, None), "held": "signing-secret-1"}
    made = RedactingFormatter(("signing-secret-1",), LogFormat.JSON).format(logging.makeLogRecord(CHECKED | foreign))
    assert made.count("\n") == 0
    told = json.loads(made)
    assert {told["event"], told["level"], told["logger"]} == {"Checked once", "info", "jobs.checks"}
    assert (told["links"], told["page"], told["held"]) == ("L-1=live", "https://b.example/?token=***", "***")
    assert "OSError" in told["exception"]
    assert "secret@" not in told["exception"]


@pytest.mark.parametrize("log_format", LogFormat)
def test_foreign_text_cannot_pass_for_another_line(log_format: LogFormat) -> None:
    forged = "x\n2026-01-01 ERROR bot: all is lost\r\x1b[2J"
    record = logging.makeLogRecord(CHECKED | {"args": (forged,), "page": forged})
    line = RedactingFormatter((), log_format).format(record)
    assert [character for character in line if character < " "] == []
