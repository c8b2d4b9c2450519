"""Marks of domains that are for sale or only show advertisements. A heuristic of ours."""

import re

from msgspec import Struct

_LOOKED_AT = 256 * 1024
_THIN = 3000
"""Visible characters above which a page that speaks of domains for sale is a page of its own."""


class ParkedMark(Struct, frozen=True):
    """One sign of a parked domain and who puts it there."""

    maker: str
    pattern: re.Pattern[str]


def _mark(maker: str, pattern: str) -> ParkedMark:
    return ParkedMark(maker, re.compile(pattern))


IN_HTML = (
    _mark("Sedo", r"sedoparking\.com|img\.sedoparking|sedo\.com/search/details"),
    _mark("ParkingCrew", r"parkingcrew\.net"),
    _mark("Bodis", r"(?:\.|//)bodis(?:cdn)?\.com"),
    _mark("Above.com", r"//(?:www\.)?above\.com/marketplace|abovedomains"),
    _mark("Afternic", r"afternic\.com/forsale"),
    _mark("Dan.com", r"//(?:www\.)?dan\.com/(?:buy-domain|orders)|cdn\d*\.dan\.com"),
    _mark("HugeDomains", r"hugedomains\.com/domain_profile"),
    _mark("GoDaddy", r"parklogic|\bparking-lander\b|window\.location\.href\s*=\s*[\"']/lander[\"']|/parking-lander/"),
    _mark("Uniregistry", r"uniregistry\.com/(?:buy|market)|uniregistrymarket\.link"),
    _mark("Skenzo", r"skenzo\.com"),
    _mark("Team Internet", r"(?:d38psrni17bvxu|dsultra)\.(?:cloudfront\.net|com)|tonic\.com/parking"),
    _mark("Namecheap", r"parkingpage\.namecheap\.com"),
    _mark("Google AdSense for Domains", r"google\.com/adsense/domains/caf\.js"),
)
"""Looked for in the HTML, scripts included."""

IN_TEXT = re.compile(
    r"(?:this |the )?domain(?: name)?(?: \S{1,63}\.\S{2,63})? (?:is|may be|might be) (?:available )?(?:for sale|parked|for purchase)"
    r"|(?:buy|purchase|get) this domain\b|make an offer on this domain|this domain (?:has been|was) (?:recently )?registered"
    r"|this (?:web ?page|website|domain|site) is (?:currently )?parked|parked (?:free|domain)\b|domain has expired"
    r"|diese domain (?:steht zum verkauf|ist zu verkaufen|kaufen)|domain (?:zu verkaufen|geparkt)"
    r"|ce (?:nom de )?domaine est (?:à vendre|parqué)|este dominio (?:está|esta) (?:en venta|à venda)"
    r"|dominio in vendita|questo dominio è in vendita|domein (?:is )?te koop|domena (?:jest )?na sprzedaż"
    r"|домен (?:продается|продаётся|припаркован)|この(?:ドメイン|サイト)は.{0,20}(?:販売|売り出)|该域名.{0,10}出售"
)
"""Looked for in the visible text, in lower case, of pages with little of it."""


def parked_mark(body: bytes, text: str) -> str:
    """Who parks the domain of a page, or the words that say so; empty where nothing does.

    `text` is what a visitor sees of it.
    """
    if len(text) > _THIN:
        return ""
    html = body[:_LOOKED_AT].decode("latin-1").lower()
    for mark in IN_HTML:
        if mark.pattern.search(html):
            return mark.maker
    said = IN_TEXT.search(text.lower())
    return f"“{said[0]}”" if said else ""
