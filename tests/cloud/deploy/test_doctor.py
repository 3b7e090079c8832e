from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from cloud.deploy.doctor import NEEDED, examine_account
from cloud.deploy.findings import NOTE, OK, PROBLEM, Finding

USER = "arn:aws:iam::123456789012:user/engineer"


def refusal(code: str) -> ClientError:
    """Return an error of AWS."""
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "Any")


class FakePages:
    """A paginator of one page."""

    def __init__(self, page: Any) -> None:  # noqa: ANN401 -- an answer of AWS, or an error
        """``page``: what it tells."""
        self._page = page

    def paginate(self, **_request: object) -> list[Any]:
        """Return the page, or raise."""
        if isinstance(self._page, ClientError):
            raise self._page
        return [self._page]


class FakeClient:
    """A client that answers as it was told, and everything else with nothing."""

    def __init__(self, service: str, answers: dict[str, Any]) -> None:
        """``answers``: by ``service.operation``."""
        self._service = service
        self._answers = answers

    def __getattr__(self, operation: str) -> Any:  # noqa: ANN401 -- as boto3
        """Return an operation."""

        def call(**_request: object) -> Any:  # noqa: ANN401 -- as boto3
            answer = self._answers.get(f"{self._service}.{operation}", {})
            if isinstance(answer, ClientError):
                raise answer
            return answer

        return call

    def get_paginator(self, operation: str) -> FakePages:
        """Return a paginator of an operation."""
        return FakePages(self._answers[f"{self._service}.{operation}"])


class FakeAccount:
    """A healthy account in Ireland, but for what a test changes."""

    endpoint = None

    def __init__(self, region: str = "eu-west-1", **answers: Any) -> None:  # noqa: ANN401 -- answers of AWS
        """``answers``: ``service__operation``."""
        self.region = region
        self._answers: dict[str, Any] = {
            "sts.get_caller_identity": {"Arn": USER, "Account": "123456789012"},
            "iam.simulate_principal_policy": {"EvaluationResults": []},
            "lambda.get_account_settings": {"AccountLimit": {"ConcurrentExecutions": 1000}},
            "service-quotas.list_service_quotas": {"Quotas": [{"QuotaName": "DetectLabels per second", "Value": 50.0}]},
            "sesv2.get_account": {"ProductionAccessEnabled": True},
        }
        self._answers |= {
            name.replace("__", ".").replace("_quotas.", "-quotas."): each for name, each in answers.items()
        }

    def client(self, service: str) -> FakeClient:
        """Return a client."""
        return FakeClient(service, self._answers)


def by_level(account: FakeAccount, level: str) -> list[Finding]:
    """Return what the doctor says of an account."""
    return [finding for finding in examine_account(account) if finding.level == level]


def test_a_healthy_account_has_no_problem() -> None:
    """Rights, services, quotas and mail are each said to be there."""
    assert by_level(FakeAccount(), PROBLEM) == by_level(FakeAccount(), NOTE) == []
    told = " ".join(finding.what for finding in by_level(FakeAccount(), OK))
    for words in (USER, f"All {len(NEEDED)} rights", "rekognition answers", "1,000 functions", "SES may write"):
        assert words in told


def test_a_missing_right_is_named() -> None:
    """Each by its action, with whom to allow it."""
    page = {"EvaluationResults": [
        {"EvalActionName": "iam:PassRole", "EvalDecision": "implicitDeny"},
        {"EvalActionName": "s3:CreateBucket", "EvalDecision": "allowed"},
    ]}  # fmt: skip
    (problem,) = {finding.what: finding for finding in by_level(
        FakeAccount(iam__simulate_principal_policy=page), PROBLEM)}.values()  # fmt: skip
    assert problem.what == "iam:PassRole is not allowed."
    assert USER in problem.todo


def test_where_nobody_may_simulate_rights_are_tried_by_listing() -> None:
    """What is refused is a problem; that it was tried so is a note, with how to have it looked at well."""
    account = FakeAccount(
        iam__simulate_principal_policy=refusal("AccessDenied"), sqs__list_queues=refusal("AccessDenied")
    )
    assert [finding.what for finding in by_level(account, PROBLEM)] == ["sqs:ListQueues is not allowed."]
    (note,) = by_level(account, NOTE)
    assert "iam:SimulatePrincipalPolicy" in note.todo


@pytest.mark.parametrize(
    ("account", "level", "what", "todo"),
    [
        (
            FakeAccount(lambda__get_account_settings={"AccountLimit": {"ConcurrentExecutions": 10}}),
            PROBLEM, "Lambda runs 10 functions at once", "Service Quotas",
        ),
        (FakeAccount(sesv2__get_account={}), NOTE, "in its sandbox", "production access"),
        (
            FakeAccount(transcribe__list_transcription_jobs=refusal("SubscriptionRequiredException")),
            PROBLEM, "transcribe: not activated", "sign-up",
        ),
        (
            FakeAccount(comprehend__list_entity_recognizers=refusal("AccessDeniedException")),
            NOTE, "comprehend: may not be looked at", "comprehend:ListEntityRecognizers",
        ),
        (FakeAccount("eu-north-1"), PROBLEM, "There is no rekognition in eu-north-1", "another region"),
        (
            FakeAccount(sts__get_caller_identity={"Arn": "arn:aws:iam::1:root", "Account": "1"}),
            NOTE, "root credentials", "role",
        ),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_with_what_to_do(account: FakeAccount, level: str, what: str, todo: str) -> None:
    """A quota of a new account, the mail sandbox, a service that is not there, not activated, or may not be asked."""
    found = [finding for finding in by_level(account, level) if what in finding.what]
    assert len(found) == 1
    assert todo in found[0].todo
    assert found[0].why
