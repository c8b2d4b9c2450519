"""The life of a page: it is well for two days, then becomes something else, perhaps for good.

In a body or a header `OURS` stands for the address of our page that it should link to, `ANOTHER` for one of a third
site.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

BEGINS, DAYS = 2, 14
"""On which day a page becomes something else, and on which the life is over: long enough for what takes a week."""


class Fate(Enum):
    """What became of the link."""

    KEPT = "kept"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Served:
    """What a path answers."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs_up: bool = False
    """The connection is closed without an answer."""


def page(body: str, title: str = "Five bridges", head: str = "") -> str:
    """A page of the site, with its menu."""
    menu = '<nav><a href="/">Slow rivers</a> <a href="/about">About</a></nav>'
    return f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body>{menu}{body}</body></html>'


TALE = (
    "<h1>Five bridges</h1>"
    "<p>The path leaves the village behind the mill and follows the river for an hour. At the third bridge the cows "
    "stand in the ford, and whoever waits long enough sees the kingfisher. Bring something to sit on.</p>"
    "<p>Beyond the weir the bank gets steep; in wet years it is better to cross over to the meadow, where a bench "
    "looks out on the old ferry. The last bridge is the one on all the postcards, and rightly so.</p>"
)
GUIDE = '<a href="OURS">the river guide</a>'


def with_link(link: str) -> str:
    """The page with this where the link stands."""
    return page(f"{TALE}<p>Before we set out we read {link}, and were glad of it.</p>")


def to(where: str, status: int = 302) -> Served:
    """A redirect."""
    return Served("", status, {"Location": where})


PATH = "/bridges"
WELL = Served(with_link(GUIDE))
NOTHING = Served(page("<h1>Not found</h1><p>There is no such page here.</p>", "Not found"), 404)
_BEFORE: Mapping[str, Served] = {
    "/": Served(
        page("<h1>Slow rivers</h1><p>Walks along water, and the people who keep the paths open.</p>", "Slow rivers")
    ),
    PATH: WELL,
    "/about": Served(page("<h1>About</h1><p>Two friends and a dog.</p>", "About")),
}


@dataclass(frozen=True, slots=True)
class PageLife:
    """One page, and what becomes of it."""

    name: str
    story: str
    """What happens, in words."""
    becomes: Served
    truth: Fate = Fate.KEPT
    ends: float = DAYS
    """The day on which all is as before."""
    everywhere: bool = False
    """Whether every path answers so, but for robots.txt."""
    elsewhere: Mapping[str, Served] = field(default_factory=dict)
    """What other paths answer meanwhile."""

    def at(self, day: float, path: str) -> Served:
        """What a path answers on a day."""
        changed = self._changed(path) if BEGINS <= day < self.ends else None
        return changed or _BEFORE.get(path, NOTHING)

    def _changed(self, path: str) -> Served | None:
        is_all = self.everywhere and path != "/robots.txt"
        return self.elsewhere.get(path) or (self.becomes if path == PATH or is_all else None)
