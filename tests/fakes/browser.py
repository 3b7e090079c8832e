"""A real headless Chromium, driven over a pipe by its own protocol (Chrome DevTools Protocol): no driver, no port.

``find_chromium`` says where one is. Everything that a page logs as an error, and every breach of its Content Security
Policy, is kept in ``Page.complaints``.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_DEADLINE_S = 30.0
_POLL_S = 0.05
#: What Chromium says of every picture and page that is not there: the tests look at answers instead.
_QUIET = "Failed to load resource"


def find_chromium() -> str:
    """Return the path of a Chromium; "" where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), "")


class Browser:
    """One process with a profile of its own."""

    def __init__(self, executable: str, profile: Path) -> None:
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()
        # Chromium reads its pipe at 3 and writes at 4. The shell puts ours there, whatever their numbers are.
        shell = f'exec "$@" 3<&{to_browser} 4>&{from_browser}'
        options = [
            "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--mute-audio", "--force-color-profile=srgb",
            "--proxy-server=direct://", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            "--autoplay-policy=no-user-gesture-required", f"--user-data-dir={profile}", "about:blank",
        ]  # fmt: skip
        self._process = subprocess.Popen(  # noqa: S603 -- the Chromium that was found, with our own options
            ["/bin/bash", "-c", shell, "chromium", executable, *options],
            pass_fds=(to_browser, from_browser),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._next_id = 0
        self._events: list[dict[str, Any]] = []

    def new_page(self, width: int, height: int, *, is_dark: bool = True, has_scripts: bool = True) -> Page:
        """Open a page in a context of its own: no cookies of another's."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", {"url": "about:blank", "browserContextId": context})["targetId"]
        session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = Page(self, session)
        for domain in ("Page", "Runtime", "Log", "Network", "DOM"):
            page.call(f"{domain}.enable")
        page.resize(width, height)
        schemes = [{"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}]
        page.call("Emulation.setEmulatedMedia", {"features": schemes})
        if not has_scripts:
            page.call("Emulation.setScriptExecutionDisabled", {"value": True})
        return page

    def call(self, method: str, parameters: dict[str, Any] | None = None, session: str = "") -> dict[str, Any]:
        """Send one command and return its answer."""
        self._next_id += 1
        command: dict[str, Any] = {"id": self._next_id, "method": method, "params": parameters or {}}
        if session:
            command["sessionId"] = session
        os.write(self._write, json.dumps(command).encode() + b"\0")
        deadline = time.monotonic() + _DEADLINE_S
        while time.monotonic() < deadline:
            message = self._receive(deadline)
            if message.get("id") == command["id"]:
                assert "error" not in message, (method, message["error"])
                answer: dict[str, Any] = message["result"]
                return answer
            self._events.append(message)
        raise TimeoutError(method)

    def take_events(self, session: str) -> list[dict[str, Any]]:
        """Return what a page has told since the last look."""
        while self._has_more():
            self._events.append(self._receive(time.monotonic() + _DEADLINE_S))
        mine = [event for event in self._events if event.get("sessionId") == session]
        self._events = [event for event in self._events if event.get("sessionId") != session]
        return mine

    @staticmethod
    def wait_until(is_so: Callable[[], bool]) -> None:
        """Wait until something outside the page is so."""
        deadline = time.monotonic() + _DEADLINE_S
        while not is_so():
            assert time.monotonic() < deadline, "it never came"
            select.select([], [], [], _POLL_S)

    def close(self) -> None:
        """End the process."""
        with contextlib.suppress(OSError, TimeoutError, AssertionError):
            self.call("Browser.close")
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._write)
        os.close(self._read)

    def _has_more(self) -> bool:
        return b"\0" in self._buffer or bool(select.select([self._read], [], [], 0)[0])

    def _receive(self, deadline: float) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(deadline - time.monotonic(), 0))
            if not ready:
                raise TimeoutError("Chromium says nothing")
            chunk = os.read(self._read, 1 << 20)
            if not chunk:
                raise TimeoutError("Chromium has ended")
            self._buffer += chunk
        message, _, self._buffer = self._buffer.partition(b"\0")
        parsed: dict[str, Any] = json.loads(message)
        return parsed


@dataclass
class Page:
    """One tab."""

    browser: Browser
    session: str
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)  #: origins that were asked for anything

    def call(self, method: str, parameters: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send a command to this page."""
        return self.browser.call(method, parameters, self.session)

    def resize(self, width: int, height: int) -> None:
        """Give the page this many CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )

    def go(self, address: str) -> None:
        """Open an address, and wait until it and its pictures are there."""
        self.call("Page.navigate", {"url": address})
        self.settle()

    def settle(self) -> None:
        """Wait until the page is loaded and none of its requests is under way."""
        self.wait_for("document.readyState === 'complete' && location.href !== 'about:blank'")
        self.wait_for("[...document.images].every(image => image.complete || image.loading === 'lazy')")
        self.listen()

    def run(self, script: str) -> Any:  # noqa: ANN401 -- whatever the script returns
        """Return what an expression is in the page."""
        answer = self.call("Runtime.evaluate", {"expression": script, "returnByValue": True, "awaitPromise": True})
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait_for(self, script: str) -> None:
        """Wait until an expression is true; while a page gives way to the next there is none to ask."""
        deadline = time.monotonic() + _DEADLINE_S
        while time.monotonic() < deadline:
            with contextlib.suppress(AssertionError):
                if self.run(f"!!({script})"):
                    return
            select.select([], [], [], _POLL_S)
        raise TimeoutError(f"never true: {script}")

    def click(self, selector: str) -> None:
        """Click on the middle of the first such element, as a person does."""
        found = f"const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'center'}});"
        middle = "const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]"
        where = self.run(f"(() => {{ {found} {middle} }})()")
        for kind in ("mousePressed", "mouseReleased"):
            event = {"type": kind, "x": where[0], "y": where[1], "button": "left", "clickCount": 1}
            self.call("Input.dispatchMouseEvent", event)

    def type(self, selector: str, text: str) -> None:
        """Type into a field."""
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self.call("Input.insertText", {"text": text})

    def press(self, key: str) -> None:
        """Press a key."""
        codes = {"Tab": 9, "Enter": 13}
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            event = {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": codes[key]}
            self.call("Input.dispatchKeyEvent", event | (text if kind == "keyDown" else {}))

    def choose_file(self, selector: str, path: Path) -> None:
        """Choose a file in a file field."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        self.call("DOM.setFileInputFiles", {"nodeId": node, "files": [str(path)]})

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """Take a picture of what is seen, or of the whole page."""
        answer = self.call("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": whole})
        path.write_bytes(base64.b64decode(answer["data"]))

    def listen(self) -> None:
        """Note what the page complained of, and whom it asked."""
        for event in self.browser.take_events(self.session):
            told = event.get("params", {})
            match event.get("method"):
                case "Log.entryAdded" if told["entry"]["level"] == "error" and _QUIET not in told["entry"]["text"]:
                    self.complaints.append(told["entry"]["text"])
                case "Runtime.exceptionThrown":
                    self.complaints.append(json.dumps(told["exceptionDetails"])[:400])
                case "Network.requestWillBeSent" if told["request"]["url"].startswith("http"):
                    self.hosts.add("/".join(told["request"]["url"].split("/")[:3]))
