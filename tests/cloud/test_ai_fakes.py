"""The fakes of the AI services: they keep the limits, codes and shapes of the real ones, and say what they are."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from botocore.exceptions import ClientError
from PIL import Image

from cloud.analysis.engines.aws.errors import JobExistsError, JobMissingError, QuotaError, RefusedError
from tests.fakes.ai.newsroom import FakeAws, MemoryBuckets
from tests.fakes.ai.service import error_status
from tests.fakes.ai.validator import check_answer, service_model
from tests.fakes.engines import picture, recording, video
from tests.fakes.store import Clock, MemoryObjects

if TYPE_CHECKING:
    from collections.abc import Iterator

BYTES = picture(
    labels=["Dog", ["Cat", 60.0, "Animal"]],
    text=["BREAKING NEWS", "Reuters"],
    people=["Jane Doe"],
    known=["Editor"],
    moderation=[["Violence", 80.0]],
    logos=["Acme"],
    faces=3,
)
SAID = "Hello my name is Jane . Write to jane@x.org today"
FRAMES = [{"labels": ["Dog"], "text": ["EXIT"], "people": ["Jane"], "faces": 1, "moderation": ["Violence"]}] * 7
VIDEO = {"S3Object": {"Bucket": "originals", "Name": "v.mp4"}}
MODEL = "arn:aws:rekognition:us-east-1:000000000000:project/logos/version/one/1"


class _Account:
    """Fakes, their buckets, and what they told."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.originals, self.derived = MemoryObjects(), MemoryObjects()
        self.aws = FakeAws(MemoryBuckets({"originals": self.originals, "derived": self.derived}), self.clock)
        self.told: list[tuple[str, str, dict[str, Any]]] = []
        self.aws.world.tell = lambda *message: self.told.append(message)
        self.aws.rekognition.models[MODEL] = True
        self.originals.upload("v.mp4", video(frames=FRAMES, says=[["one", "two"]], duration_ms=7000))
        self.originals.upload("a.wav", recording(says=[SAID.split()]))

    def start(self, kind: str = "label_detection", **more: object) -> str:
        """Start a video job."""
        client = self.aws.client("rekognition")
        request = {"Video": VIDEO, **more}
        if kind == "segment_detection":
            request["SegmentTypes"] = ["SHOT", "TECHNICAL_CUE"]
        return str(getattr(client, f"start_{kind}")(**request)["JobId"])

    def transcribe(self, name: str = "one", **more: Any) -> Any:  # noqa: ANN401 -- as boto3
        """Start a transcription."""
        request: dict[str, Any] = {"LanguageCode": "en-US", "Media": {"MediaFileUri": "s3://originals/a.wav"}} | more
        request = {each: value for each, value in request.items() if value is not None}
        return self.aws.client("transcribe").start_transcription_job(TranscriptionJobName=name, **request)


@pytest.fixture
def account() -> Iterator[_Account]:
    """Give an account; at the end nothing malformed was sent to it."""
    made = _Account()
    yield made
    assert made.aws.malformed == []


