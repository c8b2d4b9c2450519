"""`list` as people type it: what narrows links down in any order, or partner pages, and a page of the list (pure)."""

from collections import deque
from collections.abc import Iterable, Sequence

from bot.grammar.addresses import is_address, page_in
from bot.grammar.errors import CommandError
from bot.grammar.list_query import ListLinks, ListPartners
from bot.grammar.options import once, refuse, without_page
from bot.grammar.words import Sort, Word
from jobs.formats.filters import names
from jobs.formats.filters.link_filter import ALL_LINKS, LinkFilter
from jobs.formats.filters.read import FilterError, FilterWord, read_clause, read_filter, unknown
from jobs.web.urls import host

_PARTNERS = frozenset({"partners", "partner"})


def list_of(words: Sequence[Word], *, partners: bool = False) -> ListLinks | ListPartners:
    """Which links, or which partner pages; raises CommandError, naming the word."""
    page, rest = without_page(words)
    narrowing = [word for word in rest if word.text.lower() not in _PARTNERS]
    if partners or len(narrowing) < len(rest):
        return ListPartners(_domain_in(narrowing), page or 1)
    return ListLinks(links_of(narrowing), page or 1)


def links_of(words: Sequence[Word], verb: str = "list", behind: str = "") -> LinkFilter:
    """What narrows links down; raises CommandError, naming the word, with an example of the verb.

    `behind` is what such a command needs behind its filter.
    """
    try:
        return read_filter(filter_words(words))
    except FilterError as wrong:
        raise as_command_error(wrong, verb, behind) from None


def as_command_error(wrong: FilterError, verb: str, behind: str = "") -> CommandError:
    """The complaint about a filter, as one about the command of a verb."""
    example = f"{verb} {wrong.example} {behind}".rstrip() if wrong.example else ""
    return CommandError(wrong.word, wrong.why, example, wrong.meant)


def filter_words(words: Iterable[Word]) -> list[FilterWord]:
    """Words of a command as filters take them; raises CommandError where a quote is open."""
    words = list(words)
    if unclosed := next((word for word in words if word.sort is Sort.UNCLOSED), None):
        raise refuse(unclosed)
    return [FilterWord(word.text, word.seen, word.sort is Sort.PERSON) for word in words]


def begins_filter(word: Word) -> bool:
    """Whether a list can be asked for by this word alone: a state, what else is true, a person, a tag, a cost."""
    text = word.text.lower()
    if text in {*names.STATES, *names.FLAGS, *names.TRAITS, *names.EXPIRING, *names.MY_OWN}:
        return True
    name = text.replace("=", ":").partition(":")[0]
    valued = name in names.VALUED and (name != text or name == names.TAG)
    return word.sort is Sort.PERSON or valued or is_cost(text)


def names_filter(word: Word) -> bool:
    """Whether a word is the name of a filter right before its value: `partner:` of an address that Slack has marked."""
    return word.is_whole and begins_filter(word)


def is_cost(text: str) -> bool:
    """Whether a word compares a cost: `cost>100`."""
    name = text.lower().partition(">")[0].partition("<")[0]
    return name != text.lower() and names.VALUED.get(name) == names.COST


def _domain_in(words: Sequence[Word]) -> str:
    """The one domain that narrows partner pages down; raises CommandError for anything else."""
    domain = ""
    for word in words:
        if is_address(word):
            domain = once(domain, host(page_in(word)), word.seen, "domain")
        elif (found := _read(word)) is None:
            wrong = unknown(*filter_words([word]))
            raise CommandError(word.seen, wrong.why, f"list {wrong.example}" if wrong.example else "")
        elif found != ALL_LINKS:
            raise CommandError(word.seen, "is for links: partner pages have neither states nor tags.", "list partners")
    return domain


def _read(word: Word) -> LinkFilter | None:
    try:
        return read_clause(deque(filter_words([word])), ALL_LINKS)
    except FilterError as wrong:
        raise as_command_error(wrong, "list") from None
