"""``snapstream-cloud smoke`` on a stack that asks AWS's services, answered by fakes over HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cloud import cli
from cloud.local import control
from cloud.local.newsroom import read_admin
from cloud.local.paths import LocalPaths
from cloud.local.settings import LocalSettings
from tests.fakes.ai.server import AiServer

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.embedded, pytest.mark.timeout(400)]


def test_smoke_asks_for_a_round_of_each_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rekognition, Transcribe and Comprehend each answered, and the ledger knows what that cost."""
    paths = LocalPaths(tmp_path / "data")
    place = ["--data-dir", str(tmp_path / "data")]
    with AiServer() as server:
        monkeypatch.setenv("SNAPSTREAM_LOCAL_AI", server.endpoint)
        control.start(paths, LocalSettings(), for_client=False, progress=lambda *_: None)
        try:
            admin = read_admin(paths.admin)
            assert admin is not None
            server.stand_on(admin[0].client)
            code = cli.main(["smoke", "--json", "--timeout", "150", *place])
            told = json.loads(capsys.readouterr().out)
            checks = {check["check"]: check for check in told["checks"]}
            assert code == cli.DONE, [check for check in told["checks"] if check["outcome"] == "failed"]
            assert told["engines"] == "aws"
            assert checks["labels of cafe_zurich.jpg"]["detail"].endswith("by rekognition")
            assert checks["speech of harbour_report.mp3"]["detail"] == "SUCCEEDED by transcribe"
            assert checks["entities of harbour_report.mp3"]["detail"].endswith("by comprehend")
            assert cli.main(["cost", "--json", *place]) == cli.DONE
            assert json.loads(capsys.readouterr().out)["total"]["paid"] > 0
        finally:
            control.stop(paths)
