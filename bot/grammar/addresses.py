"""Addresses as people type them into a command (pure)."""

import re
from urllib.parse import quote

from bot.grammar.errors import CommandError
from bot.grammar.quotes import ends_in_own
from bot.grammar.words import Sort, Word
from jobs.web.urls import from_person, host


def page_in(word: Word) -> str:
    """The page that a word names; a full stop at the end of what Slack marked, or of what is in quotes, is its own."""
    return page_of(word.with_ellipsis, is_whole=_has_path(word))


def target_in(word: Word) -> str:
    """The target that a word names."""
    return target_of(word.with_ellipsis, is_whole=_has_path(word))


def _has_path(word: Word) -> bool:
    """Whether the word ends where its address does: only paths end in a full stop, and domains never."""
    return word.is_whole and "/" in word.text.removeprefix("https://").removeprefix("http://")


def page_of(typed: str, *, is_whole: bool = False) -> str:
    """The page that a person means by an address; `is_whole`: a full stop at its end is its own.

    Raises CommandError where it is no address of a web page.
    """
    found = from_person(_with_own_quotes(typed), is_whole=is_whole)
    if found.refusal:
        raise CommandError(typed, f"will not do: {found.refusal}.")
    return found.url


def _with_own_quotes(typed: str) -> str:
    """With the mark at its end escaped where it would else be taken for the end of a quotation."""
    return typed[:-1] + quote(typed[-1]) if ends_in_own(typed) else typed


def target_of(typed: str, *, is_whole: bool = False) -> str:
    """The target that a person means: a bare domain stays one, and any link to it counts."""
    url = page_of(typed, is_whole=is_whole)
    name = host(url)
    bare = "/" not in typed.strip().removesuffix("/") and ":" not in typed and not typed.strip().endswith("/")
    return name if bare and url == f"https://{name}/" else url


def looks_like_address(typed: str) -> bool:
    """Whether a word was meant as an address, right or wrong."""
    return "." in typed.strip(".") or "//" in typed or "/" in typed[1:]


def is_address(word: Word) -> bool:
    """Whether a word was meant as an address, in quotation marks or without."""
    return word.sort in {Sort.PLAIN, Sort.QUOTED} and looks_like_address(word.text) and not re.search(r"\s", word.text)
