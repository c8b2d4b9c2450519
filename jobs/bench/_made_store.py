"""A store of made-up links and pages that are as big as usual ones."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from jobs.model.document import Canonical, Place, RobotsTag
from jobs.model.link import Expectation, Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.page import Outcome, Validators
from jobs.model.reading import Match, PageFacts, Seen, Sighting
from jobs.model.tracked_page import TrackedPage
from jobs.pages.similarity import SKETCH_SIZE, pack
from jobs.store.documents import encode
from jobs.store.tiny.on_disk import Documents
from jobs.store.tiny.snapshot import Snapshot, Stamp

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
CHANNELS = 20


def made_snapshot(size: int, due: datetime = START) -> Snapshot:
    """A store with so many links, each on a page of its own that falls due a second after the one before.

    The first does a second after `due`.
    """
    pages = {number: encode(made_page(number, due)) for number in range(1, size + 1)}
    tables = {"links": Documents(dict(_links(size))), "pages": Documents(pages)}
    return Snapshot(Stamp(seq=1, events=0), tables)


def _links(size: int) -> Iterator[tuple[int, bytes]]:
    for number in range(1, size + 1):
        yield number, encode(made_link(number))


def made_link(number: int) -> Link:
    """A link that was seen as agreed, in one of twenty channels."""
    url = _url(number)
    words = "the words that stand before and after a link on a page, as a person would read them there"
    seen = Seen("https://ours.example/", ("noopener",), "our anchor", Place.BODY, False, Match.EXACT, (), words, words)
    standing = LinkStatus(LinkState.LIVE, START, last_present_at=START, looked_at=START)
    expected = Expectation("our anchor", seen_anchor="our anchor", seen_place=Place.BODY)
    return Link(
        number, f"C{number % CHANNELS}", url, "ours.example", START, standing, expected, sighting=Sighting(seen, 1)
    )


def made_page(number: int, due: datetime = START) -> TrackedPage:
    """The page of a link, as it is once it was read."""
    url, chance = _url(number), random.Random(number)
    facts = PageFacts(
        url,
        url,
        200,
        title=f"A post about subject number {number}",
        lang="en",
        encoding="utf-8",
        canonicals=(Canonical("link", url),),
        robots=(RobotsTag("meta robots", "index, follow"),),
        followed_external=20,
        external=24,
        links=120,
        external_domains=tuple(f"site{chance.randrange(10**6)}.example" for _ in range(20)),
        text_chars=8_000,
        read_at=START,
    )
    return TrackedPage(
        url,
        url.split("/")[2],
        due + timedelta(seconds=number),
        last_outcome=Outcome.OK,
        last_status=200,
        last_checked_at=START,
        last_read_at=START,
        body_hash="a" * 64,
        validators=Validators('"5f3a-61c2"', "Mon, 23 Nov 2026 08:00:00 GMT", url),
        rules_version="7",
        facts=facts,
        good_sketch=pack(tuple(sorted(chance.randrange(2**32) for _ in range(SKETCH_SIZE)))),
    )


def _url(number: int) -> str:
    return f"https://blog{number % 9973}.example/2026/11/a-post-with-a-usual-address-{number}/"
