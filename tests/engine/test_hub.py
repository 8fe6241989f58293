"""A hub stands on the loopback interface here: its answers are the real one's, its files the tiny model's."""

from __future__ import annotations

import hashlib
import http.server
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

NAME = "someone/tiny-ar-en"
SHA = "0123456789abcdef0123456789abcdef01234567"
OFFER = "fedcba9876543210fedcba9876543210fedcba98"


class Hub(http.server.BaseHTTPRequestHandler):
    """Answers what huggingface_hub asks of one repository."""

    folder: Path
    main: tuple[str, ...]
    offered: tuple[str, ...] = ()

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        info = f"/api/models/{NAME}"
        if path == f"{info}/discussions":
            row = {
                "num": 1,
                "title": "safetensors",
                "status": "open",
                "isPullRequest": True,
                "createdAt": "2024-01-01T00:00:00.000Z",
                "author": {"name": "SFconvertbot"},
                "repo": {"name": NAME, "type": "model"},
            }
            rows = [row] if self.offered else []
            self._json({"discussions": rows, "count": len(rows), "start": 0, "numClosedDiscussions": 0})
        elif path in (info, f"{info}/revision/main"):
            self._json(self._info(SHA, self.main))
        elif path.startswith(f"{info}/revision/refs"):
            self._json(self._info(OFFER, self.offered))
        elif path.startswith(f"/{NAME}/resolve/"):
            data = (self.folder / path.rsplit("/", 1)[1]).read_bytes()
            self._send(data, {"ETag": f'"{hashlib.sha256(data).hexdigest()}"', "X-Repo-Commit": path.split("/")[-2]})
        else:
            self.send_response(404)
            self.send_header("X-Error-Code", "RepoNotFound")
            self.send_header("Content-Length", "0")
            self.end_headers()

    def _info(self, sha: str, files: tuple[str, ...]) -> dict[str, object]:
        return {
            "id": NAME,
            "sha": sha,
            "siblings": [{"rfilename": name} for name in files],
            "cardData": {"license": "cc-by-4.0"},
        }

    def _json(self, value: object) -> None:
        self._send(json.dumps(value).encode(), {})

    def _send(self, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)


FILES = ("config.json", "vocab.json", "source.spm", "target.spm", "tokenizer_config.json", "README.md")


@pytest.fixture
def hub(tiny_model: Path) -> Iterator[type[Hub]]:
    handler = type("OneHub", (Hub,), {"folder": tiny_model, "main": (*FILES, "model.safetensors")})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    handler.endpoint = f"http://127.0.0.1:{server.server_port}"  # type: ignore[attr-defined]
    yield handler
    server.shutdown()
    server.server_close()


def fetch(endpoint: str, folder: Path, name: str = NAME) -> tuple[str, float]:
    """In a fresh Python, as the command is; what it says, and how long it took once Python was up."""
    code = (
        "import sys, time; from pathlib import Path; import huggingface_hub; from muqabala.engine.hub import fetch\n"
        "from muqabala.errors import ModelError\n"
        "begun = time.monotonic()\n"
        "try: print(fetch(sys.argv[1], Path(sys.argv[2])))\n"
        "except ModelError as wrong: print('ModelError', wrong)\n"
        "print(time.monotonic() - begun)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, name, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={
            **os.environ,
            "HF_ENDPOINT": endpoint,
            "HF_HOME": str(folder / "home"),
            "no_proxy": "127.0.0.1",
            "HF_HUB_OFFLINE": "1",
        },
    )
    said, seconds = answer.stdout.strip().rsplit("\n", 1)
    return said, float(seconds)


def test_a_model_is_fetched_with_its_revision_and_licence(hub: type[Hub], tiny_model: Path, tmp_path: Path) -> None:
    said, _ = fetch(hub.endpoint, tmp_path)  # type: ignore[attr-defined]
    assert f"{NAME}@{SHA}" in said
    assert "licence='cc-by-4.0'" in said
    for name in ("model.safetensors", "vocab.json", "source.spm"):
        assert (tmp_path / name).read_bytes() == (tiny_model / name).read_bytes()
    assert not (tmp_path / "README.md").exists()


def test_safetensors_are_taken_from_the_hubs_own_offer(hub: type[Hub], tmp_path: Path) -> None:
    hub.main = (*FILES, "pytorch_model.bin")
    hub.offered = (*FILES, "model.safetensors")
    said, _ = fetch(hub.endpoint, tmp_path)  # type: ignore[attr-defined]
    assert f"{NAME}@{OFFER}" in said
    assert (tmp_path / "model.safetensors").is_file()


def test_pickled_weights_are_not_even_fetched(hub: type[Hub], tmp_path: Path) -> None:
    hub.main = (*FILES, "pytorch_model.bin")
    said, _ = fetch(hub.endpoint, tmp_path)  # type: ignore[attr-defined]
    assert said.startswith("ModelError")
    assert "can run code" in said
    assert "save_pretrained" in said
    assert list(tmp_path.glob("*.bin")) == []


def test_a_name_nobody_has_is_said(hub: type[Hub], tmp_path: Path) -> None:
    said, _ = fetch(hub.endpoint, tmp_path, "someone/else")  # type: ignore[attr-defined]
    assert "there is no such model" in said


def test_without_a_network_the_answer_comes_within_seconds(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        said, seconds = fetch(f"http://127.0.0.1:{closed.getsockname()[1]}", tmp_path)
    assert "cannot be fetched" in said
    assert "model add FOLDER" in said
    assert seconds < 60


def test_a_hub_that_never_answers_is_given_up_within_seconds(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        begun = time.monotonic()
        said, seconds = fetch(f"http://127.0.0.1:{silent.getsockname()[1]}", tmp_path)
    assert "cannot be fetched" in said
    assert seconds < 60
    assert time.monotonic() - begun < 110
