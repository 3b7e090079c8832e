"""Pages as a client without scripts gets them: forms must be ours, no way leads elsewhere, names are text."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.exceptions import EndpointConnectionError

from cloud.api.limits import CREDENTIALS_PERSON
from cloud.api.pages.places import safe_next
from cloud.contract.accounts import AccountState, Registration, Role
from cloud.contract.findings import Caption
from cloud.contract.keys import OriginalKey, derived_key, new_item_id
from tests.fakes.api import PASSWORD
from tests.fakes.pages import PagedNewsroom

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

#: Every page that is a form for strangers.
OPEN_FORMS = ("login", "register", "confirm", "forgot", "reset")
NO_ITEM = "01JD0000000000000000000000"
#: Every page that asks for somebody.
CLOSED = ("/library", "/library/upload", f"/library/{NO_ITEM}", f"/library/sent/{NO_ITEM}")
NASTY = '"><img src=x onerror=alert(1)>.jpg'


@pytest.fixture
def room() -> PagedNewsroom:
    """Return a newsroom that everyone may join."""
    return PagedNewsroom(registration=Registration.OPEN)


def test_register_confirm_and_sign_in_are_one_way_through(room: PagedNewsroom) -> None:
    """A stranger makes an account, types the code that was mailed, and is in the library."""
    asked = room.send("register", name="Maren Holt", email="maren@herald.example", password=PASSWORD)
    assert "We sent a code to" in asked.text
    done = room.send(
        "confirm", page=asked, email="maren@herald.example", code=room.memory.mail.code(), password=PASSWORD
    )
    assert (done.status_code, done.location) == (303, "/library")
    assert "Maren Holt" in room.client.get("/library").text


def test_a_forgotten_password_is_chosen_anew(room: PagedNewsroom) -> None:
    """With the code that was mailed a new password holds, and the old one no longer."""
    room.add("maren@herald.example")
    asked = room.send("forgot", email="maren@herald.example")
    fresh = "another battery staple"
    done = room.send("reset", page=asked, email="maren@herald.example", code=room.memory.mail.code(), password=fresh)
    assert "The new password holds" in done.text
    assert room.send("login", email="maren@herald.example", password=PASSWORD).status_code == 401
    assert room.send("login", email="maren@herald.example", password=fresh).status_code == 303


def test_an_invitation_fills_itself_in(room: PagedNewsroom) -> None:
    """The link in an invitation leads to a form that holds it already, as text and not as markup."""
    page = room.client.get("/register?invitation=%22%3E%3Cb%3Eabc").text
    assert 'value="&#34;&gt;&lt;b&gt;abc"' in page


def test_who_is_not_confirmed_is_asked_for_the_code(room: PagedNewsroom) -> None:
    """Signing in before confirming leads to where the code is typed."""
    room.add("maren@herald.example", state=AccountState.UNCONFIRMED)
    page = room.send("login", email="maren@herald.example", password=PASSWORD)
    assert page.status_code == 403
    assert 'action="/confirm"' in page.text


@pytest.mark.parametrize("form", OPEN_FORMS)
def test_a_form_without_its_seal_is_refused(room: PagedNewsroom, form: str) -> None:
    """What another site sends in somebody's name does nothing, before sign-in too."""
    room.add("maren@herald.example")
    answer = room.client.post(f"/{form}", data={"email": "maren@herald.example", "password": PASSWORD, "code": "1"})
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers or "session" not in answer.headers["Set-Cookie"]
    assert not room.memory.mail.letters


def test_a_seal_of_another_session_is_refused(room: PagedNewsroom) -> None:
    """A seal that was given before sign-in is no good after it."""
    room.add("maren@herald.example")
    before = room.seal("/login")
    room.sign_in("maren@herald.example")
    assert room.client.post("/logout", data={"csrf_token": before}).status_code == 403
    assert room.client.get("/library").status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_form_from_another_origin_is_refused(room: PagedNewsroom, origin: str) -> None:
    """A seal that leaked helps no other site."""
    room.sign_in(room.add("maren@herald.example").email)
    seal = room.seal("/logout")
    assert room.client.post("/logout", data={"csrf_token": seal}, headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize("path", CLOSED)
def test_pages_of_the_library_ask_for_somebody(room: PagedNewsroom, path: str) -> None:
    """Who is not signed in is led to sign-in, and back afterwards."""
    answer = room.client.get(path)
    assert answer.status_code == 303
    assert urlsplit(answer.location).path == "/login"
    if path.count("/") == 2:
        wanted = parse_qs(urlsplit(answer.location).query)["next"][0]
        room.add("maren@herald.example")
        back = room.send(
            "login", page=room.client.get(answer.location), email="maren@herald.example", password=PASSWORD
        )
        assert back.location == wanted == path


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example", "https://evil.example", "/\\evil.example", "/%5cevil.example", "javascript:alert(1)",
        "\t//evil.example", "/library/../../evil", "/login", "/logout", "/library\n", "/library?next=//evil",
        "/api/docs", "/library//evil.example",
    ],
)  # fmt: skip
def test_sign_in_leads_nowhere_else(room: PagedNewsroom, path: str) -> None:
    """``next`` leads to a page of ours or to the library."""
    room.add("maren@herald.example")
    answer = room.send("login", email="maren@herald.example", password=PASSWORD, next=path)
    assert answer.location == "/library"
    assert safe_next("/library?q=pier+4&kind=video") == "/library?q=pier+4&kind=video"


