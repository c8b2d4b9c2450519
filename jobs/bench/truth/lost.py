"""Lives in which the link is lost."""

from jobs.bench.truth.life import GUIDE, NOTHING, TALE, Fate, PageLife, Served, page, to, with_link

_PARKED = "<title>slow-rivers.example</title><h1>This domain is for sale</h1><p>Buy this domain.</p>"


def _lost(name: str, story: str, becomes: Served | str, *, everywhere: bool = False) -> PageLife:
    served = Served(becomes) if isinstance(becomes, str) else becomes
    return PageLife(name, story, served, Fate.LOST, everywhere=everywhere)


LOSSES = (
    _lost("taken out", "the link is taken out, its words stay", with_link("the river guide")),
    _lost("sentence taken out", "the sentence goes with it", page(TALE)),
    _lost(
        "given to another",
        "it leads to another site",
        with_link('<a href="ANOTHER">the river guide</a>'),
    ),
    _lost(
        "to a longer address",
        "it leads to another page of ours, whose address begins as the agreed one does",
        with_link('<a href="OURS-to-lakes">the river guide</a>'),
    ),
    _lost("page deleted", "the page answers 404", NOTHING),
    _lost("page gone", "the page answers 410", Served("<h1>Gone</h1>", 410)),
    _lost(
        "not found, with 200",
        "the page says with status 200 that it does not exist",
        page("<h1>Page not found</h1><p>This page does not exist. Try the search.</p>", "Page not found"),
    ),
    _lost("sent to the home page", "the page leads to the home page by 301", to("/", 301)),
    _lost("text only", "our address is named as text", with_link("the river guide (OURS)")),
    _lost("commented out", "the link stands in a comment", page(f"{TALE}<!-- <p>{GUIDE}</p> -->")),
    _lost(
        "in a template", "the link stands in a template that nothing shows", page(f"{TALE}<template>{GUIDE}</template>")
    ),
    _lost(
        "in a script", "the link stands in a string of a script", page(f"{TALE}<script>let old = '{GUIDE}';</script>")
    ),
    _lost(
        "by a click only",
        "a script leads there, no link does",
        with_link("""<span onclick="location='OURS'">the river guide</span>"""),
    ),
    _lost(
        "a report form only",
        "what is left carries our address to a form of the site",
        with_link('the river guide <a href="/report?about=OURS">(report this link)</a>'),
    ),
    _lost(
        "a share button only",
        "what is left shares our page elsewhere",
        with_link('the river guide <a href="https://social.example/share?url=OURS">share</a>'),
    ),
    _lost("domain for sale", "the domain is parked", _PARKED, everywhere=True),
)
