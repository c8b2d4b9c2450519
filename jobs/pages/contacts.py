"""How a page says that its people are reached: mail links, and pages called contact; nothing is guessed (pure)."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from jobs.model.document import Document, Place
from jobs.model.reading import PageContacts
from jobs.web.urls import registrable_domain

_MAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@(?=.{4,190}$)(?:[\w-]{1,63}\.)+[\w-]{2,63}")
"""Of what RFC 5322 allows the part that is in use."""
_NOBODY = frozenset({"noreply", "no-reply", "donotreply", "do-not-reply", "name", "yourname", "youremail", "user"})
"""Mailboxes that nobody reads, and examples in templates."""
_CALLED = (
    r"contact(?:[ _-]?(?:us|me|form|page))?|get in touch|write (?:to|for) us|imprint"
    r"|kontakt(?:e|formular|ieren sie uns)?|impressum"
    r"|contacto|contáctanos|contactanos|contactar|aviso legal"
    r"|contactez[ -]nous|nous contacter|nous écrire|mentions légales"
    r"|contatti|contattaci|contato|fale conosco|kontakty|yhteystiedot|contacteer ons|neem contact op"
)
_WORDS = re.compile(rf"(?:{_CALLED})[!.»>]*", re.IGNORECASE)
_PATH = re.compile(r"(?:contact|kontakt|contacto|contatti|contato|impressum|imprint)(?:[_-]?us)?(?:\.\w{2,5})?")
_MOST = 5
_MOST_LINKS = 5_000
"""Links of a page that are looked at; hardly any page has more."""
_LONGEST = 500


def contacts_on(document: Document) -> PageContacts:
    """What the page's own links say, the first of each kind; of links that visitors see, and none of readers' comments.

    Which pages are for contact is told by what links call them, in twelve languages, or by their last word: a
    heuristic.
    """
    mails: dict[str, None] = {}
    pages: dict[str, None] = {}
    site = registrable_domain(document.url)
    for number, link in enumerate(document.links[:_MOST_LINKS]):
        if link.href.startswith("mailto:"):
            found = [each for each in _mails(link.href) if each not in mails]
            if found and len(mails) < _MOST and _is_the_sites(document, number):
                mails.update(dict.fromkeys(found))
        elif len(pages) < _MOST and _leads_to_contact(document, number, link.href, site):
            pages[link.href.partition("#")[0]] = None
    return PageContacts(tuple(mails)[:_MOST], tuple(pages))


def _mails(href: str) -> Iterator[str]:
    """The addresses of a `mailto:` link (RFC 6068), as they are written; its query names none of theirs."""
    for written in href.removeprefix("mailto:").partition("?")[0].split(","):
        mail = unquote(written).strip()
        if _MAIL.fullmatch(mail) and mail.partition("@")[0].lower() not in _NOBODY:
            yield mail


def _leads_to_contact(document: Document, number: int, href: str, site: str) -> bool:
    if not href.startswith(("https:", "http:")) or len(href) > _LONGEST or registrable_domain(href) != site:
        return False
    last = href.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2].lower()
    is_called_so = _PATH.fullmatch(last) or _WORDS.fullmatch(document.words(number).text.strip())
    return bool(is_called_so) and _is_the_sites(document, number)


def _is_the_sites(document: Document, number: int) -> bool:
    spot = document.spot(number)
    return not spot.hidden and spot.place is not Place.COMMENTS
