from datetime import time, timedelta
from pathlib import Path

import pytest

from jobs.config import Config, ConfigError, SlackMode, load_config
from jobs.config.load import environment_name, setting_names
from jobs.rules import kinds

EXAMPLE = Path(__file__).parents[3] / "config.example.yaml"


def errors_of(tmp_path: Path, yaml: str, **env: str) -> list[str]:
    path = tmp_path / "config.yaml"
    path.write_text(yaml, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(path, env, kinds)
    return caught.value.errors


def test_without_a_file_everything_has_its_default() -> None:
    assert load_config(None, {}, kinds) == Config()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("digest: {day: tue, time: 10:00}\nnetwork:\n  allow_private: no\n", encoding="utf-8")
    config = load_config(path, {"LINKWATCH_DIGEST__DAY": "fri", "LINKWATCH_NETWORK__ALLOW_PRIVATE": "true"}, kinds)
    assert (config.digest.day, config.digest.time, config.network.allow_private) == ("fri", time(10), True)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("80, 443", (80, 443)),
        ("[80, 443]", (80, 443)),
        ("8443", (8443,)),
        ("", ()),
    ],
)
def test_lists_in_the_environment(written: str, read: tuple[int, ...]) -> None:
    assert load_config(None, {"LINKWATCH_NETWORK__ALLOWED_PORTS": written}, kinds).network.allowed_ports == read


def test_secrets_come_from_the_environment_only_and_are_never_shown() -> None:
    config = load_config(None, {"SLACK_BOT_TOKEN": "xoxb-secret", "DATABASE_URL": ""}, kinds)
    assert config.secrets.slack_bot_token.get_secret_value() == "xoxb-secret"
    assert "xoxb-secret" not in repr(config) + str(config.model_dump())


def test_a_section_with_nothing_in_it_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("digest:\n  # day: tue\nslack:\n  mode: http\n", encoding="utf-8")
    assert load_config(path, {}, kinds).slack.mode is SlackMode.HTTP


