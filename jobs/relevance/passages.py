"""What of a page is handed to a sentence encoder: the lead of its text in passages, and its telling words in groups."""

import textwrap
from dataclasses import dataclass
from itertools import islice

from jobs.relevance.terms import Profile

_READ_CHARS = 4_000
_PASSAGE_CHARS = 500
_GROUPS = (12, 24, 48, 96)
"""How many terms are in each group, the weightiest first: a group counts as one, and so a term less in each."""


@dataclass(frozen=True, slots=True)
class Passages:
    """Two views of one page, each in pieces that an encoder takes."""

    text: tuple[str, ...]
    terms: tuple[str, ...]


def passages_of(page: Profile) -> Passages:
    """Cut a page into what is encoded: nine passages of 500 characters at most, and 180 telling words in groups."""
    lead = " ".join(page.page.text[:_READ_CHARS].split())
    ranked = iter(sorted(page.written, key=lambda term: (-page.weights[term], term)))
    groups = (" ".join(islice(ranked, size)) for size in _GROUPS)
    return Passages(
        text=tuple(textwrap.wrap(lead, _PASSAGE_CHARS, break_on_hyphens=False)),
        terms=tuple(group for group in groups if group),
    )
