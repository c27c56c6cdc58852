"""Takes personal details out of a question before it is kept, and leaves a plain tag such as [phone] in their place.

Better a tag too many than a detail too few: maintainers need the gist of a question, not its particulars. Short numbers
stay, for questions are about times, days and amounts ("8am", "10 feb", "111", "40,000").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import phonenumbers

from bot.wrong_use import WrongUse

LONGEST = 500
"""Characters of a question that are kept: what is longer is a story, and stories are personal."""
_MARGIN = 100  # more that are read: a detail that the cut tears apart is gone with them

Scrub = Callable[[str], str]

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th))?"
_YEAR = r"(?:(?:18|19|20)\d\d|['’]?\d\d)"
_APART = r"[\s,./-]{0,3}"
_DATE = (
    rf"\b(?:{_DAY}{_APART}(?:of\s)?{_MONTH}{_APART}(?:(?:18|19|20)\d\d|['’]\d\d|\d\d(?!\s?[ap]m|[:.]?\d|\s*(?:hours|hrs)))"
    rf"|{_MONTH}{_APART}{_DAY}{_APART}(?:18|19|20)\d\d"
    r"|(?:18|19|20)\d\d\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}"
    r"|\d{1,2}\s?(?P<mark>[-./])\s?\d{1,2}\s?(?P=mark)\s?(?:(?:18|19|20)\d\d|\d\d))\b"
)
_BORN = (
    r"(\b(?:born|d\.?\s?o\.?\s?b\.?|date of birth|birth\s?(?:day|date))"
    r"(?:\s+(?:is|was|on|in|the|of|my|it's|its))*[\s:=-]*)"
    rf"(?:{_DAY}{_APART}(?:of\s)?{_MONTH}|{_MONTH}{_APART}{_DAY}|{_DATE}|\d{{1,2}}\s?[-./]\s?\d{{1,2}}|(?:18|19|20)\d\d)"
    rf"(?:{_APART}{_YEAR}\b)?"
)
# Words of a name end where the sentence goes on.
_GOES_ON = (
    r"(?:and|but|or|so|i|i['’]m|im|i['’]ve|my|is|are|was|were|am|at|in|on|of|for|from|with|to|the|a|as|it|its|it['’]s|"
    r"we|you|he|she|they|this|that|there|here|speaking|calling|"
    r"can|could|would|should|do|does|did|have|has|had|not|need|needs|want|please|pls|if|because|cos|"
    r"what|when|where|who|why|how|which|born|dob|nhs|hello|hi|thanks|thank|aged?)"
)
_WORD = r"(?:[^\W\d_]\.|[^\W\d_](?:[\w'’-]|\.(?=\w))*)"
_NAME = rf"{_WORD}(?:\s+(?!{_GOES_ON}\b){_WORD}){{0,3}}"
_NO_NAME = r"(?:not|still|wrong|missing|spel\w+|on|in|down|the|going|being|having|for|to|back|off|away|up|out)\b"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), tag)
    for pattern, tag in (
        (r"[^\s@<>()\[\],;:]+\s?@\s?[^\s@<>()\[\],;:]+\.[^\s@<>()\[\],;:]+", "[email]"),
        (r"\b[\w.+-]+\s(?:\(?at\)?|\[at\])\s[\w-]+(?:\s(?:\(?dot\)?|\[dot\])\s[\w-]+)+", "[email]"),
        (r"\b[a-z][a-z0-9+.-]{1,20}://\S+|\bwww\.\S+|\b(?:mailto|tel|tg):\S+", "[link]"),
        (r"\bt\.me/\S*|\b(?:[a-z0-9-]{2,}\.)+[a-z]{2,}/\S*", "[link]"),
        (r"\b(?:[a-z0-9-]+\.)+(?:com|org|net|uk|info|eu|gov|edu|app|ly)\b(?!\.\w)(?::\d+)?", "[link]"),
        (r"(?<![\w@])@\w+", "[handle]"),
        (_BORN, r"\1[date]"),
        (_DATE, "[date]"),
        (rf"(\b(?:my|his|her|their|patient['’]?s?) name(?:['’]?s| is| was|:)\s+)(?!{_NO_NAME}){_NAME}", r"\1[name]"),
        (rf"(\b(?:i['’]?m|i am|he['’]?s|she['’]?s|is) called\s+)(?!{_NO_NAME}){_NAME}", r"\1[name]"),
        (rf"(\b(?:this is|it['’]?s|its)\s+){_WORD}(?:\s+{_WORD}){{0,3}}(\s+(?:speaking|calling)\b)", r"\1[name]\2"),
        (r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[abd-hjlnp-uw-z]{2}\b", "[postcode]"),
        (r"\b[a-z]{2}(?:[\s-]?\d\d){3}[\s-]?[a-d]\b", "[number]"),
        (r"\b[^\W\d_]{1,5}[-/]?\d{5,}\w*|\b\d{5,}[^\W\d_]\w*", "[number]"),
    )
)  # fmt: skip
_TITLED = re.compile(
    r"\b((?i:mr|mrs|ms|miss|mx|dr|prof|professor|sister|nurse)\.?\s+)[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?"
)
_DIGITS = re.compile(r"[+(]{0,2}\d(?:[\s.,/()*#_\-\u2010-\u2015\u2212]{0,3}\d)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3}){1,2}")
_TIMES = re.compile(r"\d{1,2}\.\d\d\s?[-\u2010-\u2015/]\s?\d{1,2}\.\d\d")
_FEWEST_IN_A_ROW = 6
_FEWEST_APART = 7


def scrubber(region: str) -> Scrub:
    """A function that takes the personal details out of a text.

    `region`: the country, as two capital letters, whose phone numbers are written without their country's prefix.
    Raises WrongUse if there is no such region.
    """
    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise WrongUse(f"PHONE_REGION is {region!r}, but must be a country's two letters, such as GB.")

    def scrub(text: str) -> str:
        clean, is_whole = _readable(text)
        for pattern, tag in _RULES:
            clean = pattern.sub(tag, clean)
        clean = _TITLED.sub(r"\1[name]", clean)
        clean = _without_phones(clean, region)
        clean = _DIGITS.sub(_tagged, clean)
        if not is_whole:
            clean = clean[:-_MARGIN]
        return clean if is_whole and len(clean) <= LONGEST else clean[: LONGEST - 1].rstrip() + "…"

    return scrub


def _readable(text: str) -> tuple[str, bool]:
    """The text as one line in Unicode's compatible form, and whether it is all of it.

    So details can't hide in full-width digits or between unseen characters, and no database refuses it.
    """
    limit = LONGEST + _MARGIN
    plain = unicodedata.normalize("NFKC", text[: 2 * limit])
    seen = "".join(" " if c.isspace() else c for c in plain if c.isspace() or unicodedata.category(c)[0] != "C")
    line = " ".join(seen.split())
    is_whole = len(line) <= limit and len(text) <= 2 * limit
    return line[:limit], is_whole


def _without_phones(text: str, region: str) -> str:
    found = list(phonenumbers.PhoneNumberMatcher(text, region, max_tries=100))
    for match in reversed(found):
        text = f"{text[: match.start]}[phone]{text[match.end :]}"
    return text


def _tagged(match: re.Match[str]) -> str:
    written = match[0]
    count = sum(c.isdecimal() for c in written)
    in_a_row = max(map(len, re.findall(r"\d+", written)))
    is_plain = _THOUSANDS.fullmatch(written) or _TIMES.fullmatch(written)
    if is_plain or (count < _FEWEST_APART and in_a_row < _FEWEST_IN_A_ROW):
        return written
    if written.lstrip("(").startswith(("+", "0")) and count <= 15:
        return "[phone]"
    if count == 10:
        return "[NHS number]"
    return "[card number]" if 13 <= count <= 19 else "[number]"
