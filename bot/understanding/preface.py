"""What people say first so as not to be misread, and don't ask."""

from __future__ import annotations

import re

# "Not here to argue who's right, just tell me …": the words before the comma name what is *not* asked.
_PREFACE = re.compile(
    r"""^\W*(?:look\W+|listen\W+|ok\W+|right\W+)?
    (?:(?:i\W?a?m|we\W?a?re|am)\s+)?
    (?:not\s+(?:here|trying|looking|wanting)\s+to\s+(?:argue|judge|moan|debate|take\s+sides|have\s+a\s+go|get\s+into)
      |not\s+(?:bothered|fussed|interested|arguing|fussy|asking)\b
      |(?:i\s+)?(?:don\W?t|do\s+not|couldn\W?t|could\s+not)\s+(?:really\s+)?(?:care|give\s+a)\b
      |never\s+mind\b|no\s+politics\b|(?:politics|leaving\s+that)\s+aside\b|forget\s+(?:the\s+politics|who)\b)
    [^,.;:!?\n]*?(?:[,.;:!?\n\u2013\u2014]+|\s-\s|\bbut\b|(?=\bjust\b))\s*(?=\w)""",
    re.IGNORECASE | re.VERBOSE,
)


def after_preface(message: str) -> str | None:
    """What follows a preface that only says what isn't asked; None if `message` doesn't begin with one."""
    found = _PREFACE.match(message[:400])
    return message[found.end() :] if found else None
