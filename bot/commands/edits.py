"""`edit` and `settings` as people type them (pure)."""

from collections.abc import Sequence

from bot.commands.refs import is_filler, links_only, ref_of, refs_of
from bot.commands.rows import Misunderstood, option_of, refuse
from bot.commands.times import digest_of
from bot.commands.values import (
    DigestAt,
    DigestNow,
    DigestSwitch,
    Edit,
    HideCosts,
    OpenEdit,
    OpenSettings,
    Row,
)
from bot.commands.words import Sort, Word

_COSTS = {"hide": True, "off": True, "hidden": True, "show": False, "on": False, "shown": False}


def edit_of(words: Sequence[Word]) -> Edit | OpenEdit:
    """`L-12`, alone or with what shall hold from now on, in any order; raises Misunderstood."""
    refs = links_only(refs_of([word for word in words if ref_of(word)]), "edit")
    if len(refs) > 1:
        raise Misunderstood(str(refs[1]), "is one too many: edit takes one.")
    changed = _options([word for word in words if not ref_of(word)])
    return Edit(refs[0], changed) if changed != Row("", "") else OpenEdit(refs[0])


def _options(words: Sequence[Word]) -> Row:
    options = Row("", "")
    rest = iter(words)
    for word in rest:
        if word.sort is Sort.CHANNEL:
            raise Misunderstood(word.seen, "cannot be changed: add the link there, and remove it here.")
        if word.sort is Sort.PLAIN and word.text.lower().strip(":") in {"owner", "to", "tagged"}:
            continue
        found = option_of(word, lambda: next(rest, None), options)
        if found is None:
            raise refuse(word)
        options = found
    return options


def settings_of(words: Sequence[Word]) -> OpenSettings | HideCosts | DigestAt | DigestSwitch | DigestNow:
    """Nothing, `costs hide`, `costs show`, or `digest` with all that it takes; raises Misunderstood."""
    if not words:
        return OpenSettings()
    first, *rest = words
    name, _, value = first.text.lower().replace("=", ":").partition(":")
    if name == "digest":
        return digest_of(rest)
    said = [value] if value else [word.text.lower() for word in rest if not is_filler(word)]
    for verb in ("hide", "show"):
        if name in {verb, f"{verb}-costs"}:
            return HideCosts(verb == "hide")
    if name in {"cost", "costs"} and len(said) == 1 and said[0] in _COSTS:
        return HideCosts(_COSTS[said[0]])
    wrong = said[0] if name in {"cost", "costs"} and said else first.seen
    raise Misunderstood(wrong, "is no setting of a channel.", "settings costs hide")
