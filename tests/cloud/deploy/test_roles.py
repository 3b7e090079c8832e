"""What the roles of the deployed template allow, held against what the functions really ask for (invariants 19, 20)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from cloud.analysis.people.listed import People, Person, write_people
from cloud.analysis.work.messages import JobWork, SpeechWork, VisionWork, Work
from cloud.analysis.work.profiles import parse_profiles, shipped_profiles
from cloud.api.sts import deny_policy
from cloud.contract.keys import OriginalKey, new_item_id
from cloud.contract.status import AnalysisName, ItemStatus
from cloud.store import edits
from cloud.store.desktop_policy import session_policy
from cloud.store.queues import QueueName
from tests.fakes import template
from tests.fakes.cloud import event_bridge
from tests.fakes.engines import picture, recording, video
from tests.fakes.policy import Request, allows
from tests.fakes.recorder import RecordedCloud

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.recorder import Call

DEPLOYED = template.deploy(template.BOTH)
FUNCTIONS = sorted(name.removesuffix("Function").lower() for name in DEPLOYED.of_type("Lambda::Function"))
SAID = "Good evening . Jane Doe was in Berlin and it was a wonderful day . Call 555-0100 , the minister said ."
SCENE = {"labels": ["Dog"], "text": ["Reuters"], "people": ["Jane Doe"], "faces": 2, "moderation": ["Violence"]}
EVERYTHING = [name.value for name in AnalysisName]
#: All that can be asked of AWS: by frames, and by jobs.
PROFILES = parse_profiles(
    json.dumps(
        {
            "profiles": {
                "all": {
                    "like": "full",
                    "analyses": EVERYTHING,
                    "translate_to": ["de"],
                    "collection": "colleagues",
                    "custom_labels": f"arn:aws:rekognition:us-east-1:{template.ACCOUNT}:project/p/version/v/1",
                },
                "jobs": {"like": "full", "video": "jobs", "analyses": EVERYTHING},
            }
        }
    ),
    shipped_profiles(),
)
#: What a role may that no handler asks for: Lambda itself does it in the role's name, and the shell around handlers.
BY_SHELL = {
    "sqs:ChangeMessageVisibility",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
}
#: Granted, and asked for only where something rare happens.
RARE = {
    ("ingest", "s3:GetObject"),  # name.json, which has no version of its own in the event
    ("start", "s3:DeleteObject"),  # the copy of a file whose job is refused
    ("start", "sqs:SendMessage"),  # of one that was cut off before it could send a transcript on
    ("collect", "dynamodb:PutItem"),  # the lease of a job that runs although its lease is gone
    ("sweep", "dynamodb:PutItem"),  # the same
    ("sweep", "dynamodb:DeleteItem"),  # the lease of a job whose word was lost and whose item is over
    ("sweep", "s3:DeleteObject"),  # the copy that a job read which the sweep finds failed
    ("deadletter", "sqs:SendMessage"),  # where other parts of a recording were heard
    ("finalize", "sqs:SendMessage"),  # by Lambda, to the dead letters
    ("orders", "s3:GetObject"),  # an original in a bucket that was restored, with versions of its own
}


@pytest.fixture(scope="module")
def calls() -> list[Call]:
    """Return what the functions ask for when all there is to analyse is analysed, lost, swept, failed and given up."""
    cloud = RecordedCloud(DEPLOYED, profiles=lambda: PROFILES)
    cloud.aws.client("rekognition").create_collection(CollectionId="colleagues")
    ann = Person("ann", "Ann", "colleagues", consent="in writing", added_at="2026-11-22", faces=("f-1",))
    write_people(cloud.derived, People((ann,)))
    for profile in ("all", "jobs", "full", "private"):
        _upload_one_of_each(cloud, profile)
    cloud.upload("gone.jpg", picture(number=901, **SCENE), profile="nobody-knows")  # somebody is told
    cloud.upload("a" * 400 + "é" * 400 + ".jpg", picture(number=900, **SCENE), profile="private")
    cloud.upload("none.jpg", b"no picture")
    cloud.run()
    _bury_everything(cloud)
    cloud.aws.rekognition.fail("*", *["AccessDeniedException"] * 40)
    cloud.aws.comprehend.fail("*", *["AccessDeniedException"] * 40)
    cloud.aws.transcribe.fail("*", *["AccessDeniedException"] * 4)
    _upload_one_of_each(cloud, "jobs", number=100)
    _upload_one_of_each(cloud, "all", number=200)
    cloud.run()
    cloud.drops_completions = True
    lost = _upload_one_of_each(cloud, "jobs", number=300)
    _sweep_all(cloud)
    assert {cloud.item(item_id).status for item_id in lost} <= {ItemStatus.COMPLETED, ItemStatus.PARTIAL}
    for drops in (True, False):  # what jobs found is denied, as it would be where a role is wrong
        cloud.drops_completions = drops
        cloud.aws.transcribe.fail("GetTranscriptionJob", *["AccessDeniedException"] * 8)
        _upload_one_of_each(cloud, "jobs", number=400 + drops)
        _sweep_all(cloud)
    _order_all(cloud)
    return list(cloud.calls.values())


def _sweep_all(cloud: RecordedCloud) -> None:
    cloud.run()
    for _ in range(8):
        cloud.clock.advance(timedelta(minutes=30))
        cloud.sweep()
        cloud.run()


def _order_all(cloud: RecordedCloud) -> None:
    """Order what people may, of a photograph and of a video; the stream's word of it comes, and is lost."""
    for lost in (False, True):
        both = (picture(number=800 + lost, **SCENE), video(frames=[SCENE], number=800 + lost, duration_ms=1000))
        items = [cloud.upload(name, body) for name, body in zip(("a.jpg", "b.mp4"), both, strict=True)]
        cloud.run()
        for item_id in items:
            assert edits.order_analysis(cloud.items, cloud.item(item_id), by="u-1", profile=None, now=cloud.clock())
        if lost:
            cloud.stream.clear()
        _sweep_all(cloud)
        for item_id in items:
            assert edits.bury(cloud.items, cloud.item(item_id), by="u-1", now=cloud.clock())
        if lost:
            cloud.stream.clear()
        _sweep_all(cloud)


