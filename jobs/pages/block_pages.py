"""Marks of pages that stand between us and the page that was asked for: challenges, firewalls, consent walls.

Most of them come with status 200. They are asked about only where the link was not found: a page that holds the link
is the page, whatever else it holds.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from msgspec import Struct

from jobs.model.page import FetchFailure, Headers, Outcome, header_values
from jobs.web.urls import host

_LOOKED_AT = 256 * 1024
_SHORT_BODY = 4096


class AnsweredPage(Struct, frozen=True):
    """What a mark is looked for in."""

    status: int
    headers: Headers
    html: str
    """The beginning of the body, in lower case."""
    host: str = ""
    """Where the redirects ended."""


class BlockPageMark(Struct, frozen=True):
    """One sign of a challenge, who puts it there, and where that is known from."""

    maker: str
    where: str
    """What is checked, in words."""
    source: str
    found: Callable[[AnsweredPage], bool]

    @property
    def named(self) -> str:
        """What an answer is that bears it, in words."""
        return f"a challenge or block page by {self.maker} ({self.where})"


def _header(name: str, pattern: str = "") -> Callable[[AnsweredPage], bool]:
    seek = re.compile(pattern, re.IGNORECASE)
    return lambda answer: any(seek.search(value) for value in header_values(answer.headers, name))


def _header_beginning(prefix: str) -> Callable[[AnsweredPage], bool]:
    return lambda answer: any(name.startswith(prefix) for name, _ in answer.headers)


def _all_in_html(*words: str) -> Callable[[AnsweredPage], bool]:
    return lambda answer: all(word in answer.html for word in words)


def _both(one: Callable[[AnsweredPage], bool], other: Callable[[AnsweredPage], bool]) -> Callable[[AnsweredPage], bool]:
    return lambda answer: one(answer) and other(answer)


def _short(answer: AnsweredPage) -> bool:
    return len(answer.html) < _SHORT_BODY


def _in_html(pattern: str, *words: str) -> Callable[[AnsweredPage], bool]:
    """A pattern that has one of `words` in it wherever it fits: where there is none, nothing is searched for long."""
    seek = re.compile(pattern)
    return lambda answer: any(word in answer.html for word in words) and seek.search(answer.html) is not None


def _on_host(name: str) -> Callable[[AnsweredPage], bool]:
    return lambda answer: answer.host == name


def _datadome_refused(answer: AnsweredPage) -> bool:
    values = header_values(answer.headers, "x-datadome")
    return any(value.strip().lower() != "protected" for value in values)


_OBSERVED = "seen on pages in the wild"

MARKS = (
    BlockPageMark("Cloudflare", "header cf-mitigated", "Cloudflare documentation, Detect a challenge page response",
         _header("cf-mitigated", "challenge")),
    BlockPageMark("Cloudflare", "script _cf_chl_opt", _OBSERVED, _all_in_html("_cf_chl_opt")),
    BlockPageMark("Cloudflare", "title with Turnstile", _OBSERVED,
         _both(_all_in_html("<title>just a moment"), lambda answer: "turnstile" in answer.html or "/cdn-cgi/challenge-platform/" in answer.html)),
    BlockPageMark("Vercel", "header x-vercel-mitigated", "Vercel documentation, Response headers",
         _header("x-vercel-mitigated", "challenge")),
    BlockPageMark("AWS WAF", "header x-amzn-waf-action", "AWS WAF developer guide, CAPTCHA and Challenge actions",
         _header("x-amzn-waf-action")),
    BlockPageMark("AWS WAF", "script gokuProps", _OBSERVED, _all_in_html("gokuprops")),
    BlockPageMark("DataDome", "header x-datadome other than protected", _OBSERVED, _datadome_refused),
    BlockPageMark("DataDome", "header x-dd-b", _OBSERVED, _header("x-dd-b")),
    BlockPageMark("DataDome", "captcha-delivery.com in the page", "DataDome documentation, content security policy",
         _all_in_html("captcha-delivery.com")),
    BlockPageMark("HUMAN (PerimeterX)", "script _pxAppId with px-captcha", "HUMAN documentation, Bot Defender block page",
         _all_in_html("_pxappid", "px-captcha")),
    BlockPageMark("Kasada", "headers x-kasada", _OBSERVED, _header_beginning("x-kasada")),
    BlockPageMark("Imperva", "script _Incapsula_Resource", "Imperva documentation, error pages",
         _both(_all_in_html("_incapsula_resource"), _short)),
    BlockPageMark("Imperva", "header x-iinfo with a short body", _OBSERVED, _both(_header("x-iinfo"), _short)),
    BlockPageMark("Sucuri", "words of its block page", "Sucuri documentation, Website firewall block page",
         _all_in_html("sucuri website firewall")),
    BlockPageMark("Anubis", "address of its scripts", "source of Anubis by Techaro", _all_in_html("/.within.website/x/cmd/anubis/")),
    BlockPageMark("CloudFront", "header x-cache with its error page", "Amazon CloudFront developer guide, HTTP 403",
         _both(_header("x-cache", "error from cloudfront"), _all_in_html("the request could not be satisfied"))),
    BlockPageMark("DDoS-Guard", "scripts of its check", "DDoS-Guard documentation, Layer 7 protection",
         _in_html(r"/\.well-known/ddos-guard/|check\.ddos-guard\.net/|<title>ddos-guard</title>", "ddos-guard")),
    BlockPageMark("Wordfence", "words of its block page", "source of the Wordfence plugin, lib/wf503.php and wflockedout.php",
         _in_html(r"generated by wordfence|wordfence[^<]{0,200}(?:block|limit|lock)|access to this (?:site|service) has been limited",
                  "wordfence", "access to this ")),
    BlockPageMark("F5", "words of its block page with a support id", "F5 BIG-IP ASM documentation, default blocking response",
         _in_html(r"the requested url was rejected\.[^<]{0,100}(?:<[^>]{0,50}>\s*){0,6}[^<]{0,100}|your support id is",
                  "the requested url was rejected.", "your support id is")),
    BlockPageMark("SiteGround", "header sg-captcha", _OBSERVED, _header("sg-captcha", "challenge")),
    BlockPageMark("SiteGround", "address of its captcha", _OBSERVED, _all_in_html("/.well-known/sgcaptcha/")),
    BlockPageMark("Imunify360", "header server", "Imunify360 documentation, WebShield",
         _both(_header("server", "imunify360"), _short)),
    BlockPageMark("Imunify360", "words of its check", "Imunify360 documentation, Anti-Bot protection",
         _in_html(r"imunify360[^<]{0,200}(?:bot|captcha|protection)|wsidchk|bot-protection by imunify360",
                  "imunify360", "wsidchk")),
    BlockPageMark("Hostinger", "script hcdn jschallenge", _OBSERVED, _all_in_html("hcdn", "jschallenge")),
    BlockPageMark("Google", "consent.google.com", _OBSERVED, _on_host("consent.google.com")),
    BlockPageMark("Google", "form sent to consent.google.com", _OBSERVED,
         _in_html(r"<form\b[^>]{0,500}\baction\s*=\s*[\"']?https://consent\.(?:google|youtube)\.[a-z.]{2,6}/",
                  "https://consent.")),
)  # fmt: skip
"""The marks we know; an answer that bears one is no answer of the page."""


def challenge_mark(status: int, headers: Headers, body: bytes, final_host: str = "") -> BlockPageMark | None:
    """The first mark of a challenge or block page in an answer of any status, or None.

    `headers` have their names in lower case; only the beginning of `body` is checked.
    """
    html = body[:_LOOKED_AT].lower().decode("latin-1")
    answer = AnsweredPage(status, headers, html, final_host)
    return next((mark for mark in MARKS if mark.found(answer)), None)


def recognise(failure: FetchFailure) -> FetchFailure:
    """The same failure, or `blocked` where its answer bears the mark of a challenge: 404 and 503 come with them too."""
    if failure.status is None or not failure.outcome.meaning.may_be_challenge:
        return failure
    mark = challenge_mark(failure.status, failure.headers, failure.body, host(failure.final_url))
    return replace(failure, outcome=Outcome.BLOCKED, reason=mark.named) if mark else failure
