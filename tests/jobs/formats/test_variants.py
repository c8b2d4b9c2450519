"""The same kinds of files as other people's programs, spreadsheets and languages write them."""

import io
import random
import zipfile
from datetime import date

import pytest

from jobs.formats import cells
from jobs.formats.cells import DateOrder, asks_order, day, decimal_mark, money
from jobs.formats.opening import read_links
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile, RefusedFile
from tests.jobs.formats.workbooks import ods, xls

SHOP = "https://ours.example/shop"
CHAIN = "http://ours.example/a,b?x=1, https://ours.example/"
AHREFS = {
    "Referring page title": 'The "best" blog',
    "Referring page URL": "https://a.example/1",
    "Domain rating": "40",
    "Target URL": "https://ours.example/",
    "Left context": "see, for example,",
    "Anchor": "-50 %",
    "Type": "text",
    "Is spam": "false",
    "Nofollow": "true",
    "UGC": "false",
    "Sponsored": "false",
    "Lost status": "",
    "Links in group": "3",
    "Redirect Chain URLs": CHAIN,
    "Page category": "/Home",
}


def read(data: str | bytes, name: str = "", sites: tuple[str, ...] = ("ours.example",)) -> LinkFile | RefusedFile:
    return read_links(data.encode() if isinstance(data, str) else data, Wishes(name, sites))


def links(data: str | bytes, name: str = "", sites: tuple[str, ...] = ("ours.example",)) -> LinkFile:
    found = read(data, name, sites)
    assert isinstance(found, LinkFile), found
    return found


def table(*rows: dict[str, str], between: str = "\t", end: str = "\n", order: int | None = None) -> str:
    names = list(rows[0])
    if order is not None:
        random.Random(order).shuffle(names)  # any order
    written = [names, *([row[name] for name in names] for row in rows)]
    return "".join(between.join('"' + cell.replace('"', '""') + '"' for cell in row) + end for row in written)


@pytest.mark.parametrize("order", range(4))
@pytest.mark.parametrize(
    ("between", "encoding"), [("\t", "utf-16"), (",", "utf-8-sig"), (";", "cp1252"), (",", "utf-8")]
)
def test_ahrefs_in_any_order_and_saved_again_by_a_spreadsheet(order: int, between: str, encoding: str) -> None:
    saved = {name: {"true": "WAHR", "false": "FALSCH"}.get(cell, cell) for name, cell in AHREFS.items()}
    row = saved if between == ";" else AHREFS
    found = links(table(row, row, between=between, end="\r\n", order=order).encode(encoding))
    assert found.layout == "Ahrefs backlinks"
    assert [(row.page, row.target) for row in found.rows] == [
        ("https://a.example/1", "http://ours.example/a,b?x=1")
    ] * 2
    assert found.rows[0].rel == {"nofollow"}
    assert found.rows[0].columns["Anchor"] == "-50 %"


def test_an_older_generation_of_ahrefs() -> None:
    row = {"#": "1", "Referring Page URL": "https://a.example/1", "Link URL": SHOP, "Link Anchor": "x", "Day Lost": ""}
    [live, lost] = links(table(row, row | {"Day Lost": "2020-04-01"}).encode("utf-16")).rows
    assert (live.target, live.lost, lost.lost) == (SHOP, "", "2020-04-01")


@pytest.mark.parametrize(
    "header", ["Type,Source,Destination,Size (Bytes),Anchor,Rel", "Typ,Quelle,Ziel,Größe,Ankertext,Rel"]
)
@pytest.mark.parametrize("above", ["", '"All Inlinks"\r\n', "\ufeff"])
def test_screaming_frog_of_each_generation_and_in_another_language_lists_links_alone(header: str, above: str) -> None:
    found = links(
        f"{above}{header}\r\nHyperlink,https://a.example/1,{SHOP},0,Ours,nofollow\r\n"
        "Image,https://a.example/1,https://ours.example/x.png,0,,\r\nCSS,https://a.example/1,https://ours.example/x.css,0,,\r\n"
    )
    assert found.layout == "Screaming Frog, all inlinks"
    [row] = found.rows
    assert (row.page, row.target, row.anchor, row.rel) == ("https://a.example/1", SHOP, "", frozenset())
    assert [each.why for each in found.rejected] == [
        "it is no link in the page, but image",
        "it is no link in the page, but css",
    ]


