"""``doctor``: what is missing, why it matters, what to do. Changes nothing. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.commands.exits import DONE, FAILED
from cloud.commands.flags import account_flags, advise
from cloud.commands.targets import Target, on_account
from cloud.commands.terminal import say_json

if TYPE_CHECKING:
    import argparse

    from cloud.commands.flags import Commands

_DESCRIPTION = """\
Look at credentials, rights, quotas, services, mail, the stack, its buckets and its dead letters. Nothing is changed.
Ends with 1 where there is a problem; a note is none.
"""


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    doctor = commands.add_parser(
        "doctor", parents=[account_flags()], help="what is missing, and what to do about it", description=_DESCRIPTION
    )
    doctor.add_argument("--quick", action="store_true", help="leave out drift, which takes a minute on AWS")
    doctor.set_defaults(run=on_account(_doctor))


def _doctor(arguments: argparse.Namespace, target: Target) -> int:
    from cloud.deploy import doctor, progress  # noqa: PLC0415 -- boto3 takes its time
    from cloud.deploy.findings import PROBLEM  # noqa: PLC0415 -- the same
    from cloud.deploy.health import examine_stack  # noqa: PLC0415 -- the same

    found = doctor.examine_computer()
    if not target.is_local:
        found += doctor.examine_account(target.account)
    # The embedded cloud keeps no log groups from one run to the next.
    with_drift = not (arguments.quick or target.is_local)
    clock = progress.Clock(poll_s=0.1 if target.is_local else 2.0, timeout_s=180)
    found += examine_stack(target.account, target.stack, with_drift=with_drift, clock=clock)
    problems = [finding for finding in found if finding.level == PROBLEM]
    if arguments.json:
        say_json({"stack": target.stack, "healthy": not problems, "findings": [each.to_json() for each in found]})
        return FAILED if problems else DONE
    for finding in found:
        print(f"{finding.level:<9}{finding.what}")
        for words in filter(None, (finding.why, finding.todo)):
            print(f"{'':<9}{advise(arguments, words)}")
    notes = sum(finding.level == "note" for finding in found)
    print(f"\n{len(problems)} problems, {notes} notes.")
    return FAILED if problems else DONE
