"""Disavow files: Google can read every line, the live file stays, and no foreign word becomes an entry."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.formats.disavow import entry_of, whole_sites
from jobs.formats.exports import disavow
from jobs.formats.exports.disavow import (
    Pick,
    TooLargeError,
    WrongPickError,
    disavow_file,
    picked_link,
    picked_place,
    sentences,
)
from jobs.formats.opening import read_links
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile
from jobs.model.link_status import LinkState
from tests.tools import nouns

DAY = date(2026, 12, 1)
LIVE = (
    "\ufeff# ours, 2024 …\r\ndomain:www.old.example\r\nhttps://spam.example/page\r\nhttps://spam.example/page\r\n\r\n"
)


def made(live: str, *picks: Pick) -> disavow.DisavowFile:
    return disavow_file(picks, live, DAY, "ada")


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("domain:spam.example", "domain:spam.example"),
        ("Domain: WWW.Spam.Example", "domain:www.spam.example"),
        ("domain:www.gov.uk", "domain:www.gov.uk"),  # gov.uk is a suffix: www.gov.uk is a site of its own
        ("domain:bücher.example", "domain:xn--bcher-kva.example"),
        ("domain:1.2.3.4", "domain:1.2.3.4"),
        ("https://spam.example", "https://spam.example/"),
        ("# domain:spam.example", ""),
        ("   ", ""),
        ("domain:spam.example/path", None),  # Google takes no path there
        ("domain:https://spam.example/", None),
        ("domain:", None),
        ("domain:com", None),
        ("spam.example", None),
        ("ftp://spam.example/", None),
        ("https://spam.example/" + "a" * 2048, None),
    ],
)
def test_a_line_is_read_as_google_reads_it(line: str, entry: str | None) -> None:
    assert entry_of(line) == entry


def test_what_was_picked_stands_under_its_reason() -> None:
    link = nouns.link(3, LinkState.LIVE, nouns.NOFOLLOW, tags=frozenset({"paid"}), notes="bought\nin 2019")
    text = made("", picked_link(link, ""), picked_place("www.spam.example", "a link farm")).text
    assert text == (
        "# Added on 2026-12-01, chosen by ada in Linkwatch\n"
        "# L-3, to https://ours.example/shop: The link is nofollow now.; tags: paid; bought in 2019\n"
        "https://blog.example/post\n"
        "# spam.example: a link farm\n"
        "domain:spam.example\n"
    )


def test_the_live_file_stays_on_top_and_nothing_comes_twice() -> None:
    picks = [picked_place(place, "") for place in ("www.old.example", "https://spam.example/page")]
    new = made(LIVE, *picks)
    assert new.text.startswith("# ours, 2024 …\ndomain:www.old.example\nhttps://spam.example/page\n\n# Added on")
    # Google reads the line with www as about the hosts under that name alone.
    assert (new.added, new.known, new.kept) == (("domain:old.example",), ("https://spam.example/page",), 2)
    assert sentences(new) == ["1 added to 2 that were there.", "There already: https://spam.example/page."]


def test_a_site_covers_what_is_under_it_and_a_page_no_site() -> None:
    live = "domain:spam.example\nhttps://other.example/page\n"
    new = made(live, *(picked_place(each, "") for each in ("a.b.spam.example", "notspam.example", "other.example")))
    assert new.known == ("domain:a.b.spam.example",)
    assert new.added == ("domain:notspam.example", "domain:other.example")


def test_lines_that_google_does_not_take_become_comments_and_are_named() -> None:
    new = made("domain:spam.example/path\nspam\n", picked_place("x.example", ""))
    assert new.text.startswith("# Not a line that Google takes: domain:spam.example/path\n# Not a line")
    assert "comments now: 1, 2." in sentences(new)[-1]


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("ours.example", "your own site"),
        ("https://shop.ours.example/x", "your own site"),
        ("www.ours.example", "your own site"),
        ("co.uk", "many owners"),
        ("agency.example", "holds your own site"),
        ("no domain", "neither"),
        ("https://spam.example/" + "a" * 2048, "neither"),
    ],
)
def test_what_would_do_harm_is_refused(place: str, why: str) -> None:
    with pytest.raises(WrongPickError, match=why):
        picked_place(place, "", ["https://www.ours.example/", "client.agency.example"])
    with pytest.raises(WrongPickError, match="on your own site"):  # the side of an exchange that we keep
        picked_link(nouns.link(page_url="https://ours.example/partners"), "", ["www.ours.example"])


def test_an_address_that_is_too_long_for_google_is_refused() -> None:
    with pytest.raises(WrongPickError, match="2,048"):
        picked_link(nouns.link(page_url="https://spam.example/" + "a" * 2048), "")


def test_more_than_google_takes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disavow, "MOST_LINES", 4)
    with pytest.raises(TooLargeError, match="5 lines"):
        made("domain:a.example\n", picked_place("b.example", ""))


@given(reason=st.text(), notes=st.text(), live=st.text())
def test_no_words_become_an_entry_and_every_line_can_be_read(reason: str, notes: str, live: str) -> None:
    link = nouns.link(3, notes=notes, tags=frozenset({notes[:5]}))
    new = made(live, picked_link(link, reason), picked_place("spam.example", reason))
    entries = [entry_of(line) for line in new.text.split("\n")]
    assert None not in entries
    assert [entry for entry in entries if entry][-2:] == ["https://blog.example/post", "domain:spam.example"]
    again = made(new.text, picked_link(link, reason), picked_place("spam.example", reason))
    assert (again.text, again.added) == (new.text, ())


def test_an_import_takes_its_sites_as_domains() -> None:
    text = made("# x\n", picked_place("www.spam.example", ""), picked_place("bad.example", "")).text
    file = read_links(text.encode(), Wishes("disavow.txt"))
    assert isinstance(file, LinkFile)
    assert file.domains == ("spam.example", "bad.example")


def test_the_sites_that_are_disavowed_whole_are_told_once_and_in_order() -> None:
    typed = [
        "# ours",
        "domain:spam.example",
        "https://blog.example/only-this-page",
        "domain:www.old.example",
        "domain:Spam.example",
        "no line at all",
        "domain:farm.example",
    ]
    assert list(whole_sites("\n".join(typed))) == ["spam.example", "farm.example"]
