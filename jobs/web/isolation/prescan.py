"""A quick look at a page before it is parsed: which pages could keep the parser busy for long.

A parser that builds a browser's tree takes more than linear time and memory on crafted input: elements nested without
end, one tag with thousands of attributes, formatting that is opened again in every paragraph. The check is linear and
only a guess, and nothing rests on it but where a page is read: what holds is the limits of the child process.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

_MOST_NESTED = 5_000
_MOST_SEPARATORS = 2_000
_MOST_REOPENED = 2_000_000
_STEP = 64 * 1024
_LONG_TAG = 2 * _MOST_SEPARATORS

# Start tags that nest nothing: the element is empty, or the next of its kind closes it; and what is no tag.
_FLAT = re.compile(
    rb"<(?:[!?]|(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|d[dt]|t[dhr]|option)[\s/>])",
    re.IGNORECASE,
)
# A formatting element that is never closed is made again in each block after it.
_FORMATTING = re.compile(rb"<(/?)(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", re.IGNORECASE)
_SEPARATOR = re.compile(rb"[\s/\"']")


@dataclass(frozen=True, slots=True)
class Load:
    """What makes a page heavy to parse, estimated from its bytes alone."""

    nested: int
    """How deep its elements nest at most, if what looks like a tag is one."""
    separators: int
    """How many attributes one tag holds at most."""
    reopened: int
    """How many formatting elements are made again at most: those not closed, times the number of start tags."""

    @property
    def is_suspicious(self) -> bool:
        """Whether ordinary pages stay well below this."""
        return self.nested > _MOST_NESTED or self.separators > _MOST_SEPARATORS or self.reopened > _MOST_REOPENED


def weigh(body: bytes) -> Load:
    """The load that `body` puts on the parser, in one linear look (about a tenth of the time of parsing it).

    It goes by short steps, so that another thread has its turn in between.
    """
    opened = body.count(b"<")
    closed = body.count(b"</")
    flat = sum(1 for _ in _finds(_FLAT, body)) if opened - 2 * closed > _MOST_NESTED else 0
    kinds = Counter(found[1] for found in _finds(_FORMATTING, body))
    not_closed = max(0, kinds[b""] - kinds[b"/"])
    return Load(opened - 2 * closed - flat, _separators(body), not_closed * (opened - closed))


def _finds(pattern: re.Pattern[bytes], body: bytes) -> Iterator[re.Match[bytes]]:
    for start in range(0, len(body), _STEP):
        yield from pattern.finditer(body, start, start + _STEP)


def _separators(body: bytes) -> int:
    """What can stand between attributes, counted up to too many in the longest stretches from a `<` to the next `>`."""
    most = 0
    for piece in body.split(b">"):
        if len(piece) > _LONG_TAG and (start := piece.find(b"<")) >= 0:
            most = max(most, sum(1 for _ in islice(_SEPARATOR.finditer(piece, start), _MOST_SEPARATORS + 1)))
    return most
