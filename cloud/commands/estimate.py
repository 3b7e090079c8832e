"""``estimate``: what files would cost, before any is sent. Asks nobody: it works without an account. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cloud.commands.exits import DONE, WrongUsageError
from cloud.commands.flags import a_path, an_amount, data_dir_flags
from cloud.commands.terminal import say_json

if TYPE_CHECKING:
    from cloud.commands.flags import Commands


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    estimate = commands.add_parser("estimate", parents=[data_dir_flags()], help="what files would cost on AWS")
    estimate.add_argument("path", type=a_path, metavar="PATH", help="a file, or a folder with all below it")
    estimate.add_argument("--profile", default="full", metavar="P", help="how deeply they are analysed (full)")
    estimate.add_argument("--profiles", type=a_path, metavar="FILE", help="profiles of the newsroom's own (JSON)")
    estimate.add_argument("--language", default="", metavar="TAG", help="what is spoken in them, as en-US or fr")
    estimate.add_argument("--daily-cap-usd", type=_cap, metavar="N", help="say how many days' worth it is")
    estimate.set_defaults(run=_estimate)


def _cap(text: str) -> float:
    dollars = float(an_amount(text))
    if not dollars:
        raise argparse.ArgumentTypeError(f"{text!r} is no amount of dollars such as 25 or 12.50")
    return dollars


def _estimate(arguments: argparse.Namespace) -> int:
    from cloud.analysis.paid.folders import estimate_folder, estimate_json, render_estimate  # noqa: PLC0415 -- only here
    from cloud.analysis.work.profiles import shipped_profiles  # noqa: PLC0415 -- the same
    from cloud.commands.profiles import read_profiles  # noqa: PLC0415 -- boto3 takes its time

    rules = shipped_profiles() if arguments.profiles is None else read_profiles(arguments.profiles).rules
    if arguments.profile not in rules:
        raise WrongUsageError(f"There is no profile {arguments.profile}; there are {', '.join(sorted(rules))}.")
    if not arguments.path.exists():
        raise WrongUsageError(f"There is no file or folder {arguments.path}.")
    estimate = estimate_folder(arguments.path, rules[arguments.profile], language=arguments.language)
    cap_microusd = None if arguments.daily_cap_usd is None else round(arguments.daily_cap_usd * 1_000_000)
    if arguments.json:
        say_json(estimate_json(estimate, cap_microusd=cap_microusd))
    else:
        print(render_estimate(estimate, cap_microusd=cap_microusd))
    return DONE
