import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.web.robots.rules import READ_AT_MOST, CrawlPolicy, parse_robots, robots_policy

GOOGLEBOT = "Googlebot"
OURS = "Linkwatch"


@pytest.mark.parametrize(
    ("robots", "agent", "url", "allowed", "why"),
    [
        ("", GOOGLEBOT, "https://a.example/x", True, "no rules"),
        ("User-agent: *\nDisallow: /", GOOGLEBOT, "https://a.example/", False, "everyone"),
        ("User-agent: *\nDisallow:", GOOGLEBOT, "https://a.example/", True, "an empty rule forbids nothing"),
        (
            "User-agent: *\nDisallow: /\nUser-agent: googlebot\nAllow: /",
            GOOGLEBOT,
            "https://a.example/",
            True,
            "own group",
        ),
        ("User-agent: *\nDisallow: /\nUser-agent: googlebot\nAllow: /", OURS, "https://a.example/", False, "not ours"),
        ("User-agent: googlebot/2.1\nDisallow: /", GOOGLEBOT, "https://a.example/", False, "a version does not count"),
        ("User-agent: Google\nDisallow: /", GOOGLEBOT, "https://a.example/", True, "names match whole"),
        ("\ufeffUser-agent: *\r\nDisallow: /x", GOOGLEBOT, "https://a.example/x", False, "byte order mark, CR LF"),
        ("user agent: *\ndisalow: /x", GOOGLEBOT, "https://a.example/xy", False, "misspelt, as Google forgives"),
        ("User-agent *\nDisallow /x", GOOGLEBOT, "https://a.example/x", False, "no colon"),
        ("User-agent: *\nDisallow: /a\nAllow: /a", GOOGLEBOT, "https://a.example/a", True, "allow wins a tie"),
        ("User-agent: *\nDisallow: /a/\nAllow: /a", GOOGLEBOT, "https://a.example/a/b", False, "the longest wins"),
        ("User-agent: *\nDisallow: /*.pdf$", GOOGLEBOT, "https://a.example/x.pdf", False, "star and dollar"),
        ("User-agent: *\nDisallow: /*.pdf$", GOOGLEBOT, "https://a.example/x.pdf?y", True, "the dollar is the end"),
        ("User-agent: *\nDisallow: /*a*a$", GOOGLEBOT, "https://a.example/a", True, "pieces do not overlap"),
        ("User-agent: *\nDisallow: /\u30c4", GOOGLEBOT, "https://a.example/%E3%83%84", False, "escapes on one side"),
        ("User-agent: *\nDisallow: /%e3", GOOGLEBOT, "https://a.example/%E3", False, "capitals in escapes"),
        ("User-agent: *\nDisallow: /?s=", GOOGLEBOT, "https://a.example?s=1", False, "a query without a path"),
        ("User-agent: a\nUser-agent: googlebot\nDisallow: /", GOOGLEBOT, "https://a.example/", False, "shared group"),
        ("User-agent: googlebot\nSitemap: /s\nDisallow: /", GOOGLEBOT, "https://a.example/", False, "other lines"),
        ("Disallow: /", GOOGLEBOT, "https://a.example/", True, "a rule for nobody"),
        (
            "User-agent: googlebot\nDisallow: /",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "https://a.example/",
            False,
            "a whole header",
        ),
    ],
)
def test_decision(robots: str, agent: str, url: str, allowed: bool, why: str) -> None:  # noqa: FBT001 - a column of the table
    assert parse_robots(robots, [agent]).allows(agent, url) is allowed, why


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Acme2", "Acme2"),
        ("acme2/1.0", "Acme2"),
        ("Acme2.Links/1.0", "acme2.links"),
        ("Mozilla/5.0 (compatible; Acme2; +https://acme.example)", "Acme2"),
        ("3links", "3Links"),
        ("Acme Links", "Acme Links"),
        ("Linkwatch", "Acme2"),
        ("linkwatch/0.1", "Acme2"),
    ],
)
def test_a_name_of_any_signs_is_found_and_the_projects_own_too(line: str, name: str) -> None:
    robots = parse_robots(f"User-agent: {line}\nDisallow: /\n\nUser-agent: *\nAllow: /\n", (name, OURS))
    assert not robots.decide_for((name, OURS), "https://a.example/x").allowed


@pytest.mark.parametrize("line", ["Acme", "Acme3", "Googlebot", "AcmeLinks2"])
def test_a_group_of_another_name_is_not_ours(line: str) -> None:
    robots = parse_robots(f"User-agent: {line}\nDisallow: /\n", ("Acme2", OURS))
    assert robots.decide_for(("Acme2", OURS), "https://a.example/x").allowed


def test_what_either_of_two_groups_of_ours_forbids_is_forbidden() -> None:
    robots = parse_robots("User-agent: Acme2\nDisallow: /a\n\nUser-agent: Linkwatch\nDisallow: /b\n", ("Acme2", OURS))
    told = [robots.decide_for(("Acme2", OURS), f"https://a.example/{path}").allowed for path in ("a", "b", "c")]
    assert told == [False, False, True]


def test_the_deciding_line_is_named() -> None:
    decision = parse_robots("# hello\nUser-agent: *\nDisallow: /a\nDisallow: /ab", [GOOGLEBOT]).decide(
        GOOGLEBOT, "https://x.example/abc"
    )
    assert decision.rule is not None
    assert (decision.rule.line, decision.rule.pattern) == (4, "/ab")


def test_only_the_first_500_kib_count() -> None:
    assert parse_robots(b"#" * READ_AT_MOST + b"\nUser-agent: *\nDisallow: /", [GOOGLEBOT]).allows(
        GOOGLEBOT, "https://a.example/"
    )


@pytest.mark.parametrize(
    ("status", "policy"),
    [
        (200, CrawlPolicy.READ),
        (404, CrawlPolicy.ALLOW_ALL),
        (403, CrawlPolicy.ALLOW_ALL),
        (301, CrawlPolicy.ALLOW_ALL),
        (429, CrawlPolicy.DISALLOW_ALL),
        (503, CrawlPolicy.DISALLOW_ALL),
        (None, CrawlPolicy.DISALLOW_ALL),
    ],
)
def test_status(status: int | None, policy: CrawlPolicy) -> None:
    assert robots_policy(status) is policy


@given(st.binary(max_size=400), st.text(max_size=40), st.text(max_size=80))
def test_no_file_is_an_error(body: bytes, agent: str, url: str) -> None:
    assert parse_robots(body, [agent]).allows(agent, url) in {True, False}


def test_of_a_crowd_of_agents_only_those_asked_about_keep_rules() -> None:
    crowd = "".join(f"User-agent: bot{number}\n" for number in range(300))
    rules = "".join(f"Disallow: /{number}\n" for number in range(300))
    robots = parse_robots(f"{crowd}User-agent: {GOOGLEBOT}\n{rules}\nUser-agent: bot1\nDisallow: /\n", [GOOGLEBOT])
    assert robots.size == 300
    assert robots.groups["googlebot"] is robots.named["googlebot"]
    assert not robots.allows(GOOGLEBOT, "https://a.example/299")
    assert robots.allows(GOOGLEBOT, "https://a.example/x")


def test_the_groups_of_one_agent_are_read_as_one() -> None:
    robots = parse_robots(
        "User-agent: a\nDisallow: /a\n\nUser-agent: b\nUser-agent: a\nUser-agent: A\nDisallow: /b\n", ["a"]
    )
    assert [rule.pattern for rule in robots.groups["a"]] == ["/a", "/b"]
    assert list(robots.groups) == ["a"]
