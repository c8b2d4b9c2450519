"""A month of the web as it fails, drawn once from a seed: what each page would answer, whenever it is asked."""

import random
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

HOUR = 3600.0
DAY = 24 * HOUR
MONTH = 30 * DAY
LAST_LOSS = 28 * DAY
"""Later losses could not be told within the month by anybody who waits for proof."""


class Says(Enum):
    """What an address answers."""

    LINKED = auto()
    NOFOLLOWED = auto()
    REF = auto()
    """The link with a parameter that names the partner."""
    SCRIPTED = auto()
    """The link hidden until a script of the page shows it."""
    UNLINKED = auto()
    CARRIER = auto()
    """Without the link; another one still carries our address to somewhere else."""
    LOGIN = auto()
    """The page's title and frame, and a form for a password."""
    SHELL = auto()
    """What is left of a page that its script makes."""
    STRANGE = auto()
    """A wall whose words nobody knows, with an id of its own."""
    GATE = auto()
    """Sends its visitors on to a gate on another host."""
    REWRITTEN = auto()
    """Another article in place of this one."""
    GONE = auto()
    NOT_FOUND_PAGE = auto()
    """Status 200, and words that it was not found."""
    PARKED = auto()
    NO_SUCH_NAME = auto()
    HOME = auto()
    WELCOME = auto()
    """One default page for every address of the host."""
    FORBIDDEN = auto()
    CHALLENGE = auto()
    TIMEOUT = auto()
    SERVER_ERROR = auto()
    RESET = auto()
    BROKEN_OFF = auto()
    HALF = auto()
    """The home page answers, every other address is 404."""


WELL = frozenset({Says.LINKED, Says.NOFOLLOWED, Says.REF, Says.SCRIPTED})
"""What has the link for a visitor."""


class Path(Enum):
    """Which address of a host is asked."""

    PAGE = auto()
    ROOT = auto()
    RANDOM = auto()


@dataclass(frozen=True, slots=True)
class Mix:
    """How much goes wrong. Rates are per month, spells are (median hours, spread, longest hours)."""

    name: str
    transient: float
    """Share of single requests that fail, whatever was before and will be after."""
    glitches: float = 0.0
    """Per page: it is served without the link for a while. What lasts longer than a day we call a loss, not a fault."""
    glitch: tuple[float, float, float] = (0.7, 1.2, 6.0)
    outages: float = 0.0
    """Per host; see `_OUTAGES` for what it answers meanwhile."""
    outage: tuple[float, float, float] = (2.5, 1.4, 96.0)
    walls: float = 0.0
    """Per host; see `_WALLS`. Addresses that do not exist are 404 all the while, and some leave the home page alone."""
    wall: tuple[float, float, float] = (8.0, 1.5, 144.0)
    dressings: float = 0.0
    """Share of hosts that from some day on add `?ref=` to their links, or hide them until a script has run."""
    blocks: float = 0.0
    """Share of hosts that begin to block us, for two to eight days."""
    flickers: float = 0.0
    """Share of pages that show one of six visitors a page without the link, for five days."""
    own_faults: int = 0
    """How often our own line fails, for half an hour to three hours."""
    ours_down: float = 0.0
    """For how many days our own site, that all links lead to, answers 503."""


TRANSIENT_ONLY = Mix("transient-only", transient=0.035)
MILD = Mix("mild", transient=0.035, glitches=0.15, outages=0.8, blocks=0.06, walls=0.3, dressings=0.02)
OURS_DOWN = replace(MILD, name="mild and our site down", ours_down=14)
HARSH = Mix(
    "harsh",
    transient=0.06,
    glitches=0.4,
    glitch=(1.5, 1.2, 24.0),
    outages=1.6,
    outage=(4.0, 1.5, 144.0),
    walls=0.6,
    wall=(12.0, 1.5, 144.0),
    dressings=0.05,
    blocks=0.1,
    flickers=0.001,
    own_faults=4,
)

