"""What a status code says about a page."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from jobs.model.page import Outcome

_GONE = frozenset({404, 410})
_BLOCKED = frozenset({401, 403, 405, 406, 407, 418, 425, 429, 451, 999})
_NO_PAGE = frozenset({204, 205})
_PARTIAL = 206
_REQUEST_TIMEOUT = 408
_LONGEST_WAIT = timedelta(hours=24)

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""The statuses whose Location browsers follow."""


def outcome_of(status: int) -> Outcome:
    """How reading a page ended, as far as its status says; `ok` for 2xx, a redirect or an unnamed status is `bad_http`.

    999 is not a registered status: LinkedIn and others answer robots with it.
    """
    if status in _GONE:
        return Outcome.GONE
    if status in _BLOCKED:
        return Outcome.BLOCKED
    if status in _NO_PAGE:
        return Outcome.NOT_HTML
    if status == _PARTIAL:
        return Outcome.TRUNCATED
    if status == _REQUEST_TIMEOUT:
        return Outcome.TIMEOUT
    return _by_class(status // 100)


def reason_of(status: int) -> str:
    """A status in words: "the page answered 503 Service Unavailable"."""
    try:
        return f"the page answered {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"the page answered {status}, a status without a meaning"


def retry_after(value: str, now: datetime) -> datetime | None:
    """When a `Retry-After` header, in seconds or as a date, asks us to come again: at most 24 h from `now`.

    None where it says nothing usable or a time already past.
    """
    text = value.strip()
    try:
        seconds = int(text) if text.isascii() and text.isdigit() else (_date(text) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    if seconds <= 0:
        return None
    return now + timedelta(seconds=min(seconds, _LONGEST_WAIT.total_seconds()))


def _by_class(hundreds: int) -> Outcome:
    return {2: Outcome.OK, 5: Outcome.SERVER_ERROR}.get(hundreds, Outcome.BAD_HTTP)


def _date(text: str) -> datetime:
    parsed = parsedate_to_datetime(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
