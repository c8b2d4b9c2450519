"""Who hears elsewhere of a channel that we do not get into: the admin channel, else people who may see its links."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from bot.access.viewer import Directory
from bot.messages.kit.text import is_person
from bot.slack.channels import Channels
from bot.slack.post_access import PostAccess, Sharing, is_direct
from jobs.alerts.cases import case_of
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.queries import LinkQuery, PartnerQuery
from jobs.store.protocol import Store

MOST_PEOPLE = 3
"""So many are written to at most: those who answer for most of the links."""
_MOST_READ = 100
"""So many of a channel's links, the newest, say who answers for it."""
_MAY_HEAR = frozenset({PostAccess.FINE, PostAccess.UNKNOWN})


async def admin_reach(channels: Channels, admin_channel: str) -> PostAccess | None:
    """How far we get into the admin channel; None where other workspaces see it, so that it hears of no other."""
    place = await channels.place_lately(admin_channel)
    return None if place.sharing is Sharing.SHARED else place.reach


class Recipients(Struct, frozen=True):
    """Decides it, as far as Slack tells what these people may see."""

    store: Store
    directory: Directory
    admin_channel: str = ""

    async def of(self, channel: str, incident: Incident | None = None, without: Sequence[str] = ()) -> list[str]:
        """Whom to tell of a channel, or of one of its alerts; `without` those who could not be told."""
        reach = None if self.admin_channel in {"", channel, *without} else await self._admin_reach()
        if reach in _MAY_HEAR:
            return [self.admin_channel]
        for tracked in (await self._about(incident), await self._lately_tracked(channel)):
            if people := await self._people(channel, tracked, without):
                return people
        return [self.admin_channel] if reach else []

    async def admin_of(self, channel: str) -> str:
        """The admin channel where it is that which hears of a channel; else nothing."""
        hears = self.admin_channel not in {"", channel} and await self._admin_reach() in _MAY_HEAR
        return self.admin_channel if hears else ""

    async def _admin_reach(self) -> PostAccess | None:
        return await admin_reach(self.directory.channels, self.admin_channel)

    async def _about(self, incident: Incident | None) -> list[Link | Partner]:
        """What an alert is about, as far as it is still tracked."""
        case = await case_of(self.store, incident) if incident else None
        return [*case.links, *([case.partner] if case.partner else [])] if case else []

    async def _lately_tracked(self, channel: str) -> list[Link | Partner]:
        counts = await self.store.channel_counts(channel)
        links = await self.store.list_links(LinkQuery(channel), max(counts.links - _MOST_READ, 0), _MOST_READ)
        pages = PartnerQuery(channel)
        partners = await self.store.list_partners(pages, max(counts.partners - _MOST_READ, 0), _MOST_READ)
        return [*links.links, *partners.partners]

    async def _people(self, channel: str, tracked: Iterable[Link | Partner], without: Sequence[str]) -> list[str]:
        """Those who own most of these, or have added them where no owner may be told."""
        answering: Counter[str] = Counter()
        for (owner, adder), number in Counter(map(_who_answers, tracked)).items():
            for person in (owner, adder):
                if person not in without and await self._may_hear(person, channel, typed_there=person == adder):
                    answering[person] += number
                    break
        return [person for person, _ in answering.most_common(MOST_PEOPLE)]

    async def _may_hear(self, person: str, channel: str, *, typed_there: bool) -> bool:
        """Whether a person is of ours and in the channel, as far as Slack tells.

        Where it does not, whoever added links there was of ours and in it; of an owner nobody knows either.
        """
        if not is_person(person):
            return False
        place = await self.directory.channels.place_lately(channel)
        viewer = await self.directory.members.viewer(person, at_home=None)
        if place.sharing is Sharing.UNKNOWN or is_direct(channel) or viewer.channels is None:
            return typed_there
        return viewer.is_in(channel) and (viewer.at_home or typed_there)


def _who_answers(tracked: Link | Partner) -> tuple[str, str]:
    return (tracked.owner if isinstance(tracked, Link) else ""), tracked.added_by
