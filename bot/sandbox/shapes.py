"""A small checker of JSON against shapes; its complaints read as Slack's own do.

A shape's `faults(value, at)` yields one complaint per fault; `at` is the JSON pointer of the value.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Shape(Protocol):
    """What a value may look like."""

    def faults(self, value: Any, at: str) -> Iterator[str]:
        """One complaint for each thing that is wrong."""


def fault(words: str, at: str) -> str:
    """A complaint in Slack's form."""
    return f"{words} [json-pointer:{at}]"


@dataclass(frozen=True, slots=True)
class Text:
    """A string between `least` and `most` characters, of `choices` if there are any."""

    most: int | None = None
    least: int = 1
    choices: tuple[str, ...] = ()

    def faults(self, value: Any, at: str) -> Iterator[str]:
        """Wrong type, too short, too long, not a choice."""
        if not isinstance(value, str):
            yield fault("must provide a string", at)
            return
        if len(value) < self.least:
            yield fault(f"must be more than {self.least - 1} characters", at)
        if self.most is not None and len(value) > self.most:
            yield fault(f"must be less than {self.most + 1} characters", at)
        if self.choices and value not in self.choices:
            yield fault(f"must be one of: {', '.join(self.choices)}", at)


@dataclass(frozen=True, slots=True)
class Number:
    """A number between `least` and `most`; whole if `whole`."""

    least: float | None = None
    most: float | None = None
    whole: bool = False

    def faults(self, value: Any, at: str) -> Iterator[str]:
        """Wrong type, out of range."""
        if isinstance(value, bool) or not isinstance(value, int if self.whole else int | float):
            yield fault("must provide an integer" if self.whole else "must provide a number", at)
            return
        if self.least is not None and value < self.least:
            yield fault(f"must be at least {self.least:g}", at)
        if self.most is not None and value > self.most:
            yield fault(f"must be at most {self.most:g}", at)


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def faults(self, value: Any, at: str) -> Iterator[str]:
        """Anything else."""
        if not isinstance(value, bool):
            yield fault("must provide a boolean", at)


@dataclass(frozen=True, slots=True)
class Items:
    """A list of `of`, with `least` to `most` items."""

    of: Shape
    most: int | None = None
    least: int = 1

    def faults(self, value: Any, at: str) -> Iterator[str]:
        """Wrong type, too few, too many, and what is wrong with each."""
        if not isinstance(value, list):
            yield fault("must provide an array", at)
            return
        if len(value) < self.least:
            yield fault(f"no fewer than {self.least} items allowed", at)
        if self.most is not None and len(value) > self.most:
            yield fault(f"no more than {self.most} items allowed", at)
        for index, item in enumerate(value):
            yield from self.of.faults(item, f"{at}/{index}")


@dataclass(frozen=True, slots=True)
class Record:
    """An object with these fields and no others; `needs` must be there, and one of `any_of` if it names some."""

    fields: Mapping[str, Shape]
    needs: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()

    def faults(self, value: Any, at: str) -> Iterator[str]:
        """Wrong type, what is missing, what is too much, and what is wrong with each field."""
        if not isinstance(value, dict):
            yield fault("must provide an object", at)
            return
        for name in self.needs:
            if name not in value:
                yield fault(f"missing required field: {name}", at)
        if self.any_of and not any(name in value for name in self.any_of):
            yield fault(f"must define either {' or '.join(f'`{name}`' for name in self.any_of)}", at)
        for name, inner in value.items():
            if name not in self.fields:
                yield fault(f"invalid additional property: {name}", at)
            else:
                yield from self.fields[name].faults(inner, f"{at}/{name}")


@dataclass(frozen=True, slots=True)
class ByType:
    """An object whose `type` says which record it is."""

    records: Mapping[str, Shape]

    def faults(self, value: Any, at: str) -> Iterator[str]:
        """No type, an unknown one, or what its record complains of."""
        if not isinstance(value, dict):
            yield fault("must provide an object", at)
        elif "type" not in value:
            yield fault("missing required field: type", at)
        elif not isinstance(value["type"], str) or value["type"] not in self.records:
            yield fault(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from self.records[value["type"]].faults(value, at)
