"""`settings` as people type it (pure)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from bot.grammar.addresses import looks_like_address, page_of
from bot.grammar.errors import CommandError
from bot.grammar.of_channel import (
    DigestAt,
    DigestNow,
    DigestSwitch,
    HideCosts,
    OpenSettings,
    SetAudit,
    SetCompetitors,
    SetEscalation,
    SetQuiet,
    ShowAudit,
    ShowEscalation,
    ShowTodo,
    TellUntaken,
)
from bot.grammar.options import span
from bot.grammar.refs import is_filler
from bot.grammar.times import digest_of, is_span, with_units
from bot.grammar.words import Sort, Word, without_comma
from jobs.config.quiet import OFF, QUIET_EXAMPLE, QuietError, read_quiet
from jobs.model.channel import AuditScope
from jobs.units.durations import format_duration
from jobs.web.urls import registrable_domain

Setting = (
    OpenSettings
    | HideCosts
    | SetCompetitors
    | SetQuiet
    | SetEscalation
    | SetAudit
    | ShowAudit
    | ShowEscalation
    | TellUntaken
    | DigestAt
    | DigestSwitch
    | DigestNow
    | ShowTodo
)
_COSTS = {"hide": True, "off": True, "hidden": True, "show": False, "on": False, "shown": False}
_AS_CONFIGURED = frozenset({"default", "usual", "reset"})
_NONE = frozenset({OFF, "none", "never", "no"})
_NOW = "now"
_AUDITED = {
    **dict.fromkeys(_NONE, AuditScope.OFF),
    **dict.fromkeys(("exchanges", "exchange"), AuditScope.EXCHANGES),
    **dict.fromkeys(("monthly", "month", "on", "all", "partners"), AuditScope.MONTHLY),
}
_AUDIT = "settings audit monthly"
MOST_COMPETITORS = 100
_COMPETITORS = "settings competitors rival.example other.example"
_ABOUT_ESCALATION = frozenset({"to", "after", "in", "tell", "and", "then"})
_ESCALATE = "settings escalate 48h to me"
_SHORTEST, _LONGEST = timedelta(hours=1), timedelta(days=30)
_QUIET = f"settings quiet {QUIET_EXAMPLE}"


def settings_of(words: Sequence[Word]) -> Setting:
    """Nothing, or a setting with its value: `costs hide`, `quiet 22:00-07:00 sat sun`, `digest` with all it takes.

    The name alone opens the form, where its value stands, or says it. Raises CommandError, naming the word.
    """
    if not words:
        return OpenSettings()
    first, *rest = words
    name, _, value = first.text.lower().replace("=", ":").partition(":")
    behind = [Word(first.sort, value, first.seen), *rest] if value else rest
    for verb in ("hide", "show"):
        if name in {verb, f"{verb}-costs"}:
            return HideCosts(verb == "hide")
    if name not in _READERS:
        raise CommandError(first.seen, "is no setting of a channel.", "settings costs hide")
    return _READERS[name](behind)


def _costs(words: Sequence[Word]) -> HideCosts:
    said = [word for word in words if not is_filler(word)]
    if not said:
        raise CommandError("", "Say hide or show.", "settings costs hide")
    if len(said) > 1 or said[0].text.lower() not in _COSTS:
        raise CommandError(said[0].seen, "is no setting of a channel.", "settings costs hide")
    return HideCosts(_COSTS[said[0].text.lower()])


def _competitors(words: Sequence[Word]) -> SetCompetitors | OpenSettings:
    if not words:
        return OpenSettings()
    return SetCompetitors(competitors_in([word.text for word in words if not is_filler(word)]))


def _quiet(words: Sequence[Word]) -> SetQuiet | OpenSettings:
    return SetQuiet(quiet_in(without_comma(word.text for word in words))) if words else OpenSettings()


def _audit(words: Sequence[Word]) -> SetAudit | ShowAudit:
    """`monthly`, `exchanges`, `off` or `default`; nothing asks what holds."""
    said = [word for word in words if not is_filler(word)]
    if not said:
        return ShowAudit()
    first, *rest = said
    name = first.text.lower()
    if rest:
        raise CommandError(rest[0].seen, "is more than this takes.", _AUDIT)
    if name in _AS_CONFIGURED:
        return SetAudit(None)
    if name not in _AUDITED:
        raise CommandError(first.seen, "Say monthly, exchanges or off.", _AUDIT)
    return SetAudit(_AUDITED[name])


def _escalation(words: Sequence[Word]) -> SetEscalation | ShowEscalation | TellUntaken:
    """`48h to @ben`, `48h` alone, `off`, `default` or `now`; nothing asks what holds."""
    said = [word for word in with_units(words) if word.text.lower() not in _ABOUT_ESCALATION]
    if not said:
        return ShowEscalation()
    first, *rest = said
    name = first.text.lower()
    if name in _NONE or name in _AS_CONFIGURED or name == _NOW:
        if rest:
            raise CommandError(rest[0].seen, "is more than this takes.", _ESCALATE)
        return TellUntaken() if name == _NOW else SetEscalation(None, never=name in _NONE)
    waits = [word for word in said if word.sort is Sort.PLAIN and is_span(word.text)]
    others = [word for word in said if word not in waits]
    if len(waits) != 1:
        wrong = others[0] if others and not waits else waits[-1] if waits else first
        raise CommandError(wrong.seen, "Say after how long, once: for example 48h.", _ESCALATE)
    if len(others) > 1:
        raise CommandError(others[1].seen, "is one too many: one person or channel is told.", _ESCALATE)
    return _told_to(span(waits[0].text), others[0] if others else None)


def _told_to(after: timedelta, whom: Word | None) -> SetEscalation:
    after = _in_bounds(after)
    if whom is None:
        return SetEscalation(after)
    if whom.sort is Sort.PLAIN and whom.text.lower() in {"me", "myself"}:
        return SetEscalation(after, me=True)
    if whom.sort not in {Sort.PERSON, Sort.CHANNEL}:
        raise CommandError(whom.seen, "is neither a person nor a channel; write @name or #name.", _ESCALATE)
    return SetEscalation(after, whom.text)


def untaken_for(typed: str) -> timedelta:
    """For how long nobody may take an alert before it is told again; raises CommandError."""
    return _in_bounds(span(typed))


def _in_bounds(after: timedelta) -> timedelta:
    if not _SHORTEST <= after <= _LONGEST:
        raise CommandError(format_duration(after), "is not between 1h and 30d.", _ESCALATE)
    return after


def quiet_in(typed: str) -> str | None:
    """Quiet hours as they are stored; None: as configured. Raises CommandError, naming the word that is wrong."""
    word = typed.strip().lower()
    if word in _NONE or word in _AS_CONFIGURED:
        return OFF if word in _NONE else None
    try:
        return str(read_quiet(typed))
    except QuietError as error:
        raise CommandError(error.word, error.why, _QUIET) from None


def competitors_in(typed: Sequence[str]) -> tuple[str, ...]:
    """The sites of competitors, each once; `none` takes all away. Raises CommandError, naming what is no site."""
    named = [each for words in typed for each in words.split(",") if each]
    if [each.lower() for each in named] in (["none"], ["nobody"]):
        return ()
    if not named:
        raise CommandError("", "Name their sites, or none.", _COMPETITORS)
    if len(named) > MOST_COMPETITORS:
        raise CommandError(named[MOST_COMPETITORS], f"is one too many: {MOST_COMPETITORS} are the most.", _COMPETITORS)
    sites = []
    for each in named:
        if not looks_like_address(each):
            raise CommandError(each, "is no site.", _COMPETITORS)
        sites.append(registrable_domain(page_of(each)))
    return tuple(dict.fromkeys(sites))


_READERS: Mapping[str, Callable[[Sequence[Word]], Setting]] = {
    "audit": _audit,
    "audits": _audit,
    "digest": digest_of,
    "cost": _costs,
    "costs": _costs,
    "competitor": _competitors,
    "competitors": _competitors,
    "quiet": _quiet,
    "quiet-hours": _quiet,
    "hours": _quiet,
    "escalate": _escalation,
    "escalation": _escalation,
}
