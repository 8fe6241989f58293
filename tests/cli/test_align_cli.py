"""`muqabala align` as a user meets it: a fresh process, real files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from muqabala.store import Store

AR = [
    "وصل الوزير إلى القاهرة صباح الأحد في زيارة تستغرق يومين.",
    "والتقى نظيره المصري في مقر وزارة الخارجية.",
    "وبحث الجانبان التعاون العسكري والأمن البحري في البحر الأحمر.",
    "ووقعا اتفاقية لتدريب 300 ضابط خلال عام 2024.",
]
EN = [
    "The minister arrived in Cairo on Sunday morning for a two-day visit.",
    "He met his Egyptian counterpart at the Foreign Ministry.",
    "The two sides discussed military cooperation and maritime security in the Red Sea.",
    "They signed an agreement to train 300 officers during 2024.",
]
ONE_TO_ONE = [[[k], [k]] for k in range(4)]


def muqabala(*arguments: str, cwd: Path, text: bytes = b"", **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "muqabala", *arguments], cwd=cwd, input=text, capture_output=True, check=False,
        timeout=300, env=os.environ | {"OMP_NUM_THREADS": "1"} | environ,
    )  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Two short documents that say the same."""
    (tmp_path / "a.txt").write_text("\n\n".join(AR) + "\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("\n\n".join(EN) + "\n", encoding="utf-8")
    return tmp_path


def batch(*rows: object) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def test_two_documents(workspace: Path) -> None:
    """Beads are kept for review and written where asked, and a second run changes nothing."""
    for _ in range(2):
        done = muqabala("align", "a.txt", "b.txt", "-o", "beads.jsonl", cwd=workspace)
        assert (done.returncode, done.stdout) == (0, b"")
        assert b"4 beads: 4 pairs" in done.stderr
    rows = [json.loads(line) for line in (workspace / "beads.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["ar_segments"] for row in rows] == [[1], [2], [3], [4]]
    assert set(rows[0]) == {"ar", "en", "ar_segments", "en_segments", "score", "suspicious"}
    with Store.open(workspace / ".muqabala" / "store.sqlite3") as store:
        (document,) = [one for one in store.documents.list() if one.kind == "alignment"]
        assert (document.name, document.target_document, document.segments) == ("a.txt", "b.txt", 4)


def test_tsv_on_standard_output(workspace: Path) -> None:
    """`-o - -f tsv`: data on standard output, a header, nothing else; --no-store keeps nothing."""
    done = muqabala("align", "a.txt", "b.txt", "-o", "-", "-f", "tsv", "--no-store", "-q", cwd=workspace)
    lines = done.stdout.decode().split("\n")
    assert lines[0] == "ar\ten\tar_segments\ten_segments\tscore\tsuspicious"
    assert lines[1].split("\t")[:4] == [AR[0], EN[0], "1", "1"]
    assert (len(lines), done.stderr) == (6, b"")
    assert not (workspace / ".muqabala").exists()


def test_batch_from_standard_input(workspace: Path) -> None:
    """One line each, same order, ids of any kind as they came."""
    rows = [
        {"id": "x", "ar": AR, "en": EN},
        {"id": 7, "ar": AR[:2], "en": EN[:3]},
        {"id": ["a", 1], "ar": AR, "en": EN},
    ]
    done = muqabala("align", "--jsonl", "-", cwd=workspace, text=batch(*rows))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in found] == ["x", 7, ["a", 1]]
    assert found[0]["links"] == found[2]["links"] == ONE_TO_ONE
    assert found[1]["links"] == [[[0], [0]], [[1], [1]], [[], [2]]]
    assert [len(row["scores"]) for row in found] == [4, 3, 4]
    assert b"3 documents aligned" in done.stderr


def test_batch_is_the_same_in_every_process(workspace: Path) -> None:
    """Byte for byte, whatever the seed of Python's hashes."""
    (workspace / "in.jsonl").write_bytes(batch({"id": 1, "ar": AR * 20, "en": (EN * 20)[3:70]}))
    first = muqabala("align", "--jsonl", "in.jsonl", cwd=workspace, PYTHONHASHSEED="1").stdout
    assert first
    assert muqabala("align", "--jsonl", "in.jsonl", cwd=workspace, PYTHONHASHSEED="2").stdout == first
    muqabala("align", "--jsonl", "in.jsonl", "-o", "out.jsonl", cwd=workspace)
    assert (workspace / "out.jsonl").read_bytes() == first


def test_gold_figures(workspace: Path) -> None:
    """On standard output, or on standard error where that carries the links."""
    (workspace / "gold.jsonl").write_bytes(batch({"id": "x", "ar": AR, "en": EN, "gold": ONE_TO_ONE}))
    beside = muqabala("align", "--jsonl", "gold.jsonl", "--gold", "gold.jsonl", "-q", cwd=workspace)
    assert json.loads(beside.stdout)["links"] == ONE_TO_ONE
    alone = muqabala("align", "a.txt", "b.txt", "--gold", "gold.jsonl", "-q", cwd=workspace)
    assert alone.stdout.split() == beside.stderr.split()
    assert alone.stdout.startswith(b"strict  precision 1.000  recall 1.000  F1 1.000\nlax ")


def test_anchors_and_boundaries(workspace: Path) -> None:
    """Both are hard."""
    (workspace / "anchors.json").write_text("[[1, 2]]", encoding="utf-8")
    row = batch({"id": 1, "ar": AR, "en": EN})
    done = muqabala("align", "--jsonl", "-", "--anchors", "anchors.json", cwd=workspace, text=row)
    assert [1, 2] in [[a[0], e[0]] for a, e in json.loads(done.stdout)["links"] if a and e]
    done = muqabala("align", "--jsonl", "-", "--boundary", "300", cwd=workspace, text=row)
    assert json.loads(done.stdout)["links"] == ONE_TO_ONE


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": 1, "ar": AR}, "'en' is not a list"),
        ({"id": 1, "ar": AR, "en": [1]}, "'en' is not a list"),
        ([1], "is not an object"),
        (float("nan"), "is not JSON: NaN"),
    ],
)
def test_rows_that_are_no_rows_end_the_batch(workspace: Path, row: object, said: str) -> None:
    """Exit 3 with file and line; what came before is already written."""
    data = batch({"id": 0, "ar": AR, "en": EN}, row)
    (workspace / "in.jsonl").write_bytes(data)
    done = muqabala("align", "--jsonl", "in.jsonl", cwd=workspace)
    assert done.returncode == 3
    assert f"in.jsonl:2: {said}" in done.stderr.decode()
    assert len(done.stdout.splitlines()) == 1
    assert b"Traceback" not in done.stderr


