"""The form of a channel's settings."""

from collections.abc import Iterable, Mapping, Sequence

from bot.messages.forms.link import for_channel
from bot.messages.kit.blocks import Block
from bot.messages.kit.views import (
    Option,
    View,
    boxes,
    channel_choice,
    choice,
    day_choice,
    field,
    grouped_choice,
    modal,
    person_choice,
    text_box,
    time_choice,
)
from jobs.alerts.escalation import Escalation
from jobs.config.fields import Weekday
from jobs.config.quiet import QUIET_EXAMPLE, QuietHours
from jobs.digests.schedule import DigestPlan
from jobs.model.channel import AuditScope, ChannelSettings, DigestEvery
from jobs.units.durations import format_duration

SETTINGS = "form.settings"
DIGEST, EVERY, DAY, TIME, ZONE, OFF_UNTIL, COSTS = "digest", "often", "day", "time", "zone", "off_until", "costs"
QUIET, AUDIT = "quiet", "audit"
ESCALATE, ESCALATE_TO, ESCALATE_IN = "escalate", "escalate_to", "escalate_in"
CLIENT, LOGO, NO_LOGO, COMPETITORS = "client", "logo", "no_logo", "competitors"
ON, HIDE = "on", "hide"
_LONGEST_CLIENT = 100
_LONGEST_SPAN = 40
_RIVALS = "Sites of whoever your client competes with, one a line: it is said where a link stands on one of them."
_WAITS = "Alerts wait in these hours of each day and on these days. Add `except lost` to hear of lost links at once."
_OFTEN = [
    ("Every week", DigestEvery.WEEK.value),
    ("Every month, on the first such day", DigestEvery.MONTH.value),
]
_OFF = "No digest comes before that day, as for holidays; empty: no pause."
_TOLD_AGAIN = "Such as 48h: an alert that nobody took for so long is told again, once; empty: never."
_NEITHER = "Neither a person nor a channel: it is told here again."
_AUDITS = [
    ("No page", AuditScope.OFF.value),
    ("Pages on which an exchange owes us a link", AuditScope.EXCHANGES.value),
    ("These, and partner pages", AuditScope.MONTHLY.value),
]
_PICTURES = ("png", "jpg", "jpeg", "gif", "webp")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOST_IN_GROUP = 100


def settings_form(
    channel: str,
    plan: DigestPlan,
    zones: Iterable[str],
    chosen: ChannelSettings,
    quiet: QuietHours | None,
    *,
    escalation: Escalation | None,
    audited: AuditScope,
    digest: bool,
    has_logo: bool,
) -> View:
    """What a channel may choose for itself; what is not `chosen` is what holds at present."""
    days = [(name, day.value) for name, day in zip(_DAYS, Weekday, strict=True)]
    hidden = [HIDE] if chosen.hide_costs else []
    blocks = [
        for_channel(channel),
        field(DIGEST, "Digest", boxes([("Post it in this channel", ON)], [ON] if digest else [])),
        field(EVERY, "How often", choice(_OFTEN, plan.every.value), optional=False),
        field(DAY, "Day", choice(days, list(Weekday)[plan.weekday].value), optional=False),
        field(TIME, "Time", time_choice(f"{plan.time:%H:%M}"), optional=False),
        field(ZONE, "Time zone", grouped_choice(_by_region(zones), plan.zone), optional=False),
        field(OFF_UNTIL, "Off until", day_choice(chosen.digest_off_until), hint=_OFF),
        field(QUIET, "Quiet hours", text_box(str(quiet or ""), QUIET_EXAMPLE), hint=_WAITS),
        *_escalation(escalation, channel),
        field(AUDIT, "Audited each month", choice(_AUDITS, audited.value), optional=False),
        field(COSTS, "Costs", boxes([("Hide what links cost in this channel", HIDE)], hidden)),
        field(
            COMPETITORS,
            "Competitors",
            text_box("\n".join(chosen.competitors), "rival.example", lines=True),
            hint=_RIVALS,
        ),
        *_client(chosen.client, has_logo=has_logo),
    ]
    return modal("Channel settings", blocks, SETTINGS, "Save", channel=channel)


def _by_region(zones: Iterable[str]) -> Mapping[str, Sequence[Option]]:
    """Zones under their region; a region with more than a menu's group takes goes on in another."""
    regions: dict[str, list[Option]] = {}
    for zone in sorted(zones):
        region = zone.partition("/")[0] if "/" in zone else "Other"
        regions.setdefault(region, []).append((zone, zone))
    parts = {
        f"{region} {start // _MOST_IN_GROUP + 1}" if len(found) > _MOST_IN_GROUP else region: found[
            start : start + _MOST_IN_GROUP
        ]
        for region, found in regions.items()
        for start in range(0, len(found), _MOST_IN_GROUP)
    }
    return dict(sorted(parts.items()))


def _escalation(told: Escalation | None, channel: str) -> list[Block]:
    """After how long it is told again that nobody took an alert, and to whom."""
    after, person, elsewhere = "", "", ""
    if told:
        after, person, elsewhere = format_duration(told.after), told.person(), told.elsewhere(channel)
    return [
        field(ESCALATE, "Alerts that nobody takes", text_box(after, "48h", most=_LONGEST_SPAN), hint=_TOLD_AGAIN),
        field(ESCALATE_TO, "Are told to", person_choice(person)),
        field(ESCALATE_IN, "Or in another channel", channel_choice(elsewhere), hint=_NEITHER),
    ]


def _client(called: str, *, has_logo: bool) -> list[Block]:
    """Whom the monthly reports are for; a logo that is there stays until another one comes, or it is taken away."""
    name = text_box(called, "Acme Ltd", most=_LONGEST_CLIENT)
    file: Block = {"type": "file_input", "filetypes": list(_PICTURES), "max_files": 1}
    words = "Another logo" if has_logo else "Logo"
    return [
        field(CLIENT, "Client", name, hint="Whom the monthly report is for; it stands at its head."),
        field(LOGO, words, file, hint="PNG, JPEG, GIF or WebP, up to 200 kB."),
        *([field(NO_LOGO, "Present logo", boxes([("Take it away", ON)]))] if has_logo else []),
    ]
