"""The kinds of value a setting can hold, each with an error that says what to write instead."""

import difflib
import re
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, ValidationInfo

from jobs.model.channel import CHANNEL_ID, NO_CHANNEL_ID
from jobs.model.findings import Severity
from jobs.units.durations import LONGEST_INTERVAL, SHORTEST_INTERVAL, format_duration, parse_duration

_LONGEST = timedelta(days=3660)
"""Beyond any use, and far from where adding it to a date fails."""


@dataclass(frozen=True)
class Takes:
    """What may be written as a value, in words for the reference of the settings."""

    words: str


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


def _pause(value: Any) -> Any:
    read = parse_duration(value) if isinstance(value, str) else value
    return read if read == timedelta(0) else _duration(read)


def _interval(value: timedelta) -> timedelta:
    if not SHORTEST_INTERVAL <= value <= LONGEST_INTERVAL:
        raise ValueError("must be between 1h and 30d, as in a command")
    return value


def _matching(pattern: str, fault: str) -> AfterValidator:
    """Takes what matches, and nothing as well; raises ValueError with the fault otherwise."""

    def check(value: str) -> str:
        if value and re.fullmatch(pattern, value) is None:
            raise ValueError(fault)
        return value

    return AfterValidator(check)


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
        import yaml

        try:
            return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # BaseLoader makes strings and lists only
        except yaml.YAMLError:
            raise ValueError("is not a well-formed list; write for example [one, two]") from None
    return [word.strip() for word in text.split(",") if word.strip()]


Duration = Annotated[
    timedelta,
    BeforeValidator(_duration, json_schema_input_type=str),
    PlainSerializer(format_duration),
    Takes("a duration"),
]
Pause = Annotated[
    timedelta,
    BeforeValidator(_pause, json_schema_input_type=str),
    PlainSerializer(format_duration),
    Takes("a duration, or 0s"),
]
DurationOrNone = Annotated[
    timedelta | None,
    BeforeValidator(lambda value: None if str(value).strip().lower() in {"", "off", "none"} else _duration(value)),
    PlainSerializer(lambda wait: format_duration(wait) if wait else ""),
    Takes("a duration, or nothing"),
]
ClockTime = Annotated[
    time, BeforeValidator(_clock), PlainSerializer(lambda at: f"{at:%H:%M}"), Takes("a time such as 09:00")
]
Zone = Annotated[str, BeforeValidator(_zone), Takes("a zone of the tz database")]
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W_](?:[\w-]{0,61}[^\W_])?")


def _host(text: str) -> str:
    """A host name in small letters. Raises ValueError where it is anything else, such as an address."""
    name = text.strip().lower().rstrip(".")
    if not _HOST.fullmatch(name):
        raise ValueError("is no host name; write for example old-name.example")
    return name


_PAGE = rf"https?://{_HOST.pattern}(:\d{{1,5}})?(/[^\s<>()]*)?"
_CONTACT = rf"(mailto:)?[^\s@<>()]+@{_HOST.pattern}|{_PAGE}|{_HOST.pattern}(/[^\s<>()]*)?"


def _site(text: str) -> str:
    return text if re.fullmatch(_PAGE, text) else _host(text)


Sites = Annotated[
    tuple[Annotated[str, AfterValidator(_site)], ...], BeforeValidator(split_items), Takes("a list of domains or pages")
]
"""Domains, or the address of a page on each."""
Interval = Annotated[Duration, AfterValidator(_interval), Takes("a duration from 1h to 30d")]
"""How often something is checked."""
ChannelId = Annotated[
    str,
    _matching(CHANNEL_ID.pattern, NO_CHANNEL_ID),
    Takes("the id of a channel"),
]
SitesWithChannels = Annotated[
    dict[Annotated[str, AfterValidator(_site)], ChannelId],
    BeforeValidator(split_items),
    Takes("pairs of site and channel"),
]
"""Our sites, each with the channel that it is about."""
Contact = Annotated[
    str,
    _matching(_CONTACT, "is neither a mail address nor a page; write for example https://ours.example/bot"),
    Takes("a mail address or a page"),
]
Hosts = Annotated[
    tuple[Annotated[str, AfterValidator(_host)], ...], BeforeValidator(split_items), Takes("a list of host names")
]
WebAddresses = Annotated[
    tuple[
        Annotated[
            str, _matching(r"https?://[^\s/]+\S*", "is no address; write for example https://hooks.example/linkwatch")
        ],
        ...,
    ],
    BeforeValidator(split_items),
    Takes("a list of addresses"),
]
Words = Annotated[tuple[str, ...], BeforeValidator(split_items), Takes("a list of words")]
Numbers = Annotated[tuple[int, ...], BeforeValidator(split_items), Takes("a list of whole numbers")]
Durations = Annotated[tuple[Duration, ...], BeforeValidator(split_items), Takes("a list of durations")]


def _person(value: str) -> str:
    if value != "everyone" and not (value[:1] in tuple("UWCG") and value.isalnum() and value == value.upper()):
        raise ValueError("is nobody; write everyone or ids, for example [U012AB3CD, C024BE7LR]")
    return value


def _kind(value: str, info: ValidationInfo) -> str:
    """Hold a name against the kinds that `load_config` was given; values made by code are taken as they are."""
    kinds = info.context["kinds"]() if info.context else [value]
    if value not in kinds:
        near = difflib.get_close_matches(value, kinds, n=1)
        raise ValueError(f"is no kind of finding; write for example {near[0] if near else kinds[0]}")
    return value


# Each item is held for itself, so that of several faults in one value each is told.
_Kind = Annotated[str, AfterValidator(_kind)]
Severities = Annotated[
    dict[_Kind, Severity], BeforeValidator(split_items), Takes("pairs of a finding and lost, weakened or note")
]
Kinds = Annotated[tuple[_Kind, ...], BeforeValidator(split_items), Takes("a list of findings")]
People = Annotated[
    tuple[Annotated[str, AfterValidator(_person)], ...],
    BeforeValidator(split_items),
    Takes("everyone, or a list of ids"),
]
