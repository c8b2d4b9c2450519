"""What went wrong between us and Slack, sorted by what to do about it."""

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum, StrEnum, auto
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from msgspec import Struct
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


class ErrorMeaning(Enum):
    """What a word of Slack's says, so far as something else is to be done about it; `_WORDS` has the words."""

    BUSY = auto()
    """Slack, or a workspace being moved, takes nothing just now."""
    DOUBT = auto()
    """Slack's docs: "some aspect of the operation" may have succeeded."""
    TOKEN = auto()
    """A person has to mend the app; what was refused for it is tried again, and at the next start."""
    NO_SCOPE = auto()
    """The same, and Slack names the scope."""
    NOT_A_MEMBER = auto()
    NO_CHANNEL = auto()
    """Said of private channels that we are not in, too."""
    ARCHIVED = auto()
    RESTRICTED = auto()
    """Few may post there, and we are not among them."""
    NO_REPLIES = auto()
    """What concerns replies alone: the channel itself takes messages."""
    NO_MESSAGE = auto()
    """What was to be edited or replied to is not there: somebody deleted it."""
    BLOCKS = auto()
    """The text may be taken with plainer blocks, or with none."""
    VIEW_CHANGED = auto()
    """Somebody was quicker: what is shown is newer than what we had."""
    NO_VIEW = auto()
    """The modal was closed."""
    NO_ROOM = auto()
    """No further modal fits on those that are open."""
    TOO_LATE = auto()
    """A command or click opens one modal, within three seconds."""
    REFUSED = auto()
    """Any other refusal. It may pass all the same: the message changes, a person or Slack mends something."""
    UNDOCUMENTED = auto()
    """A word that was not there when this was written."""

    @property
    def failure(self) -> Failure:
        """What helps."""
        return _FAILURES.get(self, Failure.PERMANENT)


_FAILURES: Mapping[ErrorMeaning, Failure] = {
    ErrorMeaning.BUSY: Failure.RETRY,
    ErrorMeaning.DOUBT: Failure.UNKNOWN,
    ErrorMeaning.TOKEN: Failure.AUTH,
    ErrorMeaning.NO_SCOPE: Failure.AUTH,
}
"""All others are permanent."""
_WORDS: Mapping[ErrorMeaning, tuple[str, ...]] = {
    ErrorMeaning.BUSY: (
        "accesslimited",
        "external_channel_migrating",
        "message_limit_exceeded",
        "not_connected",
        "rate_limited",
        "ratelimited",
        "service_unavailable",
        "team_added_to_org",
    ),
    ErrorMeaning.DOUBT: ("fatal_error", "internal_error", "no_answer", "request_timeout", "timeout"),
    ErrorMeaning.TOKEN: (
        "account_inactive",
        "invalid_auth",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    ),
    ErrorMeaning.NO_SCOPE: ("missing_scope",),
    ErrorMeaning.NOT_A_MEMBER: ("not_in_channel",),
    ErrorMeaning.NO_CHANNEL: ("channel_not_found",),
    ErrorMeaning.ARCHIVED: ("is_archived", "is_inactive"),
    ErrorMeaning.RESTRICTED: (
        "ekm_access_denied",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
    ),
    ErrorMeaning.NO_REPLIES: ("restricted_action_non_threadable_channel", "restricted_action_thread_locked"),
    ErrorMeaning.NO_MESSAGE: ("cannot_reply_to_message", "message_not_found", "thread_not_found"),
    ErrorMeaning.BLOCKS: ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"),
    ErrorMeaning.VIEW_CHANGED: ("hash_conflict",),
    ErrorMeaning.NO_VIEW: ("not_found",),
    ErrorMeaning.NO_ROOM: ("push_limit_reached",),
    ErrorMeaning.TOO_LATE: ("exchanged_trigger_id", "expired_trigger_id"),
    ErrorMeaning.REFUSED: (
        "access_denied",
        "app_access_restricted",
        "as_user_not_supported",
        "attachment_payload_limit_exceeded",
        "block_mismatch",
        "blocked_file_type",
        "cant_broadcast_message",
        "cant_update_message",
        "deprecated_endpoint",
        "draft_already_deleted",
        "draft_already_sent",
        "draft_has_conflict",
        "draft_not_found",
        "duplicate_channel_not_found",
        "duplicate_message_not_found",
        "edit_window_closed",
        "enterprise_is_restricted",
        "file_deleted",
        "file_is_deleted",
        "file_not_found",
        "file_share_limit_reached",
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_attachments",
        "invalid_charset",
        "invalid_form_data",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_post_type",
        "is_bot",
        "markdown_text_conflict",
        "max_file_sharing_exceeded",
        "messages_tab_disabled",
        "metadata_must_be_sent_from_app",
        "metadata_too_large",
        "method_deprecated",
        "missing_file_data",
        "missing_post_type",
        "msg_too_long",
        "no_dual_broadcast_content_update",
        "no_text",
        "posting_to_channel_denied",
        "send_on_behalf_not_allowed",
        "slack_connect_blocked_file_type",
        "slack_connect_canvas_sharing_blocked",
        "slack_connect_clip_sharing_blocked",
        "slack_connect_file_link_sharing_blocked",
        "slack_connect_file_upload_sharing_blocked",
        "slack_connect_lists_sharing_blocked",
        "streaming_state_conflict",
        "team_not_found",
        "too_many_attachments",
        "too_many_contact_cards",
        "two_factor_setup_required",
        "unable_to_share_files",
        "unknown_method",
        "update_failed",
    ),
}
"""The words that Slack's docs list for chat.postMessage and chat.update, and those of other calls that we act on.

With them ours: `not_connected`, `no_answer` and `timeout`, where Slack gave no word.
"""
_MEANINGS = {word: meaning for meaning, words in _WORDS.items() for word in words}


