"""One name rendered two ways: the index that follows a document while it is reviewed says what one look would say."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from muqabala.quality.names import NameIndex, Rendered, check_names

SOURCE = "تحدث كريم."
TARGETS = ("Karim spoke.", "Kareem spoke.", "Karem spoke.", "He spoke.", "")


@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(1, 8), st.sampled_from(TARGETS)), max_size=30))
def test_names_put_in_again_and_again_are_what_one_look_finds(changes: list[tuple[int, str]]) -> None:
    """Whoever comes first, changes or leaves."""
    index, texts = NameIndex(), dict[int, str]()
    for number, target in changes:
        texts[number] = target
        index.put(Rendered(number, SOURCE, target))
    once = check_names(Rendered(number, SOURCE, texts[number]) for number in sorted(texts))
    assert {number: found for number in index.numbers() if (found := index.findings(number))} == once
