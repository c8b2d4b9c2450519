"""Pages as sites serve them, made up from a seed: what `bench check` and `bench peers` read, with what is true of each.

Sizes, counts of links, and how much of a page is script, style and text are those of real pages (the means of 1,000:
175 kB, 209 links). Every page names the tracked address in a script and in a comment too, where it is no link.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

TARGET = "https://ours.example/guide"
ZONE = "sites.test"
"""Ten pages each have a host under it."""
A_HOST = 10
CHANGING = b"n0nce-at-each-answer-0000"
"""Stands in a script and a form of every page for what differs at each answer: a server puts other bytes there."""
MARKED = b'id="primary-menu"'
"""Stands in a tag of every page, away from its link, to which a server may add."""
COUNTED = b"0000-readers"
"""Stands in the text of every page for what may differ there: a server that changes it changes the text."""

_MEDIAN, _SPREAD = 105_000, 1.0
_LEAST, _MOST = 4_000, 1_400_000
_BYTES_A_LINK = 840
_VOCABULARY = """walk hill river old map stone path gear rain light market garden bread paper winter summer train coast
island letter music story house kitchen window table water forest field road bridge harbour museum gallery season
recipe butter flour morning evening weather mountain valley village people children teacher student science history
language design colour travel ticket budget price review guide advice question answer problem reason number example
Straße Käse Frühling größer über schön été façade naïve señor mañana corazón"""
_WORDS = _VOCABULARY.split()
_TRADES = ("shop", "news", "blog", "forum", "studio", "journal", "garden", "travel")
_PROPERTIES = (
    "margin:0 auto {n}px",
    "padding:{n}px 1em",
    "color:#{n:06x}",
    "background:#{n:06x} url(/img/{n}.png) no-repeat",
    "font:700 1.{n}rem/1.4 Georgia,serif",
    "border-bottom:1px solid rgba(0,0,0,.{n})",
    "display:flex;align-items:center",
    "transition:opacity .2s ease-in-out",
    "position:relative;z-index:{n}",
    "width:calc(100% - {n}px);max-width:{n}em",
    "opacity:1;transform:translateY({n}px)",
    "display:none",
    "overflow:hidden;text-indent:0",
)


@dataclass(frozen=True, slots=True)
class Truth:
    """What is to be found of the tracked link."""

    present: bool = True
    rel: tuple[str, ...] = ()
    hidden: bool = False
    place: str = "body"


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page, where it stands, and what is true of it."""

    host: str
    path: str
    body: bytes
    truth: Truth

    @property
    def url(self) -> str:
        """Its address, but for the port."""
        return f"https://{self.host}{self.path}"


def made_pages(count: int, seed: int = 11) -> Iterator[MadePage]:
    """The first `count` pages of a seed."""
    for number in range(count):
        chance = random.Random(f"{seed}:{number}")
        kind = chance.choices(list(_KINDS), [weight for weight, _, _ in _KINDS.values()])[0]
        _, truth, link = _KINDS[kind]
        size = min(_MOST, max(_LEAST, int(chance.lognormvariate(0, _SPREAD) * _MEDIAN)))
        page = _Page(chance, size, number)
        yield MadePage(host_of(number), path_of(number), page.written(truth, link(page)).encode("utf-8"), truth)


def host_of(number: int) -> str:
    """The host that the page of this number stands on."""
    return f"s{number // A_HOST}.{ZONE}"


def path_of(number: int) -> str:
    """Where on its host it stands."""
    return f"/2026/11/a-post-{number}/"


