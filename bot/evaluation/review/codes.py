"""What each kind of error and warning means."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.knowledge.problem import nearest
from bot.wrong_use import WrongUse


class Code(BaseModel):
    """A kind of error or warning, explained for people who don't program."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: str
    why: str
    """Why it matters to whoever asks."""
    mend: str
    wrong: str | None = None
    """A file of a pack that has it, where that can be shown in text."""
    right: str | None = None
    """The same, mended."""


class UnknownCode(WrongUse):
    """There is no such kind of error or warning."""


@cache
def codes() -> dict[str, Code]:
    """Every kind of error and warning by its code."""
    text = files(__package__).joinpath("codes.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Code]).validate_python(yaml.safe_load(text))


def read_codes(written: list[str]) -> frozenset[str]:
    """The codes in `written`, each item one code or several with commas between. Raises UnknownCode."""
    names = [name for item in written for name in item.replace(",", " ").split()]
    for name in names:
        if name not in codes():
            near = nearest(name, codes())
            hint = f"Did you mean {near}?" if near else f"Choose from {', '.join(sorted(codes()))}."
            raise UnknownCode(f"There is no code {name!r}. {hint}")
    return frozenset(names)


def explanation(name: str) -> str:
    """What a code means, as a page of plain text. Raises UnknownCode."""
    (name,) = read_codes([name])
    code = codes()[name]
    parts = [name, code.what, f"Why it matters: {code.why}", f"How to mend it: {code.mend}"]
    if code.wrong:
        parts.append(f"Example:\n\n{_indented(code.wrong)}")
    if code.right:
        parts.append(f"Better:\n\n{_indented(code.right)}")
    return "\n\n".join(parts)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.rstrip().split("\n"))
