import pytest

from jobs.pages.doubtful_sites import host_in, neighbours, offers
from jobs.web.urls import host, parse


def link(href: str, text: str = "x") -> tuple[str, str]:
    return host_in(href), text


@pytest.mark.parametrize(
    ("href", "text"),
    [
        ("https://specialist.example/", "ask a specialist"),
        ("https://essex.example/", "walks in Essex"),
        ("https://library.example/", "how to write an essay"),
        ("https://bank.example/", "student loans"),
        ("https://museum.example/", "book a time slot"),
        ("https://paper.example/", "the old paper mill"),
        ("https://cars.example/", "a Ford Escort of 1975"),
    ],
)
def test_decent_company(href: str, text: str) -> None:
    assert neighbours([link(href, text)]) == ()


@pytest.mark.parametrize(
    ("href", "text", "trade"),
    [
        ("https://best-casino.example/", "x", "gambling"),
        ("https://a.example/", "online casino bonus", "gambling"),
        ("https://a.example/", "Казино онлайн", "gambling"),
        ("https://sexcam.example/", "x", "adult"),
        ("https://a.example/", "payday loans", "loans"),
        ("https://a.example/", "buy cheap Viagra", "pharma"),
        ("https://write-my-essay.example/", "x", "essay mills"),
        ("https://a.example/", "essay writing service", "essay mills"),
    ],
)
def test_doubtful_company(href: str, text: str, trade: str) -> None:
    host = href.split("/")[2]
    assert neighbours([link(href, text)]) == (f"{host} ({trade})",)


def test_each_host_is_named_once_and_ten_at_most() -> None:
    links = [link(f"https://casino{n}.example/") for n in range(20)] * 2
    assert len(neighbours(links)) == 10


@pytest.mark.parametrize(
    "text",
    [
        "We link to shops that we like.",
        "The price of a guest room is low.",
        "Link sausages",
        "We do not sell anything; links are for readers.",
        "This sponsored article was written with a partner.",
        "El festival está patrocinado por la ciudad.",
        "A guest post by Ada.",
        "Text links are underlined.",
    ],
)
def test_no_offer(text: str) -> None:
    assert offers(text) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Buy dofollow backlinks here", "buy dofollow backlinks"),
        ("Our guest post pricing is fair", "guest post pricing"),
        ("Jetzt Backlinks kaufen!", "backlinks kaufen"),
    ],
)
def test_offers(text: str, said: str) -> None:
    assert offers(text) == (said,)


@pytest.mark.parametrize("authority", ["a.example", "user:pw@a.example", "a.example:8080", "[::1]", "[::1]:8080"])
def test_the_host_read_off_is_the_host(authority: str) -> None:
    href = parse(f"https://{authority}/a@b/c:1")
    assert href is not None
    assert host_in(href) == host(href)
