"""What pages of one owner tend to share: ids of analytics and ads, and the frame of their markup (pure).

Read off the bytes, where pages are parsed. Rules of thumb of ours: an agency or a popular theme leaves the same marks.
"""

import re
from itertools import islice
from zlib import crc32

MOST_IDS = 12
_MOST_CLASSES = 300
_RUN = 3
_TEMPLATE = 32
"""Hashes that are kept of a page's frame."""
_READ = 400_000
"""Bytes of a page: what these marks stand in comes early, or often."""
_SPREAD, _MASK = 2_654_435_761, 0xFFFFFFFF

_IDS = (
    (b"UA-", rb"\bUA-\d{4,10}(?=-\d{1,4}\b)"),  # Google Universal Analytics: the account
    (b"G-", rb"(?<=[\"'=/])G-[A-Z0-9]{8,12}(?=[\"'&;\\])"),  # Google Analytics 4: the property
    (b"GTM-", rb"\bGTM-[A-Z0-9]{5,9}\b"),  # Google Tag Manager: the container
    (b"pub-", rb"\bpub-\d{13,20}\b"),  # Google AdSense: the publisher
    (b"AW-", rb"\bAW-\d{8,12}\b"),  # Google Ads: the account
    (b"fbq", rb"fbq\(\s*[\"']init[\"']\s*,\s*[\"'](\d{12,18})"),  # Meta Pixel
    (b"hjid", rb"hjid\s*:\s*(\d{5,9})"),  # Hotjar
    (b"clarity", rb"clarity[\"'],\s*[\"']script[\"'],\s*[\"']([a-z0-9]{8,14})"),  # Microsoft Clarity
    (b"ym(", rb"\bym\(\s*(\d{6,10})\s*,"),  # Yandex Metrica
    (b"amazon.", rb"amazon\.[a-z.]{2,6}/[^\"'<> ]{0,300}?[?&;]tag=([\w-]{3,30}-\d{2})\b"),  # Amazon's affiliates
)
_NAMES = {b"amazon.": "tag"}
_FINDS = tuple(
    (re.compile(re.escape(mark)), _NAMES.get(mark) or mark.decode().rstrip("-("), re.compile(found))
    for mark, found in _IDS
)
"""How each begins wherever it is found, what it is called, and what it looks like.

A pattern finds so few letters in half the time that `bytes.find` takes."""
_CLASSES = re.compile(rb"<([a-z][a-z0-9]{0,15})\b[^<>]{0,300}?\bclass=[\"']?([^\"'<>]{1,120})", re.IGNORECASE)
_DIGITS = re.compile(rb"\d+")
_BREAK = b"<"
"""Between elements and their classes, which have none."""

PERSONAL = frozenset({"UA", "G", "pub", "tag"})
"""Whose owner reads the figures or gets the money: an agency has such an id of its own for no client."""


def ids_in(body: bytes) -> tuple[str, ...]:
    """The ids that a page's markup has, each as `kind:id`, in the order of their kinds."""
    text, found = body[:_READ], dict[str, None]()
    for mark, name, expression in _FINDS:
        begun = mark.search(text)
        while begun:  # a look behind keeps the pattern from finding quickly where it begins
            each = expression.match(text, begun.start())
            if each:
                found[f"{name}:{(each[1] if expression.groups else each[0]).decode('ascii', 'replace')}"] = None
            begun = mark.search(text, (each or begun).end())
    return tuple(found)[:MOST_IDS]


def kind_of(named: str) -> str:
    """The kind of an id: a word for what it is of."""
    return named.partition(":")[0]


def template_of(body: bytes) -> tuple[int, ...]:
    """A sketch of a page's frame: the smallest hashes of runs of three elements with their classes, numbers left out.

    Empty where a page has too few of them to tell it from others.
    """
    found = (b".".join(each.groups()) for each in islice(_CLASSES.finditer(body[:_READ]), _MOST_CLASSES))
    named = _DIGITS.sub(b"0", _BREAK.join(found)).lower().split(_BREAK)
    runs = {crc32(b" ".join(named[start : start + _RUN])) * _SPREAD & _MASK for start in range(len(named) - _RUN + 1)}
    return tuple(sorted(runs)[:_TEMPLATE]) if len(runs) >= _RUN * 4 else ()
