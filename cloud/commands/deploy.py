"""``deploy``: packages, sends, shows what would change, asks, and brings the stack there. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cloud.commands.exits import DONE, FAILED, WrongUsageError
from cloud.commands.flags import a_path, account_flags, an_address, an_amount
from cloud.commands.host import let_cloudfront_in, prepare_host, tidy_packages
from cloud.commands.standing import settle, step_teller
from cloud.commands.targets import Target, on_account
from cloud.commands.terminal import ask, say_json, table, teller

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.commands.flags import Commands
    from cloud.commands.profiles import ProfileChange
    from cloud.deploy.changes import ChangeSet

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
        "--daily-cap-usd", type=_cap, metavar="N",
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


def _cap(text: str) -> str:
    return text and an_amount(text)


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.isalnum() or name in _OURS:
        raise argparse.ArgumentTypeError(f"{text!r} is no NAME=VALUE of the template such as Monitoring=no")
    return name, value


def _deploy(arguments: argparse.Namespace, target: Target) -> int:
    from cloud.commands.profiles import compare, in_force, put, read_profiles  # noqa: PLC0415 -- boto3 takes its time
    from cloud.deploy import changes, code_bucket, progress  # noqa: PLC0415 -- the same

    tell = teller(arguments)
    own = read_profiles(arguments.profiles) if arguments.profiles is not None else None
    said = _parameters(arguments, target)
    cloudformation = target.account.client("cloudformation")
    clock = progress.Clock(poll_s=0.1) if target.is_local else progress.USUAL_CLOCK
    show = step_teller(tell)
    standing = progress.wait_until_still(cloudformation, target.stack, show, clock)
    # Also of a stack that was never made whole, and is removed now: what it was told is still meant.
    before = dict(standing.parameters) if standing is not None else {}
    standing = settle(arguments, target, standing, show, clock)
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
    parameters |= prepare_host(arguments, target, parameters, before, tell)
    change_set = changes.propose(cloudformation, target.stack, parameters, published.template_url, clock)
    outputs = dict(standing.outputs) if standing is not None else {}
    profile_changes = [] if own is None else compare(in_force(target.account.client("s3"), outputs), own.rules)
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
        stack = let_cloudfront_in(target, stack, parameters, published.template_url, show=show, clock=clock)
        outputs = stack.outputs
    if own is not None and profile_changes:
        put(target.account.client("s3"), outputs, own.text)
    if change_set.changes and not target.is_local:
        code_bucket.tidy(target.account, published, before.get("CodePrefix", ""))
        tidy_packages(target, published.bucket, parameters, before)
    return _say(arguments, told | {"changed": True, "profiles": bool(profile_changes), "outputs": outputs},
                f"The stack {target.stack} stands.")  # fmt: skip


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


def _show(change_set: ChangeSet, profile_changes: list[ProfileChange], tell: Callable[[str], None]) -> None:
    rows = [(change.verb, change.name, change.kind) for change in change_set.changes]
    rows += [
        (change.action, change.name, f"profile{': ' * bool(change.what)}{', '.join(change.what)}")
        for change in profile_changes
    ]
    tell(table(rows, ("change", "resource", "type")))
    for warning in filter(None, (change.warning for change in change_set.changes)):
        tell(f"Careful: {warning}")


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
