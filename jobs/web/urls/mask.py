"""Text fit to be shown: no passwords, no keys, wherever addresses carry them."""

import re
from urllib.parse import quote, unquote

_MASK = "***"
_DEEPEST = 4
"""So many layers of percent-escapes are looked under; what lies deeper is not shown at all."""
_WORD = re.compile(r'[^\s<>"]+')
_SIGNS = re.compile(r"[@=%]")
"""Without any of them a word has no user, no parameter and no escape to look under."""
_PARTS = re.compile(r"([/?#]+)")
_PIECES = re.compile(r"([?&#])")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_SPECIAL = re.compile(r"(?:https?|wss?|ftp):\Z", re.IGNORECASE)
_START = re.compile(r"(?:https?|wss?|ftp):\\*|\\{2,}", re.IGNORECASE)
"""Where an authority begins without two slashes: browsers take `https:me@host` and `https:\\\\me@host`, too."""
_INSIDE = (
    "token",
    "secret",
    "passw",
    "pwd",
    "apikey",
    "accesskey",
    "privatekey",
    "signature",
    "credential",
    "sessionid",
    "sessid",
    "authorization",
    "jwt",
)
"""What a name holds that carries a secret, whatever stands between its words: `X-Amz-Signature`, `api_key`."""
_WHOLE = frozenset({"key", "sig", "auth", "oauth", "sid", "session", "code", "hash", "otp", "pass", "ticket"})
"""Words that say so alone: `my_key`, and not `monkey`."""
_SLACK = re.compile(r"\bxoxe\.[\w.-]+|\bx(?:ox[a-z]|app)-[\w-]{4,}|(?<=hooks\.slack\.com/)[\w/.-]+")
"""Slack's tokens, and the addresses that let one post an answer."""
_BEARER = re.compile(r"\b(?P<before>(?:bearer|basic)\s+)[\w.~+/=-]{8,}", re.IGNORECASE)

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Foreign text without control and bidirectional marks, and with what looks like a secret replaced by `***`."""
    return mask(_CONTROL.sub("", text))


def mask(text: str) -> str:
    """`text` with user names and passwords in addresses, secret parameters and Slack tokens replaced by `***`.

    For whatever is logged or shown, never for fetching: an address alone, or a text with addresses, headers and
    messages of exceptions in it; addresses within addresses count, percent-escaped or not. Parts are those of the URL
    Standard (the last `@` before the path ends the user's name and password); which parameter is a secret is told by
    its name, so this is a safety net and no proof. Takes time in proportion to the length of the text.
    """
    if _SIGNS.search(text):
        text = _WORD.sub(lambda word: _without_parameters(_without_userinfo(word[0]), 0), text)
    return _without_tokens(text)


def _without_tokens(text: str) -> str:
    return _BEARER.sub(lambda found: found["before"] + _MASK, _SLACK.sub(_MASK, text))


def _without_userinfo(word: str) -> str:
    """What stands before the last `@` of each authority is hidden."""
    if "@" not in word:
        return word
    parts = _PARTS.split(word)
    for place in range(0, len(parts), 2):
        part = parts[place]
        start, end = _authority_start(parts, place), part.rfind("@")
        if start is not None and end > start:
            parts[place] = part[:start] + _MASK + part[end:]
    return "".join(parts)


def _authority_start(parts: list[str], place: int) -> int | None:
    """Where in a part between slashes an authority begins; None where none does."""
    slashes = parts[place - 1] if place else ""
    after_scheme = slashes.endswith("/") and _SPECIAL.search(parts[place - 2][-6:]) is not None
    if slashes.endswith("//") or after_scheme:
        return 0
    found = _START.search(parts[place])
    return found.end() if found else None


def _without_parameters(word: str, depth: int) -> str:
    """The values of secret parameters are hidden, up to the next parameter or the fragment."""
    if "=" not in word and "%" not in word:
        return word
    shown: list[str] = []
    is_hiding = in_fragment = False
    pieces = _PIECES.split(word)
    for number, (sign, piece) in enumerate(zip(["", *pieces[1::2]], pieces[::2], strict=True)):
        if is_hiding and (sign == "?" or (sign == "#" and in_fragment)):
            continue  # both may stand in a value
        in_fragment = in_fragment or sign == "#"
        known, is_hiding = _piece(piece, depth, is_path=number == 0)
        shown.append(sign + known)
    return "".join(shown)


def _piece(piece: str, depth: int, *, is_path: bool) -> tuple[str, bool]:
    """What lies between `?`, `&` and `#`, and whether it ends in a secret; `;` begins a parameter, too."""
    shown: list[str] = []
    for part in piece.split(";"):
        name, equals, value = part.partition("=")
        if equals and _is_secret(name.rpartition("/")[2] if is_path else name):
            shown.append(f"{name}={_MASK}")
            return ";".join(shown), True
        shown.append(f"{_path(name, depth)}{equals}{_unescaped(value, depth)}")
    return ";".join(shown), False


def _path(text: str, depth: int) -> str:
    if "%" not in text:
        return text
    return "/".join(_unescaped(part, depth) for part in text.split("/"))


def _unescaped(text: str, depth: int) -> str:
    """Escaped text as it is where nothing under its escapes has to be hidden."""
    if not _ESCAPE.search(text):
        return text
    if depth == _DEEPEST:
        return _MASK
    plain = unquote(text)
    shown = _without_tokens(_without_parameters(_without_userinfo(plain), depth + 1))
    return text if shown == plain else quote(shown, safe="*", errors="replace")


def _is_secret(name: str) -> bool:
    for _ in range(_DEEPEST):
        if "%" not in name:
            break
        name = unquote(name)
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()
    squeezed = re.sub(r"[^a-z0-9]+", "", words)
    return any(part in squeezed for part in _INSIDE) or not _WHOLE.isdisjoint(re.split(r"[^a-z0-9]+", words))
