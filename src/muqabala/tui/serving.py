"""The desk in a browser of this machine: own page, own font, loopback only, and a token that opens the door once.

Anybody on the machine can reach a port of the loopback interface, and so can any web page through the visitor's
browser. So the address carries a token that is good for one visit; the visit gives a cookie, and without the cookie,
or under another host name or origin, nothing is answered. The page may fetch nothing from any other host.
"""

from __future__ import annotations

import secrets
import shlex
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import web
from textual_serve.server import Server

from muqabala.config import Workspace

WEB = Path(__file__).parent / "web"
COOKIE = "muqabala"
POLICY = "default-src 'self' 'unsafe-inline' data: blob:; connect-src 'self' ws://127.0.0.1:* ws://localhost:*"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class DeskServer(Server):
    """One desk process for each visit."""

    def __init__(self, workspace: Workspace, port: int, reviewer: str | None) -> None:
        command = [sys.executable, "-m", "muqabala", "-C", str(workspace.root.resolve()), "review", "--bidi", "app"]
        if reviewer:
            command += ["--reviewer", reviewer]
        super().__init__(shlex.join(command), "127.0.0.1", port, "muqabala")
        self.templates_path = WEB
        self.token = secrets.token_urlsafe(24)
        self.session = secrets.token_urlsafe(24)
        self.told: Callable[[str], None] = print

    @property
    def address(self) -> str:
        """Where the desk is opened, once."""
        return f"{self.public_url}/?token={self.token}"

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard()])
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(self.templates_path))
        app.add_routes(
            [
                web.get("/", self.handle_index, name="index"),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.get("/font.ttf", self._font),
                web.static("/static", self.statics_path, name="static"),
            ]
        )
        return app

    def serve(self, debug: bool = False) -> None:
        """Serve until Ctrl-C. Nothing is logged: addresses carry the token."""
        web.run_app(
            self._make_app(), host=self.host, port=self.port, access_log=None, print=lambda *_: self.told(self.address)
        )

    @aiohttp_jinja2.template("index.html")
    async def handle_index(self, request: web.Request) -> dict[str, object]:
        return {
            "font_size": 16,
            "app_websocket_url": f"ws://{request.host}/ws",
            "config": {"static": {"url": "/static/"}},
            "application": {"name": "muqabala: review desk"},
        }

    async def _font(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(WEB / "DejaVuSansMono.ttf")

    def _guard(self) -> Any:
        hosts = {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            origin = request.headers.get("Origin")
            if request.host not in hosts or (origin is not None and origin.partition("://")[2] not in hosts):
                raise web.HTTPForbidden(text="This desk answers only under its own address.")
            offered = request.query.get("token", "")
            if request.path == "/" and self.token and secrets.compare_digest(offered.encode(), self.token.encode()):
                self.token = ""
                entered = web.HTTPFound("/")
                entered.set_cookie(COOKIE, self.session, httponly=True, samesite="Strict")
                raise entered
            if not secrets.compare_digest(request.cookies.get(COOKIE, "").encode(), self.session.encode()):
                raise web.HTTPForbidden(text="The token of this address has been used. Start `muqabala serve` again.")
            response = await handler(request)
            if not response.prepared:
                response.headers["Content-Security-Policy"] = POLICY
                response.headers["Referrer-Policy"] = "no-referrer"
            return response

        return guard


def serve(workspace: Workspace, port: int, reviewer: str | None, told: Callable[[str], None]) -> None:
    """Serve until Ctrl-C. `told` is given the address with its token once the door is open."""
    server = DeskServer(workspace, port, reviewer)
    server.told = told
    server.serve()
