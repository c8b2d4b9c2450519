"""Addresses that a link carries to another place: `https://t.example/out?url=https%3A%2F%2Fours.example`."""

import re
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote, unquote_to_bytes

import ada_url

_CARRIED = re.compile(r"(?:https?:)?//[^\s\"'<>]+", re.IGNORECASE)
_DEPTH = 3  # some escape an address twice
_TAILS = 5  # a link may be made of nothing but beginnings

# They carry addresses, and lead to none of them: share buttons, archives, checkers. By host and the path's beginning.
_NO_REDIRECTORS = re.compile(
    r"(?:[^/]*\.)?(?:(?:facebook\.com/(?:share|dialog/)|(?:twitter|x)\.com/(?:intent|share)|linkedin\.com/share"
    r"|pinterest\.[a-z.]+/pin/create|reddit\.com/submit|(?:t|telegram)\.me/share|tumblr\.com/(?:share|widgets)"
    r"|archive\.org/|archive\.(?:ph|today|is)/|whatsapp\.com/send|wa\.me/|validator\.w3\.org/|translate\.google\."
    r"|webcache\.googleusercontent\.com/|news\.ycombinator\.com/submitlink|getpocket\.com/(?:save|edit)))"
)


@lru_cache(maxsize=4096)
def carried_addresses(url: str) -> tuple[str, ...]:
    """The addresses inside a link's path, parameters or fragment, plain, escaped or in base64.

    `url` is absolute, as a browser writes it, without user name. Share buttons and archives carry, but do not lead.
    """
    place, _, fragment = url.partition("//")[2].partition("#")
    if _NO_REDIRECTORS.match(place):
        return ()
    rest = place.partition("/")[2]
    path, _, query = rest.partition("?")
    values = [pair.partition("=")[2] or pair for pair in (*query.split("&"), *fragment.split("&"))]
    plain = (text for value in (*values, path, *_tails(rest)) for text in (*_unescaped(value), _from_base64(value)))
    carried = (found[0] for text in plain if (found := _CARRIED.match(text)))
    return tuple(f"http:{address}" if address.startswith("//") else address for address in carried)


def _tails(text: str) -> list[str]:
    """Where an address begins in the middle of a path: `goto/https://...`, the rest of the link being its own."""
    starts = re.finditer(r"https?(?::|%3A)(?:/|%2F){1,2}", text, re.IGNORECASE)
    return [text[found.start() :] for found in islice(starts, _TAILS)]


def _unescaped(value: str) -> Iterator[str]:
    for _ in range(_DEPTH):
        value = re.sub(r"^(https?:)/(?=[^/])", r"\1//", value, flags=re.IGNORECASE)  # proxies merge slashes
        yield value
        if (plain := unquote(value)) == value:
            return
        value = plain


def _from_base64(value: str) -> str:
    raw = unquote_to_bytes(value).rstrip(b"=").replace(b"+", b"-").replace(b"/", b"_")
    if not raw.startswith((b"aHR0c", b"Ly9")):  # "http" and "//"
        return ""
    try:
        return urlsafe_b64decode(raw + b"=" * (-len(raw) % 4)).decode("ascii", "ignore")
    except Base64Error:
        return ""


_CARRIERS = re.compile(
    r"(?:[\w-]+\.)?facebook\.com/(?:sharer|share|dialog)|(?:twitter|x)\.com/(?:intent|share)"
    r"|(?:[\w-]+\.)?linkedin\.com/(?:sharing|sharearticle|cws)|(?:[\w-]+\.)?pinterest\.[a-z.]+/pin/create"
    r"|(?:[\w-]+\.)?reddit\.com/submit|(?:api\.whatsapp\.com|wa\.me|web\.whatsapp\.com)/|t\.me/share"
    r"|(?:[\w-]+\.)?tumblr\.com/(?:widgets/share|share)|(?:[\w-]+\.)?xing\.com/(?:spi|social)|vk\.com/share"
    r"|bsky\.app/intent|(?:getpocket|pocket)\.com/(?:save|edit)|buffer\.com/add|news\.ycombinator\.com/submitlink"
    r"|web\.archive\.org/|archive\.(?:org|ph|is|today|md|vn|fo|li)/|webcache\.googleusercontent\.com/"
    r"|validator\.w3\.org/|jigsaw\.w3\.org/|pagespeed\.web\.dev/|search\.google\.com/"
    r"|translate\.google\.[a-z.]+/|[\w-]+\.translate\.goog/|(?:www\.)?(?:google|bing)\.[a-z.]+/search"
)


def is_share_url(url: str) -> bool:
    """Whether an address names another one for a purpose of its own; a list of ours, by host and path."""
    try:
        parts = ada_url.URL(url)
    except ValueError:
        return False
    return bool(_CARRIERS.match(f"{parts.hostname.removeprefix('www.')}{parts.pathname}".lower()))
