"""A file of each kind, made after real ones, down to its encoding, its quotation marks and its line ends."""

import io
import json
import zipfile

import pytest

from jobs.formats.opening import read_links
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile, RefusedFile

OURS = ("ours.example",)
SHOP = "https://ours.example/shop"
AHREFS = (
    '"Referring page title"\t"Referring page URL"\t"Target URL"\t"Anchor"\t"Redirect Chain URLs"\t"Type"\t"Nofollow"'
    '\t"UGC"\t"Sponsored"\t"Lost status"\t"Links in group"\n'
    '"A ""quoted"" title"\t"https://a.example/1"\t"https://ours.example/shop"\t"shop"\t""\t"text"\t"false"\t"false"'
    '\t"false"\t""\t"1"\n'
    '"B"\t"https://b.example/2"\t"https://ours.example/"\t"old"\t"http://old.example/, https://old.example/"\t"text"'
    '\t"true"\t"true"\t"false"\t""\t"2"\n'
    '"C"\t"https://c.example/3"\t"https://ours.example/"\t""\t""\t"image"\t"false"\t"false"\t"false"\t"notfound"\t"1"\n'
    '"D"\t"https://d.example/4"\t"https://ours.example/"\t""\t""\t"canonical"\t"false"\t"false"\t"false"\t""\t"1"\n'
)
SEMRUSH = (
    "Page ascore,Source title,Source url,Target url,Anchor,Nofollow,Sponsored,Ugc,First seen,Lost link\r\n"
    '82,"Directory, the best",https://a.example/1,https://ours.example/shop,,false,false,false,2025-07-08,false\r\n'
    "3,@Ours,https://b.example/2,https://ours.example/,@Ours,true,false,false,2025-08-03,true\r\n"
)
MAJESTIC = (
    "Target URL,Source URL,Anchor Text,Source Crawl Date,FlagNoFollow,FlagDeleted\n"
    "https://ours.example/shop,https://a.example/1,Ours,2026-01-02,,\n"
    'https://ours.example/,https://b.example/2,say "hi", there,2026-01-02,+,\n'
)
MAJESTIC_2 = (
    "SourceURL,AnchorText,TargetURL,FlagNoFollow,FlagDeleted,ReasonLost\n"
    "https://a.example/1,Ours,https://ours.example/shop,0,0,\n"
    "https://b.example/2,Ours,https://ours.example/,1,1,LinkRemoved\n"
)
MOZ = (
    "Moz Link Explorer\nInbound links\n\nours.example\n1 Nov 2026\nAll\n"
    "URL,Title,Anchor Text,Spam Score,Page Authority,Domain Authority,Target URL\n"
    'a.example/1,"A, b",Ours,1%,20,30,ours.example/shop\n'
)
FROG = '"All Inlinks"\r\n"Type","Source","Destination","Anchor"\r\n"AHREF","https://a.example/1","https://ours.example/shop","x"\r\n'
LINKODY = (
    "URL FROM,TAGS,NOTES,EXPECTED LANDING PAGE URL,EXPECTED FOLLOW,EXPECTED ANCHOR,ADDED,EXPIRES,COST\n"
    'https://a.example/1,"paid,spring",mail jane@a.example,https://ours.example/shop,no,our shop,2026-01-03,2027-01-03,'
    "120.00\n"
)
TRACELINKER = "source_url,target_url,anchor_text,rel\nhttps://a.example/1,https://ours.example/shop,best,dofollow\n"
GERMAN = (
    "Seite;Ziel;Ankertext;Preis;Läuft bis;Notiz\r\n"
    'https://a.example/1;https://ours.example/shop;"Geräte; groß";1.240,50 €;1.3.2027;=SUMME(A1)\r\n'
)


def read(data: bytes | str, name: str = "", sites: tuple[str, ...] = OURS) -> LinkFile | RefusedFile:
    return read_links(data if isinstance(data, bytes) else data.encode(), Wishes(name, sites))


def links(data: bytes | str, name: str = "", sites: tuple[str, ...] = OURS) -> LinkFile:
    found = read(data, name, sites)
    assert isinstance(found, LinkFile), found
    return found