def _upload_one_of_each(cloud: RecordedCloud, profile: str, number: int = 0) -> list[str]:
    number += len(profile)
    scenes = [SCENE | {"text": [f"LINE {number} {each}"]} for each in range(4)]
    return [
        cloud.upload("one.jpg", picture(number=number, **SCENE), profile=profile),
        cloud.upload(
            "two.mp4", video(frames=scenes, says=[SAID.split()], duration_ms=4000, number=number), profile=profile
        ),
        cloud.upload("three.wav", recording(says=[SAID.split()], duration_ms=20_000, number=number), profile=profile),
    ]


def _bury_everything(cloud: RecordedCloud) -> None:
    """Let ``deadletter`` find a message of every kind, each of an item that still awaits it."""
    item_id = cloud.upload("four.mp4", video(frames=[SCENE] * 2, says=[SAID.split()], number=700), profile="jobs")
    cloud.deliver(QueueName.INGEST, cloud.queues.waiting[QueueName.INGEST].pop())
    cloud.deliver(QueueName.AV, cloud.queues.waiting[QueueName.AV].pop())
    cloud.dead += [
        JobWork(item_id, 1, AnalysisName.SPEECH).to_json(),
        JobWork(item_id, 1, AnalysisName.LABELS).to_json(),
        VisionWork(item_id, 1, (), None, QueueName.RECOGNIZE).to_json(),
        SpeechWork(item_id, 1, 0, "derived/x", 0).to_json(),
        Work(QueueName.TEXT, item_id, 1).to_json(),
        Work(QueueName.AV, item_id, 1).to_json(),
    ]
    own = cloud.upload("five.wav", recording(says=[SAID.split()], duration_ms=10_000, number=701), profile="private")
    cloud.deliver(QueueName.INGEST, cloud.queues.waiting[QueueName.INGEST].pop())
    cloud.deliver(QueueName.AV, cloud.queues.waiting[QueueName.AV].pop())
    cloud.dead += cloud.queues.waiting[QueueName.SPEECH]
    assert cloud.item(own).pending
    never = cloud.upload("six.jpg", picture(number=702), tells=False)
    key = next(key for key in cloud.originals.list("uploads/") if never in key)
    cloud.dead.append(event_bridge(key))
    cloud.bury()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_invariant_19_a_role_allows_all_that_its_code_asks_for(function: str, calls: list[Call]) -> None:
    """Every call that the function makes of a port, of a service, and that a service makes in its name."""
    made = [call.request for call in calls if call.function == function]
    assert made
    policies = DEPLOYED.policies(f"{function.capitalize()}Role")
    assert [request for request in made if not allows(policies, request)] == []


