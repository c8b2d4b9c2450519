"""What Slack makes of typed text before an app sees it (a command with `should_escape: true`)."""

import re
from collections.abc import Mapping

WORDS = re.compile(
    r"(?P<url>https?://[^\s<>|\"”]+)"
    r"|(?P<mention>(?<![\w&])[#@][\w.-]*[\w-])"
    r"|(?P<domain>(?<![\w@/.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:/[^\s<>|\"”]*)?(?![\w@]))",
    re.IGNORECASE,
)
_STOPS = ".,;:!?…"
_OPENED_BY = {")": "(", "]": "[", "}": "{"}


def escape(text: str) -> str:
    """The three characters that Slack escapes, escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_sent(text: str, channels: Mapping[str, str], users: Mapping[str, str]) -> str:
    """Typed text as the app gets it: `#links` as `<#C1|links>`, `@ada` as `<@U1|ada>`, addresses as `<https://..>`.

    `channels` and `users` give the id of a name; what names nobody stays as typed. A bare domain becomes
    `<http://a.example|a.example>`. What ends a sentence stays outside: to Slack no address ends in a full stop.
    """
    parts: list[str] = []
    end = 0
    for match in WORDS.finditer(text):
        word = match.group() if match["mention"] else _address(match.group())
        parts += [escape(text[end : match.start()]), _marked(word, match, channels, users)]
        end = match.start() + len(word)
    return "".join([*parts, escape(text[end:])])


def _address(typed: str) -> str:
    """Without the stops at its end, and without a bracket that closes what was opened before it."""
    while typed[-1:] in _STOPS or typed.count(typed[-1]) > typed.count(_OPENED_BY.get(typed[-1], typed[-1])):
        typed = typed[:-1]
    return typed


def _marked(word: str, match: re.Match[str], channels: Mapping[str, str], users: Mapping[str, str]) -> str:
    if match["url"]:
        return f"<{escape(word)}>"
    if match["domain"]:
        return f"<http://{escape(word)}|{escape(word)}>"
    sign, name = word[0], word[1:]
    known = (channels if sign == "#" else users).get(name)
    return f"<{sign}{known}|{name}>" if known else escape(word)
