"""What the functions write of what they do: one JSON object a line, about one item, and nothing secret."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.analysis.engines.aws.errors import RefusedError
from cloud.analysis.shell import logs, metrics
from cloud.analysis.shell.batch import Event, run_queue, run_stream
from cloud.analysis.shell.invocation import InvocationError, item_of, observed
from cloud.analysis.work.messages import JobWork, Work
from cloud.contract.keys import OriginalKey
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.store.queues import QueueName
from tests.fakes.ai.cloud import AwsCloud
from tests.fakes.cloud import event_bridge, notification
from tests.fakes.engines import picture, recording, video
from tests.fakes.transcripts import ReadingCloud

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ITEM = "01K742SG00VN2D6WVY6JNADVSK"
OWNER = "01JXT21Q00QWANYZKBJEQV9QJJ"
ORIGINAL = str(OriginalKey.of("newsroom", OWNER, ITEM, "a.jpg"))
SIGNED = (
    "https://newsroom.s3.amazonaws.com/derived/a.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIAIOSFODNN7"
    "EXAMPLE%2F20261122&X-Amz-Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024"
)
TOKEN = "IQoJb3JpZ2luX2VjEAAaCXVzLWVhc3QtMSJHMEUCIQ" * 6


class Lines:
    """The lines that are written, as Lambda would."""

    def __init__(self) -> None:
        self._stream = io.StringIO()
        self.handler = logging.StreamHandler(self._stream)
        self.handler.setFormatter(logs.JsonLines())

    def read(self) -> list[dict[str, Any]]:
        """Return them."""
        return [json.loads(line) for line in self._stream.getvalue().splitlines()]

    @property
    def text(self) -> str:
        """All of them as they are."""
        return self._stream.getvalue()


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """Catch what is logged."""
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "newsroom")
    caught = Lines()
    logging.getLogger().addHandler(caught.handler)
    yield caught
    logging.getLogger().removeHandler(caught.handler)


@pytest.mark.expected_log("record failed")
def test_every_line_names_function_request_record_and_item(lines: Lines) -> None:
    """Whatever is logged while a record is handled says whose it is, deep inside and at the boundary alike."""

    @observed
    def handler(event: Event, context: object) -> Event:
        del context
        return run_queue("text", event, handle)

    def handle(body: str) -> None:
        logs.log("looked")
        raise OSError(body)

    body = Work(QueueName.TEXT, ITEM, 1).to_json()
    answer = handler({"Records": [{"messageId": "m-1", "body": body}]}, SimpleNamespace(aws_request_id="r-1"))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-1"}]}
    looked, failed = lines.read()
    for line in (looked, failed):
        assert {"item": ITEM, "correlation_id": ITEM, "request_id": "r-1", "record": "m-1"}.items() <= line.items()
        assert (line["service"], line["function"]) == ("newsroom", "text")
    assert (looked["level"], looked["message"]) == ("INFO", "looked")
    assert (failed["level"], failed["message"], failed["error"]) == ("ERROR", "record failed", "OSError")
    assert "in handle" in failed["traceback"]
    assert ITEM not in failed["traceback"]


def test_a_line_outside_of_a_record_names_no_item(lines: Lines) -> None:
    """What was said about one record is not said about the next."""

    def handle(body: str) -> None:
        logs.log("looked", size=len(body))

    records: list[Any] = [
        {"messageId": "m-1", "body": Work(QueueName.AV, ITEM, 1).to_json()},
        {"messageId": "m-2", "body": "{}"},
    ]
    run_queue("av", {"Records": records}, handle)
    logs.log("over")
    first, second, over = lines.read()
    assert (first["item"], first["record"], second["record"]) == (ITEM, "m-1", "m-2")
    assert "item" not in second
    assert "record" not in over


@pytest.mark.parametrize(
    "record",
    [
        Work(QueueName.IMAGE, ITEM, 1).to_json(),
        JobWork(ITEM, 1, Name.SPEECH).to_json(),
        json.dumps({"Message": Work(QueueName.IMAGE, ITEM, 1).to_json()}),
        event_bridge(ORIGINAL),
        notification(ORIGINAL),
        json.dumps({"JobId": "0" * 64, "JobTag": f"{ITEM}.v1.labels.1", "Status": "SUCCEEDED"}),
        json.dumps({"detail": {"TranscriptionJobName": f"{ITEM}.v12.speech.3"}}),
        {"dynamodb": {"Keys": {"id": {"S": ITEM}}, "NewImage": {"owner_id": {"S": OWNER}}}},
    ],
)
def test_the_item_is_known_from_any_message(record: Any) -> None:  # noqa: ANN401 -- JSON
    """Ours, S3's in both envelopes, Rekognition's, Transcribe's, and a change of the table."""
    assert item_of(record) == ITEM


@pytest.mark.parametrize("record", ["", "{}", {"event": "s3:TestEvent"}, "x" * 10_000, OWNER])
def test_a_strangers_message_names_no_item(record: Any) -> None:  # noqa: ANN401 -- JSON
    """Nothing is taken for an item that merely looks like an id."""
    assert item_of(record) == ""


