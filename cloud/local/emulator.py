"""Everything that knows MiniStack: how it is configured, what of it is mended, how its state is kept.

Written against ministack 1.5.33, which pyproject pins exactly. It keeps its configuration in module globals read from
the environment at import, so ``configure`` runs before ``load``. Called from the server's threads; state is read while
requests are served, hence the retries in ``save``.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import re
import secrets
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from cloud.local.journal import Change
from cloud.local.saved import PARTS, STACK_PART

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.local.files import Document
    from cloud.local.guard import Application
    from cloud.local.journal import Journal
    from cloud.local.paths import LocalPaths
    from cloud.local.settings import LocalSettings

_LOG = logging.getLogger(__name__)

ACCOUNT = "000000000000"
REGION = "us-east-1"
#: What the template needs; everything else the emulator could do is switched off.
_SERVICES = "s3,sqs,sns,dynamodb,dynamodbstreams,events,lambda,cloudformation,sts,iam,logs,ses"
#: Of which it has none that computes: asked elsewhere on this computer, where a setting says so.
_AI_SERVICES = ("REKOGNITION", "TRANSCRIBE", "COMPREHEND", "TRANSLATE")
#: A table's stream is read within a second; its records are kept this long, in memory.
_STREAM_RETENTION_S = 900

#: Put before the emulator's worker script: analyses of the patient kind step back behind thumbnails. On Windows a
#: worker also watches for the server's end; elsewhere watchdog.py does, which works while an engine holds the GIL.
_WORKER_PRELUDE = """
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


@dataclass(frozen=True, slots=True, repr=False)
class LaunchKey:
    """The key of this launch: full rights, known to nobody but the server and admin.json."""

    access_key_id: str
    secret_access_key: str
    session_token: str

    @classmethod
    def random(cls) -> LaunchKey:
        """Draw a new one; the form is that of a session's key, which the emulator checks like any other."""
        return cls(f"ASIA{secrets.token_hex(16).upper()}", secrets.token_urlsafe(32), secrets.token_urlsafe(64))


def configure(paths: LocalPaths, port: int, settings: LocalSettings) -> None:
    """Set the environment that the emulator and its workers read; call once, before ``load``."""
    if "ministack.app" in sys.modules:
        raise RuntimeError("the emulator is configured once a process")
    shutil.rmtree(paths.temporary, ignore_errors=True)
    paths.make()
    for name in [name for name in os.environ if name.startswith(("AWS_", "LOCALSTACK_", "MINISTACK_", "LAMBDA_"))]:
        del os.environ[name]  # the person's own AWS account has no part in this
    os.environ.update(
        {
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(port),
            "MINISTACK_REGION": REGION,
            "AUTH": "true",
            "SERVICES": f"{_SERVICES},transcribe" if settings.emulates_transcribe else _SERVICES,
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(paths.objects),
            "PERSIST_STATE": "1",
            "STATE_DIR": str(paths.state),
            "TMPDIR": str(paths.temporary),
            "DOCKER_HOST": f"unix://{paths.temporary}/none",  # so that it never looks for one
            # Its root key, which skips the signature check: drawn, told to nobody, and refused by the guard.
            "AWS_ACCESS_KEY_ID": secrets.token_hex(16),
            "AWS_SECRET_ACCESS_KEY": secrets.token_hex(32),
            "LAMBDA_EXECUTOR": "local",
            # One thread a worker: the pool of workers is what uses the cores.
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "NUMEXPR_NUM_THREADS": "1",
            "PYTHONUNBUFFERED": "1",
        }
    )
    if settings.ai_endpoint:
        os.environ.update({f"AWS_ENDPOINT_URL_{service}": settings.ai_endpoint for service in _AI_SERVICES})
    if settings.emulates_transcribe:
        os.environ["AWS_ENDPOINT_URL_TRANSCRIBE"] = f"http://127.0.0.1:{port}"
    tempfile.tempdir = str(paths.temporary)
    _mend_torn_objects(paths.objects)