def _code(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


#: One call of every operation that the fakes have, but for those about jobs.
CALLS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "rekognition": [
        ("detect_labels", {"Image": {"Bytes": BYTES}}),
        ("detect_text", {"Image": {"Bytes": BYTES}}),
        ("detect_faces", {"Image": {"Bytes": BYTES}}),
        ("recognize_celebrities", {"Image": {"Bytes": BYTES}}),
        ("detect_moderation_labels", {"Image": {"Bytes": BYTES}}),
        ("detect_custom_labels", {"Image": {"Bytes": BYTES}, "ProjectVersionArn": MODEL}),
        ("create_collection", {"CollectionId": "staff"}),
        ("index_faces", {"CollectionId": "staff", "Image": {"Bytes": BYTES}, "ExternalImageId": "e:1"}),
        ("search_faces_by_image", {"CollectionId": "staff", "Image": {"Bytes": BYTES}}),
        ("list_faces", {"CollectionId": "staff"}),
        ("describe_collection", {"CollectionId": "staff"}),
        ("delete_faces", {"CollectionId": "staff", "FaceIds": ["11111111-2222-3333-4444-555555555555"]}),
        ("delete_collection", {"CollectionId": "staff"}),
    ],
    "comprehend": [
        ("detect_dominant_language", {"Text": "The dog is in the garden and it is happy."}),
        ("batch_detect_entities", {"TextList": ["Jane Doe is in Berlin."], "LanguageCode": "en"}),
        ("batch_detect_key_phrases", {"TextList": ["the dog"], "LanguageCode": "en"}),
        ("batch_detect_sentiment", {"TextList": ["a wonderful day"], "LanguageCode": "en"}),
        ("detect_pii_entities", {"Text": "Write to jane@x.org", "LanguageCode": "en"}),
    ],
    "translate": [
        ("translate_text", {"Text": "Good day", "SourceLanguageCode": "en", "TargetLanguageCode": "fr"}),
    ],
}


@pytest.mark.parametrize("service", CALLS)
def test_invariant_10_every_answer_has_the_real_shape_and_says_that_it_is_synthetic(
    service: str, account: _Account
) -> None:
    """Read by a real client, checked against the output shape, and marked."""
    client = account.aws.client(service)
    for operation, request in CALLS[service]:
        answer = getattr(client, operation)(**request)
        assert answer["ResponseMetadata"]["HTTPHeaders"]["x-synthetic"] == "yes"
        body = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
        check_answer(service, client.meta.method_to_api_mapping[operation], body)
        assert body, operation


def test_invariant_10_a_version_or_a_name_says_it_too(account: _Account) -> None:
    """Where an answer has room for it, nobody who keeps it can take it for a real one."""
    client = account.aws.client("rekognition")
    assert "synthetic" in client.detect_labels(Image={"Bytes": BYTES})["LabelModelVersion"]
    assert "synthetic" in client.detect_text(Image={"Bytes": BYTES})["TextModelVersion"]
    [person] = client.recognize_celebrities(Image={"Bytes": BYTES})["CelebrityFaces"]
    assert person["Urls"] == ["synthetic.invalid/0"]
    assert account.start().startswith("synthetic-")
    account.transcribe(OutputBucketName="derived", OutputKey="t.json")
    account.aws.tick()
    assert json.loads(account.derived.read("t.json"))["accountId"] == "synthetic"


def test_pictures_are_seen_as_they_are(account: _Account) -> None:
    """What is in the file is found, and what is not sure enough is left out."""
    client = account.aws.client("rekognition")
    labels = client.detect_labels(Image={"Bytes": BYTES}, MinConfidence=70)["Labels"]
    assert [each["Name"] for each in labels] == ["Dog"]
    texts = client.detect_text(Image={"Bytes": BYTES})["TextDetections"]
    assert [each["DetectedText"] for each in texts if each["Type"] == "LINE"] == ["BREAKING NEWS", "Reuters"]
    assert texts[1]["ParentId"] == texts[0]["Id"]
    people = client.recognize_celebrities(Image={"Bytes": BYTES})
    assert ([each["Name"] for each in people["CelebrityFaces"]], len(people["UnrecognizedFaces"])) == (["Jane Doe"], 2)
    assert account.aws.bill.units == {
        "rekognition:DetectLabels": 1,
        "rekognition:DetectText": 1,
        "rekognition:RecognizeCelebrities": 1,
    }
    assert account.aws.bill.microusd == 3000


def test_at_most_a_hundred_words_are_read(account: _Account) -> None:
    """Of lines of three words, 34, the last of one word."""
    body = picture(text=["one two three"] * 50)
    found = account.aws.client("rekognition").detect_text(Image={"Bytes": body})["TextDetections"]
    assert sum(each["Type"] == "WORD" for each in found) == 100
    assert [each["DetectedText"] for each in found if each["Type"] == "LINE"][-1] == "one"


