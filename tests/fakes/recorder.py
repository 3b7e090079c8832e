"""What each function asks of AWS, as its role must allow it: the ports of ``AwsCloud``, listened to.

Knows which AWS actions each verb of a port comes to in its real adapter (``cloud/store``), and what a service reads
and writes with the rights of who asks it (the picture, the video, the transcript; the role that it publishes as).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cloud.analysis import deadletter, finalize, orders, sweep
from cloud.analysis.engines.aws.brands import NewsroomBrands
from cloud.analysis.paid.till import Till
from cloud.analysis.shell.batch import run_queue, run_stream
from cloud.analysis.work.profiles import NewsroomProfiles
from cloud.store.items import claim_id
from cloud.store.leases import lease_id
from tests.fakes.ai.cloud import AwsCloud
from tests.fakes.policy import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cloud.analysis.work.services import Services
    from cloud.store.queues import QueueName
    from tests.fakes.template import Deployed

_READ = ("dynamodb:GetItem",)
_PUT = ("dynamodb:PutItem",)
_UPDATE = ("dynamodb:UpdateItem",)
_TABLE = {
    "get": _READ,
    "create": _PUT,
    "restore": _PUT,
    "replace": _PUT,
    "claim": _PUT,
    "change": _UPDATE,
    "end_work": _UPDATE,
    "release": ("dynamodb:DeleteItem",),
}
_LEDGER = {
    "charge": _READ + _PUT + _UPDATE,  # a transaction asks for the right to each of its parts
    "settle": _UPDATE,
    "lose": _UPDATE,
    "refund": _UPDATE,
    "confirm": _READ + _UPDATE,
    "spent": _READ,
}
_LEASES = {
    "take": ("dynamodb:BatchGetItem", *_PUT, *_UPDATE),
    "release": ("dynamodb:BatchGetItem", "dynamodb:DeleteItem"),
    "held": ("dynamodb:BatchGetItem",),
}
_QUEUES = {"send": "sqs:SendMessage", "postpone": "sqs:ChangeMessageVisibility", "depth": "sqs:GetQueueAttributes"}


@dataclass(frozen=True, slots=True)
class Call:
    """Something that a function did."""

    function: str  #: ``image``
    request: Request


class RecordedCloud(AwsCloud):
    """A newsroom that asks AWS, and remembers which function asked what."""

    def __init__(self, deployed: Deployed, **settings: Any) -> None:  # noqa: ANN401 -- as AwsCloud
        super().__init__(**settings)
        self.calls: dict[str, Call] = {}
        self._deployed = deployed
        self._quiet = self.services

    def deliver(self, queue: QueueName, body: str) -> bool:
        """Listen while a function handles a message."""
        self.services = self._listened(queue.value)
        try:
            return super().deliver(queue, body)
        finally:
            self.services = self._quiet

    def bury(self) -> None:
        """Listen while ``deadletter`` reads what is dead."""
        ports = self._listened("deadletter")
        while self.dead:
            event = {"Records": [{"messageId": "m", "body": self.dead.pop()}]}
            run_queue("deadletter", event, lambda body: deadletter.handle(ports, body))
        self.run()

    def sweep(self) -> int:
        """Listen while ``sweep`` looks."""
        return sweep.sweep(self._listened("sweep"))

    def _deliver_change(self) -> None:
        event = {"Records": [{"eventID": "e", "dynamodb": {"SequenceNumber": "1", "NewImage": self.stream.pop(0)}}]}
        ports, others = self._listened("finalize"), self._listened("orders")
        run_stream("finalize", event, lambda change: finalize.handle(ports, change))
        run_stream("orders", event, lambda change: orders.handle_change(others, change))

    def _listened(self, function: str) -> Services:  # noqa: C901 -- one listener for each port
        def hear(action: str, resource: str, **context: str | tuple[str, ...]) -> None:
            named = {key.replace("__", ":"): value for key, value in context.items()}
            request = Request(action, resource, named)
            self.calls.setdefault(f"{function} {request}", Call(function, request))

        where = self._deployed
        table, ledger = where.arn("ItemsTable"), where.arn("LedgerTable")
        ports, buckets = self._quiet, {"originals": where.arn("OriginalsBucket"), "derived": where.arn("DerivedBucket")}

        def hear_row(verbs: Mapping[str, tuple[str, ...]], arn: str, key: str) -> Callable[..., None]:
            def listen(verb: str, *_arguments: object, **_more: object) -> None:
                for action in verbs[verb]:
                    hear(action, arn, dynamodb__LeadingKeys=(key,))

            return listen

        def hear_items(verb: str, *arguments: object, **more: object) -> None:
            if verb == "open_items":
                hear("dynamodb:Query", f"{table}/index/work", dynamodb__LeadingKeys=(str(arguments[0]),))
            elif verb == "release":
                hear_row(_TABLE, table, claim_id(str(arguments[0]), str(arguments[1])))(verb)
            else:
                hear_row(_TABLE, table, "some id")(verb, *arguments, **more)

        def hear_queues(verb: str, queue: QueueName, *_arguments: object) -> None:
            hear(_QUEUES[verb], where.arn(f"{queue.capitalize()}Queue"))

        def hear_bucket(bucket: str) -> Callable[..., None]:
            def listen(verb: str, key: str, version_id: object = "", *_arguments: object, **_more: object) -> None:
                for action in _bucket_actions(verb, version_id):
                    hear(action, buckets[bucket] if "List" in action else f"{buckets[bucket]}/{key}")

            return listen

        def hear_topic(name: str) -> Callable[..., None]:
            return lambda _verb, *_arguments: hear("sns:Publish", where.arn(name))

        def hear_ai(_verb: str, service: str, operation: str, request: Mapping[str, Any]) -> None:
            for needed in _ai_requests(service, operation, request, where):
                hear(needed.action, needed.resource, **needed.context)

        derived = _Listened(ports.derived, hear_bucket("derived"))
        profiles = _asked(NewsroomProfiles(derived, self.clock), ports.profiles)  # type: ignore[arg-type] # the same
        paid = Till(
            _Listened(self.ledger, hear_row(_LEDGER, ledger, "call#0#001")),  # type: ignore[arg-type] # as the port
            derived,  # type: ignore[arg-type] # the same
            self.clock,
            None,
            profiles,
        )
        return replace(
            ports,
            items=_Listened(ports.items, hear_items),
            originals=_Listened(ports.originals, hear_bucket("originals")),
            derived=derived,
            queues=_Listened(ports.queues, hear_queues),
            topic=_Listened(ports.topic, hear_topic("ItemEventsTopic")),
            alerts=_Listened(ports.alerts, hear_topic("AlertsTopic")),
            leases=_Listened(ports.leases, hear_row(_LEASES, ledger, lease_id(0))),
            ai=_Listened(ports.ai, hear_ai),
            till=paid,
            profiles=profiles,
            brands=NewsroomBrands(derived, self.clock),  # type: ignore[arg-type] # the same
        )


class _Listened:
    """A port whose verbs are heard before they are done."""

    def __init__(self, port: object, hear: Callable[..., None]) -> None:
        self._port = port
        self._hear = hear

    def __getattr__(self, verb: str) -> Any:  # noqa: ANN401 -- any verb of the port
        done = getattr(self._port, verb)

        def say(*arguments: object, **more: object) -> object:
            self._hear(verb, *arguments, **more)
            return done(*arguments, **more)

        return say


def _asked(real: Callable[[], object], scripted: Callable[[], Any]) -> Callable[[], Any]:
    """Return the test's profiles, read as the newsroom's are."""

    def ask() -> Any:  # noqa: ANN401 -- as profiles
        real()
        return scripted()

    return ask


def _bucket_actions(verb: str, version_id: object) -> Iterator[str]:
    match verb:
        case "head" | "read" | "fetch":
            yield "s3:GetObjectVersion" if version_id else "s3:GetObject"
            yield "s3:ListBucket"  # or what is missing looks like what is forbidden
        case "write" | "write_file":
            yield "s3:PutObject"
        case "remove":
            yield "s3:DeleteObject"
        case "remove_version":
            yield "s3:DeleteObjectVersion" if version_id else "s3:DeleteObject"
        case "list":
            yield "s3:ListBucket"
        case "versions":
            yield "s3:ListBucketVersions"
        case _:
            raise AssertionError(f"which action is {verb}?")


def _ai_requests(service: str, operation: str, request: Mapping[str, Any], where: Deployed) -> Iterator[Request]:
    """Return what one call to a service needs: the call, and what the service does in the caller's name."""
    account = where.arn("IngestQueue").split(":", 3)[3].rpartition(":")[0]
    resource, context = "*", {}
    if "CollectionId" in request:
        resource = f"arn:aws:rekognition:{account}:collection/{request['CollectionId']}"
    if "ProjectVersionArn" in request:
        resource = str(request["ProjectVersionArn"])
    if operation == "GetTranscriptionJob":
        resource = f"arn:aws:transcribe:{account}:transcription-job/{request['TranscriptionJobName']}"
    if operation == "StartTranscriptionJob":
        bucket = request["OutputBucketName"]
        context = {"transcribe:OutputBucketName": _bucket(where, bucket).rpartition(":")[2]}
        yield Request("s3:PutObject", f"{_bucket(where, bucket)}/{request['OutputKey']}")
        media_bucket, _, key = str(request["Media"]["MediaFileUri"]).removeprefix("s3://").partition("/")
        yield Request("s3:GetObject", f"{_bucket(where, media_bucket)}/{key}")
    yield Request(f"{service}:{operation}", resource, context)
    for source in ("Image", "Video"):
        place = request.get(source, {}).get("S3Object")
        if place:
            action = "s3:GetObjectVersion" if "Version" in place else "s3:GetObject"
            yield Request(action, f"{_bucket(where, place['Bucket'])}/{place['Name']}")
    if "NotificationChannel" in request:
        passed = {"iam:PassedToService": "rekognition.amazonaws.com"}
        yield Request("iam:PassRole", where.arn("RekognitionRole"), passed)


def _bucket(where: Deployed, name: str) -> str:
    return where.arn({"originals": "OriginalsBucket", "derived": "DerivedBucket"}[name])
