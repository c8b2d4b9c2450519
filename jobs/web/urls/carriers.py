"""Links that name an address for a purpose of their own: share buttons, logins, reports, archives, checkers.

They carry our address and lead to none of our pages. Nor are they followed: to follow one may file a report or end
somebody's session.
"""

import re

WORDS = frozenset(
    {
        *("share", "sharer", "sharing", "sharearticle", "shareto", "tweet", "retweet", "intent", "compose", "sendto"),
        *("social", "pin", "pinit", "bookmark", "bookmarklet", "bookmarks", "save", "submit", "submitlink", "suggest"),
        *("addtoany", "addthis", "addto", "add", "favorite", "favourite", "like", "upvote", "vote", "rate", "review"),
        *("subscribe", "subscription", "unsubscribe", "newsletter", "feed", "feeds", "rss", "atom", "follow", "notify"),
        *("login", "logon", "signin", "signup", "signon", "logout", "logoff", "signout", "register", "registration"),
        *("auth", "oauth", "oauth2", "authorize", "sso", "saml", "session", "sessions", "account", "join", "password"),
        *("report", "reports", "abuse", "flag", "complain", "complaint", "spam", "broken", "feedback", "contact"),
        *("dmca", "takedown", "moderate", "delete", "edit", "comment", "comments", "reply", "cite", "quote", "mail"),
        *("email", "mailto", "sms", "message", "send", "tell", "tellafriend", "friend", "invite", "print", "printer"),
        *("printfriendly", "pdf", "qr", "qrcode", "barcode", "embed", "oembed", "iframe", "widget", "badge", "button"),
        *("archive", "archives", "wayback", "web2pdf", "snapshot", "cache", "cached", "webcache", "copy", "mirror"),
        *("proxy", "proxies", "browse", "browser", "unblock", "anonymizer", "fetch", "crawl", "crawler", "scrape"),
        *("reader", "readability", "instapaper", "translate", "translation", "translator", "thumbnail", "thumb"),
        *("thumbs", "thumbshot", "screenshot", "screenshots", "screen", "preview", "image", "images", "img", "favicon"),
        *("icon", "icons", "logo", "pixel", "resize", "check", "checker", "checklink", "checkup", "validate"),
        *(
            "validator",
            "validation",
            "test",
            "tests",
            "speed",
            "pagespeed",
            "lighthouse",
            "audit",
            "analyze",
            "analyse",
        ),
        *("analyzer", "analysis", "analytics", "stats", "statistics", "insights", "inspect", "inspector", "debug"),
        *("debugger", "lint", "seo", "rank", "ranking", "backlinks", "backlink", "competitors", "keywords", "traffic"),
        *("whois", "domain", "domains", "dns", "lookup", "siteinfo", "siteinspector", "siteadvisor", "safebrowsing"),
        *("diagnostic", "scan", "scanner", "verify", "status", "isitdown", "isup", "uptime", "ping", "headers", "info"),
        *("about", "details", "search", "find", "query", "results", "compare", "similar", "related", "xmlrpc"),
        *("trackback", "pingback", "webmention", "import", "export", "convert", "shorten", "shortener", "create"),
        *("donate", "pay", "checkout", "cart", "recommend", "refer", "forward"),
    }
)
"""Words in a path that say what else than leading there a link is for; a list of ours, by the forms that were met."""

