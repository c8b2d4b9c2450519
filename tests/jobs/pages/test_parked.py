import pytest

from jobs.pages.parked import parked_mark

STORY = "The river runs past the old mill, and the path follows it for an hour or two. " * 50


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("", "Walks along the river", id="an ordinary page"),
        pytest.param("", "The house is for sale.", id="something else for sale"),
        pytest.param("", STORY + "This domain is for sale.", id="a page with much to say"),
        pytest.param("", "How to buy a domain that is for sale.", id="an article about the trade"),
        pytest.param("<a href='https://sedo.com/'>Sedo</a>", "We trade domains.", id="a link to a market"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_is_not_parked(html: str, text: str) -> None:
    assert parked_mark(html.encode(), text) == ""


@pytest.mark.parametrize(
    ("html", "text", "mark"),
    [
        ("<script src='https://img.sedoparking.com/js/x.js'></script>", "partner.example", "Sedo"),
        ("<script src='//d1.parkingcrew.net/x.js'></script>", "partner.example", "ParkingCrew"),
        ("<script>window.onload=function(){window.location.href='/lander'}</script>", "", "GoDaddy"),
        ("<a href='https://www.hugedomains.com/domain_profile.cfm?d=partner'>Buy</a>", "Buy now", "HugeDomains"),
        ("<script src='https://www.google.com/adsense/domains/caf.js'></script>", "Ads", "Google AdSense for Domains"),
        ("", "This domain is for sale!", "“this domain is for sale”"),
        ("", "The domain partner.example is for sale", "“the domain partner.example is for sale”"),
        ("", "Diese Domain steht zum Verkauf", "“diese domain steht zum verkauf”"),
        ("", "Buy this domain today", "“buy this domain”"),
    ],
)
def test_is_parked(html: str, text: str, mark: str) -> None:
    assert parked_mark(html.encode(), text) == mark
