"""What a channel tracks of what somebody names; what another channel tracks is not told."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.access.permissions import Asker
from bot.request.deps import Deps
from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.ref import Kind, Ref


class NotHereError(Exception):
    """The channel tracks nothing of these names; whether another does is nobody's business here."""

    def __init__(self, refs: Sequence[Ref]) -> None:
        super().__init__(", ".join(map(str, refs)))
        self.refs = tuple(map(str, refs))


@dataclass(frozen=True, slots=True)
class Found:
    """What the channel tracks of what was named, and what it does not."""

    links: tuple[Link, ...]
    partners: tuple[Partner, ...]
    missing: tuple[str, ...]

    @property
    def refs(self) -> tuple[str, ...]:
        """The names of what is there."""
        return (*(link.ref for link in self.links), *(partner.ref for partner in self.partners))


async def tracked_of(refs: Sequence[Ref], who: Asker, deps: Deps) -> Found:
    """What several references name; raises NotHereError where none of it is of this channel."""
    links: list[Link] = []
    partners: list[Partner] = []
    missing: list[Ref] = []
    for ref in dict.fromkeys(refs):
        try:
            if ref.kind is Kind.LINK:
                links.append(await link_of(ref, who, deps))
            else:
                partners.append(await partner_of(ref, who, deps))
        except NotHereError:
            missing.append(ref)
    if not links and not partners:
        raise NotHereError(missing)
    return Found(tuple(links), tuple(partners), tuple(map(str, missing)))


async def link_of(ref: Ref, who: Asker, deps: Deps) -> Link:
    """The link that a reference names; raises NotHereError where the channel has none of that name."""
    link = await deps.store.link(ref.number) if ref.kind is Kind.LINK else None
    if link is None or link.channel != who.channel:
        raise NotHereError([ref])
    return link


async def partner_of(ref: Ref, who: Asker, deps: Deps) -> Partner:
    """The partner page that a reference names; raises NotHereError where the channel has none of that name."""
    partner = await deps.store.partner(ref.number) if ref.kind is Kind.PARTNER else None
    if partner is None or partner.channel != who.channel:
        raise NotHereError([ref])
    return partner
