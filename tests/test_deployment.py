"""What is deployed is what is tested: units, container and Procfile start the same command, and backups come back."""

import asyncio
import re
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.sandbox import start_sandbox
from jobs.config.load import environment_name, setting_names
from jobs.config.sections import Secrets
from jobs.model.link import NewLink
from jobs.store.tiny.store import open_tiny
from tests.tools.process import environment, settings, started, stopped
from tests.tools.times import NOON

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
PYTHON = "/opt/linkwatch/.venv/bin/python"
SETTINGS = {environment_name(path) for path in setting_names()} | {name.upper() for name in Secrets.model_fields}


def lines(name: str) -> list[str]:
    return (DEPLOY / name).read_text(encoding="utf-8").splitlines()


def values(unit: str, key: str) -> list[str]:
    return [line.partition("=")[2] for line in lines(unit) if line.startswith(f"{key}=")]


def procfile() -> list[list[str]]:
    return [line.split() for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()]


def test_unit_and_procfile_start_the_same_worker_which_has_no_token_and_is_as_shut_in_as_the_bot() -> None:
    work = ["-m", "jobs", "worker"]
    (unit,) = values("linkwatch-worker.service", "ExecStart")
    assert shlex.split(unit) == [PYTHON, *work, "--config", "/etc/linkwatch/config.yaml"]
    assert procfile()[1] == ["worker:", "python", *work]
    assert values("linkwatch-worker.service", "EnvironmentFile") != values("linkwatch.service", "EnvironmentFile")
    shut = [
        line for line in lines("linkwatch.service") if line.startswith(("Protect", "Restrict", "Private", "System"))
    ]
    assert set(shut) - set(lines("linkwatch-worker.service")) == set()


def test_unit_procfile_and_container_start_the_same() -> None:
    run = ["-m", "bot", "run"]
    (unit,) = values("linkwatch.service", "ExecStart")
    assert shlex.split(unit)[:4] == [PYTHON, *run]
    bot, _ = procfile()
    assert bot == ["bot:", "python", *run]
    (command,) = [line for line in lines("Dockerfile") if line.startswith("CMD ")]
    assert yaml.safe_load(command.removeprefix("CMD ")) == ["python", *run]


def test_every_setting_that_is_named_is_one() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in DEPLOY.iterdir())
    named = set(re.findall(r"\b(?:LINKWATCH_[A-Z_]+|SLACK_[A-Z_]+)\b", text))
    assert named
    assert named - SETTINGS == set()


def test_what_is_copied_into_the_container_is_there_and_all_that_the_bot_imports() -> None:
    copied = [line.split()[1] for line in lines("Dockerfile") if line.startswith("COPY ")]
    assert copied == ["requirements*.txt", "bot", "jobs"]
    assert all([*ROOT.glob(name)] for name in copied)
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]["linkwatch"]
    assert (DEPLOY / compose["build"]["context"] / compose["build"]["dockerfile"]).is_file()
    assert compose["volumes"] == ["data:/data", "backups:/backups"]


@pytest.mark.parametrize("extras", ["", "postgres", "postgres charts"])
def test_the_image_has_what_is_asked_for_beside_what_the_bot_needs(tmp_path: Path, extras: str) -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    (install,) = [line.removeprefix("RUN ") for line in text.splitlines() if " pip install " in line]
    (tmp_path / "python").write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    (tmp_path / "python").chmod(0o755)
    env = environment(EXTRAS=extras, PATH=f"{tmp_path}:/usr/bin:/bin")
    ran = subprocess.run(["/bin/sh", "-c", install], env=env, capture_output=True, text=True, check=True, timeout=60)
    asked = [line.rpartition(" ")[2] for line in ran.stdout.splitlines()]
    assert asked == ["requirements.txt", *(f"requirements-{extra}.txt" for extra in extras.split())]
    assert all((ROOT / name).is_file() for name in asked)
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]["linkwatch"]
    assert compose["build"]["args"] == {"EXTRAS": "${EXTRAS:-}"}