_TRANSIENTS = (
    (Says.TIMEOUT, 35), (Says.SERVER_ERROR, 35), (Says.RESET, 15), (Says.BROKEN_OFF, 8), (Says.GONE, 4),
    (Says.UNLINKED, 3),
)  # fmt: skip
_OUTAGES = (
    (Says.TIMEOUT, 25), (Says.SERVER_ERROR, 30), (Says.GONE, 20), (Says.WELCOME, 15), (Says.FORBIDDEN, 8),
    (Says.HALF, 2),
)  # fmt: skip
_WALLS = ((Says.LOGIN, 25), (Says.SHELL, 20), (Says.STRANGE, 20), (Says.GATE, 20), (Says.REWRITTEN, 15))
_WHOLE_SITE = frozenset({Says.LOGIN, Says.GATE})
"""Walls that stand before the home page, too."""
_SPARED = frozenset(says for says, _ in _WALLS)
_DRESSINGS = ((Says.REF, 50), (Says.SCRIPTED, 50))
_LONGEST_HALF = 20 * HOUR
"""Nobody can tell a host whose home page answers, and all else is 404, from one whose pages were deleted."""
_LOSSES = ((Says.UNLINKED, 55), (Says.CARRIER, 10), (Says.GONE, 28), (Says.NOT_FOUND_PAGE, 7))
_DEATHS = ((Says.NO_SUCH_NAME, 60), (Says.PARKED, 40))
_SIZES, _SHARES = ((1, 1), (2, 5), (6, 30), (100, 300)), (70, 20, 9, 1)
"""How many links hang on one host, and how often that is so."""
_MANY = 100
_ALL_WEAKENED = 0.1
_NO_HOME_PAGE = 0.05
_LOST = 0.009
_DEAD_HOSTS = 0.001
_RETURNS = 0.25
_WEAKENED = 0.005
_FLICKER = 1 / 6


@dataclass(frozen=True, slots=True)
class Spell:
    """Something that lasts from `start` to `end`, in seconds."""

    start: float
    end: float
    says: Says


@dataclass(slots=True)
class Host:
    """One host and how it fails."""

    name: str
    has_home: bool
    spells: list[Spell] = field(default_factory=list)
    death: Spell | None = None
    dressing: Spell | None = None


@dataclass(slots=True)
class SimulatedPage:
    """One page with one link, and what truly becomes of it."""

    number: int
    host: Host
    loss: Spell | None = None
    weakening: Spell | None = None
    glitches: list[Spell] = field(default_factory=list)
    flicker: Spell | None = None

    def is_lost(self, at: float) -> bool:
        """Whether the link is truly not there."""
        return any(spell is not None and spell.start <= at < spell.end for spell in (self.loss, self.host.death))

    @property
    def lost_at(self) -> float | None:
        """When the link was truly lost; None where it never was."""
        starts = [spell.start for spell in (self.loss, self.host.death) if spell is not None]
        return min(starts, default=None)


