"""`vet` as people type it: pages that may be asked for a link, and ours (pure)."""

from collections.abc import Sequence

from bot.grammar.addresses import is_address, page_in
from bot.grammar.errors import CommandError
from bot.grammar.options import refuse
from bot.grammar.prospect_values import Vet
from bot.grammar.words import Sort, Word

EXAMPLE = "vet https://blog.example/post https://ours.example/guide"
MOST = 500
"""Pages of one command."""
_ONE_AND_OURS = 2


def vet_of(lines: Sequence[Sequence[Word]]) -> Vet:
    """A page and perhaps ours; or several, ours behind an arrow; raises CommandError, naming the word.

    In a list below the command, a line each, words that are no addresses are passed over.
    """
    pages: list[str] = []
    target = ""
    for number, words in enumerate(lines):
        after_arrow = False
        for word in words:
            if word.sort is Sort.ARROW:
                after_arrow = True
            elif not is_address(word):
                if number == 0 and word.sort is Sort.PLAIN and not after_arrow and word.text.lower() != "for":
                    raise refuse(word)
            elif after_arrow:
                target, after_arrow = page_in(word), False
            else:
                pages.append(page_in(word))
    if not target and len(lines) == 1 and len(pages) == _ONE_AND_OURS:
        target = pages.pop()
    if not pages:
        raise CommandError("", "There is no page in it.", EXAMPLE)
    pages = list(dict.fromkeys(pages))
    if len(pages) > MOST:
        raise CommandError("", f"These are {len(pages):,} pages; {MOST} are vetted at once.", EXAMPLE)
    return Vet(tuple(pages), target)