def _real(side: int, kind: str = "JPEG") -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (side, max(side // 2, 1)), (200, 10, 10)).save(body, kind)
    return body.getvalue()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"GIF89a", "InvalidImageFormatException"),
        (_real(400)[:300], "InvalidImageFormatException"),
        (_real(400, "WEBP"), "InvalidImageFormatException"),
        (_real(150), "InvalidParameterException"),
        (_real(10_002), "ImageTooLargeException"),
        (picture(refuses="ThrottlingException"), "ThrottlingException"),
    ],
)
def test_pictures_outside_the_limits_are_refused(body: bytes, code: str, account: _Account) -> None:
    """With the code and the status of the real service, and for nothing."""
    with pytest.raises(ClientError) as caught:
        account.aws.client("rekognition").detect_labels(Image={"Bytes": body})
    assert _code(caught) == code
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == error_status("rekognition", code)
    assert account.aws.bill.microusd == 0


def test_pictures_in_a_bucket_may_be_larger_than_those_sent(account: _Account) -> None:
    """15 MB, where bytes may be 5; one that is not there is a code of its own."""
    client = account.aws.client("rekognition")
    account.derived.upload("large.jpg", BYTES + b" " * 6_000_000)
    account.derived.upload("huge.jpg", BYTES + b" " * 16_000_000)

    def look(name: str) -> Any:  # noqa: ANN401 -- as boto3
        return client.detect_labels(Image={"S3Object": {"Bucket": "derived", "Name": name}})

    assert look("large.jpg")["Labels"]
    for name, code in (("huge.jpg", "ImageTooLargeException"), ("none.jpg", "InvalidS3ObjectException")):
        with pytest.raises(ClientError) as caught:
            look(name)
        assert _code(caught) == code


def test_real_pictures_are_told_by_their_colour(account: _Account) -> None:
    """Where no script is in the file, a plain rule finds what says that it is made up."""
    labels = account.aws.client("rekognition").detect_labels(Image={"Bytes": _real(400)})["Labels"]
    assert labels[0]["Name"] == "Synthetic red scene"


def test_faces_are_indexed_found_and_forgotten(account: _Account) -> None:
    """A collection knows a face again until it is told to forget it."""
    client = account.aws.client("rekognition")
    client.create_collection(CollectionId="staff")
    with pytest.raises(ClientError) as caught:
        client.create_collection(CollectionId="staff")
    assert _code(caught) == "ResourceAlreadyExistsException"
    portrait, crowd = picture(known=["Editor"]), picture(known=["Editor", "Cook"])
    kept = client.index_faces(CollectionId="staff", Image={"Bytes": portrait}, ExternalImageId="editor", MaxFaces=1)
    [face] = [each["Face"] for each in kept["FaceRecords"]]
    found = client.search_faces_by_image(CollectionId="staff", Image={"Bytes": crowd})["FaceMatches"]
    assert [each["Face"]["ExternalImageId"] for each in found] == ["editor"]
    assert client.delete_faces(CollectionId="staff", FaceIds=[face["FaceId"]])["DeletedFaces"] == [face["FaceId"]]
    assert client.search_faces_by_image(CollectionId="staff", Image={"Bytes": crowd})["FaceMatches"] == []
    for request, code in (
        ({"CollectionId": "staff", "Image": {"Bytes": picture()}}, "InvalidParameterException"),
        ({"CollectionId": "none", "Image": {"Bytes": crowd}}, "ResourceNotFoundException"),
    ):
        with pytest.raises(ClientError) as caught:
            client.search_faces_by_image(**request)
        assert _code(caught) == code


def test_a_model_that_does_not_run_is_not_ready(account: _Account) -> None:
    """And one that nobody made is not found."""
    client = account.aws.client("rekognition")
    account.aws.rekognition.models[MODEL] = False
    for arn, code in ((MODEL, "ResourceNotReadyException"), (f"{MODEL}1", "ResourceNotFoundException")):
        with pytest.raises(ClientError) as caught:
            client.detect_custom_labels(ProjectVersionArn=arn, Image={"Bytes": BYTES})
        assert _code(caught) == code


