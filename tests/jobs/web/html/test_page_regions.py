"""Where on a page a link stands."""

import pytest

from jobs.model.document import Place
from jobs.web.html.parse import parse

LINK = "<a href=/x>x</a>"


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("<p>@</p>", Place.BODY),
        ("<nav>@</nav>", Place.NAV),
        ("<div role=navigation>@</div>", Place.NAV),
        ("<header>@</header>", Place.HEADER),
        ("<header><nav>@</nav></header>", Place.NAV),
        ("<article><header>@</header></article>", Place.BODY),  # a section's header is not the page's
        ("<article><footer>@</footer></article>", Place.BODY),
        ("<main><aside>@</aside></main>", Place.BODY),
        ("<footer>@</footer>", Place.FOOTER),
        ("<footer><nav>@</nav></footer>", Place.FOOTER),  # a menu in the footer is the footer
        ("<aside>@</aside>", Place.SIDEBAR),
        ("<aside><nav>@</nav></aside>", Place.SIDEBAR),
        ("<div class='col-3 widget-area'>@</div>", Place.SIDEBAR),
        ("<div id=sidebar><article>@</article></div>", Place.BODY),
        ("<div class=has-sidebar>@</div>", Place.BODY),  # says what the page has, not what this is
        ("<body class=sidebar>@</body>", Place.BODY),
        ("<div class=entry-header>@</div>", Place.BODY),
        ("<div class=site-footer__links>@</div>", Place.FOOTER),
        ("<div id=comments><p>@</p></div>", Place.COMMENTS),
        ("<article><ol class=comment-list><li>@</ol></article>", Place.COMMENTS),
        ("<div id=comments><article><footer>@</footer></article></div>", Place.COMMENTS),
        ("<div class='author-box'>@</div>", Place.AUTHOR),
        ("<div class=author>@</div>", Place.BODY),  # a by-line, not a box
        ("<body><noscript>@</noscript>", Place.NOSCRIPT),
        ("<footer><noscript><nav>@</nav></noscript></footer>", Place.NOSCRIPT),
        ("<div class=kommentare>@</div>", Place.COMMENTS),
        ("<div class='barra-lateral'>@</div>", Place.SIDEBAR),
        ("<div id=pied-de-page>@</div>", Place.FOOTER),
        ("<div class=fu\u00dfzeile>@</div>", Place.FOOTER),
        ("<ul class='navbar-nav mr-auto'><li>@</ul>", Place.NAV),
        ("<div role=contentinfo class=nav>@</div>", Place.FOOTER),  # a role says more than a class
    ],
)
def test_finds_the_place(page: str, place: Place) -> None:
    document = parse(
        page.replace("@", LINK).encode(), url="https://a.example/", content_type="text/html; charset=utf-8"
    )
    assert (len(document.links), document.spot(0).place) == (1, place)
