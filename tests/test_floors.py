"""The house keeps its shape: imports run down the floors, and light doors stay light.

Each door is opened in a fresh Python, because this process has long since imported everything.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("torch", "transformers", "ctranslate2", "textual")


def loaded_after(code: str, *names: str) -> set[str]:
    """Which of the named modules a fresh Python has loaded after running the code."""
    probe = f"{code}\nimport sys\nprint(' '.join(n for n in {names!r} if n in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=120)
    return set(answer.stdout.splitlines()[-1].split()) if answer.stdout.strip() else set()


def test_imports_run_down_the_floors():
    """import-linter finds no craft that reaches sideways or up."""
    answer = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["export", "--help"],
        ["glossary", "--help"],
        ["review", "--help"],
        ["translate", "--help"],
    ],
)
def test_asking_for_help_loads_nothing_heavy(arguments):
    """A user who asks what a command does waits for no model."""
    code = f"from muqabala.cli.main import run\nrun({arguments!r})"
    assert loaded_after(code, *HEAVY) == set()


def test_the_probe_itself_can_see_a_heavy_module():
    """Were the probe blind, every test above would pass for nothing."""
    assert loaded_after("import textual", *HEAVY) == {"textual"}


def test_glossary_work_and_export_load_no_engine(tmp_path):
    """Matching terms and writing pairs need neither engine nor screen."""
    glossary = tmp_path / "g.csv"
    glossary.write_text("ar,en\nمكتب اتصال,liaison office\n", encoding="utf-8")
    pairs = tmp_path / "p.tsv"
    pairs.write_text("افتتح الحلف مكتب اتصال.\tThe alliance opened a liaison office.\n", encoding="utf-8")
    workspace = str(tmp_path / "ws")
    (tmp_path / "ws").mkdir()
    for arguments in (
        ["glossary", "check", str(glossary)],
        ["-C", workspace, "import", str(pairs), "--quiet"],
        ["-C", workspace, "export", "--quiet"],
    ):
        code = f"from muqabala.cli.main import run\nassert run({arguments!r}) == 0"
        assert loaded_after(code, *HEAVY) == set(), arguments


def test_the_desk_loads_textual_and_no_model():
    """The desk is a screen; the model comes later, in the background."""
    assert loaded_after("import muqabala.tui.app", *HEAVY) == {"textual"}
