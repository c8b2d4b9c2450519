"""What is kept of the people of a site, as people type it."""

import pytest

from bot.grammar.parse import parse
from bot.grammar.partner_values import NoteSite, OpenContact, SetContact
from bot.grammar.values import ParseError, changes
from jobs.model.partner import ContactEvent

SITE = "blog.example"
TAGS = frozenset({"spring"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ('partner note blog.example "asks for the invoice"', NoteSite(SITE, ContactEvent.NOTE, "asks for the invoice")),
        ("partner note www.blog.example asks first", NoteSite(SITE, ContactEvent.NOTE, "asks first")),
        ("partner wrote https://www.blog.example/post", NoteSite(SITE, ContactEvent.WROTE)),
        ("partner mailed blog.example about L-12", NoteSite(SITE, ContactEvent.WROTE, "about L-12")),
        ("partner answered blog.example soon", NoteSite(SITE, ContactEvent.ANSWERED, "soon")),
        ("partner contact www.blog.example", OpenContact(SITE)),
        ("partner contact blog.example ada@blog.example", SetContact(SITE, contact="ada@blog.example")),
        (
            "partner contact blog.example <mailto:ada@blog.example|ada@blog.example> tag:Spring",
            SetContact(SITE, contact="ada@blog.example", tags=TAGS),
        ),
        ("partner contact blog.example tag:spring", SetContact(SITE, tags=TAGS)),
        ("partner contact blog.example tag spring", SetContact(SITE, tags=TAGS)),
        (
            "partner contact blog.example tags spring,sale, ada@blog.example",
            SetContact(SITE, "ada@blog.example", TAGS | {"sale"}),
        ),
        ('partner contact blog.example "Ada, price tag first"', SetContact(SITE, contact="Ada, price tag first")),
        ("partner contact blog.example none", SetContact(SITE, contact="")),
        ('partner contact blog.example tag:"big spring" tag:x', SetContact(SITE, tags=frozenset({"big spring", "x"}))),
        ("partner contact blog.example tags none", SetContact(SITE, tags=frozenset())),
        ("partner contact blog.example tags:none a@b.example", SetContact(SITE, "a@b.example", frozenset())),
        ("partner contact blog.example none tags none", SetContact(SITE, "", frozenset())),
        ('partner contact blog.example "Ada, the editor."', SetContact(SITE, "Ada, the editor.")),
        (
            "partner contact blog.example Ada (editor), ada@blog.example, or <@U0BEN|ben>.",
            SetContact(SITE, contact="Ada (editor), ada@blog.example, or @ben"),
        ),
        (
            'partner note blog.example wants "spring, summer", as agreed. <@U0BEN|ben> &amp; I -> later?',
            NoteSite(SITE, ContactEvent.NOTE, 'wants "spring, summer", as agreed. @ben & I -> later?'),
        ),
        ("partner do-not-contact blog.example", SetContact(SITE, is_wanted=False)),
        ("partner may-contact blog.example", SetContact(SITE, is_wanted=True)),
    ],
)
def test_what_is_typed_is_meant(typed: str, meant: NoteSite | SetContact) -> None:
    assert parse(typed) == meant
    assert changes(meant)


@pytest.mark.parametrize(
    ("typed", "word", "why"),
    [
        ("partner note", "", "which site"),
        ("partner note hello", "hello", "which site"),
        ("partner note blog.example", "", "what is to be noted"),
        (f"partner note blog.example {'x' * 501}", "", "longer than 500"),
        ("partner contact blog.example tag", "tag", "is not what tag needs"),
        ("partner do-not-contact blog.example please", "please", "more than this needs"),
    ],
)
def test_what_is_wrong_is_named(typed: str, word: str, why: str) -> None:
    found = parse(typed)
    assert isinstance(found, ParseError)
    assert found.word == word
    assert why in found.why.replace("Say ", "")
    assert not isinstance(parse(found.example), ParseError)
