"""The connection document, which holds secrets and must be read exactly."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from cloud.contract.connection import BadConnectionError, Buckets, Connection, Credentials, Person

CONNECTION = Connection(
    newsroom="local",
    user=Person("u-1", "demo@example.org", "Demo"),
    role="member",
    api_url=None,
    endpoint="http://127.0.0.1:1",
    region="us-east-1",
    buckets=Buckets("o", "d"),
    table="media_items",
    index="feed",
    credentials=Credentials("AKIA", "secret", "token"),
    expires_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
    libraries=("newsroom", "private-u-1"),
    max_file_bytes=2 * 1024**3,
)


def test_it_round_trips() -> None:
    """A document that was written is read back equal."""
    assert Connection.from_json(CONNECTION.to_json()) == CONNECTION
    assert CONNECTION.is_local


def test_what_a_later_version_added_is_ignored() -> None:
    """Unknown names do no harm, and missing optional ones have their defaults."""
    document = json.loads(CONNECTION.to_json()) | {"later": 1}
    del document["libraries"], document["max_file_bytes"]
    assert Connection.from_json(json.dumps(document)).libraries == ("newsroom",)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"newsroom": "local"}', "null"])
def test_what_is_none_is_one_error(text: str) -> None:
    """Whatever is wrong with a document, its reader gets ``BadConnectionError``."""
    with pytest.raises(BadConnectionError):
        Connection.from_json(text)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"newsroom": 7}, "newsroom is no text"),
        ({"user": "maria"}, "user is no object"),
        (
            {"credentials": {"access_key_id": "AKIA", "secret_access_key": "secret"}},
            "credentials.session_token is miss",
        ),
        ({"credentials": {"access_key_id": None}}, "credentials.access_key_id is no text"),
        ({"endpoint": "notaurl"}, "endpoint is no address"),
        ({"endpoint": "http://[::1"}, "endpoint is no address"),
        ({"api_url": 1}, "api_url is no text"),
        ({"region": "us east"}, "region is no region"),
        ({"region": ""}, "region is no region"),
        ({"expires_at": "soon"}, "expires_at is no moment"),
        ({"expires_at": "2026-11-22T12:00:00"}, "expires_at names no time zone"),
        ({"libraries": "newsroom"}, "libraries is no list of texts"),
        ({"max_file_bytes": "5"}, "max_file_bytes is no number of bytes"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, object], says: str) -> None:
    """By its field, in words; a value may be secret."""
    document = json.loads(CONNECTION.to_json()) | changes
    with pytest.raises(BadConnectionError) as refused:
        Connection.from_json(json.dumps(document))
    assert says in str(refused.value)
    assert "secret" not in str(refused.value).replace("secret_access_key", "")


def test_a_document_as_deep_as_it_likes_is_one_error() -> None:
    """A hundred thousand brackets are no JSON."""
    with pytest.raises(BadConnectionError, match="no JSON"):
        Connection.from_json("[" * 100_000)


def test_secrets_are_not_shown() -> None:
    """Neither the credentials nor the connection say a secret when printed."""
    assert "secret" not in repr(CONNECTION)
    assert "token" not in repr(CONNECTION.credentials)
