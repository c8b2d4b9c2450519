"""Addresses of logins, setup pages and consent gates, told by the words in them. A heuristic of ours."""

import re
from collections.abc import Collection
from urllib.parse import parse_qsl, unquote

import ada_url

from jobs.model.document import Anchor

_LOGIN_NAME = re.compile(
    r"(?:wp-|user-?|member-?|customer-?|my-?|admin-?|web-?|do-?)?(?:log|sign)[-_]?(?:in|on)(?:[-_]?(?:page|form|required|user))?|"
    r"auth(?:enticat(?:e|ion)|ori[sz]e)?|sso|saml2?|oauth2?|openid(?:-connect)?|oidc|adfs|idp|userlogin|account[-_]login|"
    r"anmeld(?:en|ung)|einloggen|connexion|se-connecter|iniciar-?sesion|accedi|inloggen|aanmelden|logga-?in|zaloguj|logowanie|prihlaseni|prihlasit|bejelentkezes|autentificare|denglu",
    re.IGNORECASE,
)
_NEW_SESSION = re.compile(r"/sessions?/new/?$", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:php\d?|aspx?|jsp|jsf|do|action|cgi|pl|html?|xhtml)$", re.IGNORECASE)
_LOGIN_HOST = re.compile(
    r"(?:login|signin|sso|auth|accounts?|idp|id|identity|passport|cas|secure-?login)\d?", re.IGNORECASE
)
_LOGIN_VALUES = re.compile(
    r"(?:user[-_/]?)?log-?in|sign-?in|(?:special|spezial|sp[eé]cial|especial):(?:user)?(?:login|anmelden|connexion)|account/login",
    re.IGNORECASE,
)
_SELECTS = frozenset({"action", "do", "mode", "page", "view", "route", "title", "task", "option", "act", "p", "r", "q"})
"""Query keys by which software chooses what to show."""
_BACK = frozenset(
    {
        "next", "returnto", "return_to", "return", "returnurl", "return_url", "redirect", "redirect_to", "redirect_url",
        "redirecturl", "redirect_uri", "redir", "back", "back_to", "back_url", "backurl", "continue", "continueurl", "dest",
        "destination", "from", "goto", "came_from", "referer", "referrer", "ref", "requesturi", "request_uri", "target",
        "targeturl", "then", "forward", "service", "url", "path", "location", "came-from", "success_url", "after_login",
    }
)  # fmt: skip
"""Query keys in which logins keep where the visitor wanted to go."""
_KEEPS_BACK = re.compile(rf"[?&](?:{'|'.join(sorted(_BACK))})=", re.IGNORECASE)
_SETUP = re.compile(
    r"/(?:wp-admin/(?:install|setup-config|maint/repair)\.php|mw-config(?:/|$)|core/install\.php|install(?:er|ation)?(?:/|\.php|$)|setup(?:/|\.php|$)|"
    r"web-?installer|_?install(?:/index\.php|/)|installation/index\.php|admin/setup|index\.php/install)",
    re.IGNORECASE,
)
_GATE = re.compile(
    r"consents?|cookie-?(?:consent|wall|policy-?gate|check|notice|accept|choice)s?|privacy-?(?:gate|wall|consent|mgmt|manager|center|prompt|settings)|gdpr|dsgvo|rgpd|tcf|cmp|"
    r"age-?(?:gate|check|verification|verify|confirm|restricted|restriction|wall|limit)s?|verify-?(?:age|your-age)|alters(?:pruefung|verifikation|check|nachweis)|over-?18|mayor-?de-?edad|"
    r"captcha|human-?(?:check|verification)|verify-?human|are-?you-?(?:human|a-?robot)|bot-?check|geo-?block(?:ed)?|paywall|subscribe-?wall|regwall|registration-?wall|before-you-continue",
    re.IGNORECASE,
)


def is_login(url: str) -> bool:
    """Whether an address is that of a login, by its path, its query or its host."""
    parts = _parts(url)
    if parts is None:
        return False
    if any(_LOGIN_NAME.fullmatch(name) for name in _names(parts)) or _NEW_SESSION.search(parts.pathname):
        return True
    if any(key in _SELECTS and _LOGIN_VALUES.fullmatch(value) for key, value in _pairs(parts)):
        return True
    return bool(_LOGIN_HOST.fullmatch(parts.hostname.partition(".")[0])) and any(
        key in _BACK for key, _ in _pairs(parts)
    )


def is_setup(url: str) -> bool:
    """Whether an address is that of the installer of some software."""
    parts = _parts(url)
    return parts is not None and bool(_SETUP.search(parts.pathname))


def is_gate(url: str) -> bool:
    """Whether an address is that of a gate: for consent, the visitor's age, or whether a person asks."""
    parts = _parts(url)
    if parts is None:
        return False
    return any(_GATE.fullmatch(name) for name in (*_names(parts), *parts.hostname.split(".")[:-2]))


def asks_to_log_in(links: Collection[Anchor], page_url: str) -> bool:
    """Whether a page links to a login that leads back to this page."""
    parts = _parts(page_url)
    if parts is None:
        return False
    here = unquote(parts.pathname + parts.search).lstrip("/")
    if not _KEEPS_BACK.search("\n".join(link.href for link in links)):
        return False
    logins = (link.href for link in links if link.valid and _KEEPS_BACK.search(link.href) and is_login(link.href))
    return bool(here) and any(
        key in _BACK and here.rstrip("/") in unquote(unquote(value)).rstrip("/")
        for href in logins
        if (found := _parts(href)) is not None
        for key, value in _pairs(found)
    )


def _parts(url: str) -> ada_url.URL | None:
    try:
        return ada_url.URL(url)
    except ValueError:
        return None


def _names(parts: ada_url.URL) -> list[str]:
    """The names in a path, without their endings."""
    return [_ENDING.sub("", unquote(name)) for name in parts.pathname.split("/") if name]


def _pairs(parts: ada_url.URL) -> list[tuple[str, str]]:
    return [(key.lower(), value) for key, value in parse_qsl(parts.search[1:], keep_blank_values=True)]
