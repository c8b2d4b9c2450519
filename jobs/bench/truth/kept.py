"""Lives in which the link is kept: troubles that pass, walls, and other ways to write or lead the link."""

from jobs.bench.truth.life import GUIDE, NOTHING, TALE, WELL, PageLife, Served, page, to, with_link

_BUSY = Served("<h1>503 Service Unavailable</h1>", 503)
_CHALLENGE = (
    "<!doctype html><title>Just a moment...</title><p>Checking that you are human."
    "<script>window._cf_chl_opt={}</script>"
)
_LOGIN = Served(
    page('<h1>Log in</h1><form method="post"><input name="user"><input type="password" name="pw"></form>', "Log in")
)
_UPKEEP = page("<h1>Down for maintenance</h1><p>We are upgrading and will be back soon.</p>", "Maintenance")
_DIES = (
    "<!doctype html><title>Five bridges</title><h1>Five bridges</h1><p>The path leaves the village<br>\n"
    "<b>Fatal error</b>: Allowed memory size exhausted in <b>/srv/www/theme.php</b> on line <b>214</b><br>"
)
_REJECTED = (
    "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your "
    "administrator. Your support ID is: 8830114702</body></html>"
)
_MOVED = {"/walks/bridges": WELL}

TROUBLES = (
    PageLife("host down", "the host answers 503 for a day", _BUSY, ends=3, everywhere=True),
    PageLife("host down for long", "the host answers 503 for six days", _BUSY, ends=8, everywhere=True),
    PageLife("hangs up", "the server closes each connection for a day", Served(hangs_up=True), ends=3, everywhere=True),
    PageLife("wrong 404", "a deployment answers 404 to all for eight hours", NOTHING, ends=2.33, everywhere=True),
    PageLife(
        "default page",
        "the server shows its default page for every path, status 200, for a day",
        Served(page("<h1>It works!</h1>", "Welcome")),
        ends=3,
        everywhere=True,
    ),
    PageLife("blank", "every path answers nothing, status 200, for two days", Served(), ends=4, everywhere=True),
    PageLife("dies in the middle", "the page breaks off in an error of its software for a day", Served(_DIES), ends=3),
    PageLife(
        "software error",
        "the software says with status 200 that it failed, for a day",
        Served(page("<p>There has been a critical error on this website.</p>", "Error")),
        ends=3,
    ),
    PageLife(
        "maintenance", "a maintenance page, status 200, everywhere for a day", Served(_UPKEEP), ends=3, everywhere=True
    ),
    PageLife(
        "installer",
        "every page leads to the software's installer for half a day",
        to("/install"),
        ends=2.5,
        everywhere=True,
        elsewhere={"/install": Served(page("<h1>Installation</h1><p>Choose a language.</p>", "Setup"))},
    ),
)
WALLS = (
    PageLife(
        "challenge",
        "a challenge stands before the host for five days, status 403",
        Served(_CHALLENGE, 403, {"cf-mitigated": "challenge"}),
        ends=7,
        everywhere=True,
    ),
    PageLife("challenge with 200", "the same with status 200", Served(_CHALLENGE), ends=7, everywhere=True),
    PageLife(
        "refused", "the host refuses programs with 403 from now on", Served("<h1>Forbidden</h1>", 403), everywhere=True
    ),
    PageLife(
        "rate limit",
        "the host answers 429 from now on",
        Served("<h1>Too many requests</h1>", 429, {"Retry-After": "3600"}),
        everywhere=True,
    ),
    PageLife("login in place", "the page asks for a password, status 200, from now on", _LOGIN),
    PageLife(
        "sent to a login",
        "the page leads to the site's login from now on",
        to("/users/sign_in?back=%2Fbridges"),
        elsewhere={"/users/sign_in": _LOGIN},
    ),
    PageLife(
        "consent wall",
        "every page leads to a page about cookies from now on",
        to("/consent"),
        everywhere=True,
        elsewhere={"/consent": Served(page("<h1>Before you go on</h1><p>This site uses cookies.</p>", "Privacy"))},
    ),
    PageLife(
        "firewall on one path",
        "a firewall refuses this path with a page of its own, status 200, for five days",
        Served(_REJECTED),
        ends=7,
    ),
    PageLife(
        "made by scripts",
        "the page is a shell that a script fills from now on",
        Served(page('<div id="root"></div><script type="module" src="/app-81c2.js"></script>')),
    ),
    PageLife(
        "members only",
        "the page says that only members may read it, from now on",
        Served(
            page("<h1>Members only</h1><p>Please sign in to read on.</p><form><input type=password></form>", "Sign in")
        ),
    ),
)
SPELLINGS = (
    PageLife(
        "with its source",
        "the link gets a parameter that names the partner",
        Served(with_link('<a href="OURS?utm_source=slow-rivers">the river guide</a>')),
    ),
    PageLife(
        "with a fragment",
        "the link leads to a part of our page, written with an entity",
        Served(with_link('<a href="OURS&#35;fords">the river guide</a>')),
    ),
    PageLife(
        "in capitals",
        "a new template writes its tags in capitals, without quotation marks",
        Served(with_link("<A HREF=OURS>the river guide</A>")),
    ),
    PageLife(
        "base element",
        "the page gets a base element, and addresses that rest on it",
        Served(page(f'{TALE}<p>We read <a href="guide">the river guide</a>.</p>', head='<base href="OURS">')),
    ),
    PageLife(
        "folded away",
        "the link stands in a section that the reader opens",
        Served(page(f"{TALE}<details><summary>Reading</summary><p>{GUIDE}</p></details>")),
    ),
    PageLife(
        "in a shadow tree",
        "the link stands in a shadow tree that the page declares",
        Served(page(f"{TALE}<river-box><template shadowrootmode=open><p>{GUIDE}</p></template></river-box>")),
    ),
    PageLife(
        "moved, with a redirect",
        "the page moves to another address of the site, by 301",
        to("/walks/bridges", 301),
        elsewhere=_MOVED,
    ),
    PageLife(
        "moved, with a refresh",
        "the page moves, and a meta refresh leads there",
        Served('<!doctype html><title>Moved</title><meta http-equiv="refresh" content="0; url=/walks/bridges">'),
        elsewhere=_MOVED,
    ),
    PageLife(
        "through a redirector",
        "the link goes through an address of the site that leads to ours",
        Served(with_link('<a href="/go/river-guide">the river guide</a>')),
        elsewhere={"/go/river-guide": to("OURS")},
    ),
    PageLife(
        "missing end tags",
        "paragraphs and links around it are left open",
        Served(f'<title>Five bridges</title>{TALE}<p>We read <a href="OURS">the river guide<p>and were glad'),
    ),
    PageLife(
        "another encoding",
        "the page is written in UTF-16 from now on",
        Served(WELL.body, 200, {"Content-Type": "text/html; charset=utf-16"}),
    ),
    PageLife(
        "new words around it",
        "the author rewrites the text around it",
        Served(page(f"<h1>Five bridges, again</h1><p>Two years later we walked back.</p><p>Read {GUIDE} first.</p>")),
    ),
)
