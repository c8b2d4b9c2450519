"""What became of each link up to the end of a month, worked out from what happened (pure)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from jobs.alerts.decisions import marked_as
from jobs.digests.reports.report import Step
from jobs.digests.trend import stands_after, stood_before, tells_of_state
from jobs.model.event import Event
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.ref import Kind, parse_ref
from jobs.model.verdict import Change

_UNPLACED = frozenset({LinkState.NEW, LinkState.PENDING})
_GONE = "removed"


class Move(Struct, frozen=True):
    """From one state to another within the month."""

    at: datetime
    before: LinkState | None
    after: LinkState | None
    words: str = ""
    by_hand: bool = False
    """Whether a person said so, and no check."""

    @property
    def step(self) -> Step | None:
        """What a client hears of it; None: nothing."""
        if self.after is None:
            return Step.REMOVED
        if is_there(self.after) and not is_there(self.before):
            return Step.CAME_BACK if self.before and self.before.is_away else Step.PLACED
        if self.after is LinkState.LIVE:
            return Step.MENDED
        return _STEPS.get(self.after)


_STEPS = {LinkState.LOST: Step.LOST, LinkState.REPLACED: Step.REPLACED, LinkState.WEAKENED: Step.WEAKENED}


@dataclass(slots=True)
class Course:
    """One link's way; None as a state: it is not tracked."""

    at_start: LinkState | None
    stood: LinkState | None
    """How it stands after all that was told up to the end."""
    last: datetime
    """When something was last told of it."""
    since: datetime | None = None
    placed_at: datetime | None = None
    unread_since: datetime | None = None
    words: str = ""
    """What was found when it came to stand so."""
    moves: list[Move] = field(default_factory=list)
    later: bool = False
    """Whether something was told of it after the end."""
    page_url: str = ""
    """Empty until it is settled, or removed."""


class Courses:
    """The ways of a channel's links up to `end`, taken in bit by bit; the events themselves are not kept."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self.start = start
        self.end = end
        self.by_link: dict[int, Course] = {}

    def take(self, events: Iterable[Event]) -> None:
        """Take in what happened next."""
        for event in events:
            ref = parse_ref(event.subject)
            if ref is None or ref.kind is not Kind.LINK:
                continue
            if event.kind in _READ:
                self._read(ref.number, event)
            elif tells_of_state(event) or event.kind == Change.SUSPECT:
                self._take(ref.number, event)

    def settle(self, link: Link) -> Course:
        """The way of a link that is tracked, once all is taken in: it leads to how the link stands.

        Where the history does not say how it came to stand so, it did when its standing says.
        """
        course = self.by_link.get(link.id)
        if course is None:
            course = self.by_link[link.id] = Course(None, None, link.added_at)
            self._go(course, Move(link.added_at, None, LinkState.NEW))
        course.page_url, standing = link.page_url, link.standing
        if not course.later:
            words = " ".join(finding.text for finding in standing.open)
            self._go(course, Move(standing.since or course.last, course.stood, _stands(link, course), words))
        if not course.later:
            unread = standing.unknown_since if standing.unreachable else None
            course.unread_since = unread if unread and unread < self.end else None
        return course

    def take_out(self, is_meant: Callable[[int, str], bool]) -> Mapping[int, Course]:
        """The ways of the links that are meant, by id and page, once all is settled; they are in these no longer."""
        meant = [link_id for link_id, course in self.by_link.items() if is_meant(link_id, course.page_url)]
        return {link_id: self.by_link.pop(link_id) for link_id in meant}

    def _read(self, link_id: int, event: Event) -> None:
        """Whether its page could be read."""
        course = self.by_link.get(link_id)
        if course and event.at < self.end:
            course.unread_since = event.at if event.kind == Change.UNREACHABLE else None

    def _take(self, link_id: int, event: Event) -> None:
        course = self.by_link.get(link_id)
        if course is None:
            before = LinkState.NEW if event.kind == Change.SUSPECT else _plain(stood_before(event))
            course = self.by_link[link_id] = Course(before, before, event.at)
        if event.kind == _GONE:
            course.page_url = event.text
        by_hand = marked_as(event) is not None
        if by_hand and event.at < self.end:
            course.unread_since = None
        words = _BY_HAND if by_hand else _WORDS.get(event.kind, event.text)
        self._go(course, Move(event.at, course.stood, _after(event, course.stood), words, by_hand))

    def _go(self, course: Course, move: Move) -> None:
        """Go on to the next state; what the clock dates before the last thing told came with that."""
        at, after = max(move.at, course.last), _plain(move.after)
        course.last = at
        if course.later or at >= self.end:
            course.later = True
            return
        if after in _UNPLACED and course.stood not in {None, *_UNPLACED}:
            return  # what was once placed is not waited for again
        if after is course.stood:
            return
        if at >= self.start:
            course.moves.append(Move(at, course.stood, after, move.words, move.by_hand))
        else:
            course.at_start = after
        if is_there(after) and course.placed_at is None:
            course.placed_at = at
        course.stood, course.since, course.words = after, at, move.words


_WORDS = {"accepted": "Accepted as it is now.", "live": ""}
_BY_HAND = "Said by a person: the page cannot be read."
_READ = frozenset({Change.UNREACHABLE.value, Change.REACHABLE.value})


def is_there(state: LinkState | None) -> bool:
    """Whether a link in this state was last seen on its page."""
    return state in {LinkState.LIVE, LinkState.WEAKENED}


def _after(event: Event, before: LinkState | None) -> LinkState | None:
    """How it stands after an event; one that is in doubt when it is first seen is there."""
    if event.kind == Change.SUSPECT:
        return before if before and before not in _UNPLACED else LinkState.LIVE
    return stands_after(event, before)


def _stands(link: Link, course: Course) -> LinkState | None:
    """How the link stands now; while something is only in doubt, what was proved before holds."""
    doubted = link.standing.state is LinkState.SUSPECT and is_there(course.stood)
    return course.stood if doubted else link.standing.state


def _plain(state: LinkState | None) -> LinkState | None:
    """The state as a client hears of it: what is in doubt, or has just recovered, is live."""
    return LinkState.LIVE if state is not None and state.is_live else state
