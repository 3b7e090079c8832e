"""Strangers learn nothing of who has an account: the same answer, and the same steps on the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cloud.contract.accounts import AccountState, Registration
from tests.fakes.api import PASSWORD, Newsroom

if TYPE_CHECKING:
    from collections.abc import Callable

KNOWN, UNKNOWN = "eve@herald.example", "nobody@herald.example"
CODE = "00000-00000"
ASKED: dict[str, Callable[[str], tuple[str, dict[str, str]]]] = {
    "sign in": lambda email: ("/api/login", {"email": email, "password": "not the password"}),
    "forget": lambda email: ("/api/password/forgot", {"email": email}),
    "reset": lambda email: ("/api/password/reset", {"email": email, "code": CODE, "password": PASSWORD}),
    "confirm": lambda email: ("/api/confirm", {"email": email, "code": CODE, "password": "not the password"}),
    "register": lambda email: ("/api/register", {"email": email, "name": "Eve", "password": PASSWORD}),
}


class Steps:
    """Which verbs of the table a request called before its answer, in order."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.called: list[str] = []
        self._is_counting = True
        accounts = newsroom.memory.accounts
        for name in (name for name in dir(type(accounts)) if not name.startswith("_") and name != "writes"):
            setattr(accounts, name, self._counted(name, getattr(accounts, name)))

    def _counted(self, name: str, verb: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: object, **named: object) -> object:
            if not self._is_counting:
                return verb(*args, **named)
            self.called.append(name)
            self._is_counting = False  # what the fake calls of itself is no step
            try:
                return verb(*args, **named)
            finally:
                self._is_counting = True

        return call


def ask(email: str, kind: str) -> tuple[int, bytes, list[str], int]:
    """Ask a newsroom that has one account; return the answer, the steps that led to it, and how many hashes."""
    newsroom = Newsroom(registration=Registration.OPEN)
    newsroom.add(KNOWN)
    newsroom.add("new@herald.example", state=AccountState.UNCONFIRMED)
    steps, hashes = Steps(newsroom), newsroom.context.passwords.made
    path, body = ASKED[kind](email)
    with newsroom.client.open(path, method="POST", json=body, buffered=False) as answer:
        told = answer.status_code, answer.get_data(), list(steps.called)
        return *told, newsroom.context.passwords.made - hashes


@pytest.mark.parametrize("kind", ASKED)
@pytest.mark.parametrize("email", [KNOWN, "new@herald.example"])
def test_an_account_is_asked_for_as_none_is(kind: str, email: str) -> None:
    """Signing in, forgetting, resetting, confirming, registering."""
    assert ask(email, kind) == ask(UNKNOWN, kind)
