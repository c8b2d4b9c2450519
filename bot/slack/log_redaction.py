"""Logging for a bot with secrets: what looks like a token is never written, whoever writes it."""

import logging
import sys

from jobs.config import Config
from jobs.web.urls import mask

_HIDDEN = "***"
_SHORTEST = 8
"""A shorter secret would hide common words."""


class RedactingFormatter(logging.Formatter):
    """Formats a record, stack trace included, without tokens, the given secrets, and those in addresses of pages."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = tuple(secret for secret in secrets if len(secret) >= _SHORTEST)

    def format(self, record: logging.LogRecord) -> str:
        """The line that is written."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return mask(text)


def start_logging(config: Config) -> None:
    """Write to standard error. DEBUG is for our own parts only: slack_sdk's would log what people write."""
    held = config.secrets
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        RedactingFormatter(
            tuple(secret.get_secret_value() for secret in (getattr(held, name) for name in type(held).model_fields))
        )
    )
    level = logging.getLevelNamesMapping()[config.log.level]
    logging.basicConfig(level=max(level, logging.INFO), handlers=[handler], force=True)
    for ours in ("bot", "jobs"):
        logging.getLogger(ours).setLevel(level)
    for chatty in ("apscheduler", "slack_bolt", "slack_sdk"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
