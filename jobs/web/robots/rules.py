"""What robots.txt allows, decided as Google's own parser decides it.

The rules are RFC 9309 and Google's published reading of it. They fit in one page; on top of a parser that reads
groups, agents and escapes in its own way they would not, and could not name the line that decided.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import quote_from_bytes

from msgspec import Struct

from jobs.model.page import FetchFailure, Page

READ_AT_MOST = 500 * 1024
"""Bytes of robots.txt that count (Google, "How Google interprets the robots.txt specification")."""

KEPT_FOR_SECONDS = 24 * 3600
"""How long a robots.txt may be used before it is asked for again (RFC 9309, section 2.4)."""


class CrawlPolicy(StrEnum):
    """What the answer to the request for robots.txt means for the whole host."""

    READ = "read the rules"
    ALLOW_ALL = "no robots.txt: everything is allowed"
    DISALLOW_ALL = "robots.txt could not be read: everything counts as disallowed"


def robots_policy(status: int | None) -> CrawlPolicy:
    """What an HTTP status means for robots.txt, redirects already followed; None where no answer came.

    4xx but 429 = no rules; 5xx, 429 and no answer = keep away, as Google does at first.
    A redirect that was never resolved (more than five hops) counts as 404.
    """
    if status is None or status == 429 or status >= 500:  # noqa: PLR2004 - HTTP's own numbers
        return CrawlPolicy.DISALLOW_ALL
    return CrawlPolicy.READ if 200 <= status < 300 else CrawlPolicy.ALLOW_ALL  # noqa: PLR2004 - HTTP's own numbers


class RobotsRule(NamedTuple):
    """One allow or disallow line."""

    allow: bool
    pattern: str
    line: int
    """Counted from 1."""

    def matches(self, path: str) -> bool:
        """Whether the pattern matches the beginning of `path`, which is percent-encoded and begins with a slash."""
        if "*" not in self.pattern and not self.pattern.endswith("$"):
            return path.startswith(self.pattern)
        body, is_anchored = self.pattern.removesuffix("$"), self.pattern.endswith("$")
        first, *rest = body.split("*")
        if not path.startswith(first):
            return False
        if not rest:
            return not is_anchored or path == first
        position = len(first)
        for piece in rest[:-1]:
            found = path.find(piece, position)
            if found < 0:
                return False
            position = found + len(piece)
        last = rest[-1]
        if is_anchored:
            return path.endswith(last) and len(path) - len(last) >= position
        return path.find(last, position) >= 0


class Decision(Struct, frozen=True):
    """Whether an address may be fetched, and the rule that says so; None where no rule speaks of it."""

    allowed: bool
    rule: RobotsRule | None = None


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one robots.txt by user agent, in lower case; `*` for everyone else.

    Of each agent the longest first, and of equals those that allow: the first that matches decides.
    """

    groups: dict[str, tuple[RobotsRule, ...]]
    """By the letters that Google takes for the product token: `googlebot` for `Googlebot2/2.1`."""
    named: dict[str, tuple[RobotsRule, ...]] = field(default_factory=dict)
    """By the whole name, whatever signs it is of: `acme2.links` for `Acme2.Links/1.0`."""
    size: int = 0
    """How many rules are held; agents that share a group share them."""

    def decide(self, agent: str, url: str) -> Decision:
        """What holds for `url`: the longest rule of the agent's own group, else of `*`; allow wins a tie.

        `agent` may be a product token or a whole User-Agent header.
        """
        rules = self.groups.get(product_token(agent).lower())
        if rules is None:
            rules = self.groups.get("*", ())
        return _decide(rules, _path_of(url))

    def decide_for(self, names: Iterable[str], url: str) -> Decision:
        """What holds for one who goes by several `names`: what any group of theirs forbids, or that of `*`."""
        found = [self.named[name.lower()] for name in names if name.lower() in self.named]
        path = _path_of(url)
        decisions = [_decide(rules, path) for rules in found or [self.groups.get("*", ())]]
        return next((each for each in decisions if not each.allowed), decisions[0])

    def allows(self, agent: str, url: str) -> bool:
        """Whether `agent` may fetch `url`."""
        return self.decide(agent, url).allowed


def _decide(rules: tuple[RobotsRule, ...], path: str) -> Decision:
    best = next((rule for rule in rules if rule.matches(path)), None)
    return Decision(best.allow, best) if best else Decision(allowed=True)


def rules_in(answer: Page | FetchFailure, *, agents: Iterable[str]) -> Robots:
    """The rules in the answer to the request for a robots.txt.

    It stands here so that a child that parses imports nothing of the network for it.
    """
    return parse_robots(answer.body, agents)


