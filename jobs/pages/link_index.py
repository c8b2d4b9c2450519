"""The links of one page by where they may lead, so that many targets are sought at hardly more than the cost of one."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from urllib.parse import unquote

import ada_url

from jobs.model.document import Anchor
from jobs.web.urls import page_wanted, pages_named, parse, registrable_domain

_BASE64 = ("aHR0c", "Ly9")
"""How `http` and `//` begin in base64, in which some redirectors carry their addresses."""
_TIMES_ESCAPED = 3
_PUNYCODE = "xn--"
_BREAK = "\n"
"""Between addresses: in one that is valid it is escaped."""


class LinkIndex:
    """Numbers of links, by the domain that their addresses name and by the pages that they lead to."""

    def __init__(self, links: Sequence[Anchor]) -> None:
        self._links = links
        hrefs = [link.href if link.valid else "" for link in links]
        said = [f"{_unescaped(href) if '%' in href else href}{_BREAK}" for href in hrefs]
        text = "".join(said)
        if not text.isascii():  # in lower case others may be longer
            said = [each.lower() for each in said]
            text = "".join(said)
        self._said = text.lower()
        self._starts = [0, *accumulate(map(len, said))]
        written = _BREAK.join(hrefs)
        signs = [sign for sign in _BASE64 if sign in written]
        self._encoded = [number for number, href in enumerate(hrefs) if signs and any(sign in href for sign in signs)]
        self._naming: dict[str, list[int]] = {}
        self._pages: dict[str, dict[str, list[int]]] = {}

    def naming(self, domain: str) -> list[int]:
        """The links that may have to do with a registrable domain: most addresses plainly have nothing of it."""
        if domain not in self._naming:
            names = {domain, ada_url.idna_to_unicode(domain.encode()) if _PUNYCODE in domain else domain}
            self._naming[domain] = sorted({*chain.from_iterable(map(self._holding, names)), *self._encoded})
        return self._naming[domain]

    def may_lead(self, target: str) -> list[int]:
        """The links that `same_target` may find to lead to the target: no other does."""
        domain, page = domain_of(target), page_wanted(target)
        if not page:
            return self.naming(domain)
        if domain not in self._pages:
            self._pages[domain] = self._by_page(domain)
        return self._pages[domain].get(page, [])

    def _by_page(self, domain: str) -> dict[str, list[int]]:
        found = defaultdict(list)
        for number in self.naming(domain):
            for page in dict.fromkeys(pages_named(self._links[number].href)):
                found[page].append(number)
        return found

    def _holding(self, word: str) -> Iterator[int]:
        """The valid links whose unescaped addresses hold this word, in any case."""
        at = self._said.find(word)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            if place == len(self._links):
                return  # an empty word at the very end
            if self._links[place].valid:
                yield place
            at = self._said.find(word, self._starts[place + 1])


@lru_cache(maxsize=4096)
def domain_of(target: str) -> str:
    """The registrable domain of a target as addresses on a page spell it; empty where the target is no address."""
    url = parse(target if "//" in target else f"http://{target.strip()}/")
    return registrable_domain(url) if url else ""


def _unescaped(href: str) -> str:
    """An address with what it carries unescaped: some escape that twice."""
    for _ in range(_TIMES_ESCAPED):
        href = unquote(href)
    return href