KINDS = {
    "label_detection": "Labels",
    "text_detection": "TextDetections",
    "celebrity_recognition": "Celebrities",
    "face_detection": "Faces",
    "content_moderation": "ModerationLabels",
    "segment_detection": "Segments",
}


@pytest.mark.parametrize("kind", KINDS)
def test_invariant_11_video_pages_are_read_to_the_end(kind: str, account: _Account) -> None:
    """Through many pages, of which the second is empty and is not the last."""
    account.aws.rekognition.page_rows = 2
    job_id = account.start(kind)
    account.aws.tick()
    get = getattr(account.aws.client("rekognition"), f"get_{kind}")
    pages, token = [], {}
    while True:
        answer = get(JobId=job_id, MaxResults=1000, **token)
        assert answer["JobStatus"] == "SUCCEEDED"
        pages.append(answer[KINDS[kind]])
        if "NextToken" not in answer:
            break
        token = {"NextToken": answer["NextToken"]}
    assert pages[1] == []
    assert len(pages) > 4
    assert sum(map(len, pages)) == (14 if kind == "text_detection" else 7)
    times = [each.get("Timestamp", each.get("StartTimestampMillis")) for page in pages for each in page]
    assert times == sorted(times)
    assert set(times) == {0, 1000, 2000, 3000, 4000, 5000, 6000}


def test_what_is_seen_all_the_while_is_one_stretch(account: _Account) -> None:
    """Where a job's results are asked for so: from when to when, without places."""
    frames = [{"labels": ["Person"]}, {"labels": ["Person", "Dog"]}, {}, {}, {"labels": ["Person"]}]
    account.originals.upload("v.mp4", video(frames=frames, duration_ms=5000))
    job_id = account.start()
    account.aws.tick()
    client = account.aws.client("rekognition")
    answer = client.get_label_detection(JobId=job_id, AggregateBy="SEGMENTS", SortBy="TIMESTAMP")
    rows = [(r["Label"]["Name"], r["StartTimestampMillis"], r["EndTimestampMillis"]) for r in answer["Labels"]]
    assert rows == [("Person", 0, 1000), ("Dog", 1000, 1000), ("Person", 4000, 4000)]
    assert all("Instances" not in row["Label"] for row in answer["Labels"])
    assert answer["GetRequestMetadata"]["AggregateBy"] == "SEGMENTS"


def test_invariant_11_an_expired_page_is_refused(account: _Account) -> None:
    """A token that is too old, of another job, or made up is no token; the job is read again from its first page."""
    account.aws.rekognition.page_rows = 2
    one, other = account.start(), account.start()
    account.aws.tick()
    client = account.aws.client("rekognition")
    token = client.get_label_detection(JobId=one)["NextToken"]
    account.aws.rekognition.expire_pages()
    fresh = client.get_label_detection(JobId=other)["NextToken"]
    for bad in (token, fresh, "nonsense"):
        with pytest.raises(ClientError) as caught:
            client.get_label_detection(JobId=one, NextToken=bad)
        assert _code(caught) == "InvalidPaginationTokenException"
    assert client.get_label_detection(JobId=one)["Labels"]


def test_a_token_is_one_job(account: _Account) -> None:
    """The same question with the same token is the same job; another one is a mismatch."""
    token = {"ClientRequestToken": "a" * 64, "JobTag": "01JD.v1.labels.1"}
    assert account.start(**token) == account.start(**token)
    assert account.start() != account.start()
    with pytest.raises(ClientError) as caught:
        account.start(MinConfidence=80, **token)
    assert _code(caught) == "IdempotentParameterMismatchException"


def test_twenty_jobs_run_at_once_and_no_more(account: _Account) -> None:
    """The next is refused until one has ended; our code reads that as too much at once."""
    account.aws.delay(timedelta(minutes=1))
    for _ in range(20):
        account.start()
    with pytest.raises(QuotaError):
        account.aws.ai().call("rekognition", "StartLabelDetection", {"Video": VIDEO})
    account.clock.advance(timedelta(minutes=2))
    assert account.aws.tick() == 20
    account.start()
    assert account.aws.rekognition.most_at_once == 20


