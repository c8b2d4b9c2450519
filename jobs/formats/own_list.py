"""A person's own list: which column holds pages, targets and the rest, by its content and by its header (pure)."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from jobs.formats.cells import is_address, is_domain
from jobs.formats.row_facts import index_column
from jobs.formats.sheet import Field, SheetRow
from jobs.units.currencies import currency_of
from jobs.web.urls import host, is_on_site

_CRAWLED = frozenset({"hyperlink", "ahref"})
"""What Screaming Frog calls a link, in every language."""
_ENDS = frozenset({Field.PAGE, Field.TARGET})
_SAMPLE = 300
_MOST_TITLES = 15
_MOSTLY, _SOME = 0.6, 0.1
"""Which part of a column's cells has to be addresses; a name that says so needs less of them."""
_WORDS: Mapping[Field, str] = {
    Field.PAGE: """
        page | source | from | url | link | backlink | backlinks | linking page | source page | source url | page url |
        backlink url | referring page | referring page url | referring url | linking url | url from | from url |
        linking from | link from | placed on | live url | live link | placement | placement url | article | post url |
        seite | quelle | quellseite | quell-url | quellurl | linkquelle | herkunft | verlinkende seite | artikel |
        page de liaison | page source | url source | page référente | página | pagina | origen | url de origen |
        página de origen | página fuente | fuente | origem | url de origem | pagina di origine | url di origine |
        bron | bronpagina | bron-url | strona | strona źródłowa | źródło | adres źródłowy | страница | источник |
        страница-источник | リンク元 | リンク元ページ | 参照元 | 来源 | 来源页面
    """,
    Field.TARGET: """
        target | to | target url | target page | our page | our url | our link | destination | destination url |
        link to | links to | linking to | link target | link url | url to | to url | landing page | landing page url |
        money page | promoted url | client url | expected target url | ziel | zielseite | ziel-url | zielurl |
        linkziel | unsere seite | unsere url | cible | page cible | url cible | url de destination | destino |
        url de destino | página de destino | página destino | objetivo | destinazione | pagina di destinazione |
        url di destinazione | doel | doelpagina | doel-url | cel | strona docelowa | adres docelowy | цель |
        целевая страница | リンク先 | 目标 | 目标页面 | 目标网址
    """,
    Field.ANCHOR: """
        anchor | anchor text | link text | text | expected anchor | ankertext | anker | linktext | ancre |
        texte d'ancrage | texto ancla | ancla | texto âncora | testo di ancoraggio | ankertekst | tekst kotwicy |
        анкор | アンカーテキスト | 锚文本
    """,
    Field.COST: """
        cost | price | paid | fee | amount | € | $ | £ | eur | usd | gbp | preis | kosten | betrag | prix | coût |
        precio | coste | preço | custo | prezzo | costo | prijs | cena | цена | стоимость | 価格 | 费用
    """,
    Field.CURRENCY: "currency | währung | devise | moneda | moeda | valuta | waluta | валюта | 通貨 | 货币",
    Field.GUARANTEE: """
        guaranteed until | guarantee | guarantee until | expires | expiry | live until | läuft bis | garantie bis |
        garantiert bis | bis | expire le | garanti jusqu'au | vence | garantizado hasta | válido até | scade |
        verloopt | wygasa | истекает
    """,
    Field.CLAIM_DAYS: """
        claim within | claim days | claim | guarantee claim days | days to claim | reklamationsfrist | frist | délai |
        plazo
    """,
    Field.COVERS: "covers | covered | guarantee covers | garantie umfasst | umfasst | couvre | cubre",
    Field.REMEDY: "remedy | guarantee remedy | compensation | ersatz | entschädigung | remède | compensación",
    Field.REL: "rel | expected rel | link type | attribute | linktyp | linkattribut | follow/nofollow",
    Field.LOST: "lost link | lost status | date lost | day lost",
    Field.OWNER: "owner | responsible | verantwortlich | responsable",
    Field.CHANNEL: "channel | kanal | canal | slack channel | slack-kanal | canale | kanał | канал",
    Field.INDEXED: """
        indexed | indexed? | index | index status | indexing status | google index | google indexed | is indexed |
        in index | indexiert | index-status | indexé | indexado | indexada | indicizzato
    """,
    Field.INDEXED_ON: """
        indexed on | checked | checked on | checked at | check date | index checked | last checked | date checked |
        geprüft | geprüft am | prüfdatum | vérifié le | comprobado | fecha de comprobación
    """,
    Field.TAGS: "tags | tag | labels | label | schlagworte | etiquetas | étiquettes | etichette",
    Field.NOTES: """
        note | notes | comment | comments | remark | notiz | notizen | bemerkung | kommentar | remarque | notas | nota |
        opmerking | uwagi | заметка | 備考 | 备注
    """,
}
NAMES = {field: frozenset(name.strip() for name in words.split("|")) for field, words in _WORDS.items()}
"""What people call their columns, in the languages that we have seen."""
_COSTS = NAMES[Field.COST] | NAMES[Field.CURRENCY]
_COST_ENDINGS = tuple(name for name in _COSTS if len(name) > 3)  # noqa: PLR2004  # `Linkpreis`, and not `coffee`
_UNIT = re.compile(r"^(?P<name>.*?)[\s(\[,/]*(?:in )?(?P<unit>€|\$|£|[a-z]{3}|zł)[)\]]?$")
"""`Preis €`, `cost (USD)`, or the currency alone."""


