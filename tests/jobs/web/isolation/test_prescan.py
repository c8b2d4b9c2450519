"""The quick look: what passes its bounds, which are lowered here, stands out, and ordinary pages do not."""

import pytest

from jobs.web.isolation import prescan
from jobs.web.isolation.prescan import weigh

ROW = b'<div class="a b"><p>Some words <a href="/x?y=1">link</a><i class="icon"></i></p><br><img src=x></div>\n'
BEYOND = {
    "nested blocks": b"<div>" * 20,
    "one tag with many attributes": b"<a " + b"x " * 30 + b">",
    "formatting opened again and again": b"<p>" + b"<i>x " * 5 + b"</p>" + b"<div>x</div>" * 10,
}
ORDINARY = {
    "a long page": ROW * 3_000,
    "many breaks and list items": b"<ul>" + b"<li>a<br>b" * 20_000 + b"</ul>",
    "data in an attribute": b'<p><img src="data:image/png;base64,' + b"A" * 200_000 + b'"></p>',
    "data in a script": b'<script>{"a": "' + b"b c d " * 50_000 + b'"}</script>',
    "nothing": b"",
}


@pytest.mark.parametrize("name", BEYOND)
def test_what_passes_a_bound_is_suspicious(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for bound, most in (("_MOST_NESTED", 10), ("_MOST_SEPARATORS", 20), ("_LONG_TAG", 40), ("_MOST_REOPENED", 60)):
        monkeypatch.setattr(prescan, bound, most)
    assert weigh(BEYOND[name]).is_suspicious
    monkeypatch.undo()
    assert not weigh(BEYOND[name]).is_suspicious


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_page_is_not(name: str) -> None:
    assert not weigh(ORDINARY[name]).is_suspicious