def test_the_end_of_a_video_job_is_told_to_its_topic(account: _Account) -> None:
    """As Rekognition writes it; a topic whose name the managed role may not use hears nothing."""
    topic = "arn:aws:sns:us-east-1:000000000000:AmazonRekognition-newsroom"
    role = "arn:aws:iam::000000000000:role/rekognition"
    job_id = account.start(NotificationChannel={"SNSTopicArn": topic, "RoleArn": role}, JobTag="01JD.v1.labels.1")
    other = topic.replace("AmazonRekognition", "newsroom")
    account.start(NotificationChannel={"SNSTopicArn": other, "RoleArn": role})
    account.aws.tick()
    [(kind, where, message)] = account.told
    assert (kind, where) == ("sns", topic)
    assert message["JobId"] == job_id
    assert (message["Status"], message["API"]) == ("SUCCEEDED", "StartLabelDetection")
    assert message["JobTag"] == "01JD.v1.labels.1"
    assert message["Video"] == {"S3ObjectName": "v.mp4", "S3Bucket": "originals"}


@pytest.mark.parametrize("script", [{"codec": "hevc"}, {"duration_ms": 7 * 3600 * 1000}])
def test_a_video_that_is_refused_fails_its_job(script: dict[str, Any], account: _Account) -> None:
    """Not its start; and it costs nothing."""
    account.originals.upload("v.mp4", video(frames=FRAMES, **script))
    job_id = account.start()
    account.aws.tick()
    answer = account.aws.client("rekognition").get_label_detection(JobId=job_id)
    assert answer["JobStatus"] == "FAILED"
    assert answer["StatusMessage"]
    assert account.aws.bill.microusd == 0


def test_video_is_charged_by_its_length(account: _Account) -> None:
    """A tenth of a dollar a minute and operation; results are kept for a week."""
    job_id = account.start()
    account.aws.tick()
    assert account.aws.bill.units == {"rekognition:StartLabelDetection": 7}
    assert account.aws.bill.microusd == 11_667
    account.clock.advance(timedelta(days=8))
    with pytest.raises(JobMissingError):
        account.aws.ai().call("rekognition", "GetLabelDetection", {"JobId": job_id})


def test_a_transcript_is_written_where_it_was_asked_for(account: _Account) -> None:
    """In Transcribe's own shape: times are text in seconds, punctuation has none, each word has its speaker."""
    settings = {"ShowSpeakerLabels": True, "MaxSpeakerLabels": 4}
    answer = account.transcribe(OutputBucketName="derived", OutputKey="job/out.json", Settings=settings)
    assert answer["TranscriptionJob"]["TranscriptionJobStatus"] == "IN_PROGRESS"
    account.aws.tick()
    done = account.aws.client("transcribe").get_transcription_job(TranscriptionJobName="one")["TranscriptionJob"]
    assert done["TranscriptionJobStatus"] == "COMPLETED"
    assert done["Transcript"]["TranscriptFileUri"].endswith("/derived/job/out.json")
    results = json.loads(account.derived.read("job/out.json"))["results"]
    assert results["transcripts"] == [{"transcript": "Hello my name is Jane. Write to jane@x.org today"}]
    first, stop = results["items"][0], results["items"][5]
    assert (first["start_time"], first["end_time"], first["speaker_label"]) == ("0.0", "0.3", "spk_0")
    assert first["alternatives"] == [{"confidence": "0.987", "content": "Hello"}]
    assert stop["type"] == "punctuation"
    assert "start_time" not in stop
    assert results["speaker_labels"]["speakers"] == 2
    assert account.aws.bill.units == {"transcribe:StartTranscriptionJob": 15}
    [(kind, _where, event)] = account.told
    assert (kind, event["source"], event["detail-type"]) == ("events", "aws.transcribe", "Transcribe Job State Change")
    assert event["detail"] == {"TranscriptionJobName": "one", "TranscriptionJobStatus": "COMPLETED"}


