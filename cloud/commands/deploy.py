"""``deploy``: packages, sends, shows what would change, asks, and brings the stack there. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

from cloud.commands.exits import DONE, FAILED, CommandError, WrongUsageError
from cloud.commands.flags import a_path, account_flags, an_address
from cloud.commands.targets import Target, on_account
from cloud.commands.terminal import ask, read_text, say_json, table, teller

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cloud.commands.flags import Commands
    from cloud.commands.profiles import ProfileChange
    from cloud.deploy.changes import ChangeSet
    from cloud.deploy.progress import Clock, Standing, Step
    from cloud.deploy.stack import Stack

_DOLLARS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?")
#: What the deploy itself decides.
_OURS = frozenset({"NamePrefix", "CodeBucket", "CodePrefix"})
_DESCRIPTION = """\
Bring a newsroom's stack to this version: make the packages, send them, show what would change, ask, do it.
What is not named keeps the value that the stack has. A deploy that was interrupted goes on with another one.
"""


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    deploy = commands.add_parser(
        "deploy", parents=[account_flags()], help="create or update the newsroom's stack", description=_DESCRIPTION
    )
    deploy.add_argument("--engines", choices=("aws", "ondevice"), help="who looks and listens (at first: aws)")
    deploy.add_argument(
        "--ondevice", action=argparse.BooleanOptionalAction, default=None,
        help="deploy engines of our own beside AWS's; the profile private needs them",
    )  # fmt: skip
    deploy.add_argument("--arch", choices=("arm64", "x86_64"), help="the functions' processor (at first: arm64)")
    deploy.add_argument(
        "--daily-cap-usd", type=_dollars, metavar="N",
        help='what a day may cost in paid calls (at first: 25); "" for no cap',
    )  # fmt: skip
    deploy.add_argument(
        "--alerts-email", type=an_address, metavar="ADDRESS", help="who is told when something is wrong"
    )
    deploy.add_argument("--profiles", type=a_path, metavar="FILE", help="profiles of the newsroom's own (JSON)")
    deploy.add_argument(
        "--parameter", type=_parameter, action="append", default=[], metavar="NAME=VALUE",
        help="any other of the template, as Monitoring=no or RetentionDays=90",
    )  # fmt: skip
    deploy.add_argument(
        "--api", action=argparse.BooleanOptionalAction, default=None,
        help="host the status API, on one instance behind CloudFront (at first: yes)",
    )  # fmt: skip
    deploy.add_argument("--newsroom-name", metavar="NAME", help="what people read as the newsroom's name")
    deploy.add_argument("--registration", choices=("open", "invitation", "closed"), help="who may make an account")
    deploy.add_argument("--mail-from", type=an_address, metavar="ADDRESS", help="who letters are from; verified in SES")
    deploy.add_argument("--mail-region", metavar="REGION", help="where SES sends from (the stack's own region)")
    deploy.add_argument("--api-instance-type", metavar="TYPE", help="the API's instance (at first: t4g.small)")
    deploy.add_argument("--api-vpc", metavar="VPC", help="a VPC with an internet gateway, instead of one of its own")
    deploy.add_argument("--api-subnet", metavar="SUBNET", help="a private subnet of it, with a way out to AWS")
    deploy.add_argument(
        "--connections-by", metavar="ARN", help="who may make connection files and smoke tests (at first: you)"
    )
    deploy.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    deploy.add_argument("--yes", action="store_true", help="do not ask")
    deploy.set_defaults(
        run=on_account(_deploy),
        going_on="CloudFormation goes on with what it has begun; the next snapstream-cloud deploy waits for that, "
        "and does the rest.",
    )


def _dollars(text: str) -> str:
    if text and not _DOLLARS.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no amount of dollars such as 25 or 12.50")
    return text


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isalnum() or name in _OURS:
        raise argparse.ArgumentTypeError(f"{text!r} is no NAME=VALUE of the template such as Monitoring=no")
    return name, value


def _deploy(arguments: argparse.Namespace, target: Target) -> int:
    from cloud.deploy import changes, code_bucket, progress  # noqa: PLC0415 -- boto3 takes its time

    tell = teller(arguments)
    profiles = _read_profiles(arguments.profiles) if arguments.profiles is not None else None
    said = _parameters(arguments, target)
    cloudformation = target.account.client("cloudformation")
    clock = progress.Clock(poll_s=0.1) if target.is_local else progress.USUAL_CLOCK
    show = step_teller(tell)
    standing = progress.wait_until_still(cloudformation, target.stack, show, clock)
    # Also of a stack that was never made whole, and is removed now: what it was told is still meant.
    before = dict(standing.parameters) if standing is not None else {}
    standing = _settle(arguments, target, standing, show, clock)
    published = code_bucket.publish(target.account, target.stack, _packages(arguments, target, before, tell), tell)
    carried = {name: value for name, value in before.items() if name not in _OURS} if standing is None else {}
    parameters = (
        carried
        | said
        | {
            "NamePrefix": target.stack,
            "CodeBucket": published.bucket,
            "CodePrefix": published.prefix,
        }
    )
    parameters |= _host(arguments, target, parameters, before, tell)
    change_set = changes.propose(cloudformation, target.stack, parameters, published.template_url, clock)
    outputs = dict(standing.outputs) if standing is not None else {}
    profile_changes = _compare_profiles(target, outputs, profiles)
    told = {"stack": target.stack, "region": target.account.region,
            "changes": [change.to_json() for change in change_set.changes],
            "profile_changes": [change.to_json() for change in profile_changes]}  # fmt: skip
    if not change_set.changes and not profile_changes:
        return _say(arguments, told | {"changed": False, "profiles": False, "outputs": outputs},
                    f"The stack {target.stack} is as it should be; nothing changes.")  # fmt: skip
    if not arguments.json:
        _show(change_set, profile_changes, tell)
    if arguments.dry_run:
        changes.discard(cloudformation, change_set)
        return _say(arguments, told | {"changed": False, "dry_run": True}, "Nothing was changed.")
    otherwise = "this changes an account; look at what would change with --dry-run, and add --yes"
    count = len(change_set.changes) + len(profile_changes)
    try:
        is_wanted = ask(f"Carry out {count} change{'s' * (count > 1)}?", yes=arguments.yes, otherwise=otherwise)
    except WrongUsageError:
        changes.discard(cloudformation, change_set)
        raise
    if not is_wanted:
        changes.discard(cloudformation, change_set)
        tell("Nothing was changed.")
        return FAILED
    if change_set.changes:
        stack = changes.carry_out(cloudformation, change_set, show, clock)
        stack = _let_cloudfront_in(target, stack, parameters, published.template_url, show=show, clock=clock)
        outputs = stack.outputs
    if profiles is not None and profile_changes:
        from cloud.commands.profiles import put  # noqa: PLC0415 -- as above

        put(target.account.client("s3"), outputs, profiles)
    if change_set.changes and not target.is_local:
        code_bucket.tidy(target.account, published, before.get("CodePrefix", ""))
        _tidy_api(target, published.bucket, parameters, before)
    return _say(arguments, told | {"changed": True, "profiles": bool(profile_changes), "outputs": outputs},
                f"The stack {target.stack} stands.")  # fmt: skip


def _host(
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


def _let_cloudfront_in(
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


def _tidy_api(target: Target, bucket: str, parameters: dict[str, str], before: dict[str, str]) -> None:
    from cloud.deploy import hosting  # noqa: PLC0415 -- as above

    if target.account.endpoint is None:
        kept = filter(None, (parameters.get("ApiPackage"), before.get("ApiPackage")))
        hosting.tidy_packages(target.account, bucket, *kept)


def _settle(
    arguments: argparse.Namespace,
    target: Target,
    standing: Standing | None,
    show: Callable[[Step], None],
    clock: Clock,
) -> Standing | None:
    """Bring a stack that an earlier deploy left in a bad way to one that can be changed; None where there is none."""
    from cloud.deploy import progress  # noqa: PLC0415 -- as above

    cloudformation = target.account.client("cloudformation")
    if standing is None or standing.status == progress.UNDER_REVIEW:
        return None
    if standing.status in progress.NEVER_MADE:
        question = (
            f"An earlier deploy of {target.stack} failed ({standing.status}); nothing can be changed in it. "
            "Remove what is left of it (media and tables are kept), and begin anew?"
        )
        otherwise = f"the stack {target.stack} is in {standing.status} and must be removed first; add --yes"
        if arguments.dry_run or not ask(question, yes=arguments.yes, otherwise=otherwise):
            raise CommandError(f"The stack {target.stack} stays as it is: {standing.status}.")
        progress.remove(cloudformation, target.stack, show, clock)
        return None
    if standing.status == progress.STUCK:
        teller(arguments)(f"An earlier update of {target.stack} could not be undone; trying that again.")
        cloudformation.continue_update_rollback(StackName=target.stack)
        standing = progress.wait_until_still(cloudformation, target.stack, show, clock)
        if standing is not None and standing.status == progress.STUCK:
            raise CommandError(
                f"The stack {target.stack} cannot be undone by itself. Its events in the CloudFormation console name "
                "the resource; mend or skip that one there, then deploy again."
            )
    return standing


def _packages(
    arguments: argparse.Namespace, target: Target, before: dict[str, str], tell: Callable[[str], None]
) -> dict[str, bytes]:
    from cloud.deploy import package, wheels  # noqa: PLC0415 -- its own command alone needs them

    if target.is_local:
        return package.build_local()
    arch = arguments.arch or before.get("Architecture") or "arm64"
    engines = arguments.engines or before.get("Engines") or "aws"
    ondevice = before.get("OnDevice") == "yes" if arguments.ondevice is None else arguments.ondevice
    return package.build(wheels.Target(arch=arch), ondevice=ondevice or engines == "ondevice", tell=tell)


def _parameters(arguments: argparse.Namespace, target: Target) -> dict[str, str]:
    """Return what the call says; what it leaves out stays, or is the template's default."""
    from cloud.deploy.parameters import BadParameterError, check  # noqa: PLC0415 -- as above

    if target.is_local and (arguments.arch or arguments.engines == "aws" or arguments.ondevice is False):
        raise WrongUsageError("The embedded cloud has engines of its own alone: leave --arch and --engines out.")
    said = {
        "Engines": arguments.engines,
        "OnDevice": None if arguments.ondevice is None else ("yes" if arguments.ondevice else "no"),
        "Architecture": arguments.arch,
        "DailyCapUsd": arguments.daily_cap_usd,
        "AlertsEmail": arguments.alerts_email,
        "Registration": arguments.registration,
        "NewsroomName": arguments.newsroom_name,
        "MailFrom": arguments.mail_from,
        "MailRegion": arguments.mail_region,
        "ApiInstanceType": arguments.api_instance_type,
        "ApiVpcId": arguments.api_vpc,
        "ApiSubnetId": arguments.api_subnet,
    }
    given = dict(arguments.parameter) | {name: value for name, value in said.items() if value is not None}
    try:
        check(given, _OURS)
    except BadParameterError as error:
        raise WrongUsageError(str(error)) from error
    return given