def header_at(lines: Sequence[SheetRow]) -> int | None:
    """At which line the header stands; None where there is none.

    It is the last line without an address above the first with one, unless that is a title of a single cell above
    a wider table.
    """
    for at, line in enumerate(lines[: _MOST_TITLES + 1]):
        if any(is_address(cell) for cell in line.cells):
            return at - 1 if at and _is_header(lines[at - 1], line) else None
    for at, line in enumerate(lines[:_MOST_TITLES]):  # addresses stand behind words, or are bare domains
        named = {loose_name(cell) for cell in line.cells}
        if named & NAMES[Field.PAGE]:
            return at
        if any(is_domain(cell) for cell in line.cells):
            return at - 1 if at and _is_header(lines[at - 1], line) else None
    return None


def columns(header: Sequence[str], lines: Sequence[SheetRow], our_sites: Sequence[str]) -> dict[Field, int]:
    """Which column says what: addresses by their content, everything else by its name."""
    found: dict[Field, int] = {}
    names = [loose_name(name) for name in header]
    bare = [_unit(name)[0] or name for name in names]
    for at, name in reversed([*enumerate(bare)]):
        found |= {field: at for field, known in NAMES.items() if name in known and field not in _ENDS}
    width = max((len(line.cells) for line in lines), default=0)
    sample = lines[:_SAMPLE]
    ends = frozenset[str]().union(*(NAMES[each] for each in _ENDS))
    called = {at for at, name in enumerate(names) if name in ends}
    if (types := _types(sample, width)) is not None:
        # What a crawl saw is no agreement.
        found = {Field.TYPE: types}
    shares = {at: _addresses(sample, at) for at in range(width)}
    fullest = sorted(shares, key=lambda number: (shares[number] < _MOSTLY, number))
    hosts = {at: _hosts(sample, at) for at in fullest if shares[at] >= (_SOME if at in called else _MOSTLY)}
    found |= _ends(hosts, names, our_sites)
    if Field.INDEXED not in found and (at_index := index_column(lines, [*found.values()])) is not None:
        found[Field.INDEXED] = at_index
    return found


def _types(lines: Sequence[SheetRow], width: int) -> int | None:
    """The column in which a crawler says of each reference whether it is a link; None where there is none."""
    cells_at = ({loose_name(line.cells[at]) for line in lines if at < len(line.cells)} for at in range(width))
    return next((at for at, cells in enumerate(cells_at) if cells & _CRAWLED), None)


def loose_name(name: str) -> str:
    """A column's name as it is compared: people write `target_url` and `Target URL`."""
    return re.sub(r"[\s_]+", " ", name).strip().casefold()


def currency_named(header: str) -> str:
    """The currency that a column's own name is, or ends with; empty where it names none."""
    return _unit(loose_name(header))[1]


@lru_cache(1024)  # few columns have very many cells
def names_cost(header: str) -> bool:
    """Whether a column's name says that amounts or their currency stand in it, whatever words it has beside.

    A rule of thumb that rather says so once too often: `Linkpreis`, `Fees paid` and `CHF` do, and so does `Paid by`.
    """
    words = re.findall(r"[^\W\d_]+|[^\w\s]", header)
    named = (word.casefold() for word in words)
    return any(map(_is_currency, words)) or any(
        word.removesuffix("s") in _COSTS or word.endswith(_COST_ENDINGS) for word in named
    )


def _is_currency(word: str) -> bool:
    """Whether a word is a code in capitals, or a sign; `All` and `try` are words."""
    return word == word.upper() and bool(_unit(word.lower())[1])


def _unit(name: str) -> tuple[str, str]:
    """The name of a column without the currency that it ends with, and that; empty where there is none."""
    found = _UNIT.match(name)
    try:
        return (found["name"], currency_of(found["unit"])) if found else ("", "")
    except ValueError:
        return "", ""


def _is_header(above: SheetRow, below: SheetRow) -> bool:
    filled = sum(1 for cell in above.cells if cell)
    if any(cell.isdigit() for cell in above.cells):
        return False
    return bool(filled) and (filled > 1 or len([cell for cell in below.cells if cell]) == 1)


def _addresses(lines: Sequence[SheetRow], at: int) -> float:
    """Which part of a column's cells are addresses or domains."""
    cells = [line.cells[at] for line in lines if at < len(line.cells) and line.cells[at]]
    return sum(1 for cell in cells if is_address(cell) or is_domain(cell)) / max(1, len(cells))


def _hosts(lines: Sequence[SheetRow], at: int) -> list[str]:
    cells = [line.cells[at] for line in lines if at < len(line.cells) and line.cells[at]]
    return [host(cell if "://" in cell else f"https://{cell}") for cell in cells]


def _ends(hosts: Mapping[int, list[str]], names: Sequence[str], our_sites: Sequence[str]) -> dict[Field, int]:
    """Page and target among the columns of addresses: by name, by our sites, by how few sites a column names.

    Of two columns with such a name the one that comes first in `hosts` is meant.
    """
    named: dict[Field, int] = {}
    for at in reversed([*hosts]):
        name = names[at] if at < len(names) else ""
        named |= {each: at for each in _ENDS if name in NAMES[each]}
    if Field.TARGET not in named and len(hosts) > 1:
        others = [at for at in hosts if at != named.get(Field.PAGE)]
        ours = {at: sum(is_on_site(each, our_sites) for each in hosts[at]) / len(hosts[at]) for at in others}
        best = max(others, key=lambda at: (ours[at] > _MOSTLY, -len(set(hosts[at])), at))
        named[Field.TARGET] = best
    pages = [at for at in hosts if at != named.get(Field.TARGET)]
    if Field.PAGE not in named and pages:
        named[Field.PAGE] = pages[0]
    return named
