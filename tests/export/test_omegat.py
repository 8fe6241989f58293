"""OmegaT itself, headless: every target of our TMX arrives in the document it translates."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from muqabala.export import About, write_pairs
from muqabala.export.plainly import segment_text
from muqabala.values import Origin, Pair

PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>AR</source_lang><target_lang>EN</target_lang><sentence_seg>false</sentence_seg>
<support_default_translations>true</support_default_translations><remove_tags>false</remove_tags></project></omegat>
"""

AWKWARD = [
    ("افتتح الحلف مكتب اتصال.", "The Alliance opened a liaison office."),
    ("سعر البرميل < 80 & > 70.", "A barrel costs \"<80\" & '>70'."),
    ("مُقَابَلَة: حرفٌ بحرف.", "Collation: letter by letter – naïve café, 100 %."),
    ("يحوي \x0bحرفا ممنوعا \ufffe هنا.", "It holds a\x0b forbidden \ufffecharacter."),
    ("سطر أول\nوسطر ثان.", "First line\r\nand a second."),
    ("قال: «نعم \N{RIGHT-TO-LEFT MARK}(OK)».", "He said: “Yes (OK)”."),
    ("رمز 😀 من خارج المستوى الأول.", "A symbol 😀 from beyond the first plane."),
]


@pytest.mark.slow
def test_omegat_takes_every_target(tmp_path: Path) -> None:
    """`omegat --mode=console-translate` on a project whose only memory is our export."""
    omegat = shutil.which("omegat")
    assert omegat, "OmegaT is not installed: apt-get install omegat"
    texts = [*AWKWARD, *((f"الجملة رقم {n} من الذاكرة.", f"Sentence number {n} of the memory.") for n in range(500))]
    pairs = [
        Pair(
            f"{n:016x}",
            ar,
            en,
            "seeds/a.txt",
            n + 1,
            origin=Origin.PERSON,
            reviewer='O\'Neill & "Sons"',
            reviewed_at="2026-11-21T18:00:00Z",
            machine=f"draft\x0b {n}",
        )
        for n, (ar, en) in enumerate(texts)
    ]
    project = tmp_path / "project"
    for folder in ("source", "target", "tm/auto", "omegat", "glossary", "dictionary"):
        (project / folder).mkdir(parents=True)
    (project / "omegat.project").write_text(PROJECT, encoding="utf-8")
    stream = io.BytesIO()
    write_pairs("tmx", [*pairs, Pair("empty", "جملة فارغة.", "")], stream, About("1", newest="2026-11-21T18:00:00Z"))
    (project / "tm" / "auto" / "pairs.tmx").write_bytes(stream.getvalue())
    sources = [segment_text(ar) for ar, _ in texts] + ["جملة فارغة."]
    (project / "source" / "a.txt").write_text("\n\n".join(sources) + "\n", encoding="utf-8")
    run = subprocess.run(
        [omegat, str(project), "--mode=console-translate", f"--config-dir={tmp_path / 'config'}"],
        env=os.environ | {"HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    arrived = (project / "target" / "a.txt").read_text(encoding="utf-8-sig").split("\n\n")
    wanted = [segment_text(en) for _, en in texts]
    # A unit without English is not in the memory, so its Arabic stays and is not blanked.
    assert [line.strip() for line in arrived] == [*wanted, "جملة فارغة."]
