"""The log: for people or as JSON lines; what looks like a token is never written, whoever writes it."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from jobs.config import Config
from jobs.config.sections import LogFormat
from jobs.web.urls import mask, printable

_HIDDEN = "***"
_SHORTEST = 8
"""A shorter secret would hide common words."""
_TRACEBACK = "exception"
_Event = MutableMapping[str, Any]
_FIRST = ("timestamp", "level", "logger", "event")


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Formats a record without tokens, the given secrets, and those in addresses of pages.

    What was given as `extra` and the stack trace are written too.
    """

    def __init__(self, secrets: tuple[str, ...] = (), log_format: LogFormat = LogFormat.HUMAN) -> None:
        self._secrets = tuple(secret for secret in secrets if len(secret) >= _SHORTEST)
        json = structlog.processors.JSONRenderer(ensure_ascii=False)
        super().__init__(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                self._redact,
                json if log_format is LogFormat.JSON else _for_people,
            ],
        )

    def _redact(self, _logger: Any, _method: str, event: _Event) -> _Event:
        """Each value without secrets; on one line, but for a traceback, so that no text can pass for another line."""
        return {name: self._clean(value, is_traceback=name == _TRACEBACK) for name, value in event.items()}

    def _clean(self, value: Any, *, is_traceback: bool) -> Any:
        if value is None or isinstance(value, bool | int | float):
            return value
        text = str(value)
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return mask(text) if is_traceback else printable(" ".join(text.splitlines()))


def _for_people(_logger: Any, _method: str, event: _Event) -> str:
    """Time, level, who speaks, what; then `name=value` for each of the rest."""
    head = f"{event['timestamp']} {str(event['level']).upper()} {event['logger']}: {event['event']}"
    rest = (f"{name}={value}" for name, value in event.items() if name not in {*_FIRST, _TRACEBACK})
    line = " ".join([head, *rest])
    return f"{line}\n{event[_TRACEBACK]}" if event.get(_TRACEBACK) else line


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
