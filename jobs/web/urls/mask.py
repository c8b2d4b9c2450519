"""Addresses fit to be shown: no passwords, no keys."""

import re

_USERINFO = re.compile(r"(?<=://)[^/?#\s]*@")
_SECRET = re.compile(
    r"(?<=[?&#;])([^=&#]*(?:token|secret|passw|pwd|api_?key|apikey|signature|session|sid|auth|credential|otp|jwt|code"
    r"|(?<![a-z])key|(?<![a-z])sig)[^=&#]*)=[^&#\s]+",
    re.IGNORECASE,
)


def mask(url: str) -> str:
    """`url` with user name, password and the values of parameters that look like keys replaced by `***`.

    By the names of parameters: a heuristic, on the safe side. It is for logs and messages, never for fetching.
    """
    return _SECRET.sub(r"\1=***", _USERINFO.sub("***@", url))


_MASK = "***"
_USERINFO_IN_TEXT = re.compile(r"(?P<before>\b[a-z][a-z0-9+.\-]*://)[^\s/?#@]*@", re.IGNORECASE)
# Names that carry secrets in queries and forms; a part of a longer name counts too, as in `X-Amz-Signature`.
_SECRETIVE = (
    r"[\w.\-\[\]%]{0,40}(?:token|secret|passw(?:or)?d|pwd|api[_-]?key|access[_-]?key|signature|credential|session[_-]?id|"
    r"authorization|jwt)[\w.\-\[\]%]{0,40}|(?:key|sig|auth|sid|code|hash|otp|pass|PHPSESSID)"
)
_PARAMETER = re.compile(rf"(?P<before>[?&;#]|\b)(?P<name>{_SECRETIVE})=(?P<value>[^\s&;#\"'<>]+)", re.IGNORECASE)
_SLACK = re.compile(r"\bx(?:ox[a-z]|app)-[\w-]{6,}")
_BEARER = re.compile(r"\b(?P<before>(?:bearer|basic)\s+)[\w.~+/=-]{8,}", re.IGNORECASE)


def masked(text: str) -> str:
    """`text` with user names and passwords in addresses, secret parameters and Slack tokens replaced by `***`.

    For whatever is logged or shown: addresses, headers, messages of exceptions. Which parameter is a secret is told
    by its name, so this is a safety net and no proof.
    """
    text = _USERINFO_IN_TEXT.sub(rf"\g<before>{_MASK}@", text)
    text = _PARAMETER.sub(rf"\g<before>\g<name>={_MASK}", text)
    text = _SLACK.sub(_MASK, text)
    return _BEARER.sub(rf"\g<before>{_MASK}", text)
