"""`history`, `show`, `worth`, `check` and `audit` as people type them: of what is tracked, or of the channel (pure)."""

import re
from collections.abc import Iterator, Sequence

from bot.grammar.addresses import is_address, target_in
from bot.grammar.bulk import ALL, links_of_filter
from bot.grammar.errors import CommandError
from bot.grammar.list_query import ShowHistory
from bot.grammar.lists import begins_filter
from bot.grammar.options import without_page
from bot.grammar.partner_values import AuditPages, SendWorth, ShowWorth
from bot.grammar.places import OfPlaces, is_place, places_in
from bot.grammar.refs import is_filler, named_in, refs_of, split_commas
from bot.grammar.values import Check, CheckFrom, Show
from bot.grammar.words import COMMAS, Sort, Word
from jobs.model.ref import Kind
from jobs.model.region import is_region_name

_AS_FILE = frozenset({"file", "csv", "export"})
_FROM = "from"
_FROM_EXAMPLE = "check L-12 from eu,us"
MOST_REGIONS = 10


def history_of(words: Sequence[Word]) -> ShowHistory | OfPlaces:
    """At most one reference, or a place in its stead; raises CommandError, naming the word."""
    page, named = without_page(split_commas(words), "history")
    if not named:
        return ShowHistory(page=page or 1)
    if places := places_in(named):
        return OfPlaces(places, changing=False)
    (ref, _), *others = named_in(named, of=frozenset(Kind)).items()
    if others:
        raise CommandError(others[0][1].seen, "is one too many: history takes one.", f"history {ref}")
    return ShowHistory(ref, page or 1)


def show_of(words: Sequence[Word]) -> Show | OfPlaces:
    """What shall be shown; raises CommandError, naming the word."""
    if places := places_in(words):
        is_alone = len(words) == 1
        return Show(place=places[0]) if is_alone else OfPlaces(places, changing=False, several=True)
    refs = tuple(named_in(words, of=frozenset({Kind.LINK, Kind.PARTNER, Kind.EXCHANGE})))
    return Show(refs if len(refs) == 1 else refs_of(words))


def check_of(words: Sequence[Word]) -> Check | CheckFrom | OfPlaces:
    """What shall be checked now; raises CommandError, naming the word."""
    at = next((at for at, word in enumerate(words) if word.text.lower() == _FROM and word.sort is Sort.PLAIN), None)
    if at is not None and not any(map(is_place, words[at:])):
        return _check_from(words[:at], words[at + 1 :])
    if len(words) == 1 and words[0].text.lower() in ALL:
        return Check()
    if len(words) == 1 and is_address(words[0]) and not begins_filter(words[0]):
        return Check(place=target_in(words[0]))
    if (links := links_of_filter(words, "check")) is not None:
        return Check(links=links)
    places = places_in(words)
    return OfPlaces(places, changing=False, several=True) if places else Check(refs=refs_of(words))


def _check_from(named: Sequence[Word], behind: Sequence[Word]) -> CheckFrom | OfPlaces:
    """From which regions; a place is read again, with references in its stead."""
    regions = tuple(dict.fromkeys(_regions(behind)))
    if not regions:
        raise CommandError(_FROM, "needs the names of regions behind it.", _FROM_EXAMPLE)
    if len(regions) > MOST_REGIONS:
        raise CommandError(regions[MOST_REGIONS], f"is one too many: {MOST_REGIONS} regions at once.", _FROM_EXAMPLE)
    if places := places_in(named):
        return OfPlaces(places, changing=False, several=True)
    try:
        return CheckFrom(refs_of(named), regions)
    except CommandError as wrong:
        why = "Say of which links and partner pages; from regions they are looked at by name."
        raise CommandError(wrong.word, wrong.why if wrong.word else why, _FROM_EXAMPLE) from None


def _regions(words: Sequence[Word]) -> Iterator[str]:
    for word in words:
        if is_filler(word):
            continue
        for name in filter(None, re.split(f"[{COMMAS}]", word.text.lower())):
            if word.sort is not Sort.PLAIN or not is_region_name(name):
                why = "is no name of a region: up to 20 small letters, digits and hyphens, such as eu."
                raise CommandError(word.seen, why, _FROM_EXAMPLE)
            yield name


def audit_of(words: Sequence[Word]) -> AuditPages | OfPlaces:
    """What shall be audited; raises CommandError, naming the word."""
    places = places_in(words)
    return OfPlaces(places, several=True) if places else AuditPages(refs_of(words))


def worth_of(words: Sequence[Word]) -> ShowWorth | SendWorth | Show | OfPlaces:
    """All links of the channel by their worth, or one, which is shown; raises CommandError, naming the word."""
    if len(words) == 1 and words[0].text.lower() in _AS_FILE:
        return SendWorth()
    page, named = without_page(words, "worth")
    return show_of(named) if named else ShowWorth(page or 1)