def test_the_session_cookie_is_out_of_reach(room: PagedNewsroom) -> None:
    """No script reads it, no other site sends it, and it goes over TLS alone; a new sign-in is a new one."""
    room.add("maren@herald.example")
    cookies = room.send("login", email="maren@herald.example", password=PASSWORD).headers.getlist("Set-Cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("__Host-session="))
    for part in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/"):
        assert part in session
    again = room.client.get("/logout")
    room.client.post("/logout", data={"csrf_token": _seal(again)})
    room.client.set_cookie("__Host-session", session.partition("=")[2].partition(";")[0], secure=True)
    assert room.client.get("/library").status_code == 303


def test_signing_out_by_a_link_does_nothing(room: PagedNewsroom) -> None:
    """A picture on another site that points to sign-out signs nobody out."""
    room.sign_in(room.add("maren@herald.example").email)
    assert room.client.get("/logout").status_code == 200
    assert room.client.get("/library").status_code == 200


@pytest.mark.parametrize("path", ["/", "/login", "/about", "/status", "/nowhere", "/library"])
def test_headers_allow_nothing_inline_and_no_frame(room: PagedNewsroom, path: str) -> None:
    """Every page says where things may come from: from here, and media from the buckets."""
    room.sign_in(room.add("maren@herald.example").email)
    answer = room.client.get(path, follow_redirects=True)
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", answer.text)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', answer.text)


@pytest.mark.parametrize("path", ["/", "/about", "/status", "/login", "/register", "/forgot", "/reset", "/confirm"])
def test_every_field_has_its_label(room: PagedNewsroom, path: str) -> None:
    """A field is named by a label, ids stand once, and the page has its language and a way past the navigation."""
    page = room.client.get(path).text
    fields = re.findall(r'<input class="input" id="([^"]+)"', page)
    assert all(page.count(f'<label class="label" for="{name}">') == 1 for name in fields)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert '<html lang="en">' in page
    assert 'href="#main"' in page
    assert len(re.findall(r"<h1|<p class=\"display\"", page)) == 1


@pytest.mark.parametrize(
    ("form", "fields", "field", "words"),
    [
        ("login", {"email": "nobody", "password": "x"}, "email", "This is no e-mail address"),
        ("login", {"email": "a@b.example", "password": ""}, "password", "Type the password."),
        ("login", {"email": "a@b.example", "password": "wrong"}, "password", "do not belong together"),
        ("register", {"email": "a@b.example", "name": "A", "password": "short"}, "password", "at least 12 characters"),
        ("register", {"email": "a@b.example", "name": " ", "password": PASSWORD}, "name", "Type your name"),
        ("register", {"email": "a@b.example", "name": "A", "password": "password1234"}, "password", "Many people use"),
        ("confirm", {"email": "a@b.example", "code": "WRONG", "password": "x"}, "code", "The code or the password"),
        ("reset", {"email": "a@b.example", "code": "WRONG", "password": PASSWORD}, "code", "The code or the password"),
    ],
)
def test_an_error_stands_beside_its_field(
    room: PagedNewsroom, form: str, fields: dict[str, str], field: str, words: str
) -> None:
    """What is wrong is said in words below its field, which is marked; a password never comes back."""
    answer = room.send(form, **fields)
    assert answer.status_code in {401, 403, 422}
    block = answer.text[answer.text.index(f'id="{field}"') :]
    assert 'aria-invalid="true"' in block[:400]
    assert words in unescape(block[: block.index("</div>")])
    if len(fields["password"]) > 5:
        assert fields["password"] not in answer.text


def test_too_many_tries_say_how_long_to_wait(room: PagedNewsroom) -> None:
    """The lock is told with its time, not with a code."""
    for _ in range(11):
        answer = room.send("login", email="a@b.example", password="wrong")  # noqa: S106 -- it is wrong
    assert answer.status_code == 429
    assert re.search(r"This was tried too often\. Try again in \d+ minutes?\.", answer.text)


@pytest.mark.parametrize(
    "name", [NASTY, "<script>alert(1)</script>.jpg", "{{ 7*7 }}.jpg", "\u202egpj.exe", "a'b\"c&.jpg"]
)
def test_names_are_text_and_never_markup(room: PagedNewsroom, name: str) -> None:
    """What people call files, tags, captions and themselves is shown as they wrote it."""
    lena = room.add("lena@herald.example")
    item = room.add_item(lena, name, caption=Caption(headline=name, caption=name, byline=name), tag=name, said=name)
    room.sign_in("lena@herald.example")
    for path in ("/library", f"/library/{item.id}", "/library?q=" + "".join(f"%{byte:02x}" for byte in name.encode())):
        page = room.client.get(path).text
        assert name not in page or not set(name) & set("<>\"'&")
        assert name in unescape(page)
        assert "49.jpg" not in page


def test_private_libraries_are_their_owners_alone(room: PagedNewsroom) -> None:
    """Neither list nor search nor address shows another's private item, to an admin neither."""
    lena, admin = room.add("lena@herald.example"), room.add("admin@herald.example", Role.ADMIN)
    item = room.add_item(lena, "sources.jpg", said="Nobody knows.", is_private=True)
    room.memory.derived.upload(derived_key(item.library, item.id, 1, "subtitles.vtt"), b"WEBVTT\n")
    room.sign_in(admin.email)
    assert "sources.jpg" not in room.client.get("/library").text
    assert room.client.get("/library?q=sources").text.count(item.id) == 0
    paths = (f"/library/{item.id}", f"/library/{item.id}/picture", f"/library/{item.id}/subtitles.vtt")

    def download() -> int:
        seal = room.seal("/library/upload")
        return room.client.post(f"/library/{item.id}/download", data={"csrf_token": seal}).status_code

    assert [room.client.get(path).status_code for path in paths] == [404, 404, 404]
    assert download() == 404
    assert room.client.get(f"/library/sent/{item.id}").status_code == 200, "it is as if it had not arrived"
    room.sign_in(lena.email)
    assert item.id in room.client.get("/library").text
    assert [room.client.get(path).status_code for path in paths] == [200, 200, 200]
    assert download() == 303


@pytest.mark.parametrize("media", ["picture.jpg", "film.mp4"])
def test_an_embargo_lets_no_address_out(room: PagedNewsroom, media: str) -> None:
    """Under embargo there is no presigned address in any page, no player and no download; an admin may still."""
    lena, admin = room.add("lena@herald.example"), room.add("admin@herald.example", Role.ADMIN)
    until = (room.clock() + timedelta(days=2)).isoformat()
    item = room.add_item(lena, media, caption=Caption(embargo_until=until))
    room.sign_in(lena.email)
    for path in ("/library", f"/library/{item.id}"):
        page = room.client.get(path).text
        assert "originals.example" not in page
        assert "derived.example" not in page
    assert f"/library/{item.id}/picture" in page
    assert room.client.get(f"/library/{item.id}/picture?size=1024").data == b"jpeg of 1024"
    seal = room.seal("/library/upload")
    assert room.client.post(f"/library/{item.id}/download", data={"csrf_token": seal}).status_code == 403
    room.sign_in(admin.email)
    seal = room.seal("/library/upload")
    answer = room.client.post(f"/library/{item.id}/download", data={"csrf_token": seal})
    assert (answer.status_code, urlsplit(answer.location).netloc) == (303, "originals.example")
    assert room.audited()[-1].action == "exported"


def test_search_goes_page_by_page(room: PagedNewsroom) -> None:
    """A search looks through the pages of the index, says how far it came, and goes on where it stopped."""
    lena = room.add("lena@herald.example")
    for number in range(120):
        room.add_item(lena, f"{'crane' if number % 60 == 0 else 'pier'}-{number:03}.jpg", ago=timedelta(minutes=number))
    room.sign_in(lena.email)
    page = room.client.get("/library?q=crane").text
    assert "2 items for" in page
    assert "120 items" in page
    first = room.client.get("/library")
    assert first.text.count('<li class="tile">') == 48
    more = unescape(re.search(r'href="(/library\?cursor=[^"]+)"', first.text)[1])  # type: ignore[index]
    second = room.client.get(more).text
    assert not set(_ids(first.text)) & set(_ids(second))
    assert len(_ids(second)) == 48
    assert room.client.get("/library?cursor=nonsense").status_code == 404


@pytest.mark.parametrize("query", ["dock", "SAFE PIERS", '"nobody wrote back"', "lena safe", "harbour"])
def test_search_finds_by_name_tag_caption_and_what_was_said(room: PagedNewsroom, query: str) -> None:
    """Every word must be somewhere: in the name, the caption, a tag, or what was said."""
    lena = room.add("lena@herald.example")
    item = room.add_item(
        lena, "dock-strike.jpg", tag="SAFE PIERS NOW", said="We asked in March. Nobody wrote back.",
        caption=Caption(headline="Harbour workers", byline="Lena Vasquez"),
    )  # fmt: skip
    room.add_item(lena, "other.jpg")
    room.sign_in(lena.email)
    assert _ids(room.client.get("/library", query_string={"q": query}).text) == [item.id]


def test_an_upload_is_a_form_for_one_file_of_ones_own(room: PagedNewsroom) -> None:
    """The bucket's form holds a key of the person's own, the name, the profile and the largest size."""
    lena = room.add("lena@herald.example")
    room.sign_in(lena.email)
    fields = {"filename": "Café.jpg", "library": "mine", "profile": "private", "size": "1000", "sha256": "a" * 64}
    answer = room.client.post(
        "/library/upload",
        data=fields | {"csrf_token": room.seal("/library/upload")},
        headers={"Accept": "application/json"},
    )
    form = answer.get_json()
    key = OriginalKey.parse(form["fields"]["key"])
    assert key is not None
    assert (key.library, key.owner_id, key.ext) == (f"private-{lena.id}", lena.id, ".jpg")
    assert form["fields"]["filename"] == "Caf%C3%A9.jpg"
    assert form["fields"]["max"] == room.config.max_browser_upload_bytes
    assert form["then"] == f"/library/sent/{key.item_id}"
    plain = room.client.post("/library/upload", data=fields | {"csrf_token": room.seal("/library/upload")})
    assert 'enctype="multipart/form-data"' in plain.text
    assert 'name="key"' in plain.text


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "soon", "2026-11-22"])
def test_a_moment_that_no_clock_shows_breaks_no_page(room: PagedNewsroom, moment: str) -> None:
    """A file may say anything of when it was made, and an older version may have written any embargo."""
    lena = room.add("lena@herald.example")
    room.sign_in(lena.email)
    item = room.add_item(lena, "a.jpg", caption=Caption(embargo_until=moment), captured_at=moment)
    for path in ("/", "/library", f"/library/{item.id}"):
        assert room.client.get(path).status_code == 200