def test_changes_of_the_table_name_their_item(lines: Lines) -> None:
    """The stream's records carry the item's key."""
    change = {"eventID": "e-1", "dynamodb": {"SequenceNumber": "1", "Keys": {"id": {"S": ITEM}}}}
    run_stream("finalize", {"Records": [change]}, lambda _change: logs.log("seen"))
    assert [(line["item"], line["record"]) for line in lines.read()] == [(ITEM, "e-1")]


@pytest.mark.parametrize(
    "secret",
    [
        SIGNED.partition("?")[2],
        "AKIAIOSFODNN7EXAMPLE",
        TOKEN,
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        "reporter@newsroom.example",
    ],
)
@pytest.mark.expected_log("library")
def test_invariant_23_what_looks_like_a_secret_is_taken_out(secret: str, lines: Lines) -> None:
    """Out of a fact, and out of what a library warns of, with its error's text."""
    logs.log("called", url=f"https://host/?{secret}", detail=f"with {secret}.")
    fault = ValueError(secret)
    logging.getLogger("urllib3").warning("library fails with %s", secret, exc_info=fault)
    assert len(lines.read()) == 2
    assert secret not in lines.text
    assert secret[:20] not in lines.text


@pytest.mark.parametrize("template", ['{{"SecretAccessKey": "{}"}}', "secret_access_key='{}'", "Authorization: {}"])
def test_invariant_23_what_is_called_a_secret_is_taken_out(template: str) -> None:
    """A value is gone where its name says what it is, however it is written."""
    secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105 -- the example of AWS's own documents
    assert secret not in logs.redact(template.format(secret))


@given(st.text(st.characters(codec="utf-8"), min_size=300, max_size=4_000))
def test_invariant_23_no_fact_is_long_enough_for_a_transcript(said: str) -> None:
    """Whatever is put into a line by mistake, most of it is not written."""
    record = logging.makeLogRecord({"name": logs.LOGGER, "msg": "said"})
    vars(record).update(logs.keys_of({"text": said}))
    assert len(json.loads(logs.JsonLines().format(record))["text"]) <= 201


@pytest.mark.parametrize(
    "kept",
    [
        ITEM,
        "a" * 64,
        "derived/newsroom/01JD/v1/thumb-256.jpg",
        "2026-11-22T16:15:04.120Z",
        "/var/newsroom-data/cloud/run/lambda-snapstream-image-h_va8gt7/code/cloud/analysis/engines/aws/translation.py",
    ],
)
def test_ids_keys_and_times_are_kept(kept: str) -> None:
    """What an engineer looks for is not taken for a secret."""
    assert logs.redact(kept) == kept


@pytest.mark.expected_log("record failed")
def test_invariant_23_no_line_holds_what_was_said_or_found(lines: Lines) -> None:
    """Reading and translating, refused and broken alike, log no word of the transcript nor of the answers."""
    cloud = ReadingCloud()
    cloud.words.unread = {"Secretary": ["TEXT_SIZE_LIMIT_EXCEEDED"]}
    cloud.words.errors = {
        "BatchDetectSentiment": [OSError("said: Whisper Secretary"), RefusedError(Reason.SERVICE_REFUSED, "no")],
        "DetectPiiEntities": [RefusedError(Reason.SERVICE_REFUSED, "said: Whisper")],
    }
    cloud.say(
        "Whisper met Secretary in Berlin. " * 400,
        *(set(Name) & {Name(each) for each in ("entities", "phrases", "sentiment", "language", "pii", "translation")}),
    )
    assert len(lines.read()) >= 2
    assert not [word for word in ("Whisper", "WHISPER", "Secretary", "Berlin") if word in lines.text]
    assert not [word for word in ("Whisper", "Secretary") for notice in cloud.topic.notices if word in notice.to_json()]


def _everything_goes_wrong(cloud: AwsCloud) -> None:
    """Let each service refuse, throttle and break once."""
    cloud.aws.rekognition.fail("DetectLabels", *["AccessDeniedException"] * 9)
    cloud.aws.rekognition.fail("DetectText", "ThrottlingException", "InternalServerError", "InvalidParameterException")
    cloud.aws.transcribe.fail("StartTranscriptionJob", "LimitExceededException", "InternalFailureException")
    cloud.aws.comprehend.fail("BatchDetectEntities", "InternalServerException", "AccessDeniedException")
    cloud.aws.comprehend.fail("BatchDetectSentiment", "InvalidRequestException")
    cloud.aws.comprehend.refused_documents = {"SECRETWORD"}


