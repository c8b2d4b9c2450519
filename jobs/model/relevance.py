"""How close two pages are in subject, with what the judgement rests on."""

from dataclasses import dataclass
from enum import StrEnum

from jobs.model.document import Place


class Closeness(StrEnum):
    """The verdict on two pages, a heuristic: a score near a border may fall on either side of it."""

    SAME_SUBJECT = "same_subject"
    SAME_FIELD = "same_field"
    NOT_RELATED = "not_related"
    UNCLEAR = "unclear"

    @property
    def words(self) -> str:
        """The verdict as people read it."""
        return _CLOSENESS_WORDS[self]

    @property
    def is_related(self) -> bool | None:
        """Whether it says that the pages have something in common; None where it stays open."""
        return None if self is Closeness.UNCLEAR else self is not Closeness.NOT_RELATED


_CLOSENESS_WORDS = {
    Closeness.SAME_SUBJECT: "probably about the same subject",
    Closeness.SAME_FIELD: "perhaps from the same field",
    Closeness.NOT_RELATED: "no clear relation found",
    Closeness.UNCLEAR: "cannot be told from these texts",
}


class Method(StrEnum):
    """What two pages were compared by."""

    WORDS = "words"
    TOPICS = "topics"
    MEANING = "meaning"

    @property
    def words(self) -> str:
        """What was done, as people read it."""
        return _METHOD_WORDS[self]


_METHOD_WORDS = {
    Method.WORDS: "words are compared as they are written",
    Method.TOPICS: "words are compared, and the topics that each belongs to",
    Method.MEANING: "texts are compared by what they mean",
}


class Doubt(StrEnum):
    """Why a score deserves less trust than usual."""

    SHORT_TEXT = "short_text"
    FALLBACK_EXTRACTION = "fallback_extraction"
    LANGUAGES_DIFFER = "languages_differ"
    LANGUAGE_UNSURE = "language_unsure"
    NO_WORD_LIST = "no_word_list"
    NOT_WEIGHED = "not_weighed"
    UNMEASURED_MODEL = "unmeasured_model"

    @property
    def words(self) -> str:
        """The reason as people read it."""
        return _DOUBT_WORDS[self]


_DOUBT_WORDS = {
    Doubt.SHORT_TEXT: "one of the pages has little text",
    Doubt.FALLBACK_EXTRACTION: "on one of the pages no main text could be told apart, so all of its text was read",
    Doubt.LANGUAGES_DIFFER: "the pages are in different languages, of which single words tell little: the semantic "
    "extra tells more, for the languages that it has learnt",
    Doubt.LANGUAGE_UNSURE: "the language of one of the pages is not certain",
    Doubt.NOT_WEIGHED: "the words of one of the pages could not be weighed in time",
    Doubt.NO_WORD_LIST: "we have no word frequencies for the language of one of the pages",
    Doubt.UNMEASURED_MODEL: "the bands of the score were fitted to another model than the one that is set",
}


@dataclass(frozen=True, slots=True)
class ComparedPage:
    """One of the two pages, as far as a reader of the result wants to see it."""

    url: str
    title: str
    h1s: tuple[str, ...]
    language: str
    """ISO 639 code read from the text; `und` where nobody can tell."""
    language_confidence: float
    """0 to 1."""
    declared_language: str
    """What `<html lang>` claims."""
    chars: int
    """Length of the main text."""
    fell_back: bool
    """Whether no main text could be told apart and the whole body was read."""


@dataclass(frozen=True, slots=True)
class LinkWords:
    """The words among which their page links to ours."""

    anchor: str
    before: str
    """Up to 160 characters of text before the link."""
    after: str
    place: Place
    followed: bool
    score: int
    """How close these words alone are to our page, 0 to 100; of so few words a hint at most."""


@dataclass(frozen=True, slots=True)
class NearPage:
    """One of our tracked targets."""

    url: str
    title: str
    score: int


@dataclass(frozen=True, slots=True)
class SiteScore:
    """How close their page is to all of our tracked targets together."""

    score: int
    pages: int
    """How many of ours that is."""
    nearest: tuple[NearPage, ...]
    """Up to three of them, the nearest first."""


@dataclass(frozen=True, slots=True)
class Relevance:
    """How close their page is to ours; by itself never a reason to call a link lost or weakened."""

    score: int
    """0 (no word in common that says anything) to 100 (the same text)."""
    closeness: Closeness
    likeness: float
    """What the score is made from, -1 to 1; on another scale for each method."""
    shared: tuple[str, ...]
    """Up to 8 telling terms that both pages use, the weightiest first, as written on our page."""
    only_ours: tuple[str, ...]
    """Up to 5 of our telling terms that their page does not use."""
    ours: ComparedPage
    theirs: ComparedPage
    doubts: tuple[Doubt, ...] = ()
    method: Method = Method.WORDS
    link: LinkWords | None = None
    """None where their page does not link to ours, or where nobody looked."""
    followed_external: int | None = None
    """How many followed links lead from their page to other sites; None where nobody counted."""
    site: SiteScore | None = None
    """None where it was compared with one page alone."""
    external_domains: tuple[str, ...] = ()
    """Up to 10 of the registrable domains that those lead to, sorted."""

    @property
    def low_confidence(self) -> bool:
        """Whether there is any reason for doubt."""
        return bool(self.doubts)
