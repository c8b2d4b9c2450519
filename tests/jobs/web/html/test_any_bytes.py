"""Whatever the bytes and whatever they are said to be: a document, and never an exception."""

from hypothesis import given
from hypothesis import strategies as st

from jobs.model.document import Document
from jobs.model.whole_document import read_whole
from jobs.web.html.parse import parse

PIECES = [
    *(
        f"<{name}"
        for name in ("a", "a href", "base href", "meta", "link rel=canonical href", "style", "svg", "table", "p style")
    ),
    *(f"</{name}>" for name in ("a", "p", "svg", "table", "style", "title")),
    *(
        "=",
        ">",
        "'",
        '"',
        "&",
        "&#",
        ";",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "{",
        "}",
        "display:none",
        "@media",
        "(",
        ")",
    ),
    *("http://", "//", "?", "#", "[", ":", "*", " ", "\n", "\0", "\ud7ff", "\u00e9", "rel=", "name=robots", "content="),
    *("http-equiv=refresh", "0;url=", "<noscript>", "<template>", "<plaintext>", "<details>", "hidden", "class=nav"),
]
CONTENT_TYPES = ["", "text/html", "text/plain", "application/xhtml+xml", ";charset=", "text/html; charset=", "\0"]
CHARSETS = ["", "utf-8", "gbk", "iso-2022-jp", "utf-16", "replacement", "big5", "nonsense"]

bodies = st.binary(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=40).map(
    lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass")
)
content_types = st.builds(str.__add__, st.sampled_from(CONTENT_TYPES), st.sampled_from(CHARSETS)) | st.text(max_size=30)
headers = st.lists(st.tuples(st.sampled_from(["link", "x-robots-tag"]), st.text(max_size=40)), max_size=3).map(tuple)


@given(bodies, content_types, headers)
def test_any_bytes_give_a_document(body: bytes, content_type: str, headers: tuple[tuple[str, str], ...]) -> None:
    document = read_whole(parse(body, url="https://a.example/", content_type=content_type, headers=headers))
    assert isinstance(document, Document)
    assert all(0 <= document.position(number) <= len(document.text) + 1 for number in range(len(document.links)))