@pytest.mark.parametrize("goes_wrong", [False, True])
def test_invariant_21_and_23_nothing_leaves_of_what_was_said_or_seen(
    *, goes_wrong: bool, lines: Lines, expected_log: Callable[[str], None]
) -> None:
    """Through AWS's engines at their best and worst, no line, notice or alert holds a word or a file's name."""
    cloud = AwsCloud()
    if goes_wrong:
        expected_log("record failed")
        expected_log("not allowed")
        _everything_goes_wrong(cloud)
    said = ["SECRETWORD", "was", "happy", "about", "a", "wonderful", "day", "in", "SECRETPLACE", "."]
    seen = {"text": ["SECRETSIGN"], "people": ["Secretive Person"], "labels": ["SECRETLABEL"], "faces": 1}
    ids = [
        cloud.upload("SECRETNAME.jpg", picture(**seen)),
        cloud.upload("SECRETNAME.wav", recording(says=[said], duration_ms=20_000)),
        cloud.upload("SECRETNAME.mp4", video(frames=[seen, seen], says=[said], duration_ms=20_000)),
    ]
    cloud.run()
    assert all(cloud.item(item_id).status.is_final for item_id in ids)
    notices = [notice.to_json() + json.dumps(notice.attributes()) for notice in cloud.topic.notices]
    alerts = [alert.subject + alert.to_json() for alert in cloud.alerts.alerts]
    assert len(notices) == 3
    assert bool(alerts) is goes_wrong
    assert "secret" not in "".join([*notices, *alerts, lines.text]).lower()
    assert {line["item"] for line in lines.read()} == set(ids)


@pytest.mark.expected_log("invocation failed")
def test_an_invocation_that_fails_says_no_more_than_where(lines: Lines) -> None:
    """Lambda writes an uncaught error's text into the log: it gets one without."""

    @observed
    def handler(event: Event, context: object) -> Event:
        raise OSError(f"{event} {context} {SIGNED}")

    with pytest.raises(InvocationError) as caught:
        handler({}, None)
    assert str(caught.value) == "OSError"
    assert caught.value.__cause__ is None
    assert "X-Amz" not in lines.text


def test_counts_leave_with_the_invocation(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """As CloudWatch reads them: for the newsroom as a whole, and by status or function."""
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "newsroom")
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "SnapStream")

    @observed
    def handler(event: Event, context: object) -> Event:
        del event, context
        metrics.count(metrics.ITEMS_ENDED, dimension="status", name="PARTIAL")
        metrics.count(metrics.ITEMS_ENDED, dimension="status", name="PARTIAL")
        metrics.count(metrics.PAID_CALLS)
        metrics.count(metrics.SPENT_MICROUSD, 1_000)
        return {}

    assert handler({}, None) == {}
    documents = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    by_function, by_status = documents
    [directive] = by_status["_aws"]["CloudWatchMetrics"]
    assert (directive["Namespace"], directive["Dimensions"]) == ("SnapStream", [["service"], ["service", "status"]])
    assert (by_status["service"], by_status["status"], by_status["ItemsEnded"]) == ("newsroom", "PARTIAL", [2.0])
    assert (by_function["function"], by_function["PaidCalls"], by_function["SpentMicrousd"]) == (
        "test_logs",
        [1.0],
        [1000.0],
    )
    assert handler({}, None) == {}
    assert len(capsys.readouterr().out.splitlines()) == 2, "the first invocation's counts are not sent again"


def test_what_was_paid_and_what_failed_is_counted() -> None:
    """The counts agree with the ledger and with the item."""
    cloud = ReadingCloud()
    cloud.words.errors["BatchDetectSentiment"] = [RefusedError(Reason.SERVICE_REFUSED, "no")]
    with metrics.counted("all") as meter:
        cloud.say("Merkel met Macron in Paris, they say.", Name.ENTITIES, Name.SENTIMENT, Name.PHRASES)
    counts = {(metric, name): value for (_dimension, name, metric), value in meter.counts.items()}
    assert counts == {
        ("PaidCalls", "all"): 2,
        ("SpentMicrousd", "all"): cloud.paid(),
        ("AnalysisFailed", "sentiment"): 1,
        ("ItemsEnded", "PARTIAL"): 1,
    }


def test_within_lambda_lines_go_to_standard_output_as_json(tmp_path: Path) -> None:
    """What the process's own logging was set to no longer counts there: one object a line, libraries' warnings too."""
    program = (
        "import logging, sys\n"
        "from cloud.analysis.shell import logs\n"
        "logging.basicConfig(format='plain %(message)s', stream=sys.stdout)\n"
        "logs.start()\n"
        "logs.log('item ended', item='01JD')\n"
        "logging.getLogger('botocore').warning('slow %s', 'AKIAIOSFODNN7EXAMPLE')\n"
    )
    root = Path(logs.__file__).parents[3]
    ended = subprocess.run(  # noqa: S603 -- this Python
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(root), "AWS_LAMBDA_FUNCTION_NAME": "newsroom-text", "PATH": ""},
    )
    ours, theirs = (json.loads(line) for line in ended.stdout.splitlines())
    assert (ours["message"], ours["item"], ours["correlation_id"]) == ("item ended", "01JD", "01JD")
    assert (theirs["message"], theirs["logger"], theirs["level"]) == ("slow [redacted]", "botocore", "WARNING")
    assert ended.stderr == ""
