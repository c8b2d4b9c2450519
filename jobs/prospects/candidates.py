"""Sites that may be asked for a link, ranked by what speaks for each: our rule of thumb (pure).

What speaks for a site: it links to others of your field and not to you, partners of yours link to it, or a search
engine lists it as linking to you while nothing of it is tracked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct

from jobs.pages.doubtful_sites import neighbours
from jobs.web.urls import host, is_on_site, registrable_domain

POINTS_OF_COMPETITOR, POINTS_OF_OTHER, POINTS_OF_PARTNER, POINTS_OF_LISTED = 4, 2, 2, 3
_MOST_COUNTED = 3
"""Of one kind so many count: a site that links to twenty is no better than one that links to three."""
_NAMED = 3
MOST_SITES = 2_000
PLATFORMS = frozenset(
    {
        *("facebook.com", "instagram.com", "twitter.com", "x.com", "linkedin.com", "youtube.com", "youtu.be", "t.me"),
        *("pinterest.com", "tiktok.com", "whatsapp.com", "wa.me", "telegram.org", "vk.com", "reddit.com", "xing.com"),
        *("google.com", "goo.gl", "google.de", "bing.com", "apple.com", "microsoft.com", "amazon.com", "amazon.de"),
        *("wikipedia.org", "wikimedia.org", "creativecommons.org", "w3.org", "schema.org", "archive.org", "github.com"),
        *("wordpress.org", "wordpress.com", "wix.com", "squarespace.com", "shopify.com", "cloudflare.com", "bit.ly"),
        *("paypal.com", "stripe.com", "vimeo.com", "flickr.com", "gravatar.com", "mastodon.social", "bsky.app"),
        *(
            "threads.net",
            "snapchat.com",
            "discord.gg",
            "discord.com",
            "spotify.com",
            "ebay.com",
            "ebay.de",
            "jsdelivr.net",
        ),
    }
)
"""Sites that most pages link to and that nobody can be asked at: networks, search engines, shops, tools."""


class WhyNotAsked(StrEnum):
    """Why a site is no candidate."""

    TRACKED = "tracked already"
    KEPT = "kept as prospects already"
    COMPETITOR = "competitors"
    DISAVOWED = "disavowed"
    UNWANTED = "not to be contacted"
    OURS = "your own"
    PLATFORM = "platforms on which nobody can be asked"
    DOUBTFUL = "of doubtful trades, by their names"


class SiteStanding(Struct, frozen=True):
    """What is known of a site in a channel, as far as it speaks against asking it."""

    is_tracked: bool = False
    is_kept: bool = False
    is_disavowed: bool = False
    is_unwanted: bool = False


class CandidateSite(Struct, frozen=True):
    """A site that may be asked, and why."""

    site: str
    """Registrable domain."""
    page: str
    """The page that was named first, or else the site's home page."""
    points: int
    reasons: tuple[str, ...]
    """In words of ours; names of sites in them are host names."""


@dataclass(frozen=True, slots=True)
class RankedSites:
    """Those that can be asked, the best first, and how many sites were left out."""

    ranked: tuple[CandidateSite, ...] = ()
    left_out: Mapping[WhyNotAsked, int] = field(default_factory=dict)
    linking_to_us: int = 0
    """Sites of the list that link to us already, by what it says."""


@dataclass(slots=True)
class _Evidence:
    """What was gathered of one site."""

    page: str = ""
    others: set[str] = field(default_factory=set)
    partners: set[str] = field(default_factory=set)
    listed: Counter[str] = field(default_factory=Counter)
    is_named: bool = False