@pytest.mark.parametrize("function", ["collect", "sweep"])
def test_invariant_19_who_ends_jobs_enters_no_charge(function: str) -> None:
    """They may take a lease again for a job that still runs, and put nothing else into the ledger."""
    policies = DEPLOYED.policies(f"{function.capitalize()}Role")

    def may_put(key: str) -> bool:
        return allows(
            policies, Request("dynamodb:PutItem", DEPLOYED.arn("LedgerTable"), {"dynamodb:LeadingKeys": (key,)})
        )

    assert may_put("lease#rekognition-video#03")
    assert not may_put("call#x#001")
    assert not may_put("day#2026-11-22")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_invariant_19_a_role_allows_nothing_that_its_code_never_asks_for(function: str, calls: list[Call]) -> None:
    """No action is granted that nothing needs."""
    asked = {call.request.action for call in calls if call.function == function}
    granted = set(_granted(f"{function.capitalize()}Role"))
    rare = {action for name, action in RARE if name == function}
    assert granted - asked - BY_SHELL - rare == set()


def _granted(role: str, deployed: template.Deployed = DEPLOYED) -> Iterator[str]:
    for policy in deployed.policies(role):
        for statement in policy["Statement"]:
            actions = statement["Action"]
            yield from actions if isinstance(actions, list) else [actions]


def _object(bucket: str, key: str) -> str:
    return f"{DEPLOYED.arn(bucket)}/{key}"


ID = new_item_id()
FORBIDDEN = {
    "put an original": Request("s3:PutObject", _object("OriginalsBucket", "uploads/newsroom/u/2026/11/x/original.jpg")),
    "delete an original": Request("s3:DeleteObject", _object("OriginalsBucket", "uploads/newsroom/u/original.jpg")),
    "delete a version": Request("s3:DeleteObjectVersion", _object("OriginalsBucket", "uploads/newsroom/u/o.jpg")),
    "open a bucket": Request("s3:PutBucketPolicy", DEPLOYED.arn("DerivedBucket")),
    "drop a table": Request("dynamodb:DeleteTable", DEPLOYED.arn("ItemsTable")),
    "delete an item": Request("dynamodb:DeleteItem", DEPLOYED.arn("ItemsTable"), {"dynamodb:LeadingKeys": (ID,)}),
    "forget a charge": Request(
        "dynamodb:DeleteItem", DEPLOYED.arn("LedgerTable"), {"dynamodb:LeadingKeys": ("call#x#001",)}
    ),
    "forget a day": Request(
        "dynamodb:DeleteItem", DEPLOYED.arn("LedgerTable"), {"dynamodb:LeadingKeys": ("day#2026-11-22",)}
    ),
    "scan": Request("dynamodb:Scan", DEPLOYED.arn("ItemsTable")),
    "read the users": Request("dynamodb:GetItem", DEPLOYED.arn("UsersTable")),
    "read the feed": Request("dynamodb:Query", f"{DEPLOYED.arn('ItemsTable')}/index/feed"),
    "empty a queue": Request("sqs:PurgeQueue", DEPLOYED.arn("TextQueue")),
    "run a function": Request("lambda:InvokeFunction", DEPLOYED.arn("IngestFunction")),
    "change a function": Request("lambda:UpdateFunctionCode", DEPLOYED.arn("IngestFunction")),
    "become a desktop": Request("sts:AssumeRole", DEPLOYED.arn("DesktopRole")),
    "pass another role": Request(
        "iam:PassRole", DEPLOYED.arn("IngestRole"), {"iam:PassedToService": "rekognition.amazonaws.com"}
    ),
    "pass its role elsewhere": Request(
        "iam:PassRole", DEPLOYED.arn("RekognitionRole"), {"iam:PassedToService": "lambda.amazonaws.com"}
    ),
    "write a role": Request("iam:PutRolePolicy", DEPLOYED.arn("IngestRole")),
    "start a model": Request("rekognition:StartProjectVersion", "*"),
    "remember a face": Request("rekognition:IndexFaces", "*"),
    "keep a transcript elsewhere": Request(
        "transcribe:StartTranscriptionJob", "*", {"transcribe:OutputBucketName": "somebody-elses"}
    ),
    "leave no trace": Request("logs:DeleteLogGroup", "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/x"),
    "use a key": Request("kms:Decrypt", "*"),
}


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("action", FORBIDDEN)
def test_invariant_19_no_function_may(function: str, action: str) -> None:
    """What only an engineer, a person's edit or nobody at all does is denied to every function.

    But for one: ``orders`` removes the versions of what people deleted.
    """
    if (function, action) == ("orders", "delete a version"):
        assert allows(DEPLOYED.policies("OrdersRole"), FORBIDDEN[action])
        return
    assert not allows(DEPLOYED.policies(f"{function.capitalize()}Role"), FORBIDDEN[action])


