"""`export` as people type it."""

from datetime import timedelta

import pytest

from bot.grammar.list_query import Disavow, Export
from bot.grammar.parse import parse
from bot.grammar.values import Command, ParseError
from jobs.formats.exports.request import ExportFormat, SheetName
from jobs.formats.filters.link_filter import Flag, LinkFilter, Trait
from jobs.model.link_status import LinkState
from jobs.model.ref import link_ref

CSV, XLSX, JSON = ExportFormat.CSV, ExportFormat.XLSX, ExportFormat.JSON_LINES
ALL = LinkFilter()
PENDING_LONG = LinkFilter((LinkState.PENDING,), traits=(Trait.NOFOLLOW,), lasting=timedelta(days=30))
BAD = (LinkState.LOST, LinkState.WEAKENED)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("export", Export(XLSX, None, ALL)),
        ("export Excel", Export(XLSX, None, ALL)),
        ("export json links", Export(JSON, None, ALL)),
        ("download csv", Export(CSV, None, ALL)),
        ("export csv partners friends.example", Export(CSV, SheetName.PARTNERS, LinkFilter(domain="friends.example"))),
        ("export history jsonl", Export(JSON, SheetName.HISTORY, ALL)),
        (
            "export lost weakened snoozed blog.example tag:spring csv",
            Export(
                CSV,
                None,
                LinkFilter(
                    (LinkState.LOST, LinkState.WEAKENED), (Flag.SNOOZED,), "blog.example", frozenset({"spring"})
                ),
            ),
        ),
        ("export csv nofollow pending 30d", Export(CSV, None, PENDING_LONG)),
        ("export disavow L-3", Disavow((link_ref(3),), ())),
        ("export disavow L-3,L-4 and 3", Disavow((link_ref(3), link_ref(4)), ())),
        (
            'export disavow domain:www.spam.example https://bad.example/x bad.example because "a link farm"',
            Disavow((), ("www.spam.example", "https://bad.example/x", "bad.example"), "a link farm"),
        ),
        (
            "export disavow <http://spam.example|spam.example>\n# ours &amp; old\ndomain:<http://old.example|old.example>",
            Disavow((), ("spam.example",), live="# ours & old\ndomain:old.example"),
        ),
        ("/links export disavow L-3\n\nhttps://a.example/", Disavow((link_ref(3),), (), live="\nhttps://a.example/")),
    ],
)
def test_as_typed(typed: str, means: Command) -> None:
    assert parse(typed) == means


@pytest.mark.parametrize(
    ("typed", "word", "why"),
    [
        ("export csv xlsx", "xlsx", "one kind of file too many"),
        ("export partners history", "history", "one sheet too many"),
        ("export partners lost", "lost", "is for links"),
        ("export 30d", "30d", "of which state"),
        ("export nofolow", "nofolow", "did you mean nofollow"),
        ("export losst", "losst", "did you mean lost"),
        ("export mine <@U0BEN|ben>", "@ben", "one person too many"),
        ("export page:2", "page:2", "all of them"),
        ("export disavow P-2", "P-2", "is a partner page"),
        ("export disavow X-2", "X-2", "is an exchange"),
        ("export disavow", "", "Say what"),
        ("export disavow L-3 casino", "casino", "neither a link"),
        ("disavow L-3", "disavow", "is an export"),
    ],
)
def test_what_makes_no_sense_is_named(typed: str, word: str, why: str) -> None:
    wrong = parse(typed)
    assert isinstance(wrong, ParseError)
    assert wrong.word == word
    assert why in wrong.why
    assert not isinstance(parse(wrong.example), ParseError)
