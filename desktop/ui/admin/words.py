"""Roles, states, deeds and queues as people read them. Pure; any thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.contract.accounts import AccountState, Role
from desktop.ui import phrases
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from desktop.core.account import AuditRow

_HOUR_S, _DAY_S = 3600, 86400
_MICRO = 1_000_000


def role_name(role: Role) -> str:
    """Return what people call a role."""
    return {
        Role.MEMBER: tr("Member"),
        Role.DESK: tr("Desk"),
        Role.ADMIN: tr("Admin"),
        Role.SERVICE: tr("Service"),
    }[role]


def may(role: Role) -> str:
    """Return what a role lets one do, in a sentence or two."""
    return {
        Role.MEMBER: tr("Sees the newsroom’s library and their own. Captions and deletes what they uploaded."),
        Role.DESK: tr("As a member, and captions and deletes everything in the newsroom’s library."),
        Role.ADMIN: tr("As the desk, and looks after people, invitations and links under embargo."),
        Role.SERVICE: tr("For a program: hands in results of an analyser of your own, and sees nothing."),
    }[role]


def state_name(state: AccountState) -> str:
    """Return what people call a state."""
    return {
        AccountState.UNCONFIRMED: tr("Not confirmed yet"),
        AccountState.ACTIVE: tr("On"),
        AccountState.DISABLED: tr("Switched off"),
    }[state]


def deed(action: str) -> str:
    """Return what was done, as a person says it; a deed of a later version by its own name."""
    return {
        "login": tr("Signed in"),
        "login_failed": tr("Could not sign in"),
        "logout": tr("Signed out"),
        "locked": tr("Locked out after too many tries"),
        "registered": tr("Created an account"),
        "confirmed": tr("Confirmed the e-mail address"),
        "invited": tr("Invited"),
        "role_changed": tr("Changed a role"),
        "disabled": tr("Switched an account off"),
        "enabled": tr("Switched an account on"),
        "renamed": tr("Changed a name"),
        "password_reset": tr("Reset the password"),
        "password_changed": tr("Changed the password"),
        "refresh_reused": tr("A sign-in was used twice and ended"),
        "embargo_changed": tr("Changed an embargo"),
        "item_deleted": tr("Deleted an item"),
        "item_reanalyzed": tr("Had an item analysed again"),
        "link_made": tr("Made a link"),
        "exported": tr("Took a copy of an original"),
        "denial_late": tr("AWS has not taken credentials back yet"),
        "results_handed_in": tr("Handed in results"),
        "subscribed": tr("Asked for notices"),
        "unsubscribed": tr("Ended notices"),
    }.get(action, action.replace("_", " ").capitalize())


def particulars(row: AuditRow) -> str:
    """Return the facts of a deed in one line."""
    facts = row.detail
    before, after = facts.get("before"), facts.get("after")
    roles = {role.value for role in Role}
    if before in roles and after in roles:
        return tr("{before} to {after}").format(before=role_name(Role(str(before))), after=role_name(Role(str(after))))
    said = []
    for name, value in facts.items():
        if name == "why" and value == "disabled":
            said.append(tr("The account is switched off"))
        elif isinstance(value, str | int | float) and not isinstance(value, bool) and value != "":
            said.append(role_name(Role(str(value))) if name == "role" and value in roles else str(value))
    return ", ".join(said)


def queue_name(name: str) -> str:
    """Return what people call a queue; one of a later version by its own name."""
    return {
        "ingest": tr("New files"),
        "start": tr("Choosing what to analyse"),
        "image": tr("Photos"),
        "av": tr("Video and audio"),
        "vision": tr("What videos show"),
        "recognize": tr("Faces and labels"),
        "speech": tr("Speech"),
        "text": tr("What texts mean"),
        "collect": tr("Results of long analyses"),
        "finalize": tr("Putting results together"),
        "orders": tr("Deletions and repeats"),
    }.get(name, name.replace("_", " ").replace("-", " ").capitalize())


def age(seconds: float) -> str:
    """Return how old something is: ``40 s``, ``12 min``, ``3 h``, ``2 days``."""
    if seconds < 60:  # noqa: PLR2004 - a minute
        return tr("{n} s").format(n=int(seconds))
    if seconds < _HOUR_S:
        return tr("{n} min").format(n=int(seconds // 60))
    if seconds < 2 * _DAY_S:
        return tr("{n} h").format(n=int(seconds // _HOUR_S))
    return tr("{n} days").format(n=int(seconds // _DAY_S))


def dollars(microusd: float) -> str:
    """Return an amount: ``$4.12``; below a cent as precisely as it is counted."""
    amount = microusd / _MICRO
    digits = 4 if 0 < amount < 0.01 else 2  # noqa: PLR2004 - a cent
    return phrases.locale().toCurrencyString(amount, "$", digits)
