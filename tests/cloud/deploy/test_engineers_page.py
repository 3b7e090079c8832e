"""What ``cloud/README.md`` tells engineers is so."""

from __future__ import annotations

import argparse
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from cfnlint.decode import cfn_yaml

from cloud import cli
from cloud.analysis.paid.estimate import FileFacts, estimate_file
from cloud.analysis.work.profiles import ALWAYS, ProfileRule, parse_profiles, shipped_profiles
from cloud.commands.exits import error_document
from cloud.contract.media import MediaType
from cloud.contract.status import AnalysisName
from cloud.deploy.package import GROUPS
from cloud.deploy.stack import TEMPLATE

PAGE = (Path(cli.__file__).parent / "README.md").read_text(encoding="utf-8")
HOUR_MS = 3_600_000


def costs(**rule: str) -> dict[str, tuple[float, float, float]]:
    """Return what 1,000 photographs, an hour of video and an hour of sound cost, by profile."""
    told = {}
    for name, shipped in shipped_profiles().items():
        changed = replace(shipped, **rule)  # type: ignore[arg-type]
        photograph, video, sound = (
            sum(estimate_file(FileFacts(kind, duration), changed).values()) / 1e6
            for kind, duration in ((MediaType.IMAGE, None), (MediaType.VIDEO, HOUR_MS), (MediaType.AUDIO, HOUR_MS))
        )
        told[name] = (photograph * 1000, video, sound)
    return told


@pytest.mark.parametrize("profile", ["full", "basic", "private"])
def test_the_prices_are_those_of_the_estimate(profile: str) -> None:
    """Whoever changes a price, or what a profile asks for, changes the table."""
    row = " | ".join(f"${dollars:.2f}" for dollars in costs()[profile])
    assert f"| `{profile}` | {row} |" in PAGE


def test_the_price_of_video_jobs_is_that_of_the_estimate() -> None:
    """It is the dearest that a profile can ask for, so it stands there."""
    row = " | ".join(f"${dollars:.2f}" for dollars in costs(video="jobs")["full"])
    assert f'| `full`, with `"video": "jobs"` | {row} |' in PAGE


def test_every_role_is_named() -> None:
    """With what it may; a new function brings a new row."""
    roles = {
        name for name, each in cfn_yaml.load(str(TEMPLATE))["Resources"].items() if each["Type"] == "AWS::IAM::Role"
    }
    assert roles == set(re.findall(r"\b[A-Z]\w*Role\b", PAGE))


def test_every_command_and_flag_that_is_named_exists() -> None:
    """And every command is named."""
    parser = cli.make_parser()
    (commands,) = (each for each in parser._actions if isinstance(each, argparse._SubParsersAction))  # noqa: SLF001 -- argparse tells it nowhere else
    named = set(re.findall(r"snapstream-cloud ([a-z]+)", PAGE))
    assert named <= set(commands.choices)
    assert set(commands.choices) <= named
    flags = {flag for command in commands.choices.values() for each in command._actions for flag in each.option_strings}  # noqa: SLF001 -- as above
    assert set(re.findall(r"`(--[a-z-]+)", PAGE)) <= flags | {"--connection"}


def test_the_profiles_that_are_shown_can_be_used() -> None:
    """As they stand there, and every field and every analysis is named."""
    example = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0]
    rules = parse_profiles(example, shipped_profiles())
    assert {"night", "court"} <= set(rules)
    assert (rules["court"].is_private, rules["full"].analyses) == (True, shipped_profiles()["full"].analyses)
    for each in fields(ProfileRule):
        assert each.name == "name" or f"| `{each.name}` |" in PAGE
    for name in AnalysisName:
        assert name in ALWAYS or f"`{name}`" in PAGE


def test_every_way_to_end_is_named() -> None:
    """With its code, and what the document of an error calls it."""
    for code in (cli.DONE, cli.FAILED, cli.USAGE, cli.UNREACHABLE, cli.TIMED_OUT, cli.INTERRUPTED):
        assert re.search(rf"\b{code} [a-z]", PAGE)
        assert code == cli.DONE or error_document(code, "")["error"]["code"] in PAGE


def test_every_package_and_parameter_that_is_named_exists() -> None:
    """Packages of the table, parameters of the template."""
    for group in GROUPS:
        assert f"| `{group}` |" in PAGE
    parameters = cfn_yaml.load(str(TEMPLATE))["Parameters"]
    assert {name for name in re.findall(r"\b([A-Z]\w+)=", PAGE) if name != "NAME"} <= set(parameters)
