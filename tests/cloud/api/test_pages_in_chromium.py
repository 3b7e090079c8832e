"""The pages in a real headless Chromium: on a phone and on a desk, dark and light, with scripts and without.

Pictures of all of them are put into ``SNAPSTREAM_PICTURES``, where that names a folder, for somebody to look at.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cloud.contract.keys import new_item_id
from tests.fakes.browser import Browser, find_chromium
from tests.fakes.site import PASSWORD, Site, fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud.contract.item import Item
    from tests.fakes.browser import Page

CHROMIUM = find_chromium()
PICTURES = os.environ.get("SNAPSTREAM_PICTURES", "")  # tests start without such variables
SAMPLES = Path(__file__).parents[3] / "resources" / "samples"
REQUIRED = os.environ.get("SNAPSTREAM_REQUIRE_WINDOW") == "1"
pytestmark = pytest.mark.skipif(
    not CHROMIUM and not REQUIRED, reason="NO CHROMIUM: the pages are not looked at in a browser (apt install chromium)"
)
PHONE, DESK, WIDE, ZOOMED = (390, 844), (1280, 800), (2560, 1440), (640, 400)  # the last is a desk at 200 %
SIZES = [pytest.param(PHONE, id="phone"), pytest.param(DESK, id="desk")]
LENA = "lena@kestrelbay.example"
#: What every page must keep to, as the page itself sees it: texts of WCAG 2.2, success criteria 1.4.3, 1.4.10, 2.5.8.
CHECKS = (Path(__file__).parent / "page_checks.js").read_text("utf-8")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start one Chromium for all tests."""
    running = Browser(CHROMIUM, tmp_path_factory.mktemp("chromium"))
    yield running
    running.close()


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve a newsroom."""
    serving = Site()
    yield serving
    serving.close()


@pytest.fixture
def items(site: Site) -> dict[str, Item]:
    """Put a day's work into it."""
    return fill(site, SAMPLES)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Return where pictures go."""
    folder = Path(PICTURES or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sign_in(page: Page, site: Site, email: str = LENA) -> None:
    """Sign in as a person does, by typing."""
    page.go(f"{site.address}/login")
    page.type("#email", email)
    page.type("#password", PASSWORD)
    page.press("Enter")
    page.wait_for("location.pathname === '/library'")
    page.settle()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("document.querySelector('.lead').style.color = '#555560'", ": 1 p.lead"),
        ("document.querySelector('.lead').style.width = '2000px'", "sticks out: p.lead"),
        ("document.querySelector('.lead').style.fontSize = '9px'", "9px p.lead"),
        (
            "document.querySelector('h1').style.cssText = 'width: 60px; overflow: hidden; white-space: nowrap'",
            "cut: h1",
        ),
        ("document.querySelector('.foot a').textContent = ''", "no name"),
        ("document.querySelector('.up use').setAttribute('href', '/assets/icons.svg#none')", "no such icon"),
    ],
)
def test_the_checks_see_what_is_wrong(browser: Browser, site: Site, fault: str, words: str) -> None:
    """Each kind of fault, put into a page that is right, is found."""
    page = browser.new_page(*PHONE)
    page.go(site.address)
    assert page.run(CHECKS) is None
    page.run(f"{fault}, null")
    page.wait_for(f"{CHECKS.rstrip().rstrip(';')} !== null")
    assert any(words in each for each in page.run(CHECKS))


@pytest.mark.parametrize(
    ("size", "is_dark"),
    [
        pytest.param(PHONE, True, id="phone-dark"),
        pytest.param(PHONE, False, id="phone-light"),
        pytest.param(DESK, True, id="desk-dark"),
        pytest.param(DESK, False, id="desk-light"),
        pytest.param(WIDE, True, id="wide-dark"),
        pytest.param(ZOOMED, False, id="zoomed-light"),
    ],
)
def test_every_page_is_whole_legible_and_of_one_origin(
    browser: Browser, site: Site, items: dict[str, Item], pictures: Path, size: tuple[int, int], *, is_dark: bool
) -> None:
    """No page is wider than its window, cut, faint or hard to hit; none breaks its policy or asks elsewhere."""
    page = browser.new_page(*size, is_dark=is_dark)
    mark = f"{size[0]}-{'dark' if is_dark else 'light'}"
    wrong: dict[str, object] = {}

    def look(name: str, path: str) -> None:
        page.go(site.address + path)
        page.picture(pictures / f"{name}-{mark}.png")
        if found := page.run(CHECKS):
            wrong[name] = found

    for name in ("about", "status", "login", "register", "confirm", "forgot", "reset", "nowhere"):
        look(f"{name}-signed-out", f"/{name}")
    look("home", "/")
    look("docs", "/api/docs")
    sign_in(page, site)
    look("library", "/library")
    look("search", "/library?q=ferry")
    look("nothing-found", "/library?q=pier+9&kind=video")
    look("long-word-found", f"/library?q={'long' * 40}")
    look("long-word-nowhere", f"/library?q={'nowhere' * 28}")
    for name in ("video", "audio", "dusk", "memo", "analysing", "rejected", "nasty", "long"):
        look(f"item-{name}", f"/library/{items[name].id}")
    for name in ("upload", f"sent/{new_item_id(site.memory.clock().timestamp())}"):
        look(name.partition("/")[0], f"/library/{name}")
    for name in ("status", "about", "logout"):
        look(name, f"/{name}")
    assert not wrong
    assert not page.complaints
    assert page.hosts == {site.address, site.bucket.address}


@pytest.mark.usefixtures("items")
@pytest.mark.parametrize("size", SIZES)
def test_a_file_is_uploaded_with_progress(browser: Browser, site: Site, tmp_path: Path, size: tuple[int, int]) -> None:
    """A file goes from the browser into the bucket, and its item opens when the cloud has seen it."""
    page = browser.new_page(*size)
    sign_in(page, site)
    page.go(f"{site.address}/library/upload")
    path = tmp_path / "Café am Pier.jpg"
    path.write_bytes((SAMPLES / "cafe_zurich.jpg").read_bytes())
    page.choose_file("#file", path)
    page.click("#send")
    page.wait_for("location.pathname.startsWith('/library/sent/')")
    posted = site.bucket.posted[-1]
    assert posted["x-amz-meta-filename"] == "Caf%C3%A9%20am%20Pier.jpg"
    assert len(posted["x-amz-meta-sha256"]) == 64
    assert site.bucket.objects[f"/originals/{posted['key']}"][0] == path.read_bytes()
    owner = site.memory.accounts.find(LENA)
    assert owner is not None
    item = site.arrive(owner.account)
    page.wait_for(f"location.pathname === '/library/{item.id}'")
    page.settle()
    assert not page.complaints


def test_a_file_that_is_too_large_is_refused_in_words(browser: Browser, tmp_path: Path) -> None:
    """The page says so beside the field, and nothing is sent."""
    site = Site(max_bytes=1000)
    try:
        site.add_person(LENA, "Lena Vasquez")
        page = browser.new_page(*PHONE)
        sign_in(page, site)
        page.go(f"{site.address}/library/upload")
        path = tmp_path / "large.jpg"
        path.write_bytes(b"x" * 2_000_000)
        page.choose_file("#file", path)
        page.click("#send")
        page.wait_for("document.querySelector('#filename-error')")
        told = page.run("document.querySelector('#filename-error').innerText")
        assert told.startswith("2 MB is more than a browser may send here (1 KB).")
        assert not page.run("document.querySelector('#send').disabled")
        assert not site.bucket.posted
    finally:
        site.close()


def test_a_file_that_went_meanwhile_is_told_in_our_words(browser: Browser, site: Site, tmp_path: Path) -> None:
    """A card that was taken out after the file was chosen: what to do is said, and the form can be sent again."""
    site.add_person(LENA, "Lena Vasquez")
    page = browser.new_page(*PHONE)
    sign_in(page, site)
    page.go(f"{site.address}/library/upload")
    path = tmp_path / "gone.jpg"
    path.write_bytes((SAMPLES / "lighthouse.jpg").read_bytes())
    page.choose_file("#file", path)
    path.unlink()
    page.click("#send")
    page.wait_for("document.querySelector('#filename-error')")
    told = page.run("document.querySelector('#filename-error').innerText")
    assert told == "The file cannot be read. It may have been moved or changed; choose it again."
    assert not page.run("document.querySelector('#send').disabled")
    assert not site.bucket.posted


@pytest.mark.parametrize("size", [*SIZES, pytest.param(ZOOMED, id="zoomed")])
def test_what_is_empty_or_wrong_says_what_to_do(
    browser: Browser, site: Site, pictures: Path, size: tuple[int, int]
) -> None:
    """An empty library, a form sent from an old page, a form that is wrong: whole, and with a way on."""
    site.add_person(LENA, "Lena Vasquez")
    page = browser.new_page(*size)
    wrong: dict[str, object] = {}

    def look(name: str) -> None:
        page.picture(pictures / f"{name}-{size[0]}-dark.png")
        if found := page.run(CHECKS):
            wrong[name] = found

    page.go(f"{site.address}/register")
    page.type("#name", "Nils")
    page.type("#password", "short")
    page.press("Enter")
    page.wait_for("document.querySelector('#password-error')")
    page.settle()
    look("register-wrong")
    assert page.run("document.querySelectorAll('#password-hint').length") == 0  # it would say the same once more
    sign_in(page, site)
    look("library-empty")
    assert page.run("document.querySelector('.empty a').innerText.trim()") == "Upload a file"
    page.go(f"{site.address}/library/upload")
    page.run(
        "document.querySelector('#upload [name=csrf_token]').value = 'old', document.querySelector('#upload').submit()"
    )
    page.wait_for("document.querySelector('.empty h1')?.innerText === 'This page was open too long'")
    page.settle()
    look("forbidden")
    assert not wrong


@pytest.mark.parametrize("place", ["transcript", "tags"])
def test_the_bars_hide_nothing_that_is_led_to(browser: Browser, site: Site, items: dict[str, Item], place: str) -> None:
    """A link to a place within a page leads to where it can be seen, not under a bar (WCAG 2.2, 2.4.11)."""
    page = browser.new_page(390, 520)
    sign_in(page, site)
    page.go(f"{site.address}/library/{items['video'].id}#{place}")
    page.wait_for("scrollY > 0")
    is_seen = (
        f"(() => {{ const r = document.getElementById('{place}').getBoundingClientRect();"
        " return document.elementFromPoint(r.x + 4, r.y + r.height / 2)?.id })()"
    )
    assert page.run(is_seen) == place


def test_a_line_of_the_transcript_seeks(browser: Browser, site: Site, items: dict[str, Item]) -> None:
    """A click on a line plays from there, and the line is marked while it is spoken."""
    page = browser.new_page(*DESK)
    sign_in(page, site)
    page.go(f"{site.address}/library/{items['audio'].id}")
    page.wait_for("document.querySelector('#player').readyState >= 1")
    page.click("a.line:nth-child(3)")
    start_s = page.run("Number(document.querySelector('a.line:nth-child(3)').dataset.start) / 1000")
    page.wait_for(f"document.querySelector('#player').currentTime >= {start_s}")
    page.wait_for("document.querySelector('a.line[aria-current]') === document.querySelector('a.line:nth-child(3)')")
    assert page.run("location.search") == ""


def test_all_but_progress_works_without_scripts(
    browser: Browser, site: Site, items: dict[str, Item], tmp_path: Path
) -> None:
    """Sign-in, search, an item, seeking by a line's link, and an upload in two steps need no script."""
    page = browser.new_page(*PHONE, has_scripts=False)
    sign_in(page, site)
    page.type("#q", "mayor")
    page.press("Enter")
    page.wait_for("location.search === '?q=mayor'")
    page.settle()
    assert page.run("document.querySelectorAll('.tile').length") == 2
    page.go(f"{site.address}/library/{items['audio'].id}")
    page.click("a.line:nth-child(2)")
    page.wait_for("location.search.startsWith('?t=')")
    assert page.run("document.querySelector('#player').getAttribute('src')").endswith("#t=3")
    page.go(f"{site.address}/library/upload")
    assert page.run("document.querySelector('#with-script').hidden")
    page.type("#filename", "pier-4.jpg")
    page.click("#send")
    page.wait_for("document.querySelector('form[enctype]')")
    path = tmp_path / "pier-4.jpg"
    path.write_bytes((SAMPLES / "lighthouse.jpg").read_bytes())
    page.choose_file("#file", path)
    page.click("form .button-primary")
    page.browser.wait_until(lambda: len(site.bucket.posted) == 1)
    assert site.bucket.posted[-1]["x-amz-meta-filename"] == "pier-4.jpg"


