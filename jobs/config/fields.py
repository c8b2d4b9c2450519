"""The kinds of value a setting can hold, each with an error that says what to write instead."""

import re
from datetime import time, timedelta
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import AfterValidator, BeforeValidator, PlainSerializer

from jobs.units.durations import format_duration, parse_duration

_LONGEST = timedelta(days=3660)
"""Beyond any use, and far from where adding it to a date fails."""


class Weekday(StrEnum):
    """A day of the week; its place in the list is what `datetime.weekday()` gives."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


def _duration(value: Any) -> Any:
    if isinstance(value, str):
        value = parse_duration(value)
    if isinstance(value, timedelta) and not timedelta(0) < value <= _LONGEST:
        raise ValueError("must be longer than nothing, and ten years at most")
    return value


def _clock(value: Any) -> Any:
    if isinstance(value, time):
        return value
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", str(value).strip())
    if match is None:
        raise ValueError("is not a time of day; write for example 09:00")
    return time(int(match[1]), int(match[2]))


def _zone(value: Any) -> Any:
    try:
        ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is not a time zone; write for example Europe/Berlin") from None
    return value


def split_items(value: Any) -> Any:
    """Read a list or pairs from one text: as YAML or JSON, or (from the environment) as words between commas.

    Raises ValueError where it is not well-formed.
    """
    if not isinstance(value, str):
        return value
    text = value.strip()
    if text.startswith(("[", "{")):
        try:
            return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # BaseLoader makes strings and lists only
        except yaml.YAMLError:
            raise ValueError("is not a well-formed list; write for example [one, two]") from None
    return [word.strip() for word in text.split(",") if word.strip()]


Duration = Annotated[
    timedelta, BeforeValidator(_duration, json_schema_input_type=str), PlainSerializer(format_duration)
]
ClockTime = Annotated[time, BeforeValidator(_clock), PlainSerializer(lambda at: f"{at:%H:%M}")]
Zone = Annotated[str, BeforeValidator(_zone)]
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W_](?:[\w-]{0,61}[^\W_])?")


def _host(text: str) -> str:
    """A host name in small letters. Raises ValueError where it is anything else, such as an address."""
    name = text.strip().lower().rstrip(".")
    if not _HOST.fullmatch(name):
        raise ValueError(f"{text!r} is no host name; write it as in old-name.example")
    return name


Hosts = Annotated[tuple[Annotated[str, AfterValidator(_host)], ...], BeforeValidator(split_items)]
Words = Annotated[tuple[str, ...], BeforeValidator(split_items)]
Numbers = Annotated[tuple[int, ...], BeforeValidator(split_items)]
Durations = Annotated[tuple[Duration, ...], BeforeValidator(split_items)]