def test_the_address_in_a_player_is_written_down(room: PagedNewsroom) -> None:
    """It is a link like any other: once for each page that has one, and none for a picture's page."""
    lena = room.add("lena@herald.example")
    room.sign_in(lena.email)
    film = room.add_item(lena, "a.mp4", duration_ms=5000)
    photo = room.add_item(lena, "a.jpg")
    assert "https://originals" in room.client.get(f"/library/{film.id}").text
    room.client.get(f"/library/{photo.id}")
    links = [entry for entry in room.audited() if entry.action == "link_made"]
    assert [(entry.actor_id, entry.subject, entry.detail["player"]) for entry in links] == [(lena.id, film.id, True)]


def test_an_upload_is_signed_only_for_who_may_still(room: PagedNewsroom) -> None:
    """Who was disabled a moment ago, unseen by this worker, is given no form; and forms are counted as credentials."""
    lena = room.add("lena@herald.example")
    room.sign_in(lena.email)
    fields = {"filename": "a.jpg", "library": "mine", "profile": "full", "csrf_token": room.seal("/library/upload")}
    for _ in range(CREDENTIALS_PERSON.most - 1):
        assert room.client.post("/library/upload", data=fields).status_code == 200
    room.disable(lena)
    assert "https://originals" not in room.client.post("/library/upload", data=fields).text
    assert room.client.post("/library/upload", data=fields).status_code == 429


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"filename": ""}, "Choose a file."),
        ({"filename": "shotlist.xlsx"}, "It is not a photo, audio or video file."),
        ({"filename": "a.jpg", "size": "0"}, "zero bytes"),
        ({"filename": "a.jpg", "size": str(10**13)}, "is more than a browser may send"),
        ({"filename": "a.jpg", "size": "-1"}, "Its size cannot be read."),
        ({"filename": "../a.jpg"}, "That is no name of a file."),
        ({"filename": "a.jpg", "profile": "secret"}, "The newsroom has no such profile."),
        ({"filename": "a.jpg", "library": "private-somebody"}, "Choose who may see it."),
    ],
)
def test_what_cannot_be_uploaded_is_said_beforehand(room: PagedNewsroom, fields: dict[str, str], words: str) -> None:
    """Nothing is signed for a file that would not be taken, or for a place that is not one's own."""
    room.sign_in(room.add("lena@herald.example").email)
    sent = {"library": "newsroom", "profile": "full", "csrf_token": room.seal("/library/upload")} | fields
    answer = room.client.post("/library/upload", data=sent)
    assert answer.status_code == 422
    assert words in unescape(answer.text)


