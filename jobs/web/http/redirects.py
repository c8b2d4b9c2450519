"""Where a redirect leads."""

from urllib.parse import quote_from_bytes

from jobs.model.page import Headers, header_values
from jobs.web.http.statuses import REDIRECTS
from jobs.web.urls import join

_PRINTABLE = bytes(range(0x21, 0x7F)).decode("ascii")


def location(status: int, headers: Headers) -> str | None:
    """The Location of a redirect as text, or None where there is none that browsers would follow.

    Several Locations that differ lead nowhere, and an empty one is none, as in Chromium.
    """
    values = {value.strip() for value in header_values(headers, "location")} - {""}
    if status not in REDIRECTS or len(values) != 1:
        return None
    return values.pop()


def next_url(where: str, base: str) -> str | None:
    """The absolute address a Location means on a page; None where it does not parse.

    The fragment of the page goes along, where the Location has none of its own.
    """
    target = join(where, base)
    if target is None or "#" in target:
        return target
    _, mark, fragment = base.partition("#")
    return target + mark + fragment


def header_text(raw: bytes) -> str:
    """A header's value as text: UTF-8 where it is that, else Latin-1, which never fails."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def location_text(raw: bytes) -> str:
    """A Location as text: UTF-8 where it is that, else each odd byte escaped, as Chromium does."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return quote_from_bytes(raw, safe=_PRINTABLE)
