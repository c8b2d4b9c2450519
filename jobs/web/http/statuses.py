"""What a status code says about a page."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from jobs.model.page import Headers, Outcome, header_values

_SPECIAL = {
    Outcome.OK: frozenset({300}),
    Outcome.GONE: frozenset({404, 410}),
    Outcome.BLOCKED: frozenset({401, 403, 405, 406, 407, 418, 425, 429, 451, 999}),
    Outcome.NOT_HTML: frozenset({204, 205}),
    Outcome.TIMEOUT: frozenset({408}),
}
_PARTIAL = 206
_RANGE = re.compile(r"bytes 0-(\d+)/(\d+)")
_LONGEST_WAIT = timedelta(hours=24)

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""The statuses whose Location browsers follow."""


def outcome_of(status: int, headers: Headers = ()) -> Outcome:
    """How reading a page ended, as far as its status says; a redirect or an unnamed status is `bad_http`.

    `ok` for 2xx, for 300, whose page browsers show, and for a 206 that holds all of a page. 999 is not a registered
    status: LinkedIn and others answer robots with it.
    """
    if status == _PARTIAL:
        return Outcome.OK if _is_whole(headers) else Outcome.TRUNCATED
    return next((outcome for outcome, codes in _SPECIAL.items() if status in codes), _by_class(status // 100))


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


def _is_whole(headers: Headers) -> bool:
    found = _RANGE.fullmatch("".join(header_values(headers, "content-range")).strip())
    return found is not None and int(found[1]) + 1 == int(found[2])


def _by_class(hundreds: int) -> Outcome:
    return {2: Outcome.OK, 5: Outcome.SERVER_ERROR}.get(hundreds, Outcome.BAD_HTTP)


def _date(text: str) -> datetime:
    parsed = parsedate_to_datetime(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