def test_a_redacted_transcript_has_a_name_of_its_own(account: _Account) -> None:
    """And holds no personal data."""
    redaction = {"RedactionType": "PII", "RedactionOutput": "redacted"}
    account.transcribe(OutputBucketName="derived", OutputKey="job/out.json", ContentRedaction=redaction)
    account.aws.tick()
    document = json.loads(account.derived.read("job/redacted-out.json"))
    assert document["isRedacted"]
    assert "Write to [PII] today" in document["results"]["transcripts"][0]["transcript"]


@pytest.mark.parametrize(
    "bad",
    [
        {"IdentifyLanguage": True},
        {"LanguageCode": None},
        {"Settings": {"MaxSpeakerLabels": 2}},
        {"Settings": {"VocabularyName": "none"}},
        {"OutputKey": "x.json"},
        {"Media": {"MediaFileUri": "s3://originals/none.wav"}},
        {"LanguageCode": "de-DE", "ContentRedaction": {"RedactionType": "PII", "RedactionOutput": "redacted"}},
    ],
)
def test_a_transcription_that_cannot_be_is_refused(bad: dict[str, Any], account: _Account) -> None:
    """What the model allows, and the service does not."""
    with pytest.raises(ClientError) as caught:
        account.transcribe(**bad)
    assert _code(caught) == "BadRequestException"
    assert account.aws.transcribe.jobs == {}


def test_a_job_name_is_taken_once(account: _Account) -> None:
    """Our code reads the refusal as: started already; and a job that nobody knows as: missing."""
    account.transcribe()
    ai = account.aws.ai()
    request = {
        "TranscriptionJobName": "one",
        "LanguageCode": "en-US",
        "Media": {"MediaFileUri": "s3://originals/a.wav"},
    }
    with pytest.raises(JobExistsError):
        ai.call("transcribe", "StartTranscriptionJob", request)
    with pytest.raises(JobMissingError):
        ai.call("transcribe", "GetTranscriptionJob", {"TranscriptionJobName": "two"})


@pytest.mark.parametrize(
    ("script", "why"),
    [({"duration_ms": 400}, "0.5 seconds"), ({"duration_ms": 5 * 3600 * 1000}, "Maximum"), (None, "isn't valid")],
)
def test_sound_outside_the_limits_fails_its_job(script: dict[str, Any] | None, why: str, account: _Account) -> None:
    """With a reason, and for nothing."""
    account.originals.upload("a.wav", b"no sound" if script is None else recording(says=[["a"]], **script))
    account.transcribe()
    account.aws.tick()
    job = account.aws.client("transcribe").get_transcription_job(TranscriptionJobName="one")["TranscriptionJob"]
    assert job["TranscriptionJobStatus"] == "FAILED"
    assert why in job["FailureReason"]
    assert account.told[0][2]["detail"]["FailureReason"] == job["FailureReason"]
    assert account.aws.bill.microusd == 0


def _flac(loudness: float, seconds: float = 1.0) -> bytes:
    body = io.BytesIO()
    with av.open(body, "w", format="flac") as media:
        stream = media.add_stream("flac", rate=16_000, layout="mono")
        wave = np.sin(np.arange(int(16_000 * seconds)) / 8) * loudness * 32_767
        frame = av.AudioFrame.from_ndarray(wave.astype(np.int16)[None, :], format="s16", layout="mono")
        frame.sample_rate = 16_000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            media.mux(packet)
    return body.getvalue()


