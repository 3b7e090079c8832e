"""A bucket in S3. One client a process; boto3 clients are safe to share between threads."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from cloud.contract.record import now_text
from cloud.store.objects import ObjectHead, ObjectMissingError, ObjectVersion
from cloud.store.refusals import error_code

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHUNK_BYTES = 1024 * 1024
#: What S3 calls the version of an object in a bucket without versions.
_NO_VERSION = "null"
_MISSING = frozenset({"404", "NoSuchKey", "NoSuchVersion", "NotFound", "MethodNotAllowed"})


class S3Objects:
    """An ``ObjectStore`` on one bucket."""

    def __init__(self, client: Any, bucket: str) -> None:  # noqa: ANN401 -- botocore makes its clients at run time
        self._client = client
        self._bucket = bucket

    def head(self, key: str, version_id: str = "") -> ObjectHead:
        """Return what is known of an object."""
        answer = self._ask("head_object", key, version_id)
        return ObjectHead(
            key=key,
            size_bytes=int(answer["ContentLength"]),
            modified=now_text(answer["LastModified"]),
            version_id=_version(answer.get("VersionId")),
            metadata={str(name).lower(): str(value) for name, value in answer.get("Metadata", {}).items()},
        )

    def read(self, key: str, version_id: str = "", *, limit_bytes: int | None = None) -> bytes:
        """Return an object, or its first bytes."""
        more = {} if limit_bytes is None else {"Range": f"bytes=0-{limit_bytes - 1}"}
        try:
            with self._ask("get_object", key, version_id, **more)["Body"] as body:
                return bytes(body.read())
        except ClientError as error:
            if error_code(error) == "InvalidRange":  # an empty object has no first byte
                return b""
            raise

    def fetch(self, key: str, path: Path, version_id: str = "") -> str:
        """Copy an object to a file in one request, hashing on the way."""
        digest = hashlib.sha256()
        with self._ask("get_object", key, version_id)["Body"] as body, path.open("wb") as file:
            while chunk := body.read(_CHUNK_BYTES):
                digest.update(chunk)
                file.write(chunk)
        return digest.hexdigest()

    def write(self, key: str, body: bytes, content_type: str) -> None:
        """Put an object."""
        self._client.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType=content_type)

    def write_file(self, key: str, path: Path, content_type: str) -> None:
        """Put a file in one request."""
        with path.open("rb") as file:
            self._client.put_object(Bucket=self._bucket, Key=key, Body=file, ContentType=content_type)

    def remove(self, key: str) -> None:
        """Remove an object."""
        self._client.delete_object(Bucket=self._bucket, Key=key)

    def remove_version(self, key: str, version_id: str) -> None:
        """Remove one version of an object for good."""
        self._client.delete_object(Bucket=self._bucket, Key=key, VersionId=version_id or _NO_VERSION)

    def list(self, prefix: str) -> Iterator[str]:
        """Return the keys that begin so."""
        for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix):
            yield from (str(entry["Key"]) for entry in page.get("Contents", ()))

    def versions(self, prefix: str) -> Iterator[ObjectVersion]:
        """Return all versions of the objects whose keys begin so."""
        for page in self._client.get_paginator("list_object_versions").paginate(Bucket=self._bucket, Prefix=prefix):
            for entry in page.get("Versions", ()):
                yield ObjectVersion(str(entry["Key"]), _version(entry["VersionId"]))

    def _ask(self, operation: str, key: str, version_id: str, **more: str) -> Any:  # noqa: ANN401 -- botocore's answer
        if version_id:
            more["VersionId"] = version_id
        try:
            return getattr(self._client, operation)(Bucket=self._bucket, Key=key, **more)
        except ClientError as error:
            if error_code(error) in _MISSING:
                raise ObjectMissingError(key) from error
            raise


def _version(value: object) -> str:
    """Return a version id."""
    return "" if value in (None, _NO_VERSION) else str(value)
