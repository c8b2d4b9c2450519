"""How a page is read that another process parses: asked of it as `extract` itself is."""

from inspect import signature

from jobs.pages.extract import extract
from jobs.pages.reading import EXTRACTOR, examine


def test_who_names_the_question_says_the_same_where_nothing_is_said() -> None:
    said, meant = signature(examine).parameters, signature(extract).parameters
    assert [(each.name, each.kind, each.default) for each in said.values()] == [
        (each.name, each.kind, each.default) for each in meant.values()
    ]


def test_the_process_beside_ours_loads_what_is_asked() -> None:
    assert extract.__module__ == EXTRACTOR
