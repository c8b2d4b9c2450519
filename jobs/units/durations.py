"""Durations as people write them: `10m`, `6h`, `3d`, `2w`."""

import re
from datetime import timedelta

_SIZES = {
    "s sec secs second seconds": timedelta(seconds=1),
    "m min mins minute minutes": timedelta(minutes=1),
    "h hr hrs hour hours": timedelta(hours=1),
    "d day days": timedelta(days=1),
    "w wk wks week weeks": timedelta(weeks=1),
    "mo month months": timedelta(days=30),
    "y yr year years": timedelta(days=365),
}
UNITS = {name: size for names, size in _SIZES.items() for name in names.split()}
"""Every way to write a unit, whole: a month must not pass for a minute, nor `500ms` for 500 of them."""

SHORTEST_INTERVAL, LONGEST_INTERVAL = timedelta(hours=1), timedelta(days=30)
"""Between which a page can be checked again and again: by a command, a form and the configuration alike."""

_WRITTEN = re.compile(r"\s*(\d{1,7}(?:\.\d{1,3})?)\s*([a-z]+)\s*", re.IGNORECASE)


def parse_duration(text: str) -> timedelta:
    """Read a duration, a month as 30 days and a year as 365; raises ValueError, with an example, on anything else.

    A bare number has no unit and is refused: it would be read as hours by one person and days by the next.
    """
    match = _WRITTEN.fullmatch(text)
    unit = UNITS.get(match[2].lower()) if match else None
    if match is None or unit is None or float(match[1]) > timedelta.max / unit:
        raise ValueError("is not a duration; write a number and a unit, for example 30m, 6h or 7d")
    return float(match[1]) * unit


def format_duration(duration: timedelta) -> str:
    """Write a duration in its largest whole unit, so that reading it gives the same duration back."""
    seconds = duration.total_seconds()
    for unit, size in (("w", 604800), ("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= size and seconds % size == 0:
            return f"{seconds // size:.0f}{unit}"
    return f"{seconds:f}".rstrip("0").rstrip(".") + "s"
