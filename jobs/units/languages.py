"""Languages by their codes: which of them name one and the same (pure)."""

import re

_SAME = {
    # One language, or two written standards of it that their readers read alike.
    "no": "nb",
    "nn": "nb",
    "bs": "sh",
    "hr": "sh",
    "sr": "sh",
    "cnr": "sh",
    "tl": "fil",
    # Written Chinese by the speech of its writers; text in one is often taken for another.
    "cmn": "zh",
    "wuu": "zh",
    "yue": "zh",
    # Codes that were replaced, and are still in use.
    "in": "id",
    "iw": "he",
    "ji": "yi",
    "jw": "jv",
    "mo": "ro",
}
"""Source: IANA's registry of language subtags (macrolanguages, preferred values), but for Chinese and Tagalog."""
_CODE = re.compile(r"[a-z]{2,3}")
_NONE = frozenset({"mis", "mul", "und", "zxx"})
"""Codes for no certain language."""


def language_code(tag: str) -> str:
    """The language of a tag such as `de-AT` or `pt_BR`, as written; empty where it names none."""
    code = tag.strip().lower().replace("_", "-").partition("-")[0]
    return code if _CODE.fullmatch(code) and code not in _NONE else ""


def one_name(code: str) -> str:
    """One code for all that name the same language: that of the word lists."""
    return _SAME.get(code, code)
