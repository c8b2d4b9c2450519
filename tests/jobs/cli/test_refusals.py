"""What the terminal says of addresses that the configuration does not let it read."""

import json

import pytest

from jobs.__main__ import main

LOOPBACK = "http://127.0.0.1:1/"
ODD_PORT = "http://page.example:6379/"


@pytest.mark.parametrize("address", [LOOPBACK, ODD_PORT, "http://127.0.0.1/"])
@pytest.mark.parametrize("verb", ["inspect", "check", "relevance"])
def test_a_refusal_names_the_settings_that_would_allow_it(
    verb: str, address: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([verb, address, *([] if verb == "inspect" else [address])]) == 3
    out = capfd.readouterr().out
    assert "network.allow_private" in out
    assert "network.allowed_ports" in out
    assert "answered refused_address" not in out


@pytest.mark.parametrize("address", ["htp://page.example/", "ftp://page.example/", "https://me:secret@page.example/"])
@pytest.mark.parametrize("verb", ["inspect", "check", "relevance", "vet"])
def test_what_no_setting_would_allow_names_none(verb: str, address: str, capfd: pytest.CaptureFixture[str]) -> None:
    target = {"inspect": [], "vet": ["--target", address]}.get(verb, [address])
    assert main([verb, address, *target]) == 3
    said = capfd.readouterr()
    assert "network." not in said.out + said.err


def test_json_stays_as_it_is(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", ODD_PORT, "--json"]) == 3
    assert json.loads(capfd.readouterr().out)["outcome"] == "refused_address"
