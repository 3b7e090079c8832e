"""The client of the newsroom's API before the real application over memory, with faults on the way."""

from __future__ import annotations

import json
import logging
import socket
import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cloud.contract.accounts import AccountState, Registration, Role
from cloud.contract.sessions import new_secret
from desktop.aws.api import NewsroomApi
from desktop.aws.http import Http, NeverSent
from desktop.core.address import parse_address
from desktop.core.errors import AccessDenied, Offline, Refused, SignedOut, SnapStreamError, Throttled, UsageProblem
from tests.fakes.api import PASSWORD, Newsroom
from tests.fakes.api_server import LOST_ANSWER, LOST_REQUEST, ApiServer, answering

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EMAIL = "eve@herald.example"


class _Desk:
    """A client, and the pauses it made between tries."""

    def __init__(self, address: str, read_timeout_s: float = 10.0) -> None:
        self.pauses: list[float] = []
        self.http = Http(address, pause=self.pauses.append, read_timeout_s=read_timeout_s)
        self.api = NewsroomApi(self.http)


@pytest.fixture
def desk(server: ApiServer) -> Iterator[_Desk]:
    """Return a client of that newsroom."""
    made = _Desk(server.address)
    yield made
    made.api.close()


def _token(server: ApiServer, desk: _Desk, role: Role = Role.MEMBER) -> str:
    server.room.add(EMAIL, role)
    return desk.api.login(EMAIL, PASSWORD).access_token


def test_a_person_signs_in_and_is_given_a_connection(server: ApiServer, desk: _Desk) -> None:
    """Sign-in, who am I, credentials: all as the newsroom knows them."""
    account = server.room.add(EMAIL, Role.DESK)
    tokens = desk.api.login(EMAIL, PASSWORD)
    assert tokens.account == account
    assert desk.api.me(tokens.access_token) == (account, "The Herald")
    connection = desk.api.credentials(tokens.access_token)
    assert (connection.newsroom, connection.user.id, connection.libraries) == ("herald", account.id, account.libraries)


def test_a_refresh_takes_the_secret_that_was_proposed(server: ApiServer, desk: _Desk) -> None:
    """The next token is the one that was kept before it was asked for."""
    server.room.add(EMAIL)
    tokens, secret = desk.api.login(EMAIL, PASSWORD), new_secret()
    assert desk.api.refresh(tokens.refresh_token, secret).refresh_token.endswith(f".{secret}")
    with pytest.raises(Refused) as refused:
        desk.api.refresh(tokens.refresh_token, new_secret())
    assert refused.value.status == 401


def test_an_account_is_made_confirmed_and_gets_a_new_password(data_dir: Path) -> None:
    """Register, confirm with the mailed code, forget the password, choose another, sign in with it."""
    del data_dir
    server = ApiServer(Newsroom(registration=Registration.OPEN))
    desk = _Desk(server.address)
    mail = server.room.memory.mail
    try:
        assert desk.api.register(EMAIL, PASSWORD, "Eve", "") == "confirm"
        with pytest.raises(Refused) as refused:
            desk.api.login(EMAIL, PASSWORD)
        assert refused.value.code == "unconfirmed"
        desk.api.confirm(EMAIL, mail.code(), PASSWORD)
        desk.api.login(EMAIL, PASSWORD)
        desk.api.forgot(EMAIL)
        desk.api.reset(EMAIL, mail.code(), "an even longer walk")
        tokens = desk.api.login(EMAIL, "an even longer walk")
        changed = desk.api.change_password(tokens.access_token, "an even longer walk", PASSWORD)
        assert desk.api.me(changed.access_token)[0].email == EMAIL
        with pytest.raises(SignedOut):
            desk.api.me(tokens.access_token)
        with pytest.raises(Refused, match="wrong"):
            desk.api.change_password(changed.access_token, "not this one, no", PASSWORD)
    finally:
        desk.api.close()
        server.close()


def test_an_admin_looks_after_people(server: ApiServer, desk: _Desk) -> None:
    """People, roles, invitations and the audit; others are told that their role may not."""
    other = server.room.add("max@herald.example")
    token = _token(server, desk, Role.ADMIN)
    assert {account.email for account in desk.api.users(token).rows} == {EMAIL, other.email}
    assert desk.api.change_user(token, other.id, role=Role.DESK).role is Role.DESK
    assert desk.api.change_user(token, other.id, is_disabled=True).state is AccountState.DISABLED
    invited = desk.api.invite(token, "new@herald.example", Role.MEMBER)
    assert desk.api.invitations(token).rows == (invited,)
    assert "login" in {row.action for row in desk.api.audit(token).rows}
    assert set(desk.api.status(token)) >= {"by_status", "queues", "failures"}
    assert desk.api.change_user(token, other.id, is_disabled=False).state is AccountState.ACTIVE
    with pytest.raises(AccessDenied):
        desk.api.users(desk.api.login(other.email, PASSWORD).access_token)


