"""How the people of a page are reached, as its own links say; nothing that it does not say."""

import pytest

from jobs.model.reading import NO_CONTACTS, PageContacts
from jobs.pages.contacts import contacts_on
from jobs.web.html.parse import parse

PAGE = "https://blog.example/trails/post"


def found(body: str) -> PageContacts:
    return contacts_on(parse(f"<html><body>{body}</body></html>".encode(), url=PAGE))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("Write to ada@blog.example", id="text alone is no link"),
        pytest.param('<a href="mailto:?subject=Look&amp;body=x">Share</a>', id="a mail to a friend"),
        pytest.param('<a href="mailto:">Mail</a>', id="no address"),
        pytest.param('<a href="mailto:noreply@blog.example">Mail</a>', id="nobody reads it"),
        pytest.param('<a href="mailto:ada(at)blog.example">Mail</a>', id="no address either"),
        pytest.param('<a style="display:none" href="mailto:trap@blog.example">Mail</a>', id="a trap that nobody sees"),
        pytest.param('<div id="comments" class="comments"><a href="mailto:reader@x.example">R</a></div>', id="comment"),
        pytest.param('<a href="https://other.example/contact">Contact</a>', id="of another site"),
        pytest.param('<a href="/contact-lenses-2026">Contact lenses</a>', id="another subject"),
        pytest.param('<a href="javascript:void(0)">Contact</a>', id="a script"),
        pytest.param('<a href="/cdn-cgi/l/email-protection#ab12">[email protected]</a>', id="hidden from programs"),
    ],
)
def test_says_nothing_of(body: str) -> None:
    assert found(body) == NO_CONTACTS


@pytest.mark.parametrize(
    ("body", "mails"),
    [
        ('<a href="mailto:ada@blog.example">Mail</a>', ("ada@blog.example",)),
        ('<a href="mailto:ada%40blog.example?subject=Hi">Mail</a>', ("ada@blog.example",)),
        ('<a href="MAILTO:a@blog.example,b@blog.example">Us</a>', ("a@blog.example", "b@blog.example")),
        ('<a href="mailto:a@x.example">1</a><a href="mailto:a@x.example">2</a>', ("a@x.example",)),
        ('<footer><a href="mailto:info@blog.example">info</a></footer>', ("info@blog.example",)),
    ],
)
def test_mail_links_are_found_as_they_are_written(body: str, mails: tuple[str, ...]) -> None:
    assert found(body).mails == mails


@pytest.mark.parametrize(
    ("href", "words"),
    [
        ("/contact", "Write"),
        ("/kontakt.html", "Hier"),
        ("/p?id=7", "Contact us"),
        ("/p7", "Nous contacter"),
        ("/p8", "Impressum"),
        ("/p9", "Contáctanos"),
        ("https://www.blog.example/about/contact/", "us"),
    ],
)
def test_contact_pages_are_found_by_their_name_or_their_path(href: str, words: str) -> None:
    [page] = found(f'<nav><a href="{href}#form">{words}</a></nav>').pages
    assert page.endswith(href)


def test_only_the_first_few_are_kept() -> None:
    links = "".join(f'<a href="mailto:u{n}@x.example">m</a><a href="/{n}/contact">c</a>' for n in range(9))
    kept = found(links)
    assert (len(kept.mails), len(kept.pages)) == (5, 5)


def test_a_page_of_nothing_but_links_is_read_within_bounds() -> None:
    links = "".join(f'<a href="/x{n}">contact {n}</a>' for n in range(20_000))
    assert found(links) == NO_CONTACTS
