"""Accounts of one data directory before the real application: what is remembered, who sees what, what goes on."""

from __future__ import annotations

import json
import queue
import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cloud.contract.accounts import AccountState, Role
from desktop.account_file import choose_folder, read_account
from desktop.accounts import Accounts
from desktop.app import App
from desktop.aws.api import NewsroomApi
from desktop.aws.http import Http
from desktop.aws.secrets import Secrets
from desktop.core.account import SignedInAs
from desktop.core.errors import Offline, Refused, SignedOut, SnapStreamError, UsageProblem, is_switched_off
from desktop.core.events import Event, Link, LinkChanged, SignedIn, SignInNeeded
from desktop.core.model import Folder, TransferState
from desktop.core.paths import DataDir
from desktop.core.settings import Settings, SettingsFile
from desktop.newsroom import LOCAL, adopt_connection
from tests.fakes.api import PASSWORD, Newsroom
from tests.fakes.api_server import LOST_REQUEST, ApiServer
from tests.fakes.keyring import MemoryKeyring
from tests.fakes.newsroom import CONNECTION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EVE, MAX = "eve@herald.example", "max@herald.example"


@pytest.fixture
def server() -> Iterator[ApiServer]:
    """Return a newsroom where two people have accounts."""
    made = ApiServer()
    made.room.add(EVE, Role.ADMIN)
    made.room.add(MAX)
    yield made
    made.close()


@pytest.fixture
def ring() -> MemoryKeyring:
    """Return the computer's keyring."""
    return MemoryKeyring()


class _Process:
    """One process on a data directory."""

    def __init__(self, data_dir: Path, ring: MemoryKeyring) -> None:
        self.data_dir = DataDir(data_dir)
        self.events: list[Event] = []
        self._apis: list[NewsroomApi] = []
        self.accounts = Accounts(
            self.data_dir, self.events.append, secrets=Secrets(lambda: ring), make_api=self._make_api
        )

    def _make_api(self, address: str) -> NewsroomApi:
        api = NewsroomApi(Http(address, pause=lambda _s: None))
        self._apis.append(api)
        return api

    def close(self) -> None:
        """Close all sockets."""
        for api in self._apis:
            api.close()

    @property
    def settings(self) -> Settings:
        """What is on disk."""
        return SettingsFile(self.data_dir.settings).load().settings


@pytest.fixture
def start(data_dir: Path, ring: MemoryKeyring) -> Iterator[Callable[[], _Process]]:
    """Start processes on the test's data directory and keyring."""
    made: list[_Process] = []

    def begin() -> _Process:
        made.append(_Process(data_dir, ring))
        return made[-1]

    yield begin
    for process in made:
        process.close()


@pytest.fixture
def process(start: Callable[[], _Process]) -> _Process:
    """Return one process."""
    return start()


