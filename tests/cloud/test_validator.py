"""The strict validator itself, and that no client of a test of the cloud gets past it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from moto import mock_aws

from cloud.analysis.shell.environment import Environment, connect, connect_ai
from tests.fakes.ai.validator import (
    InvalidAnswerError,
    InvalidRequestError,
    check_answer,
    check_request,
    checked,
    find_faults,
    service_model,
)

SERVICES = ("rekognition", "transcribe", "comprehend", "translate", "s3", "sqs", "sns", "dynamodb", "sts", "events")
JOB = {
    "TranscriptionJobName": "01JD.v1.speech.1",
    "Media": {"MediaFileUri": "s3://derived/sound.flac"},
    "LanguageCode": "en-US",
}


def _faults(service: str, operation: str, **request: object) -> list[str]:
    model = service_model(service).operation_model(operation)
    return find_faults(model.input_shape, request, operation)


def test_invariant_09_a_good_request_passes() -> None:
    """Required members there, each of its type, within its bounds."""
    check_request("transcribe", "StartTranscriptionJob", JOB | {"Settings": {"MaxSpeakerLabels": 30}})
    check_request("rekognition", "DetectLabels", {"Image": {"Bytes": b"\xff\xd8"}, "MinConfidence": 80})


@pytest.mark.parametrize(
    ("service", "operation", "request_", "fault"),
    [
        ("rekognition", "DetectLabels", {}, "Image is missing"),
        ("rekognition", "DetectLabels", {"Image": {}, "Shape": 1}, "there is no member Shape"),
        ("rekognition", "DetectLabels", {"Image": {"S3Object": {"Bukket": "b"}}}, "there is no member Bukket"),
        ("rekognition", "DetectLabels", {"Image": {}, "MinConfidence": 101.0}, "at most 100"),
        ("rekognition", "DetectLabels", {"Image": {}, "MinConfidence": float("nan")}, "no number that JSON has"),
        ("rekognition", "DetectLabels", {"Image": {}, "MaxLabels": True}, "an integer is expected"),
        ("rekognition", "DetectLabels", {"Image": {}, "MaxLabels": 2**31}, "does not fit"),
        ("rekognition", "DetectLabels", {"Image": {"Bytes": b"x" * 5_242_881}}, "at most 5242880"),
        ("rekognition", "DetectLabels", {"Image": {"Bytes": 7}}, "bytes are expected"),
        ("rekognition", "DetectLabels", {"Image": {}, "Features": ["LABELS"]}, "is none of GENERAL_LABELS"),
        ("rekognition", "DetectLabels", {"Image": {}, "Features": ["GENERAL_LABELS"] * 3}, "at most 2"),
        ("rekognition", "DetectLabels", {"Image": {"S3Object": {"Bucket": "a b c"}}}, "does not match"),
        ("rekognition", "StartLabelDetection", {"Video": {}, "ClientRequestToken": "a" * 65}, "at most 64"),
        ("rekognition", "StartLabelDetection", {"Video": {}, "ClientRequestToken": "a.b"}, "does not match"),
        ("rekognition", "StartLabelDetection", {"Video": {}, "JobTag": "a b"}, "does not match"),
        ("rekognition", "StartLabelDetection", {"Video": {}, "JobTag": "tag\n"}, "does not match"),
        ("transcribe", "StartTranscriptionJob", JOB | {"TranscriptionJobName": "a/b"}, "does not match"),
        ("transcribe", "StartTranscriptionJob", JOB | {"TranscriptionJobName": "a" * 201}, "at most 200"),
        ("transcribe", "StartTranscriptionJob", JOB | {"TranscriptionJobName": ""}, "at least 1"),
        ("transcribe", "StartTranscriptionJob", JOB | {"Settings": {"MaxSpeakerLabels": 1}}, "at least 2"),
        ("transcribe", "StartTranscriptionJob", JOB | {"LanguageCode": "en"}, "is none of"),
        ("transcribe", "StartTranscriptionJob", JOB | {"OutputKey": "é.json"}, "does not match"),
        ("transcribe", "StartTranscriptionJob", JOB | {"IdentifyLanguage": "yes"}, "true or false is expected"),
        ("transcribe", "StartTranscriptionJob", JOB | {"KMSEncryptionContext": {}}, "at least 1"),
        ("transcribe", "StartTranscriptionJob", JOB | {"Media": []}, "a structure is expected"),
        ("comprehend", "BatchDetectEntities", {"TextList": "one", "LanguageCode": "en"}, "a list is expected"),
        ("comprehend", "BatchDetectEntities", {"TextList": [""], "LanguageCode": "en"}, "at least 1"),
        (
            "dynamodb",
            "PutItem",
            {"TableName": "t", "Item": {"id": {"L": [{"M": {"x": {"N": 3}}}]}}},
            "text is expected",
        ),
        ("dynamodb", "PutItem", {"TableName": "t", "Item": {"id": {"Text": "x"}}}, "there is no member Text"),
        ("sts", "AssumeRole", {"RoleArn": "arn:aws:iam::1:role/d", "RoleSessionName": "a b"}, "does not match"),
        ("s3", "PutObject", {"Bucket": "b", "Key": "k", "Body": b"", "Metadata": {"a": 1}}, "text is expected"),
    ],
)
def test_invariant_09_a_bad_request_is_refused(
    service: str, operation: str, request_: dict[str, object], fault: str
) -> None:
    """For the one thing that is wrong with it, and in words that say where."""
    with pytest.raises(InvalidRequestError, match=fault) as caught:
        check_request(service, operation, request_)
    assert str(caught.value).startswith(f"{service}:{operation}")


def test_invariant_09_exactly_one_member_of_a_union_is_taken() -> None:
    """Two would leave it to the service which it means."""
    unions = [
        (name, shape)
        for service in (*SERVICES, "lambda", "bedrock-runtime")
        for name in service_model(service).shape_names
        if getattr(shape := service_model(service).shape_for(name), "is_tagged_union", False)
    ]
    assert unions, "no model has a union any more: the rule is not tested"
    for name, shape in unions:
        assert any("exactly one of" in fault for fault in find_faults(shape, {}, name)), name


def test_invariant_09_what_can_be_sent_as_a_body_is_taken() -> None:
    """Bytes, and files that are read."""
    assert not _faults("s3", "PutObject", Bucket="b", Key="k", Body=io.BytesIO(b"x"))
    assert not _faults("s3", "PutObject", Bucket="b", Key="k", Body=b"x", Expires=datetime.now(UTC))


@pytest.mark.parametrize("service", SERVICES)
def test_invariant_09_every_pattern_of_a_model_is_understood(service: str) -> None:
    """A pattern that cannot be read would let everything pass."""
    model = service_model(service)
    for name in model.shape_names:
        shape = model.shape_for(name)
        if shape.metadata.get("pattern"):
            find_faults(shape, "x", name)


def test_invariant_09_a_wrapped_client_sends_nothing_that_is_bad(
    monkeypatch: pytest.MonkeyPatch, refused_requests: list[str]
) -> None:
    """The hook stands before the request is even written down."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    client = checked(boto3.client("rekognition", region_name="us-east-1"))
    sent: list[Any] = []
    client.meta.events.register("before-send", lambda request, **_: sent.append(request))
    with pytest.raises(InvalidRequestError, match="at most 100"):
        client.detect_labels(Image={"Bytes": b"x"}, MinConfidence=150)
    assert sent == []
    assert len(refused_requests) == 1
    refused_requests.clear()


