"""The lexicon: induced from counted links, kept in a small file, read back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from muqabala.align import align_comparable
from muqabala.align.lexicon import read_lexicon, shipped_lexicon
from muqabala.errors import ComponentError
from muqabala.train.lexicon import induce, merged_links


def test_links_become_probabilities(tmp_path: Path) -> None:
    """A word linked three times to one partner and once to another is translated so."""
    arabic = [["بيت", "كبير"], ["بيت"], ["بيت"], ["بيت"], ["كبير"]]
    english = [["house", "big"], ["house"], ["house"], ["home"], ["big"]]
    links = [(0, 0, 0, 1.0), (0, 1, 1, 1.0), (1, 0, 0, 1.0), (2, 0, 0, 1.0), (3, 0, 0, 1.0), (4, 0, 0, 1.0)]
    file = tmp_path / "small.npz"
    np.savez_compressed(file, **induce(arabic, english, links))  # type: ignore[arg-type]
    lexicon = read_lexicon(file)
    # One link alone is too few to be believed.
    ((word, forward, backward),) = lexicon.translations("بيت")
    assert (word, forward, backward) == ("house", pytest.approx(3 / 4, rel=0.05), pytest.approx(1.0, rel=0.05))
    assert lexicon.translations("كبير")[0][0] == "big"
    assert lexicon.translations("قمر") == ()
    assert lexicon.arabic_share["بيت"] == pytest.approx(4 / 6, rel=0.05)


def test_both_directions_of_a_word_alignment_are_merged() -> None:
    """A link found in both directions counts fully, in one half."""
    assert sorted(merged_links(["0-0 1-1", ""], ["0-0 1-2", "0-0"])) == [
        (0, 0, 0, 1.0), (0, 1, 1, 0.5), (0, 1, 2, 0.5), (1, 0, 0, 0.5),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"\x80\x04pickle"])
def test_a_broken_lexicon_is_named(tmp_path: Path, content: bytes) -> None:
    """No traceback and no unpickling: the file is named, with what to do."""
    file = tmp_path / "broken.npz"
    file.write_bytes(content)
    with pytest.raises(ComponentError, match=r"broken\.npz"):
        read_lexicon(file)


def test_a_missing_lexicon_is_named(tmp_path: Path) -> None:
    """The same where there is no file."""
    with pytest.raises(ComponentError, match="gone"):
        read_lexicon(tmp_path / "gone.npz")


def test_the_shipped_lexicon_knows_its_trade() -> None:
    """Common words of the field translate as expected, and it is large enough to be of use."""
    lexicon = shipped_lexicon()
    assert len(lexicon.arabic_share) > 10_000
    assert "minister" in {word for word, _, _ in lexicon.translations("وزير")}


def test_terms_of_a_house_hold_sentences_together():
    """A term the corpus never saw joins the two sentences that hold it; the shipped lexicon stays as it was."""
    plain = shipped_lexicon()
    arabic = ["قال المتحدث ذلك أمس.", "وصلت زقزوقة بحرية.", "وصلت نعناعة برية."]
    english = ["The spokesman said so yesterday.", "A land wombler arrived.", "A sea zigzogger arrived."]
    house = plain.with_terms([("زقزوقة بحرية", "sea zigzogger"), ("نعناعة برية", "land wombler")])
    found = {(bead.arabic, bead.english) for bead in align_comparable(arabic, english, lexicon=house)}
    assert {((1, 2), (2, 3)), ((2, 3), (1, 2))} <= found
    assert ((1, 2), (2, 3)) not in {(b.arabic, b.english) for b in align_comparable(arabic, english, lexicon=plain)}
    assert plain.translations("زقزوق") == ()
