"""The quick look: crafted pages stand out, ordinary ones do not."""

import pytest

from jobs.web.isolation.prescan import weigh

ROW = b'<div class="a b"><p>Some words <a href="/x?y=1">link</a><i class="icon"></i></p><br><img src=x></div>\n'
CRAFTED = {
    "nested blocks": b"<div>" * 80_000,
    "nested formatting": b"<b><i>" * 10_000,
    "one tag with many attributes": b"<a " + b"x " * 80_000 + b">",
    "formatting opened again and again": b"<p>" + b"<font size=1>" * 3_000 + b"</p>" + b"<div>x</div>" * 3_000,
}
ORDINARY = {
    "a long page": ROW * 3_000,
    "many breaks and list items": b"<ul>" + b"<li>a<br>b" * 20_000 + b"</ul>",
    "data in an attribute": b'<p><img src="data:image/png;base64,' + b"A" * 200_000 + b'"></p>',
    "data in a script": b'<script>{"a": "' + b"b c d " * 50_000 + b'"}</script>',
    "nothing": b"",
}


@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_page_is_suspicious(name: str) -> None:
    assert weigh(CRAFTED[name]).is_suspicious


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_page_is_not(name: str) -> None:
    assert not weigh(ORDINARY[name]).is_suspicious
