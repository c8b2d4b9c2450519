"""What a mail to the people of a page is made of: the same in each language."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from jobs.model.findings import LetterSubject


class LetterLanguage(StrEnum):
    """What a mail can be written in, as ISO 639-1 codes."""

    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"
    FRENCH = "fr"


class Matter(Struct, frozen=True):
    """The sentences about one trouble. They hold for one page and for several, which are listed between them."""

    saw: str
    """What we saw; the pages follow."""
    ask: str
    """What we ask for."""
    now: str = ""
    """Leads to what is there now; empty where the sentence says it all."""


class Letter(Struct, frozen=True):
    """All that is said in one language; `{..}` is filled in, and a line whose facts nobody knows is left out."""

    subject: str
    subject_page: str
    """The same for a mail about a page as a whole."""
    subject_deal: str
    """The same for a mail about an exchange."""
    greeting: str
    matters: Mapping[LetterSubject, Matter]
    page: str
    target: str
    anchor: str
    guaranteed: str
    stood: str
    """Leads to the words that stood around a link that is gone."""
    stands: str
    """Leads to the words around a link that is there."""
    last_seen: str
    looked: str
    count: str
    """How many links leave a partner page."""
    limit: str
    """How many were agreed."""
    new: str
    """Leads to the names of sites."""
    and_more: str
    """Ends a list of names that is cut short."""
    more_pages: str
    quotes: str
    """Around words that stand on a page."""
    date: str
    """How a day is written."""
    ours_stands: str
    """Leads to the page of ours with the link that we give for theirs."""
    ours_missing: str
    """Leads to the page of ours on which that is not as agreed."""
    our_target: str
    """Leads to their page that it should lead to."""
    until: str
    """Leads to the last day of an exchange."""
    thanks: str