def test_invariant_09_the_functions_clients_are_wrapped_in_tests(
    monkeypatch: pytest.MonkeyPatch, refused_requests: list[str]
) -> None:
    """Those that ``environment`` makes, too: with nothing said, each refuses what AWS would."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        environment = Environment.read({})
        with pytest.raises(InvalidRequestError, match="at most 4096"):
            connect_ai("rekognition", environment).list_faces(CollectionId="c", MaxResults=4097)
        with pytest.raises(InvalidRequestError, match="does not match"):
            connect("dynamodb", environment).query(TableName="a", IndexName="no such name")
    assert len(refused_requests) == 2
    refused_requests.clear()


def test_invariant_10_a_canned_answer_of_another_shape_is_refused() -> None:
    """A fake cannot drift from the service that it stands for."""
    check_answer("rekognition", "DetectLabels", {"Labels": [{"Name": "Dog", "Confidence": 99.0}]})
    with pytest.raises(InvalidAnswerError, match="there is no member Label"):
        check_answer("rekognition", "DetectLabels", {"Labels": [{"Label": "Dog"}]})
    with pytest.raises(InvalidAnswerError, match="at most 100"):
        check_answer("rekognition", "DetectLabels", {"Labels": [{"Name": "Dog", "Confidence": 990}]})
    with pytest.raises(InvalidAnswerError, match="ErrorList is missing"):
        check_answer("comprehend", "BatchDetectEntities", {"ResultList": []})
