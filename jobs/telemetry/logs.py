"""The log: for people or as JSON lines; what looks like a token is never written, whoever writes it."""

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime

from jobs.config import Config
from jobs.config.sections import LogFormat
from jobs.web.urls import mask, printable

_HIDDEN = "***"
_SHORTEST = 8
"""A shorter secret would hide common words."""
_TRACEBACK = "exception"
_FIRST = ("timestamp", "level", "logger", "event")
_OF_EVERY_RECORD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
"""What else a record holds was given as `extra`."""

_Plain = str | float | None


class RedactingFormatter(logging.Formatter):
    """Formats a record without tokens, the given secrets, and those in addresses of pages.

    What was given as `extra` and the stack trace are written too.
    """

    def __init__(self, secrets: tuple[str, ...] = (), log_format: LogFormat = LogFormat.HUMAN) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if len(secret) >= _SHORTEST)
        self._is_json = log_format is LogFormat.JSON

    def format(self, record: logging.LogRecord) -> str:
        """Each value without secrets; on one line, but for a traceback, so that no text can pass for another line."""
        told = {name: self._clean(name, value) for name, value in self._told(record).items()}
        return json.dumps(told, ensure_ascii=False) if self._is_json else _for_people(told)

    def _told(self, record: logging.LogRecord) -> dict[str, object]:
        told: dict[str, object] = {
            "timestamp": f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        told |= {name: value for name, value in vars(record).items() if name not in _OF_EVERY_RECORD}
        if record.stack_info:
            told["stack_info"] = record.stack_info
        if record.exc_info and record.exc_info[0]:
            told[_TRACEBACK] = self.formatException(record.exc_info)
        return told

    def _clean(self, name: str, value: object) -> _Plain:
        if value is None or isinstance(value, int | float):
            return value
        text = str(value)
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return mask(text) if name == _TRACEBACK else printable(" ".join(text.splitlines()))


def _for_people(told: Mapping[str, _Plain]) -> str:
    """Time, level, who speaks, what; then `name=value` for each of the rest."""
    head = f"{told['timestamp']} {str(told['level']).upper()} {told['logger']}: {told['event']}"
    rest = (f"{name}={value}" for name, value in told.items() if name not in {*_FIRST, _TRACEBACK})
    line = " ".join([head, *rest])
    return f"{line}\n{told[_TRACEBACK]}" if told.get(_TRACEBACK) else line


def start_logging(config: Config) -> None:
    """Write to standard error. DEBUG is for our own parts only: slack_sdk's would log what people write."""
    held = config.secrets
    secrets = [getattr(held, name) for name in type(held).model_fields] + [config.health.heartbeat]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(tuple(secret.get_secret_value() for secret in secrets), config.log.format))
    level = logging.getLevelNamesMapping()[config.log.level]
    logging.basicConfig(level=max(level, logging.INFO), handlers=[handler], force=True)
    for ours in ("bot", "jobs"):
        logging.getLogger(ours).setLevel(level)
    for chatty in ("apscheduler", "slack_bolt", "slack_sdk"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
