import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.web.urls import (
    Degree,
    Refusal,
    Varies,
    as_shown,
    from_person,
    host,
    is_ip,
    join,
    match_key,
    parse,
    registrable_domain,
    same_target,
    up_to_path,
)

PAGE = "https://site.example/dir/page.html?q=1#top"


@pytest.mark.parametrize(
    ("href", "encoding", "joined", "why"),
    [
        ("", "utf-8", "https://site.example/dir/page.html?q=1", "an empty href is the page itself"),
        ("../a b", "utf-8", "https://site.example/a%20b", "relative, with a space"),
        (" \t/a\nb ", "utf-8", "https://site.example/ab", "white space around, and line ends within"),
        ("//other.example", "utf-8", "https://other.example/", "the page's scheme"),
        ("/é?é#é", "utf-8", "https://site.example/%C3%A9?%C3%A9#%C3%A9", "UTF-8 throughout"),
        (
            "/é?é#é",
            "windows-1252",
            "https://site.example/%C3%A9?%E9#%C3%A9",
            "only the query takes the page's encoding",
        ),
        ("?é", "utf-16le", "https://site.example/dir/page.html?%C3%A9", "UTF-16 pages send UTF-8"),
        ("?日", "koi8-r", "https://site.example/dir/page.html?%26%2326085%3B", "what the encoding lacks"),
        ("?日<", "shift_jis", "https://site.example/dir/page.html?%93%FA%3C", "two bytes, and what is always escaped"),
        ("?日", "iso-2022-jp", "https://site.example/dir/page.html?%1B$BF|%1B(B", "with its escape sequences"),
        ("a|b?c|d", "utf-8", "https://site.example/dir/a%7Cb?c|d", "Chromium escapes it in paths only"),
        ("mailto:a?subject=é", "windows-1252", "mailto:a?subject=%C3%A9", "not for mail"),
        ("#?é", "windows-1252", "https://site.example/dir/page.html?q=1#?%C3%A9", "a question mark in the fragment"),
        ("http://ex ample/", "utf-8", None, "no host"),
        ("http://[::1", "utf-8", None, "half an address"),
        ("/\ud800", "utf-8", "https://site.example/%EF%BF%BD", "a lone surrogate"),
        ("http://BÜCHER.example/", "utf-8", "http://xn--bcher-kva.example/", "an international name"),
    ],
)
def test_join(href: str, encoding: str, joined: str | None, why: str) -> None:
    assert join(href, PAGE, encoding) == joined, why


