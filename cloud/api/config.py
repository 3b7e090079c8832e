"""What can be set about the API, each with its default. Read once, at the start of a worker."""

from __future__ import annotations

from dataclasses import dataclass, field

from cloud.contract.accounts import Registration

MINUTE_S = 60
DAY_S = 24 * 3600


@dataclass(frozen=True, slots=True, repr=False)
class ApiConfig:
    """Times in seconds, sizes in bytes."""

    newsroom: str  #: its id: a safe folder name
    newsroom_name: str  #: as people read it
    public_url: str  #: where browsers and desktops find it, without a slash at the end
    #: Keys that sign access tokens, newest first: the first signs, all verify, so that a key can be changed.
    signing_keys: tuple[bytes, ...]
    registration: Registration = Registration.INVITATION
    access_token_s: int = 10 * MINUTE_S
    refresh_token_s: int = 30 * DAY_S
    session_s: int = 90 * DAY_S  #: the longest that one sign-in lasts, however often it is refreshed
    credentials_s: int = 30 * MINUTE_S
    code_s: int = 15 * MINUTE_S
    invitation_s: int = 7 * DAY_S
    link_s: int = 7 * DAY_S  #: the longest a link may be good for
    max_body_bytes: int = 64 * 1024
    max_browser_upload_bytes: int = 5 * 1024**3
    max_file_bytes: int = 5 * 1024**4
    #: The header that tells the client's address; "" where clients connect directly. Nothing else is believed.
    address_header: str = ""
    #: Where presigned addresses lead (``https://bucket.s3.region.amazonaws.com``): pages may show and send there.
    media_origins: tuple[str, ...] = ()
    is_secure: bool = True  #: cookies over TLS alone; the embedded cloud is on loopback
    daily_cap_microusd: int | None = None
    #: Password hashing, by OWASP's Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane.
    argon2_memory_kib: int = 19_456
    argon2_passes: int = 2
    #: How many passwords are hashed at once in one worker: what waits longer is told to come again (503).
    hashes_at_once: int = 2
    cookie_names: dict[str, str] = field(default_factory=lambda: {"session": "session", "csrf": "csrf"})

    def __repr__(self) -> str:  # never into a log
        return f"ApiConfig({self.newsroom!r})"
