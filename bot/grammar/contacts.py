"""`partner note`, `wrote`, `answered`, `contact`, `do-not-contact` as people type them (pure)."""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from bot.grammar.addresses import is_address, page_in
from bot.grammar.edit_values import Row
from bot.grammar.errors import CommandError
from bot.grammar.options import option_of
from bot.grammar.partner_values import NoteSite, OpenContact, SetContact
from bot.grammar.removals import removal_in
from bot.grammar.words import Sort, Word
from jobs.model.partner import ContactEvent
from jobs.web.urls import host, registrable_domain

_NOTED = {
    "note": ContactEvent.NOTE,
    "wrote": ContactEvent.WROTE,
    "mailed": ContactEvent.WROTE,
    "answered": ContactEvent.ANSWERED,
    "replied": ContactEvent.ANSWERED,
}
_WANTED = {"do-not-contact": False, "dnc": False, "may-contact": True, "contact-ok": True}
_CONTACT = "contact"
_NONE = frozenset({"none", "nobody"})
_EXAMPLES = {
    "note": 'partner note blog.example "asks for the invoice first"',
    "wrote": "partner wrote blog.example",
    "contact": "partner contact blog.example ada@blog.example tag:spring",
}
_TAG = re.compile(r"tags?(?:[:=]|$)", re.IGNORECASE)
_MOST_TEXT = 500


def contact_of(words: Sequence[Word]) -> NoteSite | OpenContact | SetContact | None:
    """What is kept of the people of a site; None where something else is meant.

    Raises CommandError, naming the word.
    """
    name = words[0].text.lower() if words and words[0].sort is Sort.PLAIN else ""
    if name not in {*_NOTED, *_WANTED, _CONTACT}:
        return None
    example = _EXAMPLES.get(name, f"partner {name} blog.example")
    if len(words) < 2 or not is_address(words[1]):  # noqa: PLR2004  # the verb and its site
        raise CommandError(words[1].seen if len(words) > 1 else "", "Say which site.", example)
    site, rest = registrable_domain(host(page_in(words[1]))), words[2:]
    if name == _CONTACT:
        return _contact(site, rest, example) if rest else OpenContact(site)
    if name in _WANTED:
        if rest:
            raise CommandError(rest[0].seen, "is more than this needs.", example)
        return SetContact(site, is_wanted=_WANTED[name])
    text = _written(rest)
    if len(text) > _MOST_TEXT or (not text and _NOTED[name] is ContactEvent.NOTE):
        why = "Say what is to be noted." if not text else f"That is longer than {_MOST_TEXT} characters."
        raise CommandError("", why, example)
    return NoteSite(site, _NOTED[name], text)


def _contact(site: str, words: Sequence[Word], example: str) -> SetContact:
    """An address with words around it, and tags, which replace those that there are; `tags none` takes them away."""
    tags: frozenset[str] | None = None
    said, rest = list[Word](), deque(words)
    while rest:
        word = rest.popleft()
        none = removal_in(word, rest[0] if rest else None)
        if none and none.what.all_tags:
            tags = tags or frozenset()
            if not none.in_one_word:
                rest.popleft()
        elif word.sort is Sort.PLAIN and _TAG.match(word.text):
            option = option_of(word, lambda: rest.popleft() if rest else None, Row("", ""))
            tags = (tags or frozenset()) | (option.tags if option else frozenset())
        else:
            said.append(word)
    contact = _written([*said[:-1], *(replace(last, behind="") for last in said[-1:])])
    if (not contact and tags is None) or len(contact) > _MOST_TEXT:
        raise CommandError("", "Say how its people are reached.", example)
    return SetContact(site, contact="" if contact.lower() in _NONE else contact or None, tags=tags)


def _written(words: Sequence[Word]) -> str:
    """What words say, as it was typed; quotation marks around all of it are no part of it."""
    if len(words) == 1 and words[0].sort is Sort.QUOTED:
        return words[0].text.strip()
    return " ".join(word.in_its_sentence for word in words).strip()