_HOSTS = re.compile(
    # Share buttons and what is sent by them, whose path says nothing.
    r"(?:wa\.me|(?:api|web)\.whatsapp\.com|line\.me|social-plugins\.line\.me|bsky\.app|pinboard\.in|instapaper\.com"
    r"|flipboard\.com|diigo\.com|getpocket\.com|pocket\.com|buffer\.com|digg\.com|mix\.com|folkd\.com|hatena\.ne\.jp"
    r"|b\.hatena\.ne\.jp|addtoany\.com|addthis\.com|sharethis\.com|shareaholic\.com|mewe\.com|threads\.net"
    r"|news\.ycombinator\.com|lobste\.rs|feedly\.com|inoreader\.com|netvibes\.com|newsblur\.com|theoldreader\.com"
    r"|feedburner\.google\.com|mail\.google\.com|calendar\.google\.com|outlook\.live\.com|compose\.mail\.yahoo\.com"
    # Archives, caches and translations.
    r"|archive\.(?:org|ph|is|today|md|vn|fo|li)|.*\.archive\.org|archive-it\.org|webcache\.googleusercontent\.com"
    r"|perma\.cc|cachedview\.\w+|translate\.google\.[a-z.]+|translate\.yandex\.\w+|.*\.translate\.goog|12ft\.io"
    # Checkers, tools and proxies.
    r"|validator\.\w+\.org|.*\.w3\.org|pagespeed\.web\.dev|search\.google\.com|developers\.google\.com"
    r"|gtmetrix\.com|tools\.pingdom\.com|webpagetest\.org|securityheaders\.com|ssllabs\.com|.*\.ssllabs\.com"
    r"|ahrefs\.com|app\.ahrefs\.com|semrush\.com|moz\.com|majestic\.com|similarweb\.com|builtwith\.com|alexa\.com"
    r"|virustotal\.com|urlscan\.io|sitecheck\.sucuri\.net|transparencyreport\.google\.com|urlvoid\.com|who\.is"
    r"|wave\.webaim\.org|downforeveryoneorjustme\.com|image\.thum\.io|s0?\.wp\.com|s\.wordpress\.com|i\d\.wp\.com"
    r"|images\.weserv\.nl|wsrv\.nl|api\.qrserver\.com|chart\.googleapis\.com|camo\.githubusercontent\.com"
    r"|proxysite\.com|hide\.me|croxyproxy\.com)"
)

_PLACES = re.compile(
    r"(?:t|telegram)\.me/(?:share|iv)|vk\.com/share|(?:google|bing)\.[a-z.]+/(?:search|imgres|gwt|s2)"
    r"|facebook\.com/(?:plugins|dialog|share)|(?:linkedin)\.com/(?:cws|sharing|share)|tumblr\.com/(?:widgets|share)"
    r"|xing\.com/(?:spi|social)|web\.skype\.com/|reddit\.com/(?:submit|search|domain)"
)


_LABELS = frozenset(
    {
        *("share", "login", "signin", "auth", "sso", "account", "accounts", "report", "archive", "archives", "web2"),
        *("validator", "validate", "translate", "proxy", "cache", "webcache", "whois", "screenshot", "screenshots"),
        *("thumb", "thumbs", "thumbnail", "thumbnails", "preview", "check", "checker", "seo", "reader", "print"),
    }
)
"""First labels of host names that say it."""

_ACTIONS = frozenset(
    {"a", "act", "action", "cmd", "do", "mode", "op", "page", "option", "route", "task", "type", "view"}
)
_SAID_BY_NAME = frozenset(
    {
        *("share", "login", "logout", "report", "subscribe", "feed", "print", "tweet", "pin", "translate", "validate"),
        *("proxy", "preview", "replytocom", "redirect_to", "returnto", "return_to", "next", "continue", "destination"),
    }
)
"""Names of parameters that say it by themselves; what follows `next` or `returnto` is where a log-in comes back to."""

_SPELT_APART = re.compile(r"\b(?:sign|log)[-_ ]?(?:in|on|up|out|off)\b|mail[-_]?(?:to|a)[-_]|add[-_]?to|wp-login")


def is_carrier(host: str, path: str, query: str = "") -> bool:
    """Whether an address that a link there carries is for its own use; by host, path and query as browsers write them.

    A list of hosts and of words that stand in paths: a heuristic.
    """
    name = host.lower().removeprefix("www.")
    place = f"{name}{path}".lower()
    if _HOSTS.fullmatch(name) or _PLACES.match(place) or _PLACES.match(place.partition(".")[2]):
        return True
    if name.partition(".")[0] in _LABELS:
        return True
    said = f"{path.partition('//')[0]}/{_actions(query)}".lower()
    return not WORDS.isdisjoint(re.split(r"[^a-z0-9]+", said)) or _SPELT_APART.search(said) is not None


def _actions(query: str) -> str:
    """What a query says is done: the names that say it, and the values of those that name an action."""
    pairs = [pair.partition("=") for pair in query.lower().split("&")]
    named = [name for name, _, _ in pairs if name in _SAID_BY_NAME]
    done = [value for name, _, value in pairs if name in _ACTIONS and re.fullmatch(r"[\w-]{1,20}", value)]
    return "/".join((*("share" for _ in named), *done))