class _Page:
    """One page while it is written."""

    def __init__(self, chance: random.Random, size: int, number: int) -> None:
        self.chance, self.size, self.number = chance, size, number
        self._classes = [f"{_word(chance)}-{_word(chance)}{chance.randrange(90)}" for _ in range(60)]

    def written(self, truth: Truth, link: str) -> str:
        chance, links = self.chance, max(6, self.size // _BYTES_A_LINK)
        menu, foot = min(links // 4, 70), min(links // 8, 40)
        inner = links - menu - foot
        styles, scripts = int(self.size * chance.uniform(0.05, 0.25)), int(self.size * chance.uniform(0.2, 0.45))
        in_body, in_foot = (link, "") if truth.place == "body" else ("", link)
        return "".join(
            (
                self._head(styles),
                '<body class="post single wp-custom-logo">',
                self._menu(menu),
                '<div id="content" class="site-content"><main id="main">',
                self._article(int(inner * 0.6), in_body),
                '</main><aside class="sidebar widget-area">',
                self._related(int(inner * 0.4)),
                "</aside></div>",
                f'<footer class="site-footer">{in_foot}',
                self._list(foot, "footer-links"),
                "<p>&copy; 2026, all rights reserved.</p></footer>",
                self._scripts(scripts),
                "</body></html>\n",
            )
        )

    def words(self, count: int) -> str:
        return " ".join(self.chance.choices(_WORDS, k=count))

    def href(self) -> str:
        chance = self.chance
        other = f"https://www.{_word(chance)}-{chance.choice(_TRADES)}{chance.randrange(400)}.example/"
        own = chance.choices(("/", f"https://{host_of(self.number)}/", "../", "?page="), (45, 45, 5, 5))[0]
        path = f"{_word(chance)}-{_word(chance)}/{chance.randrange(10_000)}"
        return (other if chance.random() < 0.12 else own) + path + ("?a=1&amp;utm_source=x" * (chance.random() < 0.1))

    def _head(self, styles: int) -> str:
        title = self.words(6).capitalize()
        metas = "".join(
            f'<meta property="og:{name}" content="{self.words(7)}">'
            for name in ("title", "description", "site_name", "type", "locale", "image:alt")
        )
        return (
            f'<!DOCTYPE html>\n<html lang="en-GB" class="no-js"><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta name="viewport" content="width=device-width"><meta name="description" content="{self.words(18)}">'
            f'{metas}<meta name="generator" content="WordPress 6.9"><meta name="robots" content="max-image-preview:large">'
            f'<link rel="canonical" href="{path_of(self.number)}">'
            '<link rel="stylesheet" href="/wp-content/themes/t/style.css?ver=6.9">'
            f"<script>/* <![CDATA[ */ for (var i = 0; i < 5 && i<9; i++) {{ if (a<b) {{ c(i) }} }} /* ]]> */</script>"
            f"<!-- [if lt IE 9]><script src=/html5.js></script><![endif] --><style>{self._sheet(styles)}</style></head>"
        )

    def _sheet(self, size: int) -> str:
        rules, written = [], 0
        while written < size:
            rules.append(self._rule())
            written += len(rules[-1])
        return "".join(rules)

    def _rule(self) -> str:
        chance = self.chance
        names = chance.sample(self._classes, 3)
        selector = chance.choice(
            (
                f".{names[0]}",
                f".{names[0]} .{names[1]}",
                f".{names[0]}>.{names[1]}:hover",
                f".{names[0]} a,.{names[1]} li a:focus",
                f".wp-block-{names[0]}:not(.{names[1]})",
                f"body .{names[0]}::before",
                f".{names[0]} .{names[1]} .{names[2]}",
            )
        )
        block = ";".join(
            each.format(n=chance.randrange(1, 900)) for each in chance.choices(_PROPERTIES, k=chance.randrange(1, 5))
        )
        rule = f"{selector}{{{block}}}"
        return f"@media (max-width:{chance.randrange(300, 1200)}px){{{rule}}}" if chance.random() < 0.12 else rule

    def _menu(self, links: int) -> str:
        items = "".join(
            f'<li id="menu-item-{n}" class="menu-item menu-item-type-post_type menu-item-{n}">'
            f'<a href="{self.href()}">{self.words(2)}</a>'
            + ("<ul class='sub-menu'><li><a href='/s'>sub</a></li></ul>" if n % 6 == 5 else "")
            + "</li>"
            for n in range(links)
        )
        return (
            '<header class="site-header"><a class="skip-link screen-reader-text" href="#content">Skip</a>'
            f'<nav id="site-navigation" class="main-navigation"><ul id="primary-menu" class="menu">{items}</ul></nav>'
            '<form role="search" class="search"><input type="search" name="s"><input type="hidden" name="token"'
            f' value="{CHANGING.decode()}"><button>Go</button></form></header>'
        )

    def _article(self, links: int, link: str) -> str:
        paragraphs = [self._paragraph() for _ in range(max(2, links))]
        paragraphs.insert(len(paragraphs) // 2, f"<p>{self.words(20)} {link} {self.words(20)}</p>" if link else "")
        return (
            f'<article class="post hentry"><h1 class="entry-title">{self.words(6)}</h1><div class="entry-meta">by <b>'
            f'{self.words(2)}</b>, {COUNTED.decode()}</div><div class="entry-content">{"".join(paragraphs)}</div></article>'
        )

    def _paragraph(self) -> str:
        chance = self.chance
        text = (
            f'<div class="wp-block-group {chance.choice(self._classes)}" data-track="view:{chance.randrange(900)};from:list">'
            f'<p class="has-text-align-left" style="margin-top:1.{chance.randrange(9)}em">{self.words(chance.randrange(3, 14))}'
            f' <a href="{self.href()}">{self.words(chance.randrange(1, 4))}</a>, <em>{self.words(2)}</em>'
            f" {self.words(chance.randrange(3, 9))}.</p></div>\n"
        )
        if chance.random() < 0.25:
            text += self._picture()
        if chance.random() < 0.05:
            text += f'<p class="{chance.choice(self._classes)}">Not closed <b>and bold<p style="color:#333">again</b>'
        return text

    def _picture(self) -> str:
        n = self.chance.randrange(10_000)
        sizes = ", ".join(f"https://cdn.example/{n}-{w}x{w}.jpg {w}w" for w in (300, 768, 1024, 1536))
        return (
            f'<figure class="wp-block-image size-large"><img loading="lazy" width="1024" height="683" src="/{n}.jpg" '
            f'alt="{self.words(4)}" class="wp-image-{n}" srcset="{sizes}" sizes="(max-width: 1024px) 100vw, 1024px">'
            f'<noscript><img src="/{n}.jpg" alt=""></noscript></figure>\n'
        )

    def _related(self, links: int) -> str:
        return "".join(
            f'<section class="widget {self.chance.choice(self._classes)}" data-id="{n}"><div class="card"><a href="'
            f'{self.href()}" class="card-link" rel="bookmark"><span class="icon"><svg width="16" height="16" '
            'viewBox="0 0 16 16" aria-hidden="true"><path d="M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0zm0 14.5a6.5 6.5 0 1 1'
            ' 0-13 6.5 6.5 0 0 1 0 13z"/></svg></span>'
            f"<h3>{self.words(3)}</h3></a><time datetime='2026-11-03'>3 Nov</time></div></section>\n"
            for n in range(links)
        )

    def _list(self, links: int, name: str) -> str:
        items = "".join(f'<li><a href="{self.href()}">{self.words(2)}</a></li>' for _ in range(links))
        return f'<ul class="{name}">{items}</ul>'

    def _scripts(self, size: int) -> str:
        chance = self.chance
        rows = islice(iter(self._row, None), max(1, size // 210))
        return (
            f"<!-- the old link: <a href='{TARGET}'>ours</a> -->\n"
            f'<script>var nonce = "{CHANGING.decode()}", old = "<a href=\\"{TARGET}\\">ours<\\/a>";</script>'
            f'<script type="application/json" id="state">[{",".join(rows)}]</script>'
            f'<script src="/wp-includes/js/jquery.min.js?ver=3.{chance.randrange(9)}" defer></script>'
        )

    def _row(self) -> str:
        n = self.chance.randrange(100_000)
        return (
            f'{{"id":{n},"title":"{self.words(4)}","html":"\\u003cp\\u003e{self.words(6)}\\u003c/p\\u003e","raw":"<b>x<\\/b>",'
            f'"url":"https:\\/\\/cdn.example\\/{n}.jpg","tags":["a","b"],"score":{n % 97},"seen":false}}'
        )


def _word(chance: random.Random) -> str:
    return chance.choice(_WORDS[:40])


def _plain(page: _Page) -> str:
    return f'<a href="{TARGET}">{page.words(3)}</a>'


def _tagged(page: _Page) -> str:
    return f'<a class="ext" href="{TARGET}?utm_source=post" target="_blank" rel="noopener">{page.words(2)}</a>'


def _nofollow(page: _Page) -> str:
    return f'<a href="{TARGET}" rel="nofollow noopener">{page.words(3)}</a>'


def _hidden(page: _Page) -> str:
    return f'<span style="display:none"><a href="{TARGET}">{page.words(3)}</a></span>'


def _absent(page: _Page) -> str:
    return f'<a href="{TARGET.replace("ours", "theirs")}">{page.words(3)}</a>'


_KINDS: dict[str, tuple[int, Truth, Callable[[_Page], str]]] = {
    "plain": (80, Truth(), _plain),
    "with tracking": (8, Truth(rel=("noopener",)), _tagged),
    "nofollow": (4, Truth(rel=("nofollow", "noopener")), _nofollow),
    "in the footer": (4, Truth(place="footer"), _plain),
    "hidden": (2, Truth(hidden=True), _hidden),
    "absent": (2, Truth(present=False), _absent),
}
"""Of a hundred pages so many are of each kind; what is true of it; and how its link is written."""