class World:
    """All hosts and pages of one mix, the same for whoever tracks them."""

    def __init__(self, mix: Mix, links: int, seed: int) -> None:
        self.mix = mix
        self._draw = random.Random(seed)
        self.pages: list[SimulatedPage] = []
        while len(self.pages) < links:
            self._add_host(min(self._host_size(), links - len(self.pages)))
        self._own = [self._spell((1.2, 0.5, 3.0), Says.TIMEOUT) for _ in range(mix.own_faults)]
        start = self._draw.uniform(DAY, 2 * DAY)
        self._ours = Spell(start, start + mix.ours_down * DAY, Says.SERVER_ERROR)

    def line_is_down(self, at: float) -> bool:
        """Whether our own line fails now."""
        return _now(self._own, at) is not None

    def ask_ours(self, at: float) -> Says:
        """What our own page answers now."""
        if self.line_is_down(at):
            return Says.TIMEOUT
        return self._ours.says if self._ours.start <= at < self._ours.end else Says.HOME

    def ask(self, page: SimulatedPage, path: Path, at: float, chance: Callable[[], float]) -> Says:
        """What an address answers now; `chance` in [0, 1) is drawn by who asks."""
        if chance() < self.mix.transient:
            return _pick(_TRANSIENTS, chance())
        if self._own and self.line_is_down(at):
            return Says.TIMEOUT
        spell = _of_host(page.host, at)
        if spell is not None and spell.says in _SPARED:
            if path is not Path.RANDOM and (path is Path.PAGE or spell.says in _WHOLE_SITE):
                return spell.says
        elif spell is not None and spell.says is not Says.HALF:
            return spell.says
        if path is Path.ROOT:
            return Says.HOME if page.host.has_home else Says.FORBIDDEN
        return Says.GONE if spell is not None or path is Path.RANDOM else _of_page(page, at, chance)

    def _host_size(self) -> int:
        ((low, high),) = self._draw.choices(_SIZES, _SHARES)
        return self._draw.randint(low, high)

    def _add_host(self, size: int) -> None:
        draw, mix = self._draw, self.mix
        host = Host(f"site{len(self.pages)}.example", draw.random() >= _NO_HOME_PAGE)
        for _ in range(self._count(mix.outages)):
            host.spells.append(self._outage())
        host.spells += [self._spell(mix.wall, _pick(_WALLS, draw.random())) for _ in range(self._count(mix.walls))]
        if draw.random() < mix.dressings:
            host.dressing = Spell(draw.uniform(0, MONTH), float("inf"), _pick(_DRESSINGS, draw.random()))
        if draw.random() < mix.blocks:
            start = draw.uniform(0, MONTH)
            says = draw.choice((Says.CHALLENGE, Says.FORBIDDEN))
            host.spells.append(Spell(start, start + draw.uniform(2, 8) * DAY, says))
        if draw.random() < _DEAD_HOSTS:
            host.death = Spell(draw.uniform(DAY, LAST_LOSS), float("inf"), _pick(_DEATHS, draw.random()))
        all_weakened = size >= _MANY and draw.random() < _ALL_WEAKENED
        since = draw.uniform(DAY, LAST_LOSS)
        for _ in range(size):
            self.pages.append(self._page(host, since if all_weakened else None))

    def _page(self, host: Host, weakened_at: float | None) -> SimulatedPage:
        draw, mix = self._draw, self.mix
        page = SimulatedPage(len(self.pages), host)
        page.glitches = [self._spell(mix.glitch, Says.UNLINKED) for _ in range(self._count(mix.glitches))]
        if draw.random() < _LOST:
            start = draw.uniform(DAY, LAST_LOSS)
            end = start + draw.uniform(10, 14) * DAY if draw.random() < _RETURNS else float("inf")
            page.loss = Spell(start, end, _pick(_LOSSES, draw.random()))
        elif weakened_at is not None or draw.random() < _WEAKENED:
            page.weakening = Spell(weakened_at or draw.uniform(DAY, LAST_LOSS), float("inf"), Says.NOFOLLOWED)
        if draw.random() < mix.flickers:
            start = draw.uniform(0, MONTH)
            page.flicker = Spell(start, start + 5 * DAY, Says.UNLINKED)
        return page

    def _outage(self) -> Spell:
        spell = self._spell(self.mix.outage, _pick(_OUTAGES, self._draw.random()))
        if spell.says is not Says.HALF:
            return spell
        return Spell(spell.start, min(spell.end, spell.start + _LONGEST_HALF), spell.says)

    def _spell(self, hours: tuple[float, float, float], says: Says) -> Spell:
        median, spread, longest = hours
        lasts = min(median * self._draw.lognormvariate(0, spread), longest)
        start = self._draw.uniform(0, MONTH)
        return Spell(start, start + lasts * HOUR, says)

    def _count(self, rate: float) -> int:
        """How often something of this rate happens (Poisson)."""
        count, at = 0, self._draw.expovariate(1.0)
        while at < rate:
            count, at = count + 1, at + self._draw.expovariate(1.0)
        return count


def _of_page(page: SimulatedPage, at: float, chance: Callable[[], float]) -> Says:
    if page.loss and page.loss.start <= at < page.loss.end:
        return page.loss.says
    if page.glitches and _now(page.glitches, at):
        return Says.UNLINKED
    if page.flicker and page.flicker.start <= at < page.flicker.end and chance() < _FLICKER:
        return Says.UNLINKED
    if page.weakening and page.weakening.start <= at:
        return Says.NOFOLLOWED
    dressing = page.host.dressing
    return dressing.says if dressing is not None and dressing.start <= at else Says.LINKED


def _of_host(host: Host, at: float) -> Spell | None:
    dead = host.death is not None and host.death.start <= at
    return host.death if dead else _now(host.spells, at) if host.spells else None


def _now(spells: Sequence[Spell], at: float) -> Spell | None:
    for spell in spells:
        if spell.start <= at < spell.end:
            return spell
    return None


def _pick(weighted: tuple[tuple[Says, int], ...], chance: float) -> Says:
    ends, total = [], 0
    for _, weight in weighted:
        total += weight
        ends.append(total)
    return weighted[bisect_right(ends, chance * total)][0]