def test_invariant_19_rekognition_may_only_tell() -> None:
    """The role that Rekognition takes publishes to one topic, and only Rekognition takes it, for this account."""
    policies = DEPLOYED.policies("RekognitionRole")
    assert list(_granted("RekognitionRole")) == ["sns:Publish"]
    assert allows(policies, Request("sns:Publish", DEPLOYED.arn("RekognitionTopic")))
    assert not allows(policies, Request("sns:Publish", DEPLOYED.arn("ItemEventsTopic")))
    trusted = DEPLOYED.resources["RekognitionRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert [(each["Principal"], each["Condition"]) for each in trusted] == [
        ({"Service": "rekognition.amazonaws.com"}, {"StringEquals": {"aws:SourceAccount": template.ACCOUNT}})
    ]


def _desktop(request: Request, user_id: str = "ann") -> bool:
    outputs = DEPLOYED.outputs
    session: dict[str, Any] = json.loads(session_policy(outputs, user_id))
    return allows(DEPLOYED.policies("DesktopRole"), request, session=session)


def _feed(*days: str) -> Request:
    index = f"{DEPLOYED.arn('ItemsTable')}/index/feed"
    return Request("dynamodb:Query", index, {"dynamodb:LeadingKeys": days})


def _original(library: str, owner_id: str) -> str:
    return _object("OriginalsBucket", str(OriginalKey.of(library, owner_id, ID, "photo.jpg")))


