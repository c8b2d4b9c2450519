"""The text of a slash command as a value, or as a readable error (pure)."""

import difflib
from collections.abc import Callable, Mapping, Sequence

from bot.commands.edits import edit_of, settings_of
from bot.commands.refs import REF, is_filler, links_only, ref_of, refs_of
from bot.commands.rows import (
    Misunderstood,
    looks_like_address,
    option_of,
    page_of,
    refuse,
    rows_of,
    target_of,
)
from bot.commands.times import digest_of, snooze_of
from bot.commands.values import (
    Accept,
    Add,
    AddPartner,
    Beside,
    Check,
    Command,
    Compare,
    Glance,
    Help,
    ListLinks,
    ListPartners,
    Mark,
    OpenAdd,
    ParseError,
    Remove,
    Row,
    Show,
    Status,
    Unsnooze,
)
from bot.commands.verbs import BY_NAME
from bot.commands.words import Sort, Word, as_typed, lines_of
from jobs.model.standing import LinkState
from jobs.web.urls import host

_STATES: Mapping[str, LinkState] = {state.value: state for state in LinkState} | {
    "dead": LinkState.LOST,
    "gone": LinkState.LOST,
    "missing": LinkState.LOST,
    "ok": LinkState.LIVE,
    "weak": LinkState.WEAKENED,
}
_BESIDE: Mapping[str, Beside] = {beside.value: beside for beside in Beside} | {"muted": Beside.SNOOZED}

_NEAR = 0.7
"""How alike a word must be to be suggested."""

Words = Sequence[Word]


def parse(text: str, our_sites: Sequence[str] = ()) -> Command | ParseError:
    """Read what a person typed after the slash command; `our_sites` are the target of links that name none."""
    lines = lines_of(text)
    if not lines:
        return Glance()
    verb = BY_NAME.get(lines[0][0].text.lower()) if lines[0][0].sort is Sort.PLAIN else None
    rest = [words for words in (lines[0][1:], *lines[1:]) if words]
    try:
        if verb is None:
            raise _unknown_verb(lines[0][0], as_typed(text))
        if verb.name == "add":
            return Add(rows_of(rest, our_sites)) if rest else OpenAdd()
        return _READERS[verb.name]([word for words in rest for word in words if word.sort is not Sort.CELL])
    except Misunderstood as wrong:
        example = wrong.example or (verb.examples[0] if verb else "help")
        return ParseError(as_typed(wrong.word), wrong.why, example, as_typed(text))


def _unknown_verb(first: Word, typed: str) -> Misunderstood:
    if first.sort is Sort.PLAIN and looks_like_address(first.text):
        return Misunderstood("", "To track a link, begin with add.", f"add {' '.join(typed.split())}")
    if REF.fullmatch(first.text):
        return Misunderstood(first.seen, "is a link; say what to do with it.", f"show {first.text.upper()}")
    near = difflib.get_close_matches(first.text.lower(), BY_NAME, n=1, cutoff=_NEAR)
    if near:
        name = BY_NAME[near[0]].name
        return Misunderstood(first.seen, f"is no command; did you mean {name}?", BY_NAME[name].examples[0])
    return Misunderstood(first.seen, "is no command.", "help")


def _help(words: Words) -> Command:
    if not words:
        return Help()
    verb = BY_NAME.get(words[0].text.lower())
    if verb is None:
        raise _unknown_verb(words[0], words[0].text)
    return Help(verb.name)


def _partner(words: Words) -> Command:
    if not words:
        return ListPartners()
    first = words[0].text.lower()
    second = BY_NAME.get(first)
    if words[0].sort is Sort.PLAIN and second and second.name in {"list", "show", "remove", "check"}:
        return _list(words[1:], partners=True) if second.name == "list" else _READERS[second.name](words[1:])
    adding = second is not None and second.name == "add"
    if not adding and not looks_like_address(words[0].text):
        raise refuse(words[0])
    return _partner_pages(words[1:] if adding else words)


def _partner_pages(words: Words) -> AddPartner:
    pages: list[str] = []
    limit: int | None = None
    options = Row("", "")
    rest = iter(words)
    for word in rest:
        name, _, value = word.text.lower().replace("=", ":").partition(":")
        if word.sort is Sort.PLAIN and name in {"max", "limit"}:
            limit = _limit(value or _text(next(rest, None)))
        elif word.sort is Sort.PLAIN and looks_like_address(word.text):
            pages.append(page_of(word.text))
        elif word.sort in {Sort.CHANNEL, Sort.PLAIN} and (word.sort is Sort.CHANNEL or name == "every"):
            options = option_of(word, lambda: next(rest, None), options) or options
        else:
            raise refuse(word)
    if not pages:
        raise Misunderstood("", "There is no page in it.")
    return AddPartner(tuple(dict.fromkeys(pages)), limit, options.channel, options.every)


