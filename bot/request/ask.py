"""What a command's handler is given beside the command, and the ways in which it cannot be answered."""

from dataclasses import dataclass
from enum import StrEnum

from msgspec import Struct

from bot.access.permissions import Asker
from bot.messages.kit.blocks import Message
from bot.messages.kit.views import View
from bot.request.deps import Deps
from bot.request.response import Responder
from bot.slack.post_access import is_direct
from jobs.model.exchange import Exchange
from jobs.model.link import Link
from jobs.model.partner import Partner, SiteContact
from jobs.model.prospect import Prospect


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
    def in_direct(self) -> bool:
        """Whether it is asked in a direct message, which is nobody's channel."""
        return is_direct(self.channel)

    @property
    def user(self) -> str:
        """Who asks."""
        return self.asker.user


class Form(StrEnum):
    """The modals that a command can be answered with."""

    ADD = "add"
    CONTACT = "contact"
    DISCOVER = "discover"
    EDIT = "edit"
    EXCHANGE = "exchange"
    IMPORT = "import"
    LIMIT = "limit"
    PROSPECT = "prospect"
    SETTINGS = "settings"


class OpenModal(Struct, frozen=True):
    """The answer to a command is a modal; whoever carries the command out opens it."""

    form: Form
    link: Link | None = None
    """The link to edit."""
    partner: Partner | None = None
    """The partner page whose limit is to be changed."""
    exchange: Exchange | None = None
    """The exchange to edit; None: a new one."""
    contact: SiteContact | None = None
    """What is kept of the people of a site."""
    prospect: Prospect | None = None
    """The prospect to edit; None: a new one."""
    placed: bool = False
    """Whether it counts as placed with what is filled in."""


Response = Message | OpenModal
"""What a command is answered with."""


async def show_view(request: Request, view: View, deps: Deps) -> None:
    """Open it while the trigger lives."""
    opens = deps.client.views_push if request.answer.modal else deps.client.views_open
    await opens(trigger_id=request.trigger_id, view=view)
