"""Addresses that a link holds within: `https://t.example/out?url=https%3A%2F%2Fours.example`."""

import re
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote, unquote_to_bytes

_CARRIED = re.compile(r"(?:https?:)?//[^\s\"'<>]+", re.IGNORECASE)
_BEGINS = re.compile(r"(?<=[/=?:;(&])https?(?::|%3A)(?:/|%2F){1,2}", re.IGNORECASE)
_DEPTH = 3  # some escape an address twice
_TAILS = 5  # a link may be made of nothing but beginnings
_BASE64 = ("aHR0c", "Ly9")
"""How "http" and "//" begin in it."""
_SIGNS = ("//", ":/", "%", *_BASE64)
"""What carries an address has one of these: most links have none, and are seen through at once."""


@lru_cache(maxsize=4096)
def carried_addresses(url: str) -> tuple[str, ...]:
    """The addresses inside a link's path, parameters or fragment, plain, escaped or in base64.

    `url` is absolute, as a browser writes it. An address that something else than a divider stands before, such as a
    quotation mark or a space of no width, is none: nobody could read it out of there.
    """
    rest = url.partition("//")[2].partition("/")[2]
    if not any(sign in rest for sign in _SIGNS):
        return ()
    place, _, fragment = rest.partition("#")
    path, _, query = place.partition("?")
    values = [pair.partition("=")[2] or pair for pair in (*query.split("&"), *fragment.split("&"))]
    return addresses_in((*values, path, *_tails(f"/{rest}")))


def addresses_in(values: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses that these values of a link are, plain, escaped or in base64."""
    plain = (text for value in values for text in (*_unescaped(value), from_base64(value)))
    carried = (found[0] for text in plain if (found := _CARRIED.match(text)))
    return tuple(f"http:{address}" if address.startswith("//") else address for address in carried)


def from_base64(value: str) -> str:
    """The address that a value is in base64; empty where it is none."""
    raw = unquote_to_bytes(value).rstrip(b"=").replace(b"+", b"-").replace(b"/", b"_")
    if not raw.startswith(tuple(map(str.encode, _BASE64))):
        return ""
    try:
        return urlsafe_b64decode(raw + b"=" * (-len(raw) % 4)).decode("ascii", "ignore")
    except Base64Error:
        return ""


def _tails(text: str) -> list[str]:
    """Where an address begins in the middle of a path: `goto/https://...`, the rest of the link being its own."""
    return [text[found.start() :] for found in islice(_BEGINS.finditer(text), _TAILS)]


def _unescaped(value: str) -> Iterator[str]:
    for _ in range(_DEPTH):
        value = re.sub(r"^(https?:)/(?=[^/])", r"\1//", value, flags=re.IGNORECASE)  # proxies merge slashes
        yield value
        if (plain := unquote(value)) == value:
            return
        value = plain