@pytest.mark.parametrize(
    ("yaml", "env", "words"),
    [
        ("digest: {day: monday}", {}, ["digest.day", "'monday'", "day: mon"]),
        ("digest: {time: 25:00}", {}, ["digest.time", "'25:00'", "09:00"]),
        ("digest: {zone: Mars/Base}", {}, ["digest.zone", "'Mars/Base'", "Europe/Berlin"]),
        ("network: {timeout: 30}", {}, ["network.timeout", "'30'", "30m"]),
        ("network: {dns_cache: 0s}", {}, ["network.dns_cache", "'0s'", "longer than nothing", "dns_cache: 5m"]),
        ("network: {host_delay: 11y}", {}, ["network.host_delay", "'11y'", "ten years", "host_delay: 1s"]),
        ("checks: {unreachable_after: 99999w}", {}, ["checks.unreachable_after", "'99999w'", "ten years", "3d"]),
        ("checks: {every: 59m}", {}, ["checks.every", "'59m'", "between 1h and 30d", "every: 1d"]),
        ("checks: {every: 31d}", {}, ["checks.every", "'31d'", "between 1h and 30d"]),
        ("checks: {partners_every: 1s}", {}, ["checks.partners_every", "'1s'", "between 1h and 30d"]),
        ("partners: {max_outbound: 100001}", {}, ["partners.max_outbound", "'100001'", "100000"]),
        ("partners: {max_outbound: 0}", {}, ["partners.max_outbound", "'0'", "max_outbound: 100"]),
        ('slack: {admin_channel: "#links"}', {}, ["slack.admin_channel", "'#links'", "C024BE7LR"]),
        ("slack: {admin_channel: links}", {}, ["slack.admin_channel", "'links'", "C024BE7LR"]),
        ("our_sites: [not a host]", {}, ["our_sites.0", "'not a host' is no host name", "old-name.example"]),
        ("our_sites: [ours.example, ftp://ours.example]", {}, ["our_sites.1", "'ftp://ours.example'"]),
        ("network: {contact: 5}", {}, ["network.contact", "'5'", "https://ours.example/bot"]),
        ("network: {contact: me}", {}, ["network.contact", "'me'", "mail address"]),
        ("", {"DATABASE_URL": "mysql://ada:secret@db/links"}, ["DATABASE_URL", "postgresql://user:password@host/name"]),
        ("", {"LINKWATCH_NETWORK__CONTACT": "a\r\nX: y"}, ["network.contact", "a word", "NETWORK__CONTACT"]),
        ("network: {concurrency: zero}", {}, ["network.concurrency", "'zero'", "concurrency: 32"]),
        ("network: {allowed_ports: [80, x]}", {}, ["network.allowed_ports.1", "'x'", "443"]),
        ("checks: {confirm: []}", {}, ["checks.confirm", "must not be empty", "1h"]),
        ("checks: {jitter: 2}", {}, ["checks.jitter", "'2'", "0.5"]),
        ("permissions: {manage: [bob]}", {}, ["permissions.manage", "bob", "U012AB3CD"]),
        ("slack: {command: links}", {}, ["slack.command", "'links'", "command: /links"]),
        ("slack: hello", {}, ["slack", "'hello'", "mode: socket"]),
        ("slak: {}", {}, ["slak", "did you mean slack"]),
        ("network: {tiemout: 3s}", {}, ["network.tiemout", "did you mean network.timeout"]),
        ("alerts: {severity: {nofollow: bad}}", {}, ["alerts.severity.nofollow", "'bad'", "weakened"]),
        ("alerts: {severity: {nofolow: note}}", {}, ["alerts.severity.nofolow: ", "nofolow", "nofollow"]),
        ("alerts: {silent: [hiden]}", {}, ["alerts.silent", "hiden", "hidden"]),
        ("secrets: {slack_bot_token: x}", {}, ["secrets", "SLACK_BOT_TOKEN"]),
        ("", {"LINKWATCH_CHECKS__CANARIES": "[a, b"}, ["LINKWATCH_CHECKS__CANARIES", "well-formed", "[one, two]"]),
        ("", {"LINKWATCH_DIGEST__DAY": "someday"}, ["digest.day", "someday", "LINKWATCH_DIGEST__DAY"]),
        ("", {"LINKWATCH_DIGEST__DYA": "mon"}, ["LINKWATCH_DIGEST__DYA", "did you mean LINKWATCH_DIGEST__DAY"]),
        ("", {"LINKWATCH_NONSENSE": "1"}, ["LINKWATCH_NONSENSE", "no such setting", "LINKWATCH_"]),
        ("xyz: 1", {}, ["xyz", "no such setting", "for example"]),
        ("digest: [unclosed", {}, ["config.yaml:1:18: is not YAML"]),
        ("just words", {}, ["config.yaml", "holds no settings"]),
        ("[a, b]: c", {}, ["config.yaml:1:1: ", "a key is one word", "`day`"]),
        ("digest: {day: tue}\ndigest: {day: wed}", {}, ["config.yaml:2:1: ", "digest", "twice"]),
    ],
)
def test_each_error_names_the_key_the_fault_and_an_example(
    tmp_path: Path, yaml: str, env: dict[str, str], words: list[str]
) -> None:
    (error,) = errors_of(tmp_path, yaml, **env)
    assert [word for word in words if word not in error] == [], error


@pytest.mark.parametrize(
    ("yaml", "line"),
    [
        pytest.param("# mine\n\ndigest:\n  enabled: yes\n  day: monday\n", 5, id="a value"),
        pytest.param("our_sites:\n  - ours.example\n  - not a host\n", 3, id="an item of a list"),
        pytest.param("our_sites: [ours.example,\n  not a host]\n", 2, id="an item between brackets"),
        pytest.param("alerts:\n  severity:\n    hidden: note\n    nofollow: bad\n", 4, id="a pair"),
        pytest.param("alerts:\n  silent: hiden, hidden\n", 2, id="an item of a text"),
        pytest.param("log: {level: INFO}\nslak:\n  mode: http\n", 2, id="a section that there is not"),
        pytest.param("network:\n  concurrency: 3\n  tiemout: 3s\n", 3, id="a setting that there is not"),
        pytest.param("log:\n\nsecrets:\n  slack_bot_token: x\n", 3, id="a secret"),
    ],
)
def test_each_error_of_a_file_names_its_line(tmp_path: Path, yaml: str, line: int) -> None:
    (error,) = errors_of(tmp_path, yaml)
    assert error.startswith(f"{tmp_path / 'config.yaml'}:{line}: "), error


