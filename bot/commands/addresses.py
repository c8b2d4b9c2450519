"""Addresses as people type them into a command (pure)."""

import re
from urllib.parse import quote

from bot.commands.misunderstood import Misunderstood
from bot.commands.quotes import ends_in_own
from bot.commands.words import Sort, Word
from jobs.web.urls import from_person, host


def page_of(typed: str) -> str:
    """The page that a person means by an address."""
    found = from_person(_with_own_quotes(typed))
    if found.refusal:
        raise Misunderstood(typed, f"will not do: {found.refusal}.")
    return found.url


def _with_own_quotes(typed: str) -> str:
    """With the mark at its end escaped where it would else be taken for the end of a quotation."""
    return typed[:-1] + quote(typed[-1]) if ends_in_own(typed) else typed


def target_of(typed: str) -> str:
    """The target that a person means: a bare domain stays one, and any link to it counts."""
    url = page_of(typed)
    name = host(url)
    bare = "/" not in typed.strip().removesuffix("/") and ":" not in typed and not typed.strip().endswith("/")
    return name if bare and url == f"https://{name}/" else url


def looks_like_address(typed: str) -> bool:
    """Whether a word was meant as an address, right or wrong."""
    return "." in typed.strip(".") or "//" in typed or "/" in typed[1:]


def is_address(word: Word) -> bool:
    """Whether a word was meant as an address, in quotation marks or without."""
    return word.sort in {Sort.PLAIN, Sort.QUOTED} and looks_like_address(word.text) and not re.search(r"\s", word.text)
