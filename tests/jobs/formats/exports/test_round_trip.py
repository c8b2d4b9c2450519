"""What an export writes, an import takes back: export, import, export again, and nothing has changed."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.formats.columns import FIELDS, OURS, SHOWN, column_of
from jobs.formats.exports.sheets.links import SHEET, row_of
from jobs.formats.exports.spool import Spool
from jobs.formats.exports.table import DataTable, Row, Value
from jobs.formats.exports.workbook import Workbook
from jobs.formats.exports.write import write_csv, write_json_lines
from jobs.formats.opening import read_links
from jobs.formats.preview import ImportOptions, new_links
from jobs.formats.rows import Wishes
from jobs.formats.sheet import LinkFile
from jobs.model.index_fact import IndexFact, IndexStatus, with_facts
from jobs.model.link import Expectation, Link
from jobs.model.terms import Covered, Guarantee, Money, Terms
from tests.tools import nouns
from tests.tools.times import NOON

ODD = (
    *("'", "''", "'=1", "=1+1", "+49 30", "-5 %", "@ben", "\t=1", "\r=1", "'\t", "\tafter a tab", "a\ttab", "ends \t"),
    *("a\r", "a\rb", "a\nb", "a\r\nb", "\n", " ", " around ", '"', '""', 'say "no"', ";", ",", "a;b,c|d", "sep=;"),
    *(
        "_x0020_",
        "_x000D_",
        "a_x0041_b",
        "_x005F_",
        "\x00",
        "\x01",
        "\x1f",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff",
        "\ufffd",
    ),
    *("line\n" * 40, '"' * 5, '"\n"' * 40, "日本語", "🜀", "x" * 32_767, "#N/A", "TRUE", "1.0", "1e5", "2026-05-10"),
    *("https://a.example/", "http://", "linkwatch_state", "kept_", "<&>", "]]>", "&#10;"),
)
texts = st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
names = st.one_of(
    st.sampled_from(
        (*OURS, "Cost", " notes ", "kept_cost", "kept_kept_cost", "Kept_x", "linkwatch_state", "LINKWATCH_", *ODD[:12])
    ),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
)
pages = st.sampled_from(
    (
        "https://blog.example/post",
        "https://blog.example/_x0020_/a",
        "https://blog.example/a'b?q=%20|x&amp;y=1#part'",
        "https://xn--bcher-kva.example/%E2%82%AC",
        "https://[2001:db8::1]:8080/",
        "https://blog.example/" + "long/" * 500,
    )
)
amounts = st.decimals(0, 10**6, places=2)
terms = st.builds(
    Terms,
    st.none() | st.builds(Money, amounts, st.sampled_from(("EUR", "USD"))),
    st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31)),
)
guarantees = st.builds(
    Guarantee,
    st.lists(st.sampled_from(Covered), unique=True).map(sorted).map(tuple),
    st.none() | st.integers(1, 365),
    texts,
)
unmapped = sorted(set(OURS) - set(FIELDS.values()))
kept = st.dictionaries(names, texts.filter(bool), max_size=5)
links = st.builds(
    lambda page, target, anchor, rel, owner, tags, notes, terms, columns, guarantee: nouns.link(
        page_url=page,
        target=target,
        expected=Expectation(anchor=anchor, rel=rel),
        owner=owner,
        tags=tags,
        notes=notes,
        terms=terms,
        columns=columns,
        guarantee=guarantee,
    ),
    pages,
    st.sampled_from(("ours.example", "https://ours.example/'shop'")),
    texts,
    st.frozensets(st.sampled_from(("nofollow", "ugc", "sponsored"))),
    st.sampled_from(("", "U0ADA12", "W0BEN345")),
    st.frozensets(st.sampled_from(("spring", "=sum", "'q", "two words", "@x"))),
    texts,
    terms,
    kept,
    guarantees,
)

Write = Callable[[Path, DataTable], tuple[str, ...]]


def in_workbook(path: Path, table: DataTable) -> tuple[str, ...]:
    with Workbook(path) as book:
        book.write(table)
    return book.remarks()


def plainly(write: Callable[[Path, DataTable], None]) -> Write:
    def written(path: Path, table: DataTable) -> tuple[str, ...]:
        write(path, table)
        return ()

    return written


WRITERS: Mapping[str, Write] = {"csv": plainly(write_csv), "jsonl": plainly(write_json_lines), "xlsx": in_workbook}


def exported(form: str, *exported_links: Link) -> tuple[bytes, tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        spool = Spool(Path(folder) / "rows", SHEET.columns)
        spool.add([row_of(each) for each in exported_links])
        remarks = WRITERS[form](Path(folder) / "out", DataTable("Links", spool.columns, spool))
        return (Path(folder) / "out").read_bytes(), remarks


def imported(data: bytes) -> list[Link]:
    file = read_links(data, Wishes("links"))
    assert isinstance(file, LinkFile), file
    assert (file.layout, file.rejected, file.remarks) == ("Linkwatch", (), ())
    news = new_links(file.rows, ImportOptions(nouns.CHANNEL), "batch", NOON)
    blank = nouns.link()
    return [
        replace(
            blank,
            page_url=new.page_url,
            target=new.target,
            expected=new.expected,
            owner=new.owner,
            tags=new.tags,
            notes=new.notes,
            terms=new.terms,
            columns=new.columns,
            guarantee=new.guarantee,
        )
        for new in news
    ]


def agreed(row: Row) -> dict[str, Value]:
    return {name: value for name, value in row.items() if not name.startswith(SHOWN) and value not in ("", None)}


@pytest.mark.slow
@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=120, deadline=None)
@given(some=st.lists(links, min_size=1, max_size=3))
def test_export_import_export_is_the_identity(form: str, some: list[Link]) -> None:
    data, remarks = exported(form, *some)
    if remarks:  # what XLSX cannot hold it names
        return
    back = imported(data)
    assert [agreed(row_of(each)) for each in back] == [agreed(row_of(each)) for each in some]
    assert [each.columns for each in back] == [each.columns for each in some]
    assert imported(exported(form, *back)[0]) == back


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("text", ODD)
def test_odd_texts_come_back(form: str, text: str) -> None:
    link = nouns.link(notes=text, expected=Expectation(anchor=text), columns={"Their words": text, text: "named so"})
    data, remarks = exported(form, link)
    assert remarks == ()
    [back] = imported(data)
    assert (back.notes, back.expected.anchor, back.columns) == (text, text, link.columns)


@pytest.mark.parametrize("form", WRITERS)
def test_what_was_not_understood_and_kept_stays_apart_from_what_we_know(form: str) -> None:
    link = nouns.link(
        terms=Terms(Money(Decimal("90.50"), "EUR")), columns={"cost": "a hundred", "kind": "guest_post", "owner": "Ann"}
    )
    [back] = imported(exported(form, link)[0])
    assert (back.terms, back.columns) == (link.terms, link.columns)


@given(name=names)
def test_a_kept_column_gets_no_name_of_ours(name: str) -> None:
    assert column_of(name).strip().casefold() not in set(FIELDS.values())
    assert not column_of(name).casefold().startswith(SHOWN)


def test_an_export_shows_what_others_say_of_the_index_with_its_day_and_who_says_it() -> None:
    known = IndexFact(IndexStatus.LISTED, date(2026, 3, 1), "Google Search Console")
    facts = with_facts([IndexFact(IndexStatus.INDEXED, date(2026, 2, 1), by="U0ADA"), known], [])
    row = row_of(replace(nouns.link(), index_facts=facts))
    shown = [row[f"{SHOWN}{name}"] for name in ("index", "index_on", "index_said_by", "listed_by")]
    assert shown == ["indexed", date(2026, 2, 1), "U0ADA", "Google Search Console 2026-03-01"]
