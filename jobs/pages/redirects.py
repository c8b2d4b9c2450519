"""How far from the address that was asked for a redirect ended."""

from enum import Enum

import ada_url
from msgspec import Struct

from jobs.model.page import Hop
from jobs.web.urls import Degree, host, same_target

_PERMANENT = frozenset({301, 308})
_PERMANENTLY = "permanent"
_HOME_PATHS = frozenset({"", "/", "/index.html", "/index.htm", "/index.php", "/home"})


class RedirectKind(Enum):
    """Where a redirect ended, in words."""

    SPELLING = "another spelling of its address"
    ELSEWHERE = "another address"
    HOME = "the site's home page"
    OTHER_HOST = "another host"


class Redirection(Struct, frozen=True):
    """A redirect, by where it ended and how it went there."""

    whither: RedirectKind
    manner: str
    """permanent, temporary, or a chain of either."""

    @property
    def is_far(self) -> bool:
        """Whether the page that was asked for is probably no more: never taken for a mere move."""
        return self.whither in {RedirectKind.HOME, RedirectKind.OTHER_HOST}

    @property
    def is_permanent(self) -> bool:
        """Whether each hop says that the page moved for good."""
        return self.manner.endswith(_PERMANENTLY)


def redirection(asked: str, final: str, hops: tuple[Hop, ...]) -> Redirection | None:
    """How the address `asked` for leads to the `final` one; None where it does not redirect."""
    if not hops or asked == final:
        return None
    return Redirection(_whither(asked, final), _manner(hops))


def _whither(asked: str, final: str) -> RedirectKind:
    if same_target(final, asked).degree in {Degree.EXACT, Degree.VARIANT}:
        return RedirectKind.SPELLING
    if _bare_host(asked) != _bare_host(final):
        return RedirectKind.OTHER_HOST
    return RedirectKind.HOME if is_home(final) and not is_home(asked) else RedirectKind.ELSEWHERE


def _bare_host(url: str) -> str:
    return host(url).removeprefix("www.")


def is_home(url: str) -> bool:
    """Whether an address is that of a site's home page."""
    try:
        parts = ada_url.URL(url)
    except ValueError:
        return False
    return parts.pathname in _HOME_PATHS and not parts.search


def _manner(hops: tuple[Hop, ...]) -> str:
    kind = _PERMANENTLY if {hop.status for hop in hops} <= _PERMANENT else "temporary"
    return kind if len(hops) == 1 else f"a chain of {len(hops)}, {kind}"