@pytest.mark.parametrize(
    ("data", "layout"),
    [
        (AHREFS.encode("utf-16"), "Ahrefs backlinks"),
        (AHREFS.replace("\t", ",").encode(), "Ahrefs backlinks"),
        (SEMRUSH.encode(), "Semrush backlinks"),
        (MAJESTIC.encode(), "Majestic backlinks"),
        (MAJESTIC_2.encode(), "Majestic backlinks"),
        (MOZ.encode(), "Moz inbound links"),
        (FROG.encode(), "Screaming Frog, all inlinks"),
        (LINKODY.encode(), "Linkody"),
        (TRACELINKER.encode(), "TraceLinker"),
        (GERMAN.encode("cp1252"), "a list of your own"),
        (GERMAN.encode("utf-8-sig"), "a list of your own"),
        (
            '\ufeff"Source Url","Anchor text","Target Url"\n"https://a.example/1","x","https://ours.example/shop"\n'.encode(),
            "Bing backlinks",
        ),
    ],
)
def test_a_file_is_known_by_its_content(data: bytes, layout: str) -> None:
    found = links(data)
    assert found.layout == layout
    assert (found.rows[0].page, found.rows[0].target) == ("https://a.example/1", SHOP)


def test_ahrefs_names_what_stands_on_the_page_first_in_the_chain_and_the_end_of_it_is_kept() -> None:
    [_, moved, lost] = links(AHREFS.encode("utf-16")).rows
    assert moved.target == "http://old.example/"
    assert moved.columns["Target URL"] == "https://ours.example/"
    assert moved.rel == {"nofollow", "ugc"}
    assert lost.lost == "notfound"


def test_a_canonical_is_no_link() -> None:
    [rejected] = links(AHREFS).rejected
    assert (rejected.line, rejected.why) == (5, "it is no link in the page, but canonical")


def test_what_an_index_saw_is_no_agreement() -> None:
    assert [row.anchor for row in links(AHREFS).rows] == ["", "", ""]
    assert links(AHREFS).rows[0].columns["Anchor"] == "shop"


def test_semrush_says_by_yes_that_a_link_is_lost() -> None:
    assert [row.lost for row in links(SEMRUSH).rows] == ["", "lost"]


def test_majestics_rows_that_are_no_valid_csv_are_read_all_the_same() -> None:
    [_, broken] = links(MAJESTIC).rows
    assert (broken.page, broken.target) == ("https://b.example/2", "https://ours.example/")
    assert broken.rel == {"nofollow"}
    assert [row.lost for row in links(MAJESTIC_2).rows] == ["", "lost"]


def test_a_monitors_agreements_are_agreements() -> None:
    [row] = links(LINKODY).rows
    assert row.anchor == "our shop"
    assert row.rel == {"nofollow"}
    assert row.tags == {"paid", "spring"}
    assert row.notes == "mail jane@a.example"
    assert str(row.terms.guaranteed_until) == "2027-01-03"
    assert row.columns == {"ADDED": "2026-01-03", "COST": "120.00"}  # in which currency, nobody says


def test_a_persons_columns_are_understood_in_their_language_and_the_rest_is_kept() -> None:
    [row] = links(GERMAN.encode("cp1252")).rows
    assert row.anchor == "Geräte; groß"
    assert row.terms.cost is not None
    assert (str(row.terms.cost.amount), row.terms.cost.currency) == ("1240.50", "EUR")
    assert str(row.terms.guaranteed_until) == "2027-03-01"
    assert row.notes == "=SUMME(A1)"


@pytest.mark.parametrize(
    "header",
    ["Linking page,Last crawled\n", "Seite mit Link,Zuletzt gecrawlt\n", "リンク元ページ,前回のクロール\n"],
)
def test_search_console_in_any_language(header: str) -> None:
    text = f"{header}https://a.example/1,2026-03-01\nhttps://b.example/x,y,2026-02-28"
    found = links(text, "https___www.ours.example_-Latest links-2026-05-10.csv", sites=())
    assert [row.page for row in found.rows] == ["https://a.example/1", "https://b.example/x,y"]
    assert {row.target for row in found.rows} == {"ours.example"}


def test_one_column_of_addresses_that_hold_commas_and_semicolons() -> None:
    text = "Linking page\nhttps://a.example/x,y\nhttps://b.example/z;1\n"
    assert [row.page for row in links(text).rows] == ["https://a.example/x,y", "https://b.example/z;1"]


