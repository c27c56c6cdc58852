"""What the surroundings decide: environment variables, or `.env` in the working folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AnyHttpUrl, Field, SecretStr, TypeAdapter, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.wrong_use import WrongUse


class SettingsError(WrongUse):
    """Settings that can't be used: one line each, naming the key, its value and what is allowed."""


LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
LEVELS = get_args(LogLevel)
TELEGRAM = "https://api.telegram.org"
NO_WEBHOOK_URL = (
    "WEBHOOK_URL is not set. A webhook needs the public address at which Telegram reaches the bot, such as "
    "https://bot.example.org/telegram. Without one, `python -m bot run --polling` works."
)
NO_WEBHOOK_SECRET = (
    "WEBHOOK_SECRET is not set. A webhook needs one, so that nobody but Telegram is let in: make up 1 to 256 letters, "
    "digits, _ and -, the longer the better."
)


class Settings(BaseSettings):
    """Every setting, under its name in capitals; each but the token has a default that serves."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True, str_strip_whitespace=True)

    # The descriptions say what is allowed; they end the line "LOG_LEVEL is 'loud', but must be …".
    telegram_bot_token: SecretStr | None = Field(None, description="the token that @BotFather gave you")
    telegram_api_url: str = Field(TELEGRAM, description="an address that starts with https:// or http://")
    faq_dir: Path | None = Field(None, description="a folder")
    messages_per_second: int = Field(30, ge=1, le=1000, description="a whole number from 1 to 1000")
    maintainer_ids: Annotated[frozenset[Annotated[int, Field(gt=0)]], NoDecode] = Field(
        frozenset(), description="Telegram user ids: whole numbers with commas between them"
    )
    journal_url: SecretStr | None = Field(
        None, description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE"
    )
    journal_retention_days: int = Field(30, ge=1, le=3650, description="a whole number of days from 1 to 3650")
    phone_region: str = Field("GB", pattern="^[A-Z]{2}$", description="a country's two letters in capitals, such as GB")
    webhook_url: str | None = Field(
        None, description="an address that starts with https:// (http:// only with a Bot API server of your own)"
    )
    webhook_secret: SecretStr | None = Field(None, description="1 to 256 letters, digits, _ and -")
    listen_host: str = Field("127.0.0.1", description="a host name or IP address")
    listen_port: int = Field(8080, ge=1, le=65535, description="a port number from 1 to 65535")
    log_level: LogLevel = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    log_format: Literal["text", "json"] | None = Field(None, description="text or json")

    @field_validator("maintainer_ids", mode="before")
    @classmethod
    def _split(cls, written: Any) -> Any:
        return written.replace(",", " ").split() if isinstance(written, str) else written

    @field_validator("log_level", mode="before")
    @classmethod
    def _capitals(cls, written: Any) -> Any:
        return written.upper() if isinstance(written, str) and written.upper() in LEVELS else written

    @field_validator("faq_dir")
    @classmethod
    def _home(cls, folder: Path | None) -> Path | None:
        return folder.expanduser() if folder else None

    @field_validator("webhook_secret")
    @classmethod
    def _fits_in_a_header(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
            raise ValueError
        return secret

    @field_validator("telegram_api_url", "webhook_url")
    @classmethod
    def _address(cls, address: str | None, others: ValidationInfo) -> str | None:
        if address is None:
            return None
        scheme = TypeAdapter(AnyHttpUrl).validate_python(address).scheme
        if others.field_name == "webhook_url" and scheme == "http" and others.data.get("telegram_api_url") == TELEGRAM:
            raise ValueError
        return address.rstrip("/")

    def webhook(self) -> tuple[str, str]:
        """The webhook's address, and the secret that Telegram sends along. Raises SettingsError if one is not set."""
        if self.webhook_url is None:
            raise SettingsError(NO_WEBHOOK_URL)
        if self.webhook_secret is None:
            raise SettingsError(NO_WEBHOOK_SECRET)
        return self.webhook_url, self.webhook_secret.get_secret_value()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be shown to anybody."""
        kept = (self.telegram_bot_token, self.webhook_secret, self.journal_url)
        shown = tuple(one.get_secret_value().strip() for one in kept if one)
        return (*shown, *_passwords(self.journal_url.get_secret_value())) if self.journal_url else shown


def load_settings(env_file: Path = Path(".env")) -> Settings:
    """The settings of the environment and, where it is silent, of `env_file`. Raises SettingsError."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        raise SettingsError("\n".join(_lines(error))) from None
    except UnicodeDecodeError:
        raise SettingsError(f"{env_file} is not UTF-8 text. Save it as UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"{env_file} can't be read: {error.strerror}.") from None


def _passwords(journal_url: str) -> tuple[str, ...]:
    """The password in a database's address: as it is written, and as it is used."""
    # Read as whoever opens the database reads it. Only `run` asks, and loads the library anyway.
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        used = make_url(journal_url).password
    except (ArgumentError, ValueError):
        return ()  # what is wrong with it is told by `database_url`
    if used is None:
        return ()
    user_and_password, _, _ = journal_url.partition("://")[2].partition("@")
    return user_and_password.partition(":")[2], used


def _lines(error: ValidationError) -> list[str]:
    """One line a setting, however much is wrong with it."""
    lines = {}
    for fault in error.errors(include_url=False, include_context=False):
        name = str(fault["loc"][0])
        setting = Settings.model_fields[name]
        value = "(hidden)" if "SecretStr" in str(setting.annotation) else repr(fault["input"])
        lines[name] = f"{name.upper()} is {value}, but must be {setting.description}."
    return list(lines.values())
