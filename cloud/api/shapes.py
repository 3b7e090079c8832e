"""Fields that several routes take or answer. Pure."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from cloud.contract.accounts import (
    EMAIL_CHARACTERS,
    NAME_CHARACTERS,
    PASSWORD_CHARACTERS,
    Account,
    AccountState,
    Role,
    is_email,
)


def _email(text: str) -> str:
    if not is_email(text.strip()):
        raise ValueError("no e-mail address")
    return text.strip()


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or not name.isprintable():
        raise ValueError("no name that can be printed")
    return name


Email = Annotated[
    str, Field(min_length=3, max_length=EMAIL_CHARACTERS, json_schema_extra={"format": "email"}), AfterValidator(_email)
]
Name = Annotated[str, Field(min_length=1, max_length=NAME_CHARACTERS), AfterValidator(_name)]
#: One that is compared: whatever was allowed when it was chosen.
Password = Annotated[str, Field(min_length=1, max_length=PASSWORD_CHARACTERS.stop - 1)]
#: One that is chosen now.
NewPassword = Annotated[str, Field(min_length=PASSWORD_CHARACTERS.start, max_length=PASSWORD_CHARACTERS.stop - 1)]
Code = Annotated[str, Field(min_length=1, max_length=32, description="As it was mailed, in any spelling")]
Client = Annotated[
    str, Field(max_length=120, description="What the person sees this sign-in as: ``SnapStream on desk-07``")
]


class Body(BaseModel):
    """What is sent. A field that there is not is refused: none of them can give rights."""

    model_config = ConfigDict(extra="forbid")


class Query(Body):
    """What follows the question mark.

    flask-openapi3 asks a query for its schema at every request, which takes longer than the answer: told once, kept.
    """

    @classmethod
    def model_json_schema(cls, *arguments: Any, **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- pydantic's signature
        """Return the schema; the one that is asked for at every request is made once."""
        if arguments or more:
            return super().model_json_schema(*arguments, **more)
        kept: dict[str, Any] | None = cls.__dict__.get("_schema_kept")
        if kept is None:
            kept = super().model_json_schema()
            type.__setattr__(cls, "_schema_kept", kept)
        return kept


class AccountShape(BaseModel):
    """A person, as everyone who may see people sees them."""

    id: str
    email: str
    name: str
    role: Role
    state: AccountState
    created_at: str
    libraries: list[str] = Field(description="What this person may see")

    @classmethod
    def of(cls, account: Account) -> Self:
        """Return the shape of an account."""
        return cls.model_validate(account.to_json())
