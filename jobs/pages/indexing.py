"""What robots metas and headers of a page say to search engines: for rules and answers alike."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache, partial

from msgspec import Struct

from jobs.model.document import RobotsTag
from jobs.model.reading import PageFacts

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""Facts that do not say when they were read: no date in them has passed."""


# In a value whose white space is folded: otherwise a page could make this look at all of it again at every blank.
_UNTIL = re.compile(
    r"unavailable_after ?: ?(.*?)(?= ?, ?(?:all|none|no[a-z]+|index|follow|indexifembedded|max-[a-z-]+)\b| ?\Z)",
    re.IGNORECASE,
)
_WITHOUT_TIME = ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%m/%d/%Y")
_MOST_SAID = 500
"""Values that are remembered: most pages say one of a few."""
_NOINDEX = frozenset({"noindex", "none"})
_NOFOLLOW = frozenset({"nofollow", "none"})


class Indexing(Struct, frozen=True):
    """The tag that keeps a page out of the index, and the one that bars its links; None where nothing does."""

    noindex: RobotsTag | None = None
    nofollow: RobotsTag | None = None


def told_by(page: PageFacts) -> Indexing:
    """The tags that keep the page out of the index or bar its links, as of when it was read."""
    return indexing(page.robots, page.read_at or _LONG_AGO)


def lifts_by_itself(page: PageFacts, tag: RobotsTag) -> bool:
    """Whether the page's software sets such a tag after each edit, and takes it away again some days later.

    DokuWiki does for five days (dokuwiki.org/config:indexdelay), so that spam is gone before it is indexed.
    """
    return tag.source == "meta robots" and page.generator.lower().startswith("dokuwiki")


def indexing(robots: tuple[RobotsTag, ...], now: datetime) -> Indexing:
    """What the tags together say to Googlebot at `now`: the most restrictive wins, so one "no" is enough.

    `robots` are those for all agents and for Googlebot only, as `Document.robots` holds them.
    Source: developers.google.com/search/docs/crawling-indexing/robots-meta-tag.
    """
    return Indexing(
        noindex=next((tag for tag in robots if _directives(tag.value) & _NOINDEX or _has_expired(tag, now)), None),
        nofollow=next((tag for tag in robots if _directives(tag.value) & _NOFOLLOW), None),
    )


@lru_cache(maxsize=_MOST_SAID)
def _directives(value: str) -> frozenset[str]:
    """The words of a tag: separated by commas, says Google; by spaces alone, write some."""
    return frozenset(re.split(r"[\s,]+", _UNTIL.sub("", _folded(value)).lower()))


def _folded(value: str) -> str:
    return " ".join(value.split())


def _has_expired(tag: RobotsTag, now: datetime) -> bool:
    return any((until := _date(text)) is not None and until <= now for text in _UNTIL.findall(_folded(tag.value)))


def _date(text: str) -> datetime | None:
    """A date as RFC 822, RFC 850 or ISO 8601 writes it, or as people do; one without a zone is UTC."""
    days: list[Callable[[str], datetime]] = [partial(_day, written) for written in _WITHOUT_TIME]
    for read in (datetime.fromisoformat, parsedate_to_datetime, *days):
        try:
            date = read(text.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return date if date.tzinfo else date.replace(tzinfo=UTC)
    return None


def _day(written: str, text: str) -> datetime:
    return datetime.strptime(text, written).replace(tzinfo=UTC)