MAY = {
    "query the newsroom's feed": _feed("newsroom#2026-11-22"),
    "query her own feed": _feed("private-ann#2026-11-22"),
    "put into the newsroom's library": Request("s3:PutObject", _original("newsroom", "ann")),
    "put into her own library": Request("s3:PutObject", _original("private-ann", "ann")),
    "abort her own parts": Request("s3:AbortMultipartUpload", _original("private-ann", "ann")),
    "list her own parts": Request("s3:ListMultipartUploadParts", _original("newsroom", "ann")),
    "find her own open uploads": Request(
        "s3:ListBucketMultipartUploads",
        DEPLOYED.arn("OriginalsBucket"),
        {"s3:prefix": str(OriginalKey.of("newsroom", "ann", ID, "photo.jpg"))},
    ),
    "save a colleague's original": Request("s3:GetObject", _original("newsroom", "bob")),
    "see a thumbnail": Request("s3:GetObject", _object("DerivedBucket", f"derived/newsroom/{ID}/v1/thumb-256.jpg")),
}
MAY_NOT = {
    "query Bob's private feed": _feed("private-bob#2026-11-22"),
    "query Bob's feed beside her own": _feed("private-ann#2026-11-22", "private-bob#2026-11-22"),
    "query a library that begins as hers": _feed("private-anna#2026-11-22"),
    "query Bob's items by owner": Request("dynamodb:Query", f"{DEPLOYED.arn('ItemsTable')}/index/owner"),
    "query the table": Request("dynamodb:Query", DEPLOYED.arn("ItemsTable"), {"dynamodb:LeadingKeys": (ID,)}),
    "get an item": Request("dynamodb:GetItem", DEPLOYED.arn("ItemsTable"), {"dynamodb:LeadingKeys": (ID,)}),
    "scan the feed": Request("dynamodb:Scan", f"{DEPLOYED.arn('ItemsTable')}/index/feed"),
    "change an item": Request("dynamodb:UpdateItem", DEPLOYED.arn("ItemsTable"), {"dynamodb:LeadingKeys": (ID,)}),
    "select by SQL": Request("dynamodb:PartiQLSelect", f"{DEPLOYED.arn('ItemsTable')}/index/feed"),
    "see what things cost": Request("dynamodb:Query", f"{DEPLOYED.arn('LedgerTable')}/index/day"),
    "see Bob's private original": Request("s3:GetObject", _original("private-bob", "bob")),
    "see an older version": Request("s3:GetObjectVersion", _original("newsroom", "bob")),
    "see Bob's thumbnail": Request("s3:GetObject", _object("DerivedBucket", f"derived/private-bob/{ID}/v1/t.jpg")),
    "see the newsroom's settings": Request("s3:GetObject", _object("DerivedBucket", "settings/people.json")),
    "put as Bob": Request("s3:PutObject", _original("newsroom", "bob")),
    "put into Bob's library": Request("s3:PutObject", _original("private-bob", "ann")),
    "put a derived object": Request("s3:PutObject", _object("DerivedBucket", f"derived/newsroom/{ID}/v1/item.json")),
    "delete her own original": Request("s3:DeleteObject", _original("newsroom", "ann")),
    "list originals": Request("s3:ListBucket", DEPLOYED.arn("OriginalsBucket"), {"s3:prefix": "uploads/newsroom/"}),
    "list versions": Request("s3:ListBucketVersions", DEPLOYED.arn("OriginalsBucket")),
    "find everybody's open uploads": Request(
        "s3:ListBucketMultipartUploads", DEPLOYED.arn("OriginalsBucket"), {"s3:prefix": ""}
    ),
    "find Bob's open uploads": Request(
        "s3:ListBucketMultipartUploads", DEPLOYED.arn("OriginalsBucket"), {"s3:prefix": "uploads/private-bob/"}
    ),
    "ask Rekognition": Request("rekognition:DetectLabels", "*"),
    "send work": Request("sqs:SendMessage", DEPLOYED.arn("IngestQueue")),
    "tell of items": Request("sns:Publish", DEPLOYED.arn("ItemEventsTopic")),
    "listen to items": Request("sns:Subscribe", DEPLOYED.arn("ItemEventsTopic")),
    "become anybody": Request("sts:AssumeRole", DEPLOYED.arn("DesktopRole")),
}


@pytest.mark.parametrize("action", MAY)
def test_invariant_20_a_person_may(action: str) -> None:
    """What Ann's desktop does is allowed by its role, and within her session."""
    assert _desktop(MAY[action])


@pytest.mark.parametrize("action", MAY_NOT)
def test_invariant_20_a_person_may_not(action: str) -> None:
    """Nothing of Bob's that is private can be read, listed or learned of, and nothing else be done either."""
    assert not _desktop(MAY_NOT[action])


@pytest.mark.parametrize("action", ["get an item", "scan the feed", "change an item", "query the table"])
def test_invariant_20_the_role_alone_may_not_either(action: str) -> None:
    """A session policy that is forgotten or wrong opens no more than the role does."""
    assert not allows(DEPLOYED.policies("DesktopRole"), MAY_NOT[action])


# The API's role

