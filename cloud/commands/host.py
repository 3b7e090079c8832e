"""What a deploy does for the instance that hosts the API; nothing on the embedded cloud. Main thread; blocking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.commands.exits import CommandError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from cloud.commands.targets import Target
    from cloud.deploy.progress import Clock, Step
    from cloud.deploy.stack import Stack


def prepare_host(
    arguments: argparse.Namespace,
    target: Target,
    asked: dict[str, str],
    before: dict[str, str],
    tell: Callable[[str], None],
) -> dict[str, str]:
    """Make what the API's host needs, and return its parameters; on AWS alone."""
    from cloud.deploy import application, hosting  # noqa: PLC0415 -- boto3 takes its time

    if target.account.endpoint is not None:
        return {}
    callers = arguments.connections_by or before.get("ConnectionCallers") or hosting.caller_pattern(target.account)
    wants_api = before.get("Api", "yes") == "yes" if arguments.api is None else arguments.api
    if not wants_api:
        return {"Api": "no", "ConnectionCallers": callers}
    package = application.build(tell)
    if arguments.dry_run:
        key = application.key_of(package)
    else:
        if hosting.make_signing_key(target.account, target.stack):
            tell("Made the key that signs access tokens (SSM).")
        key = hosting.send_package(target.account, asked["CodeBucket"], package)
    return hosting.parameters(asked, before, key) | {"ConnectionCallers": callers}


def let_cloudfront_in(
    target: Target,
    stack: Stack,
    parameters: dict[str, str],
    template_url: str,
    *,
    show: Callable[[Step], None],
    clock: Clock,
) -> Stack:
    """Deploy once more with CloudFront's security group, which comes with the first of its origins in a VPC."""
    from cloud.deploy import changes, hosting  # noqa: PLC0415 -- as above

    vpc = stack.outputs.get("ApiVpc", "")
    if not vpc or parameters.get("OriginGroupId"):
        return stack
    group = hosting.find_origin_group(target.account, vpc)
    if not group:
        raise CommandError(
            f"CloudFront has made no security group in {vpc} yet, so nothing reaches the API. Deploy again in a while."
        )
    cloudformation = target.account.client("cloudformation")
    again = changes.propose(cloudformation, target.stack, parameters | {"OriginGroupId": group}, template_url, clock)
    return changes.carry_out(cloudformation, again, show, clock) if again.changes else stack


def tidy_packages(target: Target, bucket: str, parameters: dict[str, str], before: dict[str, str]) -> None:
    """Remove the API's packages that neither this deploy nor the one before it means."""
    from cloud.deploy import hosting  # noqa: PLC0415 -- as above

    if target.account.endpoint is None:
        kept = filter(None, (parameters.get("ApiPackage"), before.get("ApiPackage")))
        hosting.tidy_packages(target.account, bucket, *kept)
