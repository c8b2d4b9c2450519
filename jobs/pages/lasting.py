"""Whether a page that carries its links is as it was, but for what is other at each answer (pure)."""

import hashlib
import re
from collections.abc import Collection

from msgspec import Struct

from jobs.model.document import Document
from jobs.model.page import Page, header_values
from jobs.model.reading import PageFacts, Seen
from jobs.web.encoding.decode import Source, sniff
from jobs.web.html.fleeting import MOST_PIECES, as_in_tree, cut
from jobs.web.html.hashes import mark_of
from jobs.web.http.media_types import media_type

_MOST_BYTES = 2 * 1024 * 1024
"""Of more a parent process would not cut a page between two turns of others."""
_DIGEST_CHARS = 32
"""Of a hash: 16 bytes, enough that no two pages have the same unless somebody breaks it."""
_SNIFFED = 4096
"""Bytes in which a page says its encoding: browsers look at the first 1,024."""
_SAID = frozenset({Source.BOM, Source.HEADER, Source.META})
_TAIL = 4096
_ENDS = re.compile(rb"</(?:body|html)\s*>")


def content_type_of(page: Page) -> str:
    """The Content-Type of a page, several of them joined by commas as browsers join them; empty where it has none."""
    return ", ".join(header_values(page.headers, "content-type"))


def body_hash(page: Page) -> str:
    """A hash of all that decides what is parsed: the body, how it is decoded, and where its links start from.

    SHA-256, for which processors have instructions of their own: of 170 kB it takes a third of the time of BLAKE2.
    """
    surroundings = f"{page.final_url}\n{content_type_of(page)}\n".encode("utf-8", "surrogatepass")
    told = hashlib.sha256(surroundings)
    told.update(page.body)
    return told.hexdigest()[:_DIGEST_CHARS]


class WhatLasts(Struct, frozen=True):
    """What lasts of a page, by its bytes alone."""

    mark: str
    """A hash of all that is read of the page with its links."""
    fleeting: tuple[tuple[bytes, ...], ...]
    """What was cut out, by kind."""

    def mark_for(self, document: Document) -> str:
        """The mark; empty where a parser takes other parts of the page for fleeting than those that are cut out."""
        return self.mark if document.fleeting == as_in_tree(self.fleeting) else ""


def lasting_of(page: Page) -> WhatLasts | None:
    """What lasts of a page; None where what is fleeting cannot be told from the rest.

    A page that says neither its encoding nor that it ends is not taken: that is guessed from all of its bytes.
    """
    content_type = content_type_of(page)
    if len(page.body) > _MOST_BYTES or media_type(page.headers) != "text/html":
        return None
    encoding = sniff(page.body[:_SNIFFED], content_type)
    if encoding.name != "utf-8" or encoding.source not in _SAID:
        return None
    found = cut(page.body)
    ends = _ENDS.search(found.lasting, max(0, len(found.lasting) - _TAIL)) is not None
    if not ends or found.link_tags > MOST_PIECES:
        return None
    about = (page.final_url, content_type, encoding.source, *header_values(page.headers, "refresh"))
    mark = mark_of(found.lasting, found.comments, *map(_bytes, about), b"%d" % found.link_tags)
    return WhatLasts(mark, found.found)


def may_be_as_read(facts: PageFacts, before: Collection[Seen | None]) -> bool:
    """Whether by what lasts of it a page can be known to be as it was when its facts were read, its links seen so.

    On the codes of scripts it may rest whether what is hidden is shown in time: of a link that is hidden, or would give
    way to a hidden one, nothing is known without reading where they were asked, nor of one that is not there.
    """
    are_shown = bool(before) and all(seen and not seen.may_change_with_codes for seen in before)
    return are_shown and bool(facts.lasting_mark)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
