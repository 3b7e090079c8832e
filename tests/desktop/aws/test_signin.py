"""A sign-in before the real application: how one refresh token follows another, whatever breaks in between."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cloud.contract.accounts import AccountState
from desktop.aws.api import NewsroomApi
from desktop.aws.http import Http
from desktop.aws.secrets import Secrets
from desktop.aws.signin import LONGEST_CHAIN, UNLOCK_S, SignIn
from desktop.core.errors import Offline, SignedOut, SnapStreamError, Throttled
from tests.fakes.api import PASSWORD
from tests.fakes.api_server import LOST_ANSWER, LOST_REQUEST, ApiServer, answering
from tests.fakes.clock import FakeClock
from tests.fakes.keyring import MemoryKeyring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EMAIL = "eve@herald.example"
NAME = "herald 1"
KEPT = ("snapstream", NAME)


class _Killed(BaseException):
    """The process is gone."""


class _Computer:
    """One computer: a keyring, a data directory, and processes that come and go."""

    def __init__(self, server: ApiServer, root: Path) -> None:
        self.ring = MemoryKeyring()
        self.clock = FakeClock()
        self._server = server
        self._lock = root / "account.lock"
        self._apis: list[NewsroomApi] = []

    def process(self, ring: MemoryKeyring | None = None, wait_s: float = 1.0) -> SignIn:
        """Return the sign-in as a fresh process has it."""
        api = NewsroomApi(Http(self._server.address, pause=lambda _s: None))
        self._apis.append(api)
        used = ring or self.ring
        return SignIn(api, Secrets(lambda: used, wait_s=wait_s), NAME, self._lock, clock=self.clock)

    def sign_in(self) -> SignIn:
        """Sign in, in a fresh process."""
        process = self.process()
        assert process.begin(process.api.login(EMAIL, PASSWORD))
        return process

    def close(self) -> None:
        """Close all sockets."""
        for api in self._apis:
            api.close()


@pytest.fixture
def computer(server: ApiServer, tmp_path: Path) -> Iterator[_Computer]:
    """Return a computer; somebody has an account."""
    server.room.add(EMAIL)
    made = _Computer(server, tmp_path)
    yield made
    if made.ring.hold is not None:
        made.ring.hold.set()
    made.close()


def _over(sign_in: SignIn, computer: _Computer) -> str:
    """Let the access token end, and get the next one."""
    computer.clock.advance(3600)
    return sign_in.token()


def _works(sign_in: SignIn, computer: _Computer) -> bool:
    """Whether the sign-in goes on, twice in a row."""
    return all(sign_in.api.me(_over(sign_in, computer))[0].email == EMAIL for _ in range(2))


def test_an_access_token_is_used_until_it_ends(server: ApiServer, computer: _Computer) -> None:
    """Nothing is asked while it is good; then one refresh, and again."""
    sign_in = computer.sign_in()
    first = sign_in.token()
    assert sign_in.token() == first
    assert server.count("POST /api/refresh") == 0
    assert _over(sign_in, computer) != first
    assert server.count("POST /api/refresh") == 1


def test_the_next_process_goes_on(computer: _Computer) -> None:
    """What lies in the keyring is all it takes."""
    computer.sign_in()
    assert _works(computer.process(), computer)


@pytest.mark.parametrize("step", range(4))
def test_a_kill_at_any_write_loses_no_sign_in(computer: _Computer, step: int) -> None:
    """GIVEN a kill before or after either write of a rotation WHEN it starts again THEN the person is signed in."""
    computer.sign_in()
    ticks = 0

    def kill() -> None:
        nonlocal ticks
        ticks += 1
        if ticks == step + 1:
            raise _Killed

    computer.ring.tick = kill
    with pytest.raises(_Killed):
        _over(computer.process(), computer)
    computer.ring.tick = lambda: None
    assert _works(computer.process(), computer)


@pytest.mark.parametrize("faults", [(LOST_REQUEST,), (LOST_ANSWER,), (LOST_ANSWER, LOST_ANSWER, LOST_REQUEST)])
@pytest.mark.parametrize("restarts", [False, True])
def test_a_broken_line_loses_no_sign_in(
    server: ApiServer, computer: _Computer, faults: tuple[str, ...], *, restarts: bool
) -> None:
    """GIVEN requests or answers that are lost WHEN the line is back THEN the person is signed in, also after a kill."""
    sign_in = computer.sign_in()
    for fault in faults:
        server.fail("/api/refresh", fault)
        with pytest.raises(Offline):
            _over(sign_in, computer)
        sign_in = computer.process() if restarts else sign_in
    assert _works(sign_in, computer)
    assert "session_ended" not in {entry.action for entry in server.room.audited()}
    assert "refresh_reused" not in {entry.action for entry in server.room.audited()}


def test_kills_and_lost_answers_in_a_row_lose_no_sign_in(server: ApiServer, computer: _Computer) -> None:
    """A restart at each of many lost answers: what is kept stays short, and the last one is good."""
    computer.sign_in()
    for _ in range(5):
        server.fail("/api/refresh", LOST_ANSWER)
        with pytest.raises(Offline):
            _over(computer.process(), computer)
    assert len(computer.ring.kept[KEPT].split()) <= LONGEST_CHAIN + 1
    assert _works(computer.process(), computer)
    assert len(computer.ring.kept[KEPT].split()) == 2


def test_a_newsroom_that_asks_for_patience_makes_no_chain(server: ApiServer, computer: _Computer) -> None:
    """Waiting, or being away for a day, proposes the same next token again and again."""
    sign_in = computer.sign_in()
    for _ in range(20):
        server.fail("/api/refresh", answering("429 Too Many Requests", Retry_After="7"))
        with pytest.raises(Throttled) as throttled:
            _over(sign_in, computer)
        assert throttled.value.retry_after_s == 7
    assert len(computer.ring.kept[KEPT].split()) == 3
    assert _works(sign_in, computer)


def test_two_processes_never_use_one_token_twice(server: ApiServer, computer: _Computer) -> None:
    """A window and commands beside it, at once: each waits for the other and takes up its token."""
    computer.sign_in()
    processes = [computer.process() for _ in range(4)]
    problems: list[SnapStreamError] = []

    def renew(sign_in: SignIn) -> None:
        try:
            for _ in range(5):
                sign_in.drop_access(sign_in.token())
        except SnapStreamError as problem:
            problems.append(problem)

    threads = [threading.Thread(target=renew, args=(process,)) for process in processes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not problems
    assert server.count("POST /api/refresh") == 20
    assert "refresh_reused" not in {entry.action for entry in server.room.audited()}


def test_a_stolen_token_still_ends_the_session(server: ApiServer, computer: _Computer) -> None:
    """GIVEN a copy of the keyring WHEN both it and the person go on THEN the session ends for both."""
    sign_in = computer.sign_in()
    thief_ring = MemoryKeyring()
    thief_ring.kept = dict(computer.ring.kept)
    assert _over(sign_in, computer)
    with pytest.raises(SignedOut):
        _over(computer.process(thief_ring), computer)
    with pytest.raises(SignedOut):
        _over(sign_in, computer)
    assert "refresh_reused" in {entry.action for entry in server.room.audited()}


def test_an_account_that_was_switched_off_is_signed_out(server: ApiServer, computer: _Computer) -> None:
    """The refresh is refused; what is kept is of no use and is forgotten."""
    sign_in = computer.sign_in()
    accounts = server.room.memory.accounts
    person = accounts.find(EMAIL)
    assert person is not None
    account = replace(person.account, state=AccountState.DISABLED)
    assert accounts.replace(replace(person, account=account, version=person.version + 1), if_version=person.version)
    accounts.end_sessions(person.account.id)
    with pytest.raises(SignedOut):
        _over(sign_in, computer)
    assert not computer.ring.kept
    assert not sign_in.is_there()


def test_nobody_signed_in_asks_nobody(server: ApiServer, computer: _Computer) -> None:
    """Without a token there is nothing to ask."""
    with pytest.raises(SignedOut):
        computer.process().token()
    computer.ring.kept[KEPT] = "damaged"
    with pytest.raises(SignedOut):
        computer.process().token()
    assert server.asked == []


def test_a_locked_keyring_is_waited_for_then_asked_around(computer: _Computer) -> None:
    """GIVEN a keyring that does not answer THEN there is a minute to unlock it, and then the sign-in is asked for."""
    computer.sign_in()
    computer.ring.hold = threading.Event()
    sign_in = computer.process(wait_s=0.05)
    with pytest.raises(Throttled):
        sign_in.token()
    computer.clock.advance(UNLOCK_S + 1)
    with pytest.raises(SignedOut):
        sign_in.token()
    computer.ring.hold.set()
    assert _works(sign_in, computer)


def test_without_a_keyring_it_goes_on_until_the_process_ends(computer: _Computer) -> None:
    """Rotation works in memory; the next process has nothing."""
    computer.ring.forgets_at_once = True
    sign_in = computer.process()
    assert not sign_in.begin(sign_in.api.login(EMAIL, PASSWORD))
    assert not sign_in.is_kept
    assert _works(sign_in, computer)
    with pytest.raises(SignedOut):
        computer.process().token()