@pytest.mark.parametrize(
    ("href", "shown"),
    [
        ("http://example com/a b", "http://example%20com/a%20b"),
        ("http:// example.com", "http://%20example.com/"),
        ("http: //example.com/", "http://%20//example.com/"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_what_does_not_parse_is_shown_as_chromium_shows_it(href: str, shown: str) -> None:
    assert join(href, PAGE) is None
    assert as_shown(href, PAGE) == shown


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://example.com/a", "https://example.com/a"),
        ("<https://example.com/a|example.com/a>", "https://example.com/a"),
        ("<http://example.com|example.com>", "http://example.com/"),
        ("https://example.com/?a=1&amp;b=2", "https://example.com/?a=1&b=2"),
        ("example.com/a", "https://example.com/a"),
        ("example.com:8080/a", "https://example.com:8080/a"),
        ("\u201chttps://example.com/a\u201d.", "https://example.com/a"),
        ("(https://example.com/a),", "https://example.com/a"),
        ("https://en.wikipedia.org/wiki/A_(b)", "https://en.wikipedia.org/wiki/A_(b)"),
        ("`https://example.com`", "https://example.com/"),
        ("*<https://example.com>*", "https://example.com/"),
        ("\u200bhttps://example.com/\u200b", "https://example.com/"),
        ("bücher.example", "https://xn--bcher-kva.example/"),
        ("HTTP://EXAMPLE.com", "http://example.com/"),
    ],
)
def test_a_typed_address_is_understood(typed: str, url: str) -> None:
    assert from_person(typed).url == url


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://example.com/Yahoo!", "https://example.com/Yahoo!"),
        ("https://example.com/Warner_Bros.", "https://example.com/Warner_Bros."),
        ("\u201chttps://example.com/a.\u201d", "https://example.com/a."),
        ("(https://example.com/a!)", "https://example.com/a!"),
    ],
)
def test_of_a_whole_address_a_full_stop_is_its_own(typed: str, url: str) -> None:
    assert from_person(typed, is_whole=True).url == url


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", Refusal.EMPTY),
        (" <> ", Refusal.EMPTY),
        ("ftp://example.com/", Refusal.SCHEME),
        ("javascript:alert(1)", Refusal.SCHEME),
        ("<mailto:a@example.com|a@example.com>", Refusal.SCHEME),
        ("https://me:secret@example.com/", Refusal.USERINFO),
        ("https://example.com/\x00", Refusal.CONTROL_CHARACTERS),
        ("https://example.com/a https://example.com/b", Refusal.SPACES),
        ("https://example.com/" + "a" * 8000, Refusal.TOO_LONG),
        ("https://", Refusal.INVALID),
        ("https://exa<mple.com/", Refusal.INVALID),
        ("localhost", Refusal.HOST),
        ("https://example.com/some/very/long-title-that-g\u2026", Refusal.CUT_OFF),
        ("<https://example.com/some/very/long-title-that-g\u2026>", Refusal.CUT_OFF),
        ("https://example.com/a-long-title...", Refusal.CUT_OFF),
        ("(https://example.com/a-long-title...)", Refusal.CUT_OFF),
        ("https://example.com/2024/very[\u2026]walk", Refusal.CUT_OFF),
        ("https://example.com/2024/very[...]walk", Refusal.CUT_OFF),
        ("https://example.com/2024/very...walk", Refusal.CUT_OFF),
        ("https://example.com/\u2026/walk", Refusal.CUT_OFF),
        ("https://example.com/.../walk", Refusal.CUT_OFF),
        ("https://exam\u2026/walk", Refusal.CUT_OFF),
    ],
)
def test_a_refusal_gives_its_reason(typed: str, refusal: Refusal) -> None:
    assert from_person(typed).refusal is refusal


@pytest.mark.parametrize(
    "typed",
    [
        "https://github.com/a/b/compare/v1.0...v2.0",
        "https://example.com/wait%2E%2E%2Ewhat",
        "https://example.com/wait%E2%80%A6",
        "https://example.com/a..b",
        "https://example.com/a..",
    ],
)
def test_dots_that_are_its_own_cut_nothing_off(typed: str) -> None:
    assert from_person(typed).refusal is None


@given(st.text(max_size=60))
def test_a_typed_text_is_an_address_or_a_reason(text: str) -> None:
    typed = from_person(text)
    assert bool(typed.url) is (typed.refusal is None)
    assert not typed.url or parse(typed.url) == typed.url


@pytest.mark.parametrize(
    ("name", "domain", "why"),
    [
        ("www.example.co.uk", "example.co.uk", "a suffix of two labels"),
        ("https://a.b.example.com/x", "example.com", "an address"),
        ("a.blogspot.com", "a.blogspot.com", "each blog has its own owner"),
        ("co.uk", "co.uk", "a bare suffix"),
        ("https://127.0.0.1/", "127.0.0.1", "an IP address"),
        ("[::1]", "[::1]", "an IPv6 address"),
        ("EXAMPLE.com.", "example.com", "case and the final dot"),
    ],
)
def test_registrable_domain(name: str, domain: str, why: str) -> None:
    assert registrable_domain(name) == domain, why


def test_hosts() -> None:
    assert (host("https://Example.com:8080/"), host("nonsense")) == ("example.com", "")
    assert all(map(is_ip, ("10.0.0.1", "[::1]", "::1", "[10.0.0.1]", "fe80::a")))
    assert not any(map(is_ip, ("example.com", "10.0.0.1.example", "a.b2", "10.0.0", "")))


TARGET = "https://example.com/shop/a"


