"""A stack as earlier deploys left it, made fit for the next one; and the telling of CloudFormation's steps.

Main thread; blocking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.commands.exits import CommandError
from cloud.commands.terminal import ask, teller

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from cloud.commands.targets import Target
    from cloud.deploy.progress import Clock, Standing, Step


def settle(
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


def step_teller(tell: Callable[[str], None]) -> Callable[[Step], None]:
    """Return what tells a step of CloudFormation in a line."""

    def show(step: Step) -> None:
        reason = f"  {step.reason}" if step.reason else ""
        tell(f"{step.at:%H:%M:%S}  {step.status:<28}{step.name}{reason}")

    return show