BUZZ = (
    "Bo,a.example,https://a.example/1,https://ours.example/shop,x,No,,Purchase,03/14/2026,$1200,Paypal,,,,,12/31/2026\n"
    "Cy,b.example,,,,,,Organic,,,,,,,,\n"
)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Name,Domain,Linking From,Linking To,Anchor,Sitewide,Links,Method,Paid,Amount,How,Id,Type,Term,Start,End\n",
        "A,B,C,D,E,F,G,H,I,J,K,L,M,N,O,P\n",
    ],
)
def test_buzzstream_is_known_by_the_position_of_its_columns(header: str) -> None:
    found = links(header + BUZZ)
    [row] = found.rows
    assert (found.layout, row.page, row.target, row.anchor) == (
        "BuzzStream link partners",
        "https://a.example/1",
        SHOP,
        "x",
    )
    assert row.terms.cost is not None
    assert (row.terms.cost.currency, row.terms.guaranteed_until) == ("USD", date(2026, 12, 31))
    assert found.domains == ("b.example",)


def test_where_nothing_was_agreed_what_a_monitor_saw_counts() -> None:
    found = links(
        "source_url,target_url,expected_target_url,expected_anchor_text,cost\n"
        f"https://a.example/1,https://ours.example/seen,{SHOP},x,$120.50\nhttps://b.example/2,https://ours.example/seen,,,\n"
    )
    assert [row.target for row in found.rows] == [SHOP, "https://ours.example/seen"]


@pytest.mark.parametrize("name", ["disavow.txt", "list.txt"])
def test_a_disavow_file_names_domains_without_www_once(name: str) -> None:
    text = "\ufeff# old \u2013 list\r\ndomain:www.a.example\r\nDomain: a.example\r\ndomain:B.example\r\n"
    text += "\r\nhttp://c.example/x\r\n"
    found = links(text, name)
    assert found.domains == ("a.example", "b.example")
    assert "2 domains and 1 pages" in found.remarks[0]


def test_a_disavow_file_of_addresses_is_known_by_its_name_and_its_comments() -> None:
    assert links("# mine\nhttp://c.example/x\n", "disavow-links.txt").rows == ()
    assert len(links("http://c.example/x\n", "links.txt").rows) == 1


def test_a_line_that_google_passes_over_is_given_back() -> None:
    lines = "\n".join(f"domain:{letter}.example" for letter in "abcde")
    assert [row.line for row in links(f"{lines}\nspam.example\n").rejected] == [6]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Häufigste Suchanfragen,Klicks,Impressionen,CTR,Position\nschuhe,1,2,50 %,3\n", "Performance"),
        ("Top páginas;Clics;Impresiones;CTR;Posición\nhttps://ours.example/;1;2;36,17 %;8,98\n", "Performance"),
        ("Rang,Linktext\n1,ours example\n2,ours.example\n", "Top linking text"),
        ("Zielseite,Eingehende Links,Verlinkende Websites\nhttps://ours.example/,3,2\n", "Top target pages"),
        ("Zielseite,Eingehende Links\nhttps://ours.example/,3\n", "Top target pages"),
        ('"Anchor"\t"Referring domains"\t"Links to target"\n"x"\t"3"\t"2"\n', "Ahrefs anchors"),
        ("Anchor,Domains,Backlinks\nx,3,2\n", "Semrush anchors"),
        ('"Referring domain"\t"Dofollow ref. domains"\n"a.example"\t"2"\n', "Ahrefs referring domains"),
    ],
)
def test_a_wrong_file_is_named_in_any_language(text: str, named: str) -> None:
    found = read(text)
    assert isinstance(found, RefusedFile), found
    assert named in found.why
    assert "Take " in found.why


def test_page_indexing_is_named_by_its_file() -> None:
    found = read("Grund,Quelle\nNicht gefunden,Website\n", "https___ours.example_-Coverage-2026-05-01.csv")
    assert isinstance(found, RefusedFile)
    assert "Page indexing" in found.why


@pytest.mark.parametrize("header", ["Site,Linking pages", "Website,Verlinkende Seiten", "サイト,リンク元ページ"])
def test_linking_sites_in_any_language_are_domains(header: str) -> None:
    found = links(f'{header}\nsmall.example,3\nbig.example,"1.240"\n')
    assert (found.domains, found.rows, found.rejected) == (("small.example", "big.example"), (), ())


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Nr;Bezeichnung;Quellseite;Zielseite", "1;Artikel;https://a.example/1;https://ours.example/shop"),
        ("URL de destino\tURL de origen", "https://ours.example/shop\thttps://a.example/1"),
        ("foo|bar|baz", "x|https://a.example/1|https://ours.example/shop"),
        ("リンク元ページ,リンク先", "https://a.example/1,https://ours.example/shop"),
        ("Kunde,,\n\nSeite,Unsere Seite,Notiz", "https://a.example/1,https://ours.example/shop,"),
    ],
)
def test_columns_are_found_by_name_in_their_language_or_by_what_stands_in_them(header: str, row: str) -> None:
    found = links(f"{header}\n{row}\n")
    assert [(each.page, each.target) for each in found.rows] == [("https://a.example/1", SHOP)]
    assert found.rejected == ()


