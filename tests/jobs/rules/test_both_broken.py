"""What no page shows: the ledger finds it, and no reading of a page ever does."""

from tests.jobs.rules.tools import kinds_that_pages_show, said_of_a_deal


def test_no_page_shows_it() -> None:
    assert "both_broken" not in kinds_that_pages_show()


def test_it_is_said_in_the_words_of_the_deal() -> None:
    assert said_of_a_deal("both_broken", "Words of the deal.") == "Words of the deal."
