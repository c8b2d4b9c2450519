import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.model.ref import Kind, Ref, link_in, link_ref, parse_ref, partner_ref


def test_references_are_written_as_people_know_them() -> None:
    assert str(link_ref(12)) == "L-12"
    assert str(partner_ref(3)) == "P-3"


@given(st.sampled_from(Kind), st.integers(0, 10**12))
def test_what_is_written_is_read(kind: Kind, number: int) -> None:
    assert parse_ref(str(Ref(kind, number))) == Ref(kind, number)
    assert link_in(str(Ref(kind, number))) == (number if kind is Kind.LINK else None)


@pytest.mark.parametrize(
    "written", ["", "L", "L-", "12", "l-12", "Y-2", "G-L-12", "L-1-2", "L-²", "storm", "https://ours.example/L-12"]
)
def test_anything_else_is_none(written: str) -> None:
    assert (parse_ref(written), link_in(written)) == (None, None)
