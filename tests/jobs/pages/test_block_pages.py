"""A test page for each mark: small, but as the makers' pages are."""

import pytest

from jobs.model.page import Headers
from jobs.pages.block_pages import MARKS, challenge_mark

ORDINARY = b"<!doctype html><title>Walks</title><h1>Walks</h1><p>Along the river. Just a moment of rest.</p>"

PAGES: list[tuple[str, int, Headers, bytes]] = [
    ("header cf-mitigated", 403, (("cf-mitigated", "challenge"),), b"<title>Just a moment...</title>"),
    ("script _cf_chl_opt", 200, (), b"<title>Just a moment...</title><script>window._cf_chl_opt={cvId:'3'}</script>"),
    (
        "title with Turnstile",
        200,
        (),
        b"<title>Just a moment...</title><script src=https://challenges.cloudflare.com/turnstile/v0/api.js></script>",
    ),
    ("header x-vercel-mitigated", 429, (("x-vercel-mitigated", "challenge"),), b"<title>Vercel Security</title>"),
    ("header x-amzn-waf-action", 202, (("x-amzn-waf-action", "challenge"),), b""),
    ("script gokuProps", 200, (), b"<script>window.gokuProps = {key: 'x', context: 'y'};</script>"),
    ("header x-datadome other than protected", 403, (("x-datadome", "rt:c"),), b"<title>partner.example</title>"),
    ("header x-dd-b", 403, (("x-dd-b", "1"),), b""),
    ("captcha-delivery.com in the page", 200, (), b"<script src='https://ct.captcha-delivery.com/c.js'></script>"),
    (
        "script _pxAppId with px-captcha",
        403,
        (),
        b"<div id='px-captcha'></div><script>window._pxAppId = 'PX1';</script>",
    ),
    ("headers x-kasada", 429, (("x-kasada-challenge", "1"),), b""),
    ("script _Incapsula_Resource", 200, (), b"<iframe src='/_Incapsula_Resource?SWUDNSAI=31&xinfo=1'></iframe>"),
    ("header x-iinfo with a short body", 200, (("x-iinfo", "9-1-0 0NNN"),), b"<html></html>"),
    (
        "words of its block page",
        403,
        (),
        b"<title>Sucuri WebSite Firewall - Access Denied</title>",
    ),
    (
        "address of its scripts",
        200,
        (),
        b"<title>Making sure you're not a bot!</title><script src='/.within.website/x/cmd/anubis/static/js/main.mjs'>",
    ),
    (
        "header x-cache with its error page",
        403,
        (("x-cache", "Error from cloudfront"),),
        b"<title>ERROR: The request could not be satisfied</title>",
    ),
    (
        "form sent to consent.google.com",
        200,
        (),
        b"<title>Before you continue</title><form method=POST action='https://consent.google.com/save'>",
    ),
    ("script hcdn jschallenge", 200, (), b"<script src='/hcdn-cgi/jschallenge'></script>"),
]


@pytest.mark.parametrize(("where", "status", "headers", "body"), PAGES, ids=[page[0] for page in PAGES])
def test_knows_each_mark(where: str, status: int, headers: Headers, body: bytes) -> None:
    mark = challenge_mark(status, headers, body)
    assert mark is not None
    assert mark.where == where


def test_knows_a_consent_wall_by_its_host() -> None:
    mark = challenge_mark(200, (), ORDINARY, "consent.google.com")
    assert mark is not None
    assert mark.maker == "Google"


def test_every_mark_has_its_page_and_its_source() -> None:
    assert {mark.where for mark in MARKS} == {page[0] for page in PAGES} | {"consent.google.com"}
    assert all(mark.source for mark in MARKS)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        pytest.param((), ORDINARY, id="an ordinary page"),
        pytest.param((), b"", id="an empty one"),
        pytest.param((("server", "cloudflare"), ("cf-ray", "8f")), ORDINARY, id="served by Cloudflare"),
        pytest.param((("x-datadome", "protected"),), ORDINARY, id="let through by DataDome"),
        pytest.param((("x-cache", "Miss from cloudfront"),), ORDINARY, id="served by CloudFront"),
        pytest.param((("x-iinfo", "9-1-0"),), ORDINARY + b"<p>Along the river.</p>" * 300, id="let through by Imperva"),
        pytest.param(
            (),
            b"<p>Just a moment.<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js>",
            id="tracked by Cloudflare",
        ),
        pytest.param((), b"<form><div class=cf-turnstile></div></form>", id="a form guarded by Turnstile"),
    ],
)
def test_takes_for_the_page_itself(headers: Headers, body: bytes) -> None:
    assert challenge_mark(200, headers, body) is None
