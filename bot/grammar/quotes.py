"""Quotation marks of any shape: where a quotation ends, and how to write one that reads back as it was (pure)."""

import re

_DOUBLE = '"“”„‟«»'
_SINGLE = "'‘’‚‛‹›"
MARKS = _DOUBLE + _SINGLE
"""Every mark that opens or closes a quotation."""
_PARTNER = {
    '"': '"',
    "“": "”",
    "”": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«»",
    "'": "'",
    "‘": "’",
    "’": "’",
    "‚": "‘’",
    "‛": "’",
    "‹": "›",
    "›": "‹›",
}
"""What closes what each mark opened, from English to Swedish."""
_APOSTROPHES = "'‘’‛"
_BEFORE_OPENING = ":=(["
_WORD_ENDS = re.compile(rf"$|[\s,;.:!?)\]<|{MARKS}→➡]|[-=–—]*(?:&gt;|>)")


def closing(line: str, at: int) -> int | None:
    """Where the quotation that opens at `at` is closed; None where it never is.

    By the mark that belongs to its opening one, else by any of the family, for keyboards mix them. An apostrophe
    inside a word closes nothing, and no quotation goes on in the next cell of a table.
    """
    family = _DOUBLE if line[at] in _DOUBLE else _SINGLE
    exact = _end(line, at, _PARTNER[line[at]])
    if exact is not None:
        return exact
    return _end(line, at, family, anywhere=family is _DOUBLE)


def may_be_apostrophe(mark: str) -> bool:
    """Whether a mark that opens nothing is part of its word: ’s-Hertogenbosch."""
    return mark in _APOSTROPHES


def ends_in_own(address: str) -> bool:
    """Whether the mark at the end of an address belongs to it, for another of its family stands inside: `?q="x"`."""
    family = next((family for family in (_DOUBLE, _SINGLE) if address[-1:] in family), "")
    return bool(address) and any(mark in address[:-1].lstrip(MARKS) for mark in family)


def quoted(text: str) -> str:
    """The text in quotation marks: those in it are doubled, and lines become one."""
    return '"' + " ".join(text.splitlines()).replace('"', '""') + '"'


def quoted_if_needed(text: str) -> str:
    """The text as one word of a command, which ends in no full stop."""
    return text if re.fullmatch(r"[\w.-]*[\w-]", text) else quoted(text)


def unquoted(quotation: str) -> str:
    """What stands between the marks, doubled ones single again."""
    inside = quotation[1:-1]
    return inside.replace('""', '"') if quotation[0] == '"' else inside


def _end(line: str, start: int, marks: str, *, anywhere: bool = False) -> int | None:
    at = start + 1
    borders = "\t" if line[start] in _DOUBLE else "\t|"
    while at < len(line) and line[at] not in borders:
        if line[start] == '"' and line[at : at + 2] == '""':
            at += 2
            continue
        if line[at] in marks:
            if _opens(line, at):
                return None
            if anywhere or _ends_a_word(line, at):
                return at
        at += 1
    return None


def _opens(line: str, at: int) -> bool:
    """Whether another quotation begins here, so that the one before it was left open."""
    before = line[at - 1]
    return (before.isspace() or before in _BEFORE_OPENING) and not _ends_a_word(line, at)


def _ends_a_word(line: str, at: int) -> bool:
    return _WORD_ENDS.match(line, at + 1) is not None
