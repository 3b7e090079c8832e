"""``package``: the functions' zip files, with their libraries for AWS, without for the embedded cloud. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cloud.commands.exits import DONE, CommandError, WrongUsageError
from cloud.commands.flags import a_path, data_dir_flags
from cloud.commands.terminal import say_json, table, teller

if TYPE_CHECKING:
    import argparse

    from cloud.commands.flags import Commands


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    package = commands.add_parser("package", parents=[data_dir_flags()], help="make the functions' packages")
    package.add_argument("--local", action="store_true", help="our code alone, without libraries")
    package.add_argument("--arch", choices=("arm64", "x86_64"), default="arm64", help="the functions' processor")
    package.add_argument("--ondevice", action="store_true", help="vision and speech too, with engines of our own")
    package.add_argument("--output", type=a_path, default=Path("build/packages"), metavar="DIR", help="where they go")
    package.set_defaults(run=_package, going_on="Packages that were written before stay as they are.")


def _package(arguments: argparse.Namespace) -> int:
    from cloud.deploy import package, wheels  # noqa: PLC0415 its own command alone needs them

    if arguments.local and (arguments.ondevice or arguments.arch != "arm64"):
        raise WrongUsageError("The embedded cloud runs functions as this computer is; leave --arch and --ondevice out.")
    if arguments.output.exists() and not arguments.output.is_dir():
        raise WrongUsageError(f"{arguments.output} is a file; name a folder with --output DIR.")
    try:
        if arguments.local:
            built = package.write(package.build_local(), arguments.output)
        else:
            target = wheels.Target(arch=arguments.arch)
            tell = teller(arguments)
            built = package.write(package.build(target, ondevice=arguments.ondevice, tell=tell), arguments.output)
    except package.PackageError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"The packages cannot be written: {error}") from error
    if arguments.json:
        say_json({"packages": [str(each.path) for each in built], "sizes": [each.to_json() for each in built]})
    elif arguments.local:
        print("\n".join(str(each.path) for each in built))
    else:
        rows = [(each.name, f"{each.zipped_bytes / 2**20:.1f} MiB", f"{each.unzipped_bytes / 2**20:.1f} MiB",
                 str(each.path)) for each in built]  # fmt: skip
        print(table(rows, ("package", "zipped", "unzipped", "file")))
    return DONE
