"""A disavow file of what people picked, on top of the one that is live at Google (pure)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from jobs.formats.disavow import (
    COMMENT,
    LONGEST_URL,
    MOST_BYTES,
    MOST_LINES,
    entry_of,
    is_shared,
    page_entry,
    site_entry,
    site_of,
)
from jobs.model.link import Link
from jobs.web.urls import host, is_on_site

_LINE_END = re.compile(r"\r\n|\r|\n")
_LONGEST_WHY = 500
_FEW = 8


class WrongPickError(ValueError):
    """Something cannot be disavowed, in words that go on from its name."""


class TooLargeError(ValueError):
    """The file would be larger than Google takes."""


class Pick(Struct, frozen=True):
    """What shall be passed over, and why."""

    entry: str
    why: str


class DisavowFile(Struct, frozen=True):
    """The text to upload, with what became of the picks and of the file that was live."""

    text: str
    added: tuple[str, ...]
    known: tuple[str, ...] = ()
    """Picks that the live file covered already."""
    unread: tuple[int, ...] = ()
    """Lines of the live file that nobody can read, by number from 1: they are comments now."""
    kept: int = 0
    """Pages and sites of the live file."""


def picked_link(link: Link, reason: str, our_sites: Iterable[str] = ()) -> Pick:
    """The page of a link, with what was found, where nobody gave a reason; raises WrongPickError."""
    entry = page_entry(link.page_url)
    if is_on_site(link.page_url, our_sites):
        raise WrongPickError("is on your own site")
    if not entry:
        raise WrongPickError(f"has an address of more than {LONGEST_URL:,} characters, which Google does not take")
    found = " ".join(finding.text for finding in (*link.standing.open, *link.standing.notes))
    tags = ", ".join(sorted(link.tags))
    said = [reason or found, f"tags: {tags}" * bool(tags), link.notes]
    return Pick(entry, " ".join([f"{link.ref}, to {link.target}:", "; ".join(filter(None, said)) or "no reason given"]))


def picked_place(place: str, reason: str, our_sites: Iterable[str] = ()) -> Pick:
    """A page by its address, or a site by its domain; raises WrongPickError."""
    entry = page_entry(place) if "://" in place else site_entry(place)
    name = host(place) if "://" in place else site_of(entry)
    if not entry:
        raise WrongPickError("is neither a domain nor the address of a page that Google takes")
    if is_on_site(name, our_sites := [*our_sites]):
        raise WrongPickError("is your own site")
    if "://" not in place and is_shared(name):
        raise WrongPickError("holds sites of many owners; name the one that is meant")
    if "://" not in place and any(is_on_site(site, [name]) for site in our_sites):
        raise WrongPickError("holds your own site, which would be passed over with it")
    return Pick(entry, f"{site_of(entry) or 'this page'}: {reason or 'no reason given'}")


def disavow_file(picks: Sequence[Pick], live: str, day: date, by: str) -> DisavowFile:
    """The live file as it is, and the picks behind it, each with its reason above; raises TooLargeError."""
    lines, unread = _live_lines(live)
    covered = {entry for line in lines if (entry := entry_of(line))}
    kept = len(covered)
    added: list[str] = []
    known: list[str] = []
    for pick in picks:
        if _is_covered(pick.entry, covered):
            known.append(pick.entry)
            continue
        if not added:
            lines += [*([""] if lines else []), _comment(f"Added on {day.isoformat()}, chosen by {by} in Linkwatch")]
        lines += [_comment(pick.why), pick.entry]
        covered.add(pick.entry)
        added.append(pick.entry)
    text = "".join(f"{line}\n" for line in lines)
    if len(lines) > MOST_LINES or len(text.encode()) > MOST_BYTES:
        raise TooLargeError(
            f"The file would have {len(lines):,} lines and {len(text.encode()):,} bytes; Google takes at most "
            f"{MOST_LINES:,} lines and 2 MB. Put domains in the place of many pages of one site."
        )
    return DisavowFile(text, tuple(added), tuple(known), tuple(unread), kept)


def sentences(made: DisavowFile) -> list[str]:
    """What became of the picks and of the live file, in words."""
    said = [f"{len(made.added):,} added{f' to {made.kept:,} that were there' * bool(made.kept)}."]
    if made.known:
        said.append(f"There already: {', '.join(made.known)}.")
    if made.unread:
        lines = ", ".join(map(str, made.unread[:_FEW])) + " ..." * (len(made.unread) > _FEW)
        said.append(f"Google does not take these lines of the live file, which are comments now: {lines}.")
    return said


def _live_lines(live: str) -> tuple[list[str], list[int]]:
    """The lines of the live file, each entry once, and the numbers of those that nobody can read."""
    lines: list[str] = []
    unread: list[int] = []
    seen: set[str] = set()
    for number, line in enumerate(_LINE_END.split(live.lstrip("\ufeff")), 1):
        entry = entry_of(line)
        if entry is None:
            unread.append(number)
            lines.append(_comment(f"Not a line that Google takes: {line}"))
        elif entry not in seen:
            lines.append(line.rstrip())
            seen |= {entry} - {""}
    while lines and not lines[-1]:
        lines.pop()
    return lines, unread


def _is_covered(entry: str, covered: set[str]) -> bool:
    """Whether a line for it, or for a site that it is in, is there already."""
    name = site_of(entry) or host(entry)
    labels = name.split(".")
    return entry in covered or any(f"domain:{'.'.join(labels[at:])}" in covered for at in range(len(labels)))


def _comment(text: str) -> str:
    """One line whatever stands in it: a line break in a foreign text would begin an entry."""
    return f"{COMMENT} {' '.join(text.split())[:_LONGEST_WHY]}"