def _mend_torn_objects(objects: Path) -> None:
    """Undo writes that a kill cut between an object's bytes and its metadata; nobody was told that they succeeded."""
    for part in objects.rglob("*.tmp"):
        if not part.with_name(f"{part.name}.meta.json").exists():  # an object may be called so, too
            part.unlink()
    for data in objects.rglob("*"):
        if not data.is_file() or data.name.endswith(".meta.json"):
            continue
        sidecar = data.with_name(f"{data.name}.meta.json")
        if not sidecar.exists():
            _LOG.warning("dropping an object whose upload was cut off")
            data.unlink()
        elif data.stat().st_mtime_ns > sidecar.stat().st_mtime_ns:
            # Overwritten (only derived objects are), with the old sizes and sums beside it: let them be taken anew.
            try:
                facts = json.loads(sidecar.read_text(encoding="utf-8"))
            except ValueError:
                _LOG.warning("an object's metadata cannot be read")  # the others are to be had all the same
                continue
            for name in ("size", "etag", "checksums"):
                facts.pop(name, None)
            sidecar.write_text(json.dumps(facts), encoding="utf-8")


class Emulator:
    """The loaded emulator."""

    def __init__(self, journal: Journal) -> None:
        """Import it and mend what must be; ``configure`` has run."""
        from ministack import app  # noqa: PLC0415 reads its configuration at import
        from ministack.core import iam_actions, lambda_runtime, persistence  # noqa: PLC0415
        from ministack.services import dynamodb, lambda_svc, s3, ses, sqs, sts  # noqa: PLC0415
        from ministack.services.cloudformation import engine  # noqa: PLC0415

        self._app: Any = app
        self._persistence: Any = persistence
        self._lambda_runtime: Any = lambda_runtime
        self._s3: Any = s3
        self._ses: Any = ses
        self._sqs: Any = sqs
        self._sts: Any = sts
        self._dynamodb: Any = dynamodb
        self._parked: dict[Any, Any] = {}
        self._journal = journal

        # Its workers' keys are computed from names anybody can guess; ours are drawn.
        lambda_runtime.execution_credentials = self._worker_credentials
        lambda_svc.execution_credentials = self._worker_credentials
        lambda_runtime._PYTHON_WORKER_SCRIPT = _WORKER_PRELUDE + lambda_runtime._PYTHON_WORKER_SCRIPT  # noqa: SLF001 no other way in
        # As many batches of one queue at once as there are cores; on AWS it is Lambda that bounds it.
        lambda_svc._ESM_SQS_DEFAULT_CONCURRENCY = max(2, min(4, os.cpu_count() or 2))  # noqa: SLF001
        dynamodb._STREAM_RETENTION_SECONDS = _STREAM_RETENTION_S  # noqa: SLF001
        self._set_row, self._remove_row = dynamodb._set_item, dynamodb._remove_item  # noqa: SLF001
        dynamodb._set_item, dynamodb._remove_item = self._set_and_note, self._remove_and_note  # noqa: SLF001
        for several in ("_transact_write_items", "_batch_write_item"):
            setattr(dynamodb, several, _noted_together(getattr(dynamodb, several), journal))
        engine.CfnLoader = _quick_loader(engine.CfnLoader)
        s3._post_object = self._with_known_form_key(s3._post_object)  # noqa: SLF001
        lambda_svc._match_esm_filter = _with_missing_parents(lambda_svc._match_esm_filter)  # noqa: SLF001
        lambda_svc._execute_function = _with_stream_failures(lambda_svc._execute_function)  # noqa: SLF001
        iam_actions.s3_service_context = _with_upload_prefix(iam_actions.s3_service_context)
        iam_actions.dynamodb_service_context = _with_leading_keys(iam_actions.dynamodb_service_context)
        iam_actions.request_tag_context = _with_output_bucket(iam_actions.request_tag_context)
        iam_actions.extract_resource_arn = _with_job_arn(iam_actions.extract_resource_arn)
        # Its logs and metrics grow in memory without end; a worker's words go into our own rotated log instead.
        lambda_svc._emit_lambda_logs = _log_worker  # noqa: SLF001
        lambda_svc._emit_lambda_metrics = _ignore  # noqa: SLF001
        self._worker_keys: dict[tuple[str, str], dict[str, str]] = {}
        self._lambda: Any = lambda_svc
        # At its end it would save whatever it loaded, also of a start that failed; what is saved, ``save`` decides.
        app.save_all = _ignore
        # It would begin with the queues as soon as the state is loaded, with the code of the last run.
        lambda_svc._poller_started = True  # noqa: SLF001

    @property
    def application(self) -> Application:
        """The ASGI application; it loads saved state at its lifespan's start."""
        return cast("Application", self._app.app)

    # ── Keys ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def admit(self, key: LaunchKey) -> None:
        """Make the launch's own key known as the account's root, with its signature checked like any other."""
        self._sts.register_session(
            key.access_key_id,
            {
                "Arn": f"arn:aws:iam::{ACCOUNT}:root",
                "UserId": ACCOUNT,
                "AccountId": ACCOUNT,
                "PrincipalType": "Root",
                "SecretAccessKey": key.secret_access_key,
                "SessionToken": key.session_token,
            },
        )

    def knows_key(self, access_key_id: str) -> bool:
        """Whether the key is the launch's, a worker's, or one that STS issued since the launch."""
        return access_key_id in self._sts._sessions  # noqa: SLF001

    def role_key(self, role: str, name: str) -> LaunchKey:
        """Draw a key of a role, as what runs on AWS is given one without asking; it is good for this launch."""
        key = LaunchKey.random()
        self._sts.register_session(
            key.access_key_id,
            {
                "Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{name}",
                "UserId": f"{role}:{name}",
                "SecretAccessKey": key.secret_access_key,
                "SessionToken": key.session_token,
            },
        )
        return key

    def _with_known_form_key(self, post: Callable[..., Any]) -> Callable[..., Any]:
        """Let a form in that a key of this launch signed, and no other: the emulator takes unsigned ones."""

        def posting(bucket: str, body: bytes, headers: dict[str, str]) -> Any:  # noqa: ANN401 as its
            parts = self._s3._parse_multipart_form(headers.get("content-type", ""), body)  # noqa: SLF001
            named = [value for name, _, _, value in parts if name.lower() in {"x-amz-credential", "awsaccesskeyid"}]
            keys = [value.decode("latin-1").partition("/")[0] for value in named]
            if len(keys) != 1 or not self.knows_key(keys[0]):
                return self._s3._error("AccessDenied", "Access Denied", 403)  # noqa: SLF001
            return post(bucket, body, headers)

        return posting

    def _worker_credentials(self, config: dict[str, Any]) -> dict[str, str]:
        """Return the session of a function's role, drawn once a launch."""
        function, role = str(config.get("FunctionArn", "")), str(config.get("Role", "")).rsplit("/", 1)[-1]
        known = self._worker_keys.get((function, role))
        if known is not None:
            return known
        key = self.role_key(role, str(config.get("FunctionName", "function"))[:64])
        return self._worker_keys.setdefault(
            (function, role),
            {
                "AWS_ACCESS_KEY_ID": key.access_key_id,
                "AWS_SECRET_ACCESS_KEY": key.secret_access_key,
                "AWS_SESSION_TOKEN": key.session_token,
            },
        )

    # ── State ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def save(self) -> bool:
        """Write all state but objects, which are on disk already; say whether all of it was written.

        Whole files, replaced one by one, the stack last. What cannot be written stays as it was saved before.
        """
        parts: dict[str, Any] = self._app._build_persistence_save_dict()  # noqa: SLF001
        is_whole = True
        written_down = self._journal.turn()
        for name in PARTS:
            if name not in parts:
                continue
            for attempt in range(5):
                try:
                    state = parts[name]()
                except RuntimeError:  # "dictionary changed size during iteration": requests go on meanwhile
                    time.sleep(0.01 * (attempt + 1))
                    continue
                if state is not None:
                    is_whole &= self._write_state(name, state)
                break
            else:
                _LOG.warning("state of %s was not saved this time: it never held still", name)
                is_whole = False
        if is_whole:
            self._journal.drop(written_down)
        return is_whole

    def replay(self) -> int:
        """Bring rows to where the journal says that they were; return how many changes it held."""
        count = 0
        for change in self._journal.read():
            table = self._dynamodb._tables.get_scoped(ACCOUNT, REGION, change.table)  # noqa: SLF001
            if table is None:
                continue
            if change.row is None:
                self._remove_row(table, change.key, change.sort_key)
            else:
                self._set_row(table, change.key, change.sort_key, change.row)
            count += 1
        return count

    def _set_and_note(self, table: dict[str, Any], key: str, sort_key: str, row: dict[str, Any]) -> Any:  # noqa: ANN401 as its
        before = self._set_row(table, key, sort_key, row)
        self._journal.note(Change(str(table["TableName"]), key, sort_key, row))
        return before

    def _remove_and_note(self, table: dict[str, Any], key: str, sort_key: str) -> Any:  # noqa: ANN401 as its
        before = self._remove_row(table, key, sort_key)
        self._journal.note(Change(str(table["TableName"]), key, sort_key, None))
        return before

    def _write_state(self, name: str, state: object) -> bool:
        """Write one part; say whether it was, which the emulator only logs: a new file has another number or time."""
        path = Path(self._persistence.STATE_DIR) / f"{name}.json"

        def look() -> tuple[int, int] | None:
            return (path.stat().st_ino, path.stat().st_mtime_ns) if path.exists() else None

        before = look()
        self._persistence.save_state(name, state)
        return look() not in (None, before)

    def return_messages(self) -> int:
        """Make messages that were with a worker when the last run ended visible again; return how many.

        Nobody works on them any more, and waiting out a visibility of up to 90 minutes would look like a hang.
        The delivery that was cut off is not counted.
        """
        returned = 0
        for queue in list(self._sqs._queues._data.values()):  # noqa: SLF001
            for message in queue["messages"]:
                if message.get("receipt_handle") and message.get("visible_at", 0) > time.time():
                    message["visible_at"] = 0
                    message["receipt_handle"] = None
                    message["receive_count"] = max(message.get("receive_count", 1) - 1, 0)
                    returned += 1
        return returned

    def park_objects(self) -> None:
        """Set aside buckets that are on disk although no stack is remembered, so that the stack can be made again."""
        self._parked = dict(self._s3._buckets._data)  # noqa: SLF001
        self._s3._buckets._data.clear()  # noqa: SLF001

    def adopt_objects(self) -> None:
        """Give the new stack's buckets the objects that were set aside."""
        for scoped_name, bucket in self._parked.items():
            made = self._s3._buckets._data.setdefault(scoped_name, bucket)  # noqa: SLF001
            made["objects"].update(bucket["objects"])
        self._parked = {}

    def has_saved_stack(self) -> bool:
        """Whether a stack was saved by an earlier run."""
        return self._persistence.load_state(STACK_PART) is not None

    def count_objects(self, bucket_names: frozenset[str]) -> int:
        """Return how many objects are stored in these buckets."""
        buckets = list(self._s3._buckets._data.items())  # noqa: SLF001
        return sum(len(bucket["objects"]) for (_account, name), bucket in buckets if name in bucket_names)

    def mail(self) -> list[Document]:
        """Return what the mail service took, oldest first."""
        letters: list[Document] = []
        for sent in list(self._ses._sent_emails.to_dict().values()):  # noqa: SLF001
            if not isinstance(sent, list):
                continue
            letters += [
                {
                    "from": letter.get("Source", ""),
                    "to": letter.get("To", []),
                    "subject": letter.get("RenderedSubject") or letter.get("Subject", ""),
                    "text": letter.get("RenderedBodyText") or letter.get("BodyText", ""),
                    "sent_at": letter.get("Timestamp", ""),
                }
                for letter in sent
            ]
        return letters

    def begin_work(self) -> None:
        """Let the functions take from their queues; until this, messages only gather."""
        # It keeps how far a table's stream was read, but not the stream: a new one is shorter than the old position,
        # and finalize would hear nothing until it had grown as long.
        self._lambda._dynamodb_stream_positions.clear()  # noqa: SLF001
        self._lambda._poller_started = False  # noqa: SLF001
        self._lambda._ensure_poller()  # noqa: SLF001

    def rest_workers(self, idle_s: float) -> int:
        """End workers that had nothing to do for a while; return how many. It would keep one a function for ever."""
        runtime = self._lambda_runtime
        rested: list[Any] = []
        with runtime._lock:  # noqa: SLF001
            for key, workers in list(runtime._workers.items()):  # noqa: SLF001
                idle = [w for w in workers if not w.in_use and time.time() - w.last_used >= idle_s]
                runtime._workers[key] = [worker for worker in workers if worker not in idle]  # noqa: SLF001
                rested += idle
        runtime.kill_workers(rested)
        return len(rested)

    def stop_workers(self) -> None:
        """End every worker."""
        self._lambda_runtime.reset()


