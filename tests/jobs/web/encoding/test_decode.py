# ruff: noqa: RUF001 - letters of several scripts are what is tested

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.web.encoding.decode import Encoding, Source, decode, sniff
from jobs.web.encoding.encoders import encode_query
from jobs.web.encoding.labels import ENCODINGS, encoding_for


@pytest.mark.parametrize(
    ("body", "content_type", "name", "source", "why"),
    [
        (b"\xef\xbb\xbf<meta charset=koi8-r>", "text/html; charset=gbk", "utf-8", Source.BOM, "a mark beats all"),
        (b"\xff\xfe<\0", None, "utf-16le", Source.BOM, "little-endian mark"),
        (b"<meta charset=koi8-r>", "text/html; charset=gbk", "gbk", Source.HEADER, "the header beats the page"),
        (b"<meta charset=koi8-r>", "text/html; charset=nonsense", "koi8-r", Source.META, "an unknown label is none"),
        (b"<meta charset=koi8-r>", None, "koi8-r", Source.META, "no header at all"),
        ("<p>é".encode(), "text/html", "utf-8", Source.VALID_UTF8, "valid UTF-8"),
        (b"<p>caf\xe9", "text/html", "windows-1252", Source.GUESS, "Latin letters"),
        ("<p>Привет, мир! Как дела".encode("cp1251"), "", "windows-1251", Source.GUESS, "Cyrillic for Windows"),
        ("<p>Привет, мир! Как дела".encode("koi8-r"), "", "koi8-r", Source.GUESS, "Cyrillic for Unix"),
        ("<p>これはテストです、日本語".encode("cp932"), "", "shift_jis", Source.GUESS, "Japanese for Windows"),
        ("<p>これはテストです、日本語".encode("euc-jp"), "", "euc-jp", Source.GUESS, "Japanese for Unix"),
        ("<p>这是一个简单的测试\uff0c我们在中国的网站".encode("gbk"), "", "gbk", Source.GUESS, "Chinese, simplified"),
        ("<p>이것은 한국어 시험입니다".encode("cp949"), "", "euc-kr", Source.GUESS, "Korean"),
    ],
)
def test_who_says_the_encoding(body: bytes, content_type: str | None, name: str, source: Source, why: str) -> None:
    assert sniff(body, content_type) == Encoding(name, source), why


WESTERN = {
    "German": "Die Straße führt über die Brücke. Äpfel und Öl, schöne Grüße aus Köln, größer, Übung, für die Tür.",
    "French": "L'été dernier, les élèves ont créé un château. «\xa0Déjà vu\xa0», ça va, naïve, Noël, créée.",
    "Spanish": "El niño comió la piña mañana. ¿Qué pasó aquí? ¡Adiós, señor! Así también más años, corazón.",
    "Portuguese": "Não há razão para a alteração. São João, coração, atenção, ações, você está, avó.",
    "Swedish": "Jag älskar små gröna äpplen på hösten. Fåglar över sjön, där är även blåbär, öar.",
    "Finnish": "Hän lähti ääneen töihin. Pääsääntöisesti äiti näkee, yö, syödään, määrää, päättää, käsittää tämän.",
    "Estonian": "See on hea öö. Õõnes, käärid, tööd, jäääär, müüa, püüdmine, õhtul, üks ülikool, võõras, rääkida.",
    "Icelandic": "Það er góður dagur á Íslandi. Þú ert með bók, ég á hús, við förum út, ástæða, þægilegt, séð.",
    "in capitals": "ÜBER ÖFFNUNGSZEITEN GRÖSSE ÄÖÜ",
    "with blanks to indent": "\xa0\xa0\xa0\xa0 café \xa0\xa0\xa0",
    "with one letter": "Menu Home Contact Café",
}
CYRILLIC = {
    "Russian": "Мы купили хорошие ботинки и пошли в горы, а потом вернулись домой. Я и ты с ним о том же.",
    "Bulgarian": "Ние купихме хубави обувки и отидохме в планината, а после се върнахме у дома. Аз съм тук.",
    "one word": "Цена",
    "between Latin words": "Buy Nikon D70 цена 100 руб. in stock, free shipping to Moscow",
}


@pytest.mark.parametrize("language", WESTERN)
def test_an_undeclared_western_page_is_not_taken_for_cyrillic(language: str) -> None:
    assert sniff(WESTERN[language].encode("cp1252"), None).name == "windows-1252"


@pytest.mark.parametrize("language", CYRILLIC)
@pytest.mark.parametrize(("codec", "name"), [("cp1251", "windows-1251"), ("koi8-r", "koi8-r")])
def test_an_undeclared_cyrillic_page_is_read_as_such(language: str, codec: str, name: str) -> None:
    assert sniff(CYRILLIC[language].encode(codec), None).name == name


@pytest.mark.parametrize(
    "text",
    [
        "Ми купили гарні черевики і пішли в гори, а потім повернулися додому. Їхній є ґанок, цього й того.",
        "Купили смо добре ципеле и отишли у планине, а онда смо се вратили кући. Ђак, њега, љубав, џем.",
        "Мы купілі добрыя чаравікі і пайшлі ў горы, а потым вярнуліся дадому.",
    ],
)
def test_letters_that_russian_lacks_are_cyrillic_too(text: str) -> None:
    assert sniff(text.encode("cp1251"), None).name == "windows-1251"


def test_a_declaration_deep_in_a_long_head_is_found() -> None:
    head = b"<head><script>" + b"var x = '<b>';\n" * 10_000 + b"</script><meta charset=euc-kr></head>"
    assert sniff(head, None) == Encoding("euc-kr", Source.META)


def test_byte_order_marks_do_not_become_text() -> None:
    assert [decode("\ufeffx".encode(codec), name) for codec, name in (("utf-8",) * 2, ("utf-16-le", "utf-16le"))] == [
        "x",
        "x",
    ]


def test_replacement_encodings_have_no_text() -> None:
    assert decode(b"<a href=/>", "replacement") == "\ufffd"


def test_labels_fold_ascii_only() -> None:
    assert encoding_for(" KOI8-R\n") == "koi8-r"
    assert encoding_for("\u212aoi8-r") is None  # the Kelvin sign is no K


def test_truncated_utf8_is_one_mark_a_sequence() -> None:
    assert decode(b"a\xe2\x82b\xf0\x9f", "utf-8") == "a\ufffdb\ufffd"


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=60)), st.sampled_from(ENCODINGS))
def test_no_bytes_under_any_content_type_are_an_error(body: bytes, content_type: str | None, name: str) -> None:
    assert sniff(body, content_type).name in ENCODINGS
    text = decode(body, name)
    assert len(text) <= len(body) + 1


MARKUP = st.lists(
    st.sampled_from(
        [b"<!--", b"-->", b"--!>", b"<meta", b" charset=", b"koi8-r", b'"', b"'", b">", b"<script>", b"</script>"]
    )
    | st.binary(max_size=4),
    max_size=20,
)


@given(MARKUP.map(b"".join))
def test_broken_markup_is_no_error_for_the_search(body: bytes) -> None:
    assert sniff(body, None).name in ENCODINGS


@given(st.text(max_size=50), st.sampled_from(ENCODINGS))
def test_encoded_queries_are_ascii_unless_left_to_the_parser(text: str, name: str) -> None:
    written = encode_query(text, name)
    assert written.isascii() or (written == text and name in {"utf-8", "utf-16le", "utf-16be", "replacement"})
