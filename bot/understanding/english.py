"""English as people type it on a phone, whatever the pack is about: short forms and dialects unfolded, and how common a
word is."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from math import log10
from pathlib import Path

from bot.understanding.hashed import Hashed

# Written without apostrophes, as `text.tokens` has dropped them by then. Only forms that mean one thing:
# "were" and "its" stay as they are.
_UNFOLDED: dict[str, tuple[str, ...]] = {
    short: tuple(long.split())
    for line in """
        im: i am | its: it is | ive: i have | youre: you are | youve: you have | youll: you will | hes: he is
        shes: she is | theyre: they are | theyve: they have | theyll: they will | weve: we have | thats: that is
        theres: there is | heres: here is | whats: what is | whos: who is | wheres: where is | whens: when is
        whys: why is | hows: how is | whatll: what will | wholl: who will | itll: it will | thatll: that will
        isnt: is not | arent: are not | wasnt: was not | werent: were not | dont: do not | doesnt: does not
        didnt: did not | hasnt: has not | havent: have not | hadnt: had not | wont: will not | wouldnt: would not
        cant: can not | cannot: can not | couldnt: could not | shouldnt: should not | aint: is not | mustnt: must not
        gonna: going to | gunna: going to | wanna: want to | gotta: got to | gimme: give me | lemme: let me
        dunno: do not know | innit: | kinda: kind of | sorta: sort of | whatcha: what are you | gotcha: got you
        whatre: what are | howd: how did | whyd: why did | whod: who would | whatd: what did | u: you | ur: your
        r: are | y: why | n: and | b: be | c: see | k: ok | m: am | d: the | yr: your | yrs: years | pls: please
        plz: please | plse: please | ppl: people | thx: thanks | tx: thanks | ty: thank you | thnx: thanks | tnx: thanks
        cos: because | coz: because | cuz: because | bcos: because | bc: because | wot: what | wat: what | wht: what
        wots: what is | wats: what is | wen: when | wens: when is | whn: when | wer: where | wher: where | yall: you
        ya: you | yous: you | youse: you | yer: your | tmrw: tomorrow | tmr: tomorrow | tmw: tomorrow | tomoz: tomorrow
        tomoro: tomorrow | tomorow: tomorrow | 2moro: tomorrow | 2mrw: tomorrow | 2morrow: tomorrow | tmoro: tomorrow
        2day: today | 2nite: tonight | tonite: tonight | 2night: tonight | b4: before | l8: late | l8r: later
        gr8: great | m8: mate | 4get: forget | abt: about | abot: about | bout: about | wiv: with | wi: with | wif: with
        w: with | wud: would | wuld: would | shud: should | shld: should | cud: could | cld: could | wld: would
        wil: will | av: have | hav: have | ave: have | dem: them | dey: they | dat: that | dis: this | da: the | de: the
        tha: the | teh: the | wheter: whether | mon: monday | tue: tuesday | tues: tuesday | weds: wednesday
        wed: wednesday | wensday: wednesday | thu: thursday | thur: thursday | thurs: thursday | fri: friday
        sat: saturday | sats: saturdays | sun: sunday | feb: february | jan: january | nov: november | dec: december
        aug: august | sept: september | oct: october | hr: hour | hrs: hours | min: minute | mins: minutes | wk: week
        wks: weeks | mth: month | mths: months | info: information | msg: message | txt: text | tel: telephone
        no1: nobody | any1: anyone | some1: someone | sum1: someone | every1: everyone | owt: anything | nowt: nothing
        summat: something | summit: something | sumthing: something | sumfing: something | nuffin: nothing | dya: do you
        dyou: do you | idk: i do not know | tbh: | imo: | lol: lol | omg: | wtf: | btw: | fyi: | asap: soon | rn: now
        atm: now | gov: government | govt: government | gvmt: government | yh: yes | yep: yes | yeah: yes | ok: ok
        okay: ok | okey: ok | jus: just | jst: just | tho: though | oot: out | aboot: about | doon: down | noo: now
        oor: our | wor: our | gannin: going | ganna: going to | gonnae: going to | gaun: going | dae: do
        dinnae: do not | cannae: can not | didnae: did not | isnae: is not | wasnae: was not | willnae: will not
        wouldnae: would not | havenae: have not | naw: no | aye: yes | fae: from | tae: to | wae: with | heid: head
        heed: head | hame: home | mair: more | whit: what | wha: who | hoo: how | neet: night | reet: right
        alreet: all right | awrite: all right | awright: all right | ye: you | inna: in the | nuh: not | cyan: can not
        thay: they | thier: their | becoz: because | becos: because | woz: was | wos: was | sed: said | enuf: enough
        thort: thought | anuver: another | anova: another | anutha: another | nuffink: nothing | sumfink: something
        summink: something | everyfink: everything | fink: think | wid: with | tomorra: tomorrow | tomorrer: tomorrow
        yesterdy: yesterday | tysm: thank you so much | tyvm: thank you very much | thanx: thanks | thanku: thank you
        thankyou: thank you | rly: really | defo: definitely | deffo: definitely | probs: probably | obvs: obviously
        arvo: afternoon | tryna: trying to | imma: i am going to
        outta: out of | lotta: lot of | shoulda: should have | coulda: could have | woulda: would have | hafta: have to
        itz: it is | thatz: that is | whatz: what is | wotz: what is | howz: how is | whoz: who is | wherez: where is
        smth: something | sth: something | til: until | thro: through | altho: although | agen: again | agn: again
        nite: night | shd: should | cdnt: could not | wdnt: would not | shdnt: should not | hv: have | iz: is
        nxt: next | lst: last | bk: back | statin: statin | thru: through | thurr: there | cancled: cancelled | o: of
        fer: for | 1st: first | 2nd: second | 3rd: third
        """.splitlines()
    for pair in line.split("|")
    if ":" in pair
    for short, _, long in [pair.strip().partition(":")]
}
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_COMMON = 3.0  # from this frequency on, a word may lose its g


def unfold(word: str) -> tuple[str, ...]:
    """The words that a word in small letters, without apostrophe, stands for: "plzzz" for please, "cant" for can not.

    Nothing for what only fills: "innit".
    """
    if len(set(word)) > 1 and _DRAWN_OUT.search(word):
        # "heeelp" is "help" and "goood" "good"; "www" stays as it is.
        word = max((_DRAWN_OUT.sub(letters, word) for letters in (r"\1", r"\1\1")), key=zipf)
    unfolded = _UNFOLDED.get(word)
    if unfolded is None:
        # "waitin" is "waiting"; "cabin" is a word itself.
        drops_g = word.endswith("in") and not zipf(word) and zipf(f"{word}g") >= _COMMON
        unfolded = (f"{word}g" if drops_g else word,)
    return unfolded


@cache
def _counts() -> tuple[Hashed[float], float]:
    # SymSpell's list: 82,765 English words with their counts in Google's Books Ngrams, checked against SCOWL.
    # Only the file is wanted; importing the package would cost more than reading it.
    package = find_spec("symspellpy")
    assert package and package.origin
    with (Path(package.origin).parent / "frequency_dictionary_en_82_765.txt").open(encoding="utf-8-sig") as lines:
        counts = Hashed(((word, float(count)) for word, count in map(str.split, lines)), "f")
    return counts, sum(counts.numbers)


def zipf(word: str) -> float:
    """How common a word is in English, on van Heuven's Zipf scale: log10 of its uses in a billion words.

    "the" is 7.6, "driver" 4.9, "marmalade" 3.0; 0 for a word that isn't in the list.
    """
    counts, total = _counts()
    found = counts[word]
    return 9 + log10(found[0] / total) if found else 0.0
