"""Host names as people read them: their letters in the place of Punycode, unless these could be taken for others.

Which scripts may stand together in a label is Unicode's "highly restrictive" level (UTS #39, section 5.2). A label all
of whose letters look like Latin ones stays as it is in Chromium's policy for such names (`idn_spoof_checker.cc`), whose
lists of such letters are used here. What script a letter belongs to is told by its name in the Unicode database. A rule
of thumb all the same: Latin letters that look like other Latin letters are let through.
"""

import unicodedata
from collections.abc import Iterable

import ada_url

_PUNYCODE = "xn--"
_HAN, _LATIN = "CJK", "LATIN"
_TOGETHER = (
    frozenset({_LATIN, _HAN, "HIRAGANA", "KATAKANA"}),
    frozenset({_LATIN, _HAN, "BOPOMOFO"}),
    frozenset({_LATIN, _HAN, "HANGUL"}),
)
"""Japanese, Chinese and Korean are written with several scripts."""
_LIKE_LATIN = frozenset("аысԁеԍһіюјӏорԗԛѕԝхуъьҽпгѵѡ") | frozenset("αικνρυωηοτ")
"""Cyrillic and Greek letters."""
_OF_NONE = frozenset({"KATAKANA-HIRAGANA", "COMBINING"})
_SAME = {"IDEOGRAPHIC": _HAN}


def readable_host(host: str) -> str:
    """`münchen.de` for `xn--mnchen-3ya.de`; the name as it is where its letters could be taken for others."""
    if _PUNYCODE not in host or not host.isascii():
        return host
    told = str(ada_url.idna_to_unicode(host.encode()))
    labels = [label for label in told.split(".") if not label.isascii()]
    safe = bool(labels) and _PUNYCODE not in told and all(map(_is_plain, labels))
    return told if safe else host


def _is_plain(label: str) -> bool:
    """Whether nobody takes the letters of a label for others."""
    scripts = _scripts(label)
    if len(scripts) > 1:
        return any(scripts <= allowed for allowed in _TOGETHER)
    return not all(char in _LIKE_LATIN for char in label if not char.isascii())


def _scripts(label: Iterable[str]) -> frozenset[str]:
    """The scripts of its letters; marks, and the digits and the hyphen of ASCII, belong to none."""
    lettered = [char for char in label if not (char.isdigit() and char.isascii()) and char != "-"]
    found = {unicodedata.name(char, "UNKNOWN").partition(" ")[0] for char in lettered}
    return frozenset(_SAME.get(script, script) for script in found - _OF_NONE)
