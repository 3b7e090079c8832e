"""What one worker works with: made once by ``create_app``, asked for by views. Its threads share it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app

from cloud.contract.record import now_text

if TYPE_CHECKING:
    from cloud.api.config import ApiConfig
    from cloud.api.limits import Limits
    from cloud.api.outbox import Outbox
    from cloud.api.passwords import Passwords
    from cloud.api.ports import ApiPorts
    from cloud.api.standing import Standing
    from cloud.api.tokens import AccessTokens

CONTEXT = "SNAPSTREAM"


@dataclass(frozen=True, slots=True)
class Context:
    """Settings, ports, and what is made of them."""

    config: ApiConfig
    ports: ApiPorts
    passwords: Passwords
    tokens: AccessTokens
    standing: Standing
    limits: Limits
    outbox: Outbox

    def now_text(self) -> str:
        """Return the moment as rows hold it."""
        return now_text(self.ports.now())


def context() -> Context:
    """Return what the application of this request works with."""
    found = current_app.extensions[CONTEXT]
    assert isinstance(found, Context)
    return found
