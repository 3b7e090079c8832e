"""Where MiniStack does otherwise than AWS, or than we need: what is put in the place of its own. The server's threads.

Each takes what the emulator has and returns what it is to have; ``Emulator`` puts it there.
"""

from __future__ import annotations

import importlib
import json
import logging
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.local.journal import Journal

#: Put before the emulator's worker script: analyses of the patient kind step back behind thumbnails. On Windows a
#: worker also watches for the server's end; elsewhere watchdog.py does, which works while an engine holds the GIL.
WORKER_PRELUDE = """
def _snapstream_prelude():
    import os, threading
    if os.name == "nt":
        import ctypes
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x00100000, False, os.getppid())
        def watch():
            kernel.WaitForSingleObject(handle, 0xFFFFFFFF)
            os._exit(1)
        threading.Thread(target=watch, daemon=True, name="parent-watch").start()
    else:
        patience = {"vision": 10, "speech": 10, "text": 5, "av": 5}
        os.nice(patience.get(os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "").rpartition("-")[2], 0))
_snapstream_prelude()
"""

#: What a query holds equal: ``name = :value``, or the other way round; not ``name <= :value``.
_HELD_EQUAL = re.compile(r"(?<![<>])=\s*(:\w+)|(:\w+)\s*=")


def noted_together(handle: Callable[[Any], Any], journal: Journal) -> Callable[[Any], Any]:
    """Let what one request changes be one line of the journal."""

    def handling(data: Any) -> Any:  # noqa: ANN401 as its
        with journal.together():
            return handle(data)

    return handling


def quick_loader(usual: Any) -> Any:  # noqa: ANN401 as its
    """Return a loader of templates that is the same but written in C: ours is long, and read at every start."""
    quick = getattr(importlib.import_module("yaml"), "CSafeLoader", None)
    if quick is None:
        return usual
    tables = ("yaml_constructors", "yaml_multi_constructors", "yaml_implicit_resolvers")
    return type("QuickLoader", (quick,), {name: getattr(usual, name) for name in tables})


def with_missing_parents(match: Callable[[dict[str, Any], Any], bool]) -> Callable[[dict[str, Any], Any], bool]:
    """Let a filter's ``{"exists": false}`` hold below a parent that is missing too, as AWS does.

    The emulator's own calls itself through the name that this takes, so that every level is seen to.
    """

    def matches(record: dict[str, Any], pattern: Any) -> bool:  # noqa: ANN401 as its
        if not isinstance(pattern, dict):
            return False
        missing: dict[str, Any] = {name: {} for name, part in pattern.items() if isinstance(part, dict)}
        return match({**missing, **record}, pattern)

    return matches


def with_stream_failures(execute: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Let a table's stream give a batch again of which some failed: the emulator goes on behind it.

    It would lose the failed change and, as changes are handled in order, all after it. Given again as a whole, those
    that went well are repeated, which changes nothing.
    """

    def run(func: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
        result = execute(func, event)
        records: list[dict[str, Any]] = event.get("Records") or []
        body = result.get("body")
        is_stream = any(record.get("eventSource") == "aws:dynamodb" for record in records)
        if is_stream and isinstance(body, dict) and body.get("batchItemFailures"):
            return {**result, "error": True}
        return result

    return run


def with_upload_prefix(context_of: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Let policies see the prefix under which open uploads are listed, as they see that of objects.

    AWS's reference names ``s3:prefix`` for listing objects alone. Where it is not given for uploads, the desktop's
    grant, which demands it, denies, and the desktop does without: nobody is shown another's keys.
    """

    def context(action: str, *request: Any, **more: Any) -> dict[str, Any]:  # noqa: ANN401 as its
        return context_of("s3:ListBucket" if action == "s3:ListBucketMultipartUploads" else action, *request, **more)

    return context


def with_leading_keys(context_of: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Let policies see which partition a query asks for, by which AWS keeps people out of each other's libraries.

    Whatever a query holds equal counts, a sort key too: that denies more than AWS would, never less.
    """

    def context(body: bytes) -> dict[str, Any]:
        known = context_of(body)
        try:
            query = json.loads(body or b"{}")
        except ValueError:
            return known
        if not isinstance(query, dict) or not {"KeyConditionExpression", "KeyConditions"} & query.keys():
            return known
        names = {name or other for name, other in _HELD_EQUAL.findall(str(query.get("KeyConditionExpression", "")))}
        values = [(query.get("ExpressionAttributeValues") or {}).get(name) for name in sorted(names)]
        for condition in (query.get("KeyConditions") or {}).values():
            values += condition.get("AttributeValueList", [])
        keys = [str(each) for value in values if isinstance(value, dict) for each in value.values()]
        return {**known, "dynamodb:LeadingKeys": keys or [""]}

    return context


def with_output_bucket(context_of: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Let policies see the bucket that a transcript is to go into, by which AWS lets roles start transcriptions."""

    def context(service: str, action: str, body: bytes, *more: Any) -> dict[str, Any]:  # noqa: ANN401 as its
        known = context_of(service, action, body, *more)
        bucket = _body_field(body, "OutputBucketName") if action == "transcribe:StartTranscriptionJob" else ""
        return {**known, "transcribe:OutputBucketName": bucket} if bucket else known

    return context


def with_job_arn(arn_of: Callable[..., str]) -> Callable[..., str]:
    """Let a transcription have the name that policies call it by; to the emulator all of them are ``*``."""

    def arn(service: str, *request: Any) -> str:  # noqa: ANN401 as its
        if service != "transcribe":
            return arn_of(service, *request)
        _method, _path, headers, body, _query, region, account = request
        target = next((str(value) for name, value in headers.items() if str(name).lower() == "x-amz-target"), "")
        job = "" if target.endswith(".StartTranscriptionJob") else _body_field(body, "TranscriptionJobName")
        return f"arn:aws:transcribe:{region}:{account}:transcription-job/{job}" if job else arn_of(service, *request)

    return arn


def _body_field(body: bytes, name: str) -> str:
    try:
        document = json.loads(body)
    except ValueError:
        return ""
    return str(document.get(name, "")) if isinstance(document, dict) else ""


def log_worker(func: dict[str, Any], _request_id: str, log_text: str, *_rest: object, **_more: object) -> None:
    """Log what a worker printed."""
    if log_text:
        logging.getLogger("worker").info("%s: %s", func.get("config", func).get("FunctionName", ""), log_text)


def ignore(*_arguments: object, **_more: object) -> None:
    """Do nothing, in the place of what should not be done."""