def test_what_is_not_there_is_refused_with_its_code(server: ApiServer, desk: _Desk) -> None:
    """An item that nobody has is told apart from a newsroom that is none."""
    token = _token(server, desk)
    for ask in (
        lambda: desk.api.edit_item(token, "01JD0000000000000000000000", 1, {"caption": {"headline": "x"}}),
        lambda: desk.api.delete_item(token, "01JD0000000000000000000000"),
        lambda: desk.api.reanalyze_item(token, "01JD0000000000000000000000"),
        lambda: desk.api.link_to_item(token, "01JD0000000000000000000000", 3600),
    ):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.status == 404, refused.value


def test_wrong_password_lock_out_and_fields_are_facts(server: ApiServer, desk: _Desk) -> None:
    """A wrong password says so; after too many the wait is told; a form learns which field is wrong."""
    server.room.add(EMAIL)
    with pytest.raises(Refused) as refused:
        desk.api.login(EMAIL, "not this one, no")
    assert (refused.value.code, refused.value.status) == ("wrong", 401)
    with pytest.raises(Refused) as invalid:
        desk.api.login("no address", PASSWORD)
    assert [field for field, _ in invalid.value.fields] == ["email"]
    for _ in range(9):
        with pytest.raises(Refused):
            desk.api.login(EMAIL, "not this one, no")
    with pytest.raises(Throttled) as throttled:
        desk.api.login(EMAIL, PASSWORD)
    assert throttled.value.retry_after_s > 0
    assert desk.pauses == []


def test_disabled_account_is_told_to_who_knows_the_password(server: ApiServer, desk: _Desk) -> None:
    """An account that is off is said to be off."""
    server.room.add(EMAIL, state=AccountState.DISABLED)
    with pytest.raises(Refused) as refused:
        desk.api.login(EMAIL, PASSWORD)
    assert refused.value.code == "disabled"


@pytest.mark.parametrize(
    "fault",
    [LOST_REQUEST, LOST_ANSWER, answering("503 Service Unavailable", Retry_After="1"), answering("502 Bad Gateway")],
)
def test_what_may_be_asked_twice_is(server: ApiServer, desk: _Desk, fault: str) -> None:
    """Reading is tried again after a fault on the way."""
    token = _token(server, desk)
    server.fail("/api/me", fault, fault)
    desk.api.me(token)
    assert server.count("GET /api/me") == 3
    assert desk.pauses in ([0.3, 1.0], [1.0, 1.0])  # the second where the newsroom says when


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (LOST_REQUEST, Offline),
        (LOST_ANSWER, Offline),
        (answering("503 Service Unavailable"), Throttled),
        (answering("500 Internal Server Error"), Throttled),
    ],
)
def test_what_may_not_be_asked_twice_is_not(
    server: ApiServer, desk: _Desk, fault: str, kind: type[SnapStreamError]
) -> None:
    """A sign-in, and above all a refresh, goes out once."""
    server.room.add(EMAIL)
    server.fail("/api/login", fault)
    with pytest.raises(kind):
        desk.api.login(EMAIL, PASSWORD)
    server.fail("/api/refresh", fault)
    with pytest.raises(kind):
        desk.api.refresh(f"{'a' * 32}.{new_secret()}", new_secret())
    assert (server.count("POST /api/login"), server.count("POST /api/refresh"), desk.pauses) == (1, 1, [])


