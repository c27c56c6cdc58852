"""Draws the README's pictures, a chat and an inline search on a phone, from real replies: `python -m docs.pictures`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from telegram import InlineQueryResultArticle

from bot.channels.telegram.inline import offered
from bot.channels.telegram.messages import Outgoing, in_private
from bot.conversation.assistant import Assistant
from bot.knowledge.load import default_pack, load_pack

HERE = Path(__file__).parent
AT = "2016-02-10T09:30:00+00:00"
CHAT = ["dads hip op is on wednesday is it cancelled??", "thank you"]
TYPED = "is a&e op"
BOT = "strike_faq_bot"

PHONE, MARGIN, PADDING, CORNER = 390, 14, 12, 14
BUBBLE, BUTTON, HEADER, INPUT = 330, 34, 56, 52
SIZE, LINE, SMALL = 14.5, 20, 12.5
FONT = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
BACKGROUND, MINE, THEIRS, TEXT, FAINT, LINK = "#dfe8ef", "#e1fdc9", "#ffffff", "#10171e", "#63717e", "#1d6fb8"
WIDER = 1.13
"""Some of the fonts that a picture may be shown with are wider than the one reckoned with."""
# How wide the characters from space to tilde are in Helvetica, in thousandths of the size.
WIDTHS = """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584
584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667
667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278
556 500 722 500 500 500 334 260 334 584
"""
THOUSANDTHS = [int(number) for number in WIDTHS.split()]


@dataclass(frozen=True)
class Word:
    """A word and how it is set."""

    text: str
    style: frozenset[str] = frozenset()
    glued: bool = False
    """Whether it follows the word before without a space."""

    @property
    def before(self) -> str:
        return "" if self.glued else " "

    @property
    def width(self) -> float:
        return width(self.before + self.text, SIZE) * (1.06 if "b" in self.style else 1)


def width(text: str, size: float) -> float:
    """About how wide a text is, in pixels."""
    return sum(THOUSANDTHS[ord(c) - 32] if " " <= c <= "~" else 600 for c in text) * WIDER * size / 1000


class Paragraphs(HTMLParser):
    """Telegram's HTML as lines of words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[list[Word]] = [[]]
        self._open: list[str] = []
        self._in_word = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        for number, line in enumerate(data.split("\n")):
            if number:
                self.lines.append([])
                self._in_word = False
            style = frozenset(self._open)
            words = [Word(text, style) for text in line.split()]
            if words and self._in_word and not line[0].isspace():
                words[0] = Word(words[0].text, style, glued=True)
            self.lines[-1] += words
            self._in_word = bool(line) and not line[-1].isspace()


def wrapped(lines: list[list[Word]], room: float) -> Iterator[list[Word]]:
    """Lines broken where they get too wide."""
    for line in lines:
        row: list[Word] = []
        for word in line:
            if row and not word.glued and row_width(row) + word.width > room:
                yield row
                row = []
            row.append(word)
        yield row


def row_width(row: list[Word]) -> float:
    """How wide a row of words is."""
    return sum(word.width for word in row) - (width(" ", SIZE) if row else 0)


