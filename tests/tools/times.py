"""A moment that tests agree on."""

from datetime import UTC, datetime

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
