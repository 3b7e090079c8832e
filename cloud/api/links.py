"""Presigned addresses in S3. One client a process; boto3 clients are safe to share between threads.

Nothing is asked of AWS: an address is signed here, so whoever gets it can do what this process may, until it ends. It
ends at the latest with the credentials that signed it (Amazon S3 User Guide, "Sharing objects with presigned URLs").
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import boto3

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from cloud.contract.connection import Credentials
    from cloud.contract.record import Json

#: S3 refuses longer ones (Amazon S3 User Guide, the same).
LONGEST_S = 7 * 24 * 3600
#: Making clients of one session is not safe from several threads; using them is.
_MAKING = threading.Lock()


class S3Links:
    """``Links`` on the two buckets.

    ``client`` signs with ``s3v4``. ``credentials_end`` tells when the credentials end that sign now, None for never.
    """

    def __init__(
        self,
        client: Any,  # noqa: ANN401 -- botocore makes its clients at run time
        *,
        originals: str,
        derived: str,
        now: Callable[[], datetime],
        credentials_end: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        self._client = client
        self._originals = originals
        self._derived = derived
        self._now = now
        self._credentials_end = credentials_end

    def longest_s(self) -> int | None:
        """Return how long an address that is made now can be good."""
        end = self._credentials_end()
        if end is None:
            return None
        return max(0, min(LONGEST_S, int((end - self._now()).total_seconds())))

    def download(self, key: str, version_id: str, filename: str, *, seconds: int) -> str:
        """Return where one version of an original can be fetched, to be saved under its own name."""
        request = {"Bucket": self._originals, "Key": key, "ResponseContentDisposition": disposition(filename)}
        if version_id:
            request["VersionId"] = version_id
        return str(self._client.generate_presigned_url("get_object", Params=request, ExpiresIn=seconds))

    def derived(self, key: str, *, seconds: int) -> str:
        """Return where a derived object can be fetched."""
        request = {"Bucket": self._derived, "Key": key}
        return str(self._client.generate_presigned_url("get_object", Params=request, ExpiresIn=seconds))

    def upload(
        self,
        key: str,
        metadata: Mapping[str, str],
        *,
        max_bytes: int,
        seconds: int,
        credentials: Credentials | None = None,
    ) -> dict[str, Json]:
        """Return the form of a presigned POST: this key, this metadata, and no more than so many bytes.

        Signed by ``credentials``, so that S3 holds it to what that person may put, and to how long they are good.
        """
        client = self._client if credentials is None else _client_of(self._client, credentials)
        fields = {f"x-amz-meta-{name}": value for name, value in metadata.items()}
        conditions: list[object] = [{name: value} for name, value in fields.items()]
        conditions.append(["content-length-range", 1, max_bytes])
        form = client.generate_presigned_post(
            self._originals, key, Fields=dict(fields), Conditions=conditions, ExpiresIn=seconds
        )
        return {"url": str(form["url"]), "fields": {str(name): str(value) for name, value in form["fields"].items()}}


def _client_of(client: Any, credentials: Credentials) -> Any:  # noqa: ANN401 -- botocore makes its clients at run time
    """Return a client like this one that signs as somebody else."""
    with _MAKING:
        return boto3.client(
            "s3",
            region_name=client.meta.region_name,
            endpoint_url=client.meta.endpoint_url,
            config=client.meta.config,
            aws_access_key_id=credentials.access_key_id,
            aws_secret_access_key=credentials.secret_access_key,
            aws_session_token=credentials.session_token,
        )


def disposition(filename: str) -> str:
    """Return the header that saves a file under its own name (RFC 6266, section 4.3): ASCII, and UTF-8 beside it."""
    plain = "".join(each if " " <= each <= "~" and each not in '"\\%' else "_" for each in filename) or "original"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='', errors='replace')}"
