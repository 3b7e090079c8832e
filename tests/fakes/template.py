"""The template as CloudFormation would deploy it: parameters put in, conditions decided, references followed.

Knows the functions and the kinds of resources that ``cloud/template.yaml`` uses, and fails at any other.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from dataclasses import dataclass, field
from typing import Any

from cfnlint.decode import cfn_yaml

from cloud.deploy.stack import TEMPLATE

ACCOUNT = "123456789012"
REGION = "us-east-1"
PARTITION = "aws"
#: What the embedded cloud is deployed with, and what an engineer's newsroom on AWS may be.
CODE = {"CodeBucket": "code", "CodePrefix": "packages/0123456789abcdef"}
AWS = CODE | {"Engines": "aws", "OnDevice": "no", "AlertsEmail": "desk@example.org"}
BOTH = CODE | {"Engines": "aws", "OnDevice": "yes", "OriginalsTier": "GLACIER_IR", "Architecture": "x86_64"}
ONDEVICE = CODE | {"Engines": "ondevice", "DailyCapUsd": "", "Monitoring": "no", "OriginalsTier": "none"}
#: With the API on an instance of its own, reached by CloudFront.
HOSTED = BOTH | {
    "Api": "yes",
    "ApiPackage": f"api/{'0' * 64}.zip",
    "ApiRevision": "0123456789abcdef",
    "ConnectionCallers": f"arn:aws:iam::{ACCOUNT}:role/*engineer",
    "MailFrom": "news@example.org",
    "OriginGroupId": "sg-0123456789abcdef0",
}

_PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Region": REGION,
    "AWS::Partition": PARTITION,
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": "snapstream",
}
_GONE = object()
_VARIABLE = re.compile(r"\$\{([^}]+)\}")
#: How resources are named: the property, and the address that the name is part of.
_NAMES = {
    "AWS::S3::Bucket": ("BucketName", "arn:aws:s3:::{}"),
    "AWS::DynamoDB::Table": ("TableName", f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{{}}"),
    "AWS::SQS::Queue": ("QueueName", f"arn:aws:sqs:{REGION}:{ACCOUNT}:{{}}"),
    "AWS::SNS::Topic": ("TopicName", f"arn:aws:sns:{REGION}:{ACCOUNT}:{{}}"),
    "AWS::Events::Rule": ("Name", f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{{}}"),
    "AWS::Lambda::Function": ("FunctionName", f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{{}}"),
    "AWS::Logs::LogGroup": ("LogGroupName", f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{{}}:*"),
    "AWS::IAM::Role": ("RoleName", f"arn:aws:iam::{ACCOUNT}:role/{{}}"),
    "AWS::IAM::ManagedPolicy": ("ManagedPolicyName", f"arn:aws:iam::{ACCOUNT}:policy/{{}}"),
}
#: What EC2 calls what it makes: nobody chooses it.
_HOST_IDS = {
    "AWS::EC2::VPC": "vpc-0123456789abcdef0",
    "AWS::EC2::Subnet": "subnet-0123456789abcdef0",
    "AWS::EC2::SecurityGroup": "sg-0fedcba9876543210",
    "AWS::EC2::InternetGateway": "igw-0123456789abcdef0",
    "AWS::EC2::RouteTable": "rtb-0123456789abcdef0",
}


@dataclass
class Deployed:
    """A template with everything put in."""

    parameters: dict[str, Any]
    resources: dict[str, dict[str, Any]] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)

    @property
    def document(self) -> dict[str, Any]:
        """Return it as a template again, without parameters and conditions."""
        return {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Resources": self.resources,
            "Outputs": {name: {"Value": value} for name, value in self.outputs.items()},
        }

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return the properties of every resource of a type, such as ``SQS::Queue``."""
        return {name: r["Properties"] for name, r in self.resources.items() if r["Type"] == f"AWS::{kind}"}

    def policies(self, role: str) -> list[dict[str, Any]]:
        """Return the policy documents of a role: its own, those that are attached to it, and those that name it."""
        properties = self.resources[role]["Properties"]
        named = _name("AWS::IAM::Role", role, properties)
        attached = [each for each in self.of_type("IAM::Policy").values() if named in each["Roles"]]
        attached += [
            each
            for name, each in self.of_type("IAM::ManagedPolicy").items()
            if self.arn(name) in properties.get("ManagedPolicyArns", [])
        ]
        return [policy["PolicyDocument"] for policy in (*properties.get("Policies", []), *attached)]

    def arn(self, name: str) -> str:
        """Return the address of a resource."""
        return _arn(self.resources[name]["Type"], name, self.resources[name]["Properties"])


def deploy(parameters: dict[str, str]) -> Deployed:
    """Put the parameters into the template."""
    return _Deployment(cfn_yaml.load(str(TEMPLATE)), parameters).run()


