"""Stored documents: what an older version wrote is read, and money stays exact."""

import json
from datetime import date
from decimal import Decimal

from jobs.model.link import Link
from jobs.model.terms import Money, Terms
from jobs.store.documents import decode, encode
from tests.tools.nouns import link


def test_a_link_stored_before_there_were_terms_has_none() -> None:
    stored = json.loads(encode(link()))
    del stored["terms"]
    assert decode(json.dumps(stored).encode(), Link) == link()


def test_an_amount_is_stored_as_its_digits() -> None:
    agreed = link(terms=Terms(Money(Decimal("120.10"), "EUR"), date(2027, 3, 1)))
    assert json.loads(encode(agreed))["terms"] == {
        "cost": {"amount": "120.10", "currency": "EUR"},
        "guaranteed_until": "2027-03-01",
    }
    assert decode(encode(agreed), Link) == agreed
