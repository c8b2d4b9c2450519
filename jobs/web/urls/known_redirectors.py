"""Redirectors that are known by their host: where each carries the address it leads to, and who says so."""

import re
import string
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Callable
from functools import cache
from urllib.parse import unquote

from msgspec import Struct

from jobs.web.urls.carried import addresses_in, carried_addresses
from jobs.web.urls.standard import UrlParts

Decode = Callable[[UrlParts], str]


class Redirector(Struct, frozen=True):
    """One redirector, or a family of them."""

    place: re.Pattern[str]
    """Host and the path's beginning, without `www.`."""
    source: str
    """Who documents it, or what it was seen in."""
    names: tuple[str, ...] = ()
    """The parameters that hold the address; none: wherever in the link it stands."""
    decode: Decode | None = None
    """For those that write it in a way of their own."""

    def addresses(self, parts: UrlParts) -> tuple[str, ...]:
        """Where a link of this kind leads, as far as it tells."""
        if self.decode is not None:
            found = self.decode(parts)
            return (found,) if found else ()
        if not self.names:
            return carried_addresses(parts.href)
        return addresses_in(tuple(value for name in self.names for value in _values(parts, name)))


def _values(parts: UrlParts, name: str) -> tuple[str, ...]:
    """What a parameter holds, as it is written: with escapes."""
    pairs = (pair.partition("=") for pair in re.split(r"[&;]", parts.search[1:].replace("&amp;", "&")))
    return tuple(value for key, _, value in pairs if key.lower() == name)


def _first(parts: UrlParts, name: str) -> str:
    return next(iter(_values(parts, name)), "")


def _amp(parts: UrlParts) -> str:
    """`/amp/s/host/path` and `/c/s/host/path`: `s` for https, without it http; `amp_` are its own parameters."""
    found = re.match(r"/(?:amp|c|v|wp)/(s/)?(.+)", parts.pathname)
    query = "&".join(pair for pair in parts.search[1:].split("&") if not pair.startswith(("amp_", "usqp=")))
    return f"{'https' if found[1] else 'http'}://{found[2]}{'?' * bool(query)}{query}" if found else ""


def _bing(parts: UrlParts) -> str:
    """`u=a1` and the address in base64."""
    return "".join(addresses_in((_first(parts, "u").removeprefix("a1"),))[:1])


def _schemeless(name: str) -> Decode:
    def decode(parts: UrlParts) -> str:
        value = unquote(_first(parts, name))
        return value if not value or "//" in value[:8] else f"https://{value}"

    return decode


def _disqus(parts: UrlParts) -> str:
    """The address, a colon and a checksum."""
    return re.sub(r":[\w-]{20,}$", "", unquote(_first(parts, "url")))


def _yahoo(parts: UrlParts) -> str:
    found = re.search(r"/RU=([^/]+)", parts.pathname)
    return unquote(found[1]) if found else ""


def _tradedoubler(parts: UrlParts) -> str:
    """Parameters as `name(value)` after the question mark, or as usual."""
    found = re.search(r"url\((https?.+?)\)", parts.search)
    return unquote(found[1]) if found else "".join(addresses_in(_values(parts, "url"))[:1])


def _partnerize(parts: UrlParts) -> str:
    found = re.search(r"/destination:(.+)", parts.pathname + parts.search)
    return unquote(found[1]) if found else ""


def _cisco(parts: UrlParts) -> str:
    return unquote(parts.pathname.rpartition("/")[2])


def _proofpoint_2(parts: UrlParts) -> str:
    """`-` for `%` and `_` for `/`."""
    return unquote(_first(parts, "u").replace("-", "%").replace("_", "/"))


