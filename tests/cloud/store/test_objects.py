"""A bucket: the same tests for S3 (in moto) and for the fake that stands in for it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Protocol

import boto3
import pytest

from cloud.store.objects import ObjectMissingError, ObjectStore
from cloud.store.s3 import S3Objects
from tests.fakes.store import MemoryObjects

if TYPE_CHECKING:
    from pathlib import Path


class _Bucket(ObjectStore, Protocol):
    """A bucket into which a test can put as the desktop does."""

    def upload(self, key: str, body: bytes, metadata: dict[str, str] | None = None) -> object:
        """Put an object with metadata."""
        ...


class _S3Bucket(S3Objects):
    def upload(self, key: str, body: bytes, metadata: dict[str, str] | None = None) -> None:
        """Put an object with metadata."""
        self._client.put_object(Bucket=self._bucket, Key=key, Body=body, Metadata=metadata or {})


@pytest.fixture(params=["memory", "memory-unversioned", "s3", "s3-unversioned"])
def bucket(request: pytest.FixtureRequest) -> _Bucket:
    """Give each bucket in turn, with and without versions."""
    is_versioned = not request.param.endswith("-unversioned")
    if request.param.startswith("memory"):
        return MemoryObjects(has_versions=is_versioned)
    request.getfixturevalue("moto_aws")
    client: Any = boto3.client("s3", region_name="us-east-1")
    client.create_bucket(Bucket="media")
    if is_versioned:
        client.put_bucket_versioning(Bucket="media", VersioningConfiguration={"Status": "Enabled"})
    return _S3Bucket(client, "media")


def test_what_is_written_is_read(bucket: _Bucket) -> None:
    """An object is read back as it was written, over what was there."""
    bucket.write("a/b", b"one", "text/plain")
    bucket.write("a/b", b"two", "text/plain")
    assert bucket.read("a/b") == b"two"


def test_a_head_tells_size_and_metadata(bucket: _Bucket) -> None:
    """Size, metadata (its names in lower case) and a moment are known without reading."""
    bucket.upload("a", b"12345", {"sha256": "ab", "Captured-At": "2026"})
    head = bucket.head("a")
    assert (head.key, head.size_bytes) == ("a", 5)
    assert head.metadata == {"sha256": "ab", "captured-at": "2026"}
    assert len(head.modified) == len("2026-11-22T12:00:00.000Z")


def test_the_first_bytes_alone_can_be_read(bucket: _Bucket) -> None:
    """A limit gives the beginning, or all where there is less, even of an empty object."""
    bucket.write("long", b"0123456789", "text/plain")
    bucket.write("empty", b"", "text/plain")
    assert bucket.read("long", limit_bytes=4) == b"0123"
    assert bucket.read("long", limit_bytes=4096) == b"0123456789"
    assert bucket.read("empty", limit_bytes=4096) == b""


def test_what_is_not_there_says_so(bucket: _Bucket, tmp_path: Path) -> None:
    """Reading, fetching and looking at nothing raise the same error, for an unknown version too."""
    with pytest.raises(ObjectMissingError):
        bucket.head("nothing")
    with pytest.raises(ObjectMissingError):
        bucket.read("nothing")
    with pytest.raises(ObjectMissingError):
        bucket.fetch("nothing", tmp_path / "file")


def test_a_fetched_object_is_a_file_with_its_hash(bucket: _Bucket, tmp_path: Path) -> None:
    """Fetching writes all bytes, of several reads too, and returns their SHA-256."""
    body = bytes(range(256)) * 10_000
    bucket.write("big", body, "text/plain")
    assert bucket.fetch("big", tmp_path / "file") == hashlib.sha256(body).hexdigest()
    assert (tmp_path / "file").read_bytes() == body


def test_a_written_file_is_read(bucket: _Bucket, tmp_path: Path) -> None:
    """A file is put as it is, over what was there, an empty one too."""
    body = bytes(range(256)) * 10_000
    (tmp_path / "file").write_bytes(body)
    bucket.write("a/b", b"one", "text/plain")
    bucket.write_file("a/b", tmp_path / "file", "audio/flac")
    assert bucket.read("a/b") == body
    (tmp_path / "file").write_bytes(b"")
    bucket.write_file("a/b", tmp_path / "file", "audio/flac")
    assert bucket.read("a/b") == b""


def test_keys_are_listed_by_prefix_in_order(bucket: _Bucket) -> None:
    """A list holds the keys that begin so, and no others."""
    for key in ("b/2", "a/1", "b/1", "bb"):
        bucket.write(key, b"x", "text/plain")
    assert list(bucket.list("b/")) == ["b/1", "b/2"]


def test_a_removed_object_is_gone(bucket: _Bucket) -> None:
    """A removed object is not listed or read; removing it again is no error."""
    bucket.write("a", b"x", "text/plain")
    bucket.remove("a")
    bucket.remove("a")
    assert list(bucket.list("")) == []
    with pytest.raises(ObjectMissingError):
        bucket.read("a")


@pytest.mark.parametrize("bucket", ["memory", "s3"], indirect=True)
def test_a_pinned_version_stays(bucket: _Bucket, tmp_path: Path) -> None:
    """Each version is read by its own id, whatever was put over it."""
    bucket.upload("a", b"old", {"sha256": "1"})
    old = bucket.head("a").version_id
    bucket.upload("a", b"new", {"sha256": "2"})
    assert old
    assert bucket.read("a", old) == b"old"
    assert bucket.head("a", old).metadata == {"sha256": "1"}
    assert bucket.fetch("a", tmp_path / "f", old) == hashlib.sha256(b"old").hexdigest()
    assert bucket.read("a") == b"new"
    assert [version.version_id for version in bucket.versions("a")] == [bucket.head("a").version_id, old]


@pytest.mark.parametrize("bucket", ["memory", "s3"], indirect=True)
def test_a_removed_version_is_gone_for_good(bucket: _Bucket) -> None:
    """The others stay; removing it again is no error; an object is gone with its last version."""
    for body in (b"one", b"two"):
        bucket.upload("a", body)
    new, old = (version.version_id for version in bucket.versions("a"))
    bucket.remove_version("a", new)
    bucket.remove_version("a", new)
    assert bucket.read("a") == b"one"
    bucket.remove_version("a", old)
    assert list(bucket.versions("")) == list(bucket.list("")) == []
    with pytest.raises(ObjectMissingError):
        bucket.head("a")


@pytest.mark.parametrize("bucket", ["memory-unversioned", "s3-unversioned"], indirect=True)
def test_an_object_without_versions_is_removed_like_one(bucket: _Bucket) -> None:
    """Its only version has no name."""
    bucket.upload("a", b"x")
    bucket.remove_version("a", "")
    assert list(bucket.list("")) == []


@pytest.mark.parametrize("bucket", ["memory-unversioned", "s3-unversioned"], indirect=True)
def test_a_bucket_without_versions_has_no_version_ids(bucket: _Bucket) -> None:
    """Where no versions are kept, the version id is empty."""
    bucket.upload("a", b"x")
    assert bucket.head("a").version_id == ""
    assert [version.version_id for version in bucket.versions("a")] == [""]
