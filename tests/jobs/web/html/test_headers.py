"""X-Robots-Tag and Link headers."""

import pytest

from jobs.model.document import Canonical, RobotsTag
from jobs.web.html.headers import canonicals_in, hreflang_in, robots_in

ALL, GOOGLE = "X-Robots-Tag", "X-Robots-Tag googlebot"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["noindex"], [(ALL, "noindex")]),
        (["noindex, nofollow", "googlebot: none"], [(ALL, "noindex, nofollow"), (GOOGLE, "none")]),
        (["GoogleBot : NoIndex"], [(GOOGLE, "NoIndex")]),
        (["otherbot: noindex"], []),
        (["googlebot: nofollow, otherbot: noindex, nofollow"], [(GOOGLE, "nofollow")]),  # an agent holds until the next
        (["nofollow, otherbot: noindex"], [(ALL, "nofollow")]),
        (["max-snippet: 5, noindex"], [(ALL, "max-snippet: 5, noindex")]),  # a directive with a colon is no agent
        (
            ["unavailable_after: Friday, 25-Jun-10 15:00:00 GMT"],
            [(ALL, "unavailable_after: Friday, 25-Jun-10 15:00:00 GMT")],
        ),
        (["", " , "], []),
    ],
)
def test_reads_robots_headers(values: list[str], expected: list[tuple[str, str]]) -> None:
    headers = tuple(("x-robots-tag", value) for value in values)
    assert robots_in(headers) == tuple(RobotsTag(*tag) for tag in expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('<https://b.example/x>; rel="canonical"', ["https://b.example/x"]),
        ("</a,b;c>; rel=canonical", ["https://a.example/a,b;c"]),
        ('</n>; rel=next, </c>; title="a, b; rel=x"; rel="nofollow Canonical"', ["https://a.example/c"]),
        ("</c>; rel=canonical; rel=next", ["https://a.example/c"]),  # the first of two counts
        ('</c>; rel=canonical; anchor="/other"', []),  # says it of another page
        ('</c>; rel=canonical; anchor="/p"', ["https://a.example/c"]),  # and this of the page itself
        ('</c>; rel=canonical; anchor="#part"', []),  # of a part of it
        ('</c>; REL="Canonical"', ["https://a.example/c"]),
        ('</n>; title="<x>, </y>; rel=canonical"; rel=next, </c>; rel=canonical', ["https://a.example/c"]),
        ('</c>; title="said \\"so\\""; rel=canonical', ["https://a.example/c"]),
        ("</c> ; rel = canonical ; foo", ["https://a.example/c"]),
        ("</c>;;rel=canonical", ["https://a.example/c"]),
        (", </c>; rel=canonical ,", ["https://a.example/c"]),
        ("</c> junk; rel=canonical, </d>; rel=canonical", ["https://a.example/d"]),  # read on after the comma
        ("junk, </d>; rel=canonical", []),  # what is no link ends the reading
        ("</a<b>; rel=canonical", ["https://a.example/a%3Cb"]),
        ("</c>; rel='canonical'", []),  # these are no quotation marks
        ('</c>; rel="canonical', ["https://a.example/c"]),  # never closed
        ("<http://[>; rel=canonical", []),
        ("/c; rel=canonical", []),
    ],
)
def test_reads_canonical_headers(value: str, expected: list[str]) -> None:
    found = canonicals_in((("link", value),), "https://a.example/p")
    assert found == tuple(Canonical("header", href) for href in expected)


def test_a_canonical_of_a_language_or_a_format_is_known_as_one_that_google_ignores() -> None:
    value = '</c>; rel=canonical; hreflang=de, </d>; rel=canonical; Type="text/plain"; media=print, </e>; rel=canonical'
    found = canonicals_in((("link", value),), "https://a.example/p")
    assert [each.ignored for each in found] == ["has hreflang", "has media and type", ""]


def test_reads_languages_of_link_headers() -> None:
    value = '</de>; rel="alternate"; hreflang="de", </en>; rel=alternate; hreflang=en-GB, </x>; hreflang=fr'
    assert hreflang_in((("link", value),), "https://a.example/") == (
        ("de", "https://a.example/de"),
        ("en-GB", "https://a.example/en"),
    )