@pytest.mark.parametrize(
    ("href", "varies"),
    [
        ("https://example.com/shop/a", ()),
        ("https://EXAMPLE.com:443/shop/%61", ()),
        ("http://example.com/shop/a", (Varies.SCHEME,)),
        ("https://www.example.com/shop/a/", (Varies.WWW, Varies.TRAILING_SLASH)),
        ("https://example.com/shop/a?utm_source=x&fbclid=1", (Varies.TRACKING,)),
        ("https://example.com/shop/a#reviews", (Varies.FRAGMENT,)),
    ],
)
def test_the_same_page_in_other_words(href: str, varies: tuple[Varies, ...]) -> None:
    match = same_target(href, TARGET)
    assert (match.degree, match.varies) == (Degree.VARIANT if varies else Degree.EXACT, varies)


@pytest.mark.parametrize(
    ("href", "degree", "why"),
    [
        ("https://example.com/shop/b", Degree.SAME_SITE, "another page"),
        ("https://blog.example.com/shop/a", Degree.SAME_SITE, "another host of the site"),
        *(
            (f"https://example.com/shop/a?{name}=1", Degree.SAME_SITE, "may name a page")
            for name in ("r", "ref", "id", "p")
        ),
        ("https://example.com:8443/shop/a", Degree.SAME_SITE, "another port"),
        ("https://example.com/index.html", Degree.SAME_SITE, "no default index is assumed"),
        ("https://t.example/out?url=https%3A%2F%2Fexample.com%2Fshop%2Fa", Degree.REDIRECTOR, "in a parameter"),
        ("https://t.example/out?u=https%253A%252F%252Fexample.com%252Fshop%252Fa", Degree.REDIRECTOR, "escaped twice"),
        ("https://t.example/goto/https://example.com/shop/a", Degree.REDIRECTOR, "in the path"),
        ("https://t.example/goto/https:/example.com/shop/a", Degree.REDIRECTOR, "in the path, slashes merged"),
        ("https://example.com/go?to=//www.example.com/shop/a", Degree.REDIRECTOR, "our own host's, without a scheme"),
        ("https://t.example/go?u=aHR0cHM6Ly9leGFtcGxlLmNvbS9zaG9wL2E", Degree.REDIRECTOR, "in base64"),
        ("https://t.example/?u=aHR0cHM6Ly9leGFtcGxlLmNvbS9zaG9wL2E", Degree.NO, "nothing says that it leads there"),
        ("https://t.example/?url=https://example.com/shop/b", Degree.NO, "to another page of ours"),
        ("https://www.facebook.com/sharer/sharer.php?u=https://example.com/shop/a", Degree.NO, "a share button"),
        ("https://web.archive.org/web/2020/https://example.com/shop/a", Degree.NO, "an archive"),
        ("https://notexample.com/shop/a", Degree.NO, "a longer name"),
        ("mailto:a@example.com", Degree.NO, "no page"),
        ("http://exa mple.com/", Degree.NO, "no address"),
    ],
)
def test_degrees(href: str, degree: Degree, why: str) -> None:
    assert same_target(href, TARGET).degree is degree, why


@pytest.mark.parametrize(
    ("href", "degree"),
    [
        ("http://example.com", Degree.EXACT),
        ("https://shop.example.com/x?y", Degree.EXACT),
        ("https://notexample.com/", Degree.NO),
        ("https://t.example/go?u=https://www.example.com/", Degree.REDIRECTOR),
    ],
)
def test_a_domain_stands_for_all_its_pages(href: str, degree: Degree) -> None:
    assert {same_target(href, target).degree for target in ("example.com", "www.example.com", "EXAMPLE.com")} == {
        degree
    }


WORDS = st.sampled_from(
    ["", "a", "A", "%61", "%7c", "|", "%", "%%34%31", "é", "/", "//", "~", "'", "+", "&", "=", "utm_x=1"]
)
PATHS = st.lists(WORDS, max_size=5).map("".join)
ADDRESSES = st.builds(
    "{}://{}example.com{}/{}{}{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["", "www.", "WWW.", "shop."]),
    st.sampled_from(["", ":443", ":8080"]),
    PATHS,
    PATHS.map(lambda text: f"?{text}" if text else ""),
    PATHS.map(lambda text: f"#{text}" if text else ""),
)


@given(ADDRESSES)
def test_normalising_twice_changes_nothing(url: str) -> None:
    assert match_key(match_key(url)) == match_key(url)
    assert same_target(match_key(url), url).degree is Degree.EXACT


