"""`edit` as people type it (pure)."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bot.grammar.addresses import is_address, page_in, target_in
from bot.grammar.edit_values import NO_OPTIONS, NO_REMOVALS, Edit, EditPartner, OpenEdit, Removals, Row
from bot.grammar.errors import CommandError
from bot.grammar.exchange_values import EditExchange
from bot.grammar.exchanges import exchange_edit, is_of_exchange
from bot.grammar.options import once, option_of, plain_dashes, refuse, says_nothing
from bot.grammar.partners import is_baseline, is_limit, limit_of, numbered
from bot.grammar.refs import one_of, parts_of, ref_of
from bot.grammar.removals import BY_NAME, NONE, both, refuse_both, removal_in
from bot.grammar.terms import terms_in
from bot.grammar.words import Sort, Word
from jobs.model.ref import Kind, Ref

_WITHOUT = frozenset({"without", "no"})
_OF_PARTNER = "edit P-3 max 50"
_ELSEWHERE = "edit L-12 page https://blog.example/moved"
_ENDS = frozenset({"page", "target"})


@dataclass(slots=True)
class _Said:
    """What the words said so far."""

    refs: list[Word] = field(default_factory=list)
    options: Row = NO_OPTIONS
    less: Removals = NO_REMOVALS
    less_as: str = ""
    """The word that took something away."""
    limit: int | None = None
    usual_limit: bool = False
    """Whether the page shall have the configured limit again."""
    limit_as: str = ""
    """The word that said something of a limit."""
    baseline_as: str = ""
    """The word that makes what is there the baseline."""

    @property
    def of_partner(self) -> str:
        """What was said that only partner pages have; empty: nothing."""
        return self.limit_as or self.baseline_as


def edit_of(words: Sequence[Word]) -> Edit | EditPartner | EditExchange | OpenEdit:
    """`L-12`, `P-3` or `X-2`, alone or with what shall hold from now on, in any order.

    Raises CommandError, naming the word.
    """
    if is_of_exchange(words):
        return exchange_edit(words)
    said = _all_said(words, "edit L-12")
    ref = one_of(said.refs, "edit", _with_limit(said.refs))
    if ref.kind is Kind.PARTNER:
        return _of_partner(ref, said)
    if said.of_partner:
        raise CommandError(said.of_partner, "is for partner pages, such as P-3.", _OF_PARTNER)
    if said.options == NO_OPTIONS and said.less == NO_REMOVALS:
        return OpenEdit(ref)
    return Edit(ref, said.options, said.less)


def baseline_of(words: Sequence[Word]) -> Edit | EditPartner | EditExchange | OpenEdit | None:
    """`baseline P-3`, which is `edit P-3 baseline`; None where the words say something else."""
    return edit_of([*numbered(words[1:]), words[0]]) if is_baseline(words[0]) else None


def options_of(words: Sequence[Word], command: str) -> tuple[Row, Removals]:
    """What shall hold of links from now on, and what no longer, where nothing names a link.

    `command` begins an example. Raises CommandError, naming the word.
    """
    said = _all_said(words, command)
    if said.refs:
        raise both_ways(said.refs[0], f"{command} every 12h")
    if said.options.page or said.options.target:
        raise CommandError("", "A page and a target are those of one link: name it.", _ELSEWHERE)
    if said.of_partner:
        raise CommandError(said.of_partner, "is for partner pages, such as P-3.", _OF_PARTNER)
    return said.options, said.less


def both_ways(ref: Word, example: str) -> CommandError:
    """The complaint about a reference beside a filter."""
    return CommandError(ref.seen, "names one; links are named either so or by a filter.", example)


def _all_said(words: Sequence[Word], command: str) -> _Said:
    of_terms = terms_in(words, command)
    said = _said(deque(of_terms.others))
    said.options = replace(said.options, terms=of_terms.terms, guarantee=of_terms.guarantee)
    said.less = replace(said.less, terms=of_terms.gone)
    return said


def _with_limit(words: Sequence[Word]) -> str:
    """What `P-1 50` was meant to be; empty where a link is named first."""
    refs = list(filter(None, map(ref_of, words)))
    if len(refs) < 2 or refs[0].kind is not Kind.PARTNER:  # noqa: PLR2004  # one too many
        return ""
    return f"edit {refs[0]} max {max(1, refs[1].number)}"


def _of_partner(ref: Ref, said: _Said) -> EditPartner | OpenEdit:
    options, less = said.options, said.less
    if replace(options, every=None) != NO_OPTIONS or replace(less, every=False) != NO_REMOVALS:
        why = "is a partner page; it takes max 80, every 2d and baseline."
        raise CommandError(said.refs[0].seen, why, f"edit {ref} max 80")
    if not said.of_partner and options.every is None and not less.every:
        return OpenEdit(ref)
    if said.limit is not None and said.usual_limit:
        raise CommandError(said.limit_as, "is one limit too many.", _OF_PARTNER)
    return EditPartner(ref, said.limit, options.every, less.every, said.usual_limit, bool(said.baseline_as))


def _said(rest: deque[Word]) -> _Said:
    said = _Said()

    def following() -> Word | None:
        return rest.popleft() if rest else None

    while rest:
        word, *parts = parts_of(rest.popleft())
        rest.extendleft(reversed(parts))
        if word.sort is Sort.CHANNEL:
            raise CommandError(word.seen, "cannot be changed: add the link there, and remove it here.")
        if is_limit(word):
            _take_limit(said, word, rest, following)
        elif is_baseline(word):
            said.baseline_as = word.seen
        elif (elsewhere := _end(word, rest, said.options)) is not None:
            said.options = elsewhere
        elif taken := _taken(word, rest):
            said.less, said.less_as = both(said.less, taken[0]), taken[1]
        elif ref_of(word):
            said.refs.append(word)
        elif not says_nothing(word) and not _joins(word):
            said.options = _option(word, following, said.options)
    refuse_both(said.options, said.less, said.less_as)
    return said


def _take_limit(said: _Said, word: Word, rest: deque[Word], following: Callable[[], Word | None]) -> None:
    if _is_usual(word, rest):
        said.usual_limit = True
    else:
        said.limit = once(said.limit, limit_of(word, following, _OF_PARTNER), word.seen, "limit", _OF_PARTNER)
    said.limit_as = word.seen


def _is_usual(word: Word, rest: deque[Word]) -> bool:
    """Whether the limit that begins here is the configured one, as in `max default`, which is read then."""
    _, _, value = word.text.lower().replace("=", ":").partition(":")
    if value or not rest or rest[0].text.lower() not in NONE:
        return value in NONE
    rest.popleft()
    return True


def _end(word: Word, rest: deque[Word], options: Row) -> Row | None:
    """With the page or target that begins here: `page https://…`, `target ours.example`, `https://… -> ours.example`.

    None where none does. Raises CommandError where one is announced and does not follow, or two are said.
    """
    name, _, value = word.text.replace("=", ":", 1).partition(":")
    announced = name.lower() if word.sort is Sort.PLAIN and name.lower() in _ENDS else ""
    if word.sort is Sort.ARROW:
        announced = "target"
    elif not announced:
        if not (rest and rest[0].sort is Sort.ARROW and is_address(word)):
            return None
        return replace(options, page=once(options.page, page_in(word), word.seen, "page", _ELSEWHERE))
    while rest and not value and _joins(rest[0]):
        rest.popleft()
    named = Word(Sort.PLAIN, value, word.seen) if value else rest.popleft() if rest else None
    if named is None or not is_address(named):
        wrong = (named or word).seen
        raise CommandError(wrong, f"is not the address that {announced} needs.", _ELSEWHERE)
    if announced == "page":
        return replace(options, page=once(options.page, page_in(named), named.seen, "page", _ELSEWHERE))
    return replace(options, target=once(options.target, target_in(named), named.seen, "target", _ELSEWHERE))


def _joins(word: Word) -> bool:
    return word.sort is Sort.PLAIN and word.text.lower() in {"to", "and", "&"}


def _option(word: Word, following: Callable[[], Word | None], options: Row) -> Row:
    found = option_of(word, following, options)
    if found is None:
        raise refuse(word)
    return found


def _taken(word: Word, rest: deque[Word]) -> tuple[Removals, str] | None:
    """What goes, of `anchor none`, `-tag:x`, `without nofollow-ok`, and what says so; None: nothing goes."""
    if word.sort is not Sort.PLAIN:
        return None
    if none := removal_in(word, rest[0] if rest else None):
        return none.what, (word if none.in_one_word else rest.popleft()).seen
    text = plain_dashes(word.text)
    if text.lower() in _WITHOUT and rest:
        gone = rest.popleft()
        return _named(gone, rest), gone.seen
    if text.startswith("-") and len(text) > 1:
        return _named(Word(Sort.PLAIN, text[1:], word.seen), rest), word.seen
    return None


def _named(word: Word, rest: deque[Word]) -> Removals:
    """What `without` is said of."""
    if word.sort is Sort.PLAIN and word.text.lower() in BY_NAME:
        return BY_NAME[word.text.lower()]
    gone = _option(word, lambda: rest.popleft() if rest else None, NO_OPTIONS)
    return Removals(
        gone.anchor != "", gone.owner != "", gone.every is not None, gone.rel, gone.tags, render=gone.render
    )