@dataclass
class Picture:
    """An SVG that grows downwards."""

    title: str
    y: float = 0
    parts: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """What the picture shows, for those who have it read to them."""

    def box(self, x: float, y: float, w: float, h: float, colour: str, corner: float = CORNER) -> None:
        self.parts.append(f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{corner:g}" fill="{colour}"/>')

    def text(self, x: float, y: float, text: str, colour: str = TEXT, size: float = SIZE, **style: str) -> None:
        extra = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in style.items())
        self.parts.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}"{extra}>{escape(text)}</text>'
        )

    def header(self, name: str, kind: str) -> None:
        self.box(0, 0, PHONE, HEADER, "#4a8ab5", 0)
        self.text(MARGIN + 4, 26, name, "#ffffff", 16, font_weight="600")
        self.text(MARGIN + 4, 44, kind, "#dcebf5", SMALL)
        self.y = HEADER + MARGIN

    def bubble(self, html: str, mine: bool) -> None:
        """A message: one's own on the right, the bot's on the left."""
        rows = list(wrapped(Paragraphs(html).lines, BUBBLE - 2 * PADDING))
        wide = max(map(row_width, rows)) + 2 * PADDING
        x = PHONE - MARGIN - wide if mine else MARGIN
        wide = wide if mine else BUBBLE
        self.box(x, self.y, wide, len(rows) * LINE + PADDING + 6, MINE if mine else THEIRS)
        for number, row in enumerate(rows):
            spans = "".join(f"{word.before}<tspan{_style(word)}>{escape(word.text)}</tspan>" for word in row).strip()
            y = self.y + PADDING + 10 + number * LINE
            self.parts.append(f'<text x="{x + PADDING:g}" y="{y:g}" font-size="{SIZE}" fill="{TEXT}">{spans}</text>')
        self.said.append(
            ("You:" if mine else "Bot:") + "".join(word.before + word.text for row in rows for word in row)
        )
        self.y += len(rows) * LINE + PADDING + 6 + 5

    def buttons(self, outgoing: Outgoing) -> None:
        for row in outgoing.rows:
            each = (BUBBLE - 5 * (len(row) - 1)) / len(row)
            for number, button in enumerate(row):
                x = MARGIN + number * (each + 5)
                self.box(x, self.y, each, BUTTON, "#b9cddc", 9)
                label = shortened(button.text, each - 16, 13)
                self.text(x + each / 2, self.y + 22, label, TEXT, 13, text_anchor="middle", font_weight="500")
                self.said.append(f"Button: {button.text}")
            self.y += BUTTON + 5
        self.y += MARGIN - 5

    def result(self, article: InlineQueryResultArticle) -> None:
        self.box(0, self.y, PHONE, 58, THEIRS, 0)
        self.text(MARGIN, self.y + 24, shortened(article.title, (PHONE - 2 * MARGIN) / 1.06, SIZE), font_weight="600")
        line = shortened(article.description or "", PHONE - 2 * MARGIN, SMALL)
        self.text(MARGIN, self.y + 44, line, FAINT, SMALL)
        self.said.append(f"{article.title} {article.description}")
        self.y += 59

    def typing(self, text: str) -> None:
        self.box(0, self.y, PHONE, INPUT, "#f7f9fa", 0)
        self.text(MARGIN, self.y + 32, text)
        self.y += INPUT

    def svg(self) -> str:
        body = "\n".join(self.parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PHONE} {self.y:g}" width="{PHONE}" '
            f'height="{self.y:g}" role="img" aria-labelledby="title desc" font-family="{FONT}">\n'
            f'<title id="title">{escape(self.title)}</title>\n<desc id="desc">{escape(" ".join(self.said))}</desc>\n'
            f'<rect width="{PHONE}" height="{self.y:g}" fill="{BACKGROUND}"/>\n{body}\n</svg>\n'
        )


def _style(word: Word) -> str:
    bold = ' font-weight="600"' if "b" in word.style else ""
    italic = ' font-style="italic"' if "i" in word.style else ""
    return bold + italic + (f' fill="{LINK}"' if "a" in word.style else "")


def shortened(text: str, room: float, size: float) -> str:
    """A text that fits on one line, cut as Telegram cuts it."""
    if width(text, size) <= room:
        return text
    while width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def chat(assistant: Assistant, at: datetime) -> str:
    """A conversation in the private chat."""
    picture = Picture("A chat with the bot on Telegram")
    picture.header(assistant.pack.strike.name if assistant.pack.strike else "FAQ", "bot")
    for question in CHAT:
        picture.bubble(escape(question), mine=True)
        picture.y += 4
        outgoing = in_private(assistant.reply(question, at))
        picture.bubble(outgoing.html, mine=False)
        picture.buttons(outgoing)
    return picture.svg()


def search(assistant: Assistant, at: datetime) -> str:
    """An inline search in some other chat."""
    picture = Picture("The bot's answers offered while somebody types in another chat")
    picture.header("Family", "4 members")
    picture.bubble("Nan is asking if A&amp;E is open today. Anyone know?", mine=False)
    picture.y += MARGIN
    for article in offered(assistant, TYPED, 0, at, BOT)[0][:4]:
        picture.result(article)
    picture.typing(f"@{BOT} {TYPED}")
    return picture.svg()


def main(folder: Path) -> None:
    """Draws both pictures into `folder`."""
    assistant, at = Assistant(load_pack(default_pack())), datetime.fromisoformat(AT)
    for name, draw in (("chat", chat), ("inline", search)):
        path = folder / f"{name}.svg"
        path.write_text(draw(assistant, at), encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