def test_what_the_environment_says_is_not_put_on_the_file(tmp_path: Path) -> None:
    (error,) = errors_of(tmp_path, "digest:\n  day: mon\n", LINKWATCH_DIGEST__DAY="someday")
    assert error.startswith("digest.day: 'someday'")


def test_a_file_that_the_parser_finds_too_deep_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_deep(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("yaml.BaseLoader.get_single_node", too_deep)
    (error,) = errors_of(tmp_path, "digest: {day: mon}")
    assert [word for word in ("config.yaml", "nested too deeply", "day: mon") if word not in error] == []


def test_all_errors_are_told_at_once(tmp_path: Path) -> None:
    errors = errors_of(
        tmp_path,
        "digest: {day: x, zone: y}\nslak: {}\nnetwork: {timeout: 1}",
        LINKWATCH_FOO="1",
        LINKWATCH_LOG__LEVEL="z",
    )
    assert len(errors) == 6


def test_each_fault_of_one_value_is_told(tmp_path: Path) -> None:
    errors = errors_of(
        tmp_path,
        "our_sites: [not a host, a b]\npermissions: {manage: [bob, ada, everyone]}\n"
        "alerts: {silent: [hiden, nofolow], severity: {mising: bad}}\nchecks: {confirm: [1, 2]}",
    )
    assert [error.split(": ")[1] for error in errors] == [
        *("our_sites.0", "our_sites.1", "checks.confirm.0", "checks.confirm.1"),
        *("alerts.severity.mising", "alerts.severity.mising", "alerts.silent.0", "alerts.silent.1"),
        *("permissions.manage.0", "permissions.manage.1"),
    ]


def test_a_fault_tells_no_secret() -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(None, {"DATABASE_URL": "mysql://ada:hunter2@db/links"}, kinds)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("OUR_SITES", "ours.example, bücher.example, https://shop.example/, 192.0.2.1"),
        ("NETWORK__CONTACT", "https://ours.example/bot"),
        ("NETWORK__CONTACT", "bot@ours.example"),
        ("NETWORK__CONTACT", "mailto:bot@ours.example"),
        ("NETWORK__CONTACT", "ours.example/bot"),
        ("SLACK__ADMIN_CHANNEL", "C024BE7LR"),
        ("SLACK__ADMIN_CHANNEL", "G024BE7LR"),
        ("CHECKS__EVERY", "1h"),
        ("CHECKS__EVERY", "30d"),
    ],
)
def test_what_fits_is_taken(key: str, value: str) -> None:
    assert load_config(None, {f"LINKWATCH_{key}": value}, kinds) != Config()


def test_names_that_are_not_settings_are_left_alone() -> None:
    others = {"LINKWATCH_SUITES": "/x", "LINKWATCH_CASES": "/x", "LINKWATCH_CONFIG": "y", "PATH": "z"}
    assert load_config(None, others, kinds) == Config()


def test_a_missing_file_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.example\.yaml"):
        load_config(tmp_path / "nowhere.yaml", {}, kinds)


def test_hosts_of_ones_own_may_be_asked_without_a_pause(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("network: {host_delay: 0s}\n", encoding="utf-8")
    assert load_config(path, {}, kinds).network.host_delay == timedelta(0)


def test_http_mode_needs_the_signing_secret_only_when_the_bot_runs() -> None:
    # The terminal commands read the same configuration and need no Slack.
    assert load_config(None, {"LINKWATCH_SLACK__MODE": "http"}, kinds).slack.mode is SlackMode.HTTP


def test_every_setting_can_come_from_the_environment() -> None:
    defaults = Config().model_dump(mode="json")
    env = {}
    for path in setting_names():
        value = defaults[path[0]] if len(path) == 1 else defaults[path[0]][path[1]]
        env[environment_name(path)] = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    assert load_config(None, env, kinds) == Config()


def test_durations_are_kept_exactly() -> None:
    config = load_config(None, {"LINKWATCH_CHECKS__CONFIRM": "10m,1h,6h"}, kinds)
    assert config.checks.confirm == (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
