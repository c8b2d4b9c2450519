"""Which address a sheet is read at, for each that people copy."""

import pytest

from jobs.formats.sync.addresses import sheet_address

GOOGLE = "https://docs.google.com/spreadsheets/d"
PUBLISHED = f"{GOOGLE}/e/2PACX-1vQ_a-b"
CSV = f"{PUBLISHED}/pub?output=csv"
OF_ONE = f"{PUBLISHED}/pub?gid=7&single=true&output=csv"


@pytest.mark.parametrize(
    ("copied", "read"),
    [
        (f"{PUBLISHED}/pubhtml", CSV),
        (f"{PUBLISHED}/pubhtml?widget=true&headers=false", CSV),
        (f"{PUBLISHED}/pubhtml?gid=7&single=true", OF_ONE),
        (f"{PUBLISHED}/pubhtml#gid=7", OF_ONE),
        (f"{PUBLISHED}/pub", CSV),
        (f"{PUBLISHED}/pub?output=csv", CSV),
        (f"{PUBLISHED}/pub?output=xlsx", CSV),
        (f"{PUBLISHED}/pub?gid=7&single=true&output=csv", OF_ONE),
        (f"{PUBLISHED}/pub?gid=0&single=true&output=tsv", f"{PUBLISHED}/pub?gid=0&single=true&output=csv"),
        (f"{GOOGLE}/1aB-c/pubhtml", f"{GOOGLE}/1aB-c/pub?output=csv"),
        (f"{GOOGLE}/1aB-c/export?format=xlsx&gid=3", f"{GOOGLE}/1aB-c/export?format=csv&gid=3"),
        (f"{GOOGLE}/1aB-c/export", f"{GOOGLE}/1aB-c/export?format=csv"),
        (
            f"{GOOGLE}/1aB-c/gviz/tq?tqx=out:html&sheet=Links",
            f"{GOOGLE}/1aB-c/gviz/tq?tqx=out:csv&sheet=Links",
        ),
        (
            "https://docs.google.com/a/ours.example/spreadsheets/d/e/2PACX-x/pubhtml",
            "https://docs.google.com/a/ours.example/spreadsheets/d/e/2PACX-x/pub?output=csv",
        ),
        (
            "http://docs.google.com/spreadsheets/u/0/d/1aB/pub",
            "https://docs.google.com/spreadsheets/u/0/d/1aB/pub?output=csv",
        ),
        ("https://files.example/links.csv?v=1#top", "https://files.example/links.csv?v=1"),
    ],
)
def test_what_is_copied_becomes_the_address_of_the_table(copied: str, read: str) -> None:
    assert sheet_address(copied).url == read
    assert sheet_address(read).url == read


@pytest.mark.parametrize("what", ["/edit#gid=0", "/edit?usp=sharing", "/view", "/htmlview", "/preview", "", "/"])
def test_an_address_that_only_editors_open_is_refused_with_how_to_publish(what: str) -> None:
    refused = sheet_address(f"{GOOGLE}/1aB-c{what}")
    assert refused.url == ""
    assert "File > Share > Publish to web" in refused.refusal


@pytest.mark.parametrize("path", ["/document/d/1aB/pub", "/forms/d/1aB/viewform", "/spreadsheets/"])
def test_another_kind_of_document_is_refused(path: str) -> None:
    assert "another kind" in sheet_address(f"https://docs.google.com{path}").refusal
