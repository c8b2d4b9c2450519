"""The elements that are sought by their names are those that a selector finds."""

from hypothesis import given
from hypothesis import strategies as some
from selectolax.lexbor import LexborHTMLParser

from jobs.web.html.tags import SILENT_NAMES, asked_for, find

PIECES = (
    *(
        "<svg>",
        "</svg>",
        "<math>",
        "</math>",
        "<table>",
        "</table>",
        "<div>",
        "</div>",
        "<p>a",
        "<!-- a -->",
        "</head>",
    ),
    *("<script>1</script>", "<style>a{}</style>", "<title>a</title>", "<textarea>a</textarea>", "<noembed>a</noembed>"),
    *("<iframe>a</iframe>", "<template><input></template>", "<select><option>a</select>", "<noscript><p>a</noscript>"),
    *("<input type=hidden value=a>", "<datalist>a</datalist>", "<link rel=a href=b>", "<link rel=a>", "<link href=b>"),
    *(
        "<meta name=csrf-token content=a>",
        "<META NAME=CSRF-Token>",
        "<meta name=robots>",
        "<meta name=csrf-to\u212aen>",
    ),
)
SELECTOR = f"{', '.join(SILENT_NAMES.split())}, input, link[rel][href], meta[name=csrf-token i]"


@given(some.lists(some.sampled_from(PIECES), max_size=9).map("".join))
def test_one_walk_finds_what_a_selector_finds(markup: str) -> None:
    root = LexborHTMLParser(markup).root
    assert root is not None
    expected = [node.mem_id for node in find(SELECTOR, root)]
    assert [node.mem_id for _, node in asked_for(root)] == expected
