from __future__ import annotations

import base64
import json
import re
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

import pytest
from cfnlint.api import lint, lint_file
from cfnlint.decode import cfn_yaml

from cloud.analysis.shell.batch import RETRY_DELAYS_S
from cloud.api.works import queue_urls
from cloud.api.wsgi import OUTPUTS, read_config, read_outputs
from cloud.deploy.package import PACKAGES, code_files
from cloud.deploy.stack import TEMPLATE
from tests.fakes import template
from tests.fakes import template as deployed
from tests.fakes.policy import Request, allows

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What the functions read (cloud.analysis.shell.environment); all of them get all of it.
VARIABLES = {
    "ORIGINALS_BUCKET",
    "DERIVED_BUCKET",
    "ITEMS_TABLE",
    "LEDGER_TABLE",
    "INGEST_QUEUE_URL",
    "IMAGE_QUEUE_URL",
    "AV_QUEUE_URL",
    "VISION_QUEUE_URL",
    "RECOGNIZE_QUEUE_URL",
    "SPEECH_QUEUE_URL",
    "START_QUEUE_URL",
    "COLLECT_QUEUE_URL",
    "TEXT_QUEUE_URL",
    "ORDERS_QUEUE_URL",
    "ITEM_EVENTS_TOPIC_ARN",
    "ALERTS_TOPIC_ARN",
    "ENGINES",
    "ONDEVICE",
    "DAILY_CAP_USD",
    "POWERTOOLS_METRICS_NAMESPACE",
    "POWERTOOLS_SERVICE_NAME",
}
#: Whose functions ask services that cost money and throttle.
PAID_QUEUES = {"RecognizeQueue", "StartQueue", "CollectQueue", "TextQueue"}
MOST_RECEIVES = 1000
#: Of whoever starts jobs, beside ``VARIABLES``.
JOB_VARIABLES = {"REKOGNITION_TOPIC_ARN", "REKOGNITION_ROLE_ARN"}
#: Services whose actions cannot be narrowed to a resource (Service Authorization Reference).
NAME_NO_RESOURCE = ("rekognition:Detect", "rekognition:Recognize", "rekognition:Start", "rekognition:Get")
NAME_NO_RESOURCE += ("transcribe:StartTranscriptionJob", "comprehend:", "translate:TranslateText")
TEMPLATE_DOCUMENT: dict[str, Any] = cfn_yaml.load(str(TEMPLATE))
RESOURCES: dict[str, dict[str, Any]] = TEMPLATE_DOCUMENT["Resources"]


#: As an engineer may deploy it.
NEWSROOMS = {
    "aws": template.deploy(template.AWS),
    "both": template.deploy(template.BOTH),
    "ondevice": template.deploy(template.ONDEVICE),
}


def of_type(name: str) -> dict[str, dict[str, Any]]:
    """Return the properties of every resource of a type."""
    return {key: r["Properties"] for key, r in RESOURCES.items() if r["Type"] == f"AWS::{name}"}


FUNCTIONS = of_type("Lambda::Function")
QUEUES = of_type("SQS::Queue")
SOURCES = of_type("Lambda::EventSourceMapping")


def logical(value: Any) -> str:  # noqa: ANN401 -- a template's value
    """Return the logical name that a reference points to."""
    target = value.get("Ref") or value.get("Fn::GetAtt") or value.get("Fn::Sub")
    name = target[0] if isinstance(target, list) else str(target)
    return name.removeprefix("${").split("}")[0].split(".")[0]


def statements(role: str) -> Iterator[tuple[list[str], list[Any]]]:
    """Return what a role may: actions and resources."""
    properties = RESOURCES[role]["Properties"]
    attached = [RESOURCES[logical(policy)]["Properties"] for policy in properties.get("ManagedPolicyArns", [])]
    attached += [policy for policy in of_type("IAM::Policy").values() if role in map(logical, policy["Roles"])]
    for policy in (*properties.get("Policies", []), *attached):
        for each in policy["PolicyDocument"]["Statement"]:
            statement = each["Fn::If"][1] if "Fn::If" in each else each
            assert statement["Effect"] == "Allow"
            actions, resources = statement["Action"], statement["Resource"]
            yield (
                actions if isinstance(actions, list) else [actions],
                resources if isinstance(resources, list) else [resources],
            )


