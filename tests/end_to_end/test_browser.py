"""A person with a browser on the embedded cloud: Chromium, the local pages, and analysis that really runs."""

from __future__ import annotations

import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cloud.local import control
from cloud.local.paths import LocalPaths
from tests.cloud.local.conftest import LocalCloud, wait_until
from tests.end_to_end.test_accounts import newest_code
from tests.fakes.browser import Browser, find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.browser import Page

CHROMIUM = find_chromium()
REQUIRED = os.environ.get("SNAPSTREAM_REQUIRE_WINDOW") == "1"
SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
EMAIL, PASSWORD = "r.porter@kestrelbay.example", "a long way to Tipperary"
ITEM = r"/^\/library\/[0-9A-Z]{26}$/.test(location.pathname)"
pytestmark = [
    pytest.mark.embedded,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not CHROMIUM and not REQUIRED, reason="NO CHROMIUM: no browser goes the whole way (apt install chromium)"
    ),
]


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Return an embedded cloud that really analyses."""
    cloud = LocalCloud(LocalPaths(tmp_path_factory.mktemp("browser")))
    cloud.start()
    yield cloud
    control.stop(cloud.paths)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start one Chromium for all tests."""
    running = Browser(CHROMIUM, tmp_path_factory.mktemp("chromium"))
    yield running
    running.close()


@pytest.fixture
def strange_site() -> Iterator[str]:
    """Serve an empty page at another port of this computer."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Empty)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


class _Empty(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer an empty page."""
        body = b"<!doctype html><title>strange</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing."""


def sign_in_demo(page: Page, cloud: LocalCloud) -> str:
    """Sign in to the account that is there from the beginning; return the address of the pages."""
    site = str(cloud.connection.api_url)
    known = json.loads(cloud.paths.sign_in.read_text("utf-8"))
    page.go(f"{site}/login")
    page.type("#email", known["email"])
    page.type("#password", known["password"])
    page.press("Enter")
    page.wait_for("location.pathname === '/library'")
    page.settle()
    return site


def upload(page: Page, site: str, sample: str) -> str:
    """Upload a file as a person does; return the path of its item, which opens by itself."""
    page.go(f"{site}/library/upload")
    page.choose_file("#file", SAMPLES / sample)
    page.click("#send")
    page.wait_for(f"document.querySelector('#filename-error') || {ITEM}")
    page.settle()
    assert not page.run("document.querySelector('#filename-error')?.innerText"), page.complaints
    return str(page.run("location.pathname"))


def wait_analysed(page: Page, address: str) -> str:
    """Look at an item's page until everything is found; return what it says."""
    page.go(address)
    is_open = (
        "new Promise((again) => setTimeout(again, 300)).then(() => fetch(location.href))"
        ".then((answer) => answer.text()).then((text) => text.includes('What is found appears here'))"
    )
    wait_until(lambda: not page.run(is_open), 90)
    page.go(address)
    return str(page.run("document.body.innerText"))


def test_a_person_joins_sends_files_and_finds_them(cloud: LocalCloud, browser: Browser) -> None:
    """Home, register, confirm; a recording and a photo by the browser; both analysed, found by what is in them."""
    page, site = browser.new_page(1280, 800), str(cloud.connection.api_url)
    page.go(site)
    assert page.run("document.querySelector('.up').innerText") == "The newsroom is up."
    page.click("a[href='/register']")
    page.wait_for("document.querySelector('#name')")
    for name, typed in (("name", "R. Porter"), ("email", EMAIL), ("password", PASSWORD)):
        page.type(f"#{name}", typed)
    page.press("Enter")
    page.wait_for("document.querySelector('#code')")
    page.type("#code", newest_code(cloud, EMAIL))
    page.type("#password", PASSWORD)
    page.press("Enter")
    page.wait_for("location.pathname === '/library'")
    page.settle()
    assert "Nothing here yet" in page.run("document.body.innerText")

    sound, photo = upload(page, site, "harbour_report.mp3"), upload(page, site, "cafe_zurich.jpg")
    told = wait_analysed(page, site + photo)
    assert "Café Zürich" in told, told
    page.wait_for("document.querySelector('.stage img').naturalWidth > 0")
    wait_analysed(page, site + sound)
    assert page.run("document.querySelectorAll('a.line').length") >= 1
    page.wait_for("document.querySelector('#player').readyState >= 1")  # played from the bucket

    page.go(f"{site}/library")
    assert page.run("document.querySelectorAll('.tile').length") == 2
    page.wait_for("document.querySelector('.tile img').naturalWidth > 0")  # tiles load as they come into view
    page.type("#q", "zürich")
    page.press("Enter")
    page.wait_for("location.search.startsWith('?q=')")
    page.settle()
    assert page.run("[...document.querySelectorAll('.tile a')].map((link) => link.pathname)") == [photo]
    page.go(f"{site}/status")
    assert "2 files are in today." in page.run("document.body.innerText")
    page.click("form[action='/logout'] button")
    page.wait_for("location.pathname === '/login'")
    page.settle()
    assert not page.complaints
    assert page.hosts == {site, cloud.connection.endpoint}