def test_a_file_that_was_sent_is_waited_for(room: PagedNewsroom) -> None:
    """The page looks again until the item is there, leads to it, and says so when it does not come."""
    lena = room.add("lena@herald.example")
    room.sign_in(lena.email)
    item_id = new_item_id(room.clock().timestamp())
    assert 'http-equiv="refresh"' in room.client.get(f"/library/sent/{item_id}").text
    item = room.add_item(lena, "a.jpg")
    assert room.client.get(f"/library/sent/{item.id}").location == f"/library/{item.id}"
    room.clock.advance(timedelta(minutes=11))
    late = room.client.get(f"/library/sent/{item_id}").text
    assert "It has not arrived" in late
    assert 'http-equiv="refresh"' not in late


def test_status_tells_strangers_only_whether_it_is_up(room: PagedNewsroom) -> None:
    """Counts, failures and money are for people with a library."""
    lena = room.add("lena@herald.example")
    room.add_item(lena, "broken.jpg", status="FAILED", status_reason="damaged")
    public = room.client.get("/status").text
    assert "is up" in public
    assert "broken.jpg" not in public
    room.sign_in(lena.email)
    page = room.client.get("/status").text
    assert "broken.jpg" in page
    assert "The file is damaged" in page
    assert "1 file is in today." in page


