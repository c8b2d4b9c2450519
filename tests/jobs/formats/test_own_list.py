"""Lists of people's own: which column is meant where several could be, and what is taken for a list of our pages."""

import pytest

from jobs.formats.opening import read_links
from jobs.formats.own_list import names_cost
from jobs.formats.rows import Wishes
from jobs.formats.sheet import Field, LinkFile, RefusedFile

OURS = ("ours.example",)


def read(rows: list[str]) -> LinkFile | RefusedFile:
    return read_links("\n".join(rows).encode(), Wishes("list.csv", OURS))


def test_a_column_called_page_in_which_few_cells_are_addresses_is_no_list_of_our_pages() -> None:
    rows = [
        f"{'https://ours.example/shop' if number % 5 == 0 else 'the shop page'},word {number}" for number in range(10)
    ]
    found = read(["page,remarks", *rows])
    assert isinstance(found, LinkFile)
    assert len(found.rejected) == 8, "each says what is wrong with it"


@pytest.mark.parametrize("blank", [0, 3])
def test_pages_of_ours_alone_are_refused(blank: int) -> None:
    rows = [f"{'' if number < blank else f'https://ours.example/{number}'},{number} words" for number in range(10)]
    refused = read(["page,remarks", *rows])
    assert isinstance(refused, RefusedFile)
    assert "pages of your own site" in refused.why


@pytest.mark.parametrize("header", ["page,backlink", "backlink,page"])
def test_of_two_columns_whose_names_say_page_the_one_with_addresses_is_meant(header: str) -> None:
    by_name = [{"page": f"https://ours.example/{n}" if n == 0 else f"Shop {n}"} for n in range(5)]
    rows = [
        ",".join((row | {"backlink": f"https://blog{n}.example/post"})[name] for name in header.split(","))
        for n, row in enumerate(by_name)
    ]
    found = read([header, *rows])
    assert isinstance(found, LinkFile)
    assert found.mapping[Field.PAGE] == header.split(",").index("backlink")


@pytest.mark.parametrize(
    ("header", "says", "reason"),
    [
        ("Cost", True, "by its name"),
        ("Cost (USD)", True, "with its currency, as people write it"),
        ("Preis €", True, "with a sign"),
        ("price_eur", True, "as exports of other tools write it"),
        ("Placement fees", True, "among other words, in the plural"),
        ("Linkpreis", True, "German puts words together"),
        ("CHF 2026", True, "a currency alone names amounts"),
        ("Währung", True, "the currency of hidden amounts is nobody's business either"),
        ("Batch", False, "nothing of it"),
        ("Coffee break", False, "ends like a word for costs"),
        ("Country", False, "ends like the code of a currency"),
        ("try all links", False, "words that are codes of currencies in capitals"),
        ("", False, "no name"),
    ],
)
def test_a_column_of_costs_is_known_by_its_name(header: str, *, says: bool, reason: str) -> None:
    assert names_cost(header) is says, reason
