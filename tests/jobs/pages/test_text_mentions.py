import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.pages.text_mentions import mention_of

TARGET = "https://ours.example/guide"


@pytest.mark.parametrize(
    ("target", "text"),
    [
        pytest.param(TARGET, "see ours.example for more", id="another page"),
        pytest.param(TARGET, "see ours.example/guides", id="a longer path"),
        pytest.param(TARGET, "see notours.example/guide", id="a longer host"),
        pytest.param(TARGET, "see shop.ours.example/guide", id="a host below ours"),
        pytest.param(TARGET, "see ours.example.evil.example/guide", id="a host that begins like ours"),
        pytest.param(TARGET, "see https://evil.example/ours.example/guide", id="our address as a path"),
        pytest.param("https://ours.example/", "write to info@ours.example", id="an email address"),
        pytest.param(TARGET, "", id="no text"),
    ],
)
def test_does_not_see(target: str, text: str) -> None:
    assert mention_of(target, text) == ""


@pytest.mark.parametrize(
    ("target", "text", "written"),
    [
        (TARGET, "see https://ours.example/guide.", "https://ours.example/guide"),
        (TARGET, "see (www.ours.example/guide/)", "www.ours.example/guide/"),
        (TARGET, "see OURS.example/guide, please", "OURS.example/guide"),
        (TARGET, "http://ours.example/guide?utm_source=x", "http://ours.example/guide?utm_source=x"),
        ("https://ours.example/", "made by ours.example", "ours.example"),
        ("ours.example", "made by ours.example/about!", "ours.example/about"),
        ("https://münchen.example/", "bei münchen.example", "münchen.example"),
        ("https://münchen.example/", "bei xn--mnchen-3ya.example", "xn--mnchen-3ya.example"),
    ],
)
def test_sees(target: str, text: str, written: str) -> None:
    assert mention_of(target, text) == written


def test_gives_the_words_around() -> None:
    assert mention_of(TARGET, "one two ours.example/guide three four", 5) == "… two ours.example/guide …"


@given(st.text(max_size=50), st.text(max_size=200))
def test_never_raises(target: str, text: str) -> None:
    mention_of(target, text)
