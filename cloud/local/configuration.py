"""How MiniStack is configured before it is loaded, and what is set right on the disk that it will read. Main thread.

It keeps its configuration in module globals read from the environment at import, so ``configure`` runs before anything
of it is imported.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import sys
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from cloud.local.paths import LocalPaths
    from cloud.local.settings import LocalSettings

_LOG = logging.getLogger(__name__)

ACCOUNT = "000000000000"
REGION = "us-east-1"
#: What the template needs; everything else the emulator could do is switched off.
_SERVICES = "s3,sqs,sns,dynamodb,dynamodbstreams,events,lambda,cloudformation,sts,iam,logs,ses"
#: Of which it has none that computes: asked elsewhere on this computer, where a setting says so.
_AI_SERVICES = ("REKOGNITION", "TRANSCRIBE", "COMPREHEND", "TRANSLATE")


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
    mend_torn_objects(paths.objects)


def mend_torn_objects(objects: Path) -> None:
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
