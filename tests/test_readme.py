"""README tells the truth: every command in it is run, in order, on the project's own seeds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    """The lines of every `sh` block."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def test_every_command_in_readme_runs(tmp_path):
    """A first-time user pastes these; each ends with status 0 (the desk is opened without a terminal and says so)."""
    for folder in ("seeds", "glossaries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    memory = tmp_path / "seeds" / "memory" / "own_news.tsv"
    memory.write_text("".join(memory.read_text(encoding="utf-8").splitlines(keepends=True)[:200]), encoding="utf-8")
    environ = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "OMP_NUM_THREADS": "1"}
    ran = []
    for line in commands():
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            check=False,
            timeout=600,
            stdin=subprocess.DEVNULL,
        )
        wanted = (2, 4) if line == "muqabala review" else (0,)
        assert done.returncode in wanted, f"{line}: {done.returncode}\n{done.stderr.decode()}"
        assert b"Traceback" not in done.stderr, f"{line}\n{done.stderr.decode()}"
        ran.append(line)
    assert len(ran) >= 14
    assert (tmp_path / "drafts.jsonl").stat().st_size > 1000
    assert (tmp_path / "pairs.html").exists()


def test_readme_names_every_command_of_the_program():
    """What `--help` lists, README shows somewhere."""
    from muqabala.cli.main import COMMANDS

    missing = [name for name in COMMANDS if f"muqabala {name}" not in README]
    assert missing == []


def test_the_two_first_commands_stand_at_the_top():
    """A newcomer sees `make demo` and `make test` before anything else."""
    head = README.split("## ")[0]
    assert "make demo" in head
    assert "make test" in head


def test_every_link_leads_somewhere():
    """No link of README points at a file that is not there."""
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target