@given(ADDRESSES, ADDRESSES)
def test_matching_is_symmetric_for_variants(one: str, other: str) -> None:
    there, back = same_target(one, other), same_target(other, one)
    near = {Degree.EXACT, Degree.VARIANT}
    assert (there.degree in near) is (back.degree in near)
    assert there.degree not in near or there == back


ONE_PAGE_IN_PATHS = "!$'()*,:=@[]-._~aZ9"
ONE_PAGE_IN_QUERIES = "!$'()*,:@[]-._~aZ9"
DIVIDERS = "/+&?#;"
AROUND = st.text("ab1-", max_size=4)


@given(st.sampled_from(ONE_PAGE_IN_PATHS), AROUND, AROUND)
def test_in_a_path_what_divides_nothing_is_its_escape(sign: str, before: str, after: str) -> None:
    bare, escaped = (f"https://example.com/{before}x{each}x{after}" for each in (sign, f"%{ord(sign):02x}"))
    assert same_target(bare, escaped).degree is Degree.EXACT
    assert match_key(bare) == match_key(escaped)


@given(st.sampled_from(ONE_PAGE_IN_QUERIES), AROUND, AROUND)
def test_in_a_query_what_divides_nothing_is_its_escape(sign: str, before: str, after: str) -> None:
    bare, escaped = (f"https://example.com/?q{before}=x{each}x{after}" for each in (sign, f"%{ord(sign):02X}"))
    assert same_target(bare, escaped).degree is Degree.EXACT


@given(st.sampled_from(DIVIDERS), st.sampled_from(["/a{}b", "/?q=a{}b", "/?a{}b=1"]), AROUND)
def test_a_divider_is_not_its_escape(sign: str, where: str, after: str) -> None:
    bare, escaped = (f"https://example.com{where.format(each)}{after}" for each in (sign, f"%{ord(sign):02X}"))
    assert same_target(bare, escaped).degree not in {Degree.EXACT, Degree.VARIANT}


@pytest.mark.parametrize(
    ("one", "other", "is_same", "why"),
    [
        ("wiki/Boot_(shoe)", "wiki/Boot_%28shoe%29", True, "brackets"),
        ("a,b", "a%2Cb", True, "a comma"),
        ("@ada", "%40ada", True, "an at sign"),
        ("Special:Recent", "Special%3ARecent", True, "a colon"),
        ("it's", "it%27s", True, "an apostrophe"),
        ("~ada", "%7Eada", True, "a tilde"),
        ("shop?color[]=red", "shop?color%5B%5D=red", True, "square brackets in a query"),
        ("search?q=garden+tools", "search?q=garden%20tools", True, "a space in a query"),
        ("search?q=a=b", "search?q=a%3Db", True, "only the first = of a pair divides"),
        ("search?a=b", "search?a%3Db", False, "a name with a = in it, and no value"),
        ("a+b", "a%20b", False, "in a path a plus is a plus"),
        ("search?q=c++", "search?q=c%2B%2B", False, "a plus in a query"),
        ("a/b", "a%2Fb", False, "a slash"),
        ("search?q=a&b", "search?q=a%26b", False, "an ampersand"),
        ("a?b", "a%3Fb", False, "a question mark"),
        ("a;b", "a%3Bb", False, "a semicolon"),
    ],
)
def test_the_same_page_spelt_otherwise(one: str, other: str, is_same: bool, why: str) -> None:  # noqa: FBT001 - a column
    match = same_target(f"https://example.com/{one}", f"https://example.com/{other}")
    assert match.degree is (Degree.EXACT if is_same else Degree.SAME_SITE), why


def test_a_pipe_is_its_escape() -> None:
    assert match_key("https://example.com/a|b") == match_key("https://example.com/a%7cb") == "https://example.com/a%7Cb"


@pytest.mark.parametrize(
    ("written", "up_to"),
    [
        ("https://blog.example/a/b?c=/", "https://blog.example"),
        ("http://x/", "http://x"),
        ("https://ada:pw@blog.example:8443/#/", "https://ada:pw@blog.example:8443"),
        ("https://blog.example?q=/", "https://blog.example"),
    ],
)
def test_what_stands_before_the_path(written: str, up_to: str) -> None:
    address = parse(written)
    assert address is not None
    assert up_to_path(address) == up_to
