"""Connections that are renewed: by one thread, before they end, and what is said when that is refused."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cloud.contract.accounts import AccountState, Role
from desktop.aws.api import NewsroomApi
from desktop.aws.http import Http
from desktop.aws.renewal import RenewedConnections
from desktop.aws.secrets import Secrets
from desktop.aws.session import Session
from desktop.aws.signin import SignIn
from desktop.core.errors import AccessDenied, Offline, SignedOut, SnapStreamError, Throttled, is_switched_off
from desktop.core.events import SignedIn, SignInNeeded
from tests.fakes.api import PASSWORD
from tests.fakes.api_server import LOST_REQUEST, ApiServer, answering
from tests.fakes.clock import FakeClock
from tests.fakes.keyring import MemoryKeyring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from cloud.contract.connection import Connection
    from desktop.core.events import Event

EMAIL = "eve@herald.example"
ASKED = "POST /api/credentials"


class _Desk:
    """One process that is signed in, and a time that both sides share."""

    def __init__(self, server: ApiServer, root: Path) -> None:
        self.server = server
        self.clock = FakeClock()
        self.account = server.room.add(EMAIL)
        self.events: list[Event] = []
        self.stamp = 1
        self.api = NewsroomApi(Http(server.address, now=self.now, pause=lambda _s: None))
        server.date = self.now()
        ring = MemoryKeyring()
        self.sign_in = SignIn(self.api, Secrets(lambda: ring), "herald 1", root / "account.lock", clock=self.clock)
        self.sign_in.begin(self.api.login(EMAIL, PASSWORD))
        self.connections = RenewedConnections(
            self.sign_in,
            newsroom="herald",
            user_id=self.account.id,
            email=EMAIL,
            folder="herald",
            stamp=lambda: self.stamp,
            post=self.events.append,
            now=self.now,
            clock=self.clock,
        )

    def now(self) -> Any:  # noqa: ANN401 - the clock's own
        """Return the newsroom's time."""
        return self.server.room.clock()

    def pass_time(self, seconds: float) -> None:
        """Let time pass on both sides."""
        self.server.room.clock.advance(timedelta(seconds=seconds))
        self.clock.advance(seconds)
        self.server.date = self.now()

    def disable(self, state: AccountState = AccountState.DISABLED) -> None:
        """Switch the account off."""
        accounts = self.server.room.memory.accounts
        person = accounts.find(EMAIL)
        assert person is not None
        account = replace(person.account, state=state)
        assert accounts.replace(replace(person, account=account, version=person.version + 1), if_version=person.version)
        accounts.end_sessions(account.id)
        self.server.room.context.standing.forget(account.id)


@pytest.fixture
def desk(server: ApiServer, tmp_path: Path) -> Iterator[_Desk]:
    """Return a desk that is signed in."""
    made = _Desk(server, tmp_path)
    yield made
    made.api.close()


def test_a_connection_is_asked_for_once_and_again_before_it_ends(server: ApiServer, desk: _Desk) -> None:
    """One for 25 of its 30 minutes; then the next, while the old one is still good."""
    first = desk.connections.read()
    assert first.user.id == desk.account.id
    desk.pass_time(24 * 60)
    assert desk.connections.read() is first
    desk.pass_time(90)
    assert desk.connections.read() is not first
    assert server.count(ASKED) == 2


def test_many_threads_ask_once(server: ApiServer, desk: _Desk) -> None:
    """GIVEN no connection WHEN twenty threads want one THEN it is asked for once, and all have it."""
    server.hold = threading.Event()
    got: list[Connection] = []
    threads = [threading.Thread(target=lambda: got.append(desk.connections.read())) for _ in range(20)]
    for thread in threads:
        thread.start()
    server.hold.set()
    for thread in threads:
        thread.join(30)
    assert len(got) == 20
    assert len({id(connection) for connection in got}) == 1
    assert server.count(ASKED) == 1


def test_nobody_waits_while_the_old_one_is_good(server: ApiServer, desk: _Desk) -> None:
    """GIVEN a renewal that takes long WHEN others read THEN they go on with the old connection at once."""
    first = desk.connections.read()
    desk.pass_time(26 * 60)
    server.hold = threading.Event()
    renewed: list[Connection] = []
    slow = threading.Thread(target=lambda: renewed.append(desk.connections.read()))
    slow.start()
    deadline_s = time.monotonic() + 20
    while len(server.asked) < 3:  # the sign-in, the first connection, and what is held now
        assert time.monotonic() < deadline_s
    assert desk.connections.read() is first
    server.hold.set()
    slow.join(30)
    assert desk.connections.read() is renewed[0] is not first


def test_all_threads_hear_of_the_same_error(server: ApiServer, desk: _Desk) -> None:
    """Threads that wait for one that fails fail too, and do not ask in a row."""
    server.fail("/api/credentials", *[LOST_REQUEST] * 3)
    server.hold = threading.Event()
    problems: list[SnapStreamError] = []

    def read() -> None:
        try:
            desk.connections.read()
        except SnapStreamError as problem:
            problems.append(problem)

    threads = [threading.Thread(target=read) for _ in range(10)]
    for thread in threads:
        thread.start()
    server.hold.set()
    for thread in threads:
        thread.join(30)
    assert [type(problem) for problem in problems] == [Offline] * 10
    assert server.count(ASKED) == 3
    desk.pass_time(2)
    assert desk.connections.read().newsroom == "herald"


