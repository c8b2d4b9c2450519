"""What is given and got, in words of ours: heads with sentences, for Slack and the terminal alike (pure)."""

from jobs.exchanges.cycles import EXCESSIVE, circle_words
from jobs.exchanges.footprints import OwnerGroup
from jobs.exchanges.reciprocity import CrowdedPage, Reciprocity, SiteBalance
from jobs.model.exchange import Contribution, DealBalance
from jobs.units.dates import format_day
from jobs.units.english import joined, several

THUMB = "0.85 / links that leave the page, our rule of thumb"
_MOST = 10
"""So many of a kind are named; of the others the number is said."""
_MOST_REFS = 5


def reciprocity_words(found: Reciprocity, *, is_configured: bool) -> list[tuple[str, list[str]]]:
    """Heads, each with its sentences, in the order in which they are shown; addresses in them are foreign."""
    both = [f"{site.site}: {balance_words(site.balance)}" for site in found.reciprocal[:_MOST]]
    listed = [
        ("Given for nothing", [unreturned_words(site) for site in found.unreturned[:_MOST]], len(found.unreturned)),
        ("Our pages with many links out", [crowded_words(page) for page in found.crowded[:_MOST]], len(found.crowded)),
        (
            f"Links both ways, with {len(found.reciprocal):,} of {several(len(found.sites), 'partner')}",
            both,
            len(found.reciprocal),
        ),
        ("Circles of three", [circle_words(cycle) for cycle in found.cycles[:_MOST]], len(found.cycles)),
        (
            "Perhaps of one owner: a suspicion, by our rules of thumb",
            [owner_words(group) for group in found.owners[:_MOST]],
            len(found.owners),
        ),
    ]
    return [
        ("Our pages", [_pages(found, is_configured=is_configured)]),
        *((head, [*said, *_more(total)]) for head, said, total in listed if said),
        *([("What Google says", [EXCESSIVE])] if found.reciprocal or found.cycles else []),
    ]


def balance_words(balance: DealBalance) -> str:
    """Both sides: `we get 2 of 3 links, 1.20 % in all; we give 1 of 1 link, 0.80 % in all (…)`."""
    return f"we get {contribution_words(balance.got)}; we give {contribution_words(balance.given)} ({THUMB})."


def contribution_words(side: Contribution) -> str:
    """What one side gives: links, and the share of their pages' standing that these pass on."""
    if not side.agreed:
        return "nothing"
    unread = f" ({side.unknown} on pages not read yet)" if side.unknown else ""
    share = f"{side.share:.2%}".replace("%", " %")
    return f"{side.standing:,} of {several(side.agreed, 'link')}, {share} in all{unread}"


def unreturned_words(site: SiteBalance) -> str:
    """That we link to a partner of whose links to us none is left, and where."""
    refs = ", ".join(site.lost[:_MOST_REFS])
    beyond = f" and {len(site.lost) - _MOST_REFS} more" if len(site.lost) > _MOST_REFS else ""
    are = "is" if len(site.lost) == 1 else "are"
    links = f"still links there: {site.our_pages[0]}" if site.our_pages else "still links there."
    more = len(site.our_pages) - 1 + site.more_pages
    others = f" and {several(more, 'other page')}" if more > 0 else ""
    return f"{site.site}: {refs}{beyond} {are} lost, and our page {links}{others}"


def owner_words(group: OwnerGroup) -> str:
    """Which sites look like those of one owner, and what they share."""
    shown = group.sites[:_MOST]
    more = f" and {len(group.sites) - len(shown):,} more" if len(group.sites) > len(shown) else ""
    shared = (
        f"ids of analytics or ads ({', '.join(group.ids[:_MOST_REFS])})" if group.ids else "",
        f"links to sites that few others link to ({', '.join(group.linked)})" if group.linked else "",
        f"the frame of the page ({group.same_frame} of {len(group.sites)})" if group.same_frame else "",
    )
    return f"{', '.join(shown)}{more} share {joined(filter(None, shared))}."


def crowded_words(page: CrowdedPage) -> str:
    """That a page of ours has many links, since when, and that the bound is a rule of thumb."""
    return f"{page.url} has {page.followed:,} followed links out, since {format_day(page.since.date())} too many."


def _pages(found: Reciprocity, *, is_configured: bool) -> str:
    if not is_configured:
        return (
            "None is read: our_pages of the configuration names none. Of our side only links are known that are "
            "tracked here, as those of exchanges are."
        )
    unread = f" {several(found.unread, 'page')} could not be read, or not yet: nothing is concluded from that."
    trouble = f" Not all may be known: {found.troubles[0]}" if found.troubles else ""
    return f"{several(found.read, 'page')} read for the links that we give.{unread if found.unread else ''}{trouble}"


def _more(total: int) -> list[str]:
    return [f"and {total - _MOST:,} more"] if total > _MOST else []
