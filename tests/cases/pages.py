"""Pages that scripts make, links that are spelled or led otherwise, and true losses, on other systems."""

from tests.cases.situation import GOOD, LINK, MENU, OTHER, TAKEN_OUT, TALE, Situation, instead, only_with, page, to
from tests.tools.lives import TARGET
from tests.tools.site import Answer

SCRIPTS = (
    Situation(
        "nuxt_shell",
        "unknown: a shell",
        page(
            f'{MENU}<div id="__nuxt"></div><script type=module src="/_nuxt/entry.js"></script><footer>Acme, the hills</footer>',
            "Acme",
        ),
    ),
    Situation(
        "angular_shell",
        "unknown: a shell",
        page(
            '<app-root></app-root><script src="main.js" type=module></script><noscript>Please enable JavaScript to continue using this application.</noscript>',
            "Acme",
        ),
    ),
    Situation(
        "location_replace",
        "unknown, or present",
        "<script>window.location.replace('/journal/walk')</script>",
        {"/journal/walk": GOOD},
    ),
    Situation(
        "hugo_alias",
        "unknown, or present: followed",
        '<!DOCTYPE html><html lang="en"><head><title>/journal/walk</title><link rel="canonical" href="/journal/walk"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/journal/walk"></head></html>',
        {"/journal/walk": GOOD},
    ),
    Situation(
        "jekyll_redirect_from",
        "unknown, or present: followed",
        '<!DOCTYPE html><html><meta charset="utf-8"><title>Redirecting&hellip;</title><link rel="canonical" href="/journal/walk"><script>location="/journal/walk"</script><meta http-equiv="refresh" content="0; url=/journal/walk"><meta name="robots" content="noindex"><h1>Redirecting&hellip;</h1><a href="/journal/walk">Click here if you are not redirected.</a></html>',
        {"/journal/walk": GOOD},
    ),
    Situation(
        "frames_of_the_site",
        "unknown, or present",
        '<html><head><title>A walk</title></head><frameset cols="20%,80%"><frame src="/menu"><frame src="/text"></frameset></html>',
        {"/menu": "menu", "/text": GOOD},
    ),
    Situation(
        "aos_fade_up",
        "present, not hidden: shown on scrolling",
        page(
            f'<style>[data-aos=fade-up]{{opacity:0}}</style><script src="/aos.js"></script><p>{TALE}</p><div data-aos="fade-up">{LINK}</div>'
        ),
    ),
    Situation(
        "tab_panel",
        "present, not hidden: a tab",
        page(
            f"<p>{TALE}</p><div role=tablist><button role=tab aria-controls=t2>Shops</button></div><div role=tabpanel id=t2 hidden>{LINK}</div><script>tabs()</script>"
        ),
    ),
)
LINKS = (
    Situation(
        "short_address_of_their_own",
        "present, via_redirect: followed",
        instead('<a href="/out/?id=77">good boots</a>'),
        {"/out/?id=77": to(TARGET, 307)},
    ),
    Situation(
        "google_url",
        "present, via_redirect: known",
        instead('<a href="https://www.google.com/url?q=https%3A%2F%2Fours.example%2Fguide&sa=D">good boots</a>'),
    ),
    Situation(
        "facebook_share_left",
        "absent, then lost: a share button carries our address",
        instead(
            'good boots <a href="https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fours.example%2Fguide">share</a>'
        ),
    ),
    Situation(
        "web_archive_left",
        "absent, then lost: an archive carries it",
        instead('good boots (<a href="https://web.archive.org/web/2024/https://ours.example/guide">kept</a>)'),
    ),
    Situation(
        "mailto_left",
        "absent, then lost: a mail carries it",
        instead('good boots <a href="mailto:?body=https%3A%2F%2Fours.example%2Fguide">tell a friend</a>'),
    ),
    Situation(
        "validator_left",
        "absent, then lost: a checker carries it",
        instead('good boots <a href="https://validator.w3.org/nu/?doc=https%3A%2F%2Fours.example%2Fguide">valid</a>'),
    ),
    Situation(
        "our_other_case",
        "present: our site answers alike",
        instead('<a href="https://OURS.example/guide">good boots</a>'),
    ),
    Situation(
        "ref_and_utm",
        "present: what blog software adds",
        instead('<a href="https://ours.example/guide?ref=acme.example&utm_medium=blog">good boots</a>'),
    ),
)
LOSSES = (
    Situation("taken_out", "absent, then lost: the rest stands", TAKEN_OUT),
    Situation(
        "new_theme_without_link",
        "absent, then lost: the same words",
        page(
            f'<div class=wrap><nav><a href="/">Home</a> <a href="/about">About</a></nav><article><h1>A walk</h1><p>{TALE}</p><p>We bought good boots.</p></article><aside>Latest: snow, rain, sun</aside></div>',
            "A walk – Acme, new",
        ),
    ),
    Situation(
        "comments_closed_login_in_header",
        "absent, then lost: a login in the header is no wall",
        page(
            f"<header><form><input name=u><input type=password name=p></form></header><p>{TALE}</p><p>We bought good boots.</p>"
        ),
    ),
    Situation(
        "phpbb_topic_gone_200",
        "absent, then lost: it says so",
        page(f"{MENU}<h2>Information</h2><p>The requested topic does not exist.</p>", "Acme - Information"),
    ),
    Situation(
        "german_page_gone_200",
        "absent, then lost: it says so",
        page(
            f"{MENU}<h1>Seite nicht gefunden</h1><p>Die gewünschte Seite existiert nicht.</p>", "Seite nicht gefunden"
        ),
    ),
    Situation("gone_410", "absent, then lost: 410", Answer("gone", 410)),
    Situation("to_the_home_page", "absent, then lost: the home page in its stead", to("/", 301)),
    Situation(
        "became_a_pdf",
        "absent, then lost: a file in its stead",
        to("/files/walk.pdf", 301),
        {"/files/walk.pdf": Answer(b"%PDF-1.4 x", 200, {"Content-Type": "application/pdf"})},
    ),
    Situation(
        "another_article",
        "replaced: another article at the address",
        page(f"{MENU}<h1>Harvest</h1><p>{OTHER}</p>", "Harvest"),
    ),
    Situation(
        "agents_need_mozilla",
        "present: a second form is let in",
        only_with("user-agent", "Mozilla/5.0", GOOD, Answer("not found", 404)),
    ),
)
