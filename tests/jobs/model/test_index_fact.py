"""What others say of the index: kept with day and teller, the newer word of each counts."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from jobs.model.index_fact import IndexFact, IndexStatus, index_status, newest, with_facts

DAYS = [date(2026, 3, day) for day in range(1, 5)]
FACTS = some.builds(
    IndexFact,
    some.sampled_from(IndexStatus),
    some.sampled_from(DAYS),
    some.sampled_from(["", "Bing Webmaster Tools"]),
    some.sampled_from(["", "U0ADA"]),
)


def test_each_teller_has_one_last_word_of_the_index_and_one_of_the_link() -> None:
    listed = IndexFact(IndexStatus.LISTED, DAYS[3], "Google Search Console")
    old, new = (IndexFact(IndexStatus.INDEXED, DAYS[0], by="U1"), IndexFact(IndexStatus.NOT_INDEXED, DAYS[1], by="U1"))
    other = IndexFact(IndexStatus.INDEXED, DAYS[0], by="U2")
    facts = with_facts([old, other], [new, listed])
    assert newest(facts) == (listed, new, other)
    assert index_status(facts) == new


def test_that_a_link_is_listed_says_nothing_of_the_index() -> None:
    assert index_status([IndexFact(IndexStatus.LISTED, DAYS[0], "Google Search Console")]) is None


@given(some.lists(FACTS, max_size=30), some.lists(FACTS, max_size=30))
def test_what_is_told_twice_is_known_once(known: list[IndexFact], told: list[IndexFact]) -> None:
    facts = with_facts(known, told)
    assert with_facts(facts, told) == facts
    assert [fact.on for fact in facts] == sorted((fact.on for fact in facts), reverse=True)
    if known or told:
        assert facts[0].on == max(fact.on for fact in (*known, *told))