class _Deployment:
    def __init__(self, template: dict[str, Any], parameters: dict[str, str]) -> None:
        self._template = template
        declared = template["Parameters"]
        assert set(parameters) <= set(declared), f"there is no parameter {sorted(set(parameters) - set(declared))}"
        self._parameters = {
            name: parameters[name] if name in parameters else about["Default"] for name, about in declared.items()
        }
        for name, value in self._parameters.items():
            assert value in declared[name].get("AllowedValues", [value]), f"{name} may not be {value}"
            pattern = declared[name].get("AllowedPattern")
            assert pattern is None or re.fullmatch(pattern, str(value)), f"{name} may not be {value}"

    def run(self) -> Deployed:
        made = Deployed(self._parameters)
        for name, resource in self._template["Resources"].items():
            if self._is_there(name):
                made.resources[name] = {
                    key: self._value(value) for key, value in resource.items() if key != "Condition"
                }
        for name, output in self._template["Outputs"].items():
            if "Condition" not in output or self._holds(output["Condition"]):
                made.outputs[name] = self._value(output["Value"])
        return made

    def _is_there(self, name: str) -> bool:
        condition = self._template["Resources"][name].get("Condition")
        return condition is None or self._holds(condition)

    def _holds(self, condition: Any) -> bool:  # noqa: ANN401 -- a template's value
        if isinstance(condition, str):
            return self._holds(self._template["Conditions"][condition])
        ((function, value),) = condition.items()
        match function:
            case "Condition":
                return self._holds(value)
            case "Fn::Equals":
                return self._value(value[0]) == self._value(value[1])
            case "Fn::Not":
                return not self._holds(value[0])
            case "Fn::Or":
                return any(map(self._holds, value))
            case "Fn::And":
                return all(map(self._holds, value))
        raise AssertionError(f"unknown condition {function}")

    def _value(self, value: Any) -> Any:  # noqa: ANN401, C901, PLR0911 -- a template's value; a case a kind of it
        if isinstance(value, list):
            return [each for each in map(self._value, value) if each is not _GONE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((function, given),) = value.items()
            match function:
                case "Ref":
                    return self._ref(given)
                case "Fn::GetAtt":
                    return self._attribute(*(given.split(".", 1) if isinstance(given, str) else given))
                case "Fn::Sub" if isinstance(given, list):
                    text, words = given
                    known = {name: str(self._value(each)) for name, each in words.items()}
                    return _VARIABLE.sub(lambda match: known.get(match[1]) or str(self._variable(match[1])), text)
                case "Fn::Base64":
                    return base64.b64encode(str(self._value(given)).encode()).decode()
                case "Fn::Select":
                    return self._value(given[1])[int(given[0])]
                case "Fn::GetAZs":
                    return [f"{REGION}a", f"{REGION}b"]
                case "Fn::Sub":
                    return _VARIABLE.sub(lambda match: str(self._variable(match[1])), given)
                case "Fn::If":
                    return self._value(given[1] if self._holds(given[0]) else given[2])
            assert not function.startswith("Fn::"), f"unknown function {function}"
        done = {key: self._value(each) for key, each in value.items()}
        return {key: each for key, each in done.items() if each is not _GONE}

    def _variable(self, name: str) -> object:
        return self._attribute(*name.split(".", 1)) if "." in name else self._ref(name)

    def _ref(self, name: str) -> object:
        if name == "AWS::NoValue":
            return _GONE
        if name in _PSEUDO:
            return _PSEUDO[name]
        if name in self._parameters:
            return self._parameters[name]
        kind, properties = self._resource(name)
        if kind in {"AWS::SNS::Topic", "AWS::IAM::ManagedPolicy"}:
            return _arn(kind, name, properties)
        if kind not in _NAMES:
            return _HOST_IDS.get(kind, name)
        named = _name(kind, name, properties)
        return f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{named}" if kind == "AWS::SQS::Queue" else named

    def _attribute(self, name: str, attribute: str) -> str:
        kind, properties = self._resource(name)
        if kind not in _NAMES:
            return _HOST_IDS.get(kind, f"{name}-{attribute}")
        arn = _arn(kind, name, properties)
        if attribute == "StreamArn":
            return f"{arn}/stream/2026-11-22T12:00:00.000"
        assert attribute == "Arn", f"unknown attribute {attribute}"
        return arn

    def _resource(self, name: str) -> tuple[str, dict[str, Any]]:
        assert self._is_there(name), f"{name} is referred to and not deployed"
        resource = self._template["Resources"][name]
        kind = resource["Type"]
        named = _NAMES.get(kind, ("", ""))[0]
        given = resource["Properties"].get(named)
        return kind, {} if given is None else {named: self._value(given)}


def _name(kind: str, name: str, properties: dict[str, Any]) -> str:
    return str(properties.get(_NAMES[kind][0], name))


def _arn(kind: str, name: str, properties: dict[str, Any]) -> str:
    return _NAMES[kind][1].format(_name(kind, name, properties))


if __name__ == "__main__":
    # For what reads templates and knows no parameters: all there can be, as one document.
    json.dump(deploy(HOSTED).document, sys.stdout)