def _read_profiles(path: Path) -> str:
    """Return the newsroom's profiles, looked through first; raises ``CommandError``."""
    from cloud.analysis.work.profiles import BadProfileError, parse_profiles, shipped_profiles  # noqa: PLC0415 -- as above

    text = read_text(path, "profiles")
    try:
        parse_profiles(text, shipped_profiles())
    except BadProfileError as error:
        raise WrongUsageError(f"The profiles in {path} cannot be used: {error}") from error
    return text


def _compare_profiles(target: Target, outputs: dict[str, str], profiles: str | None) -> list[ProfileChange]:
    """Return what a file of profiles would change in those that are in force; nothing where there is no file."""
    from cloud.analysis.work.profiles import parse_profiles, shipped_profiles  # noqa: PLC0415 -- as above
    from cloud.commands.profiles import compare, in_force  # noqa: PLC0415 -- as above

    if profiles is None:
        return []
    return compare(in_force(target.account.client("s3"), outputs), parse_profiles(profiles, shipped_profiles()))


def _show(change_set: ChangeSet, profile_changes: list[ProfileChange], tell: Callable[[str], None]) -> None:
    rows = [(change.verb, change.name, change.kind) for change in change_set.changes]
    rows += [
        (change.action, change.name, f"profile{': ' * bool(change.what)}{', '.join(change.what)}")
        for change in profile_changes
    ]
    tell(table(rows, ("change", "resource", "type")))
    for warning in filter(None, (change.warning for change in change_set.changes)):
        tell(f"Careful: {warning}")


def step_teller(tell: Callable[[str], None]) -> Callable[[Step], None]:
    """Return what tells a step of CloudFormation in a line."""

    def show(step: Step) -> None:
        reason = f"  {step.reason}" if step.reason else ""
        tell(f"{step.at:%H:%M:%S}  {step.status:<28}{step.name}{reason}")

    return show


def _say(arguments: argparse.Namespace, document: dict[str, object], sentence: str) -> int:
    if arguments.json:
        say_json(document)
        return DONE
    print(sentence)
    outputs = document.get("outputs")
    if isinstance(outputs, dict) and outputs:
        print(table([(key, value) for key, value in sorted(outputs.items())], ("output", "value")))
    if isinstance(outputs, dict) and outputs.get("ApiUrl"):
        print(f"\nPeople sign in at {outputs['ApiUrl']}")
        print("The first admin is made with: snapstream-cloud users add EMAIL --admin")
    if document.get("profiles"):
        print("The newsroom's own profiles are in force within a minute.")
    return DONE