HOSTED = template.deploy(template.HOSTED)
FROM = {"ses:FromAddress": template.HOSTED["MailFrom"]}
PARAMETER = f"arn:aws:ssm:us-east-1:{template.ACCOUNT}:parameter/snapstream/api"
USERS, ITEMS = HOSTED.arn("UsersTable"), HOSTED.arn("ItemsTable")
API_MAY = {
    "find a person": Request("dynamodb:GetItem", USERS),
    "make a person": Request("dynamodb:PutItem", USERS),
    "count an attempt": Request("dynamodb:UpdateItem", USERS),
    "end a session": Request("dynamodb:DeleteItem", USERS),
    "list people": Request("dynamodb:Query", f"{USERS}/index/listing"),
    "show an item": Request("dynamodb:GetItem", ITEMS),
    "show many items": Request("dynamodb:BatchGetItem", ITEMS),
    "write a caption": Request("dynamodb:UpdateItem", ITEMS),
    "bury an item": Request("dynamodb:PutItem", ITEMS),
    "list a library": Request("dynamodb:Query", f"{ITEMS}/index/feed"),
    "list somebody's uploads": Request("dynamodb:Query", f"{ITEMS}/index/owner"),
    "see what is unfinished": Request("dynamodb:Query", f"{ITEMS}/index/work"),
    "see what a day cost": Request("dynamodb:GetItem", HOSTED.arn("LedgerTable")),
    "sign a link": Request("s3:GetObjectVersion", _object("OriginalsBucket", "uploads/newsroom/u/x/original.jpg")),
    "show a thumbnail": Request("s3:GetObject", _object("DerivedBucket", f"derived/newsroom/{ID}/v1/thumb-256.jpg")),
    "see profiles": Request("s3:GetObject", _object("DerivedBucket", "settings/profiles.json")),
    "write item.json": Request("s3:PutObject", _object("DerivedBucket", f"derived/newsroom/{ID}/v1/item.json")),
    "keep an outside transcript": Request(
        "s3:PutObject", _object("DerivedBucket", f"derived/newsroom/{ID}/v1/services/archive.json")
    ),
    "give credentials": Request("sts:AssumeRole", HOSTED.arn("DesktopRole")),
    "tag them": Request("sts:TagSession", HOSTED.arn("DesktopRole")),
    "take them back": Request("iam:PutRolePolicy", HOSTED.arn("DesktopRole")),
    "tidy what took them back": Request("iam:DeleteRolePolicy", HOSTED.arn("DesktopRole")),
    "mail a code": Request("ses:SendEmail", f"arn:aws:ses:us-east-1:{template.ACCOUNT}:identity/example.org", FROM),
    "subscribe somebody": Request("sns:Subscribe", HOSTED.arn("ItemEventsTopic")),
    "count a queue": Request("sqs:GetQueueAttributes", HOSTED.arn("TextQueue")),
    "read its key": Request("ssm:GetParameter", f"{PARAMETER}/signing-key"),
    "read its address": Request("ssm:GetParameter", f"{PARAMETER}/url"),
    "fetch its package": Request("s3:GetObject", f"arn:aws:s3:::code/{template.HOSTED['ApiPackage']}"),
    "tell how it is": Request("cloudwatch:PutMetricData", "*", {"cloudwatch:namespace": "SnapStream/Api"}),
}
API_MAY_NOT = {
    "put an original": FORBIDDEN["put an original"],
    "delete an original": FORBIDDEN["delete an original"],
    "delete a version": FORBIDDEN["delete a version"],
    "delete an item": FORBIDDEN["delete an item"],
    "scan items": FORBIDDEN["scan"],
    "scan people": Request("dynamodb:Scan", USERS),
    "change what a day cost": Request("dynamodb:UpdateItem", HOSTED.arn("LedgerTable")),
    "write a thumbnail": Request("s3:PutObject", _object("DerivedBucket", f"derived/newsroom/{ID}/v1/thumb-256.jpg")),
    "write settings": Request("s3:PutObject", _object("DerivedBucket", "settings/profiles.json")),
    "see whose faces are known": Request("s3:GetObject", _object("DerivedBucket", "settings/people.json")),
    "delete a derived object": Request("s3:DeleteObject", _object("DerivedBucket", f"derived/newsroom/{ID}/v1/x")),
    "list originals": Request("s3:ListBucket", HOSTED.arn("OriginalsBucket")),
    "become a function": Request("sts:AssumeRole", HOSTED.arn("IngestRole")),
    "change its own role": Request("iam:PutRolePolicy", HOSTED.arn("ApiRole")),
    "change the boundary": Request("iam:CreatePolicyVersion", HOSTED.arn("DesktopPolicy")),
    "lift the boundary": Request("iam:DeleteRolePermissionsBoundary", HOSTED.arn("DesktopRole")),
    "attach another policy": Request("iam:AttachRolePolicy", HOSTED.arn("DesktopRole")),
    "trust somebody else": Request("iam:UpdateAssumeRolePolicy", HOSTED.arn("DesktopRole")),
    "mail as somebody else": Request(
        "ses:SendEmail",
        f"arn:aws:ses:us-east-1:{template.ACCOUNT}:identity/example.org",
        {"ses:FromAddress": "chief@example.org"},
    ),
    "listen to alerts": Request("sns:Subscribe", HOSTED.arn("AlertsTopic")),
    "tell of items": Request("sns:Publish", HOSTED.arn("ItemEventsTopic")),
    "send work": Request("sqs:SendMessage", HOSTED.arn("IngestQueue")),
    "take work": Request("sqs:ReceiveMessage", HOSTED.arn("IngestQueue")),
    "read another parameter": Request("ssm:GetParameter", f"arn:aws:ssm:us-east-1:{template.ACCOUNT}:parameter/other"),
    "change its key": Request("ssm:PutParameter", f"{PARAMETER}/signing-key"),
    "write code": Request("s3:PutObject", f"arn:aws:s3:::code/{template.HOSTED['ApiPackage']}"),
    "read the functions' code": Request("s3:GetObject", "arn:aws:s3:::code/packages/x/core.zip"),
    "run a function": FORBIDDEN["run a function"],
    "look at a face": Request("rekognition:DetectFaces", "*"),
    "make an instance": Request("ec2:RunInstances", "*"),
}


