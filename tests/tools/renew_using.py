"""Write the parts of docs/using.md that the grammar and the reader decide: `python -m tests.tools.renew_using`.

They stand between `<!-- NAME -->` and `<!-- end -->`; the rest of the page is written by hand.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.grammar.edit_values import Row
from bot.grammar.parse import parse
from bot.grammar.values import Add
from bot.grammar.verb_words import ABROAD, Verb
from bot.grammar.verbs import VERBS
from jobs.model.outcome_words import OUTCOME
from jobs.model.page import OUTCOMES, Meaning, Outcome

PAPER = Path(__file__).parents[2] / "docs" / "using.md"
_PART = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


@dataclass(frozen=True)
class Form:
    """A way in which links come."""

    name: str
    pasted: str


FORMS = (
    Form("An arrow", "add https://blog.example/post -> https://ours.example/shop"),
    Form(
        "Another arrow, or the word",
        "add blog.example/post → ours.example/shop\nadd blog.example/2 to ours.example/shop",
    ),
    Form("Only two addresses", "add https://blog.example/post https://ours.example/shop"),
    Form("Several pages, one target", "add blog.example/1, blog.example/2 -> ours.example/shop"),
    Form("The target on a line of its own, for all", "add\n-> ours.example/shop\nblog.example/1\nblog.example/2"),
    Form(
        "What was agreed, for all",
        "add\nblog.example/1 -> ours.example\nblog.example/2 -> ours.example\ntag:spring nofollow-ok",
    ),
    Form(
        "Cells of a spreadsheet, with headings",
        "add\nTarget\tPage\tAnchor\nours.example/shop\tblog.example/post\tgarden tools",
    ),
    Form("A table in Markdown", "add\n| page | target |\n|---|---|\n| blog.example/post | ours.example/shop |"),
    Form("A list with bullets or numbers", "add\n- blog.example/1 -> ours.example\n2. blog.example/2 -> ours.example"),
    Form("Quotation marks of any shape", "add blog.example/post -> ours.example anchor „garden tools“"),
    Form("Links as Slack sends them", "add <https://blog.example/post|blog.example/post> -> <https://ours.example>"),
    Form("Whole commands", "/links add blog.example/1 -> ours.example\n/links add blog.example/2 -> ours.example"),
    Form(
        "One bad line among good ones",
        "add\nblog.example/1 -> ours.example\nblog.example/2 whatever\nblog.example/3 -> ours.example",
    ),
)
"""What people paste, a row each; the page shows what the grammar makes of it."""


def filled(page: str) -> str:
    """The page with its parts as they are to be now."""
    return _PART.sub(lambda found: f"{found[1]}\n" + "\n".join(PARTS[found[2]]()) + f"\n\n{found[3]}", page)


def _verbs() -> Iterator[str]:
    for verb in VERBS:
        yield from _verb(verb)


def _verb(verb: Verb) -> Iterator[str]:
    yield from (f"### `{verb.name}`", "", f"{verb.about[:1].upper()}{verb.about[1:]}.", "", "```")
    yield from (f"/links {example}" for example in verb.examples)
    yield from ("```", "", "All it takes:", "")
    yield from (f"- `{form}`" for form in verb.usage)
    others = [*verb.synonyms, *ABROAD.get(verb.name, "").split()]
    if others:
        yield from ("", f"Also understood: {', '.join(f'`{other}`' for other in others)}.")
    if verb is not VERBS[-1]:
        yield ""


def _forms() -> Iterator[str]:
    for form in FORMS:
        yield from (f"**{form.name}**", "", "```", *form.pasted.splitlines(), "```", "")
        read = parse(form.pasted)
        assert isinstance(read, Add), form
        yield from (f"- {_row(row)}" for row in read.rows)
        yield from (
            f"- line {each.number} is named and comes back to be mended: “{each.word}” {each.why}"
            for each in read.left_out
        )
        if form is not FORMS[-1]:
            yield ""


def _row(row: Row) -> str:
    agreed = [
        f"anchor “{row.anchor}”" if row.anchor else "",
        "nofollow is fine" if "nofollow" in row.rel else "",
        *(f"tag {tag}" for tag in sorted(row.tags)),
    ]
    return ", ".join([f"`{row.page}` → `{row.target}`", *filter(None, agreed)])


def _outcomes() -> Iterator[str]:
    yield from ("| the page ... | is that a loss? | because |", "|---|---|---|")
    for outcome in sorted(OUTCOMES, key=lambda each: (each is not Outcome.OK, each.is_unknown)):
        meaning = OUTCOMES[outcome]
        yield f"| {OUTCOME[outcome].words} | {_is_loss(outcome, meaning)} | {meaning.because} |"


def _is_loss(outcome: Outcome, meaning: Meaning) -> str:
    if outcome is Outcome.OK:
        return "if the link is not on it, when confirmed"
    if meaning.is_another_page:
        return "no: told as *another page* when it lasts"
    if meaning.may_be_typo:
        return "when confirmed; not where it was never seen"
    return "when confirmed" if meaning.proves_absence else "no: unknown"


PARTS: Mapping[str, Callable[[], Iterator[str]]] = {"verbs": _verbs, "forms": _forms, "outcomes": _outcomes}

if __name__ == "__main__":
    PAPER.write_text(filled(PAPER.read_text(encoding="utf-8")), encoding="utf-8")
