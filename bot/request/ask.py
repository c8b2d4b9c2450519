"""What a command's handler is given beside the command, and the ways in which it cannot be answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.access.permissions import Asker
from bot.messages.kit.blocks import Message
from bot.messages.kit.views import View
from bot.request.deps import Deps
from bot.request.response import Responder
from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.ref import Kind, Ref


@dataclass(frozen=True, slots=True)
class Request:
    """One command: who asks where, and how to say something before the final answer."""

    asker: Asker
    answer: Responder
    trigger_id: str = ""
    """Opens one modal, within three seconds of the command or click."""
    public: bool = False
    """Whether the answer is for everybody in the channel, and not for the asker alone."""

    @property
    def channel(self) -> str:
        """The channel whose links are meant."""
        return self.asker.channel

    @property
    def user(self) -> str:
        """Who asks."""
        return self.asker.user


class Form(StrEnum):
    """The modals that a command can be answered with."""

    ADD = "add"
    EDIT = "edit"
    LIMIT = "limit"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class OpenModal:
    """The answer to a command is a modal; whoever carries the command out opens it."""

    form: Form
    link: Link | None = None
    """The link to edit."""
    partner: Partner | None = None
    """The partner page whose limit is to be changed."""


Response = Message | OpenModal
"""What a command is answered with."""


class NotHereError(Exception):
    """The channel watches nothing of these names; whether another does is nobody's business here."""

    def __init__(self, refs: Sequence[Ref]) -> None:
        super().__init__(", ".join(map(str, refs)))
        self.refs = tuple(map(str, refs))


@dataclass(frozen=True, slots=True)
class Found:
    """What the channel watches of what was named, and what it does not."""

    links: tuple[Link, ...]
    partners: tuple[Partner, ...]
    missing: tuple[str, ...]

    @property
    def refs(self) -> tuple[str, ...]:
        """The names of what is there."""
        return (*(link.ref for link in self.links), *(partner.ref for partner in self.partners))


async def found_of(deps: Deps, request: Request, refs: Sequence[Ref]) -> Found:
    """What several references name; raises NotHereError where none of it is of this channel."""
    links: list[Link] = []
    partners: list[Partner] = []
    missing: list[Ref] = []
    for ref in refs:
        try:
            links += await links_of(deps, request, [ref])
            partners += await partners_of(deps, request, [ref])
        except NotHereError:
            missing.append(ref)
    if not links and not partners:
        raise NotHereError(missing)
    return Found(tuple(links), tuple(partners), tuple(map(str, missing)))


async def links_of(deps: Deps, request: Request, refs: Sequence[Ref]) -> list[Link]:
    """The links that the references name; raises NotHereError where one is not of this channel."""
    wanted = [ref for ref in refs if ref.kind is Kind.LINK]
    found = {ref: await deps.store.link(ref.number) for ref in wanted}
    _refuse([ref for ref, link in found.items() if link is None or link.channel != request.channel])
    return [link for link in found.values() if link]


async def partners_of(deps: Deps, request: Request, refs: Sequence[Ref]) -> list[Partner]:
    """The partner pages that the references name; raises NotHereError where one is not of this channel."""
    wanted = [ref for ref in refs if ref.kind is Kind.PARTNER]
    found = {ref: await deps.store.partner(ref.number) for ref in wanted}
    _refuse([ref for ref, partner in found.items() if partner is None or partner.channel != request.channel])
    return [partner for partner in found.values() if partner]


def _refuse(missing: Sequence[Ref]) -> None:
    if missing:
        raise NotHereError(missing)


async def show_view(request: Request, view: View, deps: Deps) -> None:
    """Open it while the trigger lives."""
    opens = deps.client.views_push if request.answer.modal else deps.client.views_open
    await opens(trigger_id=request.trigger_id, view=view)
