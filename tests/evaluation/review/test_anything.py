"""Whatever a valid pack holds, a review says what it can and never fails."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evaluation.review.review import review
from tests.evaluation.review.conftest import TODAY

PIECES = st.sampled_from(
    ["1,200", "24", "hours", "drivers", "9am on", "31 February", "6 May 2031", "٣", "0", "{n}", "{{", "?", "A&E",
     "PALS", "(", "- ", "\n", "**", "[x](https://x.example)", "👋", "the", "gate", "Gates", "fire", ".",
     "99pm on 6 May"]
)  # fmt: skip
TEXT = st.lists(PIECES | st.text(max_size=5), min_size=1, max_size=8).map(" ".join).map(str.strip).filter(bool)
PACK = st.fixed_dictionaries(
    {
        "entries": st.lists(
            st.fixed_dictionaries(
                {"question": TEXT, "asked_as": st.lists(TEXT, min_size=1, max_size=12), "answer": TEXT},
                optional={"reviewed": st.sampled_from(["2016-02-10", "9999-12-31", "0001-01-01"])},
            ),
            min_size=1,
            max_size=3,
        ).map(lambda entries: [{"id": f"e{number}", **entry} for number, entry in enumerate(entries)])
    },
    optional={
        "facts": st.fixed_dictionaries({"n": TEXT.filter(lambda text: not {"{", "}"} & set(text))}),
        "strike": st.just({"name": "Strike", "starts": "2031-05-06T08:00:00+00:00"}),
        "vocabulary": st.dictionaries(
            st.sampled_from(["same", "similar", "kinds", "endings"]),
            st.dictionaries(TEXT, st.lists(TEXT, max_size=3), max_size=2),
        ),
        "review_after_days": st.sampled_from([1, 10**15]),
        "urgent": st.just(
            {
                "replies": {"call": "Call."},
                "signs": [
                    {"id": "fire", "about": "A", "reply": "call", "when": ["fire"], "hits": ["fire"], "misses": ["x"]}
                ],
            }
        ),
    },
)


@settings(max_examples=settings.default.max_examples // 2)
@given(PACK)
def test_a_review_never_fails(pack: object) -> None:
    with TemporaryDirectory() as folder:
        # JSON is YAML, and needs no thought about quotes.
        (Path(folder) / "a.yaml").write_text(json.dumps(pack), encoding="utf-8")
        for problem in review(Path(folder), TODAY).problems:
            assert problem.message
            assert "\n" not in str(problem)
