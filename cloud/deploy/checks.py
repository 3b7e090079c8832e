"""One thing that a smoke test looked at, and the desktop's rights to look with. Main thread; blocking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from cloud.contract.connection import Connection

OK, FAILED, NOT_ENFORCED, NOTE = "ok", "failed", "not enforced here", "note"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    proves: str
    outcome: str
    detail: str = ""

    def to_json(self) -> dict[str, str]:
        """Return what ``smoke --json`` says of it."""
        return {"check": self.name, "proves": self.proves, "outcome": self.outcome, "detail": self.detail}


def desktop_client(connection: Connection, service: str, *, endpoint: str | None = None) -> Any:  # noqa: ANN401 -- boto3 makes its clients at run time
    """Return a client with the desktop's credentials."""
    credentials = connection.credentials
    is_own = connection.endpoint is not None
    return boto3.Session().client(
        service,
        region_name=connection.region,
        endpoint_url=endpoint or connection.endpoint,
        aws_access_key_id=credentials.access_key_id,
        aws_secret_access_key=credentials.secret_access_key,
        aws_session_token=credentials.session_token,
        config=Config(
            signature_version="s3v4" if service == "s3" else None,
            s3={"addressing_style": "path" if is_own else "auto"},
            proxies={} if is_own else None,
            retries={"mode": "standard", "total_max_attempts": 3},
        ),
    )
