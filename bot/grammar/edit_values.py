"""What shall hold of links, and what no longer: of one, of a partner page, or of all that a filter leaves."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec import Struct

from bot.grammar.partner_values import NOTHING_SAID, GuaranteeSaid
from jobs.alerts.edits import AgreedChange
from jobs.formats.filters.link_filter import LinkFilter
from jobs.model.link import Link
from jobs.model.ref import Ref
from jobs.model.terms import Term, Terms


@dataclass(frozen=True, slots=True)
class Row:
    """One link to be tracked, with what was agreed about it."""

    page: str
    target: str
    anchor: str = ""
    rel: frozenset[str] = frozenset()
    channel: str = ""
    """Id of the channel it belongs to; empty: the one it was typed in."""
    owner: str = ""
    every: timedelta | None = None
    tags: frozenset[str] = frozenset()
    terms: Terms = Terms()
    guarantee: GuaranteeSaid = NOTHING_SAID
    render: bool = False
    """Whether a browser shall draw the page before the link counts as missing."""


NO_OPTIONS = Row("", "")
"""Options that say nothing."""


@dataclass(frozen=True, slots=True)
class Removals:
    """What shall hold of a link no longer."""

    anchor: bool = False
    owner: bool = False
    every: bool = False
    rel: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    all_tags: bool = False
    terms: frozenset[Term] = frozenset()
    render: bool = False


NO_REMOVALS = Removals()


class OpenEdit(Struct, frozen=True):
    """Change what was agreed about one, in a form."""

    ref: Ref


class Edit(Struct, frozen=True):
    """Change what was agreed about one."""

    ref: Ref
    options: Row
    """What shall hold from now on; an address of it is where the link is expected then."""
    less: Removals = NO_REMOVALS


class EditPartner(Struct, frozen=True):
    """Change how many links may go out from a partner's page, how often it is checked, or what is new there."""

    ref: Ref
    limit: int | None = None
    every: timedelta | None = None
    as_usual: bool = False
    """Look at it as often as configured."""
    usual_limit: bool = False
    """Whether the configured limit holds again, and none is agreed."""
    baseline: bool = False
    """What the page links to now is its baseline from now on."""


class BulkEdit(Struct, frozen=True):
    """Change what was agreed."""

    options: Row
    less: Removals = NO_REMOVALS


class BulkSnooze(Struct, frozen=True):
    """Say nothing about them for a while."""

    wait: timedelta


class BulkUnsnooze(Struct, frozen=True):
    """Speak of them again."""


class BulkAccept(Struct, frozen=True):
    """Call what was found the new normal."""


class BulkUnaccept(Struct, frozen=True):
    """Take back what was accepted."""


class BulkMark(Struct, frozen=True):
    """A person says what we cannot read."""

    live: bool


class BulkMarkIndex(Struct, frozen=True):
    """A person says whether a search engine has their pages."""

    indexed: bool


class BulkRemove(Struct, frozen=True):
    """Track them no longer."""


Deed = BulkEdit | BulkSnooze | BulkUnsnooze | BulkAccept | BulkUnaccept | BulkMark | BulkMarkIndex | BulkRemove


@dataclass(frozen=True, slots=True)
class Bulk:
    """Do the same to all links that fit a filter, once somebody has seen which they are."""

    links: LinkFilter
    deed: Deed
    text: str = field(default="", compare=False)
    """The command as Slack sent it."""


Planned = tuple[AgreedChange | str, ...]
"""What would change of one link, each in words of ours where it is nothing that was agreed; empty: nothing."""


class BulkPreview(Struct, frozen=True):
    """What a command would do to the links that fit, as one person was shown it in one channel."""

    name: str
    """Of what is done then, too."""
    command: Bulk
    user: str
    channel: str
    at: datetime
    planned: Mapping[int, Planned]
    """By the id of each link that it would change, in the order they were added."""
    first: tuple[Link, ...]
    """The first of these."""
    idle: int = 0
    """How many fit, and there is nothing to do about them."""

    @property
    def changes(self) -> Mapping[AgreedChange | str, int]:
        """Each change, and of how many links, the most common first."""
        return dict(Counter(change for planned in self.planned.values() for change in planned).most_common())
