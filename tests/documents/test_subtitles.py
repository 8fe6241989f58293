"""Subtitles: times are another person's work."""

from __future__ import annotations

import datetime

import pytest
import srt

from muqabala.documents import parse_document
from muqabala.documents.subtitles import LINE_WIDTH, wrap_cue
from muqabala.errors import DocumentError
from muqabala.values import Role

from .conftest import texts

FILM = """1
00:00:01,000 --> 00:00:03,500
{\\an8}وصل <i>القطار</i> إلى
المحطة في الساعة 5.

7
00:00:03,000 --> 00:00:06,000 X1:1 X2:2
- هل أنت مستعد؟
- نعم.

00:00:07,000 --> 00:00:08,000
♪ ♪
3
00:00:09,000 --> 00:00:10,000
<i>سطر مائل كله</i>
"""


def test_cues_are_read_with_their_faults():
    """A wrong number, a missing one, overlapping times, a missing blank line: all forgiven."""
    document = parse_document(FILM.encode(), "film.srt")
    assert [(block.text, block.role, block.place["cue"]) for block in document.blocks] == [
        ("وصل القطار إلى\nالمحطة في الساعة 5.", Role.CUE, 1),
        ("- هل أنت مستعد؟\n- نعم.", Role.CUE, 2),
        ("سطر مائل كله", Role.CUE, 4),
    ]


def test_english_keeps_numbers_times_tags_and_music(write):
    """Letter by letter, with positions after the times."""
    english = ["The train reached the station at 5, a little late.", "- Are you ready? - Yes.", "All in italics"]
    assert (
        write(FILM.encode(), "film.srt", lambda s: english[s.number - 1]).decode()
        == """1
00:00:01,000 --> 00:00:03,500
{\\an8}The <i>train</i> reached the
station at 5, a little late.

7
00:00:03,000 --> 00:00:06,000 X1:1 X2:2
- Are you ready?
- Yes.

00:00:07,000 --> 00:00:08,000
♪ ♪

3
00:00:09,000 --> 00:00:10,000
<i>All in italics</i>

"""
    )


def test_another_reader_finds_the_same_times(write):
    """The `srt` package reads what we write as it reads the original."""
    cues = [
        srt.Subtitle(
            n, datetime.timedelta(seconds=2 * n), datetime.timedelta(seconds=2 * n + 1.5), f"جملة رقم {n} هنا."
        )
        for n in range(1, 40)
    ]
    original = srt.compose(cues)
    written = list(
        srt.parse(write(original.encode(), "film.srt", lambda s: f"Sentence number {s.number} here.").decode())
    )
    assert [(cue.index, cue.start, cue.end) for cue in written] == [(cue.index, cue.start, cue.end) for cue in cues]
    assert [cue.content for cue in written] == [f"Sentence number {n} here." for n in range(1, 40)]


def test_round_trip(round_trip):
    """Words and tags come back; line breaks inside a cue are ours to choose."""
    before, after = round_trip(FILM.replace("\n", "\r\n").encode("utf-16"), "film.srt")
    assert [text.split() for text in texts(before)] == [text.split() for text in texts(after)]


@pytest.mark.parametrize("length", range(0, 90, 7))
def test_a_cue_has_at_most_two_lines(length):
    """Two lines of 42 characters hold 84; what fits stands in one."""
    text = ("word " * 30)[:length].strip()
    lines = wrap_cue(text).split("\n")
    assert len(lines) == (1 if len(text) <= LINE_WIDTH else 2)
    assert all(len(line) <= LINE_WIDTH + 6 for line in lines)
    assert " ".join(lines) == text


def test_a_file_without_times_is_no_subtitle():
    """Called .srt, but nothing to show when."""
    with pytest.raises(DocumentError, match="no subtitle with times"):
        parse_document("نص فقط".encode(), "film.srt")


def test_shape_beats_suffix():
    """Subtitles called .txt are subtitles."""
    assert parse_document(FILM.encode(), "film.txt").format == "srt"
