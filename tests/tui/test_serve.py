"""The desk in a browser: one door, one key, no other host, and Arabic that a person can read."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pytest
from workspaces import desk_workspace


@contextmanager
def served(workspace: Path) -> Iterator[str]:
    """`muqabala serve` at work; gives its address."""
    command = [sys.executable, "-m", "muqabala", "-C", str(workspace), "serve", "--port", "0", "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        process.stdout.close()


async def test_the_token_opens_once_and_only_here(tmp_path: Path) -> None:
    """Without it, a second time, under another name or from another page: refused. With it: page, font, desk."""
    with served(desk_workspace(tmp_path)) as address:
        home = address.partition("?")[0]
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as visitor:
            assert (await visitor.get(home)).status == 403
            assert (await visitor.get(f"{home}?token=guess")).status == 403
            assert (await visitor.get(address, headers={"Host": "elsewhere.example"})).status == 403
            page = await visitor.get(address)
            assert page.status == 200
            assert "default-src 'self'" in page.headers["Content-Security-Policy"]
            assert not re.findall(r"https?://(?!127\.0\.0\.1)", await page.text())
            assert (await visitor.get(f"{home}font.ttf")).status == 200
            assert (await visitor.get(f"{home}static/js/textual.js")).status == 200
            refused = await visitor.get(f"{home}ws", headers={"Origin": "http://elsewhere.example"})
            assert refused.status == 403
            async with visitor.ws_connect(
                f"{home}ws?width=100&height=30", headers={"Origin": home.rstrip("/")}
            ) as desk:
                seen = b""
                while b"segments" not in seen:
                    message = await asyncio.wait_for(desk.receive(), 60)
                    assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
                    seen += message.data if isinstance(message.data, bytes) else message.data.encode()
        async with aiohttp.ClientSession() as second:
            assert (await second.get(address)).status == 403


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    """Another program listens there: a sentence and status 2."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "muqabala", "-C", str(tmp_path), "serve", "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, f"Port {port} cannot be used" in done.stderr) == (2, True)


@pytest.mark.slow
async def test_in_chromium(tmp_path: Path) -> None:
    """A real browser opens it, asks no other host, and a key pressed there reaches the store."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "install chromium (make system)"
    from muqabala.store import Store
    from muqabala.values import State

    with served(desk_workspace(tmp_path)) as address:
        browser = subprocess.Popen(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1280,800", "about:blank"],
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert browser.stderr is not None
            port = next(m.group(1) for line in browser.stderr if (m := re.search(r"127\.0\.0\.1:(\d+)/devtools", line)))
            async with aiohttp.ClientSession() as session:
                pages = await (await session.get(f"http://127.0.0.1:{port}/json")).json()
                target = next(page for page in pages if page["type"] == "page")
                async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as tab:
                    hosts = await _drive(tab, address, tmp_path)
        finally:
            browser.terminate()
            browser.wait(20)
            browser.stderr.close()  # type: ignore[union-attr]
    assert hosts == {"127.0.0.1"}
    with Store.open(tmp_path / ".muqabala" / "store.sqlite3") as store:
        first = store.segments.at(1, 1)
        assert first is not None
        assert first.state is State.ACCEPTED


async def _drive(tab: aiohttp.ClientWebSocketResponse, address: str, folder: Path) -> set[str]:
    """Open, wait, press Enter and a, take a picture; the hosts that were asked."""
    hosts: set[str] = set()
    number = 0

    async def call(method: str, **params: object) -> dict[str, object]:
        nonlocal number
        number += 1
        await tab.send_json({"id": number, "method": method, "params": params})
        while True:
            answer = json.loads((await asyncio.wait_for(tab.receive(), 60)).data)
            if answer.get("method") == "Network.requestWillBeSent":
                hosts.update(re.findall(r"^(?:https?|wss?)://([^:/]+)", answer["params"]["request"]["url"]))
            if answer.get("id") == number:
                return dict(answer.get("result", {}))

    async def key(name: str, text: str, code: int) -> None:
        await call("Input.dispatchKeyEvent", type="keyDown", key=name, text=text, windowsVirtualKeyCode=code)
        await call("Input.dispatchKeyEvent", type="keyUp", key=name, windowsVirtualKeyCode=code)

    await call("Network.enable")
    await call("Page.enable")
    await call("Page.navigate", url=address)
    await asyncio.sleep(8)
    for kind in ("mousePressed", "mouseReleased"):
        await call("Input.dispatchMouseEvent", type=kind, x=600, y=400, button="left", clickCount=1)
    await key("Enter", "\r", 13)
    await asyncio.sleep(3)
    await key("a", "a", 65)
    await asyncio.sleep(3)
    picture = await call("Page.captureScreenshot")
    (folder / "desk.png").write_bytes(base64.b64decode(str(picture["data"])))
    return hosts