def _limit(typed: str) -> int:
    if not typed.isdecimal() or not 1 <= int(typed[:9]) <= 100_000:  # noqa: PLR2004  # no page has more links
        raise Misunderstood(typed or "max", "is not a number of links; write for example max 80.")
    return int(typed)


def _list(words: Words, *, partners: bool = False) -> Command:
    found: ListLinks = ListLinks()
    domain, tag, page, state, beside = "", "", 1, found.state, found.beside
    for word in words:
        text = word.text.lower()
        name, colon, value = text.partition(":")
        if text in _STATES:
            state = _STATES[text]
        elif text in _BESIDE:
            beside = _BESIDE[text]
        elif text in {"partners", "partner"}:
            partners = True
        elif text in {"all", "links"}:
            continue
        elif colon and name in {"tag", "tags"} and value:
            tag = value
        elif colon and name == "page" and value.isdecimal():
            page = max(1, int(value[:6]))
        elif looks_like_address(word.text):
            domain = host(page_of(word.text))
        else:
            raise _no_such_filter(word)
    return ListPartners(domain, page) if partners else ListLinks(state, beside, domain, tag, page)


def _no_such_filter(word: Word) -> Misunderstood:
    known = [*_STATES, *_BESIDE, "partners"]
    near = difflib.get_close_matches(word.text.lower(), known, n=1, cutoff=_NEAR)
    hint = f"; did you mean {near[0]}?" if near else "."
    return Misunderstood(word.seen, f"is neither a state nor a domain{hint}", f"list {near[0]}" if near else "")


def _show(words: Words) -> Command:
    refs = refs_of(words)
    if len(refs) > 1:
        raise Misunderstood(str(refs[1]), "is one too many: show takes one.")
    return Show(refs[0])


def _check(words: Words) -> Command:
    if len(words) == 1 and words[0].sort is Sort.PLAIN:
        typed = words[0].text
        if typed.lower() in {"all", "everything"}:
            return Check()
        if looks_like_address(typed):
            return Check(place=target_of(typed))
    return Check(refs=refs_of(words))


def _relevance(words: Words) -> Command:
    addresses = [word for word in words if word.sort is not Sort.ARROW and word.text.lower() != "to"]
    for word in addresses:
        if word.sort is not Sort.PLAIN or not looks_like_address(word.text):
            raise refuse(word)
    if not addresses:
        raise Misunderstood("", "There is no page in it.")
    if len(addresses) > 2:  # noqa: PLR2004  # theirs and ours
        raise Misunderstood(addresses[2].seen, "is one address too many: relevance compares two pages.")
    page, *target = [page_of(word.text) for word in addresses]
    return Compare(page, target[0] if target else "")


def _mark(words: Words) -> Command:
    said = [word for word in words if word.text.lower() in {"live", "lost"}]
    if len(said) != 1:
        wrong = next((word.seen for word in words if not ref_of(word) and not is_filler(word)), "")
        raise Misunderstood(wrong, "Say either live or lost." if not wrong else "is neither live nor lost.")
    refs = refs_of([word for word in words if word not in said])
    return Mark(links_only(refs, "mark"), said[0].text.lower() == "live")


def _text(word: Word | None) -> str:
    return word.text if word else ""


def _nothing_more(command: Command) -> Callable[[Words], Command]:
    def read(words: Words) -> Command:
        if words:
            raise Misunderstood(words[0].seen, "is more than this needs.")
        return command

    return read


_READERS: Mapping[str, Callable[[Words], Command]] = {
    "partner": _partner,
    "list": _list,
    "show": _show,
    "check": _check,
    "relevance": _relevance,
    "snooze": snooze_of,
    "unsnooze": lambda words: Unsnooze(refs_of(words)),
    "accept": lambda words: Accept(refs_of(words)),
    "mark": _mark,
    "edit": edit_of,
    "settings": settings_of,
    "remove": lambda words: Remove(refs_of(words)),
    "digest": digest_of,
    "status": _nothing_more(Status()),
    "help": _help,
}