def _wait(condition: Callable[[], bool], timeout_s: float = 20.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_sign_in_is_remembered(server: ApiServer, process: _Process, start: Callable[[], _Process]) -> None:
    """Address, e-mail, newsroom: the next process knows them, and goes on with what lies in the keyring."""
    signed_in = process.accounts.begin_session(f" {server.address}/login ", f" {EVE.upper()} ", PASSWORD)
    assert (signed_in.newsroom, signed_in.newsroom_name, signed_in.is_kept) == ("herald", "The Herald", True)
    assert process.events == [SignedIn("herald", EVE)]
    later = start()
    known = later.accounts.current()
    assert known is not None
    assert (known.id, known.name, known.address, known.email) == ("herald", "The Herald", server.address, EVE)
    assert known.is_signed_in
    assert later.accounts.ask_who() == signed_in


def test_nothing_secret_is_in_any_file(server: ApiServer, process: _Process, ring: MemoryKeyring) -> None:
    """Neither password nor tokens nor credentials lie anywhere in the data directory."""
    process.accounts.begin_session(server.address, EVE, PASSWORD)
    connections = process.accounts.connections("herald", process.events.append)
    assert connections is not None
    credentials = connections.read().credentials
    token = process.accounts.sign_in_of("herald").token()
    (kept,) = ring.kept.values()
    secrets = [PASSWORD, token, *kept.split(), credentials.secret_access_key]
    files = [path for path in process.data_dir.root.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"account.json", "settings.json"}
    assert not [(path, secret) for path in files for secret in secrets if secret.encode() in path.read_bytes()]
    assert (process.data_dir.newsroom("herald").account.stat().st_mode & 0o077) == 0


def test_without_a_keyring_it_is_said_and_ends_with_the_process(
    server: ApiServer, process: _Process, ring: MemoryKeyring, start: Callable[[], _Process]
) -> None:
    """The person signs in again at the next start, and is told so at once."""
    ring.forgets_at_once = True
    assert not process.accounts.begin_session(server.address, EVE, PASSWORD).is_kept
    assert process.accounts.is_signed_in("herald")
    assert process.accounts.ask_who().account.email == EVE
    later = start()
    assert not later.accounts.is_signed_in("herald")
    with pytest.raises(SignedOut):
        later.accounts.ask_who()


def test_wrong_password_changes_nothing(server: ApiServer, process: _Process, ring: MemoryKeyring) -> None:
    """Nothing is remembered of a sign-in that did not succeed."""
    with pytest.raises(Refused) as refused:
        process.accounts.begin_session(server.address, EVE, "not this one, no")
    assert refused.value.code == "wrong"
    assert (process.accounts.newsrooms(), process.settings.newsroom, ring.kept) == ((), "", {})
    with pytest.raises(UsageProblem):
        process.accounts.begin_session("http://newsroom.example", EVE, PASSWORD)


def test_signing_out_holds_here_and_there(server: ApiServer, process: _Process, ring: MemoryKeyring) -> None:
    """The session ends in the newsroom, the keyring forgets it, the address stays."""
    process.accounts.begin_session(server.address, EVE, PASSWORD)
    token = process.accounts.sign_in_of("herald").token()
    process.accounts.end_session()
    assert ring.kept == {}
    assert server.room.get("/api/me", token=token).status_code == 401
    known = process.accounts.current()
    assert known is not None
    assert not known.is_signed_in
    assert not process.accounts.is_signed_in("herald")


def test_signing_out_without_a_line_holds_here(server: ApiServer, process: _Process, ring: MemoryKeyring) -> None:
    """Nobody stays signed in on this computer because the newsroom could not be told."""
    process.accounts.begin_session(server.address, EVE, PASSWORD)
    server.fail("/api/logout", LOST_REQUEST)
    with pytest.raises(Offline):
        process.accounts.end_session()
    assert ring.kept == {}
    assert not process.accounts.is_signed_in("herald")


def test_two_people_of_one_newsroom_share_nothing(server: ApiServer, process: _Process) -> None:
    """GIVEN Eve's library and queue WHEN Max signs in here THEN he has a folder of his own, and Eve's waits for her."""
    assert process.accounts.begin_session(server.address, EVE, PASSWORD).newsroom == "herald"
    his = process.accounts.begin_session(server.address, MAX, PASSWORD).newsroom
    assert his != "herald"
    assert [known.email for known in process.accounts.newsrooms()] == [MAX, EVE]
    assert process.settings.newsroom == his
    assert process.accounts.begin_session(server.address, EVE, PASSWORD).newsroom == "herald"
    assert process.accounts.begin_session(server.address, MAX, PASSWORD).newsroom == his


def test_folders_stay_with_their_newsroom(process: _Process, server: ApiServer, tmp_path: Path) -> None:
    """GIVEN folders of one newsroom WHEN another is opened THEN they are not watched for it, and are back later."""
    other = ApiServer(Newsroom(newsroom="tribune", newsroom_name="Tribune"))
    issuer = other.room.memory.issuer
    former = issuer.issue
    issuer.issue = lambda account: replace(former(account), newsroom="tribune")  # type: ignore[method-assign]  # a fake's one answer
    other.room.add(EVE)
    try:
        process.accounts.begin_session(server.address, EVE, PASSWORD)
        app = App(process.data_dir, process.events.append, newsroom="herald", accounts=process.accounts)
        (tmp_path / "card").mkdir()
        app.add_folder(tmp_path / "card")
        process.accounts.begin_session(other.address, EVE, PASSWORD)
        app.save_settings(replace(app.settings(), notices=False))
        app.stop()
        assert (process.settings.newsroom, process.settings.folders, process.settings.notices) == ("tribune", (), False)
        second = App(process.data_dir, process.events.append, newsroom="tribune", accounts=process.accounts)
        assert second.folders() == ()
        second.stop()
        process.accounts.switch_newsroom("herald")
        assert [folder.path for folder in process.settings.folders] == [tmp_path / "card"]
        with pytest.raises(UsageProblem):
            process.accounts.switch_newsroom("elsewhere")
        process.accounts.switch_newsroom(LOCAL)
        assert process.settings.folders == ()
    finally:
        other.close()


def test_a_connection_file_takes_the_place_of_an_account_until_the_next_sign_in(
    server: ApiServer, process: _Process, tmp_path: Path
) -> None:
    """``--connection`` means the file, whoever signed in before; a sign-in after it means the account."""
    process.accounts.begin_session(server.address, EVE, PASSWORD)
    file = tmp_path / "given.json"
    file.write_text(replace(CONNECTION, newsroom="herald").to_json(), encoding="utf-8")
    assert adopt_connection(process.data_dir, file) == "herald"
    assert process.accounts.connections("herald", process.events.append) is None
    assert process.accounts.is_signed_in("herald")
    process.accounts.begin_session(server.address, EVE, PASSWORD)
    assert process.accounts.connections("herald", process.events.append) is not None


@pytest.mark.expected_log("account.json cannot be read")
def test_a_damaged_account_file_asks_for_a_sign_in(server: ApiServer, process: _Process) -> None:
    """It is no traceback, and the next sign-in mends it."""
    process.accounts.begin_session(server.address, EVE, PASSWORD)
    place = process.data_dir.newsroom("herald")
    place.account.write_text("{", encoding="utf-8")
    assert process.accounts.newsrooms() == ()
    process.accounts.begin_session(server.address, EVE, PASSWORD)
    assert read_account(place) is not None


def test_the_windows_verbs_answer_in_a_worker(server: ApiServer, process: _Process) -> None:
    """Sign in, who am I, people, invitations, audit, status, password, sign out: each gives its answer or its error."""
    answers: queue.SimpleQueue[object] = queue.SimpleQueue()
    accounts = process.accounts

    def answer() -> object:
        return answers.get(timeout=20)

    accounts.sign_in(server.address, EVE, PASSWORD, answers.put)
    signed_in = answer()
    assert isinstance(signed_in, SignedInAs)
    accounts.who_am_i(answers.put)
    assert answer() == signed_in
    accounts.users(answers.put)
    page = answer()
    assert {account.email for account in page.rows} == {EVE, MAX}  # type: ignore[attr-defined]  # a page of people
    somebody = next(account for account in page.rows if account.email == MAX)  # type: ignore[attr-defined]  # as above
    accounts.change_user(somebody.id, answers.put, is_disabled=True)
    assert answer() == replace(somebody, state=AccountState.DISABLED)
    accounts.invite("new@herald.example", Role.DESK, answers.put)
    invited = answer()
    accounts.invitations(answers.put)
    assert answer().rows == (invited,)  # type: ignore[attr-defined]  # a page of invitations
    accounts.audit(answers.put)
    assert answer().rows  # type: ignore[attr-defined]  # a page of entries
    accounts.newsroom_status(answers.put)
    assert "queues" in answer()  # type: ignore[operator]  # a document
    accounts.change_password("not this one, no", "an even longer walk", answers.put)
    assert isinstance(answer(), Refused)
    accounts.change_password(PASSWORD, "an even longer walk", answers.put)
    assert answer() is None
    accounts.who_am_i(answers.put)
    assert answer() == signed_in
    accounts.forgot_password(server.address, EVE, answers.put)
    assert answer() is None
    _wait(lambda: "    " in server.room.memory.mail.letters[-1][2])
    accounts.reset_password(server.address, EVE, server.room.memory.mail.code(), PASSWORD, answers.put)
    assert answer() is None
    accounts.who_am_i(answers.put)
    assert isinstance(answer(), SignedOut)
    server.room.clock.advance(timedelta(seconds=2))  # denials hold for whole seconds
    accounts.sign_in(server.address, EVE, PASSWORD, answers.put)
    assert isinstance(answer(), SignedInAs)
    accounts.create_account(server.address, MAX, PASSWORD, "Max", answers.put)
    assert isinstance(answer(), Refused)
    accounts.confirm(server.address, MAX, "00000-00000", PASSWORD, answers.put)
    assert isinstance(answer(), Refused)
    accounts.sign_out(answers.put)
    assert answer() is None


def test_a_person_who_was_switched_off_keeps_the_queue_and_goes_on_after_a_sign_in(
    server: ApiServer, process: _Process, tmp_path: Path
) -> None:
    """Uploads wait, the window is asked once, nothing is lost; the next sign-in lets all go on."""
    # The fake issuer's time is the test's; connections must be good by the real one.
    issuer = server.room.memory.issuer
    former = issuer.issue
    issuer.issue = lambda account: replace(  # type: ignore[method-assign]  # a fake's one answer
        former(account), expires_at=CONNECTION.expires_at, endpoint="http://127.0.0.1:1"
    )
    process.accounts.begin_session(server.address, MAX, PASSWORD)
    folder = tmp_path / "card"
    folder.mkdir()
    account = server.room.memory.accounts.find(MAX)
    assert account is not None
    admin = server.room.token(EVE)
    path = f"/api/users/{account.account.id}"
    assert server.room.call("PATCH", path, {"state": "disabled"}, token=admin).status_code == 200
    events: list[Event] = []
    app = App(process.data_dir, events.append, newsroom="herald", folders=[Folder(folder)], accounts=process.accounts)
    app.start()
    try:
        (folder / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
        _wait(lambda: any(isinstance(event, SignInNeeded) for event in events))
        _wait(lambda: app.link() is Link.SIGNED_OUT)
        _wait(lambda: bool(app.transfers.ids(list(TransferState))))
        for _ in range(3):
            app.sync_now()
        (needed,) = [event for event in events if isinstance(event, SignInNeeded)]
        assert (needed.newsroom, needed.email) == ("herald", MAX)
        assert is_switched_off(needed.why)
        assert app.connection() is None
        (waiting,) = app.transfers.get_many(app.transfers.ids(list(TransferState)))
        assert not waiting.state.is_final
        assert server.room.call("PATCH", path, {"state": "active"}, token=admin).status_code == 200
        server.room.clock.advance(timedelta(seconds=2))  # denials hold for whole seconds
        process.accounts.begin_session(server.address, MAX, PASSWORD)
        # Nobody stores anything in this test: that it tries shows by the line that is missing.
        _wait(lambda: LinkChanged in {type(event) for event in events[-20:]} and app.link() is Link.OFFLINE)
        connection = app.connection()
        assert connection is not None
        assert connection.user.email == MAX
    finally:
        app.stop()


def test_items_are_asked_for_as_who_is_signed_in(server: ApiServer, process: _Process) -> None:
    """Edit, delete, analyse again, link: each asks the newsroom, and says what it answers."""
    process.accounts.begin_session(server.address, EVE, PASSWORD)
    app = App(process.data_dir, process.events.append, newsroom="herald", accounts=process.accounts)
    answers: queue.SimpleQueue[object] = queue.SimpleQueue()
    try:
        app.edit_item("01JD0000000000000000000000", {"caption": {"headline": "x"}}, answers.put)
        app.delete_item("01JD0000000000000000000000", answers.put)
        app.reanalyze_item("01JD0000000000000000000000", answers.put)
        app.link_to_item("01JD0000000000000000000000", 3600, answers.put)
        for _ in range(4):
            problem = answers.get(timeout=20)
            assert isinstance(problem, SnapStreamError)
            assert isinstance(problem, Refused)
            assert problem.status in {404, 422}
    finally:
        app.stop()
    assert "PATCH /api/media/01JD0000000000000000000000" in server.asked
    assert "POST /api/media/01JD0000000000000000000000/link" in server.asked


def test_the_embedded_clouds_api_is_asked_without_typing(server: ApiServer, process: _Process) -> None:
    """The demo account's sign-in is read from its file, anew after each launch, and kept in memory alone."""
    with pytest.raises(Offline):
        process.accounts.ask_who(LOCAL)
    place = process.data_dir
    place.local_cloud.mkdir()
    place.local_sign_in.write_text(json.dumps({"api_url": server.address, "email": EVE, "password": PASSWORD}))
    assert process.accounts.ask_who(LOCAL).account.email == EVE
    process.accounts.call(lambda api, token: api.users(token), LOCAL)
    assert server.count("POST /api/login") == 1
    place.local_sign_in.write_text(json.dumps({"api_url": server.address, "email": MAX, "password": PASSWORD}))
    assert process.accounts.ask_who(LOCAL).account.email == MAX
    place.local_sign_in.write_text(json.dumps({"api_url": server.address, "email": MAX, "password": "of yesterday"}))
    with pytest.raises(SignedOut):
        process.accounts.ask_who(LOCAL)


def test_an_embedded_cloud_that_is_signed_in_to_is_not_the_one_that_is_started_here(data_dir: Path) -> None:
    """Its people have folders of their own; that of ``--local`` stays the demo account's."""
    folder = choose_folder(DataDir(data_dir), LOCAL, "01JD0000000000000000000000")
    assert folder == "local-01jd0000000000000000000000"


def test_a_newsroom_whose_name_is_no_folder_is_refused(data_dir: Path) -> None:
    """An id comes from outside: it never becomes a path."""
    for newsroom in ("../up", "", "a/b", ".", "UPPER"):
        with pytest.raises(UsageProblem):
            choose_folder(DataDir(data_dir), newsroom, "01JD0000000000000000000000")
