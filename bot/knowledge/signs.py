"""The signs of an emergency, as data: words, signs, guards."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Urgent(BaseModel):
    """The urgent signs of a pack."""

    model_config = ConfigDict(frozen=True, extra="forbid")
