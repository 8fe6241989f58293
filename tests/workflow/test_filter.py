"""The filter: a line out for a line in, at once, whatever comes."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Sequence

import pytest

from muqabala.engine import Engine
from muqabala.errors import InputError
from muqabala.workflow.filter import Line, filter_lines, translated


def upper(lines: Sequence[Line]) -> list[str]:
    """Stands in for a model where only the stream is looked at."""
    return [f"<{line.number} {len(line.text)}>" for line in lines]


def run(data: bytes) -> bytes:
    out = io.BytesIO()
    filter_lines(io.BytesIO(data), out, upper)
    return out.getvalue()


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("", ""),
        ("مرحبا", "<1 5>\n"),                              # the last line may lack its end
        ("مرحبا\n\nنعم\n", "<1 5>\n\n<3 3>\n"),             # blank lines stay
        ("مرحبا\r\nمرحبا\r\n", "<1 5>\n<2 5>\n"),           # a CR before LF is dropped
        ("OK, 5 %.\n  \n", "OK, 5 %.\n  \n"),              # nothing Arabic: copied
        ("a\u2028ب\u0085ج\n", "<1 5>\n"),                  # only LF ends a line
        ("\ufeffمرحبا\n", "<1 5>\n"),                      # a byte order mark is no text
        ("٥٠ ٪\n", "٥٠ ٪\n"),                              # digits are no letters
    ],
)  # fmt: skip
def test_a_line_out_for_a_line_in(given: str, written: str) -> None:
    assert run(given.encode()) == written.encode()


def test_lines_that_no_window_holds_at_once_keep_their_order() -> None:
    lines = [("ب" * (number % 7) if number % 3 else f"plain {number}") for number in range(5000)]
    expected = [
        line if not line or line.startswith("plain") else f"<{at} {len(line)}>" for at, line in enumerate(lines, 1)
    ]
    assert run("\n".join(lines).encode()) == ("\n".join(expected) + "\n").encode()


def test_undecodable_bytes_are_named_by_line_and_lines_before_are_written() -> None:
    out = io.BytesIO()
    with pytest.raises(InputError, match="line 3: not UTF-8"):
        filter_lines(io.BytesIO("مرحبا\nنعم\n".encode() + b"\xe3\xd1\n"), out, upper)
    assert out.getvalue() == b"<1 5>\n<2 3>\n"


def test_a_line_without_end_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(InputError, match="MiB"):
        run("ب\n".encode() + b"x" * 5_000_000)


def test_what_has_arrived_is_answered_when_input_pauses() -> None:
    read_end, write_end = os.pipe()
    answers_read, answers_write = os.pipe()
    with os.fdopen(read_end, "rb") as stdin, os.fdopen(answers_write, "wb") as stdout:
        worker = threading.Thread(target=filter_lines, args=(stdin, stdout, upper))
        worker.start()
        for number in (1, 2):
            os.write(write_end, "مرحبا\nنع".encode() if number == 1 else "م\n".encode())
            begun = time.monotonic()
            answer = os.read(answers_read, 100)
            assert answer == (b"<1 5>\n" if number == 1 else b"<2 3>\n")
            assert 0.1 < time.monotonic() - begun < 3
        os.close(write_end)
        worker.join(10)
        assert not worker.is_alive()
    os.close(answers_read)


def test_a_closed_output_is_said_to_the_caller() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb", buffering=0) as stdout, pytest.raises(BrokenPipeError):
        filter_lines(io.BytesIO("مرحبا\n".encode()), stdout, upper)


def test_a_line_gets_the_same_answer_wherever_it_stands(starter: Engine) -> None:
    """The promise of the filter: neighbours, order and windows leave no trace."""
    lines = [
        "وصل الوزير إلى العاصمة صباح اليوم.",
        "قال الرئيس إن الحكومة ستعقد اجتماعا غدا.",
        "",
        "Plain.",
        "افتتح الحلف مكتب اتصال في المدينة، وحضر الافتتاح وزير الدفاع.",
        "نعم.",
        "زار الوفد المصنع الجديد.",
    ]

    def answers(order: Sequence[str]) -> list[str]:
        out = io.BytesIO()
        filter_lines(io.BytesIO("\n".join(order).encode()), out, translated(starter))
        return out.getvalue().decode().split("\n")[:-1]

    forward = dict(zip(lines, answers(lines), strict=True))
    assert dict(zip(lines[::-1], answers(lines[::-1]), strict=True)) == forward
    assert {line: answers([line])[0] if line else "" for line in lines} == forward
