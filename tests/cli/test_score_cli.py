"""`muqabala score` as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from muqabala.cli.main import run
from muqabala.errors import Exit

ARABIC = ["افتتح الحلف مكتب اتصال في المدينة.", "زار الوفد مكتب الاتصال.", "عقد الوزيران اجتماعا."]
ENGLISH = [
    "The alliance opened a liaison office in the city.",
    "The delegation visited the liaison office.",
    "The two ministers held a meeting.",
]
DRAFTS = [
    "The alliance opened a liaison office in the town.",
    "The delegation visited the contact bureau.",
    "The two ministers held a meeting.",
]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, lines in (("src", ARABIC), ("ref", ENGLISH), ("hyp", DRAFTS)):
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "g.csv").write_text("ar,en,en_forbidden\nمكتب اتصال,liaison office,contact bureau\n", encoding="utf-8")
    return tmp_path


def with_terms(files: Path) -> list[str]:
    """The command that scores these files with their source and glossary."""
    named = [str(files / name) for name in ("hyp", "ref", "src", "g.csv")]
    return ["score", *named[:2], "--source", named[2], "-g", named[3]]


def test_json_holds_exactly_what_the_contract_names(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", str(files / "hyp"), str(files / "ref"), "--json"]) == Exit.DONE
    row = json.loads(capsys.readouterr().out)
    assert list(row) == ["segments", "bleu", "chrf", "ter", "terms"]
    assert row["segments"] == 3
    assert row["terms"] is None
    for metric in ("bleu", "chrf", "ter"):
        assert set(row[metric]) == {"score", "signature"}
        assert "version:" in row[metric]["signature"]


def test_terms_are_counted_by_the_one_judge(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*with_terms(files), "--json"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["terms"] == {
        "total": 2,
        "placed": 1,
        "success": 0.5,
        "forbidden": 1,
        "consistency": None,
    }
    assert run(with_terms(files)) == Exit.DONE
    said = capsys.readouterr().out
    assert "BLEU" in said
    assert "1 of 2 placed" in said


def test_consistency_is_counted_within_a_document(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two renderings in one document are a fault, in two documents they are not; plain text is one document."""
    (files / "g.csv").write_text("ar,en,en_variants\nمكتب اتصال,liaison office,contact bureau\n", encoding="utf-8")

    def consistency(hypothesis: str, source: str) -> float | None:
        arguments = ["score", hypothesis, str(files / "ref"), "--source", source, "-g", str(files / "g.csv"), "--json"]
        assert run(arguments) == Exit.DONE
        found: float | None = json.loads(capsys.readouterr().out)["terms"]["consistency"]
        return found

    def records(name: str, documents: list[str]) -> str:
        rows = [
            {"document": document, "segment": number, "source": source, "target": target}
            for number, (document, source, target) in enumerate(zip(documents, ARABIC, DRAFTS, strict=True), 1)
        ]
        path = files / name
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return str(path)

    assert consistency(str(files / "hyp"), str(files / "src")) == 0.5
    one = records("one.jsonl", ["a", "a", "a"])
    assert consistency(one, one) == 0.5
    two = records("two.jsonl", ["a", "b", "b"])
    assert consistency(two, two) is None
    assert consistency(two, str(files / "src")) is None
    assert consistency(str(files / "hyp"), two) is None


@pytest.mark.parametrize(
    ("line", "said"), [("{", "not JSON"), ("[1]", "no JSON object"), ('{"ar": "x"}', "neither target nor en")]
)
def test_a_record_that_cannot_be_scored_is_named(
    files: Path, line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "bad.jsonl").write_text('{"target": "fine"}\n' + line + "\n", encoding="utf-8")
    assert run(["score", str(files / "bad.jsonl"), str(files / "ref")]) == Exit.INPUT
    assert f"bad.jsonl, line 2: {said}" in capsys.readouterr().err


def test_a_reference_scores_full_against_itself(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", str(files / "ref"), str(files / "ref"), "--json"]) == Exit.DONE
    row = json.loads(capsys.readouterr().out)
    assert (round(row["bleu"]["score"], 6), row["chrf"]["score"], row["ter"]["score"]) == (100.0, 100.0, 0.0)


def test_unequal_counts_are_both_named(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "short").write_text("one line\n", encoding="utf-8")
    assert run(["score", str(files / "short"), str(files / "ref")]) == Exit.INPUT
    said = capsys.readouterr().err
    assert "1 lines" in said
    assert "3 lines" in said
    assert run(["score", str(files / "hyp"), str(files / "ref"), "--source", str(files / "short")]) == Exit.INPUT


@pytest.mark.parametrize("missing", ["hyp", "ref", "src", "g.csv"])
def test_a_missing_file_is_named(files: Path, missing: str, capsys: pytest.CaptureFixture[str]) -> None:
    (files / missing).unlink()
    assert run(with_terms(files)) == Exit.INPUT
    assert missing in capsys.readouterr().err


def test_a_file_that_is_not_utf8_is_named_with_its_line(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "hyp").write_bytes(b"fine\nna\xefve\nfine\n")
    assert run(["score", str(files / "hyp"), str(files / "ref")]) == Exit.INPUT
    assert "hyp, line 2: not UTF-8" in capsys.readouterr().err


def test_only_lf_ends_a_line(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "hyp").write_bytes("\ufeffone\u2028same\r\ntwo\x0bsame\nthree".encode())
    assert run(["score", str(files / "hyp"), str(files / "ref"), "--json"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["segments"] == 3


def test_a_glossary_without_a_source_is_wrong_usage(files: Path) -> None:
    assert run(["score", str(files / "hyp"), str(files / "ref"), "-g", str(files / "g.csv")]) == Exit.USAGE


def test_scoring_opens_no_model(files: Path) -> None:
    import subprocess
    import sys

    code = (
        "from muqabala.cli.main import run; import sys; "
        f"run(['score', {str(files / 'hyp')!r}, {str(files / 'ref')!r}]); "
        "sys.exit(bool({'torch', 'transformers', 'ctranslate2'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=120).returncode == 0
