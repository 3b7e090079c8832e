"""Put the library up on a running embedded cloud, and write the documents that let others in.

Runs on a thread of the server and speaks to it over HTTP through the guard, exactly as any client does.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from cloud.contract.connection import Connection, Person
from cloud.deploy import connection, package
from cloud.deploy.code_bucket import publish, tidy
from cloud.deploy.stack import Stack, deploy
from cloud.local.configuration import ACCOUNT, REGION
from cloud.local.emulator import LaunchKey
from cloud.local.files import Document, read_document, write_document, write_private

if TYPE_CHECKING:
    from pathlib import Path

    from cloud.contract.accounts import Account
    from cloud.local.settings import LocalSettings

#: Making clients of one session is not safe from several threads; using them is.
_MAKING = threading.Lock()
PREFIX = "snapstream"
#: What this newsroom is deployed with: engines of its own alone, so that nothing is asked of AWS,
#: and nothing costs. Nobody looks at alarms there.
PARAMETERS = {
    "NamePrefix": PREFIX,
    "Engines": "ondevice",
    "OnDevice": "yes",
    "DailyCapUsd": "",
    "Monitoring": "no",
    "ConnectionCallers": f"arn:aws:iam::{ACCOUNT}:root",
}
#: How each kind of resource that holds state is listed: service, operation, the list in the answer, the name in it.
_LISTS = {
    "AWS::DynamoDB::Table": ("dynamodb", "list_tables", "TableNames", ""),
    "AWS::Events::Rule": ("events", "list_rules", "Rules", "Name"),
    "AWS::IAM::Role": ("iam", "list_roles", "Roles", "RoleName"),
    "AWS::Lambda::EventSourceMapping": ("lambda", "list_event_source_mappings", "EventSourceMappings", "UUID"),
    "AWS::Lambda::Function": ("lambda", "list_functions", "Functions", "FunctionName"),
    "AWS::S3::Bucket": ("s3", "list_buckets", "Buckets", "Name"),
    "AWS::SNS::Topic": ("sns", "list_topics", "Topics", "TopicArn"),
    "AWS::SQS::Queue": ("sqs", "list_queues", "QueueUrls", ""),
}


@dataclass(frozen=True, slots=True, repr=False)
class Door:
    """How to speak to an embedded cloud as its engineer."""

    endpoint: str
    key: LaunchKey
    region: str = REGION

    def client(self, service: str) -> Any:  # noqa: ANN401 boto3's clients are made at run time and have no type
        """Return a boto3 client of this service."""
        config = Config(
            signature_version="s3v4" if service == "s3" else "v4",
            s3={"addressing_style": "path"},
            proxies={},
            retries={"mode": "standard", "total_max_attempts": 3},
        )
        with _MAKING:
            return _session(self.key).client(service, endpoint_url=self.endpoint, config=config)


@lru_cache(maxsize=2)
def _session(key: LaunchKey) -> boto3.Session:
    """Return one session for all clients of a key: a new one reads the services' descriptions anew, 0.1 s a client."""
    return boto3.Session(
        aws_access_key_id=key.access_key_id,
        aws_secret_access_key=key.secret_access_key,
        aws_session_token=key.session_token,
        region_name=REGION,
    )


def put_up(door: Door, settings: LocalSettings) -> Stack:
    """Deploy the template with the code of this checkout; nothing happens when it is there already."""
    asks = {"Engines": "aws"} if settings.ai_endpoint else {}
    published = publish(door, PREFIX, package.build_local())
    stack = deploy(
        door.client("cloudformation"),
        PREFIX,
        PARAMETERS | asks | {"CodeBucket": published.bucket, "CodePrefix": published.prefix},
        template_url=published.template_url,
        poll_s=0.05,
        timeout_s=60,
    )
    tidy(door, published)
    return stack


def find_missing(door: Door) -> list[str]:
    """Return what the stack says that it made and is not there, by name.

    The emulator updates a stack by comparing templates, not by looking; what is gone would stay gone.
    """
    made: dict[str, set[str]] = {}
    missing: list[str] = []
    try:
        for page in door.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=PREFIX):
            for resource in page["StackResourceSummaries"]:
                made.setdefault(str(resource["ResourceType"]), set()).add(_last_part(resource["PhysicalResourceId"]))
        for kind, (service, operation, part, name) in _LISTS.items():
            client, there = door.client(service), set()
            is_paged = client.can_paginate(operation)
            for answer in client.get_paginator(operation).paginate() if is_paged else [getattr(client, operation)()]:
                there |= {_last_part(each[name] if name else each) for each in answer.get(part, [])}
            missing += sorted(made.get(kind, set()) - there)
    except ClientError as error:  # a service that cannot list what it loaded has loaded nonsense
        missing.append(error.operation_name)
    return missing


def _last_part(name: object) -> str:
    """Return a name without its path; a queue's URL holds the port of the run that made it."""
    return str(name).rpartition("/")[2]


def issue(door: Door, outputs: dict[str, str], settings: LocalSettings, account: Account, api_url: str) -> Connection:
    """Return a connection document of a person, with fresh credentials of the desktop role."""
    issued = connection.issue(
        door,
        outputs,
        Person(account.id, account.email, account.name),
        newsroom="local",
        duration_s=settings.credentials_s,
        max_file_bytes=settings.max_file_bytes,
    )
    return replace(issued, role=account.role.value, libraries=account.libraries, api_url=api_url)


def write_admin(path: Path, door: Door, outputs: dict[str, str]) -> None:
    """Write the engineer's way in, for ``snapstream-cloud`` alone."""
    write_document(
        path,
        {
            "endpoint": door.endpoint,
            "region": REGION,
            "access_key_id": door.key.access_key_id,
            "secret_access_key": door.key.secret_access_key,
            "session_token": door.key.session_token,
            "outputs": outputs,
        },
    )


def read_admin(path: Path) -> tuple[Door, dict[str, str]] | None:
    """Read ``write_admin`` back; None when no server has written it."""
    document: Document = read_document(path)
    try:
        key = LaunchKey(*(str(document[name]) for name in ("access_key_id", "secret_access_key", "session_token")))
        outputs = cast("dict[str, str]", document["outputs"])
        return Door(str(document["endpoint"]), key), outputs
    except KeyError:
        return None


def write_connection(path: Path, document: Connection) -> None:
    """Write the document that desktops read."""
    write_private(path, document.to_json())