@pytest.mark.usefixtures("items")
def test_keys_alone_reach_everything(browser: Browser, site: Site) -> None:
    """The first Tab offers the way to the content; each stop has a ring that can be seen, and a name."""
    page = browser.new_page(*DESK)
    sign_in(page, site)
    page.go(f"{site.address}/library")
    page.press("Tab")
    assert page.run("document.activeElement.className") == "skip"
    seen: list[str] = []
    for _ in range(16):
        page.press("Tab")
        seen.append(page.run("(document.activeElement.ariaLabel || document.activeElement.innerText || 'q').trim()"))
        ring = page.run(
            "(() => { const e = document.activeElement; const own = getComputedStyle(e);"
            " const over = getComputedStyle(e, '::after');"
            " return own.outlineStyle !== 'none' || over.outlineStyle !== 'none' })()"
        )
        assert ring, seen
        assert seen[-1], "something without a name took the focus"
    assert {"Library", "Upload", "Status", "Sign out", "Search", "Photos"} <= set(seen)


def test_a_name_that_is_markup_runs_nothing(browser: Browser, site: Site, items: dict[str, Item]) -> None:
    """A file called like a tag is shown as it is called, in the list and on its own page."""
    page = browser.new_page(*DESK)
    sign_in(page, site)
    for path in ("/library", f"/library/{items['nasty'].id}"):
        page.go(site.address + path)
        assert '<img src=x onerror="alert(1)">.jpg' in page.run("document.body.innerText")
    assert not page.complaints
    assert site.address in page.hosts