def test_a_row_without_a_target_is_given_back_where_nobody_says_which() -> None:
    found = links("https://a.example/1\n", sites=("ours.example", "other.example"))
    assert [(row.line, row.why) for row in found.rejected] == [(1, "it has no target")]


@pytest.mark.parametrize(
    "text",
    [
        'Site,Linking pages,Target pages\nsmall.example,3,1\nbig.example,"1,240",12\n',
        '"Domain","Backlinks Count"\n"small.example","3"\n"big.example","1"\n',
        "# mine\r\ndomain:small.example\r\ndomain:big.example\r\nhttps://spam.example/x\r\n",
        "small.example\nbig.example\n",
    ],
)
def test_domains_are_offered_as_domains_and_never_made_pages(text: str) -> None:
    found = links(text)
    assert found.domains == ("small.example", "big.example")
    assert found.rows == ()


def test_a_domain_among_pages_is_no_page() -> None:
    found = links("page,target\nhttps://a.example/1,ours.example\nb.example,ours.example\n")
    assert found.domains == ("b.example",)
    assert [each.line for each in found.rejected] == [3]


def test_bings_api_answers_are_read() -> None:
    answer = {"d": {"Details": [{"AnchorText": "x", "Url": "https://a.example/1"}], "TotalPages": 1}}
    assert links(json.dumps(answer)).rows[0].page == "https://a.example/1"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Top pages,Clicks,Impressions,CTR,Position\nhttps://ours.example/,17,47,36.17%,8.98\n", "Performance"),
        ("Häufigste Seiten,Klicks,Impressionen,CTR,Position\nhttps://ours.example/,17,47,36%,8.9\n", "Performance"),
        ("URL,Letztes Crawling\nhttps://ours.example/a,2026-01-02\nhttps://ours.example/b,2026-01-02\n", "indexing"),
        ("Rank,Link text\n1,ours\n", "Latest links"),
        ("Target page,Incoming links,Linking sites\nhttps://ours.example/,3,2\n", "Latest links"),
        ('"Domain"\t"Domain rating"\t"Dofollow ref. domains"\n"a.example"\t"3"\t"2"\n', "Backlinks"),
        ('"IP"\t"Ref. domains"\n"192.0.2.1"\t"2"\n', "referring IPs"),
        ('"Anchor","Backlinks Count"\n"x","3"\n', "Pages"),
        ("<!DOCTYPE html><html>", "/pub?output=csv"),
        ("%PDF-1.7", "PDF"),
        ('{"a": 1}', "GetUrlLinks"),
        ("", "empty"),
        ("name,price\nx,3\n", "No column"),
    ],
)
def test_a_wrong_file_is_refused_by_name_with_the_one_to_take(text: str, named: str) -> None:
    found = read(text)
    assert isinstance(found, RefusedFile), found
    assert named in found.why


def test_an_archive_is_read_and_its_best_table_taken() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Filters.csv", "Filter,Value\nSearch type,Web\n")
        archive.writestr("links.csv", SEMRUSH)
    assert links(packed.getvalue()).layout == "Semrush backlinks"


def test_line_numbers_are_those_of_the_file_even_where_a_cell_holds_a_line_break() -> None:
    text = 'page,target,notes\nhttps://a.example/1,ours.example,"two\nlines"\nnot an address,ours.example,\n'
    found = links(text)
    assert found.rows[0].notes == "two\nlines"
    assert [each.line for each in found.rejected] == [4]


def test_a_quotation_mark_that_is_never_closed_swallows_nothing() -> None:
    text = 'page,target,notes\nhttps://a.example/1,ours.example,"open\nhttps://b.example/2,ours.example,x\n'
    assert [row.page for row in links(text).rows] == ["https://a.example/1", "https://b.example/2"]


def test_our_own_file_gives_off_one_quotation_mark_before_a_formula() -> None:
    from jobs.formats.columns import OURS as COLUMNS

    cells = {"source_url": "https://a.example/1", "target_url": SHOP, "expected_anchor": "'=1+1", "notes": "''tis"}
    text = ",".join(COLUMNS) + "\n" + ",".join(cells.get(name, "") for name in COLUMNS) + "\n"
    [row] = links(text).rows
    assert (row.anchor, row.notes) == ("=1+1", "'tis")