@pytest.mark.expected_log("the cloud did not answer")
def test_a_cloud_that_does_not_answer_is_a_page_and_not_a_trace(room: PagedNewsroom) -> None:
    """Maintenance is told in words, with when to try again; the start page stands all the same."""
    room.sign_in(room.add("lena@herald.example").email)

    class Broken:
        def __getattr__(self, name: str) -> object:
            raise EndpointConnectionError(endpoint_url="https://dynamodb.example")

    room.break_listing(Broken())
    answer = room.client.get("/library")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "The newsroom is not ready just now" in answer.text
    assert "dynamodb" not in answer.text


@pytest.mark.expected_log("page failed")
def test_what_nobody_expected_is_told_without_what_is_inside(room: PagedNewsroom) -> None:
    """A fault of ours is a page with words; its traceback is in the log alone."""
    room.app.testing = False
    room.sign_in(room.add("lena@herald.example").email)

    class Broken:
        def __getattr__(self, name: str) -> object:
            raise RuntimeError("secret of the house")

    room.break_listing(Broken())
    answer = room.client.get("/library")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "secret of the house" not in answer.text


@pytest.mark.parametrize("path", ["/nowhere", "/library/nothing", "/assets/../cookies.py", "/assets/none.css"])
def test_what_is_not_there_is_a_page(room: PagedNewsroom, path: str) -> None:
    """An address of nobody's is answered in words; programs under /api get a problem document."""
    room.sign_in(room.add("lena@herald.example").email)
    answer = room.client.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert room.client.get("/api/nowhere").mimetype == "application/problem+json"


def test_a_service_has_no_library(room: PagedNewsroom) -> None:
    """Who hands in results looks into nothing."""
    room.sign_in(room.add("service@herald.example", Role.SERVICE).email)
    assert room.client.get("/library").status_code == 403
    assert "Sign in to see" in room.client.get("/status").text


def test_who_was_switched_off_sees_nothing_more(room: PagedNewsroom) -> None:
    """A session ends with its account, within the moment that a row is remembered."""
    lena = room.add("lena@herald.example")
    room.sign_in(lena.email)
    assert room.client.get("/library").status_code == 200
    room.disable(lena)
    room.clock.advance(timedelta(seconds=6))
    assert room.client.get("/library").status_code == 303


def _ids(page: str) -> list[str]:
    return re.findall(r'<a href="/library/([0-9A-Z]{26})"', page)


def _seal(page: TestResponse) -> str:
    return re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]  # type: ignore[index]
