"""What twenty tracked links on a page cost beside one, where nothing but a nonce, or an attribute too, has changed.

It is the reading of the page's bytes that is measured, where that is done, CPU time of this thread: both in turn, page
by page.
"""

import statistics
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from jobs.bench import Figure
from jobs.bench._made_pages import CHANGING, MARKED, MadePage, made_pages
from jobs.model.page import Page
from jobs.pages.asked import Extracted, LinkQuestion
from jobs.pages.extract import extract
from jobs.pages.lasting import lasting_of, may_be_as_read
from jobs.pages.page_facts import Kept, kept_of
from jobs.pages.similarity import pack

_PAGES = 60
_MANY = 20
_MOST = 1.3
_BASES = {
    "twenty sites": "https://ours{}.example/guide",
    "one site": "https://ours.example/guide-{}",
    "the page's own site": "{page}guide-{}",
}
"""Where the links lead."""
_NONCE = (CHANGING, b"n0nce-at-each-answer-4711")
_CHANGES = {"a nonce": (_NONCE,), "an attribute": (_NONCE, (MARKED, b"data-at=4711 " + MARKED))}
"""What is other than when the page was read."""


def run(pages: int = _PAGES) -> list[Figure]:
    """The cost of many by that of one, for links that lead to each of these, where each of those has changed."""
    shown = [made for made in made_pages(pages) if made.truth.present and not made.truth.hidden]
    found = {name: [_ratios(made, base) for made in shown] for name, base in _BASES.items()}
    return [
        _figure(f"{name}, {change} changed", [ratio[number] for ratio in ratios])
        for number, change in enumerate(_CHANGES)
        for name, ratios in found.items()
    ]


def _figure(name: str, ratios: Sequence[float]) -> Figure:
    middle = statistics.median(ratios)
    name = f"twenty links to {name}, by one ({min(ratios):.2f} to {max(ratios):.2f})"
    return Figure(name, round(middle, 2), "times", f"at most {_MOST:g}", ok=middle <= _MOST)


def _ratios(made: MadePage, base: str) -> list[float]:
    """The cost of many by that of one, for each change."""
    targets = [base.replace("{page}", made.url).format(number) for number in range(_MANY)]
    body = _with_links(made.body, targets)
    first = extract(_page(made, body), [LinkQuestion(target) for target in targets])
    asked = [LinkQuestion(*key, answer.sighting.best, answer.sighting.html) for key, answer in first.answers.items()]
    changed = [_page(made, _changed(body, change)) for change in _CHANGES.values()]
    return [_seconds(page, asked, first) / _seconds(page, asked[:1], first) for page in changed]


def _changed(body: bytes, change: Sequence[tuple[bytes, bytes]]) -> bytes:
    for old, new in change:
        body = body.replace(old, new)
    return body


def _with_links(body: bytes, targets: Sequence[str]) -> bytes:
    """The page with a link to each target, spread over its paragraphs."""
    head, *paragraphs = body.split(b"<p>")
    for number, target in enumerate(targets):
        place = number * len(paragraphs) // len(targets)
        paragraphs[place] = b'See <a href="%s">the guide</a>. ' % target.encode() + paragraphs[place]
    return b"<p>".join((head, *paragraphs))


def _page(made: MadePage, body: bytes) -> Page:
    return Page(made.url, made.url, 200, (("content-type", "text/html"),), body, datetime.now(UTC))


def _kept(first: Extracted) -> Kept | None:
    facts = replace(first.facts, shingles=())
    sketch = pack(first.facts.shingles)
    return kept_of(facts, sketch)


def _seconds(page: Page, asked: Sequence[LinkQuestion], first: Extracted) -> float:
    """The least of three, for what disturbs only adds."""
    return min(_once(page, asked, first, _kept(first)) for _ in range(3))


def _once(page: Page, asked: Sequence[LinkQuestion], first: Extracted, kept: Kept | None) -> float:
    """As a page is read that nobody tracks as a partner page."""
    began = time.thread_time()
    lasting = lasting_of(page) if may_be_as_read(first.facts, [each.before for each in asked]) else None
    if lasting is None or lasting.mark != first.facts.lasting_mark:
        extract(page, asked, kept=kept, layout=False, lasting=lasting)
    return time.thread_time() - began
