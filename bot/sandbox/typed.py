"""What Slack makes of typed text before an app sees it (a command with `should_escape: true`)."""

import re
from collections.abc import Mapping

WORDS = re.compile(
    r"(?P<url>https?://[^\s<>|\"”]+)"
    r"|(?P<mention>(?<![\w&])[#@][\w.-]+)"
    r"|(?P<domain>(?<![\w@/.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:/[^\s<>|\"”]*)?(?![\w@]))",
    re.IGNORECASE,
)


def escape(text: str) -> str:
    """The three characters that Slack escapes, escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_sent(text: str, channels: Mapping[str, str], users: Mapping[str, str]) -> str:
    """Typed text as the app gets it: `#links` as `<#C1|links>`, `@ada` as `<@U1|ada>`, addresses as `<https://..>`.

    `channels` and `users` give the id of a name; what names nobody stays as typed. A bare domain becomes
    `<http://a.example|a.example>`.
    """
    parts: list[str] = []
    end = 0
    for match in WORDS.finditer(text):
        parts += [escape(text[end : match.start()]), _word(match, channels, users)]
        end = match.end()
    return "".join([*parts, escape(text[end:])])


def _word(match: re.Match[str], channels: Mapping[str, str], users: Mapping[str, str]) -> str:
    word = match.group()
    if match["url"]:
        return f"<{escape(word)}>"
    if match["domain"]:
        return f"<http://{escape(word)}|{escape(word)}>"
    sign, name = word[0], word[1:]
    known = (channels if sign == "#" else users).get(name)
    return f"<{sign}{known}|{name}>" if known else escape(word)