@pytest.mark.parametrize("action", API_MAY)
def test_invariant_19_the_api_may(action: str) -> None:
    """What its code asks for, and what its host needs."""
    assert allows(HOSTED.policies("ApiRole"), API_MAY[action])


@pytest.mark.parametrize("action", API_MAY_NOT)
def test_invariant_19_the_api_may_not(action: str) -> None:
    """Whoever takes the instance over can read and give what people may, and widen nothing."""
    assert not allows(HOSTED.policies("ApiRole"), API_MAY_NOT[action])


def test_invariant_19_the_api_is_granted_nothing_else() -> None:
    """Every action of its role is in the table above, or the host's own: its log, and a shell by Session Manager."""
    asked = {request.action for request in API_MAY.values()}
    others = {action for action in _granted("ApiRole", HOSTED) if action not in asked}
    assert others == {
        "s3:GetObject", "s3:ListBucket",  # of the derived bucket: a missing key is told from a forbidden one
        "sns:SetSubscriptionAttributes", "sns:Unsubscribe",
        "iam:GetRolePolicy", "iam:ListRolePolicies",
        "cloudwatch:GetMetricData",
        "logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams",
        "ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
    } - asked  # fmt: skip


def test_without_a_sender_the_api_mails_nothing() -> None:
    """The grant is that of one address."""
    policies = template.deploy(template.HOSTED | {"MailFrom": ""}).policies("ApiRole")
    assert not allows(policies, API_MAY["mail a code"])


def _issued(at: str, user_id: str = "ann") -> dict[str, str | tuple[str, ...]]:
    return {"aws:userid": f"AROAEXAMPLE:{user_id}", "aws:TokenIssueTime": at}


@pytest.mark.parametrize("action", MAY)
def test_what_was_issued_before_somebody_was_disabled_is_denied(action: str) -> None:
    """All of it, hers alone; what is issued afterwards, if she is let in again, works."""
    denial = deny_policy("ann", datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC))
    policies = [*DEPLOYED.policies("DesktopRole"), denial]
    request = MAY[action]

    def may(user_id: str, at: str) -> bool:
        asked = replace(request, context={**request.context, **_issued(at, user_id)})
        return allows(policies, asked, session=json.loads(session_policy(DEPLOYED.outputs, "ann")))

    assert not may("ann", "2026-11-22T11:59:59Z")
    assert not may("ann", "2026-11-22T12:00:00Z")
    assert may("ann", "2026-11-22T12:00:01Z")
    assert may("anna", "2026-11-22T11:59:59Z")
