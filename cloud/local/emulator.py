"""MiniStack, loaded: its keys, its state, its workers. Nobody else calls it.

Written against ministack 1.5.33, which pyproject pins exactly, as ``configuration`` and ``mends`` are. Called from the
server's threads; state is read while requests are served, hence the retries in ``save``.
"""

# ruff: noqa: SLF001 -- what is pinned exactly may be reached into: it has no other way in

from __future__ import annotations

import logging
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from cloud.local import mends
from cloud.local.configuration import ACCOUNT, REGION
from cloud.local.journal import Change
from cloud.local.saved import PARTS, STACK_PART

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.local.files import Document
    from cloud.local.guard import Application
    from cloud.local.journal import Journal

_LOG = logging.getLogger(__name__)

#: A table's stream is read within a second; its records are kept this long, in memory.
_STREAM_RETENTION_S = 900


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


class Emulator:
    """The loaded emulator."""

    def __init__(self, journal: Journal) -> None:
        """Import it and mend what must be; ``configure`` has run."""
        from ministack import app  # noqa: PLC0415 reads its configuration at import
        from ministack.core import iam_actions, lambda_runtime, persistence  # noqa: PLC0415 as above
        from ministack.services import dynamodb, lambda_svc, s3, ses, sqs, sts  # noqa: PLC0415 as above
        from ministack.services.cloudformation import engine  # noqa: PLC0415 as above

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
        lambda_runtime._PYTHON_WORKER_SCRIPT = mends.WORKER_PRELUDE + lambda_runtime._PYTHON_WORKER_SCRIPT
        # As many batches of one queue at once as there are cores; on AWS it is Lambda that bounds it.
        lambda_svc._ESM_SQS_DEFAULT_CONCURRENCY = max(2, min(4, os.cpu_count() or 2))
        dynamodb._STREAM_RETENTION_SECONDS = _STREAM_RETENTION_S
        self._set_row, self._remove_row = dynamodb._set_item, dynamodb._remove_item
        dynamodb._set_item, dynamodb._remove_item = self._set_and_note, self._remove_and_note
        for several in ("_transact_write_items", "_batch_write_item"):
            setattr(dynamodb, several, mends.noted_together(getattr(dynamodb, several), journal))
        engine.CfnLoader = mends.quick_loader(engine.CfnLoader)
        s3._post_object = self._with_known_form_key(s3._post_object)
        lambda_svc._match_esm_filter = mends.with_missing_parents(lambda_svc._match_esm_filter)
        lambda_svc._execute_function = mends.with_stream_failures(lambda_svc._execute_function)
        iam_actions.s3_service_context = mends.with_upload_prefix(iam_actions.s3_service_context)
        iam_actions.dynamodb_service_context = mends.with_leading_keys(iam_actions.dynamodb_service_context)
        iam_actions.request_tag_context = mends.with_output_bucket(iam_actions.request_tag_context)
        iam_actions.extract_resource_arn = mends.with_job_arn(iam_actions.extract_resource_arn)
        # Its logs and metrics grow in memory without end; a worker's words go into our own rotated log instead.
        lambda_svc._emit_lambda_logs = mends.log_worker
        lambda_svc._emit_lambda_metrics = mends.ignore
        self._worker_keys: dict[tuple[str, str], dict[str, str]] = {}
        self._lambda: Any = lambda_svc
        # At its end it would save whatever it loaded, also of a start that failed; what is saved, ``save`` decides.
        app.save_all = mends.ignore
        # It would begin with the queues as soon as the state is loaded, with the code of the last run.
        lambda_svc._poller_started = True

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
        return access_key_id in self._sts._sessions

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
            parts = self._s3._parse_multipart_form(headers.get("content-type", ""), body)
            named = [value for name, _, _, value in parts if name.lower() in {"x-amz-credential", "awsaccesskeyid"}]
            keys = [value.decode("latin-1").partition("/")[0] for value in named]
            if len(keys) != 1 or not self.knows_key(keys[0]):
                return self._s3._error("AccessDenied", "Access Denied", 403)
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
        parts: dict[str, Any] = self._app._build_persistence_save_dict()
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
            table = self._dynamodb._tables.get_scoped(ACCOUNT, REGION, change.table)
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
        for queue in list(self._sqs._queues._data.values()):
            for message in queue["messages"]:
                if message.get("receipt_handle") and message.get("visible_at", 0) > time.time():
                    message["visible_at"] = 0
                    message["receipt_handle"] = None
                    message["receive_count"] = max(message.get("receive_count", 1) - 1, 0)
                    returned += 1
        return returned

    def park_objects(self) -> None:
        """Set aside buckets that are on disk although no stack is remembered, so that the stack can be made again."""
        self._parked = dict(self._s3._buckets._data)
        self._s3._buckets._data.clear()

    def adopt_objects(self) -> None:
        """Give the new stack's buckets the objects that were set aside."""
        for scoped_name, bucket in self._parked.items():
            made = self._s3._buckets._data.setdefault(scoped_name, bucket)
            made["objects"].update(bucket["objects"])
        self._parked = {}

    def has_saved_stack(self) -> bool:
        """Whether a stack was saved by an earlier run."""
        return self._persistence.load_state(STACK_PART) is not None

    def count_objects(self, bucket_names: frozenset[str]) -> int:
        """Return how many objects are stored in these buckets."""
        buckets = list(self._s3._buckets._data.items())
        return sum(len(bucket["objects"]) for (_account, name), bucket in buckets if name in bucket_names)

    def mail(self) -> list[Document]:
        """Return what the mail service took, oldest first."""
        letters: list[Document] = []
        for sent in list(self._ses._sent_emails.to_dict().values()):
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
        self._lambda._dynamodb_stream_positions.clear()
        self._lambda._poller_started = False
        self._lambda._ensure_poller()

    def rest_workers(self, idle_s: float) -> int:
        """End workers that had nothing to do for a while; return how many. It would keep one a function for ever."""
        runtime = self._lambda_runtime
        rested: list[Any] = []
        with runtime._lock:
            for key, workers in list(runtime._workers.items()):
                idle = [w for w in workers if not w.in_use and time.time() - w.last_used >= idle_s]
                runtime._workers[key] = [worker for worker in workers if worker not in idle]
                rested += idle
        runtime.kill_workers(rested)
        return len(rested)

    def stop_workers(self) -> None:
        """End every worker."""
        self._lambda_runtime.reset()
