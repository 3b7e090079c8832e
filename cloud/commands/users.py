"""``users``: who may sign in to the newsroom, from the engineer's side. The first admin is made here. Main thread.

It writes the table of users itself, as whoever may do that in the account; the API, which need not run, reads it. No
password is ever typed here: who is added chooses one with a code that is good once.
"""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cloud.commands.exits import DONE, CommandError
from cloud.commands.flags import account_flags, advise
from cloud.commands.targets import Target, on_account
from cloud.commands.terminal import say_json, table
from cloud.contract.accounts import Account, AccountState, Role, is_email
from cloud.contract.keys import new_item_id
from cloud.contract.record import now_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cloud.commands.flags import Commands
    from cloud.contract.record import Json
    from cloud.store.accounts import AccountStore, Person
    from cloud.store.chores import ChoreStore

CODE_MINUTES = 15
_TRIES = 3
_DESCRIPTION = """\
Make and look after accounts. Who is added gets a code, good once and for a quarter of an hour, with which they choose a
password; give it to them alone. Adding somebody again who has not chosen one yet gives another code.
"""


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the family to the command line."""
    users = commands.add_parser("users", help="who may sign in", description=_DESCRIPTION)
    verbs = users.add_subparsers(metavar="VERB", required=True)
    flags = [account_flags()]
    adding = verbs.add_parser("add", parents=flags, help="make an account", description=_DESCRIPTION)
    adding.add_argument("email", type=_email, metavar="EMAIL")
    adding.add_argument("--admin", action="store_true", help="who looks after people too")
    adding.add_argument("--role", type=Role, choices=list(Role), default=Role.MEMBER, help="(default: member)")
    adding.add_argument("--name", default="", help="as colleagues read it (default: the address up to the @)")
    adding.set_defaults(run=_on_users(_add))
    listing = verbs.add_parser("list", parents=flags, help="who has an account")
    listing.set_defaults(run=_on_users(_list))
    role = verbs.add_parser("role", parents=flags, help="change what somebody may do")
    role.add_argument("email", type=_email, metavar="EMAIL")
    role.add_argument("role", type=Role, choices=list(Role), metavar="member|desk|admin|service")
    role.set_defaults(run=_on_users(lambda desk, asked: _change(desk, asked, role=asked.role)))
    disable = verbs.add_parser("disable", parents=flags, help="end somebody's access at once")
    disable.add_argument("email", type=_email, metavar="EMAIL")
    disable.set_defaults(run=_on_users(lambda desk, asked: _change(desk, asked, state=AccountState.DISABLED)))
    enable = verbs.add_parser("enable", parents=flags, help="let somebody in again")
    enable.add_argument("email", type=_email, metavar="EMAIL")
    enable.set_defaults(run=_on_users(lambda desk, asked: _change(desk, asked, state=AccountState.ACTIVE)))


def _email(text: str) -> str:
    if not is_email(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no mail address")
    return text


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the verbs work with."""

    target: Target
    accounts: AccountStore
    chores: ChoreStore
    outputs: dict[str, str]
    now: datetime

    @property
    def address(self) -> str:
        """Where people sign in; "" where the newsroom has no API."""
        return self.outputs.get("ApiUrl", "")


