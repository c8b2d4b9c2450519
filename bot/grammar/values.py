"""What a person asked for, as values."""

from datetime import timedelta

from msgspec import Struct

from bot.grammar.discoveries import OpenDiscover, SendDiscovered, ShowDiscovered, TrackDiscovered
from bot.grammar.edit_values import Bulk, Edit, EditPartner, OpenEdit, Row
from bot.grammar.errors import LeftOut
from bot.grammar.exchange_values import ChangeExchange, ListExchanges
from bot.grammar.list_query import Disavow, Export, Guess, ListLinks, ListPartners, ShowHistory
from bot.grammar.of_channel import (
    DigestAt,
    DigestNow,
    DigestSwitch,
    DropReminder,
    HideCosts,
    ListReminders,
    MonthReport,
    OpenSettings,
    Remind,
    SetAudit,
    SetCompetitors,
    SetEscalation,
    SetQuiet,
    ShowAudit,
    ShowEscalation,
    ShowTodo,
    TellUntaken,
)
from bot.grammar.partner_values import CHANGING_PARTNERS, PartnerCommand
from bot.grammar.places import NamedPlace, OfPlaces
from bot.grammar.prospect_values import ChangeProspect, ProspectCommand
from bot.grammar.sheet_values import CHANGING_SHEETS, SheetCommand
from jobs.formats.filters.link_filter import LinkFilter
from jobs.model.ref import Ref


class ParseError(Struct, frozen=True):
    """What was not understood; nothing that was typed is lost."""

    word: str
    """The word that is wrong; empty where something is missing."""
    why: str
    """A short sentence of ours that goes on from the word."""
    example: str
    """One command that is right, without the slash command's name."""
    typed: str
    """All that was typed, as Slack shows it."""
    mended: str = ""
    """The same as Slack sent it, with the wrong word put right; empty where nobody knows which one was meant."""
    fragment: str = ""
    """The wrong word, where a site in its place would be understood: it may be a part of a site's name."""
    line: int = 0
    """Of several lines that which is wrong, from 1; 0: there is one, or it is none of them."""


class Glance(Struct, frozen=True):
    """Nothing but the command: how do things stand?"""


class Help(Struct, frozen=True):
    """How to use the bot, or one verb of it."""

    verb: str = ""


class OpenAdd(Struct, frozen=True):
    """Ask me what to track."""


class Add(Struct, frozen=True):
    """Track these links."""

    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...] = ()


class AddPartner(Struct, frozen=True):
    """Count the outbound links of these pages."""

    pages: tuple[str, ...]
    limit: int | None = None
    channel: str = ""
    every: timedelta | None = None


class Show(Struct, frozen=True):
    """Everything about one, or the rows of several."""

    refs: tuple[Ref, ...] = ()
    place: NamedPlace | None = None
    """Where no references are given."""


class Remove(Struct, frozen=True):
    """Track these no longer."""

    refs: tuple[Ref, ...]


class Check(Struct, frozen=True):
    """Look now."""

    refs: tuple[Ref, ...] = ()
    place: str = ""
    """An address or a domain; empty where references are given, or all are meant."""
    links: LinkFilter | None = None
    """Links that fit a filter, in the place of references."""

    @property
    def everything(self) -> bool:
        """Whether all that the channel tracks is meant."""
        return not self.refs and not self.place and self.links is None


class CheckFrom(Struct, frozen=True):
    """Have workers in these regions look now."""

    refs: tuple[Ref, ...]
    regions: tuple[str, ...]


class Compare(Struct, frozen=True):
    """How close are these two pages in subject? An empty target: our first site."""

    page: str
    target: str
    ref: Ref | None = None
    """In the place of a page: that of a link, with its target, or a partner page."""


class Snooze(Struct, frozen=True):
    """Say nothing about these for a while."""

    refs: tuple[Ref, ...]
    wait: timedelta


class Unsnooze(Struct, frozen=True):
    """Speak of these again."""

    refs: tuple[Ref, ...]


class Accept(Struct, frozen=True):
    """Call what was found the new normal."""

    refs: tuple[Ref, ...]


class Unaccept(Struct, frozen=True):
    """Take back what was accepted."""

    refs: tuple[Ref, ...]


class Mark(Struct, frozen=True):
    """A person says what we cannot read."""

    refs: tuple[Ref, ...]
    live: bool


class MarkIndex(Struct, frozen=True):
    """A person says whether a search engine has the pages of these."""

    refs: tuple[Ref, ...]
    indexed: bool


class MarkFit(Struct, frozen=True):
    """A person says whether the pages of these fit ours."""

    refs: tuple[Ref, ...]
    fits: bool | None
    """None: what was said is taken back."""


class OpenImport(Struct, frozen=True):
    """Ask me for a file of links."""


class UndoImport(Struct, frozen=True):
    """Take an import back."""

    batch: str = ""
    """Its name; empty: the newest of the channel."""


class Status(Struct, frozen=True):
    """How is the bot itself?"""


Command = (
    Glance
    | Help
    | OpenAdd
    | Add
    | AddPartner
    | OpenImport
    | UndoImport
    | OpenDiscover
    | ShowDiscovered
    | SendDiscovered
    | TrackDiscovered
    | Export
    | Disavow
    | SheetCommand
    | ChangeExchange
    | ListExchanges
    | ListLinks
    | ListPartners
    | Show
    | ShowHistory
    | Guess
    | PartnerCommand
    | ProspectCommand
    | Remove
    | Check
    | CheckFrom
    | Compare
    | Snooze
    | Unsnooze
    | Accept
    | Unaccept
    | Mark
    | MarkIndex
    | MarkFit
    | DigestNow
    | ShowTodo
    | DigestAt
    | DigestSwitch
    | MonthReport
    | Status
    | OpenEdit
    | Bulk
    | Edit
    | EditPartner
    | OpenSettings
    | HideCosts
    | SetCompetitors
    | DropReminder
    | ListReminders
    | Remind
    | SetAudit
    | SetEscalation
    | ShowAudit
    | ShowEscalation
    | TellUntaken
    | SetQuiet
    | OfPlaces
)

_CHANGING = (
    *CHANGING_SHEETS,
    *CHANGING_PARTNERS,
    Accept,
    Add,
    AddPartner,
    Bulk,
    DigestAt,
    DigestSwitch,
    Edit,
    EditPartner,
    HideCosts,
    Mark,
    MarkIndex,
    MarkFit,
    OpenAdd,
    OpenDiscover,
    OpenEdit,
    OpenImport,
    OpenSettings,
    Remove,
    SetAudit,
    SetCompetitors,
    SetEscalation,
    SetQuiet,
    Snooze,
    TrackDiscovered,
    Unaccept,
    UndoImport,
    Unsnooze,
)


def changes(command: Command) -> bool:
    """Whether a command changes anything or sets much in motion: it takes the permission to manage.

    So does what people did in a channel.
    """
    if isinstance(command, OfPlaces):
        return command.changing
    if isinstance(command, ShowHistory):
        return command.ref is None
    if isinstance(command, Check):
        return not (command.refs or command.place)
    return isinstance(command, (*_CHANGING, ChangeExchange, ChangeProspect))
