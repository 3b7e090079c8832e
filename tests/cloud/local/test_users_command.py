"""``snapstream-cloud users`` on the embedded cloud: what it writes, the API goes by."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from cloud import cli
from cloud.contract.connection import Connection
from tests.cloud.local.conftest import wait_until

if TYPE_CHECKING:
    from tests.cloud.local.conftest import LocalCloud

pytestmark = pytest.mark.embedded
PASSWORD = "a long way to Tipperary"  # noqa: S105 -- of people who do not exist


@pytest.fixture
def run(shared_cloud: LocalCloud, capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 -- a function of a test
    """Return what runs a verb and reads its document."""

    def running(*words: str, code: int = cli.DONE) -> Any:  # noqa: ANN401 -- as JSON
        capsys.readouterr()
        assert cli.main(["users", *words, "--json", "--data-dir", str(shared_cloud.paths.data_dir)]) == code
        said = capsys.readouterr()
        return json.loads(said.out) if code == cli.DONE else said.err

    return running


def choose_password(cloud: LocalCloud, email: str, code: str) -> int:
    """Choose a password with a code; return the answer's status."""
    return cloud.ask("POST", "/api/password/reset", {"email": email, "code": code, "password": PASSWORD})[0]


def sign_in(cloud: LocalCloud, email: str) -> tuple[int, dict[str, Any]]:
    """Sign in."""
    return cloud.ask("POST", "/api/login", {"email": email, "password": PASSWORD})


def test_the_first_admin(shared_cloud: LocalCloud, run: Any) -> None:  # noqa: ANN401 -- as above
    """Added, they choose a password with the code, once, and look after people; the audit says who made them."""
    email = "chief@example.org"
    added = run("add", email, "--admin", "--name", "C. Hief")
    assert (added["email"], added["role"], added["name"]) == (email, "admin", "C. Hief")
    assert added["address"] == shared_cloud.connection.api_url
    assert sign_in(shared_cloud, email)[0] == HTTPStatus.UNAUTHORIZED
    again = run("add", email)
    assert (again["id"], again["role"]) == (added["id"], "admin")
    assert choose_password(shared_cloud, email, added["code"]) == HTTPStatus.FORBIDDEN
    assert choose_password(shared_cloud, email, again["code"]) in {HTTPStatus.OK, HTTPStatus.NO_CONTENT}
    assert choose_password(shared_cloud, email, again["code"]) == HTTPStatus.FORBIDDEN
    status, tokens = sign_in(shared_cloud, email)
    assert status == HTTPStatus.OK, tokens
    status, people = shared_cloud.ask("GET", "/api/users", token=tokens["access_token"])
    assert status == HTTPStatus.OK
    assert added["id"] in json.dumps(people)
    assert "has an account" in run("add", email, code=cli.FAILED)
    listed = {each["email"]: each for each in run("list")}
    assert (listed[email]["role"], listed[email]["has_password"]) == ("admin", True)
    audit = json.dumps(shared_cloud.ask("GET", "/api/audit", token=tokens["access_token"])[1])
    assert "snapstream-cloud" in audit


def test_a_disabled_persons_credentials_stop_at_once(shared_cloud: LocalCloud, run: Any) -> None:  # noqa: ANN401 -- as above
    """Tokens and credentials that were issued before; somebody else's go on, and theirs do once enabled again."""
    email = "leaver@example.org"
    assert choose_password(shared_cloud, email, run("add", email)["code"]) in {HTTPStatus.OK, HTTPStatus.NO_CONTENT}
    token = sign_in(shared_cloud, email)[1]["access_token"]
    document: Any = {}

    def is_given_some() -> bool:
        nonlocal document
        status, document = shared_cloud.ask("POST", "/api/credentials", token=token)
        return status == HTTPStatus.OK

    wait_until(is_given_some)  # none in the very second of a new password

    def look(connection: Connection) -> bool:
        client = shared_cloud.client_of(connection, "dynamodb")
        try:
            client.query(
                TableName=connection.table,
                IndexName=connection.index,
                KeyConditionExpression="feed_day = :day",
                ExpressionAttributeValues={":day": {"S": "newsroom#2026-11-22"}},
            )
        except ClientError as error:
            assert error.response["Error"]["Code"].startswith("AccessDenied")  # noqa: PT017 -- any other is a fault
            return False
        return True

    theirs = Connection.from_json(json.dumps(document))
    assert look(theirs)
    run("disable", email)
    assert not look(theirs)
    assert look(shared_cloud.connection)
    assert sign_in(shared_cloud, email)[0] != HTTPStatus.OK
    wait_until(lambda: shared_cloud.ask("GET", "/api/me", token=token)[0] == HTTPStatus.UNAUTHORIZED)
    run("enable", email)
    assert not look(theirs)
    fresh: dict[str, Any] = {}

    def is_in_again() -> bool:
        fresh.update(sign_in(shared_cloud, email)[1])
        return "access_token" in fresh

    wait_until(is_in_again)

    def is_given_good_ones() -> bool:
        status, document = shared_cloud.ask("POST", "/api/credentials", token=fresh["access_token"])
        return status == HTTPStatus.OK and look(Connection.from_json(json.dumps(document)))

    # The API looks at a person again within seconds; and a token's issue time has whole seconds, so that what is issued
    # in the very second of the end is denied with it.
    wait_until(is_given_good_ones)


def test_a_new_role_is_told(run: Any) -> None:  # noqa: ANN401 -- as above
    """And a person that is not there too."""
    run("add", "desk@example.org")
    assert run("role", "desk@example.org", "desk")["role"] == "desk"
    assert "no account" in run("disable", "nobody@example.org", code=cli.FAILED)
