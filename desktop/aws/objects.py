"""S3 behind ``desktop.core.objects.ObjectStore``. Any thread."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.aws.errors import code_of, status_of, translate_disk
from desktop.core.model import Part
from desktop.core.objects import Interrupted, ObjectFacts, Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from botocore.exceptions import ClientError

    from cloud.contract.connection import Connection
    from desktop.aws.session import Session
    from desktop.core.objects import Sent

_Answer = TypeVar("_Answer")

_READ_BYTES = 1 << 20
_NOT_FOUND = {"404", "NoSuchKey", "NotFound", "NoSuchVersion"}
_FORBIDDEN = {"403", "AccessDenied"}
_PRECONDITION = 412


class S3Objects:
    """One of the newsroom's two buckets."""

    def __init__(self, session: Session, bucket: Callable[[Connection], str]) -> None:
        self._session = session
        self._bucket = bucket

    @classmethod
    def originals(cls, session: Session) -> S3Objects:
        """Return the bucket that the desktop writes."""
        return cls(session, lambda connection: connection.buckets.originals)

    @classmethod
    def derived(cls, session: Session) -> S3Objects:
        """Return the bucket of what the analysis made; the desktop only reads it."""
        return cls(session, lambda connection: connection.buckets.derived)

    def put(
        self, key: str, body: bytes, *, checksum: str, mime: str, metadata: Mapping[str, str], sent: Sent
    ) -> Stored:
        """Store a small object unless one is there: NEW or EXISTS."""

        def ask(s3: Any, bucket: str) -> Stored:  # noqa: ANN401 - see session
            with _told(body, sent) as stream:
                s3.put_object(
                    Bucket=bucket, Key=key, Body=stream, ContentLength=len(body), ContentType=mime,
                    ChecksumSHA256=checksum, Metadata=dict(metadata), IfNoneMatch="*",
                )  # fmt: skip
            return Stored.NEW

        return self._ask("put the file", ask, {_is_precondition: Stored.EXISTS})

    def head(self, key: str) -> ObjectFacts | None:
        """Return what is stored under the key; None where nothing is, or nothing that may be seen."""

        def ask(s3: Any, bucket: str) -> ObjectFacts | None:  # noqa: ANN401 - see session
            answer = s3.head_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")
            return ObjectFacts(
                size_bytes=int(answer["ContentLength"]),
                checksum=str(answer.get("ChecksumSHA256", "")),
                metadata={str(name): str(value) for name, value in answer.get("Metadata", {}).items()},
            )

        return self._ask("look at the object", ask, {_is_missing: None})

    def create_upload(self, key: str, *, mime: str, metadata: Mapping[str, str]) -> str:
        """Begin a multipart upload; returns its id."""

        def ask(s3: Any, bucket: str) -> str:  # noqa: ANN401 - see session
            answer = s3.create_multipart_upload(
                Bucket=bucket, Key=key, ContentType=mime, Metadata=dict(metadata),
                ChecksumAlgorithm="SHA256", ChecksumType="COMPOSITE",
            )  # fmt: skip
            return str(answer["UploadId"])

        return self._ask("begin an upload", ask, {})

    def upload_part(
        self, key: str, upload_id: str, number: int, body: bytes, *, checksum: str, sent: Sent
    ) -> Part | None:
        """Store one part; None where the upload is gone."""

        def ask(s3: Any, bucket: str) -> Part | None:  # noqa: ANN401 - see session
            with _told(body, sent) as stream:
                answer = s3.upload_part(
                    Bucket=bucket, Key=key, UploadId=upload_id, PartNumber=number, Body=stream,
                    ContentLength=len(body), ChecksumSHA256=checksum,
                )  # fmt: skip
            return Part(number, len(body), str(answer["ETag"]), checksum)

        return self._ask("send a part", ask, {_is_upload_gone: None})

    def complete_upload(self, key: str, upload_id: str, parts: Sequence[Part]) -> Stored:
        """Make the object of its parts unless one is there: NEW, EXISTS or GONE."""

        def ask(s3: Any, bucket: str) -> Stored:  # noqa: ANN401 - see session
            listed = [{"PartNumber": p.number, "ETag": p.etag, "ChecksumSHA256": p.checksum} for p in parts]
            s3.complete_multipart_upload(
                Bucket=bucket, Key=key, UploadId=upload_id, MultipartUpload={"Parts": listed}, IfNoneMatch="*"
            )
            return Stored.NEW

        return self._ask("join the parts", ask, {_is_precondition: Stored.EXISTS, _is_upload_gone: Stored.GONE})

    def abort_upload(self, key: str, upload_id: str) -> None:
        """Drop an upload and its parts; that it is gone already is fine."""

        def ask(s3: Any, bucket: str) -> None:  # noqa: ANN401 - see session
            s3.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload_id)

        self._ask("drop an upload", ask, {_is_upload_gone: None})

    def list_parts(self, key: str, upload_id: str) -> tuple[Part, ...] | None:
        """Return the parts that arrived; None where the upload is gone."""

        def ask(s3: Any, bucket: str) -> tuple[Part, ...] | None:  # noqa: ANN401 - see session
            pages = s3.get_paginator("list_parts").paginate(Bucket=bucket, Key=key, UploadId=upload_id)
            return tuple(
                Part(int(p["PartNumber"]), int(p["Size"]), str(p["ETag"]), str(p.get("ChecksumSHA256", "")))
                for page in pages
                for p in page.get("Parts", [])
            )

        return self._ask("list the parts", ask, {_is_upload_gone: None})

    def open_uploads(self, key: str) -> tuple[str, ...]:
        """Return the ids of the multipart uploads open for exactly this key; () where listing them is not allowed."""

        def ask(s3: Any, bucket: str) -> tuple[str, ...]:  # noqa: ANN401 - see session
            pages = s3.get_paginator("list_multipart_uploads").paginate(Bucket=bucket, Prefix=key)
            return tuple(
                str(upload["UploadId"]) for page in pages for upload in page.get("Uploads", []) if upload["Key"] == key
            )

        # Not everyone may list a bucket; the bucket's rule drops stale uploads after some days anyway.
        return self._ask("list open uploads", ask, {_is_forbidden: ()})

    def get_file(self, key: str, target: Path, *, received: Sent | None = None) -> bool:
        """Fetch an object into a file, whole or not at all; False where there is none. ``StorageFull`` for no room."""

        def ask(s3: Any, bucket: str) -> bool:  # noqa: ANN401 - see session
            answer = s3.get_object(Bucket=bucket, Key=key)
            with contextlib.closing(answer["Body"]) as body:
                write_whole(target, iter(lambda: body.read(_READ_BYTES), b""), received)
            return True

        return self._ask("fetch an object", ask, {_is_missing: False})

    def get_bytes(self, key: str) -> bytes | None:
        """Fetch a small object; None where there is none."""

        def ask(s3: Any, bucket: str) -> bytes | None:  # noqa: ANN401 - see session
            with contextlib.closing(s3.get_object(Bucket=bucket, Key=key)["Body"]) as body:
                return bytes(body.read())

        return self._ask("fetch an object", ask, {_is_missing: None})

    def presign_get(self, key: str, expires_s: int) -> str:
        """Return an address from which the object can be read for a while, at most as long as the credentials last."""

        def ask(s3: Any, connection: Connection) -> str:  # noqa: ANN401 - see session
            left_s = int((connection.expires_at - datetime.now(UTC)).total_seconds())
            params = {"Bucket": self._bucket(connection), "Key": key}
            return str(s3.generate_presigned_url("get_object", Params=params, ExpiresIn=max(1, min(expires_s, left_s))))

        return self._session.call("make an address", "s3", ask)

    def _ask(
        self,
        operation: str,
        ask: Callable[[Any, str], _Answer],
        answers: Mapping[Callable[[ClientError], bool], _Answer],
    ) -> _Answer:
        """Call S3; an error that ``answers`` knows is an answer."""

        def attempt(s3: Any, connection: Connection) -> _Answer:  # noqa: ANN401 - see session
            from botocore.exceptions import ClientError  # noqa: PLC0415 - see desktop.aws

            try:
                return ask(s3, self._bucket(connection))
            except ClientError as error:
                for is_it, answer in answers.items():
                    if is_it(error):
                        return answer
                raise

        return self._session.call(operation, "s3", attempt)


