"""The only place where mrkdwn is made, and where foreign text is made harmless.

Foreign text is whatever a page, a sheet or a person wrote: titles, anchors, errors, addresses. Slack's formatting
characters cannot be escaped in mrkdwn, so foreign text belongs into plain_text, raw_text and rich_text; `bare` is for
the few places that know mrkdwn only.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import NewType
from urllib.parse import quote, urlsplit

from bot.slack.post_access import is_direct
from jobs.units import english
from jobs.units.dates import format_moment
from jobs.web.urls import mask, readable_host

Mrkdwn = NewType("Mrkdwn", str)
"""Text that Slack reads for formatting; only this module makes it."""

DIRECT = "a direct message"
"""What is said for a conversation that has no name."""
NOTHING = "(nothing)"
"""Slack refuses empty text."""
FALLBACK = 1000
"""Longest fallback text: Slack splits a message whose text is much longer."""
WHOLE = 1000
"""Characters of an address that lists and alerts cut."""
LONGEST_URL = 3000
"""Longest address that a block may carry."""
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_FORMATTING = str.maketrans("", "", "*_~`")
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_PERSON = re.compile(r"[UW][A-Z0-9]{2,30}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{5,30}")
_HOST = re.compile(r"[a-z0-9.:\[\]-]+")
_LONGEST_PASSAGE = 10_000
_IN_PUNYCODE = re.compile(r"[a-z0-9.-]*xn--[a-z0-9.-]+")
_LONG_WORD = 30
"""Characters of a word that is cut rather than left out."""
several = english.several
"""`1 link`, `2 links`."""
_DATE = "{date_short_pretty} at {time}"


def clean(text: str, most: int) -> str:
    """Foreign text without control and bidirectional characters, white space folded, cut to `most` characters."""
    start = text[: most * 8 + 1000]
    visible = start if start.isprintable() else "".join(map(_visible, start))
    return cut(" ".join(visible.split()), most)


def _visible(char: str) -> str:
    if char in _BIDI:
        return ""
    match unicodedata.category(char):
        case "Cc" | "Zl" | "Zp":
            return " " if char.isspace() else ""
        case "Cs":  # half a surrogate pair: not text, and refused by Slack
            return "\ufffd"
    return char


def cut(text: str, most: int) -> str:
    """At most `most` characters, the cut shown by an ellipsis: behind a word, if one ends shortly before."""
    if len(text) <= most:
        return text
    words, _, rest = text[: most - 1].rpartition(" ")
    whole = words if len(rest) < min(most // 4, _LONG_WORD) and not text[most - 1].isspace() else ""
    return (whole or text[: most - 1]).rstrip() + "…"


def around(text: str, most: int, anchors: Iterable[str] = ()) -> str:
    """At most `most` characters of foreign text, chosen so that a link's text, in brackets, is among them.

    Pages have brackets of their own, such as footnotes: those with one of `anchors` are the link's, however long, else
    the first, if they are short.
    """
    words = clean(text, _LONGEST_PASSAGE)
    marks = (f"[{clean(each, _LONGEST_PASSAGE)}]" for each in anchors if each)
    known = next((each for each in marks if each in words), "")
    start = words.find(known or "[")
    inner = len(known) or words.find("]", start) + 1 - start
    if len(words) <= most or start < 0 or not (known or 0 < inner <= most // 2):
        return cut(words, most)
    first = start - min(start, max(0, most - inner) // 2)
    before = words[first:start]
    if first:
        before = "…" + (before if words[first - 1].isspace() else before.partition(" ")[2])
    return cut(before + words[start:], most)


def all_of(number: int) -> str:
    """`Both`, `All 3`: what begins a sentence about several."""
    return "Both" if number == 2 else f"All {number}"  # noqa: PLR2004  # English has a word for two


def escape(text: str) -> Mrkdwn:
    """Words of ours as mrkdwn; formatting characters in them keep their meaning."""
    return Mrkdwn("".join(_ENTITIES.get(char, char) for char in text))


def bare(text: str, most: int) -> Mrkdwn:
    """Foreign text where only mrkdwn fits: cleaned, robbed of its formatting characters, escaped.

    The result has at most `most` characters, and no entity is cut in two.
    """
    harmless = _EMOJI.sub("", clean(text, most).translate(_FORMATTING))
    return within((escape(char) for char in harmless), most)


def bold(text: str) -> Mrkdwn:
    """Words of ours in bold."""
    return Mrkdwn(f"*{escape(text)}*")


def code(text: str) -> Mrkdwn:
    """Something to type, as code; a back-tick in it would end the code and is dropped."""
    return Mrkdwn(f"`{escape(text.replace('`', ''))}`")


def join(parts: Iterable[str], between: str = "") -> Mrkdwn:
    """Pieces of mrkdwn in a row."""
    return Mrkdwn(between.join(parts))


def within(parts: Iterable[str], most: int = FALLBACK) -> Mrkdwn:
    """As many whole pieces as fit; a piece is never cut, so no entity and no token is broken."""
    kept: list[str] = []
    room = most
    for part in parts:
        if len(part) > room - 1:
            kept.append("…")
            break
        kept.append(part)
        room -= len(part)
    return Mrkdwn("".join(kept))


def fallback(parts: Iterable[str]) -> Mrkdwn:
    """The text of a message for notifications; Slack refuses an empty one."""
    return within(parts) or escape(NOTHING)


def person(user_id: str) -> Mrkdwn:
    """A mention of a person; what is no id of Slack's stays text."""
    return Mrkdwn(f"<@{user_id}>") if is_person(user_id) else bare(user_id, 40)


