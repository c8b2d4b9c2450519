"""BuzzStream: its link partners are told by the position of their columns, which people call what they like."""

from jobs.formats.cells import DateOrder
from jobs.formats.sheet import Field, Layout

LAYOUTS = (
    Layout(
        "BuzzStream link partners",
        (),
        places={
            Field.DOMAIN: 1,
            Field.PAGE: 2,
            Field.TARGET: 3,
            Field.ANCHOR: 4,
            Field.COST: 9,
            Field.GUARANTEE: 15,
        },
        marked=7,
        marks=frozenset({"organic", "exchange", "self submit", "purchase", "other"}),
        currency="USD",
        order=DateOrder.MONTH_FIRST,
    ),
)