def test_offline_is_no_end_while_credentials_last(server: ApiServer, desk: _Desk) -> None:
    """Without a line the old connection serves to its end; then it is offline; then all goes on by itself."""
    first = desk.connections.read()
    desk.pass_time(26 * 60)
    server.fail("/api/refresh", LOST_REQUEST)
    assert desk.connections.read() is first
    assert desk.connections.read() is first  # not asked again at once
    assert server.count("POST /api/refresh") == 1
    desk.pass_time(4 * 60)
    server.fail("/api/refresh", LOST_REQUEST)
    with pytest.raises(Offline):
        desk.connections.read()
    desk.pass_time(2)
    assert desk.connections.read() is not first
    assert desk.events == []


def test_a_newsroom_that_asks_for_patience_is_left_alone(server: ApiServer, desk: _Desk) -> None:
    """Nobody asks before the time that the newsroom named."""
    server.fail("/api/credentials", answering("429 Too Many Requests", Retry_After="40"))
    for _ in range(3):
        with pytest.raises(Throttled):
            desk.connections.read()
    assert server.count(ASKED) == 1
    desk.pass_time(41)
    assert desk.connections.read().newsroom == "herald"


def test_signed_out_is_said_once_and_ends_with_a_sign_in(server: ApiServer, desk: _Desk) -> None:
    """GIVEN an account that is off THEN it is asked once; WHEN somebody signs in again THEN it goes on by itself."""
    connection = desk.connections.read()
    desk.disable()
    desk.pass_time(60)
    desk.connections.refused(connection)
    asked = None
    for _ in range(5):
        with pytest.raises(SignedOut):
            desk.connections.read()
        asked = asked or len(server.asked)
        desk.pass_time(120)
    assert len(server.asked) == asked
    (needed,) = desk.events
    assert isinstance(needed, SignInNeeded)
    assert is_switched_off(needed.why)
    desk.disable(AccountState.ACTIVE)
    desk.sign_in.begin(desk.api.login(EMAIL, PASSWORD))
    desk.stamp += 1
    assert desk.connections.read().newsroom == "herald"
    assert desk.events == [needed, SignedIn("herald", EMAIL)]


def test_a_new_role_comes_with_the_next_connection(desk: _Desk) -> None:
    """GIVEN another role WHEN credentials are refused THEN the next connection tells it."""
    connection = desk.connections.read()
    accounts = desk.server.room.memory.accounts
    person = accounts.find(EMAIL)
    assert person is not None
    account = replace(person.account, role=Role.DESK)
    assert accounts.replace(replace(person, account=account, version=person.version + 1), if_version=person.version)
    desk.pass_time(60)
    desk.connections.refused(connection)
    assert desk.connections.read().role == "desk"


def test_fresh_credentials_that_are_refused_are_not_asked_for_in_a_storm(server: ApiServer, desk: _Desk) -> None:
    """New ones are asked for some times, for a role may be changed twice in a minute; then not for a while."""
    for _ in range(9):
        desk.connections.refused(desk.connections.read())
    assert server.count(ASKED) == 4
    desk.pass_time(61)
    desk.connections.refused(desk.connections.read())
    desk.connections.read()
    assert server.count(ASKED) == 5


@pytest.mark.parametrize(("minutes", "is_wrong"), [(22, True), (-40, True), (14, False)])
def test_a_wrong_clock_is_told(server: ApiServer, desk: _Desk, minutes: int, *, is_wrong: bool) -> None:
    """More than a quarter of an hour off, and every signature would be refused: that is said, with by how much."""
    server.date = desk.now() + timedelta(minutes=minutes)
    if not is_wrong:
        assert desk.connections.read().newsroom == "herald"
        return
    with pytest.raises(AccessDenied) as denied:
        desk.connections.read()
    kind, _, seconds = denied.value.detail.partition(":")
    assert kind == "clock"
    assert int(seconds) == pytest.approx(minutes * 60, abs=5)


def test_another_newsroom_at_the_address_is_not_taken(server: ApiServer, desk: _Desk, tmp_path: Path) -> None:
    """GIVEN an address where another newsroom answers now THEN nothing of this one's queue goes there."""
    other = RenewedConnections(
        desk.sign_in,
        newsroom="tribune",
        user_id=desk.account.id,
        email=EMAIL,
        folder=str(tmp_path),
        stamp=lambda: 1,
        post=desk.events.append,
        now=desk.now,
        clock=desk.clock,
    )
    with pytest.raises(SignedOut):
        other.read()
    assert server.count(ASKED) == 1


def test_clients_are_made_anew_with_new_credentials(desk: _Desk) -> None:
    """All that speaks with AWS goes on with what the newsroom gives next; a refused call is made once more."""
    session = Session(desk.connections)
    seen: list[Connection] = []

    def ask(_client: Any, connection: Connection) -> str:  # noqa: ANN401 - as Session.call
        seen.append(connection)
        if len(seen) == 1:
            desk.pass_time(60)
            raise SignedOut("ask")
        return "done"

    assert session.call("ask", "s3", ask) == "done"
    assert seen[0] is not seen[1]
    session.close()


def test_known_never_waits(server: ApiServer, desk: _Desk) -> None:
    """What is known is told without asking anybody."""
    assert desk.connections.known() is None
    assert server.count(ASKED) == 0
    assert desk.connections.read() is desk.connections.known()