def test_a_file_goes_without_scripts(cloud: LocalCloud, browser: Browser) -> None:
    """In two steps: a name, then a plain form that the bucket takes; the item opens by a link."""
    page = browser.new_page(390, 844, has_scripts=False)
    site = sign_in_demo(page, cloud)
    page.go(f"{site}/library/upload")
    page.type("#filename", "lighthouse.jpg")
    page.click("#send")
    page.wait_for("document.querySelector('form[enctype]')")
    page.choose_file("#file", SAMPLES / "lighthouse.jpg")
    page.click("form .button-primary")
    objects, bucket = cloud.door.client("s3"), cloud.connection.buckets.originals
    mine = f"uploads/newsroom/{cloud.connection.user.id}/"
    browser.wait_until(lambda: objects.list_objects_v2(Bucket=bucket, Prefix=mine)["KeyCount"] == 1)
    page.click("form a.button")
    page.wait_for(ITEM)
    page.settle()
    assert "lighthouse.jpg" in page.run("document.querySelector('.facts').innerText")


def test_another_page_cannot_send_even_a_signed_form(cloud: LocalCloud, browser: Browser, strange_site: str) -> None:
    """A form that got away is refused from any page but ours, whether or not the page may read the answer."""
    page = browser.new_page(1280, 800)
    site = sign_in_demo(page, cloud)
    page.go(f"{site}/library/upload")
    fields = {"filename": "stolen.jpg", "size": "5", "profile": "full", "library": "newsroom"}
    signed = page.run(
        "(async () => { const body = new FormData(document.querySelector('#upload'));"
        f" for (const [name, value] of Object.entries({json.dumps(fields)})) body.set(name, value);"
        " const asked = { method: 'POST', body, headers: { Accept: 'application/json' } };"
        " return (await fetch('/library/upload', asked)).json() })()"
    )
    page.go(strange_site)
    for mode in ("cors", "no-cors"):
        told = page.run(
            f"(async () => {{ const signed = {json.dumps(signed)}, body = new FormData();"
            " for (const [name, value] of Object.entries(signed.fields)) body.append(name, value);"
            " body.append('file', new Blob(['bytes']));"
            f" return fetch(signed.url, {{ method: 'POST', mode: '{mode}', body }}).then("
            " (answer) => answer.type, (error) => error.name) })()"
        )
        assert told == "TypeError"
    objects, bucket = cloud.door.client("s3"), cloud.connection.buckets.originals
    assert not objects.list_objects_v2(Bucket=bucket, Prefix=signed["fields"]["key"])["KeyCount"]
    page.go(f"{site}/library")  # the same form from our page is taken
    posted = page.run(
        f"(async () => {{ const signed = {json.dumps(signed)}, body = new FormData();"
        " for (const [name, value] of Object.entries(signed.fields)) body.append(name, value);"
        " body.append('file', new Blob(['bytes']));"
        " return (await fetch(signed.url, { method: 'POST', body })).status })()"
    )
    assert posted in {200, 201, 204}
