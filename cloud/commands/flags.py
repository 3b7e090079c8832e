"""Reading a call of ``snapstream-cloud``, and repeating its flags in what is advised. Main thread."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

#: What a stack is called where nobody says otherwise; also the beginning of every name in it.
DEFAULT_STACK = "snapstream"
#: The template's own pattern for ``NamePrefix``.
_STACK = re.compile(r"[a-z][a-z0-9-]{2,19}")
#: How AWS calls regions: ``eu-central-1``, ``us-gov-west-1``.
_REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
#: Of dollars: at most two places, and less than a million.
_AMOUNT = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?")
#: A command of ours in a sentence.
_COMMAND = re.compile(r"(snapstream-cloud (?:local (start|stop|status|reset|mail)|people [a-z]+|[a-z]+))(?![a-z-])")
Commands = argparse._SubParsersAction  # noqa: SLF001 -- argparse gives the type of add_subparsers() no other name


class MisreadError(Exception):
    """The command line cannot be read; the message is what argparse says."""

    def __init__(self, prog: str, usage: str, message: str) -> None:
        super().__init__(message)
        self.prog = prog
        self.usage = usage


class Parser(argparse.ArgumentParser):
    """Reads a command line, and leaves what to do about a wrong one to ``main``."""

    def error(self, message: str) -> NoReturn:
        """Raise ``MisreadError`` in place of ending the program."""
        raise MisreadError(self.prog, self.format_usage(), message)


def data_dir_flags() -> argparse.ArgumentParser:
    """Return the flags of a command about this computer."""
    flags = argparse.ArgumentParser(add_help=False)
    flags.add_argument("--data-dir", type=a_path, metavar="DIR", help="where everything is kept (SNAPSTREAM_DATA_DIR)")
    flags.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    return flags


def account_flags() -> argparse.ArgumentParser:
    """Return the flags of a command about a stack: which one, and where."""
    flags = data_dir_flags()
    flags.add_argument("--local", action="store_true", help="the embedded cloud on this computer (so does --data-dir)")
    flags.add_argument(
        "--stack", type=_stack_name, default=DEFAULT_STACK, metavar="NAME", help="the stack (default: snapstream)"
    )
    flags.add_argument(
        "--region", type=_region, metavar="REGION", help="the AWS region (AWS_REGION, or what the profile says)"
    )
    flags.add_argument(
        "--aws-profile", type=_some, metavar="NAME", help="a profile of the AWS configuration (AWS_PROFILE)"
    )
    flags.add_argument("--endpoint", type=_endpoint, metavar="URL", help="another endpoint than AWS's own")
    return flags


def _stack_name(text: str) -> str:
    if not _STACK.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no stack name: 3 to 20 of a-z, 0-9 and hyphens, beginning with a letter"
        )
    return text


def a_path(text: str) -> Path:
    """Read a path; "" is none, though it would stand for the folder one is in."""
    return Path(_some(text))


def a_time(text: str) -> float:
    """Read a number of seconds to wait."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0")
    return seconds


def an_address(text: str) -> str:
    """Read a mail address; "" is nobody's."""
    if text and not _ADDRESS.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no mail address")
    return text


def an_amount(text: str) -> str:
    """Read an amount of dollars."""
    if not _AMOUNT.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no amount of dollars such as 25 or 12.50")
    return text


def _some(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty")
    return text


def _region(text: str) -> str:
    if not _REGION.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no region such as eu-central-1")
    return text


def _endpoint(text: str) -> str:
    try:
        url = urlsplit(text)
        is_one = url.scheme in {"http", "https"} and bool(url.hostname) and url.port != 0 and text.isprintable()
    except ValueError:
        is_one = False
    if not is_one or " " in text:
        raise argparse.ArgumentTypeError(f"{text!r} is no address such as https://example.org or http://127.0.0.1:4566")
    return text


def advise(arguments: argparse.Namespace, words: str) -> str:
    """Return words with every command of ours in them about what this call is about: the same stack, the same place."""

    def repeat(found: re.Match[str]) -> str:
        return found[1] + (_place(arguments) if found[2] else _flags(arguments))

    profile = getattr(arguments, "aws_profile", None)
    if profile is not None:
        words = re.sub(r"aws sso login(?! --)", f"aws sso login --profile {shlex.quote(profile)}", words)
    return _COMMAND.sub(repeat, words)


def _place(arguments: argparse.Namespace) -> str:
    return "" if arguments.data_dir is None else f" --data-dir {shlex.quote(str(arguments.data_dir))}"


def _flags(arguments: argparse.Namespace) -> str:
    if arguments.data_dir is not None or not hasattr(arguments, "stack"):
        return _place(arguments)
    if arguments.local:
        return " --local"
    given = (
        ("--stack", None if arguments.stack == DEFAULT_STACK else arguments.stack),
        ("--region", arguments.region),
        ("--aws-profile", arguments.aws_profile),
        ("--endpoint", arguments.endpoint),
    )
    return "".join(f" {flag} {shlex.quote(value)}" for flag, value in given if value is not None)