def meaning_of(word: str) -> ErrorMeaning:
    """What a word of Slack's, or ours, says; kinds of restriction that are added later are restrictions too."""
    if known := _MEANINGS.get(word):
        return known
    if word.startswith(_BARE_STATUS):
        return ErrorMeaning.DOUBT
    return ErrorMeaning.RESTRICTED if word.startswith("restricted_action_") else ErrorMeaning.UNDOCUMENTED


def gave_no_word(word: str) -> bool:
    """Whether Slack said nothing at all, as when it is away as a whole: then it is likely not about one message."""
    return word in {_NOT_CONNECTED, _NO_ANSWER, _TIMEOUT} or word.startswith(_BARE_STATUS)


class SlackTrouble(Struct, frozen=True):
    """One failed call."""

    failure: Failure
    word: str
    """Slack's word, such as `is_archived`, or ours, such as `timeout`."""
    wait: timedelta | None = None
    """What Slack asked us to wait."""
    detail: str = ""
    """What more Slack said, for the log."""
    needed: str = ""
    """The scope that is missing, as Slack names it; several are set apart by commas."""

    @property
    def meaning(self) -> ErrorMeaning:
        """What the word says."""
        return meaning_of(self.word)


PERHAPS = "perhaps_posted"
"""Ours: nobody knows whether Slack has it, and at most once is set."""
OUR_FAULT = "our_fault"
"""Ours: we failed ourselves before Slack was asked, or while it was."""
_NOT_CONNECTED, _NO_ANSWER, _TIMEOUT = "not_connected", "no_answer", "timeout"
_BARE_STATUS = "status_"
"""Ours, with the number of an HTTP status behind it: Slack, or what stands before it, answered without a word."""
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
        return SlackTrouble(Failure.RETRY, _NOT_CONNECTED, detail=_said(error))
    word = _TIMEOUT if isinstance(error, TimeoutError) else _NO_ANSWER
    return SlackTrouble(Failure.UNKNOWN, word, detail=_said(error))


def _answered(error: SlackApiError) -> SlackTrouble:
    answer = error.response
    status = int(getattr(answer, "status_code", 0) or getattr(answer, "status", 0) or 0)
    data = getattr(answer, "data", None)
    body: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
    word = str(body.get("error") or "")
    failure = meaning_of(word).failure
    if status == _TOO_MANY or failure is Failure.RETRY:
        return SlackTrouble(Failure.RETRY, word or "ratelimited", _retry_after(getattr(answer, "headers", None)))
    if status >= _SERVER_ERROR or not word or failure is Failure.UNKNOWN:
        return SlackTrouble(Failure.UNKNOWN, word or f"{_BARE_STATUS}{status}")
    return SlackTrouble(failure, word, detail=_more(body), needed=_needed(body))


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