def _on_users(work: Callable[[_Desk, argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace, target: Target) -> int:
        from cloud.deploy.stack import outputs_of  # noqa: PLC0415 -- boto3 takes its time
        from cloud.store.chores import DynamoChores  # noqa: PLC0415 -- the same
        from cloud.store.dynamodb_accounts import DynamoAccounts  # noqa: PLC0415 -- the same

        outputs = outputs_of(target.account, target.stack)
        if target.is_local:
            outputs["ApiUrl"] = _local_address(arguments)
        table_of = target.account.client("dynamodb"), outputs["UsersTable"]
        desk = _Desk(target, DynamoAccounts(*table_of), DynamoChores(*table_of), outputs, datetime.now(UTC))
        return work(desk, arguments)

    return on_account(run)


def _local_address(arguments: argparse.Namespace) -> str:
    from cloud.commands.targets import local_paths  # noqa: PLC0415 -- beside the next
    from cloud.local.control import read_status  # noqa: PLC0415 -- the embedded cloud alone needs it

    return read_status(local_paths(arguments)).api_url or ""


def _add(desk: _Desk, arguments: argparse.Namespace) -> int:
    from cloud.store.accounts import Person  # noqa: PLC0415 -- beside the table's adapter

    now = now_text(desk.now)
    role = Role.ADMIN if arguments.admin else arguments.role
    name = arguments.name.strip() or arguments.email.partition("@")[0]
    account = Account(new_item_id(desk.now.timestamp()), arguments.email.strip(), name, role, AccountState.ACTIVE, now)
    person = Person(account, password_hash="", version=1, valid_from=now, sessions_from=now)
    if desk.accounts.create(person):
        _note(desk, "registered", account.id, role=role.value)
    else:
        person = _find(desk, arguments.email)
        if person.password_hash:
            raise CommandError(
                f"{arguments.email} has an account. Who forgot the password asks for a code where they sign in."
            )
    code = _new_code(desk, person)
    document = person.account.to_json() | {"code": code, "code_minutes": CODE_MINUTES, "address": desk.address}
    if arguments.json:
        say_json(document)
        return DONE
    print(f"{person.account.email} has an account ({person.account.role.value}).")
    where = f"at {desk.address}/reset" if desk.address else "where they sign in: Forgot password"
    print(f"To choose a password, within {CODE_MINUTES} minutes, {where}, with this code:\n\n    {code}\n")
    return DONE


def _new_code(desk: _Desk, person: Person) -> str:
    from cloud.store.accounts import CodePurpose  # noqa: PLC0415 -- as above

    try:
        from cloud.api.tokens import hash_code, new_code  # noqa: PLC0415 -- one verb alone needs it
    except ImportError as error:
        raise CommandError('The API is not installed here: run pip install "snapstream[api]".') from error
    code = new_code()
    desk.accounts.put_code(
        CodePurpose.RESET,
        person.account.id,
        hash_code(CodePurpose.RESET, person.account.id, code),
        expires_at=now_text(desk.now + timedelta(minutes=CODE_MINUTES)),
    )
    return code


def _list(desk: _Desk, arguments: argparse.Namespace) -> int:
    people = sorted(_people(desk.accounts), key=lambda person: person.account.email.casefold())
    if arguments.json:
        say_json([person.account.to_json() | {"has_password": bool(person.password_hash)} for person in people])
        return DONE
    rows = [
        (each.email, each.role.value, each.state.value + ("" if person.password_hash else ", no password yet"),
         each.created_at[:10], each.name)
        for person in people
        for each in (person.account,)
    ]  # fmt: skip
    print(table(rows, ("e-mail", "role", "state", "since", "name")) if rows else "Nobody has an account.")
    if not any(each.account.role is Role.ADMIN and each.account.state is AccountState.ACTIVE for each in people):
        print(advise(arguments, "Nobody is an admin: snapstream-cloud users add EMAIL --admin"))
    return DONE


def _people(accounts: AccountStore) -> Iterator[Person]:
    cursor = ""
    while True:
        page = accounts.people(cursor, 100)
        yield from page.rows
        cursor = page.cursor
        if not cursor:
            return


def _change(
    desk: _Desk, arguments: argparse.Namespace, *, role: Role | None = None, state: AccountState | None = None
) -> int:
    """Change a role or a state, and do what follows from it, also where an earlier call was cut off before that."""
    from cloud.store.chores import denial  # noqa: PLC0415 -- beside the table's adapter

    for _ in range(_TRIES):
        before = _find(desk, arguments.email)
        if state is not None and before.account.state is AccountState.UNCONFIRMED:
            raise CommandError(f"The address {arguments.email} is not confirmed: nobody can sign in with it yet.")
        account = replace(before.account, role=role or before.account.role, state=state or before.account.state)
        now = now_text(desk.now)
        after = replace(
            before,
            account=account,
            version=before.version + 1,
            valid_from=now,
            sessions_from=now if account.state is AccountState.DISABLED else before.sessions_from,
        )
        owed = denial(account.id, desk.now)
        if state is not AccountState.ACTIVE:
            desk.chores.owe(owed)  # first: where AWS refuses, or this is cut off, the API does it
        if desk.accounts.replace(after, if_version=before.version):
            break
        desk.chores.settle(owed.id)
    else:
        raise CommandError("Others keep changing this account. Try again.")
    if role is not None:
        _note(desk, "role_changed", account.id, before=before.account.role.value, after=role.value)
    if state is not None:
        _note(desk, "disabled" if state is AccountState.DISABLED else "enabled", account.id)
    if state is not AccountState.ACTIVE:
        _deny(desk, account.id)
        desk.chores.settle(owed.id)
    if account.state is AccountState.DISABLED:
        desk.accounts.end_sessions(account.id)
        _end_notices(desk, account.id)
    if arguments.json:
        say_json(account.to_json())
    else:
        print(f"{account.email} is {account.role.value}, {account.state.value}.")
    return DONE


def _deny(desk: _Desk, user_id: str) -> None:
    """Deny the credentials that were issued until now, which is later than the change."""
    from cloud.api.sts import deny_policy, deny_policy_name  # noqa: PLC0415 -- what AWS is asked

    desk.target.account.client("iam").put_role_policy(
        RoleName=desk.outputs["DesktopRoleArn"].rpartition("/")[2],
        PolicyName=deny_policy_name(user_id),
        PolicyDocument=json.dumps(deny_policy(user_id, datetime.now(UTC)), separators=(",", ":")),
    )


def _end_notices(desk: _Desk, user_id: str) -> None:
    from cloud.api.subscribers import SnsSubscribers  # noqa: PLC0415 -- as above
    from cloud.store.chores import ending  # noqa: PLC0415 -- as above

    subscribers = SnsSubscribers(desk.target.account.client("sns"), desk.outputs["ItemEventsTopicArn"])
    for subscription in desk.accounts.subscriptions(user_id):
        desk.chores.owe(ending(user_id, subscription.arn, desk.now))  # SNS ends none that is not confirmed yet
        subscribers.unsubscribe(subscription.arn)
        desk.accounts.unsubscribe(user_id, subscription.id)


def _find(desk: _Desk, email: str) -> Person:
    person = desk.accounts.find(email)
    if person is None:
        raise CommandError(f"{email} has no account. The accounts there are: snapstream-cloud users list")
    return person


def _note(desk: _Desk, action: str, subject: str, **detail: Json) -> None:
    """Write into the audit that an engineer did something."""
    from cloud.store.accounts import AuditEntry  # noqa: PLC0415 -- beside the table's adapter

    told: dict[str, Json] = {**detail, "by": "snapstream-cloud"}
    desk.accounts.record(
        AuditEntry(new_item_id(desk.now.timestamp()), now_text(desk.now), "", action, subject, "", told)
    )
