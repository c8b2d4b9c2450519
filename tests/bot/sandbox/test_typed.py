import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.typed import as_sent, escape

CHANNELS = {"links": "C1", "client-acme": "C2"}
USERS = {"ada": "U1"}


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("add https://a.example/x?a=1&b=2", "add <https://a.example/x?a=1&amp;b=2>"),
        ("a.example/x -> b.example", "<http://a.example/x|a.example/x> -&gt; <http://b.example|b.example>"),
        ("in #links for @ada", "in <#C1|links> for <@U1|ada>"),
        ("in #client-acme", "in <#C2|client-acme>"),
        ("#nowhere @nobody", "#nowhere @nobody"),
        ('anchor "best boots"', 'anchor "best boots"'),
        ("every 6h 1.5 L-12", "every 6h 1.5 L-12"),
        ("me@a.example", "me@a.example"),
        ("https://a.example/x. https://a.example/x?!", "<https://a.example/x>. <https://a.example/x>?!"),
        ("a.example/x, b.example...", "<http://a.example/x|a.example/x>, <http://b.example|b.example>..."),
        ("(https://a.example/x) (see a.example).", "(<https://a.example/x>) (see <http://a.example|a.example>)."),
        ("https://a.example/a_(b) (https://a.example/a_(b))", "<https://a.example/a_(b)> (<https://a.example/a_(b)>)"),
        ('"https://a.example/x!"', '"<https://a.example/x>!"'),
        ("@ada. #links, #client-acme!", "<@U1|ada>. <#C1|links>, <#C2|client-acme>!"),
    ],
)
def test_typed_text_reaches_the_app_as_slack_sends_it(typed: str, sent: str) -> None:
    assert as_sent(typed, CHANNELS, USERS) == sent


@given(st.text(alphabet=st.characters(exclude_characters="#@./:"), max_size=60))
def test_plain_words_are_only_escaped(text: str) -> None:
    assert as_sent(text, CHANNELS, USERS) == escape(text)
