"""`partner note`, `wrote`, `answered`, `contact`, `do-not-contact` as people type them (pure)."""

from collections.abc import Sequence

from bot.grammar.addresses import is_address, page_in
from bot.grammar.errors import CommandError
from bot.grammar.options import tags_in
from bot.grammar.partner_values import NoteSite, SetContact
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
_MOST_TEXT = 500


def contact_of(words: Sequence[Word]) -> NoteSite | SetContact | None:
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
        return _contact(site, rest, example)
    if name in _WANTED:
        if rest:
            raise CommandError(rest[0].seen, "is more than this needs.", example)
        return SetContact(site, is_wanted=_WANTED[name])
    text = " ".join(word.text for word in rest).strip()
    if len(text) > _MOST_TEXT or (not text and _NOTED[name] is ContactEvent.NOTE):
        why = "Say what is to be noted." if not text else f"That is longer than {_MOST_TEXT} characters."
        raise CommandError("", why, example)
    return NoteSite(site, _NOTED[name], text)


def _contact(site: str, rest: Sequence[Word], example: str) -> SetContact:
    tags: frozenset[str] | None = None
    said: list[str] = []
    for word in rest:
        name, _, value = word.text.partition(":")
        if word.sort is Sort.PLAIN and name.lower() in {"tag", "tags"} and value:
            tags = (tags or frozenset()) | tags_in(value)
        else:
            said.append(word.text)
    contact = " ".join(said).strip()
    if (not contact and tags is None) or len(contact) > _MOST_TEXT:
        raise CommandError("", "Say how its people are reached.", example)
    if contact.lower() in _NONE:
        return SetContact(site, contact="", tags=tags)
    return SetContact(site, contact=contact or None, tags=tags)
