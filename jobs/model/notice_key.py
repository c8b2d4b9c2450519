"""The keys of notices: each form is a value, and what is stored of it is its text.

A key is remembered for ever, so that nothing is said twice: the text of a form must never change.
"""

from msgspec import Struct

TURN = "at-"
"""Tells an edit that is named by its time from one that is named by a line."""


class CardKey(Struct, frozen=True):
    """The message of an incident."""

    incident_id: str

    def __str__(self) -> str:
        return f"{self.incident_id}/card"


class EditKey(Struct, frozen=True):
    """The incident's message shows a change that has a line in its log."""

    incident_id: str
    log_line: int
    """Index of that line in the log."""

    def __str__(self) -> str:
        return f"{self.incident_id}/edit/{self.log_line}"


class DebouncedEditKey(Struct, frozen=True):
    """The incident's message shows everything that came about within a few seconds."""

    incident_id: str
    turn: int
    """Which few seconds, counted from the epoch."""

    def __str__(self) -> str:
        return f"{self.incident_id}/edit/{TURN}{self.turn}"


class GatheredEditKey(Struct, frozen=True):
    """The message of an incident with several links shows those that joined or left it within one interval."""

    incident_id: str
    interval: int
    """Which interval, counted from the epoch."""

    def __str__(self) -> str:
        return f"{self.incident_id}/gather/{self.interval}"


class ReplyKey(Struct, frozen=True):
    """A line of the incident's log, told in its thread."""

    incident_id: str
    log_line: int
    """Index of that line in the log."""

    def __str__(self) -> str:
        return f"{self.incident_id}/reply/{self.log_line}"


class LateMembersKey(Struct, frozen=True):
    """The thread is told that more links joined, once in each interval."""

    incident_id: str
    interval: int
    """Which interval, counted from the epoch."""

    def __str__(self) -> str:
        return f"{self.incident_id}/too/{self.interval}"


class CatchUpKey(Struct, frozen=True):
    """A message that was found in Slack after doubt is brought up to date."""

    found: str
    """Key of the notice that posted it."""

    def __str__(self) -> str:
        return f"{self.found}/catch-up"


class LiveKey(Struct, frozen=True):
    """A link that was agreed on is placed."""

    ref: str
    at: int
    """When that was seen, in seconds since the epoch."""

    def __str__(self) -> str:
        return f"{self.ref}/live/{self.at}"


class DigestKey(Struct, frozen=True):
    """A channel's digest of one week."""

    channel: str
    week: str
    """ISO week, such as `2026-W18`."""

    def __str__(self) -> str:
        return f"digest/{self.channel}/{self.week}"


class AnswerKey(Struct, frozen=True):
    """An answer that somebody shared.

    Everybody in the channel can read it, so it tells neither what was asked nor by whom.
    """

    channel: str
    message_ts: str
    """Slack's id of the message with the button."""
    stands_for: str
    """Hash of what the button stands for, as pages are turned in one message."""

    def __str__(self) -> str:
        return f"answer/{self.channel}/{self.message_ts}/{self.stands_for}"


class HintKey(Struct, frozen=True):
    """What can be typed, said to whoever wrote to the bot itself."""

    channel: str
    message_ts: str
    """Slack's id of what they wrote."""

    def __str__(self) -> str:
        return f"hint/{self.channel}/{self.message_ts}"


class SheetNewsKey(Struct, frozen=True):
    """What a channel is told of a sheet that its links follow."""

    sheet: str
    """The sheet's id."""
    event: str
    """The sync that is told of, or what is said and when."""

    def __str__(self) -> str:
        return f"sheet/{self.sheet}/{self.event}"


class ClaimKey(Struct, frozen=True):
    """A channel is reminded of what it can claim from a site until some day."""

    channel: str
    site: str
    until: str
    """The day, such as `2027-03-12`."""
    days: str
    """How many days ahead of it, such as `7`."""

    def __str__(self) -> str:
        return f"claim/{self.channel}/{self.site}/{self.until}/{self.days}"


class AuditKey(Struct, frozen=True):
    """A channel is told what a monthly audit of a site found."""

    channel: str
    site: str
    day: str
    """When, such as `2027-03-12`."""

    def __str__(self) -> str:
        return f"audit/{self.channel}/{self.site}/{self.day}"


class ProspectsKey(Struct, frozen=True):
    """A channel is reminded of prospects whose day has come; which were told of, the prospects themselves say."""

    channel: str
    refs: str
    """With a `+` between them."""
    day: str
    """The latest of their days, such as `2027-03-12`."""

    def __str__(self) -> str:
        return f"prospects/{self.channel}/{self.refs}/{self.day}"


class RemindKey(Struct, frozen=True):
    """A person is reminded of what they asked to be."""

    user: str
    number: str
    """By which they name it while it waits."""
    asked_at: str
    """In milliseconds since the epoch: numbers are used again."""

    def __str__(self) -> str:
        return f"remind/{self.user}/{self.number}/{self.asked_at}"


class EscalationKey(Struct, frozen=True):
    """Another channel is told of an alert that nobody took."""

    incident_id: str
    log_line: str
    """Index of the line in the alert's log that says so."""

    def __str__(self) -> str:
        return f"escalation/{self.incident_id}/{self.log_line}"


class UntakenKey(Struct, frozen=True):
    """Several alerts of a channel that nobody took, told in one message; its payload has their ids."""

    about: str
    """The channel whose alerts they are."""
    whom: str
    """Id of the person who is called; empty: none by name."""
    number: str
    """When somebody asked for it: seconds since 1970."""

    def __str__(self) -> str:
        return f"untaken/{self.about}/{self.whom}/{self.number}"


class ReroutedKey(Struct, frozen=True):
    """What somebody elsewhere is told of a channel that takes no messages."""

    about: str
    """The channel."""
    recipient: str
    token: str
    """Random: what is told once is kept apart by what it is about."""

    def __str__(self) -> str:
        return f"news/{self.about}/{self.recipient}/{self.token}"
