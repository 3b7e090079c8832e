"""The API's package, and what a deploy does for its host."""

from __future__ import annotations

import base64
import hashlib
import io
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError
from cfnlint.decode import cfn_yaml
from moto import mock_aws

from cloud.deploy import application, hosting
from cloud.deploy.account import AwsAccount
from cloud.deploy.stack import TEMPLATE
from cloud.deploy.wheels import PYTHON, read_requirements

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PARAMETERS: dict[str, Any] = cfn_yaml.load(str(TEMPLATE))["Parameters"]
KEY = f"api/{'a' * 64}.zip"


def test_the_wheel_is_the_same_bytes_each_time_and_whole() -> None:
    """RECORD names every file with its hash and size, as the format demands; nothing of other parts is in it."""
    files = application.code_files()
    name, data = application.build_wheel(files, "1.2.3")
    assert application.build_wheel(dict(reversed(files.items())), "1.2.3") == (name, data)
    assert name == "snapstream-1.2.3-py3-none-any.whl"
    wheel = zipfile.ZipFile(io.BytesIO(data))
    record = wheel.read("snapstream-1.2.3.dist-info/RECORD").decode().splitlines()
    assert record[-1] == "snapstream-1.2.3.dist-info/RECORD,,"
    listed = {}
    for line in record[:-1]:
        path, digest, size = line.rsplit(",", 2)
        listed[path] = (digest, int(size))
    assert listed.keys() | {"snapstream-1.2.3.dist-info/RECORD"} == set(wheel.namelist())
    for path, (digest, size) in listed.items():
        body = wheel.read(path)
        assert size == len(body)
        assert digest == "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
    assert {path.split("/")[1] for path in files} == {"__init__.py", "contract", "store", "api"}


def test_the_code_of_the_wheel_needs_nothing_else_of_ours(tmp_path: Path) -> None:
    """What gunicorn is started with can be imported from it alone."""
    for name, body in application.code_files().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    asked = f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
import cloud.api.app, cloud.api.assembly, cloud.api.gunicorn, cloud.api.install, cloud.api.wsgi
assert cloud.__file__.startswith({str(tmp_path)!r})
assert not [name for name in sys.modules if name.startswith(("cloud.analysis", "cloud.deploy", "cloud.local"))]
"""
    subprocess.run([sys.executable, "-P", "-c", asked], check=True, env={}, cwd=tmp_path, timeout=60)  # noqa: S603 -- our own interpreter


def test_the_package_names_each_wheel_with_its_hash() -> None:
    """So that pip installs these bytes or none; its name is that of its own bytes."""
    package = application.bundle({"b_b-2-py3-none-any.whl": b"2", "a-1.0-py3-none-any.whl": b"1"})
    inside = zipfile.ZipFile(io.BytesIO(package))
    assert inside.read("requirements.txt").decode().splitlines() == [
        f"a==1.0 --hash=sha256:{hashlib.sha256(b'1').hexdigest()}",
        f"b-b==2 --hash=sha256:{hashlib.sha256(b'2').hexdigest()}",
    ]
    assert application.key_of(package) == f"api/{hashlib.sha256(package).hexdigest()}.zip"


def test_every_library_is_pinned() -> None:
    """Those that the libraries need too: pip is told to resolve nothing."""
    pinned = read_requirements(application.LIST)
    assert {"flask-openapi3", "argon2-cffi", "pyjwt", "gunicorn", "boto3", "pydantic-core", "cffi"} <= pinned.keys()
    template = TEMPLATE.read_text(encoding="utf-8")
    assert f"dnf install -y -q python{PYTHON} " in template
    assert "--no-index --no-deps --require-hashes" in template


def test_the_hosts_parameters_have_the_templates_defaults() -> None:
    """So that what is not named is the same at the first deploy and at the next."""
    assert {name: PARAMETERS[name]["Default"] for name in hosting.DEFAULTS} == dict(hosting.DEFAULTS)


def test_what_makes_the_instance_changes_its_place() -> None:
    """The same inputs stay where they are; another package, setting or template goes to the other place, and back."""
    first = hosting.parameters({}, {}, KEY)
    assert (first["Api"], first["ApiSlot"]) == ("yes", "A")
    assert hosting.parameters({}, first, KEY) == first
    other = hosting.parameters({}, first, KEY.replace("a", "b"))
    assert other["ApiSlot"] == "B"
    assert hosting.parameters({"Registration": "open"}, other, other["ApiPackage"])["ApiSlot"] == "A"
    text = TEMPLATE.read_text(encoding="utf-8")
    assert hosting.parameters({}, first, KEY, text.replace("VolumeSize: 8", "VolumeSize: 9"))["ApiSlot"] == "B"
    assert hosting.parameters({}, first, KEY, text.replace("RetentionDays\n", "RetentionDays \n"))["ApiSlot"] == "A"


def test_cloudfronts_group_is_forgotten_with_its_vpc() -> None:
    """Another VPC has another, which has yet to be found."""
    before = hosting.parameters({}, {}, KEY) | {"OriginGroupId": "sg-0123456789abcdef0"}
    assert hosting.parameters({}, before, KEY)["OriginGroupId"] == "sg-0123456789abcdef0"
    asked = {"ApiVpcId": "vpc-0123456789abcdef0", "ApiSubnetId": "subnet-0123456789abcdef0"}
    assert hosting.parameters(asked, before, KEY)["OriginGroupId"] == ""


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[AwsAccount]:
    """Return an account on AWS, as moto plays it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    with mock_aws():
        yield AwsAccount(boto3.Session(region_name="eu-central-1"), "eu-central-1")