def test_nobody_at_the_address_is_offline_and_nothing_was_sent() -> None:
    """A refused connection, and a name that is not there, are told as such."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for address in (f"http://127.0.0.1:{port}", "https://newsroom.invalid"):
        desk = _Desk(address)
        with pytest.raises(NeverSent):
            desk.api.login(EMAIL, PASSWORD)
        desk.api.close()


def test_a_server_that_never_answers_is_given_up(server: ApiServer) -> None:
    """The wait ends, and is no end of the sign-in."""
    desk = _Desk(server.address, read_timeout_s=0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        desk = _Desk(f"http://127.0.0.1:{silent.getsockname()[1]}", read_timeout_s=0.2)
        with pytest.raises(Offline) as offline:
            desk.api.login(EMAIL, PASSWORD)
        assert not isinstance(offline.value, NeverSent)
    desk.api.close()


def test_a_certificate_that_nobody_vouches_for_is_told_plainly(tmp_path: Path) -> None:
    """TLS that fails is no quiet "offline": it says that nothing was sent, and is not tried again."""
    certificate = tmp_path / "server.pem"
    certificate.write_bytes(_self_signed())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = ApiServer(tls=context)
    desk = _Desk(server.address)
    try:
        with pytest.raises(NeverSent) as unsafe:
            desk.api.health()
        assert "certificate is not trusted" in unsafe.value.detail
        assert (server.asked, desk.pauses) == ([], [])
    finally:
        desk.api.close()
        server.close()


@pytest.mark.parametrize(
    "fault",
    [
        answering("302 Found", Location="https://elsewhere.example/api/login"),
        answering("200 OK", b"<html>Sign in to our Wi-Fi</html>", Content_Type="text/html"),
        answering("404 Not Found", b"<html>no</html>", Content_Type="text/html"),
        answering("200 OK", b"[]", Content_Type="application/json"),
        answering("200 OK", b'{"access_token": 7}', Content_Type="application/json"),
        answering("200 OK", b"{", Content_Type="application/json"),
        answering("200 OK", b'"' + b"x" * (5 << 20) + b'"', Content_Type="application/json"),
    ],
)
def test_an_answer_that_no_newsroom_gives_is_said_to_be_none(server: ApiServer, desk: _Desk, fault: str) -> None:
    """Neither a redirect is followed nor a page taken for an answer."""
    server.room.add(EMAIL)
    server.fail("/api/login", fault)
    with pytest.raises(Refused) as refused:
        desk.api.login(EMAIL, PASSWORD)
    assert refused.value.code == "not_a_newsroom"
    assert server.asked == ["POST /api/login"]


def test_a_token_never_goes_to_another_host(server: ApiServer, desk: _Desk) -> None:
    """GIVEN a redirect to another host WHEN something is asked THEN that host is not asked."""
    token = _token(server, desk)
    other = ApiServer()
    try:
        server.fail("/api/me", answering("307 Temporary Redirect", Location=f"{other.address}/api/me"))
        with pytest.raises(Refused):
            desk.api.me(token)
        assert other.asked == []
    finally:
        other.close()


def test_the_clocks_difference_is_known(server: ApiServer, desk: _Desk) -> None:
    """The newsroom's clock is read from its answers."""
    server.date = datetime.now(UTC) + timedelta(minutes=22)
    desk.api.health()
    assert desk.api.skew_s == pytest.approx(22 * 60, abs=30)


def test_no_secret_is_logged_or_shown(
    server: ApiServer, desk: _Desk, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither password nor tokens are in any log line or in what is printed of an object."""
    caplog.set_level(logging.DEBUG)
    server.room.add(EMAIL)
    tokens = desk.api.login(EMAIL, PASSWORD)
    renewed = desk.api.refresh(tokens.refresh_token, new_secret())
    server.fail("/api/me", LOST_ANSWER)
    desk.api.me(renewed.access_token)
    connection = desk.api.credentials(renewed.access_token)
    with pytest.raises(Refused) as refused:
        desk.api.refresh(tokens.refresh_token, new_secret())
    said = caplog.text + repr(tokens) + repr(connection) + str(refused.value) + "".join(capsys.readouterr())
    secrets = [PASSWORD, tokens.access_token, tokens.refresh_token, renewed.refresh_token]
    assert not [secret for secret in (*secrets, connection.credentials.secret_access_key) if secret in said]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("news.example", "https://news.example"),
        (" https://News.Example:8443/login?x=1 ", "https://news.example:8443"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("http://localhost:1", "http://localhost:1"),
    ],
)
def test_addresses_are_read_as_people_type_them(typed: str, address: str) -> None:
    """A scheme may be left out, a page's path may hang on."""
    assert parse_address(typed) == address


@pytest.mark.parametrize(
    "typed", ["", "http://news.example", "ftp://news.example", "https://eve:pw@news.example", "a b", "https://x:y"]
)
def test_addresses_that_are_unsafe_or_none_are_refused(typed: str) -> None:
    """Nothing goes out in clear, and no password hides in an address."""
    with pytest.raises(UsageProblem):
        parse_address(typed)


def _self_signed() -> bytes:
    """Return a key and a certificate for 127.0.0.1 that nobody vouches for."""
    from cryptography import x509  # noqa: PLC0415 - what moto brings; this test alone needs it
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - as above

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return private + certificate.public_bytes(encoding)


def test_answers_hold_no_more_than_was_promised(server: ApiServer, desk: _Desk) -> None:
    """What a later version adds to an answer is left out, not stumbled over."""
    token = _token(server, desk)
    body = {"user": {**server.room.get("/api/me", token=token).get_json()["user"], "shoe": 42}, "more": [1]}
    server.fail("/api/me", answering("200 OK", json.dumps(body).encode(), Content_Type="application/json"))
    assert desk.api.me(token)[0].email == EMAIL
