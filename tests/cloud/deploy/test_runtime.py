from __future__ import annotations

import io
import json
import os
import platform
import subprocess
import sys
import tempfile
import textwrap
import zipfile
from pathlib import Path

import pytest
from cfnlint.decode import cfn_yaml

import cloud
from cloud.deploy.package import GROUPS, ONDEVICE, build
from cloud.deploy.stack import TEMPLATE
from cloud.deploy.wheels import PackageError, Target, read_requirements
from tests.fakes.lambda_runtime import brought, invoke

pytest.importorskip("awslambdaric", reason="the runtime is built for Linux alone")

#: What every function is told; nothing answers there, and nothing is asked.
VARIABLES = {
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "AWS_ACCESS_KEY_ID": "nobody",
    "AWS_SECRET_ACCESS_KEY": "nothing",
    "ORIGINALS_BUCKET": "originals",
    "DERIVED_BUCKET": "derived",
    "ITEMS_TABLE": "items",
    "LEDGER_TABLE": "ledger",
    "ENGINES": "aws",
    "ONDEVICE": "no",
    "ITEM_EVENTS_TOPIC_ARN": "arn:aws:sns:us-east-1:000000000000:events",
    "POWERTOOLS_METRICS_NAMESPACE": "SnapStream",
    "POWERTOOLS_SERVICE_NAME": "tried",
}
FUNCTIONS = {
    str(resource["Properties"]["Handler"]): str(resource["Properties"]["Code"]["S3Key"]["Fn::Sub"])
    .rpartition("/")[2]
    .removesuffix(".zip")
    for resource in cfn_yaml.load(str(TEMPLATE))["Resources"].values()
    if resource["Type"] == "AWS::Lambda::Function"
}
SMALL = ("core", "text", "image")


def message(body: str) -> dict[str, object]:
    """Return an event of SQS with one message, in the shape that Lambda hands over."""
    record = {
        "messageId": "00000000-0000-4000-8000-00000000000a",
        "receiptHandle": "handle",
        "body": body,
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "0"},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:tried",
        "awsRegion": "us-east-1",
    }
    return {"Records": [record]}


TEST_EVENT = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "originals"})


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the small packages, made for this computer as for AWS, unpacked as Lambda does."""
    arch = {"x86_64": "x86_64", "AMD64": "x86_64", "aarch64": "arm64"}.get(platform.machine(), "")
    if sys.platform != "linux" or not arch:
        pytest.skip("functions run on Linux alone")
    target = Target(arch, f"{sys.version_info.major}.{sys.version_info.minor}")
    try:
        packages = build(target, ondevice=False, groups=SMALL)
    except PackageError as error:
        if os.environ.get("CI"):
            raise  # there the packages are had; a pin that nobody can have must not go unseen
        pytest.skip(f"no libraries for this Python can be had here: {error}")
    folders = {}
    for name, archive in packages.items():
        folders[name] = tmp_path_factory.mktemp(name)
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            opened.extractall(folders[name])
    return folders


def test_ingest_answers_from_its_zip(unpacked: dict[str, Path]) -> None:
    """Started by Lambda's own runtime, with its own libraries and boto3 alone, a test event is taken and let go."""
    told = invoke(unpacked["core"], "cloud.analysis.ingest.handler", message(TEST_EVENT), VARIABLES)
    assert (told.is_error, told.body) == (False, {"batchItemFailures": []}), told.log


def test_image_answers_from_its_zip(unpacked: dict[str, Path]) -> None:
    """A message that is none is given back as the one that failed, with a traceback in the log, and no other end."""
    told = invoke(unpacked["image"], "cloud.analysis.image.handler", message("no work"), VARIABLES)
    assert not told.is_error, told.log
    assert told.body == {"batchItemFailures": [{"itemIdentifier": "00000000-0000-4000-8000-00000000000a"}]}
    assert "BadMessageError" in told.log


@pytest.mark.parametrize("handler", sorted(name for name, group in FUNCTIONS.items() if group in SMALL))
def test_every_function_starts_from_its_package(unpacked: dict[str, Path], handler: str) -> None:
    """Nothing that it imports at its start is missing in what it is deployed with; no record is no work."""
    told = invoke(unpacked[FUNCTIONS[handler]], handler, {"Records": []}, VARIABLES)
    assert told.init_ms > 0
    assert "ImportModuleError" not in told.log
    assert "No module named" not in told.log


#: What functions with engines of our own do with a sample, where they find the libraries of their package alone.
_OWN_ENGINES = {
    "vision": """
        from cloud.analysis.engines import ondevice
        data = open(sys.argv[1] + "/cafe_zurich.jpg", "rb").read()
        print(len(ondevice.load_text_reader().read(data)), len(ondevice.load_face_finder().find(data)))
        """,
    "speech": """
        from cloud.analysis.engines import ondevice
        print(len(ondevice.load_speech_recognizer().recognize(bytes(32000))))
        """,
    "text": """
        from cloud.analysis.engines import ondevice
        engine = ondevice.load_text_analyzer()
        print(engine.language("The ferry arrives in the harbour, and everybody is glad."))
        print(engine.sentiment("Everybody is glad."), engine.phrases("The ferry arrives in the harbour."))
        """,
}


@pytest.mark.skipif(sys.platform != "linux", reason="functions run on Linux alone")
@pytest.mark.parametrize("group", _OWN_ENGINES)
def test_lists_name_all_that_our_own_engines_import(group: str) -> None:
    """Of whatever version is installed here; a library that a list forgets is missing only on AWS."""
    lists = (*GROUPS[group], *ONDEVICE[group])
    libraries = {library for name in lists for library in read_requirements(name)}
    root, samples = Path(cloud.__file__).parents[1], Path(cloud.__file__).parents[1] / "resources" / "samples"
    with brought(*libraries) as packages, tempfile.TemporaryDirectory() as code:
        (Path(code) / "cloud").symlink_to(root / "cloud")
        done = subprocess.run(  # noqa: S603 -- our own interpreter
            [sys.executable, "-S", "-c", "import sys\n" + textwrap.dedent(_OWN_ENGINES[group]), str(samples)],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{code}{os.pathsep}{packages}", "OMP_NUM_THREADS": "1",
                 "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_a_handler_that_is_not_there_is_an_error_of_the_start(unpacked: dict[str, Path]) -> None:
    """So the check above can fail."""
    told = invoke(unpacked["core"], "cloud.analysis.nowhere.handler", message("{}"), VARIABLES)
    assert told.is_error
    assert "cloud.analysis.nowhere" in json.dumps(told.body)
