"""What stands in the fields of a form, as Slack's payloads tell it (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bot.grammar.partner_values import GuaranteeSaid
from bot.messages.forms import link as forms
from bot.messages.kit.text import cut, escape
from bot.messages.kit.views import FORM
from jobs.formats.cells import claim_days
from jobs.model.terms import FEWEST_DAYS, MOST_DAYS, Covered, Money, Terms
from jobs.units.dates import read_day
from jobs.units.durations import parse_duration
from jobs.units.money import WrongMoneyError, read_money

_LONGEST_ERROR = 150
"""Longer words are cut off at a field."""


class WrongFieldError(Exception):
    """What was typed into one field cannot be understood."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(name, words)
        self.name = name
        self.words = words


@dataclass(frozen=True, slots=True)
class Fields:
    """The state of a view; a field that is not there is empty."""

    values: Mapping[str, Mapping[str, Any]]
    elements: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The fields themselves, by their name, with what stood in them when the form was opened."""

    def changed(self, name: str) -> bool:
        """Whether a field says something else than when the form was opened: else what is stored holds, all of it."""
        return _values_of(self._state(name)) != _values_of(_opened_with(self.elements.get(name) or {}))

    def text(self, name: str) -> str:
        """What was typed."""
        return str(self._state(name).get("value") or "").strip()

    def option(self, name: str) -> str:
        """The value of what was chosen in a menu."""
        return str((self._state(name).get("selected_option") or {}).get("value") or "")

    def options(self, name: str) -> frozenset[str]:
        """The values of the boxes that are ticked."""
        return frozenset(str(each["value"]) for each in self._state(name).get("selected_options") or ())

    def files(self, name: str) -> tuple[str, ...]:
        """The ids of the files that were uploaded."""
        return tuple(str(each["id"]) for each in self._state(name).get("files") or ())

    def file(self, name: str) -> str:
        """The id of the one file that was uploaded."""
        return next(iter(self.files(name)), "")

    def person(self, name: str) -> str:
        """The id of a person."""
        return str(self._state(name).get("selected_user") or "")

    def channel(self, name: str) -> str:
        """The id of a channel."""
        return str(self._state(name).get("selected_conversation") or "")

    def time(self, name: str) -> str:
        """A time of day, `HH:MM`."""
        return str(self._state(name).get("selected_time") or "")

    def day_chosen(self, name: str) -> date | None:
        """A day of the calendar; None where none was chosen."""
        chosen = str(self._state(name).get("selected_date") or "")
        return date.fromisoformat(chosen) if chosen else None

    def tags(self, name: str = forms.TAGS) -> frozenset[str]:
        """The tags, folded as the command folds them."""
        return _tags(self.text(name))

    def tags_shown(self) -> frozenset[str]:
        """The tags that stood in the field when the form was opened; of very many not all do."""
        return _tags(str((self.elements.get(forms.TAGS) or {}).get("initial_value") or ""))

    def every(self) -> timedelta | None:
        """How often to check; None: as usual."""
        chosen = forms.interval_typed(self.option(forms.EVERY))
        return parse_duration(chosen) if chosen else None

    def terms(self, known: Terms = Terms()) -> Terms:
        """What was agreed in money and time; raises WrongFieldError.

        What the form has no field for is as it is `known`: a channel that hides costs is not asked for them.
        """
        return Terms(
            self.money(forms.COST) if forms.COST in self.values else known.cost,
            self.day(forms.GUARANTEE) if forms.GUARANTEE in self.values else known.guaranteed_until,
        )

    def guarantee(self) -> GuaranteeSaid:
        """What was changed of a guarantee beside its last day; raises WrongFieldError."""
        typed = self.text(forms.CLAIM_DAYS)
        days = claim_days(typed) if typed else 0
        if days is None:
            why = f"is no number of days from {FEWEST_DAYS} to {MOST_DAYS}; write for example 14."
            raise WrongFieldError(forms.CLAIM_DAYS, f"“{typed}” {why}")
        covers = frozenset(each for each in Covered if each.value in self.options(forms.COVERS))
        return GuaranteeSaid(
            days if self.changed(forms.CLAIM_DAYS) else None,
            covers if self.changed(forms.COVERS) else None,
            self.text(forms.REMEDY) if self.changed(forms.REMEDY) else None,
        )

    def money(self, name: str) -> Money | None:
        """An amount with its currency; raises WrongFieldError."""
        typed = self.text(name)
        try:
            return read_money(typed) if typed else None
        except WrongMoneyError as wrong:
            raise WrongFieldError(name, f"“{wrong.word}” {wrong.why}") from None

    def day(self, name: str) -> date | None:
        """A day of the calendar; raises WrongFieldError."""
        typed = self.text(name)
        try:
            return read_day(typed) if typed else None
        except ValueError as error:
            raise WrongFieldError(name, f"“{typed}” {error}.") from None

    def lines(self, name: str) -> str:
        """What was typed, as a command would bring it: Slack escapes commands, but not fields."""
        return escape(self.text(name))

    def _state(self, name: str) -> Mapping[str, Any]:
        return (self.values.get(name) or {}).get(FORM + name) or {}


def fields_of(view: Mapping[str, Any]) -> Fields:
    """The fields of the view of a payload."""
    inputs = {str(block.get("block_id")): block["element"] for block in view.get("blocks") or () if "element" in block}
    return Fields((view.get("state") or {}).get("values") or {}, inputs)


def _tags(typed: str) -> frozenset[str]:
    return frozenset(tag.strip().lower() for tag in typed.split(",") if tag.strip())


def _opened_with(element: Mapping[str, Any]) -> dict[str, Any]:
    """What stood in a field, named as in a state: `initial_user` is `selected_user` there."""
    prefix = "initial_"
    found = {name.removeprefix(prefix): value for name, value in element.items() if name.startswith(prefix)}
    return {name if name == "value" else f"selected_{name}": value for name, value in found.items()}


def _values_of(state: Mapping[str, Any]) -> frozenset[str]:
    """What a state says: what was typed, the ids, the values of options; nothing where nothing is chosen."""
    kept = [value for name, value in state.items() if name == "value" or name.startswith("selected_")]
    chosen = [each for value in kept for each in (value if isinstance(value, list) else [value])]
    plain = (each.get("value") if isinstance(each, Mapping) else each for each in chosen)
    return frozenset(str(each).strip() for each in plain if each)


def at_field(name: str, words: str) -> dict[str, Any]:
    """The answer to a submission that shows words at a field, and leaves everything as it was typed."""
    return {"response_action": "errors", "errors": {name: cut(words, _LONGEST_ERROR)}}
