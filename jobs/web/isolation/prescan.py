"""A quick look at a page before it is parsed: which pages could keep the parser busy for long.

A parser that builds a browser's tree takes more than linear time and memory on crafted input: elements nested without
end, one tag with thousands of attributes, formatting that is opened again in every paragraph. The check is linear and
only a guess, and nothing rests on it but where a page is read: what holds is the limits of the child process.
"""

import re
from collections.abc import Iterator
from itertools import chain, islice

from msgspec import Struct

_MOST_NESTED = 5_000
_MOST_SEPARATORS = 2_000
_MOST_REOPENED = 2_000_000
_STEP = 64 * 1024
_LONG_TAG = 2 * _MOST_SEPARATORS

# Start tags that nest nothing: the element is empty, or the next of its kind closes it.
_FLAT = re.compile(
    rb"<(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|d[dt]|t[dhr]|option)[\s/>]"
)
_OPENED = re.compile(rb"<[a-z]")
_CLOSED = re.compile(rb"</[a-z]")
# A formatting element that is never closed is made again in each block after it. Scripts write `<\/b>` for an end tag.
_FORMATTING = re.compile(rb"<(\\?/?)(?:[bisu]|big|code|em|font|nobr|small|strike|strong|tt)[\s/>]")
_SEPARATOR = re.compile(rb"[\s/\"']")
_NO_MARKUP = ((b"<script", b"</script"), (b"<style", b"</style"), (b"<!--", b"-->"))
"""Between these nothing is a tag, whatever it looks like; what begins first counts."""


class Load(Struct, frozen=True):
    """What makes a page heavy to parse, estimated from its bytes alone."""

    nested: int
    """How deep its elements nest at most."""
    separators: int
    """How many attributes one tag holds at most."""
    reopened: int
    """How many formatting elements are made again at most: those not closed, times the number of start tags."""

    @property
    def is_suspicious(self) -> bool:
        """Whether ordinary pages stay well below this."""
        return self.nested > _MOST_NESTED or self.separators > _MOST_SEPARATORS or self.reopened > _MOST_REOPENED


def weigh(body: bytes) -> Load:
    """The load that `body` puts on the parser, in one linear look (about half the time of parsing it).

    What could be a tag is counted first; only where there is much of it is a second look taken, at what is one. It
    goes by short steps, so that another thread has its turn in between.
    """
    body = body.lower()
    first = _load(body, body.count(b"<"))
    if not first.is_suspicious:
        return first
    markup = _markup_of(body)
    return _load(markup, _count(_OPENED, markup) + _count(_CLOSED, markup))


def _load(body: bytes, tags: int) -> Load:
    """The load of so many start and end tags; what cannot pass its bound is not counted further."""
    not_closed = 0
    if tags * tags > _MOST_REOPENED:
        kinds = list(chain.from_iterable(_finds(_FORMATTING, body)))
        not_closed = max(0, 2 * kinds.count(b"") - len(kinds))
    nested, opened = tags, tags
    if nested > _MOST_NESTED or not_closed * opened > _MOST_REOPENED:
        closed = body.count(b"</")
        nested, opened = tags - 2 * closed, tags - closed
    if nested > _MOST_NESTED:
        nested -= _count(_FLAT, body)
    return Load(nested, _separators(body), not_closed * opened)


def _markup_of(body: bytes) -> bytes:
    """What is left of `body`, in lower case, without its scripts, styles and comments; linear.

    What has no end is kept: it may begin in a place that is none, such as an attribute, and would hide all the rest.
    """
    ends, kept, at = dict(_NO_MARKUP), [], 0
    begins = {start: body.find(start) for start in ends}
    while opened := {start: begin for start, begin in begins.items() if begin >= 0}:
        start = min(opened, key=opened.__getitem__)
        end = body.find(ends[start], opened[start] + 2)  # `<!-->` is a whole comment
        if end < 0:
            begins[start] = -1
            continue
        kept.append(body[at : opened[start]])
        at = end + len(ends[start])
        begins |= {each: body.find(each, at) for each, begin in opened.items() if begin < at}
    return b"".join(kept) + body[at:]


def _count(pattern: re.Pattern[bytes], body: bytes) -> int:
    return sum(map(len, _finds(pattern, body)))


def _finds(pattern: re.Pattern[bytes], body: bytes) -> Iterator[list[bytes]]:
    for start in range(0, len(body), _STEP):
        yield pattern.findall(body, start, start + _STEP)


def _separators(body: bytes) -> int:
    """What can stand between attributes, counted up to too many in the longest stretches from a `<` to the next `>`."""
    most = at = 0
    while at < len(body):
        last = body.rfind(b">", at, at + _LONG_TAG)  # what ends before it is short
        if last < 0:
            last = body.find(b">", at)
            last = last if last >= 0 else len(body)
            start = body.find(b"<", at, last)
            if start >= 0:
                found = islice(_SEPARATOR.finditer(body, start, last), _MOST_SEPARATORS + 1)
                most = max(most, sum(1 for _ in found))
        at = last + 1
    return most