def test_invariant_22_cfn_lint_finds_nothing() -> None:
    """The template is right by AWS's own specification."""
    assert [str(match) for match in lint_file(TEMPLATE)] == []


@pytest.mark.parametrize("newsroom", NEWSROOMS)
def test_invariant_22_cfn_lint_finds_nothing_in_what_is_deployed(newsroom: str) -> None:
    """With every set of engines put in, and conditions decided."""
    assert [str(match) for match in lint(json.dumps(NEWSROOMS[newsroom].document))] == []


def test_invariant_22_no_resource_waits_for_itself() -> None:
    """References make no cycle."""
    needs = {name: set(references(resource)) & set(RESOURCES) for name, resource in RESOURCES.items()}
    assert list(TopologicalSorter(needs).static_order())


def references(value: Any) -> Iterator[str]:  # noqa: ANN401 -- a template's value
    """Return the logical names that a part of the template refers to."""
    if isinstance(value, list):
        for each in value:
            yield from references(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            match key:
                case "Ref" | "DependsOn":
                    yield from [each] if isinstance(each, str) else each
                case "Fn::GetAtt":
                    yield each[0] if isinstance(each, list) else each.partition(".")[0]
                case "Fn::Sub":
                    text, values = each if isinstance(each, list) else (each, {})
                    named = (name.partition(".")[0] for name in re.findall(r"\$\{([^}]+)\}", text))
                    yield from (name for name in named if name not in values)
                    yield from references(values)
                case _:
                    yield from references(each)


def test_the_template_fits_into_what_cloudformation_reads() -> None:
    """1 MB from a bucket, 500 resources, 200 outputs (AWS CloudFormation User Guide, "Quotas")."""
    assert TEMPLATE.stat().st_size < 1_000_000
    assert len(RESOURCES) < 500
    assert len(TEMPLATE_DOCUMENT["Outputs"]) < 200


@pytest.mark.parametrize("newsroom", NEWSROOMS)
def test_what_a_newsroom_does_not_have_is_not_deployed(newsroom: str) -> None:
    """Our own engines are heavy, and alarms cost; everything else is there everywhere."""
    made = NEWSROOMS[newsroom]
    functions = set(made.of_type("Lambda::Function"))
    assert functions == set(FUNCTIONS) - (set() if newsroom != "aws" else {"VisionFunction", "SpeechFunction"})
    assert bool(made.of_type("CloudWatch::Alarm")) is (newsroom != "ondevice")
    assert ("SpendAlarm" in made.resources) is (newsroom != "ondevice")
    assert ("AlertsSubscription" in made.resources) is (newsroom == "aws")
    told = {name: each["Environment"]["Variables"] for name, each in made.of_type("Lambda::Function").items()}
    assert {each["ENGINES"] for each in told.values()} == {"ondevice" if newsroom == "ondevice" else "aws"}
    assert {each["ONDEVICE"] for each in told.values()} == {"no" if newsroom == "aws" else "yes"}


@pytest.mark.parametrize("newsroom", NEWSROOMS)
def test_invariant_04_only_the_desktop_may_put_originals(newsroom: str) -> None:
    """No other role writes, deletes or configures there, and the derived bucket tells nobody what is put into it."""
    made = NEWSROOMS[newsroom]
    original = f"{made.arn('OriginalsBucket')}/uploads/newsroom/u/2026/11/{'0' * 26}/original.jpg"
    writing = [
        "PutObject",
        "DeleteObject",
        "DeleteObjectVersion",
        "AbortMultipartUpload",
        "PutObjectAcl",
        "RestoreObject",
    ]
    bucket = ["PutBucketPolicy", "DeleteBucket", "PutLifecycleConfiguration", "PutBucketVersioning"]
    asked = [Request(f"s3:{each}", original) for each in writing]
    asked += [Request(f"s3:{each}", made.arn("OriginalsBucket")) for each in bucket]
    may = {
        (role, request.action)
        for role in made.of_type("IAM::Role")
        for request in asked
        if allows(made.policies(role), request)
    }
    assert may == {
        ("DesktopRole", "s3:PutObject"),
        ("DesktopRole", "s3:AbortMultipartUpload"),
        ("OrdersRole", "s3:DeleteObjectVersion"),  # what people delete
    }
    assert "NotificationConfiguration" not in made.resources["DerivedBucket"]["Properties"]
    listening = [rule["EventPattern"] for rule in made.of_type("Events::Rule").values() if "EventPattern" in rule]
    derived = made.resources["DerivedBucket"]["Properties"]["BucketName"]
    assert derived not in json.dumps(listening)


@pytest.mark.parametrize("bucket", of_type("S3::Bucket"))
def test_invariant_22_buckets(bucket: str) -> None:
    """Public access is blocked, TLS demanded, versions kept, stale multiparts aborted, and no stack deletes media."""
    properties = RESOURCES[bucket]["Properties"]
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert properties["VersioningConfiguration"] == {"Status": "Enabled"}
    rules = properties["LifecycleConfiguration"]["Rules"]
    assert any("AbortIncompleteMultipartUpload" in rule for rule in rules)
    policies = [p for p in of_type("S3::BucketPolicy").values() if logical(p["Bucket"]) == bucket]
    denials = [s for p in policies for s in p["PolicyDocument"]["Statement"] if s["Effect"] == "Deny"]
    assert [denial["Condition"] for denial in denials] == [{"Bool": {"aws:SecureTransport": "false"}}]
    assert RESOURCES[bucket]["DeletionPolicy"] == "Retain"


@pytest.mark.parametrize("queue", [name for name in QUEUES if not name.endswith("DeadLetters")])
def test_invariant_22_queues(queue: str) -> None:
    """Every queue has dead letters, kept 14 days, and a reader for them.

    After five receives; after the most there are where a throttled service puts messages off, and the item counts.
    """
    redrive = QUEUES[queue]["RedrivePolicy"]
    dead = logical(redrive["deadLetterTargetArn"])
    assert redrive["maxReceiveCount"] == (MOST_RECEIVES if queue in PAID_QUEUES else len(RETRY_DELAYS_S) + 1)
    assert QUEUES[dead]["MessageRetentionPeriod"] == 14 * 24 * 3600
    readers = [logical(s["FunctionName"]) for s in SOURCES.values() if logical(s["EventSourceArn"]) == dead]
    assert readers == ["DeadletterFunction"]


@pytest.mark.parametrize("queue", QUEUES)
def test_invariant_22_queues_demand_tls_and_are_encrypted(queue: str) -> None:
    """Dead letters too; a queue has exactly one policy, or the later one would undo the earlier."""
    assert QUEUES[queue]["SqsManagedSseEnabled"] is True
    policies = [p for p in of_type("SQS::QueuePolicy").values() if queue in [logical(each) for each in p["Queues"]]]
    assert len(policies) == 1
    (statement,) = [s for s in policies[0]["PolicyDocument"]["Statement"] if s["Effect"] == "Deny"]
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert (statement["Action"], statement["Resource"]) == ("sqs:*", "*")


@pytest.mark.parametrize("topic", of_type("SNS::Topic"))
def test_invariant_22_topics_demand_tls_and_are_encrypted(topic: str) -> None:
    """But for the alerts' encryption: CloudWatch could not publish there."""
    policies = [p for p in of_type("SNS::TopicPolicy").values() if [logical(each) for each in p["Topics"]] == [topic]]
    denials = [s for p in policies for s in p["PolicyDocument"]["Statement"] if s["Effect"] == "Deny"]
    assert [denial["Condition"] for denial in denials] == [{"Bool": {"aws:SecureTransport": "false"}}]
    assert RESOURCES[topic]["Properties"].get("KmsMasterKeyId") == (None if topic == "AlertsTopic" else "alias/aws/sns")


@pytest.mark.parametrize("source", SOURCES)
def test_every_arrow_into_a_function_reports_partial_failures(source: str) -> None:
    """And a queue hides a message six times as long as its function may run."""
    mapping = SOURCES[source]
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    queue = QUEUES.get(logical(mapping["EventSourceArn"]))
    if queue is not None:
        assert queue["VisibilityTimeout"] >= 6 * FUNCTIONS[logical(mapping["FunctionName"])]["Timeout"]
    else:
        dead = logical(mapping["FunctionName"]).replace("Function", "DeadLetters")
        assert logical(mapping["DestinationConfig"]["OnFailure"]["Destination"]) == dead


def test_the_heavy_functions_run_two_at_a_time() -> None:
    """A vision worker takes 600 to 775 MB; thumbnails have a queue of their own and never wait behind it."""
    limits = {name: mapping.get("ScalingConfig", {}).get("MaximumConcurrency") for name, mapping in SOURCES.items()}
    assert (limits["VisionSource"], limits["SpeechSource"]) == (2, 2)
    assert limits["ImageSource"] > 2
    assert SOURCES["VisionSource"]["BatchSize"] == SOURCES["SpeechSource"]["BatchSize"] == 1


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_has_code_variables_and_a_role_of_its_own(function: str) -> None:
    """Its handler exists, its package is one that is made, and no two share a role."""
    properties = FUNCTIONS[function]
    assert properties["Handler"] == f"cloud.analysis.{function.removesuffix('Function').lower()}.handler"
    assert properties["Handler"].removesuffix(".handler").replace(".", "/") + ".py" in code_files()
    assert set(properties["Environment"]["Variables"]) == VARIABLES | (
        JOB_VARIABLES if function == "StartFunction" else set()
    )
    key = properties["Code"]["S3Key"]["Fn::Sub"]
    assert key.removeprefix("${CodePrefix}/").removesuffix(".zip") in PACKAGES
    assert logical(properties["Role"]) == function.replace("Function", "Role")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_invariant_19_a_role_names_its_actions_and_resources(function: str) -> None:
    """Nothing is allowed by a star but actions that name no resource, and nothing that only an engineer needs."""
    for actions, resources in statements(function.replace("Function", "Role")):
        for action in actions:
            assert not action.startswith(("iam:", "sts:", "lambda:", "kms:")) or action == "iam:PassRole"
            assert "*" not in action
        if "*" in resources:
            assert all(action.startswith(NAME_NO_RESOURCE) for action in actions)


def test_a_function_may_take_from_its_queue() -> None:
    """Each event source's queue is one that the function's role may read."""
    for mapping in SOURCES.values():
        source = logical(mapping["EventSourceArn"])
        role = logical(mapping["FunctionName"]).replace("Function", "Role")
        wanted = "sqs:ReceiveMessage" if source in QUEUES else "dynamodb:GetRecords"
        assert any(
            wanted in actions and any(logical(resource) == source for resource in resources)
            for actions, resources in statements(role)
        )


def test_paid_functions_are_bounded() -> None:
    """By their event sources: reserved concurrency is refused in new accounts."""
    for queue in PAID_QUEUES:
        (source,) = [each for each in SOURCES.values() if logical(each["EventSourceArn"]) == queue]
        assert 2 <= source["ScalingConfig"]["MaximumConcurrency"] <= 5
    assert not any("ReservedConcurrentExecutions" in each for each in FUNCTIONS.values())


def test_every_function_queue_and_dead_letter_is_watched() -> None:
    """Breakdowns, old messages, dead letters, a late stream, throttling and spending call the engineer."""
    made = NEWSROOMS["both"]
    alarms = made.of_type("CloudWatch::Alarm")
    assert {topic for alarm in alarms.values() for topic in alarm["AlarmActions"]} == {made.arn("AlertsTopic")}
    assert all(alarm["TreatMissingData"] == "notBreaching" for alarm in alarms.values())

    def watched(metric: str) -> set[str]:
        """Return the values of the dimensions by which a metric is watched."""
        found = [alarm for alarm in alarms.values() if alarm.get("MetricName") == metric]
        parts = [
            part["MetricStat"]["Metric"]
            for alarm in alarms.values()
            for part in alarm.get("Metrics", [])
            if "MetricStat" in part
        ]
        found += [part for part in parts if part["MetricName"] == metric]
        return {dimension["Value"] for each in found for dimension in each["Dimensions"]}

    assert watched("Errors") == {each["FunctionName"] for each in made.of_type("Lambda::Function").values()}
    waiting = {q["QueueName"] for name, q in made.of_type("SQS::Queue").items() if not name.endswith("DeadLetters")}
    assert watched("ApproximateAgeOfOldestMessage") == waiting
    assert watched("Invocations") == {"snapstream-deadletter"}
    assert watched("IteratorAge") == {"snapstream-finalize"}
    assert watched("SpentMicrousd") == {"snapstream"}
    assert alarms["ThrottlesAlarm"]["MetricName"] == "Throttles"


def test_the_engineer_is_called_at_four_fifths_of_the_cap() -> None:
    """Whatever the cap is: CloudFormation cannot multiply, so CloudWatch does."""
    (above,) = [
        each for each in NEWSROOMS["both"].of_type("CloudWatch::Alarm")["SpendAlarm"]["Metrics"] if "Expression" in each
    ]
    assert above["Expression"] == "spent - 25 * 800000"


@pytest.mark.parametrize("newsroom", ["aws", "both"])
def test_the_dashboard_can_be_read(newsroom: str) -> None:
    """It is JSON, its widgets do not lie on each other, and each shows something that there is."""
    made = NEWSROOMS[newsroom]
    (dashboard,) = made.of_type("CloudWatch::Dashboard").values()
    widgets = json.loads(dashboard["DashboardBody"])["widgets"]
    taken = [
        (x, y) for w in widgets for x in range(w["x"], w["x"] + w["width"]) for y in range(w["y"], w["y"] + w["height"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24
    shown = {metric[-1] for widget in widgets for metric in widget["properties"]["metrics"]}
    named = {q["QueueName"] for q in made.of_type("SQS::Queue").values()}
    named |= {f["FunctionName"] for f in NEWSROOMS["both"].of_type("Lambda::Function").values()} | {"snapstream"}
    assert shown <= named


def test_originals_move_to_another_class_where_asked() -> None:
    """By parameters; none moves where nobody asks."""

    def moves(newsroom: str) -> list[Any]:
        """Return the transitions of the originals' bucket."""
        rules = NEWSROOMS[newsroom].resources["OriginalsBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
        return [transition for rule in rules for transition in rule.get("Transitions", [])]

    assert moves("aws") == [{"StorageClass": "INTELLIGENT_TIERING", "TransitionInDays": 30}]
    assert moves("both") == [{"StorageClass": "GLACIER_IR", "TransitionInDays": 30}]
    assert moves("ondevice") == []


def test_the_ledger_is_as_its_code_says() -> None:
    """A row by its id, a day's rows by an index, recoverable, and nothing ends by itself."""
    table = RESOURCES["LedgerTable"]["Properties"]
    (index,) = table["GlobalSecondaryIndexes"]
    assert (index["IndexName"], index["Projection"]) == ("day", {"ProjectionType": "ALL"})
    assert [key["AttributeName"] for key in index["KeySchema"]] == ["day", "id"]
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert "TimeToLiveSpecification" not in table
    assert RESOURCES["LedgerTable"]["DeletionPolicy"] == "Retain"


def test_the_table_is_as_the_contract_says() -> None:
    """Three indexes with their keys and projections, a stream with both images, and everything recoverable."""
    table = RESOURCES["ItemsTable"]["Properties"]
    indexes = {
        index["IndexName"]: (
            [key["AttributeName"] for key in index["KeySchema"]],
            index["Projection"]["ProjectionType"],
        )
        for index in table["GlobalSecondaryIndexes"]
    }
    assert indexes == {
        "feed": (["feed_day", "updated_at"], "ALL"),
        "owner": (["owner_id", "uploaded_at"], "KEYS_ONLY"),
        "work": (["work_state", "updated_at"], "KEYS_ONLY"),
    }
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


def test_policies_of_queues_speak_of_the_queue_they_are_on() -> None:
    """SQS refuses a policy whose statement names several queues; one resource stands for the queue itself."""
    for policy in of_type("SQS::QueuePolicy").values():
        for statement in policy["PolicyDocument"]["Statement"]:
            assert statement["Resource"] == "*"


def test_every_queue_is_read_by_a_bounded_number_of_functions() -> None:
    """What a function has no room for counts as received, so that an unbounded queue of five receives loses work."""
    queues = set(of_type("SQS::Queue"))
    sources = of_type("Lambda::EventSourceMapping")
    bounded = {name for name, source in sources.items() if "ScalingConfig" in source}
    working = {f"{name.removesuffix('Queue')}Source" for name in queues if name.endswith("Queue")}
    assert working <= bounded


# The API's host

HOSTED = deployed.deploy(deployed.HOSTED)


def test_the_embedded_cloud_leaves_the_host_out() -> None:
    """It has no instances; the role is there all the same, as what the API may is what it may on AWS."""
    kinds = {resource["Type"] for resource in deployed.deploy(deployed.ONDEVICE).resources.values()}
    assert not {kind for kind in kinds if kind.startswith(("AWS::EC2::", "AWS::CloudFront::", "AWS::SSM::"))}
    assert "ApiRole" in deployed.deploy(deployed.ONDEVICE).resources


def test_nothing_but_cloudfront_reaches_the_instance() -> None:
    """One way in, from the group that CloudFront gives its origins in this VPC; no port 22, no key pair; out by TLS."""
    ways_in = HOSTED.of_type("EC2::SecurityGroupIngress")
    assert [(way["SourceSecurityGroupId"], way["FromPort"], way["ToPort"]) for way in ways_in.values()] == [
        (deployed.HOSTED["OriginGroupId"], 8080, 8080)
    ]
    assert not any("CidrIp" in way for way in ways_in.values())
    (group,) = HOSTED.of_type("EC2::SecurityGroup").values()
    assert "SecurityGroupIngress" not in group
    assert [(way["IpProtocol"], way["FromPort"], way["ToPort"]) for way in group["SecurityGroupEgress"]] == [
        ("tcp", 443, 443)
    ]
    without = deployed.deploy(deployed.HOSTED | {"OriginGroupId": ""})
    assert not without.of_type("EC2::SecurityGroupIngress")


def test_the_instance_is_small_encrypted_and_keeps_its_credentials() -> None:
    """IMDSv2 alone and not beyond the instance itself, an encrypted root, and no key pair."""
    (template,) = HOSTED.of_type("EC2::LaunchTemplate").values()
    data = template["LaunchTemplateData"]
    assert (data["MetadataOptions"]["HttpTokens"], data["MetadataOptions"]["HttpPutResponseHopLimit"]) == (
        "required",
        1,
    )
    assert [disk["Ebs"]["Encrypted"] for disk in data["BlockDeviceMappings"]] == [True]
    assert "KeyName" not in data
    assert data["ImageId"].endswith("al2023-ami-kernel-default-arm64")


def test_the_user_data_says_what_a_worker_reads_and_no_secret() -> None:
    """Each variable that the API asks for is there, with what the stack made; the key's name alone, never the key."""
    (template,) = HOSTED.of_type("EC2::LaunchTemplate").values()
    script = base64.b64decode(template["LaunchTemplateData"]["UserData"]).decode()
    assert len(script) < 16_000
    settings = dict(
        line.split("=", 1) for line in script.split("<<'SETTINGS'\n")[1].split("SETTINGS\n")[0].splitlines()
    )
    assert set(OUTPUTS) <= settings.keys()
    outputs = read_outputs(settings)
    assert {name: HOSTED.outputs[name] for name in outputs if name in HOSTED.outputs} == {
        name: value for name, value in outputs.items() if name in HOSTED.outputs
    }
    assert queue_urls(outputs).items() == {
        (name, urls) for name, urls in queue_urls(HOSTED.outputs).items() if name != "finalize"
    }
    key = base64.b64encode(bytes(48)).decode()
    config = read_config(settings, {"/snapstream/api/signing-key": key, "/snapstream/api/url": "https://x"}.__getitem__)
    assert (config.address_header, config.is_secure) == ("CloudFront-Viewer-Address", True)
    assert config.newsroom == f"snapstream-{deployed.ACCOUNT}-{deployed.REGION}"
    assert "SIGNING_KEY=" not in script


@pytest.mark.parametrize("slot", ["A", "B"])
def test_cloudfront_leads_to_the_instance_of_the_slot(slot: str) -> None:
    """And only that one is there; answers are kept nowhere, viewers speak TLS, their address is CloudFront's word."""
    hosted = deployed.deploy(deployed.HOSTED | {"ApiSlot": slot})
    assert list(hosted.of_type("EC2::Instance")) == [f"ApiInstance{slot}"]
    assert hosted.resources[f"ApiInstance{slot}"]["CreationPolicy"]["ResourceSignal"]["Count"] == 1
    (config,) = (each["DistributionConfig"] for each in hosted.of_type("CloudFront::Distribution").values())
    (origin,) = config["Origins"]
    assert origin["VpcOriginConfig"]["VpcOriginId"] == f"ApiOrigin{slot}-Id"
    assert "CustomOriginConfig" not in origin
    behaviour = config["DefaultCacheBehavior"]
    assert behaviour["ViewerProtocolPolicy"] == "redirect-to-https"
    assert behaviour["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    assert {"PATCH", "PUT", "DELETE", "POST"} <= set(behaviour["AllowedMethods"])
    assert "CacheBehaviors" not in config
    (policy,) = (
        each["OriginRequestPolicyConfig"] for each in hosted.of_type("CloudFront::OriginRequestPolicy").values()
    )
    assert policy["HeadersConfig"]["Headers"] == ["CloudFront-Viewer-Address"]
    script = base64.b64decode(hosted.resources["ApiLaunchTemplate"]["Properties"]["LaunchTemplateData"]["UserData"])
    assert f"--resource ApiInstance{slot} ".encode() in script


def test_the_desktops_role_is_given_by_the_api_alone_and_widened_by_nobody() -> None:
    """Beside it only by whom the engineer names; and what the API may put on it can only deny."""
    for parameters, engineers in ((deployed.HOSTED, [deployed.HOSTED["ConnectionCallers"]]), (deployed.BOTH, [])):
        made = deployed.deploy(parameters)
        role = made.resources["DesktopRole"]["Properties"]
        api, *others = role["AssumeRolePolicyDocument"]["Statement"]
        assert api["Principal"] == {"AWS": made.arn("ApiRole")}
        assert [other["Condition"]["ArnLike"]["aws:PrincipalArn"] for other in others] == engineers
        assert role["PermissionsBoundary"] == made.arn("DesktopPolicy")
        assert role["ManagedPolicyArns"] == [made.arn("DesktopPolicy")]
        assert "Policies" not in role
