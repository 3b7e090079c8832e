"""What destroy keeps and removes beside the stack: faces too, which no bucket holds."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.core.models import botocore_stubber

from cloud.deploy.destroy import destroy, holdings
from cloud.deploy.progress import Clock
from cloud.deploy.stack import DeployError
from tests.fakes.ai.newsroom import FakeAws

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION, OWNER = "us-east-1", "123456789012"
DERIVED = f"paper-derived-{OWNER}-{REGION}"


class NoStacks:
    """CloudFormation when the stack is gone."""

    def describe_stacks(self, StackName: str) -> None:  # noqa: N803 -- boto3's name
        """Answer as CloudFormation does."""
        raise ClientError(
            {"Error": {"Code": "ValidationError", "Message": f"Stack with id {StackName} does not exist"}},
            "DescribeStacks",
        )


class OneAccount:
    """An account whose Rekognition is the fake, and whose buckets and tables are moto's."""

    region = REGION
    endpoint = None

    def __init__(self) -> None:
        self.ai = FakeAws({}, lambda: datetime(2026, 11, 22, tzinfo=UTC))
        self._rekognition = self.ai.client("rekognition")
        self._rekognition.meta.events.unregister("before-send", botocore_stubber)  # moto knows no collections

    def client(self, service: str) -> Any:  # noqa: ANN401 -- boto3's clients are made at run time
        """Return a client."""
        own = {"rekognition": self._rekognition, "cloudformation": NoStacks()}
        return own.get(service) or boto3.client(service, region_name=REGION)


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[OneAccount]:
    """Return an account in which a newsroom's stack is gone, its derived bucket and its collections are not."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    made = OneAccount()
    with mock_aws():
        made.client("s3").create_bucket(Bucket=DERIVED)
        for name in ("colleagues", "somebody-elses"):
            made.client("rekognition").create_collection(CollectionId=name)
        yield made


def _list_people(account: OneAccount, body: str) -> None:
    account.client("s3").put_object(Bucket=DERIVED, Key="settings/people.json", Body=body.encode())


def _collections(account: OneAccount) -> list[str]:
    return sorted(account.ai.rekognition.collections)


def _destroy(account: OneAccount, *, with_media: bool) -> list[str]:
    told: list[str] = []
    clock = Clock(pause=lambda _seconds: None)
    destroy(account, "paper", with_media=with_media, tell=told.append, show=lambda _step: None, clock=clock)
    return told


def test_everything_for_ever_means_faces_too(account: OneAccount) -> None:
    """The collections that the newsroom's list names go before the list does; others of the account stay."""
    _list_people(account, json.dumps({"people": [{"collection": "colleagues"}, {"collection": "gone-already"}]}))
    told = _destroy(account, with_media=True)
    assert _collections(account) == ["somebody-elses"]
    assert [line.split()[1] for line in told] == ["colleagues", "gone-already", DERIVED]
    assert holdings(account, "paper") == []


def test_faces_are_kept_with_the_media_and_named(account: OneAccount) -> None:
    """Without --with-media a collection is said to be kept, and how it is removed."""
    _list_people(account, json.dumps({"people": [{"collection": "colleagues"}]}))
    _destroy(account, with_media=False)
    kept = {each.name: each.how for each in holdings(account, "paper")}
    assert kept["colleagues"] == "aws rekognition delete-collection --collection-id colleagues"
    assert "colleagues" in _collections(account)


def test_a_list_that_cannot_be_read_stops_it(account: OneAccount) -> None:
    """Nobody would know afterwards whose faces Rekognition keeps."""
    _list_people(account, "{")
    with pytest.raises(DeployError, match="Remove its collections"):
        _destroy(account, with_media=True)
    assert "colleagues" in _collections(account)
