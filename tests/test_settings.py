"""Settings: from the environment or `.env`, each explained, a bad one named in one clear line."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bot.journal.database import database_url
from bot.settings import Settings, SettingsError, load_settings

EXAMPLE = Path(__file__).parents[1] / ".env.example"
NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def empty_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings from the machine that runs the tests."""
    for name in list(os.environ):
        if name.upper() in NAMES:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_every_setting_but_the_token_has_a_default_that_serves() -> None:
    settings = load_settings()
    assert settings.telegram_bot_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.maintainer_ids == frozenset()
    assert (settings.log_level, settings.log_format) == ("INFO", None)


def test_the_environment_counts_more_than_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("LISTEN_PORT=8443\nLOG_LEVEL=debug\n", encoding="utf-8")
    monkeypatch.setenv("LOG_LEVEL", "warning")
    assert load_settings().listen_port == 8443
    assert load_settings().log_level == "WARNING"


def test_an_empty_value_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    monkeypatch.setenv("LISTEN_PORT", "")
    assert load_settings().telegram_bot_token is None
    assert load_settings().listen_port == 8080


@pytest.mark.parametrize("written", ["11,22", "11, 22", " 11 ,22, ", "22,11"])
def test_maintainers_stand_with_commas_between_them(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("MAINTAINER_IDS", written)
    assert load_settings().maintainer_ids == {11, 22}


def test_a_token_never_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", " 123:very-secret ")
    monkeypatch.setenv("JOURNAL_URL", "postgresql://me:very-secret@db/journal")
    settings = load_settings()
    assert "very-secret" not in f"{settings} {settings!r} {settings.model_dump_json()}"
    assert settings.telegram_bot_token
    assert settings.telegram_bot_token.get_secret_value() == "123:very-secret"


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("LOG_LEVEL", "loud", "DEBUG, INFO, WARNING or ERROR"),
        ("LOG_FORMAT", "xml", "text or json"),
        ("LISTEN_PORT", "70000", "a port number from 1 to 65535"),
        ("LISTEN_PORT", "http", "a port number from 1 to 65535"),
        ("MESSAGES_PER_SECOND", "0", "a whole number from 1 to 1000"),
        ("JOURNAL_RETENTION_DAYS", "0", "a whole number of days from 1 to 3650"),
        ("PHONE_REGION", "Britain", "a country's two letters in capitals, such as GB"),
        ("MAINTAINER_IDS", "@me", "Telegram user ids: whole numbers with commas between them"),
        ("TELEGRAM_API_URL", "localhost:8081", "an address that starts with https:// or http://"),
        ("WEBHOOK_URL", "http://bot.example", "an address that starts with https://"),
    ],
)
def test_a_bad_value_is_named_with_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, allowed: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    line = str(refused.value)
    assert line.startswith(f"{name} is '{value}', but must be {allowed}")
    assert "\n" not in line


def test_a_bad_secret_is_named_but_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_SECRET", "not allowed!")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value) == "WEBHOOK_SECRET is (hidden), but must be 1 to 256 letters, digits, _ and -."


def test_every_bad_value_gets_a_line_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    monkeypatch.setenv("MAINTAINER_IDS", "a,b")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert [line.split()[0] for line in str(refused.value).splitlines()] == ["MAINTAINER_IDS", "LOG_LEVEL"]


def test_a_bot_api_server_of_ones_own_may_call_a_plain_http_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://localhost:8081/")
    monkeypatch.setenv("WEBHOOK_URL", "http://localhost:9000/hook")
    assert load_settings().telegram_api_url == "http://localhost:8081"
    assert load_settings().webhook_url == "http://localhost:9000/hook"


@pytest.mark.parametrize(("there", "missing"), [("WEBHOOK_URL", "WEBHOOK_SECRET"), ("WEBHOOK_SECRET", "WEBHOOK_URL")])
def test_a_webhook_needs_an_address_and_a_secret(monkeypatch: pytest.MonkeyPatch, there: str, missing: str) -> None:
    monkeypatch.setenv(there, "https://bot.example/telegram" if there == "WEBHOOK_URL" else "very-secret")
    with pytest.raises(SettingsError, match=f"^{missing} is not set") as refused:
        load_settings().webhook()
    assert "\n" not in str(refused.value) and "very-secret" not in str(refused.value)


def test_all_that_is_secret_is_known_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:token")
    monkeypatch.setenv("WEBHOOK_SECRET", "second")
    monkeypatch.setenv("JOURNAL_URL", "postgresql://me:third@db/journal")
    assert {"1:token", "second", "third"} < set(load_settings().secrets)


@pytest.mark.parametrize(
    ("written", "used"), [("p[x", "p[x"), ("p/x", "p/x"), ("p#x?y", "p#x?y"), ("p%40x", "p@x"), ("p:x", "p:x")]
)
def test_the_journals_password_is_known_as_it_is_written_and_as_it_is_used(
    monkeypatch: pytest.MonkeyPatch, written: str, used: str
) -> None:
    monkeypatch.setenv("JOURNAL_URL", f"postgresql://me:{written}@db/journal")
    assert {written, used} < set(load_settings().secrets)
    assert database_url(f"postgresql://me:{written}@db/journal").password == used


@pytest.mark.parametrize("written", ["://", "postgresql://me:hush@db:port/journal", "postgresql://me:hush@[db/journal"])
def test_an_address_that_cannot_be_read_is_as_secret(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    """What is wrong with it is told by whoever opens the database."""
    monkeypatch.setenv("JOURNAL_URL", written)
    assert written in load_settings().secrets


@pytest.mark.parametrize("written", ["sqlite:///journal.db", "postgresql://db/journal", "postgresql://me@db/journal"])
def test_an_address_may_do_without_a_password(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("JOURNAL_URL", written)
    assert load_settings().secrets == (written,)


def test_a_file_that_is_no_text_is_named() -> None:
    Path(".env").write_bytes(b"LOG_LEVEL=\xff\xfe")
    with pytest.raises(SettingsError, match=r"^\.env is not UTF-8 text"):
        load_settings()


def test_the_example_explains_every_setting_and_no_other() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    shown = [found[1] for line in lines if (found := re.fullmatch(r"# ([A-Z_]+)=.+", line))]
    assert sorted(shown) == sorted(NAMES)


def test_the_example_taken_as_it_is_changes_nothing_and_filled_in_is_valid() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    Path(".env").write_text(text, encoding="utf-8")
    assert load_settings() == load_settings(Path("no such file"))
    Path(".env").write_text(re.sub(r"^# ([A-Z_]+=)", r"\1", text, flags=re.MULTILINE), encoding="utf-8")
    filled = load_settings()
    assert all(getattr(filled, name.lower()) is not None for name in NAMES)


@pytest.mark.parametrize(
    "name",
    [
        "TELEGRAM_API_URL",
        "MESSAGES_PER_SECOND",
        "JOURNAL_RETENTION_DAYS",
        "PHONE_REGION",
        "LISTEN_HOST",
        "LISTEN_PORT",
        "LOG_LEVEL",
    ],
)
def test_the_example_shows_the_default(name: str) -> None:
    default = Settings.model_fields[name.lower()].default
    assert f"# {name}={default}\n" in EXAMPLE.read_text(encoding="utf-8")
