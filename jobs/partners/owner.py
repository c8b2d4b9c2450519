"""Whether a partner page looks like one of somebody else than before: a suspicion, never more (pure)."""

from dataclasses import replace
from datetime import timedelta

from jobs.model.findings import Finding
from jobs.model.partner import PageOwner, Partner
from jobs.model.reading import PageFacts
from jobs.pages.owner_marks import kind_of
from jobs.pages.similarity import similarity, steady_words, unpack
from jobs.rules import owner_changed

_UNLIKE = 0.3
_SAME_WORDS = 0.5
_SIGNS = 2
_CONFIRMED_AFTER = timedelta(hours=20)
"""The second check that sees it is one of another day."""
_FRAME = 32


def owner_seen(partner: Partner, facts: PageFacts) -> tuple[Partner, Finding | None]:
    """The page after a check, and the finding that it may have another owner; its first check says who owns it."""
    if partner.owner is None:
        return replace(partner, owner=owner_of(facts), owner_doubt_at=None), None
    signs = signs_of(partner.owner, owner_of(facts))
    if len(signs) < _SIGNS:
        return replace(partner, owner_doubt_at=None), None
    at = facts.read_at or partner.added_at
    since = partner.owner_doubt_at or at
    found = owner_changed.said(signs, partner.owner.title, facts.title) if at - since >= _CONFIRMED_AFTER else None
    return replace(partner, owner_doubt_at=since), found


def owner_of(facts: PageFacts) -> PageOwner:
    """What a page tells of whose it is."""
    return PageOwner(facts.title, facts.template, facts.owner_ids)


def signs_of(before: PageOwner, now: PageOwner) -> list[str]:
    """What is other than before; nothing where an id is still the same, and of what nobody knows nothing."""
    if set(before.ids) & set(now.ids):
        return []
    signs = []
    if before.title and now.title and _alike(before.title, now.title) < _SAME_WORDS:
        signs.append("its title is another one")
    if before.template and now.template:
        likeness = similarity(unpack(before.template), unpack(now.template), _FRAME)
        if likeness < _UNLIKE:
            signs.append(f"the frame of its markup is alike by {likeness:.0%} only".replace("%", " %"))
    if kinds := set(map(kind_of, before.ids)) & set(map(kind_of, now.ids)):  # another tool is no sign of another owner
        signs.append(f"its ids of analytics and ads are others ({', '.join(sorted(kinds))})")
    return signs


def _alike(one: str, other: str) -> float:
    words = [set(steady_words(title)) for title in (one, other)]
    return len(words[0] & words[1]) / max(len(words[0] | words[1]), 1)
