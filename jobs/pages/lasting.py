"""Whether a page that carries its links is as it was, but for what is other at each answer (pure)."""

import hashlib
import re
from collections.abc import Collection

from jobs.model.document import Document
from jobs.model.page import Page, header_values
from jobs.model.reading import PageFacts, Seen
from jobs.web.encoding.decode import Source, sniff
from jobs.web.html.fleeting import MOST_PIECES, cut
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


def lasting_mark(page: Page, document: Document | None = None) -> str:
    """A hash of all that is read of a page with its links; empty where what is fleeting cannot be told from the rest.

    With its `document`, empty too where a parser takes other parts for fleeting than those that are cut out. A page
    that says neither its encoding nor that it ends is not taken: that is guessed from all of its bytes.
    """
    content_type = content_type_of(page)
    if len(page.body) > _MOST_BYTES or media_type(page.headers) != "text/html":
        return ""
    encoding = sniff(page.body[:_SNIFFED], content_type)
    if encoding.name != "utf-8" or encoding.source not in _SAID:
        return ""
    found = cut(page.body)
    ends = _ENDS.search(found.lasting, max(0, len(found.lasting) - _TAIL)) is not None
    if not ends or found.link_tags > MOST_PIECES:
        return ""
    if document is not None and document.fleeting != found.kinds:
        return ""
    about = (page.final_url, content_type, encoding.source, *header_values(page.headers, "refresh"))
    return mark_of(found.lasting, found.comments, *map(_bytes, about), b"%d" % found.link_tags)


def is_as_read(page: Page, facts: PageFacts, before: Collection[Seen | None]) -> bool:
    """Whether a page is as it was when its facts were read and its links seen so, by its bytes alone.

    What is fleeting may be other. On the codes of scripts it rests whether what is hidden is shown in time: of a link
    that is hidden, or would give way to a hidden one, and of one that is not there, nothing is known without reading.
    """
    are_shown = bool(before) and all(seen and not seen.rests_on_scripts for seen in before)
    return are_shown and bool(facts.lasting_mark) and lasting_mark(page) == facts.lasting_mark


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
