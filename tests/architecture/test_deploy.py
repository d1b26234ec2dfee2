"""The files of `deploy/` say what the code does: commands that exist, limits that agree."""

import configparser
import json
import re

import pytest

from config import rsgi, web
from tests.database import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))


def unit(path):
    parser = configparser.ConfigParser(strict=False)
    parser.optionxform = str
    parser.read(path, encoding="utf-8")
    return parser


def test_web_worker_and_clock_have_their_units():
    assert [path.name for path in UNITS] == [
        "chauffage-urbain-backup.service",
        "chauffage-urbain-tick.service",
        "chauffage-urbain-web.service",
        "chauffage-urbain-worker.service",
    ]
    for name in ("backup", "tick"):
        assert (DEPLOY / f"chauffage-urbain-{name}.timer").exists()


def commands():
    lines = (DEPLOY / "Procfile").read_text(encoding="utf-8").splitlines()
    yield from (line.partition(": ")[2] for line in lines if not line.startswith("#"))
    yield from (unit(path)["Service"]["ExecStart"] for path in UNITS)


@pytest.mark.parametrize("command", list(commands()))
def test_every_command_exists(command):
    modules = re.findall(r"python -m ([\w.]+)", command)
    names = re.findall(r"python manage\.py (\w+)", command)
    assert len(modules) + len(names) == 1
    for module in modules:
        assert (ROOT / f"{module.replace('.', '/')}.py").exists()
    assert set(names) <= {"tick", "backup"}


@pytest.mark.parametrize("name", ["web", "worker"])
def test_what_dies_is_started_again_for_ever(name):
    parsed = unit(DEPLOY / f"chauffage-urbain-{name}.service")
    assert parsed["Service"]["Restart"] == "always"
    assert parsed["Unit"]["StartLimitIntervalSec"] == "0"
    assert int(parsed["Service"]["TimeoutStopSec"]) > web.STOP_S


def test_the_units_hold_as_many_clients_as_the_service():
    limit = unit(DEPLOY / "chauffage-urbain-web.service")["Service"]["LimitNOFILE"]
    assert int(limit) >= 4 * web.CLIENTS_A_PROCESS


def test_the_image_runs_what_the_units_run():
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    last = lines[-1].removeprefix("CMD ")
    web_unit = unit(DEPLOY / "chauffage-urbain-web.service")["Service"]["ExecStart"]
    assert " ".join(json.loads(last)) == web_unit.removeprefix("/srv/chauffage-urbain/.venv/bin/")
    # Nothing of a machine or of its secrets goes into it.
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".env", ".git", ".venv", "var"} <= set(left_out)
    assert "USER chauffage-urbain" in lines


def test_the_log_of_the_proxy_has_nothing_of_what_is_typed():
    nginx = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    [written] = re.findall(r"log_format sans_saisie (.*?);", nginx, re.DOTALL)
    told = set(re.findall(r"\$(\w+)", written))
    assert "uri" in told
    assert not told & {"request", "request_uri", "args", "query_string", "http_referer"}
    assert "access_log /var/log/nginx/chauffage-urbain.log sans_saisie;" in nginx
    # What nginx says of an error, of any lower level, holds the whole line of the request.
    assert re.findall(r"^\s*error_log \S+ (\w+);", nginx, re.MULTILINE) == ["emerg"]
    # Caddy writes no access log unless it is asked to.
    caddy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    [log] = re.findall(r"^\s*log\b.*?\}", caddy, re.M | re.DOTALL)
    # Its errors hold the whole address too: this one tells none.
    assert log.split() == ["log", "default", "{", "exclude", "http.log.error", "}"]


def test_both_proxies_agree_with_the_service():
    megabytes = rsgi.BODY_MAX // 2**20
    nginx = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    caddy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert f"client_max_body_size {megabytes}m;" in nginx
    assert f"max_size {megabytes}MB" in caddy
    # A proxy must let go of an idle connection before the service closes it.
    kept = [
        int(re.search(pattern, text).group(1))
        for pattern, text in (
            (r"keepalive 32;\s+keepalive_timeout (\d+)s;", nginx),
            (r"keepalive (\d+)s", caddy),
        )
    ]
    assert max(kept) * 1000 < web.HEADERS_MS
