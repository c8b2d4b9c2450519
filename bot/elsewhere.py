"""An alert whose channel cannot be posted to goes to the admin channel meanwhile."""

from datetime import datetime

from bot.messages import wording
from jobs.model.incident import Incident
from jobs.model.notice import Notice, NoticeKind

CHANNEL_WORDS = frozenset({"not_in_channel", "channel_not_found", "is_archived"})
"""Slack's words for a channel that is out of reach."""


def told_elsewhere(notice: Notice, incident: Incident, admin_channel: str, prefix: str, now: datetime) -> Notice:
    """The alert in one plain line; its key makes it one for each alert."""
    found = " ".join(finding.text for finding in incident.findings[:3])
    said = f"For channel {incident.channel} meanwhile: {wording.headline(incident)}: {incident.subject}. {found}"
    return Notice(f"{prefix}{notice.key}", admin_channel, NoticeKind.TEXT, now, text=said.strip())
