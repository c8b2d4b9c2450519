"""Which name a site has however it is said, and which places are on a site of ours."""

from pathlib import Path

import pytest
from publicsuffixlist import PSLFILE, PublicSuffixList, encode_idn

from jobs.web.urls import is_on_site, registrable_domain, site_name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("ours.example", "ours.example"),
        ("WWW.Ours.Example", "ours.example"),
        ("https://www.ours.example:8443/shop?x=1", "ours.example"),
        ("shop.ours.example", "shop.ours.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("www.gov.uk", "www.gov.uk"),  # gov.uk is a suffix
        ("203.0.113.7", "203.0.113.7"),
        ("no site", ""),
        ("", ""),
    ],
)
def test_a_site_has_one_name_however_it_is_said(said: str, name: str) -> None:
    assert site_name(said) == name


@pytest.mark.parametrize("site", ["ours.example", "www.ours.example", "https://www.ours.example/", "OURS.example"])
@pytest.mark.parametrize(
    ("place", "ours"),
    [
        ("https://ours.example/x", True),
        ("https://www.ours.example/", True),
        ("shop.ours.example", True),
        ("notours.example", False),
        ("https://blog.example/?x=ours.example", False),
        ("", False),
    ],
)
def test_what_is_ours_is_so_with_and_without_www(site: str, place: str, *, ours: bool) -> None:
    assert is_on_site(place, [site]) is ours
    assert is_on_site(place, [""]) is False


def test_every_rule_of_the_public_suffix_list_is_known_as_it_stands_and_in_punycode() -> None:
    lines = Path(PSLFILE).read_text(encoding="utf-8").splitlines()
    rules = [line.split(" ")[0].lstrip("!*.") for line in lines if line and not line.startswith("//")]
    names = [f"a.b.{spelt}" for rule in rules for spelt in {rule, encode_idn(rule)}]
    whole = PublicSuffixList()
    assert len(names) > 9_000
    assert {name: registrable_domain(name) for name in names} == {name: whole.privatesuffix(name) for name in names}
