"""What the surroundings decide: environment variables, or `.env` in the working folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AnyHttpUrl, Field, SecretStr, TypeAdapter, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class SettingsError(Exception):
    """Settings that can't be used: one line each, naming the key, its value and what is allowed."""


class Settings(BaseSettings):
    """Every setting, under its name in capitals; each has a default that serves, but the token."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    telegram_bot_token: SecretStr | None = Field(None, description="the token that @BotFather gave you")
    telegram_api_url: str = Field(
        "https://api.telegram.org", description="an address that starts with http:// or https://"
    )
    faq_dir: Path | None = Field(None, description="a folder")
    maintainer_ids: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(), description="Telegram user ids: whole numbers with commas between them"
    )
    journal_url: SecretStr | None = Field(None, description="a database address (SQLAlchemy URL)")
    journal_retention_days: int = Field(90, ge=1, le=3650, description="a whole number of days, 1 to 3650")
    webhook_url: str | None = Field(None, description="a public address that starts with https://")
    webhook_secret: SecretStr | None = Field(None, description="1 to 256 letters, digits, _ and -")
    listen_host: str = Field("127.0.0.1", description="a host name or IP address")
    listen_port: int = Field(8080, ge=1, le=65535, description="a port number, 1 to 65535")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    log_format: Literal["text", "json"] = Field("text", description="text or json")

    @field_validator("maintainer_ids", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("not allowed in a header")
        return value

    @field_validator("telegram_api_url", "webhook_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        TypeAdapter(AnyHttpUrl).validate_python(value)
        return value.rstrip("/")


def load_settings(env_file: Path | str | None = ".env") -> Settings:
    """The settings of the environment and `env_file`. Raises SettingsError."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        raise SettingsError("\n".join(_lines(error))) from None


def _lines(error: ValidationError) -> list[str]:
    lines = []
    for fault in error.errors(include_url=False):
        name = str(fault["loc"][0])
        secret = "SecretStr" in str(Settings.model_fields[name].annotation)
        value = "(hidden)" if secret else repr(fault["input"])
        lines.append(f"{name.upper()} is {value}, but must be {Settings.model_fields[name].description}.")
    return lines
