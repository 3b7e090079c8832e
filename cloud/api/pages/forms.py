"""Forms: read by the same shapes as JSON, with the errors beside their fields. Within a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Generic, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from cloud.api.pages import words
from cloud.contract.accounts import NAME_CHARACTERS, PASSWORD_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.api.problems import ApiError

_Body = TypeVar("_Body", bound=BaseModel)
#: What goes back into the form: never a password or a code.
_KEPT = ("email", "name", "invitation")
#: What is said of a new password.
SHORT = f"Use at least {PASSWORD_CHARACTERS.start} characters. A few words are fine."


@dataclass(slots=True)
class Form(Generic[_Body]):
    """What was sent, and what is wrong with it."""

    body: _Body | None = None
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)  #: by field; "" for the whole form
    status: HTTPStatus = HTTPStatus.OK

    def refuse(self, error: ApiError) -> None:
        """Say what the newsroom answered, beside the field that it is about."""
        self.status = error.status
        field_name, text = _told(error)
        self.errors[field_name] = text


def read(shape: type[_Body]) -> Form[_Body]:
    """Read the request's form as a shape; fields of others, such as the seal, are left aside."""
    sent = {name: request.form[name] for name in shape.model_fields if name in request.form}
    form: Form[_Body] = Form(values=kept(sent))
    try:
        form.body = shape.model_validate(sent)
    except ValidationError as error:
        form.status = HTTPStatus.UNPROCESSABLE_ENTITY
        for each in error.errors():
            name = str(each["loc"][0]) if each["loc"] else ""
            form.errors.setdefault(name, _wrong(name, sent.get(name, ""), each["type"]))
    return form


def kept(values: Mapping[str, str]) -> dict[str, str]:
    """Return what may be shown again."""
    return {name: values[name] for name in _KEPT if name in values}


def _wrong(name: str, value: str, kind: str) -> str:
    if kind == "string_too_short" and name == "password" and value:
        return SHORT
    if not value.strip():
        return {
            "email": "Type your e-mail address.",
            "password": "Type the password.",
            "name": "Type your name, as colleagues know you.",
            "code": "Type the code from the letter.",
        }.get(name, "This is missing.")
    return {
        "email": "This is no e-mail address. It looks like name@newsroom.example.",
        "password": f"Use at most {PASSWORD_CHARACTERS.stop - 1} characters.",
        "name": f"Use at most {NAME_CHARACTERS} characters that can be printed.",
        "code": "A code has at most 32 characters.",
    }.get(name, "This cannot be used.")


#: The answers of the newsroom: beside which field they stand ("" for the whole form), and in which words.
_ANSWERS = {
    "wrong": ("password", "This e-mail address and password do not belong together."),
    "password_common": ("password", "Many people use this password. Choose another."),
    "code_refused": (
        "code",
        "The code or the password is wrong, or the code was used or its time is over.",
    ),
    "not_invited": ("", "An invitation for this address is needed. Ask an admin for a new one."),
    "registration_closed": ("", "Accounts are made by the newsroom’s admins."),
    "disabled": ("", "Your account was switched off. Ask an admin of the newsroom."),
    "too_often": ("", "This was tried too often. {later}"),
    "busy": ("", "Too many people are signing in just now. {later}"),
}


def _told(error: ApiError) -> tuple[str, str]:
    name, text = _ANSWERS.get(error.code, ("", error.detail or "This cannot be done just now."))
    return name, text.replace("{later}", words.later(error.headers.get("Retry-After", "")))
