"""A list of redirects as a server follows it: the rule for an address, the most exact one first (pure)."""

import re
from collections.abc import Iterable

from msgspec import Struct

from jobs.pages.redirects import is_home
from jobs.web.urls import host, match_key, page_key, registrable_domain

_LANGUAGE_HOME = re.compile(r"https?://[^/]+/[a-z]{2}(?:-[a-z]{2})?/?")
WILD = "*"
"""At the end of an old address: all that begin so. Where the new address has `*` too, the rest goes on there."""


class RedirectRule(Struct, frozen=True):
    """One line of the list."""

    old: str
    """An absolute address; one that ends in `*` stands for all that begin so."""
    new: str
    """An absolute address, whose last `*` stands for the rest of the old one; empty: the page goes, on purpose."""
    line: int
    """Where it stands in the list, from 1."""
    is_permanent: bool = True

    @property
    def is_wild(self) -> bool:
        """Whether it stands for many addresses."""
        return self.old.endswith(WILD)

    @property
    def is_catch_all(self) -> bool:
        """Whether many addresses all lead to one."""
        return self.is_wild and WILD not in self.new


class RuleHit(Struct, frozen=True):
    """The rule for an address, and where it sends who asks for it."""

    rule: RedirectRule
    to: str
    """Empty: nowhere, on purpose."""
    is_loose: bool = False
    """Whether the rule's old address differs by a slash at its end, which some servers take for the same."""


class RedirectRules:
    """The rules of a list, asked by address. Scheme and `www.` of an old address are not held against it."""

    def __init__(self, rules: Iterable[RedirectRule]) -> None:
        self.all = tuple(rules)
        self._exact: dict[str, RedirectRule] = {}
        self._loose: dict[str, RedirectRule] = {}
        self._folded: dict[str, RedirectRule] = {}
        self._queried: dict[str, RedirectRule] = {}
        self.twice: list[tuple[RedirectRule, RedirectRule]] = []
        """Rules of one old address and two new ones: the first counts."""
        for rule in self.all:
            if not rule.is_wild:
                self._take(rule)
        wild = ((_start(rule.old), rule) for rule in self.all if rule.is_wild)
        self._wild = sorted(wild, key=lambda each: -len(each[0]))
        self._new = {page_key(rule.new) for rule in self.all if rule.new}

    def _take(self, rule: RedirectRule) -> None:
        first = self._exact.setdefault(_key(rule.old), rule)
        if first is not rule and match_key(first.new) != match_key(rule.new):
            self.twice.append((first, rule))
        self._loose.setdefault(page_key(rule.old), rule)
        self._folded.setdefault(page_key(rule.old).casefold(), rule)
        if "?" in rule.old:
            self._queried.setdefault(page_key(_without_query(rule.old)), rule)

    def hit(self, url: str, *, is_new: bool = False) -> RuleHit | None:
        """The rule for an address: the whole of it, then without its query, then but for a slash, then by a `*`.

        A rule that leads from one spelling of the address to another counts only for the spelling that it names. What
        catches all of a site is for what is not there: not for where the list itself leads, as it does if `is_new`.
        """
        bare = _without_query(url)
        for asked in dict.fromkeys((url, bare)):
            if rule := self._exact.get(_key(asked)):
                to = _with_query(rule.new, url if asked != url else "")
                if page_key(rule.new) != page_key(asked) or _is_named(rule, asked):
                    return RuleHit(rule, to)
        for asked in dict.fromkeys((url, bare)):
            rule = self._loose.get(page_key(asked))
            if rule and page_key(rule.new) != page_key(asked):
                return RuleHit(rule, _with_query(rule.new, url if asked != url else ""), is_loose=True)
        return self._wild_hit(url, is_new=is_new or self.leads_to(url))

    def leads_to(self, url: str) -> bool:
        """Whether the list sends somebody there."""
        return page_key(url) in self._new

    def in_other_case(self, url: str) -> RedirectRule | None:
        """A rule whose old address differs only in capitals; servers take that for another page, mostly."""
        return self._folded.get(page_key(url).casefold()) or self._folded.get(page_key(_without_query(url)).casefold())

    def with_query(self, url: str) -> RedirectRule | None:
        """A rule for the same path with some query, which says nothing of the path alone."""
        return self._queried.get(page_key(_without_query(url)))

    def _wild_hit(self, url: str, *, is_new: bool) -> RuleHit | None:
        asked = _plain(url)
        for start, rule in self._wild:
            if is_new and rule.is_catch_all and start.count("/") == 1:
                continue
            if asked.startswith(start) or asked == start.removesuffix("/"):
                to = rule.new.replace(WILD, asked[len(start) :])
                if not to or page_key(to) != page_key(url):
                    return RuleHit(rule, to)
        return None


def is_start(url: str) -> bool:
    """Whether an address is that of a site's home page, or of its home page in one language."""
    return is_home(url) or _LANGUAGE_HOME.fullmatch(url) is not None


def is_one_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site."""
    return registrable_domain(host(one)) == registrable_domain(host(other))


def _key(url: str) -> str:
    """One spelling of an address but for scheme, `www.` and what tracks visitors; the slash at its end counts."""
    path = url.partition("#")[0].partition("?")[0]
    return page_key(url) + ("/" if path.endswith("/") else "")


def _is_named(rule: RedirectRule, url: str) -> bool:
    return match_key(rule.old) == match_key(url.partition("#")[0])


def _without_query(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]


def _with_query(new: str, url: str) -> str:
    """What was behind the question mark goes along, as servers do where the rule does not speak of it."""
    query = url.partition("#")[0].partition("?")[2]
    if not (query and new) or "?" in new:
        return new
    address, mark, fragment = new.partition("#")
    return f"{address}?{query}{mark}{fragment}"


def _start(old: str) -> str:
    return _plain(old.removesuffix(WILD))


def _plain(url: str) -> str:
    """An address without scheme, `www.` and fragment: what the beginnings of addresses are compared by."""
    return url.partition("#")[0].partition("//")[2].removeprefix("www.")