def test_old_excel_is_read() -> None:
    [row, other] = links(
        xls(
            [
                ["Seite", "Ziel", "Preis €"],
                ["https://a.example/1", SHOP, 120.5],
                ["https://b.example/ö", "ours.example"],
            ]
        )
    ).rows
    assert (row.page, row.target, other.page) == ("https://a.example/1", SHOP, "https://b.example/%C3%B6")
    assert row.terms.cost is not None


def test_an_open_document_is_read_with_where_its_cells_lead_and_a_million_empty_rows() -> None:
    found = links(
        ods(
            [
                ["Unsere Links"],
                ["Seite", "Ziel"],
                [("der Artikel", "https://a.example/1?x=1&amp;y=2"), SHOP],
                [""],
                ["https://b.example/2", ("Laden", SHOP)],
            ],
            empty_rows=1_000_000,
        )
    )
    assert [(row.line, row.page, row.target) for row in found.rows] == [
        (3, "https://a.example/1?x=1&y=2", SHOP),
        (5, "https://b.example/2", SHOP),
    ]


def test_an_archive_is_named_by_what_is_in_it() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Suchanfragen.csv", "Häufigste Suchanfragen,Klicks,Impressionen,CTR,Position\nx,1,2,50 %,3\n")
        archive.writestr("Filter.csv", "Filter,Wert\nSuchtyp,Web\n")
    found = read(packed.getvalue())
    assert isinstance(found, RefusedFile)
    assert "Performance" in found.why


@pytest.mark.parametrize(
    ("cell", "means"),
    [
        ("15. März 2026", date(2026, 3, 15)),
        ("1 août 2026", date(2026, 8, 1)),
        ("15 de marzo de 2026", date(2026, 3, 15)),
        ("5 grudnia 2026", date(2026, 12, 5)),
        ("2026/03/01", date(2026, 3, 1)),
        ("2026年3月1日", date(2026, 3, 1)),
        ("15.3.26", date(2026, 3, 15)),
        ("3 Brumaire 2026", None),
    ],
)
def test_days_in_other_languages(cell: str, means: date | None) -> None:
    assert day(cell, DateOrder.DAY_FIRST) == means


@pytest.mark.parametrize(
    ("column", "asked"),
    [(["01/08/2026"], True), (["01/08/2026", "28/09/2026"], False), (["03/03/2026"], False), (["1.8.2026"], False)],
)
def test_the_order_of_days_is_asked_only_where_nobody_can_tell(column: list[str], *, asked: bool) -> None:
    assert asks_order(column) is asked


@pytest.mark.parametrize(
    ("column", "mark"),
    [
        (["1,240", "12.50"], "."),
        (["1.240,50", "80"], ","),
        (["1,240"], ""),
        (["12,50", "12.50"], ""),
        (["$1,200.00"], "."),
    ],
)
def test_a_column_tells_what_stands_before_the_cents(column: list[str], mark: str) -> None:
    assert decimal_mark(column) == mark


@pytest.mark.parametrize(
    ("cell", "mark", "amount"),
    [("1,240", ".", "1240"), ("1.240", ",", "1240"), ("1.240,50 €", ",", "1240.50"), ("12,50", "", "12.50")],
)
def test_an_amount_is_read_as_its_column_is_written(cell: str, mark: str, amount: str) -> None:
    found = money(cell, "USD", mark)
    assert found is not None
    assert str(found.amount) == amount


def test_what_nobody_can_tell_is_asked() -> None:
    found = links("page,target,cost,expires\nhttps://a.example/1,ours.example,120,01/08/2026\n")
    assert (found.asks_currency, found.asks_order) == (True, True)
    told = read_links(
        b"page,target,cost,expires\nhttps://a.example/1,ours.example,120,01/08/2026\n",
        Wishes(our_sites=("ours.example",), order=DateOrder.DAY_FIRST, currency="EUR"),
    )
    assert isinstance(told, LinkFile)
    assert (told.asks_currency, told.asks_order, told.remarks) == (False, False, ())


@pytest.mark.parametrize("cell", ["36.17", "1.240", "8.98%", "v1.2"])
def test_a_number_is_no_domain(cell: str) -> None:
    assert not cells.is_domain(cell)


@pytest.mark.parametrize("header", ["Preis €", "Cost (USD)", "Kosten in EUR", "Price, GBP", "EUR", "Cost"])
def test_the_name_of_a_column_may_tell_the_currency(header: str) -> None:
    found = links(f'page,target,"{header}"\nhttps://a.example/1,ours.example,120\n')
    assert (found.rows[0].terms.cost is None) is (header == "Cost")
    assert found.asks_currency is (header == "Cost")
