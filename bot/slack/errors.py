"""What went wrong between us and Slack, sorted by what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from slack_sdk.errors import SlackApiError, SlackClientError


class Failure(StrEnum):
    """What helps."""

    RETRY = "wait"
    """Nothing was done; the same call later may work."""
    UNKNOWN = "look"
    """Nobody knows whether it was done: look before doing it again."""
    PERMANENT = "refused"
    """Slack says no, and would again."""
    AUTH = "token"
    """Slack refuses us as a whole: another token, or another scope."""


@dataclass(frozen=True, slots=True)
class SlackTrouble:
    """One failed call."""

    cure: Failure
    word: str
    """Slack's word, such as `is_archived`, or ours, such as `timeout`."""
    wait: timedelta | None = None
    """What Slack asked us to wait."""
    detail: str = ""
    """What more Slack said, for the log."""
    needed: str = ""
    """The scope that is missing, as Slack names it; several are set apart by commas."""


TOKEN_WORDS = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""A person has to mend the app; what was refused for it is tried again, and at the next start."""
PERHAPS = "perhaps_posted"
"""Ours: nobody knows whether Slack has it, and at most once is set."""
_BUSY_WORDS = frozenset(
    {
        "accesslimited",
        "external_channel_migrating",
        "message_limit_exceeded",
        "rate_limited",
        "ratelimited",
        "service_unavailable",
        "team_added_to_org",
    }
)
_DOUBTFUL_WORDS = frozenset({"fatal_error", "internal_error", "request_timeout"})
"""Slack's docs on them: "some aspect of the operation" may have succeeded."""
_SERVER_ERROR = 500
_TOO_MANY = 429
_LONGEST_WAIT = timedelta(hours=1)

CALL_ERRORS = (SlackClientError, ClientError, TimeoutError, OSError)
"""What a call of slack_sdk raises where the fault is not ours."""


def trouble_of(error: BaseException) -> SlackTrouble:
    """Sort an error that a call of slack_sdk raised."""
    if isinstance(error, SlackApiError):
        return _answered(error)
    if isinstance(error, (ClientConnectorError, ConnectionTimeoutError)):
        return SlackTrouble(Failure.RETRY, "not_connected", detail=_said(error))
    word = "timeout" if isinstance(error, TimeoutError) else "no_answer"
    return SlackTrouble(Failure.UNKNOWN, word, detail=_said(error))


def _answered(error: SlackApiError) -> SlackTrouble:
    answer = error.response
    status = int(getattr(answer, "status_code", 0) or getattr(answer, "status", 0) or 0)
    data = getattr(answer, "data", None)
    body: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
    word = str(body.get("error") or "")
    if status == _TOO_MANY or word in _BUSY_WORDS:
        return SlackTrouble(Failure.RETRY, word or "ratelimited", _retry_after(getattr(answer, "headers", None)))
    if status >= _SERVER_ERROR or not word or word in _DOUBTFUL_WORDS:
        return SlackTrouble(Failure.UNKNOWN, word or f"status_{status}")
    cure = Failure.AUTH if word in TOKEN_WORDS else Failure.PERMANENT
    return SlackTrouble(cure, word, detail=_more(body), needed=_needed(body))


def _retry_after(headers: Any) -> timedelta | None:
    """Slack gives whole seconds; anything else is as if it had not been said."""
    value = next((value for name, value in dict(headers or {}).items() if name.lower() == "retry-after"), "")
    text = str(value).strip()
    return min(timedelta(seconds=int(text)), _LONGEST_WAIT) if text.isdecimal() and len(text) < 8 else None  # noqa: PLR2004  # longer than a week is no wait


def _more(body: Any) -> str:
    """Which scope is missing, or which block is wrong."""
    said = [f"needed: {needed}"] if (needed := _needed(body)) else []
    messages = (body.get("response_metadata") or {}).get("messages") or []
    return "; ".join([*said, *map(str, messages)])


def _needed(body: Any) -> str:
    return str(body.get("needed") or "")


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
