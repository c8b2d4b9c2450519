"""A situation of our own: what the page at `/walk` of one site becomes, and in words what should come of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.tools.lives import HOST, TARGET, Answers, Becomes
from tests.tools.site import Answer, Asked

TALE = "We walked the long ridge above the lake and wore out our soles, so we looked for new ones. " * 3
LINK = f'<p>We bought <a href="{TARGET}">good boots</a>.</p>'
MENU = '<header><a href="/">Acme</a> <a href="/tales">Tales</a></header>'
OTHER = "The harvest was late this year, and the barns stood open until the first frost came over the hills. " * 4


@dataclass(frozen=True, slots=True)
class Situation:
    """A page that becomes something, and what should come of it."""

    name: str
    expected: str
    answers: str | Answer | Answers = ""
    elsewhere: Mapping[str, str | Answer] | None = None
    """Other paths of the site; `*` is every one that is not named. Those that begin with `//` are of other hosts."""

    def becomes(self) -> Becomes:
        """The web as it is then."""
        paths: dict[str, dict[str, Answers]] = {HOST: {"/walk": _answers(self.answers)}}
        for place, answer in (self.elsewhere or {}).items():
            host, path = HOST, place
            if place.startswith("//"):
                host, _, path = place[2:].partition("/")
                path = f"/{path}"
            paths.setdefault(host, {})[path] = _answers(answer)
        return Becomes(self.name, paths)


def _answers(given: str | Answer | Answers) -> Answers:
    if isinstance(given, str):
        return lambda _: Answer(given)
    return (lambda _: given) if isinstance(given, Answer) else given


def page(body: str, title: str = "A walk", head: str = "") -> str:
    """A page with this body."""
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def to(where: str, status: int = 302) -> Answer:
    """A redirect."""
    return Answer(status=status, headers={"Location": where})


def only_with(header: str, word: str, page: str, otherwise: Answer) -> Answers:
    """The page for whoever sends a header with this word, else another answer."""

    def answer(asked: Asked) -> Answer:
        given = {name.lower(): value for name, value in asked.headers.items()}
        return Answer(page) if word in given.get(header, "") else otherwise

    return answer


GOOD = page(f"<p>{TALE}</p>{LINK}")
TAKEN_OUT = page(f"<p>{TALE}</p><p>We bought good boots.</p>")


def instead(link: str) -> str:
    """The page with something else where the link was."""
    return page(f"<p>{TALE}</p><p>We bought {link}.</p>")