def test_the_signing_key_is_made_once_and_kept(account: AwsAccount) -> None:
    """Encrypted, long enough, in the form that a worker reads; it goes with the newsroom."""
    assert hosting.make_signing_key(account, "desk")
    ssm = account.client("ssm")
    made = ssm.get_parameter(Name="/desk/api/signing-key", WithDecryption=True)["Parameter"]
    assert made["Type"] == "SecureString"
    assert len(base64.b64decode(made["Value"], validate=True)) >= 32
    assert not hosting.make_signing_key(account, "desk")
    assert ssm.get_parameter(Name="/desk/api/signing-key", WithDecryption=True)["Parameter"]["Value"] == made["Value"]
    hosting.remove_signing_key(account, "desk")
    hosting.remove_signing_key(account, "desk")
    with pytest.raises(ClientError, match="ParameterNotFound"):
        ssm.get_parameter(Name="/desk/api/signing-key")


def test_packages_are_sent_once_and_old_ones_go(account: AwsAccount) -> None:
    """The one before stays: an update that fails goes back to it."""
    s3 = account.client("s3")
    s3.create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    keys = [hosting.send_package(account, "code", body) for body in (b"1", b"2", b"3")]
    assert hosting.send_package(account, "code", b"3") == keys[2]
    assert hosting.tidy_packages(account, "code", *keys[1:]) == 1
    assert {each["Key"] for each in s3.list_objects_v2(Bucket="code")["Contents"]} == set(keys[1:])


def test_cloudfronts_group_is_found_in_its_vpc(account: AwsAccount) -> None:
    """By its name; there is none before the first origin."""
    ec2 = account.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.60.0.0/24")["Vpc"]["VpcId"]
    assert hosting.find_origin_group(account, vpc) == ""
    made = ec2.create_security_group(GroupName="CloudFront-VPCOrigins-Service-SG", Description="x", VpcId=vpc)
    assert hosting.find_origin_group(account, vpc) == made["GroupId"]


def test_who_deploys_may_make_connections(account: AwsAccount) -> None:
    """A session by its role, wherever that role's path leads."""
    assert hosting.caller_pattern(account).startswith("arn:aws:")