def test_real_sound_is_heard_and_silence_is_not(account: _Account) -> None:
    """Silence gives a transcript without a word, as Transcribe's does."""
    for name, loudness in (("loud", 0.5), ("silent", 0.0)):
        account.derived.upload(f"{name}.flac", _flac(loudness))
        account.transcribe(
            name,
            Media={"MediaFileUri": f"s3://derived/{name}.flac"},
            MediaFormat="flac",
            LanguageCode=None,
            IdentifyLanguage=True,
            OutputBucketName="derived",
        )
    account.aws.tick()
    loud, silent = (json.loads(account.derived.read(f"{name}.json"))["results"] for name in ("loud", "silent"))
    assert "synthetic speech" in loud["transcripts"][0]["transcript"]
    assert loud["language_code"] == "en-US"
    assert (silent["transcripts"], silent["items"]) == ([{"transcript": ""}], [])


def test_comprehend_keeps_its_limits(account: _Account) -> None:
    """Too many texts are refused; one that is too long is an error in the list, at HTTP 200, and costs nothing."""
    client = account.aws.client("comprehend")
    with pytest.raises(ClientError) as caught:
        client.batch_detect_entities(TextList=["a"] * 26, LanguageCode="en")
    assert _code(caught) == "BatchSizeLimitExceededException"
    answer = client.batch_detect_sentiment(TextList=["a wonderful day", "é" * 2501], LanguageCode="en")
    assert [each["Index"] for each in answer["ResultList"]] == [0]
    assert [(each["Index"], each["ErrorCode"]) for each in answer["ErrorList"]] == [(1, "TEXT_SIZE_LIMIT_EXCEEDED")]
    assert account.aws.bill.units == {"comprehend:BatchDetectSentiment": 3}
    with pytest.raises(ClientError) as caught:
        client.detect_pii_entities(Text="Guten Tag", LanguageCode="de")
    assert _code(caught) == "UnsupportedLanguageException"
    with pytest.raises(RefusedError):
        account.aws.ai().call("comprehend", "DetectDominantLanguage", {"Text": "a" * 100_001})


def test_comprehend_counts_characters(account: _Account) -> None:
    """An emoji is one, not two: offsets lead back to the words."""
    text = "🎉 Jane Doe was in Berlin."
    client = account.aws.client("comprehend")
    [result] = client.batch_detect_entities(TextList=[text], LanguageCode="en")["ResultList"]
    found = [(each["Text"], text[each["BeginOffset"] : each["EndOffset"]]) for each in result["Entities"]]
    assert found == [("Jane Doe", "Jane Doe"), ("Berlin", "Berlin")]


def test_translate_keeps_its_limits(account: _Account) -> None:
    """10,000 bytes, and languages that it knows."""
    client = account.aws.client("translate")
    with pytest.raises(ClientError) as caught:
        client.translate_text(Text="é" * 5001, SourceLanguageCode="en", TargetLanguageCode="fr")
    assert _code(caught) == "TextSizeLimitExceededException"
    account.aws.translate.unknown_pairs.add(("en", "xx"))
    with pytest.raises(ClientError) as caught:
        client.translate_text(Text="Hi", SourceLanguageCode="en", TargetLanguageCode="xx")
    assert _code(caught) == "UnsupportedLanguagePairException"
    assert account.aws.bill.microusd == 0


def test_every_code_that_is_asked_for_is_one_of_the_model(account: _Account) -> None:
    """``fail`` serves each once, in order; then the service answers again."""
    client = account.aws.client("rekognition")
    account.aws.rekognition.fail("DetectLabels", "ThrottlingException", "InternalServerError")
    for code, status in (("ThrottlingException", 500), ("InternalServerError", 500)):
        with pytest.raises(ClientError) as caught:
            client.detect_labels(Image={"Bytes": BYTES})
        assert _code(caught) == code
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
        assert code in service_model("rekognition").shape_names
    assert client.detect_labels(Image={"Bytes": BYTES})["Labels"]


def test_an_operation_without_a_fake_is_remembered() -> None:
    """Code that calls what nobody thought of does not pass by an answer that nobody made."""
    account = _Account()
    with pytest.raises(ClientError):
        account.aws.client("rekognition").list_collections()
    assert account.aws.malformed == ["rekognition:ListCollections has no fake"]
