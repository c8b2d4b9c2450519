"""Addresses as people type them, in Slack and elsewhere."""

import re
from enum import StrEnum

import ada_url
from msgspec import Struct

from jobs.web.urls.domains import is_ip
from jobs.web.urls.standard import parse

LONGEST = 8000
"""In characters; many servers refuse longer request lines (RFC 9110, section 4.1, asks for at least 8,000 octets)."""


class Refusal(StrEnum):
    """Why a text is no address that we could track, in words for the person who typed it."""

    EMPTY = "no address was given"
    TOO_LONG = "the address is longer than 8,000 characters"
    CONTROL_CHARACTERS = "the address holds control characters"
    SPACES = "the address holds spaces: write %20 for each, or check that it is a single address"
    SCHEME = "only http and https addresses can be tracked"
    USERINFO = "the address holds a user name or password; leave out all that stands before the @"
    CUT_OFF = (
        "the address is cut off, for it ends in an ellipsis or holds one; copy the whole address from the browser "
        "(if the dots are its own, write %2E%2E%2E for ... and %E2%80%A6 for …)"
    )
    INVALID = "that is not an address"
    HOST = "the host name is not complete: it needs a dot, as in example.com"


class Typed(Struct, frozen=True):
    """What became of a typed address: the address as a browser writes it, or the reason why it is none."""

    url: str = ""
    refusal: Refusal | None = None


_SLACK_LINK = re.compile(r"<([^<>|\s]+)(?:\|[^<>]*)?>")
_OPENING, _CLOSING = (
    "\"'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb<([{`",
    "\"'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb>`",
)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_STOPS = ".,;:!\u2026\u3002\uff0c"
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_ELLIPSIS = re.compile(r"\u2026|\[\.{2,}\]|/\.{3,}(?=/|\Z)|\.{3,}[!?,;:]*\Z")
_THREE_DOTS = re.compile(r"(?<=[\w-])\.{3,}(?=[\w-])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(?!\d{1,5}(?:[/?#]|$))")


def from_person(text: str, *, is_whole: bool = False) -> Typed:
    """The address a person means by `text`: Slack's `<url|label>` and `&amp;`, quotes and full stops around it undone.

    A missing scheme is https. `is_whole`: where it ends was told, so a full stop there is its own. Never an exception.
    """
    if _CONTROL.search(text):
        return Typed(refusal=Refusal.CONTROL_CHARACTERS)
    seen = _INVISIBLE.sub("", text).strip()
    if is_cut_off(_unwrapped(seen, "")):
        return Typed(refusal=Refusal.CUT_OFF)
    bare = _unwrapped(seen, "" if is_whole else _STOPS)
    if refusal := _refused_before_parsing(bare):
        return Typed(refusal=refusal)
    url = parse(bare if _SCHEME.match(bare) else f"https://{bare.removeprefix('//')}")
    if url is None:
        return Typed(refusal=Refusal.INVALID)
    refusal = _refused_after_parsing(ada_url.URL(url))
    return Typed(refusal=refusal) if refusal else Typed(url)


def is_cut_off(text: str) -> bool:
    """Whether an address was shortened for showing: `long-ti…`, `/2024/[...]/walk`, `very...walk`.

    Three dots of a comparison (`/compare/v1...v2`, as GitHub and GitLab write it) are its own. A rule of thumb.
    """
    return _ELLIPSIS.search(text) is not None or ("/compare/" not in text and _THREE_DOTS.search(text) is not None)


def _unwrapped(text: str, stops: str) -> str:
    if found := _SLACK_LINK.fullmatch(text.strip("\"'\u201c\u201d*_~`")):
        text = found[1]
    text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    return _without_punctuation(text.lstrip(_OPENING), stops)


def _without_punctuation(text: str, stops: str) -> str:
    """A closing bracket goes only where the address has no opening one: Wikipedia's have both."""
    while text and (
        text[-1] in _CLOSING
        or text[-1] in stops
        or (text[-1] in _PAIRS and text.count(text[-1]) > text.count(_PAIRS[text[-1]]))
    ):
        text = text[:-1]
    return text


def _refused_before_parsing(bare: str) -> Refusal | None:
    if not bare:
        return Refusal.EMPTY
    if len(bare) > LONGEST:
        return Refusal.TOO_LONG
    if re.search(r"\s", bare):
        return Refusal.SPACES
    scheme = _SCHEME.match(bare)
    if scheme and scheme[1].lower() not in {"http", "https"}:
        return (
            Refusal.USERINFO
            if "@" in bare and "." not in scheme[1] and not _OTHER_SCHEME.match(bare)
            else Refusal.SCHEME
        )
    return None


_OTHER_SCHEME = re.compile(
    r"(?:[a-z][a-z0-9+.\-]*://|mailto:|javascript:|data:|file:|tel:|sms:|blob:|about:)", re.IGNORECASE
)


def _refused_after_parsing(url: ada_url.URL) -> Refusal | None:
    if url.username or url.password:
        return Refusal.USERINFO
    if len(url.href) > LONGEST:
        return Refusal.TOO_LONG
    if "." not in url.hostname.strip(".") and not is_ip(url.hostname):
        return Refusal.HOST
    return None