def _noted_together(handle: Callable[[Any], Any], journal: Journal) -> Callable[[Any], Any]:
    """Let what one request changes be one line of the journal."""

    def handling(data: Any) -> Any:  # noqa: ANN401 as its
        with journal.together():
            return handle(data)

    return handling


def _quick_loader(usual: Any) -> Any:  # noqa: ANN401 as its
    """Return a loader of templates that is the same but written in C: ours is long, and read at every start."""
    quick = getattr(importlib.import_module("yaml"), "CSafeLoader", None)
    if quick is None:
        return usual
    tables = ("yaml_constructors", "yaml_multi_constructors", "yaml_implicit_resolvers")
    return type("QuickLoader", (quick,), {name: getattr(usual, name) for name in tables})


def _with_missing_parents(match: Callable[[dict[str, Any], Any], bool]) -> Callable[[dict[str, Any], Any], bool]:
    """Let a filter's ``{"exists": false}`` hold below a parent that is missing too, as AWS does.

    The emulator's own calls itself through the name that this takes, so that every level is seen to.
    """

    def matches(record: dict[str, Any], pattern: Any) -> bool:  # noqa: ANN401 as its
        if not isinstance(pattern, dict):
            return False
        missing: dict[str, Any] = {name: {} for name, part in pattern.items() if isinstance(part, dict)}
        return match({**missing, **record}, pattern)

    return matches


