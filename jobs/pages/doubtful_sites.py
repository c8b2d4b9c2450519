"""The company a link keeps: doubtful trades next to it, and offers to sell links. Rules of thumb of ours."""

import re
from collections.abc import Iterable

_MOST = 10
_LONGEST_TEXT = 200_000

_TRADES = {
    "gambling": r"casino|poker|roulette|jackpot|betting|sportsbook|bookmaker|slot[ -]?(?:online|gacor|machines?)"
    r"|baccarat|togel|sbobet|1xbet|wettanbieter|sportwetten|gl[uü]cksspiel|казино|ставки на спорт|博彩|赌场",
    "adult": r"porn|xxx|escorts|escort[ -]?(?:service|girl|agenc)|sex[ -]?(?:cam|chat|shop|video|doll)s?|nude|hookup|порно|эскорт",
    "loans": r"payday[ -]?loans?|(?:cash|quick|fast|instant|bad[ -]credit|no[ -]credit[ -]check)[ -]?loans?|schnellkredit"
    r"|kredit[ -]?ohne[ -]?schufa|микрозайм\w*",
    "pharma": r"viagra|cialis|levitra|kamagra|sildenafil|tadalafil|phentermine|tramadol|xanax|buy[ -]?steroids|виагра",
    "essay mills": r"(?:essay|paper|dissertation|thesis|assignment)s?[ -]?(?:writing[ -]?service|writer|help)s?"
    r"|write[ -]?my[ -]?(?:essay|paper|thesis|dissertation)|buy[ -]?essays?|ghostwrit(?:er|ing)[ -]bachelorarbeit",
}
_TRADE = re.compile("|".join(f"(?P<t{n}>(?<![^\\W_])(?:{words}))" for n, words in enumerate(_TRADES.values())))
_IN_HOST = re.compile(
    r"(?P<t0>casino|poker|roulette|jackpot|sportsbook|1xbet|sbobet|togel|slotgacor|sportwetten)|(?P<t1>porn|xxx|escort|sexcam)"
    r"|(?P<t2>paydayloan|cashloan|quickloan)|(?P<t3>viagra|cialis|levitra|kamagra|tadalafil)"
    r"|(?P<t4>essaywrit|writemyessay|writemypaper|essayservice|paperwrit)"
)
# Words that hold a trade's word by accident.
_HARMLESS = re.compile(r"speciali[sz]|socialis|essex|middlesex|sussex")
_NAMES = tuple(_TRADES)

_OFFER = re.compile(
    r"(?:buy|sell|purchase|order)(?:ing)? (?:dofollow |do-follow |quality |seo )*(?:back)?links?\b"
    r"|(?:sponsored|paid|guest) (?:post|article|link|content)s? (?:price|prices|pricing|rates?|fees?|packages?|cost)"
    r"|(?:price|prices|rates?|fees?) (?:for|of) (?:a )?(?:sponsored|guest|paid) (?:post|article|link)s?"
    r"|(?:dofollow|do-follow) (?:back)?links? (?:for|from) (?:[$€£]|only)"
    r"|links? (?:for|on) sale|permanent (?:dofollow|do-follow) links?"
    r"|\bwe sell (?:back)?links?\b|(?:text|home ?page|footer|sidebar|sitewide) links? ads?\b"
    r"|buy (?:a|one|your) (?:dofollow |do-follow |quality )?(?:back)?link\b"
    r"|link insertions?\W{1,3}(?:from |only |for |at )?[$€£]|niche edits? (?:from|for|at|only) "
    r"|(?:accept|offer|publish)(?:ing|s)? (?:paid|sponsored) (?:guest )?(?:posts?|articles?|links?|content)"
    r"|guest[ -]?post(?:ing)? service|link[ -]building packages?|publication fee of |submit a sponsored (?:post|article)"
    r"|sponsored (?:post|article|content)s?\W{1,3}(?:from |only |for |at )?(?:[$€£]|\d)|sponsored posts?: preise?\b"
    r"|(?:article|contenu|lien)s? sponsoris[ée]e?s? (?:à|pour|dès) "
    r"|(?:art[ií]culos?|enlaces?|posts?) patrocinad[oa]s? (?:por|desde|a partir de) "
    r"|backlinks? kaufen|links? kaufen|gastartikel (?:kaufen|buchen|preise?)|linkplatz(?:ierung)? buchen"
    r"|acheter des (?:back)?liens|comprar (?:back)?(?:links|enlaces)|купить ссылки",
)

_IN_OFFERS = (
    *("link", "sponsored", "paid", "guest", "gastartikel", "liens", "enlaces", "ссылки"),
    *("niche edit", "publication fee", "patrocinad", "sponsoris"),
)
"""One of these is in each of them: a text without any is spared the search, which takes long."""


def neighbours(external: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The first ten hosts of doubtful trades among (host, anchor text) of a page's external links, as `host (trade)`."""
    found: dict[str, str] = {}
    for name, text in dict.fromkeys(external):
        trade = "" if name in found else _trade(name, text)
        if trade:
            found[name] = trade
        if len(found) == _MOST:
            break
    return tuple(f"{name} ({trade})" for name, trade in found.items())


def offers(text: str) -> tuple[str, ...]:
    """The first ten phrases of a text that offer links for money, in lower case, as they stand there."""
    lower = text[:_LONGEST_TEXT].lower()
    if not any(word in lower for word in _IN_OFFERS):
        return ()
    said = (found[0] for found in _OFFER.finditer(lower))
    return tuple(dict.fromkeys(said))[:_MOST]


def trades_of(sites: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Those of the sites that are of a doubtful trade, with it: by their own names, or as one of the hosts in `known`.

    `known` are `host (trade)`, as `neighbours` gives them; what links read as told of these.
    """
    by_host = dict(each.removesuffix(")").split(" (", 1) for each in known)
    named = {
        site: next((trade for host, trade in by_host.items() if f".{host}".endswith(f".{site}")), "") for site in sites
    }
    return {site: found for site, trade in named.items() if (found := trade or _trade(site, ""))}


def host_in(href: str) -> str:
    """The host of a web address that is serialised as a browser does: read off, for a page may have thousands."""
    authority = href.split("/", 3)[2].rpartition("@")[2]
    return authority if ":" not in authority or authority.endswith("]") else re.sub(r":\d+$", "", authority)


def _trade(name: str, anchor: str) -> str:
    in_host = _IN_HOST.search(_HARMLESS.sub("", name.replace("-", "")))
    found = in_host or _TRADE.search(_HARMLESS.sub("", anchor.casefold()))
    return _NAMES[int((found.lastgroup or "t0")[1:])] if found else ""