def test_the_container_is_given_all_that_the_environment_sets_and_no_secret_is_in_the_image() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]["linkwatch"]
    assert compose["env_file"] == [".env"]
    assert ".env" in lines("../.gitignore")
    assert "deploy/.env" in lines("../.dockerignore")


def test_what_an_operator_is_told_to_type_names_the_store_of_the_unit_and_its_python() -> None:
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    typed = [line.strip() for line in page.splitlines() if line.startswith("    ") and " -m jobs " in line]
    (store,) = values("linkwatch.service", "Environment")
    told = [f"{store} .venv/bin/python -m jobs ", "LINKWATCH_STORE__PATH=/tmp/drill .venv/bin/python -m jobs "]
    elsewhere = ("docker compose -f deploy/compose.yaml ", ".venv/bin/python -m jobs migrate ")  # no folder is theirs
    here = [line for line in typed if not line.startswith(elsewhere)]
    assert len(here) == len(typed) - 3
    assert [line for line in here if not line.startswith(tuple(told))] == []


def test_what_root_restores_is_given_to_the_user_of_the_unit_before_it_starts() -> None:
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    typed = [line.strip() for line in page.splitlines() if line.startswith("    ")]
    [folder] = [value.partition("=")[2] for value in values("linkwatch.service", "Environment")]
    [restored] = [
        at
        for at, line in enumerate(typed)
        if line.startswith(f"LINKWATCH_STORE__PATH={folder} ") and " restore " in line
    ]
    assert typed[restored + 1 : restored + 3] == [
        f"chown -R --reference={folder}/ {folder}/",  # with the slash: the folder is a symbolic link of systemd's
        "systemctl start linkwatch.service",
    ]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze to judge the units")
@pytest.mark.parametrize("unit", ["linkwatch.service", "linkwatch-backup.service", "linkwatch-backup.timer"])
def test_systemd_understands_each_unit(tmp_path: Path, unit: str) -> None:
    for path in DEPLOY.glob("linkwatch*"):
        text = path.read_text(encoding="utf-8").replace(PYTHON, sys.executable)
        (tmp_path / path.name).write_text(text.replace("/opt/linkwatch", str(ROOT)), encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit)]
    judged = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    about = [line for line in judged.stderr.splitlines() if "linkwatch" in line]
    assert about == []


async def test_systemd_hears_that_the_bot_is_up(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.setblocking(False)
        manager.bind(str(tmp_path / "notify"))
        async with await start_sandbox() as slack:
            env = settings(slack, tmp_path / "data", NOTIFY_SOCKET=str(tmp_path / "notify"))
            async with started("run", env=env) as process:
                word = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(manager, 100), 60)
                assert await stopped(process) == 0
    assert word == b"READY=1"


def test_the_backup_of_the_unit_comes_back_whole(tmp_path: Path) -> None:
    async def fill() -> None:
        store = await open_tiny(tmp_path / "data")
        await store.add_link(NewLink("C1", "https://p.example/a", "https://us.example/"), NOON)
        await store.close()

    asyncio.run(fill())
    (command,) = values("linkwatch-backup.service", "ExecStart")
    here = {PYTHON: sys.executable, "/var/backups/linkwatch": str(tmp_path), "%%": "%"}
    for there, ours in here.items():
        command = command.replace(there, ours)
    env = environment(PYTHONPATH=str(ROOT), LINKWATCH_STORE__PATH=str(tmp_path / "data"))
    subprocess.run(shlex.split(command), env=env, check=True, timeout=120, cwd=tmp_path, capture_output=True)
    (saved,) = tmp_path.glob("day-*.json")
    elsewhere = env | {"LINKWATCH_STORE__PATH": str(tmp_path / "drill")}
    for verb in (["restore", str(saved)], ["doctor", "--store"]):
        jobs = [sys.executable, "-m", "jobs", *verb]
        done = subprocess.run(jobs, env=elsewhere, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
    assert "1 links" in done.stdout
