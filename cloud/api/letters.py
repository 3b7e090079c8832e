"""What is mailed to people, as plain text. Pure.

No letter repeats what a stranger typed into a form (a name, say): anyone can have one sent to any address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from cloud.api.config import ApiConfig


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """A subject and a text."""

    subject: str
    text: str


def confirmation(config: ApiConfig, code: str) -> Letter:
    """Return the letter with the code that confirms an address."""
    return _letter(
        config,
        f"Your code for {config.newsroom_name}",
        f"Somebody, we hope you, asked for an account at {config.newsroom_name} with this address.\n\n"
        f"    {code}\n\n"
        f"Type this code where you asked for the account. It is good for {config.code_s // 60} minutes, once.\n"
        "If it was not you, do nothing: without the code there will be no account.",
    )


def already_registered(config: ApiConfig) -> Letter:
    """Return what the owner of an address is told when somebody asks for an account with it again."""
    return _letter(
        config,
        f"You have an account at {config.newsroom_name}",
        f"Somebody, perhaps you, asked for an account at {config.newsroom_name} with this address. You have one:\n"
        f"sign in at {config.public_url}/login, and if you forgot the password, say so there.\n"
        "If it was not you, do nothing.",
    )


def reset(config: ApiConfig, code: str) -> Letter:
    """Return the letter with the code for a new password."""
    return _letter(
        config,
        f"A new password for {config.newsroom_name}",
        f"Somebody, we hope you, asked for a new password at {config.newsroom_name}.\n\n"
        f"    {code}\n\n"
        f"Type this code where you asked for it. It is good for {config.code_s // 60} minutes, once.\n"
        "If it was not you, do nothing: your password stays as it is.",
    )


def password_changed(config: ApiConfig) -> Letter:
    """Return what is told after a password was changed."""
    return _letter(
        config,
        f"Your password for {config.newsroom_name} was changed",
        f"Your password at {config.newsroom_name} was changed, and every other device was signed out.\n"
        f"If it was not you, choose a new one at once at {config.public_url}/login and tell an admin.",
    )


def session_stolen(config: ApiConfig) -> Letter:
    """Return what is told when a token came back that was used before."""
    return _letter(
        config,
        f"A device was signed out of {config.newsroom_name}",
        "A sign-in of yours was used from two places at once, as when somebody copied it. It was ended.\n"
        "Sign in again on that device. If you cannot explain it, choose a new password and tell an admin.",
    )


def invitation(config: ApiConfig, token: str) -> Letter:
    """Return the letter that lets somebody make an account."""
    days = config.invitation_s // (24 * 3600)
    return _letter(
        config,
        f"You are invited to {config.newsroom_name}",
        f"You may make an account at {config.newsroom_name}, within {days} days:\n\n"
        f"    {config.public_url}/register?invitation={quote(token, safe='')}\n\n"
        "In the SnapStream application choose Create an account, with\n"
        f"    newsroom address  {config.public_url}\n"
        f"    invitation        {token}",
    )


def _letter(config: ApiConfig, subject: str, text: str) -> Letter:
    return Letter(" ".join(subject.split()), f"{text}\n\n{config.newsroom_name}\n{config.public_url}\n")