class Gathered:
    """Takes in one source after the other; what it knows of a site is what all of them said."""

    def __init__(self, our_sites: Iterable[str]) -> None:
        """`our_sites` are domains of ours, or addresses there."""
        self._ours = tuple(our_sites)
        self._sites: dict[str, _Evidence] = defaultdict(_Evidence)
        self._to_us: set[str] = set()

    @property
    def sites(self) -> list[str]:
        """The sites that anything was said of, the first two thousand."""
        return list(self._sites)[:MOST_SITES]

    def take_link(self, page: str, target: str = "") -> None:
        """A pasted row: a page or site, and perhaps what it links to."""
        site = registrable_domain(page)
        if target and is_on_site(target, self._ours):
            self._to_us.add(site)
            return
        found = self._sites[site]
        found.is_named = True
        found.page = found.page or _as_page(page)
        other = registrable_domain(host(target) if "//" in target else target) if target else ""
        if other and other != site:
            found.others.add(other)

    def take_outbound(self, partner: str, sites: Iterable[str]) -> None:
        """The sites that a partner page links to; `partner` is its site, which is no reason for itself."""
        own = registrable_domain(partner)
        for site in sites:
            if site != own:
                self._sites[site].partners.add(own)

    def take_listed(self, source: str, place: str, count: int = 1) -> None:
        """A site, or a page there, that a search engine lists as linking to us, and with how many links."""
        found = self._sites[registrable_domain(place)]
        found.page = found.page or (place if "//" in place else "")
        found.listed[source] += count

    def ranked(
        self, known: Mapping[str, SiteStanding], competitors: Iterable[str], *, named_only: bool = False
    ) -> RankedSites:
        """The candidates; with `named_only` those that a pasted list names."""
        rivals = {registrable_domain(each) for each in competitors}
        found: list[CandidateSite] = []
        out: Counter[WhyNotAsked] = Counter()
        for site in self.sites:
            evidence = self._sites[site]
            if named_only and not evidence.is_named:
                continue
            why = "skip" if site in self._to_us else self._why_not(site, known.get(site, SiteStanding()), rivals)
            if why is None:
                found.append(_candidate(site, evidence, rivals))
            elif isinstance(why, WhyNotAsked):
                out[why] += 1
        ranked = sorted(found, key=lambda each: (-each.points, each.site))
        return RankedSites(tuple(ranked), dict(out), len(self._to_us))

    def _why_not(self, site: str, known: SiteStanding, rivals: set[str]) -> WhyNotAsked | None:
        reasons = {
            WhyNotAsked.OURS: is_on_site(site, self._ours),
            WhyNotAsked.TRACKED: known.is_tracked,
            WhyNotAsked.KEPT: known.is_kept,
            WhyNotAsked.COMPETITOR: site in rivals,
            WhyNotAsked.DISAVOWED: known.is_disavowed,
            WhyNotAsked.UNWANTED: known.is_unwanted,
            WhyNotAsked.PLATFORM: site in PLATFORMS,
            WhyNotAsked.DOUBTFUL: bool(neighbours([(site, "")])),
        }
        return next((why for why, holds in reasons.items() if holds), None)


def _candidate(site: str, evidence: _Evidence, rivals: set[str]) -> CandidateSite:
    theirs = sorted(evidence.others & rivals)
    others = sorted(evidence.others - rivals)
    points = POINTS_OF_COMPETITOR * min(len(theirs), _MOST_COUNTED) + POINTS_OF_OTHER * min(len(others), _MOST_COUNTED)
    points += POINTS_OF_PARTNER * min(len(evidence.partners), _MOST_COUNTED)
    points += POINTS_OF_LISTED if evidence.listed else 0
    reasons = [f"links to {_names(theirs)}, which you compete with, and not to you"] if theirs else []
    reasons += [f"links to {_names(others)} and not to you"] if others else []
    reasons += [f"{_names(sorted(evidence.partners))} {_verb(evidence.partners)} to it"] if evidence.partners else []
    reasons += [
        f"{source} lists {count:,} {'link' if count == 1 else 'links'} of it to you, and none is tracked"
        for source, count in evidence.listed.items()
    ]
    return CandidateSite(site, evidence.page or f"https://{site}/", points, tuple(reasons))


def _names(sites: list[str]) -> str:
    more = len(sites) - _NAMED
    named = sites[:_NAMED] + ([f"{more} more"] if more > 0 else [])
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))


def _verb(sites: set[str]) -> str:
    return "links" if len(sites) == 1 else "link"


def _as_page(place: str) -> str:
    return place if "//" in place else ""