class _Told(io.BytesIO):
    """A body that tells how much of it was read, and stops when told to."""

    def __init__(self, body: bytes, sent: Sent) -> None:
        super().__init__(body)  # shares the bytes until written to
        self._sent = sent
        self.was_stopped = False

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        if piece and not self._sent(self.tell()):
            self.was_stopped = True
            raise Interrupted
        return piece


@contextlib.contextmanager
def _told(body: bytes, sent: Sent) -> Iterator[_Told]:
    from botocore.exceptions import HTTPClientError  # noqa: PLC0415 - see desktop.aws

    stream = _Told(body, sent)
    try:
        yield stream
    except HTTPClientError as error:
        # botocore wraps whatever a body raises.
        if stream.was_stopped:
            raise Interrupted from error
        raise


def write_whole(target: Path, pieces: Iterator[bytes], received: Sent | None) -> None:
    """Write beside the target and rename: nobody ever sees half a file."""
    with translate_disk("keep a fetched file", target):
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".part-", dir=target.parent)
    got_bytes = 0
    try:
        with os.fdopen(descriptor, "wb") as file:
            # Reading and writing apart: a broken line is no full disk.
            for piece in pieces:
                with translate_disk("keep a fetched file", target):
                    file.write(piece)
                got_bytes += len(piece)
                if received is not None and not received(got_bytes):
                    raise Interrupted  # noqa: TRY301 - the file is cleared away below, as for any other end
        with translate_disk("keep a fetched file", target):
            Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _is_missing(error: ClientError) -> bool:
    return code_of(error) in _NOT_FOUND


def _is_forbidden(error: ClientError) -> bool:
    return code_of(error) in _FORBIDDEN


def _is_precondition(error: ClientError) -> bool:
    return status_of(error) == _PRECONDITION or code_of(error) == "PreconditionFailed"


def _is_upload_gone(error: ClientError) -> bool:
    return code_of(error) == "NoSuchUpload"