def _with_stream_failures(execute: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
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


def _with_upload_prefix(context_of: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Let policies see the prefix under which open uploads are listed, as they see that of objects.

    AWS's reference names ``s3:prefix`` for listing objects alone. Where it is not given for uploads, the desktop's
    grant, which demands it, denies, and the desktop does without: nobody is shown another's keys.
    """

    def context(action: str, *request: Any, **more: Any) -> dict[str, Any]:  # noqa: ANN401 as its
        return context_of("s3:ListBucket" if action == "s3:ListBucketMultipartUploads" else action, *request, **more)

    return context


def _with_leading_keys(context_of: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
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


def _with_output_bucket(context_of: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Let policies see the bucket that a transcript is to go into, by which AWS lets roles start transcriptions."""

    def context(service: str, action: str, body: bytes, *more: Any) -> dict[str, Any]:  # noqa: ANN401 as its
        known = context_of(service, action, body, *more)
        bucket = _body_field(body, "OutputBucketName") if action == "transcribe:StartTranscriptionJob" else ""
        return {**known, "transcribe:OutputBucketName": bucket} if bucket else known

    return context


def _with_job_arn(arn_of: Callable[..., str]) -> Callable[..., str]:
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


def _log_worker(func: dict[str, Any], _request_id: str, log_text: str, *_rest: object, **_more: object) -> None:
    if log_text:
        logging.getLogger("worker").info("%s: %s", func.get("config", func).get("FunctionName", ""), log_text)


def _ignore(*_arguments: object, **_more: object) -> None:
    return
