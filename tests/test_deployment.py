"""What is shipped to run the bot with names settings that there are, and hangs together."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from bot import metrics
from bot.http_server import KEEP_ALIVE
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
SETTINGS = {name.upper() for name in Settings.model_fields}
OTHERS = {
    "PATH", "PYTHONUNBUFFERED", "DOMAIN", "POSTGRES_PASSWORD", "POSTGRES_USER", "POSTGRES_DB",
    "AF_INET", "AF_NETLINK", "AF_UNIX",
}  # fmt: skip
"""What Python, Caddy, PostgreSQL and systemd are told."""
SHOUTED = re.compile(r"\b[A-Z]{2,}(?:_[A-Z]+)+\b")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize(
    "file", ["compose.yaml", "Dockerfile", "deploy/Caddyfile", "deploy/strike-faq-bot.service", "docs/operating.md"]
)
def test_every_setting_named_exists(file: str) -> None:
    named = set(SHOUTED.findall((ROOT / file).read_text(encoding="utf-8")))
    assert named - SETTINGS - OTHERS == set()


def test_the_replicas_are_set_up_alike_and_valid(compose: dict[str, Any]) -> None:
    bots = [service for name, service in compose["services"].items() if name.startswith("bot-")]
    assert len(bots) == 2 and bots[0] == bots[1]
    given = {name: re.sub(r"\$\{\w+:\?[^}]*\}", "given", value) for name, value in bots[0]["environment"].items()}
    settings = Settings(
        _env_file=None,
        webhook_secret="from-dotenv",
        **{name.lower(): value for name, value in given.items()},
    )
    assert settings.webhook() == ("https://given/telegram", "from-dotenv")
    assert bots[0]["read_only"] is True


def test_the_proxy_leads_the_webhook_and_nothing_else_to_every_replica(compose: dict[str, Any]) -> None:
    proxy = (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8")
    settings = compose["services"]["bot-1"]["environment"]
    (route,) = re.findall(r"handle (/\S+) \{\s+reverse_proxy ([^{]+) \{", proxy)
    assert settings["WEBHOOK_URL"].endswith(f"}}{route[0]}")
    port = settings["LISTEN_PORT"]
    assert route[1].split() == [f"{name}:{port}" for name in compose["services"] if name.startswith("bot-")]
    assert "respond 404" in proxy


def test_volumes_that_are_used_are_there(compose: dict[str, Any]) -> None:
    mounted = [volume.split(":")[0] for service in compose["services"].values() for volume in service["volumes"]]
    assert {name for name in mounted if not name.startswith(".")} == set(compose["volumes"])
    assert all((ROOT / path).exists() for path in mounted if path.startswith("."))


def test_the_image_runs_as_nobody_in_particular_and_holds_what_is_needed() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert "USER bot" in lines
    copied = {
        source for line in lines if line.startswith("COPY ") and "--from" not in line for source in line.split()[1:-1]
    }
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[0] == "!"}
    assert copied == let_in
    assert all((ROOT / path).exists() for path in copied)


def test_the_bot_outlasts_the_proxies_in_keeping_a_connection() -> None:
    idle = {"nginx": 60, "Caddy": 120}  # seconds, unless told otherwise
    assert max(idle.values()) < KEEP_ALIVE
    assert "keepalive" not in (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8")


def test_the_bot_runs_without_docstrings_and_other_commands_keep_their_help(compose: dict[str, Any]) -> None:
    bot = compose["services"]["bot-1"]
    # An entrypoint of one's own does away with the image's command.
    assert [*bot["entrypoint"], *bot["command"]] == ["python", "-OO", "-m", "bot", "run"]
    service = (ROOT / "deploy/strike-faq-bot.service").read_text(encoding="utf-8")
    assert re.search(r"^ExecStart=\S+/python -OO -m bot run$", service, flags=re.MULTILINE)
    for file in ("compose.yaml", "deploy/strike-faq-bot.service", "Dockerfile"):
        assert "PYTHONOPTIMIZE" not in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("setting_up", ["Dockerfile", "docs/operating.md"])
def test_what_runs_without_docstrings_is_compiled_so(setting_up: str) -> None:
    assert "python -OO -m compileall" in (ROOT / setting_up).read_text(encoding="utf-8")


def test_every_metric_is_explained() -> None:
    explained = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    for metric in vars(metrics).values():
        if isinstance(metric, MetricWrapperBase):
            assert all(f"`{described.name}" in explained for described in metric.describe())
