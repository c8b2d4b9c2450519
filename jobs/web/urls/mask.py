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
