"""The application from the environment: ``gunicorn 'cloud.api.wsgi:make()'``. Runs once in each worker, at its start.

=========================  ==========================================================================================
NEWSROOM                   the newsroom's id; NEWSROOM_NAME is what people read (the same where it is not set)
PUBLIC_URL                 where people find it; or PUBLIC_URL_PARAMETER, the name of a parameter in SSM that says it
SIGNING_KEY_PARAMETER      a SecureString in SSM: keys in base 64, a line each, newest first
REGISTRATION               open, invitation (unless told otherwise) or closed
ADDRESS_HEADER             the header that tells a client's address: ``CloudFront-Viewer-Address``
MAIL_SENDER, MAIL_REGION   who letters are from; SES may be in another region
CREDENTIALS_S              how long the desktop's credentials last
DAILY_CAP_USD              what a day's analyses may cost
HASHES_AT_ONCE             how many passwords a worker hashes at once
ORIGINALS_BUCKET …         the stack's outputs, as ``OUTPUTS`` names them
{NAME}_QUEUE_URL …         the queues; {NAME}_DEAD_LETTERS_URL what they gave up
AWS_REGION                 the stack's region; AWS_ENDPOINT_URL where it is not AWS
=========================  ==========================================================================================
"""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cloud.api.config import ApiConfig
from cloud.api.tokens import KEY_BYTES
from cloud.contract.accounts import Registration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask

#: The variables that name what the stack made, and what its outputs call them.
OUTPUTS = {
    "ORIGINALS_BUCKET": "OriginalsBucket",
    "DERIVED_BUCKET": "DerivedBucket",
    "ITEMS_TABLE": "ItemsTable",
    "ITEMS_TABLE_ARN": "ItemsTableArn",
    "USERS_TABLE": "UsersTable",
    "LEDGER_TABLE": "LedgerTable",
    "DESKTOP_ROLE_ARN": "DesktopRoleArn",
    "ITEM_EVENTS_TOPIC_ARN": "ItemEventsTopicArn",
}
#: Settings that are numbers, named as their variables are.
_NUMBERS = ("CREDENTIALS_S", "HASHES_AT_ONCE")
_ENDS = {"_QUEUE_URL": "QueueUrl", "_DEAD_LETTERS_URL": "DeadLettersUrl"}


class BadEnvironmentError(ValueError):
    """The environment does not say what is needed; the message names the variable."""


@dataclass(frozen=True, slots=True)
class Clients:
    """Makes boto3 clients that are quick to give up: people wait for them."""

    session: Any
    region: str
    endpoint: str | None

    def __call__(self, service: str, region: str = "") -> Any:  # noqa: ANN401 -- botocore makes its clients at run time
        """Return a client."""
        from botocore.config import Config  # noqa: PLC0415 -- only a worker needs it

        settings: dict[str, Any] = {
            "retries": {"mode": "standard", "max_attempts": 3},
            "connect_timeout": 2,
            "read_timeout": 10,
            "signature_version": "s3v4" if service == "s3" else "v4",
        }
        if self.endpoint is not None:
            settings |= {"proxies": {}, "s3": {"addressing_style": "path"}}
        elif service == "s3":
            settings |= {"s3": {"addressing_style": "virtual"}}
        return self.session.client(
            service, region_name=region or self.region, endpoint_url=self.endpoint, config=Config(**settings)
        )

    def credentials_end(self) -> datetime | None:
        """Return when the credentials end that sign now; None for those that do not."""
        credentials = self.session.get_credentials()
        end = getattr(credentials, "_expiry_time", None)  # botocore tells it nowhere else
        return end if isinstance(end, datetime) else None


def make() -> Flask:
    """Return the application of a worker."""
    import boto3  # noqa: PLC0415 -- only a worker needs it

    from cloud.api.context import CONTEXT, Context  # noqa: PLC0415 -- the same

    variables = os.environ
    region = _need(variables, "AWS_REGION")
    clients = Clients(boto3.Session(region_name=region), region, variables.get("AWS_ENDPOINT_URL") or None)
    app = build(variables, clients)
    context = app.extensions[CONTEXT]
    assert isinstance(context, Context)
    context.outbox.start()  # here, for this is the process that serves
    return app


def build(
    variables: Mapping[str, str], clients: Clients, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Flask:
    """Return the application from these variables; raises ``BadEnvironmentError``."""
    from cloud.api.app import create_app  # noqa: PLC0415 -- after the environment is known to be good
    from cloud.api.assembly import assemble  # noqa: PLC0415 -- the same
    from cloud.api.mail import SesMail  # noqa: PLC0415 -- the same

    config = read_config(variables, _Parameters(clients))
    mail = SesMail(clients("sesv2", variables.get("MAIL_REGION", "")), _need(variables, "MAIL_SENDER"))
    config, ports = assemble(
        clients,
        config,
        read_outputs(variables),
        mail,
        region=clients.region,
        endpoint=clients.endpoint,
        now=now,
        credentials_end=clients.credentials_end,
    )
    return create_app(config, ports)


def read_config(variables: Mapping[str, str], parameter: Callable[[str], str]) -> ApiConfig:
    """Return the settings; ``parameter`` reads one from SSM. Raises ``BadEnvironmentError``."""
    newsroom = _need(variables, "NEWSROOM")
    public_url = variables.get("PUBLIC_URL") or parameter(_need(variables, "PUBLIC_URL_PARAMETER"))
    cap_usd = variables.get("DAILY_CAP_USD", "")
    try:
        numbers: dict[str, Any] = {name.lower(): int(variables[name]) for name in _NUMBERS if variables.get(name)}
        return ApiConfig(
            newsroom=newsroom,
            newsroom_name=variables.get("NEWSROOM_NAME") or newsroom,
            public_url=public_url.rstrip("/"),
            signing_keys=read_keys(parameter(_need(variables, "SIGNING_KEY_PARAMETER"))),
            registration=Registration(variables.get("REGISTRATION") or Registration.INVITATION),
            address_header=variables.get("ADDRESS_HEADER", ""),
            is_secure=public_url.startswith("https://"),
            **numbers,
            daily_cap_microusd=round(float(cap_usd) * 1_000_000) if cap_usd else None,
        )
    except ValueError as error:
        raise BadEnvironmentError(str(error)) from error


def read_keys(text: str) -> tuple[bytes, ...]:
    """Return the signing keys in a parameter; raises ``BadEnvironmentError``."""
    try:
        keys = tuple(base64.b64decode(line, validate=True) for line in text.split())
    except binascii.Error as error:
        raise BadEnvironmentError("the signing keys are no base 64") from error
    if not keys or any(len(key) < KEY_BYTES for key in keys):
        raise BadEnvironmentError(f"a signing key has at least {KEY_BYTES} bytes")
    return keys


def read_outputs(variables: Mapping[str, str]) -> dict[str, str]:
    """Return what the stack made, as its outputs name it."""
    outputs = {output: variables[name] for name, output in OUTPUTS.items() if variables.get(name)}
    for name, value in variables.items():
        for end, output in _ENDS.items():
            if name.endswith(end):
                outputs[f"{name.removesuffix(end).title()}{output}"] = value
    return outputs


@dataclass(frozen=True, slots=True)
class _Parameters:
    clients: Clients

    def __call__(self, name: str) -> str:
        return str(self.clients("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])


def _need(variables: Mapping[str, str], name: str) -> str:
    if not variables.get(name):
        raise BadEnvironmentError(f"{name} is not set")
    return variables[name]