def channel(channel_id: str) -> Mrkdwn:
    """A channel by its name, for those who may see it; what is no id of Slack's stays text."""
    if is_direct(channel_id):
        return escape(DIRECT)
    return Mrkdwn(f"<#{channel_id}>") if is_channel(channel_id) else bare(channel_id, 40)


def is_channel(channel_id: str) -> bool:
    """Whether a text has the shape of a channel's id."""
    return _CHANNEL.fullmatch(channel_id) is not None


def is_person(user_id: str) -> bool:
    """Whether a text has the shape of a person's id."""
    return _PERSON.fullmatch(user_id) is not None


def link(url: str, label: str) -> Mrkdwn:
    """A link under words of ours; an address that cannot be linked leaves the words alone."""
    address = web_address(url)
    return Mrkdwn(f"<{escape(address)}|{escape(label)}>") if address else escape(label)


def when(at: datetime, form: str = _DATE) -> Mrkdwn:
    """A time in the reader's own zone; the fallback says UTC."""
    return Mrkdwn(f"<!date^{int(at.timestamp())}^{form}|{format_moment(at)}>")


def web_address(url: str) -> str | None:
    """An http(s) address that may stand in a block: what could break out of a link is percent-encoded."""
    if not url.lower().startswith(("http://", "https://")):
        return None
    visible = "".join("" if char in _BIDI or unicodedata.category(char) == "Cc" else char for char in url)
    safe = "".join(quote(char, errors="replace") if char in "|<> " or not _is_plain(char) else char for char in visible)
    return safe if len(safe) <= LONGEST_URL else None


def _is_plain(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) != "Cs"


def host_of(url: str) -> str:
    """The host of an address or domain, for fallback texts: letters, digits, dots and hyphens only."""
    name = url if "//" not in url else _netloc(url)
    found = _HOST.match(name.lower())
    return cut(found.group(), 100) if found else "a page"


def _netloc(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def shown_url(url: str, most: int = 75) -> str:
    """An address as people read it: no scheme, no secrets, its host in letters; a long one without its middle.

    A whole one keeps `http://`: typed without it, it would be read as https.
    """
    masked = mask(url)
    bare = re.sub(r"^https?://", "", masked, flags=re.IGNORECASE)
    scheme = "http://" if most >= WHOLE and masked.lower().startswith("http://") else ""
    named = _IN_PUNYCODE.match(bare.lower())
    name = clean(readable_host(named[0]) + bare[named.end() :] if named else bare, LONGEST_URL)
    name = name[:-1] if name.endswith("/") and name.count("/") == 1 else name
    if len(name) <= most:
        return scheme + name
    tail = most // 3
    return f"{name[: most - tail - 1]}…{name[-tail:]}"
