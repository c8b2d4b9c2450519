"""Two lists of one search engine compared, and a list held against what is tracked (pure)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from msgspec import Struct

from jobs.model.digest import ListingNews
from jobs.model.listing import Counted, KeptListing, ListedLink, Listing
from jobs.web.urls import host, page_key, parse, registrable_domain

MOST_KEPT = 10_000
"""Links of one engine and site that are kept for a channel, those on top of the list first."""
_GONE_KEPT = timedelta(weeks=5)
_MOST_GONE = 2_000
_MOST_NAMED = 5
MOST_SITES = 1_000
"""Linking sites of one engine and site that are kept for a channel."""
_LONG_AGO = date(2000, 1, 1)


Key = tuple[str, str]
"""Page and target of a link, each the same for all its spellings."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """What a channel tracks, as far as a list is held against it."""

    pages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """References such as `L-12` by the key of their page."""
    sites: frozenset[str] = frozenset()
    """Registrable domains with a link or partner page."""
    broken: frozenset[str] = frozenset()
    """Keys of our own pages that were gone at the last check."""

    def refs(self, key: Key) -> tuple[str, ...]:
        """Those that stand on the page of a listed link."""
        return self.pages.get(key[0], ())


class Discovery(Struct, frozen=True):
    """What a list says that is worth knowing, what is most so first."""

    source: str
    site: str
    on: date | None
    before: date | None
    """The day of the list that it was compared with; None where there was none, or it has no day."""
    compared: bool
    listed: int
    """Links in the list."""
    new: tuple[ListedLink, ...]
    """Listed, not in the list before, and not tracked; where nothing was compared, all that are not tracked."""
    gone: tuple[ListedLink, ...]
    """In the list before, and no longer: such lists are samples, so this is no proof of anything."""
    gone_refs: tuple[str, ...]
    """What is tracked of those."""
    known_refs: tuple[str, ...]
    """What is tracked and listed."""
    sites: tuple[Counted, ...]
    """Linking sites of which nothing is tracked, those with most links first."""
    texts: tuple[Counted, ...]
    new_texts: tuple[str, ...]
    """Anchor texts that the list before did not have."""
    broken: tuple[Counted, ...]
    """Pages of ours that are linked to and were gone at our last check."""


def key_of(link: ListedLink) -> Key:
    """What makes it the same link in two lists: page and target, each in any spelling."""
    return page_key(link.page), page_key(link.target) if "://" in link.target else link.target


def compared(before: Iterable[ListedLink], now: Iterable[ListedLink]) -> tuple[list[ListedLink], list[ListedLink]]:
    """The links that came, and those that went."""
    old, fresh = keyed(before), keyed(now)
    return _missing(fresh, old), _missing(old, fresh)


def keyed(links: Iterable[ListedLink]) -> dict[Key, ListedLink]:
    """The links by what makes them the same in two lists."""
    return {key_of(link): link for link in links}


def _missing(links: Mapping[Key, ListedLink], other: Mapping[Key, ListedLink]) -> list[ListedLink]:
    """Those of the links that the other list does not have, in their order."""
    return [link for key, link in links.items() if key not in other]


def discover(before: Listing | None, now: Listing, tracked: Tracked) -> Discovery:
    """What a list says, held against an earlier one and against what is tracked."""
    old, fresh = keyed(before.links if before else ()), keyed(now.links)
    gone = [] if now.is_partial else _missing(old, fresh)
    untracked = {key: link for key, link in fresh.items() if not tracked.refs(key)}
    return Discovery(
        source=now.source,
        site=now.site,
        on=now.on,
        before=before.on if before else None,
        compared=before is not None,
        listed=len(now.links),
        new=ranked(_missing(untracked, old)),
        gone=ranked(gone),
        gone_refs=_refs(map(key_of, gone), tracked),
        known_refs=_refs(fresh, tracked),
        sites=_untracked_sites(now, tracked),
        texts=now.texts or _counted(link.anchor for link in now.links if link.anchor),
        new_texts=_new_texts(before, now),
        broken=tuple(each for each in _targets(now) if page_key(each.name) in tracked.broken),
    )


def ranked(links: Iterable[ListedLink]) -> tuple[ListedLink, ...]:
    """One link of each site before the second of any; within that, those that were read last come first."""
    recent = sorted(links, key=lambda link: (-(link.on or _LONG_AGO).toordinal(), link.page, link.target))
    of_site: Counter[str] = Counter()
    turns: list[tuple[int, ListedLink]] = []
    for link in recent:
        name = site_of(link.page)
        turns.append((of_site[name], link))
        of_site[name] += 1
    return tuple(link for _, link in sorted(turns, key=lambda turn: turn[0]))


def merged(listings: Sequence[Listing]) -> list[Listing]:
    """The lists of each day as one, the oldest day first; those without a day count as the newest."""
    ordered = sorted(listings, key=lambda each: each.on or date.max)
    return [_as_one([*of_day]) for _, of_day in groupby(ordered, key=lambda each: each.on)]


def taken_in(kept: KeptListing | None, now: Listing, channel: str, at: datetime) -> KeptListing:
    """What is kept once a list was taken in; an older list than the one that is kept changes nothing."""
    if kept and now.on and kept.on and now.on < kept.on:
        return kept
    known = keyed(kept.links) if kept else {}
    carried = compared(known.values(), now.links)[1] if now.is_partial else []
    every = (*now.links, *carried)
    links = every[:MOST_KEPT]
    fresh = at if known else None
    dated = tuple(replace(link, since=known[key].since if (key := key_of(link)) in known else fresh) for link in links)
    listed = {key_of(link) for link in every}  # those beyond the most, too: they are not kept, and not gone
    lately = [link for link in (kept.gone if kept else ()) if link.since and link.since > at - _GONE_KEPT]
    gone = [replace(link, since=at) for key, link in known.items() if key not in listed]
    away = [link for link in (*gone, *lately) if key_of(link) not in listed][:_MOST_GONE]
    before = day_of(kept) if kept and known else None
    sites = _kept_sites(now) or (kept.sites if kept else ())
    return KeptListing(channel, now.source, now.site, at, now.on, dated, tuple(away), before, sites)


def with_sites(kept: KeptListing | None, now: Listing, channel: str, at: datetime) -> KeptListing:
    """What is kept once a list of linking sites was taken in; the links, and what they are compared with, stay."""
    known = kept or KeptListing(channel, now.source, now.site, at)
    return replace(known, sites=_kept_sites(now))


def _kept_sites(now: Listing) -> tuple[Counted, ...]:
    return _most_first(now.sites)[:MOST_SITES]


def day_of(kept: KeptListing) -> date:
    """The day of a list that is kept: its own, else the one on which it was taken in."""
    return kept.on or kept.at.astimezone(UTC).date()


def listing_of(kept: KeptListing) -> Listing:
    """What is kept, as the list that it was."""
    return Listing(kept.source, kept.site, day_of(kept), kept.links)


def before_of(kept: KeptListing) -> Listing | None:
    """The list before the one that is kept, as far as it is known still; None where that was the first."""
    if kept.before is None:
        return None
    went = tuple(link for link in kept.gone if link.since == kept.at)
    stayed = tuple(link for link in kept.links if link.since != kept.at)
    return Listing(kept.source, kept.site, kept.before, stayed + went)


def news_since(kept: KeptListing, since: datetime) -> ListingNews | None:
    """What a list brought since then; None where that is nothing."""
    new = ranked(link for link in kept.links if link.since and link.since > since)
    gone = [link for link in kept.gone if link.since and link.since > since]
    if not new and not gone:
        return None
    return ListingNews(kept.source, kept.site, len(new), len(gone), tuple(link.page for link in new[:_MOST_NAMED]))


def as_listed(listing: Listing) -> Listing:
    """The list with each link once, its addresses as a browser writes them; what is no address is left out."""
    links = [replace(link, page=parse(link.page) or "", target=parse(link.target) or "") for link in listing.links]
    known = {key_of(link): link for link in links if link.page and link.target}
    return replace(listing, links=tuple(known.values()), unusable=len(listing.links) - len(known))


def site_of(url: str) -> str:
    """The registrable domain of an address or a host name."""
    return registrable_domain(host(url) if "//" in url else url)


def _as_one(listings: Sequence[Listing]) -> Listing:
    first, *others = listings
    for each in others:
        first = replace(
            first,
            links=(*first.links, *each.links),
            sites=(*first.sites, *each.sites),
            texts=(*first.texts, *each.texts),
            targets=(*first.targets, *each.targets),
            unusable=first.unusable + each.unusable,
        )
    return replace(first, links=tuple({key_of(link): link for link in first.links}.values()))


def _refs(keys: Iterable[Key], tracked: Tracked) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref for key in keys for ref in tracked.refs(key)))


def _untracked_sites(now: Listing, tracked: Tracked) -> tuple[Counted, ...]:
    sites = now.sites or _counted(site_of(link.page) for link in now.links)
    return tuple(each for each in _most_first(sites) if site_of(each.name) not in tracked.sites)


def _targets(now: Listing) -> tuple[Counted, ...]:
    return now.targets or _counted(link.target for link in now.links if "://" in link.target)


def _new_texts(before: Listing | None, now: Listing) -> tuple[str, ...]:
    if before is None:
        return ()
    old = set(_texts(before))
    return tuple(text for text in _texts(now) if text not in old) if old else ()


def _texts(listing: Listing) -> Iterable[str]:
    named = [text.name for text in listing.texts] or [link.anchor for link in listing.links if link.anchor]
    return dict.fromkeys(named)


def _counted(names: Iterable[str]) -> tuple[Counted, ...]:
    return _most_first([Counted(name, count) for name, count in Counter(names).items()])


def _most_first(counted: Sequence[Counted]) -> tuple[Counted, ...]:
    return tuple(sorted(counted, key=lambda each: (-each.count, each.name)))