_V3 = re.compile(r"/v3/__(.+?)__;(.*?)!")
_V3_TOKEN = re.compile(r"\*(?:\*(.))?")
_V3_LENGTHS = {
    letter: at for at, letter in enumerate(string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_", 2)
}


def _proofpoint_3(parts: UrlParts) -> str:
    """The address between two `__`; its odd characters are stars, and stand in base64 behind it."""
    found = _V3.match(parts.pathname + parts.search)
    if not found:
        return ""
    try:
        odd = iter(urlsafe_b64decode(found[2] + "=" * (-len(found[2]) % 4)).decode("utf-8", "replace"))
    except Base64Error:
        return ""

    def original(token: re.Match[str]) -> str:
        length = _V3_LENGTHS.get(token[1], 1) if token[1] else 1
        return "".join(next(odd, "") for _ in range(length))

    address = re.sub(r"^(https?:/)(?=[^/])", r"\1/", found[1])
    return _V3_TOKEN.sub(original, address)


def _of(place: str, source: str, *names: str, decode: Decode | None = None) -> Redirector:
    return Redirector(re.compile(place), source, names, decode)


_GOOGLE = r"google\.(?:com?\.)?[a-z]{2,3}"

BY_HOST = (
    # Mail gateways.
    _of(r"urldefense(?:\.proofpoint)?\.(?:com|us)/v3/", "Proofpoint's URL decoder, version 3", decode=_proofpoint_3),
    _of(r"urldefense(?:\.proofpoint)?\.(?:com|us)/v2/", "Proofpoint's URL decoder, version 2", decode=_proofpoint_2),
    _of(r"urldefense(?:\.proofpoint)?\.(?:com|us)/v1/", "Proofpoint's URL decoder, version 1", "u"),
    _of(r"(?:[\w-]+\.)*safelinks\.protection\.(?:outlook|office365)\.\w+/", "Microsoft: Safe Links in Defender", "url"),
    _of(r"linkprotect\.cudasvc\.com/url", "Barracuda: Link Protection", "a"),
    _of(r"secure-web\.cisco\.com/", "Cisco: Secure Email, URL rewriting", decode=_cisco),
    _of(r"(?:[\w-]+\.)*trendmicro\.com(?::\d+)?/wis/clicktime/", "Trend Micro: Time-of-Click Protection", "url"),
    _of(r"(?:[\w-]+\.)*protection\.sophos\.com/", "Sophos: Time of Click URL protection", "u"),
    # Search engines and their copies.
    _of(_GOOGLE + r"/amp/", "Google: AMP viewer addresses", decode=_amp),
    _of(r"[\w-]+\.cdn\.ampproject\.org/", "amp.dev: AMP Cache URL format", decode=_amp),
    _of(r"cdn\.ampproject\.org/", "amp.dev: AMP Cache URL format", decode=_amp),
    _of(_GOOGLE + r"/url", "Google's result pages", "q", "url"),
    _of(_GOOGLE + r"/(?:aclk|pagead/aclk)", "Google Ads: final URL in the click address", "adurl"),
    _of(r"googleadservices\.com/pagead/aclk", "Google Ads: final URL in the click address", "adurl"),
    _of(r"(?:adclick|ad)\.(?:g\.)?doubleclick\.net/", "Campaign Manager 360: click trackers"),
    _of(r"bing\.com/(?:ck/a|aclick)", "Bing's result pages", decode=_bing),
    _of(r"(?:[\w-]+\.)?search\.yahoo\.com/", "Yahoo's result pages", decode=_yahoo),
    _of(r"duckduckgo\.com/l/", "DuckDuckGo's result pages without scripts", "uddg"),
    _of(r"yandex\.[a-z.]+/clck/", "Yandex's result pages", "url"),
    # Social networks and their warnings.
    _of(r"lm?\.(?:facebook|messenger)\.com/l\.php", "Meta: Link Shim", "u"),
    _of(r"(?:m\.)?facebook\.com/(?:l|flx/warn)", "Meta: Link Shim", "u"),
    _of(r"l\.(?:instagram|threads|wl)\.(?:com|net|co)/", "Meta: Link Shim", "u"),
    _of(r"t\.umblr\.com/redirect", "Tumblr's posts", "z"),
    _of(r"youtube\.com/redirect", "YouTube's video descriptions", "q"),
    _of(r"(?:m\.)?vk\.(?:com|ru)/away", "VK's posts", "to"),
    _of(r"(?:m\.)?ok\.ru/dk", "Odnoklassniki's posts", "st.rfn", "st.link"),
    _of(r"linkedin\.com/(?:safety/go|redir/)", "LinkedIn's posts", "url"),
    _of(r"slack-redir\.net/link", "Slack's messages", "url"),
    _of(r"steamcommunity\.com/linkfilter", "Steam's guides", "url", "u"),
    _of(r"out\.reddit\.com/", "Reddit's posts", "url"),
    _of(r"pinterest\.[a-z.]+/offsite", "Pinterest's pins", "url"),
    _of(r"(?:exit|gate)\.sc/", "SoundCloud's descriptions", "url"),
    _of(r"disq\.us/url", "Disqus' comments", decode=_disqus),
    _of(r"medium\.com/r/", "Medium's stories", "url"),
    _of(r"deviantart\.com/users/outgoing", "DeviantArt's pages"),
    _of(r"link\.(?:zhihu\.com|juejin\.cn)/", "Zhihu's and Juejin's posts", "target"),
    _of(r"gitee\.com/link", "Gitee's pages", "target"),
    _of(r"(?:t|weibo)\.cn/sinaurl", "Weibo's posts", "u", "toasturl"),
    _of(r"c\.pc\.qq\.com/", "QQ's warning page", "pfurl", "url"),
    _of(r"douban\.com/link2/", "Douban's pages", "url"),
    # Referrer hiders.
    _of(r"(?:href\.li|anonym\.to|anon\.to|nullrefer\.com|dereferer\.me|hidereferrer\.com)/", "their own front pages"),
    # Affiliate networks.
    _of(r"shareasale(?:-analytics)?\.com/(?:r|m-pr|u)\.cfm", "ShareASale: custom links", decode=_schemeless("urllink")),
    _of(r"awin1\.com/", "Awin: deep links", "ued", "p"),
    _of(r"zenaps\.com/", "Awin: redirect domain", "ued", "p"),
    _of(
        r"(?:anrdoezrs|dpbolvw|jdoqocy|kqzyfj|tkqlhce|qksrv|emjcd|afcyhf|ftjcfx|lduhtrp|awltovhc|apmebf)\.(?:net|com)/",
        "CJ: deep links",
    ),
    _of(r"(?:go\.skimresources|go\.redirectingat|fave)\.(?:com|co)/", "Skimlinks: link wrapper", "url"),
    _of(
        r"(?:redirect\.viglink\.com|sovrn\.co|api\.viglink\.com)/", "Sovrn Commerce: anywhere links", "u", "out", "url"
    ),
    _of(r"[\w-]+\.(?:pxf\.io|sjv\.io|evyy\.net|7eer\.net|ojrq\.net|prf\.io)/", "impact.com: deep links", "u"),
    _of(r"click\.linksynergy\.com/", "Rakuten Advertising: deep links", "murl", "rd_parm1"),
    _of(r"clk\w*\.tradedoubler\.com/", "Tradedoubler: deep links", decode=_tradedoubler),
    _of(r"track\.webgains\.com/", "Webgains: deep links", "wgtarget"),
    _of(r"prf\.hn/click/", "Partnerize: tracking links", decode=_partnerize),
    _of(r"(?:pjtra|pjatr|pntra|pntrac|pntrs|gopjn)\.com/", "Ascend by Partnerize: deep links", "url"),
    _of(r"track\.flexlinks(?:pro)?\.com/", "FlexOffers: deep links", "url", "foc"),
    _of(r"(?:ad\.admitad\.com|alitems\.(?:com|co|site))/", "Admitad: deep links", "ulp"),
    _of(r"ad\.zanox\.com/", "Zanox, now Awin: deep links", "ulp"),
    _of(r"partners\.webmasterplan\.com/", "affilinet, now Awin: deep links", "diurl"),
    _of(r"track\.effiliation\.com/", "Effinity: deep links", "url"),
    _of(r"action\.metaffiliation\.com/", "Kwanko: deep links", "redir", "url"),
    _of(r"(?:track|on|go|in|do|to)\.adtraction\.com/", "Adtraction: deep links", "url"),
    _of(r"[\w-]+\.digidip\.net/", "Digidip: deep links", "url"),
    _of(r"r\.srvtrck\.com/", "Yieldkit: redirect links", "url"),
)
"""Those that are known; the first that fits counts."""
SHORTENERS = frozenset(
    {
        *("bit.ly", "bitly.com", "j.mp", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "buff.ly", "is.gd", "v.gd", "t.ly"),
        *("cutt.ly", "rb.gy", "rebrand.ly", "short.io", "shorturl.at", "tiny.cc", "tiny.one", "lnkd.in", "fb.me"),
        *("dlvr.it", "ift.tt", "trib.al", "shar.es", "amzn.to", "adf.ly", "bl.ink", "soo.gd", "s.id", "qr.ae", "db.tt"),
        *(
            "clck.ru",
            "vk.cc",
            "u.to",
            "urlz.fr",
            "ouo.io",
            "snip.ly",
            "mcaf.ee",
            "po.st",
            "kutt.it",
            "dub.sh",
            "spoo.me",
        ),
        *("wp.me", "pin.it", "geni.us", "go2l.ink", "smarturl.it", "zurl.co"),
        *("bit.do", "x.co", "lc.cx", "han.gl", "url.kr", "me2.do", "naver.me", "t.cn", "dwz.cn", "surl.li", "tny.im"),
    }
)
"""Hosts that shorten anybody's addresses: what they lead to only following tells. A list of ours."""


def known_redirector(parts: UrlParts) -> Redirector | None:
    """The one of `BY_HOST` that a link is of; most are of none, which is seen at once."""
    place = parts.hostname.removeprefix("www.") + parts.pathname
    return next(each for each in BY_HOST if each.place.match(place)) if _any_place().match(place) else None


@cache
def _any_place() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each.place.pattern})" for each in BY_HOST))