def test_empty_and_wrong_rows_have_their_line_and_are_named(workspace: Path) -> None:
    """One line for every row, in order, and every sentence in one link; loud: exit 3 with file and line."""
    good = {"id": "g", "ar": AR, "en": EN}
    wrong = [
        ({"id": 1, "ar": [], "en": EN[:2]}, "ar: holds no sentence", [[[], [0]], [[], [1]]]),
        ({"id": 2, "ar": AR[:1], "en": ["", " "]}, "en: holds no sentence", [[[0], []], [[], [0]], [[], [1]]]),
        ({"id": 3, "ar": EN[:1], "en": AR[:1]}, "ar: is not in Arabic", [[[0], []], [[], [0]]]),
        ({"id": 4, "ar": AR[:1], "en": AR[:1]}, "en: is not in English", [[[0], []], [[], [0]]]),
        ({"id": 5, "ar": [], "en": []}, "ar: holds no sentence", []),
    ]
    (workspace / "in.jsonl").write_bytes(batch(good, *(row for row, _, _ in wrong), good))
    done = muqabala("align", "--jsonl", "in.jsonl", cwd=workspace)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in found] == ["g", 1, 2, 3, 4, 5, "g"]
    assert found[0]["links"] == found[-1]["links"] == ONE_TO_ONE
    assert [row["links"] for row in found[1:-1]] == [links for _, _, links in wrong]
    assert all(len(row["links"]) == len(row["scores"]) for row in found)
    assert done.returncode == 3
    for number, (_, said, _) in enumerate(wrong, start=2):
        assert f"in.jsonl:{number}: {said}" in done.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["a.txt"], 2, "Name two documents"),
        (["b.txt", "a.txt"], 3, "b.txt"),
        (["a.txt", "gone.txt"], 3, "gone.txt"),
        (["a.txt", "b.txt", "--boundary", "("], 2, "regular expression"),
        (["a.txt", "b.txt", "--anchors", "a.txt"], 3, "a.txt: is no list of anchors"),
        (["a.txt", "b.txt", "--anchors", "far.json"], 3, "outside"),
        (["a.txt", "b.txt", "--gold", "gone.jsonl"], 3, "gone.jsonl"),
        (["--jsonl", "gone.jsonl"], 3, "gone.jsonl"),
        (["--jsonl", "deep"], 3, "deep:1: is not JSON"),
        (["a.txt", "b.txt", "--anchors", "deep"], 3, "deep: is no list of anchors"),
        (["a.txt", "b.txt", "--gold", "deep"], 3, "deep:1"),
        (["--jsonl", "/dev/null"], 3, "/dev/null: holds no row"),
        (["a.txt", "b.txt", "--jsonl", "x"], 2, "takes the place"),
        (["a.txt", "b.txt", "--comparable", "--boundary", "x"], 2, "--comparable"),
    ],
)
def test_what_a_user_can_get_wrong(workspace: Path, arguments: list[str], status: int, said: str) -> None:
    """A sentence that names the fault, the status of the contract, no traceback."""
    (workspace / "far.json").write_text("[[90, 2]]", encoding="utf-8")
    (workspace / "deep").write_text("[" * 200_000, encoding="utf-8")
    done = muqabala("align", *arguments, "--no-store", cwd=workspace)
    assert (done.returncode, said in done.stderr.decode()) == (status, True), done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_comparable_articles(workspace: Path) -> None:
    """Crossing pairs are found in a batch, the rest is left alone, and nothing about that is suspicious."""
    row = batch({"id": 1, "ar": [AR[3], "الطقس جميل.", AR[0]], "en": [EN[0], "Hotels are full this week.", EN[3]]})
    done = muqabala("align", "--jsonl", "-", "--comparable", cwd=workspace, text=row)
    assert json.loads(done.stdout)["links"] == [[[0], [2]], [[1], []], [[2], [0]], [[], [1]]]
    done = muqabala("align", "a.txt", "b.txt", "--comparable", "-o", "-", "--no-store", cwd=workspace)
    assert [json.loads(line)["suspicious"] for line in done.stdout.splitlines()] == [False] * 4
