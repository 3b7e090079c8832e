"""``smoke``: a real upload through a stack, checked, cleaned up. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from cloud.commands.exits import DONE, FAILED, TIMED_OUT
from cloud.commands.flags import a_time, account_flags
from cloud.commands.targets import Target, on_account
from cloud.commands.terminal import say_json

if TYPE_CHECKING:
    import argparse

    from cloud.commands.flags import Commands
    from cloud.deploy.checks import Check
    from cloud.deploy.smoke import Sample

_SAMPLES = {"cafe_zurich.jpg": "image/jpeg", "harbour_report.mp3": "audio/mpeg", "ferry_arrives.mp4": "video/mp4"}
_USUAL = ("cafe_zurich.jpg", "harbour_report.mp3")
_DESCRIPTION = """\
Upload a photograph and a short recording through a deployed stack with a desktop's rights, wait until they are
analysed, check every analysis and what must be denied, and remove everything again. On AWS it costs about two cents.
"""


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    smoke = commands.add_parser(
        "smoke", parents=[account_flags()], help="try the stack with a real upload", description=_DESCRIPTION
    )
    smoke.add_argument("--with-video", action="store_true", help="a short video too")
    smoke.add_argument("--timeout", type=a_time, default=900.0, metavar="S", help="how long an analysis may take (900)")
    smoke.set_defaults(run=on_account(_smoke), going_on="What it had uploaded was removed again.")


def _smoke(arguments: argparse.Namespace, target: Target) -> int:
    from cloud.deploy.checks import FAILED as BAD  # noqa: PLC0415 -- boto3 takes its time
    from cloud.deploy.functions import function_variables  # noqa: PLC0415 -- the same
    from cloud.deploy.progress import Clock  # noqa: PLC0415 -- the same
    from cloud.deploy.smoke import Smoke  # noqa: PLC0415 -- the same
    from cloud.deploy.stack import outputs_of  # noqa: PLC0415 -- the same

    outputs = outputs_of(target.account, target.stack)
    engines = function_variables(target.account, target.stack).get("ENGINES") or "ondevice"
    poll_s = 0.2 if target.is_local else 3.0
    smoke = Smoke(target.account, target.stack, outputs, engines=engines, is_local=target.is_local,
                  clock=Clock(poll_s=poll_s, timeout_s=arguments.timeout))  # fmt: skip
    checks: list[Check] = []
    for check in smoke.run(_samples(with_video=arguments.with_video)):
        checks.append(check)
        if not arguments.json:
            detail = f" ({check.detail})" if check.detail else ""
            print(f"{check.outcome:<18}{check.name}{detail}\n{'':<18}{check.proves}", flush=True)
    failed = [check for check in checks if check.outcome == BAD]
    if arguments.json:
        say_json({"stack": target.stack, "engines": engines, "passed": not failed,
                  "checks": [check.to_json() for check in checks]})  # fmt: skip
    else:
        print(f"\n{len(checks)} checks, {len(failed)} failed.")
    if any(check.detail.startswith("timed out") for check in failed):
        return TIMED_OUT
    return FAILED if failed else DONE


def _samples(*, with_video: bool) -> list[Sample]:
    from cloud.deploy.smoke import Sample  # noqa: PLC0415 -- as above

    folder = files("resources") / "samples"
    return [
        Sample(name, mime, (folder / name).read_bytes())
        for name, mime in _SAMPLES.items()
        if with_video or name in _USUAL
    ]
