"""What a person chose to see in App Home (pure)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.messages.kit import text
from bot.messages.kit.views import Option
from jobs.model.link_status import LinkState
from jobs.model.prospect import ProspectState

MINE = "mine"
"""The place that is no channel: what the person added or owns."""
EVERY_STATE, UNKNOWN, UNREACHABLE, SNOOZED = "all", "unknown", "unreachable", "snoozed"
PARTNERS, PARTNERS_OVER, PARTNERS_UNREAD = "partners", "over", "unread"
PROSPECTS, _OF_STATE = "prospects", "prospects."
OF_PARTNERS = frozenset({PARTNERS, PARTNERS_OVER, PARTNERS_UNREAD})
FILTERS: Mapping[str, tuple[Option, ...]] = {
    "Links": (
        ("All links", EVERY_STATE),
        ("Live", LinkState.LIVE.value),
        ("Recovered", LinkState.RECOVERED.value),
        ("Lost", LinkState.LOST.value),
        ("Weakened", LinkState.WEAKENED.value),
        ("Page is another one now", LinkState.REPLACED.value),
        ("Being confirmed", LinkState.SUSPECT.value),
        ("Not placed yet", LinkState.PENDING.value),
        ("New: nothing seen yet", LinkState.NEW.value),
        ("Cannot be read now", UNKNOWN),
        ("Unreachable for long", UNREACHABLE),
        ("Snoozed", SNOOZED),
    ),
    "Partner pages": (
        ("All partner pages", PARTNERS),
        ("Over their limit", PARTNERS_OVER),
        ("Cannot be read now", PARTNERS_UNREAD),
    ),
    "Prospects": (
        ("All prospects", PROSPECTS),
        *((state.words.capitalize(), f"{_OF_STATE}{state.value}") for state in ProspectState),
    ),
}
LABELS = {value: words for options in FILTERS.values() for words, value in options}
OF_PROSPECTS = frozenset(value for _, value in FILTERS["Prospects"])
LONGEST_DOMAIN = 253
_LONGEST_WRONG = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose to see in Home; it travels in the view itself."""

    place: str = ""
    """A channel's id, or `mine`; empty: nothing chosen yet."""
    shown: str = ""
    """A state of links, what can be true beside it, or partner pages; empty: nothing chosen yet."""
    page: int = 1
    domain: str = ""
    """Only pages in this domain, or what was typed in the place of one; empty: all."""
    fields: int = 0
    """Counts up when what stands in the fields is not what the person left there.

    Slack goes on showing what was typed or chosen in a field as long as its block keeps its id.
    """

    def __str__(self) -> str:
        """As it travels in a view and in buttons."""
        written = [self.place, self.shown, self.page, self.domain, self.fields]
        return json.dumps(written, ensure_ascii=False)

    @property
    def is_narrowed(self) -> bool:
        """Whether there is a filter to clear."""
        return bool(self.domain) or self.shown not in {"", EVERY_STATE}

    def narrowed(self, shown: str) -> "Choice":
        """Other states, or partner pages, from their first page on; the domain stays."""
        return replace(self, shown=shown, page=1)

    def counted(self, shown: str) -> "Choice":
        """The same by a counter; the menu of filters, which somebody may have set otherwise, shows it too."""
        return replace(self.narrowed(shown), fields=self.fields + 1)

    def moved(self, place: str) -> "Choice":
        """Another channel's, through the same filters."""
        return replace(self, place=place, page=1)

    def sought(self, domain: str) -> "Choice":
        """Those in a domain, from their first page on; the state stays."""
        return replace(self, domain=domain, page=1, fields=self.fields + 1)

    def cleared(self) -> "Choice":
        """Everything of that place."""
        return Choice(self.place, fields=self.fields + 1)


def choice_of(written: str) -> Choice:
    """What `str(choice)` wrote, now or in an older version; anything else is a choice not made yet."""
    try:
        place, shown, page, *more = json.loads(written)
    except (ValueError, TypeError):
        return Choice()
    domain, fields = more[0] if more else "", more[1] if len(more) > 1 else 0
    return Choice(str(place), _known(shown), _number(page, 1), str(domain), _number(fields, 0))


def _known(shown: object) -> str:
    return shown if isinstance(shown, str) and shown in LABELS else ""


def _number(written: object, least: int) -> int:
    return max(least, written) if isinstance(written, int) else least


def shown_by(view: Mapping[str, Any] | None) -> Choice:
    """What an open Home shows."""
    return choice_of(str((view or {}).get("private_metadata") or ""))


def kept_wrong(typed: str) -> str:
    """What was typed and is no domain, short enough to travel."""
    return text.clean(typed, _LONGEST_WRONG)


def prospects_in(state: ProspectState) -> str:
    """The filter that shows the prospects in a state."""
    return f"{_OF_STATE}{state.value}"


def prospect_states(shown: str) -> frozenset[ProspectState]:
    """The states of the prospects that a filter shows; none: all."""
    named = shown.removeprefix(_OF_STATE)
    return frozenset({ProspectState(named)}) if named in set(ProspectState) else frozenset()
