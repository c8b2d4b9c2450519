"""`prospect` as people type it: pages to ask for a link, and what is planned with each (pure)."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.grammar.addresses import is_address, page_in, target_in
from bot.grammar.errors import CommandError
from bot.grammar.options import once, without_page
from bot.grammar.partners import numbered
from bot.grammar.places import is_place
from bot.grammar.prospect_values import (
    MINE,
    NOTHING_OF_PROSPECT,
    OPEN,
    AddProspects,
    EditProspect,
    FindCandidates,
    ListProspects,
    MailProspect,
    OpenProspect,
    ProspectCommand,
    RemoveProspects,
    SentMail,
    ShowProspect,
    UndoProspect,
)
from bot.grammar.prospect_words import plan_in, state_in
from bot.grammar.refs import named_in, one_of, ref_of, split_commas
from bot.grammar.verbs import verb_of
from bot.grammar.words import Sort, Word
from jobs.model.prospect import ProspectState
from jobs.model.ref import Kind, Ref
from jobs.web.urls import host

ADD_EXAMPLE = "prospect add blog.example/resources -> ours.example/guide"
EDIT_EXAMPLE = "prospect edit C-4 contacted next 2027-03-01"
_CANDIDATES = frozenset({"candidates", "candidate", "suggest", "suggestions", "ideas"})
MOST_ROWS = 2_000
"""Lines of one list."""
MOST_AT_ONCE = 20
"""Pages of one command: each is read while somebody waits."""
_LANGUAGES = {
    **{code: code for code in ("en", "de", "es", "fr")},
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "spanish": "es",
    "español": "es",
    "french": "fr",
    "français": "fr",
}

Words = Sequence[Word]
OF_PROSPECTS = frozenset({"show", "edit", "remove"})
"""Verbs that may have `C-4` behind them, as `prospect` has."""


def prospect_of(words: Words) -> ProspectCommand:
    """Add, list, show, edit, mail, remove or undo; raises CommandError, naming the word."""
    if not words:
        return ListProspects()
    first = words[0]
    name = first.text.lower() if first.sort is Sort.PLAIN else ""
    verb = verb_of(name) if name else None
    name = verb.name if verb and name not in _READERS else name
    if name in _READERS:
        return _READERS[name](words[1:])
    if is_address(first):
        return _added(words)
    if ref_of(first):
        return _shown(words) if len(words) == 1 else _edited(words)
    return _listed(words)


def candidates_of(lines: Sequence[Words]) -> FindCandidates | None:
    """`candidates`, and below it a list: a line each, a page or site and perhaps what it links to; None: another verb.

    Words that are no addresses, such as numbers of links, say nothing. Raises CommandError where a list names none.
    """
    first = lines[0][0].text.lower() if lines and lines[0][0].sort is Sort.PLAIN else ""
    if first not in _CANDIDATES:
        return None
    below = [words for words in (lines[0][1:], *lines[1:]) if words]
    rows = [row for row in map(_row, below) if row]
    if below and not rows:
        raise CommandError("", "There is no page or site in it.", "prospect candidates")
    if len(rows) > MOST_ROWS:
        raise CommandError("", f"These are {len(rows):,} lines; {MOST_ROWS:,} are read at once.", "prospect candidates")
    return FindCandidates(tuple(rows))


def _row(words: Words) -> tuple[str, str] | None:
    named = [target_in(word) for word in words if is_place(word)][:2]
    return (named[0], named[1] if len(named) > 1 else "") if named else None


def names_prospect(verb: str, words: Words) -> bool:
    """Whether a verb of others is about prospects: they are listed, or the first reference behind it names one."""
    if verb == "list" and words and words[0].text.lower() in {"prospects", "prospect"}:
        return True
    refs = filter(None, map(ref_of, split_commas(words)))
    return verb in OF_PROSPECTS and next((ref.kind is Kind.PROSPECT for ref in refs), False)


def _added(words: Words) -> AddProspects | OpenProspect:
    if not words:
        return OpenProspect()
    read = plan_in(words, ADD_EXAMPLE)
    if read.refs:
        raise CommandError(read.refs[0].seen, "is there already; edit changes it.", EDIT_EXAMPLE)
    if not read.pages:
        raise CommandError("", "There is no page in it.", ADD_EXAMPLE)
    if read.said.state is ProspectState.PLACED:
        raise CommandError(
            "placed", "is a link already: track it with add.", f"add {read.pages[0]} -> ours.example/guide"
        )
    if len(read.pages) > MOST_AT_ONCE:
        raise CommandError("", f"These are {len(read.pages)} pages; send {MOST_AT_ONCE} at once.", ADD_EXAMPLE)
    return AddProspects(tuple(dict.fromkeys(read.pages)), read.said)


def _edited(words: Words) -> EditProspect | OpenProspect:
    read = plan_in(numbered(words, Kind.PROSPECT), EDIT_EXAMPLE)
    ref = _the(read.refs, "edit", EDIT_EXAMPLE)
    if read.pages:
        why = "is the page of another prospect; a target stands behind an arrow: -> ours.example."
        raise CommandError(read.pages[0], why, EDIT_EXAMPLE)
    return EditProspect(ref, read.said) if read.said != NOTHING_OF_PROSPECT else OpenProspect(ref)


def _shown(words: Words) -> ShowProspect:
    return ShowProspect(_the(numbered(words, Kind.PROSPECT), "show", "prospect show C-4"))


def _removed(words: Words) -> RemoveProspects:
    named = named_in(split_commas(numbered(words, Kind.PROSPECT)), of=frozenset(Kind))
    _refuse_others(named, "prospect remove C-4")
    return RemoveProspects(tuple(named))


def _undone(words: Words) -> UndoProspect:
    """`C-4`, and perhaps the number of the version that the change had left."""
    *named, last = words or [Word(Sort.PLAIN, "")]
    if named and last.text.isdecimal():
        return UndoProspect(_the(numbered(named, Kind.PROSPECT), "undo", "prospect undo C-4"), int(last.text))
    return UndoProspect(_the(numbered(words, Kind.PROSPECT), "undo", "prospect undo C-4"))


def _sent(words: Words) -> SentMail:
    return SentMail(_the(numbered(words, Kind.PROSPECT), "sent", "prospect sent C-4"))


def _mailed(words: Words) -> MailProspect:
    example = "prospect mail C-4 de"
    spoken = [word for word in words if word.text.lower() in _LANGUAGES]
    named = [word for word in words if word not in spoken and word.text.lower() != "in"]
    if len(spoken) > 1:
        raise CommandError(spoken[1].seen, "is one language too many.", example)
    language = _LANGUAGES[spoken[0].text.lower()] if spoken else ""
    return MailProspect(_the(numbered(named, Kind.PROSPECT), "mail", example), language)


def _listed(words: Words) -> ListProspects:
    """`[<state> ...] [open] [@owner|mine] [<domain>] [page:2]`; raises CommandError, naming the word."""
    page, others = without_page(words, "prospect list")
    asked, rest = ListProspects(page=page or 1), deque(others)
    while rest:
        word = rest.popleft()
        state = state_in(word, rest)
        if state or word.text.lower() == "open":
            fresh = (state,) if state else OPEN
            asked = replace(asked, states=tuple(dict.fromkeys((*asked.states, *fresh))))
        elif word.sort is Sort.PERSON or word.text.lower() in {"mine", "my"}:
            whose = word.text if word.sort is Sort.PERSON else MINE
            asked = replace(asked, person=once(asked.person, whose, word.seen, "person", "prospect list mine"))
        elif is_address(word):
            name = host(page_in(word))
            asked = replace(asked, domain=once(asked.domain, name, word.seen, "domain", "prospect list blog.example"))
        elif word.text.lower() not in {"all", "prospects", "prospect", "and", "or"}:
            raise CommandError(word.seen, "is no state of a prospect.", "prospect list contacted")
    return asked


def _the(words: Words, verb: str, example: str) -> Ref:
    ref = one_of(words, verb, example, of=frozenset(Kind))
    _refuse_others([ref], example)
    return ref


def _refuse_others(refs: Iterable[Ref], example: str) -> None:
    other = next((ref for ref in refs if ref.kind is not Kind.PROSPECT), None)
    if other:
        raise CommandError(str(other), "is no prospect; they look like C-4.", example)


_READERS: Mapping[str, Callable[[Words], ProspectCommand]] = {
    "add": _added,
    "keep": _added,
    "list": _listed,
    "show": _shown,
    "edit": _edited,
    "mail": _mailed,
    "draft": _mailed,
    "remove": _removed,
    "undo": _undone,
    "sent": _sent,
}