def parse_robots(body: bytes | str, agents: Iterable[str]) -> Robots:
    """The rules in a robots.txt for some `agents` and for `*`; those of others are read over.

    Whatever cannot be read is left out, as Google does. Never an exception. An agent is a product token, a whole
    User-Agent header, or a name. Takes time and memory in proportion to the length, however many agents share a group.
    """
    raw = body if isinstance(body, bytes) else body.encode("utf-8", "replace")
    asked = list(agents)
    groups: _ByAgent = dict.fromkeys(("*", *(product_token(each).lower() for each in asked)))
    named: _ByAgent = dict.fromkeys(("*", *(each.lower() for each in asked)))
    current: list[list[RobotsRule]] = []
    in_rules, size = False, 0
    for number, what, value in _lines(raw[:READ_AT_MOST]):
        if what == "user-agent":
            if in_rules:
                current, in_rules = [], False
            _enter(groups, _agent_of(value), current)
            _enter(named, product_token(value.decode("utf-8", "replace")).lower(), current)
            continue
        in_rules = True
        if value and current:
            rules = list(_with_index(RobotsRule(what == "allow", _escaped(value), number)))
            size += len(rules)
            for each in current:
                each.extend(rules)
    shared: dict[_Rules, _Rules] = {}
    return Robots(_by_weight(groups, shared), _by_weight(named, shared), size)


_Rules = tuple[RobotsRule, ...]
_ByAgent = dict[str, list[RobotsRule] | None]


def _enter(known: _ByAgent, agent: str, current: list[list[RobotsRule]]) -> None:
    """Adds an agent that is asked about to those that the lines that follow speak to."""
    if agent in known:
        rules = known[agent]
        if rules is None:
            rules = known[agent] = []
        if not any(rules is each for each in current):
            current.append(rules)


def _by_weight(known: _ByAgent, shared: dict[_Rules, _Rules]) -> dict[str, _Rules]:
    """The rules as `Robots` has them; agents whose rules are the same have them once, of all that are `shared`."""
    found = {}
    for agent, rules in known.items():
        if rules is not None:
            sorted_rules = tuple(sorted(rules, key=lambda rule: (len(rule.pattern), rule.allow), reverse=True))
            found[agent] = shared.setdefault(sorted_rules, sorted_rules)
    return found


_FIELDS = {
    **dict.fromkeys((b"user-agent", b"useragent", b"user agent"), "user-agent"),
    **dict.fromkeys((b"disallow", b"dissallow", b"dissalow", b"disalow", b"diasllow", b"disallaw"), "disallow"),
    b"allow": "allow",
}
_LONGEST_LINE = 2083 * 8 - 1  # Google's parser keeps one byte of its buffer for itself
_BREAK = re.compile(rb"\r\n|\n|\r")
_TOKEN = re.compile(rb"[A-Za-z_-]*")
_NO_COLON = re.compile(rb"([^\s:]+)[ \t]+(\S+)")


def _lines(raw: bytes) -> Iterator[tuple[int, str, bytes]]:
    """Line number, field and value of each line that says something about agents or rules."""
    for number, line in enumerate(_BREAK.split(raw.removeprefix(b"\xef\xbb\xbf")), 1):
        text = line[:_LONGEST_LINE].partition(b"#")[0].strip()
        key, colon, value = text.partition(b":")
        if not colon:
            found = _NO_COLON.fullmatch(text)
            if not found:
                continue
            key, value = found.groups()
        if what := _FIELDS.get(key.strip().lower()):
            yield number, what, value.strip()


def _agent_of(value: bytes) -> str:
    """`*` alone or before a space means everyone; else the letters that a product token may have."""
    if value[:1] == b"*" and (len(value) == 1 or value[1:2].isspace()):
        return "*"
    return (_TOKEN.match(value) or [b""])[0].decode().lower()


def product_token(agent: str) -> str:
    """The product token of a User-Agent: `Googlebot` of `Googlebot/2.1` and of the header in which it hides."""
    hidden = re.search(r"compatible;\s*([^\s;/()]+)", agent)
    return (hidden[1] if hidden else agent.partition("/")[0]).strip()


def _with_index(rule: RobotsRule) -> Iterator[RobotsRule]:
    """An allowed `/index.html` allows its folder's own address too: Google's kindness."""
    yield rule
    if rule.allow and re.search(r"/index\.html?$", rule.pattern):
        yield RobotsRule(rule.allow, rule.pattern[: rule.pattern.rindex("/") + 1] + "$", rule.line)


def _escaped(pattern: bytes) -> str:
    """A pattern with what is outside ASCII percent-encoded, and capitals in its escapes."""
    return _capital_escapes(quote_from_bytes(pattern, safe=_ASCII))


_ASCII = bytes(range(0x21, 0x7F))


def _capital_escapes(text: str) -> str:
    return re.sub(r"%[0-9A-Fa-f]{2}", lambda found: found[0].upper(), text)


def _path_of(url: str) -> str:
    """What rules are matched against: path and query of an address as a browser writes it; `/` where it has none."""
    after_scheme = re.sub(r"^(?:[A-Za-z][A-Za-z0-9+.\-]*:)?//", "", url.partition("#")[0], count=1)
    start = re.search(r"[/?;]", after_scheme)
    path = after_scheme[start.start() :] if start else "/"
    return _capital_escapes(path if path.startswith("/") else f"/{path}")
