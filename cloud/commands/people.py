"""``people``: whose faces the newsroom looks for, with their consent; on AWS alone. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cloud.commands.exits import DONE, CommandError, WrongUsageError
from cloud.commands.flags import a_path, account_flags
from cloud.commands.targets import Target, on_account
from cloud.commands.terminal import ask, say_json, table

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

    from cloud.analysis.people.consent import Desk
    from cloud.commands.flags import Commands


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    family = commands.add_parser("people", help="whose faces are looked for, with their consent")
    verbs = family.add_subparsers(metavar="VERB", required=True)
    adding = verbs.add_parser("add", parents=[account_flags()], help="look for somebody from now on")
    adding.add_argument("name", metavar="NAME", help="as it is to stand under a picture")
    adding.add_argument("photos", nargs="+", type=a_path, metavar="PHOTO", help="a sharp photograph of them alone")
    adding.add_argument("--consent", required=True, metavar="NOTE", help="who agreed, when and how; kept with the name")
    adding.add_argument("--collection", metavar="ID", help="where their face is kept (default: snapstream-people)")
    adding.set_defaults(run=_on_desk(_add))
    listing = verbs.add_parser("list", parents=[account_flags()], help="who is looked for, and who agreed")
    listing.set_defaults(run=_on_desk(_list))
    forgetting = verbs.add_parser("forget", parents=[account_flags()], help="delete somebody's faces and name")
    forgetting.add_argument("who", metavar="NAME", help="the name, or the id that list shows")
    forgetting.add_argument("--yes", action="store_true", help="do not ask")
    forgetting.set_defaults(run=_on_desk(_forget))


def _on_desk(work: Callable[[argparse.Namespace, Desk], int]) -> Callable[[argparse.Namespace], int]:
    """Make a command's ``run`` of one that keeps the list; what cannot be done becomes a sentence."""

    def run(arguments: argparse.Namespace, target: Target) -> int:
        from cloud.analysis.engines.aws.errors import DeniedError, QuotaError  # noqa: PLC0415 -- the same
        from cloud.analysis.people.consent import ConsentError  # noqa: PLC0415 -- boto3 takes its time
        from cloud.analysis.people.listed import BadPeopleError  # noqa: PLC0415 -- the same

        if target.is_local:
            raise WrongUsageError("The embedded cloud knows nobody's face: its engines are its own.")
        try:
            return work(arguments, _desk(target))
        except (ConsentError, BadPeopleError) as error:
            raise CommandError(str(error)) from error
        except DeniedError as error:
            raise CommandError(
                f"You may not do that in this account: {error}. Ask for the rights on Rekognition."
            ) from error
        except QuotaError as error:
            raise CommandError(f"Rekognition has too much to do just now: {error}. Try again in a minute.") from error

    return on_account(run)


def _desk(target: Target) -> Desk:
    from cloud.analysis.engines.aws.port import BotoAi  # noqa: PLC0415 -- the same
    from cloud.analysis.people.consent import Desk  # noqa: PLC0415 -- boto3 takes its time
    from cloud.deploy.functions import function_variables  # noqa: PLC0415 -- the same
    from cloud.deploy.stack import outputs_of  # noqa: PLC0415 -- the same
    from cloud.store.dynamodb_ledger import DynamoLedger  # noqa: PLC0415 -- the same
    from cloud.store.ledger import MICROUSD  # noqa: PLC0415 -- the same
    from cloud.store.s3 import S3Objects  # noqa: PLC0415 -- the same

    account = target.account
    outputs = outputs_of(account, target.stack)
    cap = function_variables(account, target.stack).get("DAILY_CAP_USD", "")
    return Desk(
        ai=BotoAi(account.client),
        derived=S3Objects(account.client("s3"), outputs["DerivedBucket"]),
        ledger=DynamoLedger(account.client("dynamodb"), outputs["LedgerTable"]),
        now=lambda: datetime.now(UTC),
        cap_microusd=round(float(cap) * MICROUSD) if cap else None,
    )


def _add(arguments: argparse.Namespace, desk: Desk) -> int:
    from cloud.analysis.people.consent import DEFAULT_COLLECTION, add_person  # noqa: PLC0415 -- as above

    photos = [read_portrait(path) for path in arguments.photos]
    collection = arguments.collection or DEFAULT_COLLECTION
    person = add_person(desk, arguments.name, photos, arguments.consent, collection)
    if arguments.json:
        say_json(person.to_json())
    else:
        print(f"{person.name} is looked for from now on, in files of profiles that say: collection {collection}.")
    return DONE


def _list(arguments: argparse.Namespace, desk: Desk) -> int:
    from cloud.analysis.people.consent import list_people  # noqa: PLC0415 -- as above

    people = list_people(desk)
    if arguments.json:
        say_json([person.to_json() for person in people])
    elif people:
        rows = [
            (person.name, str(len(person.faces)), person.added_at[:10], person.collection, person.id, person.consent)
            for person in people
        ]
        print(table(rows, ("name", "faces", "since", "collection", "id", "consent")))
    else:
        print("Nobody is looked for.")
    return DONE


def _forget(arguments: argparse.Namespace, desk: Desk) -> int:
    from cloud.analysis.people.consent import forget_person  # noqa: PLC0415 -- as above

    if not ask(f"Delete the faces of {arguments.who}?", yes=arguments.yes, otherwise="Add --yes to forget somebody."):
        return DONE
    person = forget_person(desk, arguments.who)
    if arguments.json:
        say_json(person.to_json())
    else:
        print(
            f"{person.name} is looked for no more. Names that pictures bear already stay until somebody removes them."
        )
    return DONE


def read_portrait(path: Path) -> bytes:
    """Return a photograph as an upright JPEG that Rekognition takes; raises ``CommandError``."""
    from cloud.analysis.engines.pictures import thumbnails  # noqa: PLC0415 -- Pillow takes its time
    from cloud.analysis.engines.ports import MediaError  # noqa: PLC0415 -- the same
    from cloud.contract.media import HEAD_BYTES, MediaType, sniff  # noqa: PLC0415 -- beside them

    try:
        with path.open("rb") as file:
            media = sniff(file.read(HEAD_BYTES), path.name)
        if media is None or media.type is not MediaType.IMAGE:
            raise WrongUsageError(f"{path} is no photograph.")
        return thumbnails(path, media).proxy
    except OSError as error:
        raise WrongUsageError(f"{path} cannot be read: {error}") from error
    except MediaError as error:
        raise WrongUsageError(f"{path} cannot be opened: {error.reason.value}") from error
