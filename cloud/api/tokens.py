"""Access tokens (JWT), refresh tokens and codes: how they are made and read. Pure but for chance; any thread.

::

    access   header {alg HS256, kid} . {iss newsroom, aud snapstream, sub, role, sid, iat, exp} . signature
    refresh  {session_id}.{256 random bits}        rotates at each use
    page     page-{session_id}.{256 random bits}   in a cookie; ends with its session, and never refreshes
    code     XXXXX-XXXXX of Crockford's base 32    mailed; 50 bits, twenty tries, fifteen minutes

Of refresh tokens and codes only SHA-256 is kept.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import jwt

from cloud.contract.accounts import Role
from cloud.contract.sessions import split_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.api.config import ApiConfig
    from cloud.contract.accounts import Account
    from cloud.store.accounts import CodePurpose

AUDIENCE = "snapstream"
#: The one algorithm; what a token says of itself decides nothing (RFC 8725, section 3.1).
ALGORITHM = "HS256"
#: RFC 7518, section 3.2: a key no shorter than the hash.
KEY_BYTES = 32
PAGE = "page-"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_CHARACTERS = 10
_CLAIMS = ["iss", "aud", "sub", "role", "sid", "iat", "exp"]


class BadTokenError(Exception):
    """The token is not ours, or no longer good; ``expired`` is what it said where time alone ended it."""

    def __init__(self, expired: Claims | None = None) -> None:
        super().__init__("refused" if expired is None else "expired")
        self.expired = expired


@dataclass(frozen=True, slots=True)
class Claims:
    """What an access token says."""

    user_id: str
    role: Role
    session_id: str
    issued_ms: int  #: since the epoch: a new role and the token that tells it may come in one second


class AccessTokens:
    """Signs and reads the tokens of one newsroom."""

    def __init__(self, config: ApiConfig, now: Callable[[], datetime]) -> None:
        if not config.signing_keys or any(len(key) < KEY_BYTES for key in config.signing_keys):
            raise ValueError(f"a signing key has at least {KEY_BYTES} bytes")
        self._newsroom = config.newsroom
        self._seconds = config.access_token_s
        self._now = now
        self._first = _key_id(config.signing_keys[0])
        self._keys = {_key_id(key): key for key in config.signing_keys}

    def sign(self, account: Account, session_id: str) -> str:
        """Return an access token of this person and session."""
        issued_s = to_ms(self._now()) / 1000
        claims = {
            "iss": self._newsroom,
            "aud": AUDIENCE,
            "sub": account.id,
            "role": account.role.value,
            "sid": session_id,
            "iat": issued_s,
            "exp": int(issued_s) + self._seconds,
        }
        return jwt.encode(claims, self._keys[self._first], algorithm=ALGORITHM, headers={"kid": self._first})

    def read(self, token: str) -> Claims:
        """Return what a token of ours says; raises ``BadTokenError``."""
        try:
            key = self._keys[str(jwt.get_unverified_header(token).get("kid"))]
            claims = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=self._newsroom,
                # Time is asked of the clock that was given.
                options={"require": _CLAIMS, "verify_exp": False, "verify_iat": False, "verify_nbf": False},
            )
            read = Claims(
                str(claims["sub"]), Role(claims["role"]), str(claims["sid"]), round(float(claims["iat"]) * 1000)
            )
            expires_s = int(claims["exp"])
        except (jwt.InvalidTokenError, KeyError, TypeError, ValueError, OverflowError) as error:
            raise BadTokenError from error
        if self._now().timestamp() >= expires_s:
            raise BadTokenError(read)
        return read

    def seal(self, *parts: str) -> str:
        """Return what only this newsroom can say of these words: forms carry it against cross-site requests."""
        text = "\x00".join(parts).encode()
        return hmac.new(self._keys[self._first], text, hashlib.sha256).hexdigest()

    def is_seal(self, seal: str, *parts: str) -> bool:
        """Whether ``seal`` said so of these words, with any of the keys."""
        text = "\x00".join(parts).encode()
        seals = [hmac.new(key, text, hashlib.sha256).hexdigest() for key in self._keys.values()]
        return sum(hmac.compare_digest(seal.encode(), each.encode()) for each in seals) > 0


def to_ms(moment: datetime) -> int:
    """Return a moment in milliseconds since the epoch, cut as ``now_text`` cuts."""
    return int(moment.timestamp()) * 1000 + moment.microsecond // 1000


def text_to_ms(text: str) -> int:
    """Read ``now_text`` back, in milliseconds since the epoch."""
    return to_ms(datetime.fromisoformat(text))


def _key_id(key: bytes) -> str:
    return hashlib.sha256(b"kid:" + key).hexdigest()[:12]


def new_id() -> str:
    """Return an id of a session that nobody guesses."""
    return secrets.token_hex(16)


def read_refresh_token(token: str) -> tuple[str, str]:
    """Return a token's session and the hash to compare; raises ``BadTokenError``."""
    session_id, secret = split_token(token)
    if not session_id:
        raise BadTokenError
    return session_id, hash_secret(secret)


def hash_secret(secret: str) -> str:
    """Return what is kept of a secret of 256 bits: nobody finds it by trying, so it needs no salt and no passes."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_code() -> str:
    """Return a code as it is mailed."""
    code = "".join(secrets.choice(_CROCKFORD) for _ in range(_CODE_CHARACTERS))
    return f"{code[:5]}-{code[5:]}"


def hash_code(purpose: CodePurpose, user_id: str, code: str) -> str:
    """Return what is kept of a code, however it was typed: Crockford reads O as 0, I and L as 1."""
    plain = "".join(each for each in code.upper() if each.isalnum()).translate(str.maketrans("OIL", "011"))
    return hashlib.sha256(f"{purpose.value}\x00{user_id}\x00{plain}".encode()).hexdigest()
