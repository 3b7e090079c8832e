"""Screens of accounts and of Admin, filled with people who do not exist. Nothing is committed to any newsroom."""

from __future__ import annotations

import dataclasses
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cloud.contract.accounts import AccountState, Role
from cloud.contract.connection import Person
from cloud.contract.reasons import Reason
from desktop.core.account import AuditRow, Costs, DayCost, Invited, KnownNewsroom
from desktop.core.events import Link, LinkChanged, ProblemSolved, SignInNeeded
from desktop.ui.account.complaints import CODE, EMAIL, INVITATION, NAME, PASSWORD
from desktop.ui.account.dialog import ChangePasswordDialog
from desktop.ui.account.who import WhoAmI
from desktop.ui.widgets.dialog import Question
from tests.desktop.ui import seeds
from tests.fakes.people import ADDRESS, NEWSROOM, FakeAccounts, make_account

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.contract.connection import Connection
    from desktop.core.events import Post
    from desktop.ui.account.welcome import Welcome
    from desktop.ui.session import Session
    from desktop.ui.window import Frame
    from tests.desktop.ui.gallery import Gallery
    from tests.fakes.application import FakeApplication

_PEOPLE = (
    ("Maren Holt", Role.ADMIN, AccountState.ACTIVE),
    ("Idris Falk", Role.MEMBER, AccountState.ACTIVE),
    ("Priya Raman", Role.DESK, AccountState.ACTIVE),
    ("Joon Bae", Role.MEMBER, AccountState.DISABLED),
    ("Lena Vasquez", Role.MEMBER, AccountState.UNCONFIRMED),
    ("Tomasz Lind-Hohenberg von der Lahn", Role.DESK, AccountState.ACTIVE),
    ("Wire ingest", Role.SERVICE, AccountState.ACTIVE),
)


def connection() -> Connection:
    """Return an admin's connection."""
    mine = Person("u1", "maren.holt@kestrelbay.example", "Maren Holt")
    return dataclasses.replace(seeds.connection(), newsroom=NEWSROOM, user=mine, role="admin", endpoint=None)


def people(post: Post) -> FakeAccounts:
    """Return a newsroom with people, invitations, an audit and costs."""
    made = FakeAccounts(post)
    made.people = {}
    for number, (name, role, state) in enumerate(_PEOPLE, 1):
        email = f"{name.split()[0].lower()}.{name.split()[-1].lower()}@kestrelbay.example"
        account = make_account(f"u{number}", email, role)
        made.people[account.id] = dataclasses.replace(account, name=name, state=state)
    me = made.people["u1"]
    made.signed_in = me.id
    made.known = {
        NEWSROOM: KnownNewsroom(
            NEWSROOM, "Kestrel Bay Courier", ADDRESS, me.email, me.id, is_signed_in=True, is_current=True
        ),
        "harbour": KnownNewsroom(
            "harbour", "Harbour Post", "https://harbour.example", me.email, "h1", is_signed_in=False, is_current=False
        ),
    }
    now = datetime.now(UTC)
    made.invited = [
        Invited("new.desk@kestrelbay.example", Role.DESK, _text(now), _text(now + timedelta(days=7))),
        Invited("stringer@example.com", Role.MEMBER, _text(now - timedelta(days=2)), _text(now + timedelta(days=5))),
    ]
    made.entries = [
        AuditRow(str(number), _text(now - timedelta(hours=3 * number)), actor, action, subject, "203.0.113.7", detail)
        for number, (actor, action, subject, detail) in enumerate(
            (
                ("u1", "role_changed", "u3", {"before": "member", "after": "desk"}),
                ("u1", "disabled", "u4", {}),
                ("", "login_failed", "u4", {"why": "disabled"}),
                ("u2", "login", "u2", {"client": "SnapStream on desk-07"}),
                ("u3", "item_deleted", "01JD9QK4T6ZP", {"filename": "DSC_2291.NEF"}),
                ("u1", "invited", "", {"email": "stringer@example.com", "role": "member"}),
                ("", "locked", "u2", {}),
            )
        )
    ]
    chance = random.Random(4)  # noqa: S311 - a picture, no secret
    days = [(now - timedelta(days=back)).date().isoformat() for back in range(29, -1, -1)]
    spent = [
        chance.randint(900_000, 9_000_000) if n % 7 not in {5, 6} else chance.randint(0, 400_000) for n in range(30)
    ]
    spent[-1] = 4_120_000
    made.cost = Costs(
        tuple(DayCost(day, amount) for day, amount in zip(days, spent, strict=True)),
        {"full": 3_650_000, "basic": 470_000, "private": 0},
        20_000_000,
    )
    made.status = {
        "by_status": {"RECEIVED": 3, "PROCESSING": 20, "COMPLETED": 190},
        "oldest_open_s": 140,
        "queues": [
            {"name": "ingest", "waiting": 4, "dead": 0, "oldest_s": 12},
            {"name": "vision", "waiting": 11, "dead": 0, "oldest_s": 1900},
            {"name": "speech", "waiting": 6, "dead": 2, "oldest_s": 120},
            {"name": "image", "waiting": 0, "dead": 0, "oldest_s": None},
            {"name": "finalize", "waiting": 0, "dead": 0, "oldest_s": None},
        ],
    }
    return made


def show_ways_in(welcome: Welcome, accounts: FakeAccounts, shot: Callable[[str], None]) -> None:
    """Show every form of Welcome, empty, wrong, and under way."""
    pane = welcome.pane
    welcome.remember(ADDRESS, "")
    welcome.show_sign_in()
    shot("sign-in")
    pane.form.button.click()
    pane.sign_in_form.fields[EMAIL].set_text("a@example.com")
    pane.sign_in_form.fields[PASSWORD].set_text("not this one")
    pane.form.button.click()
    shot("sign-in-wrong")
    pane.form.set_busy(is_busy=True)
    shot("sign-in-busy")
    pane.form.set_busy(is_busy=False)
    pane.sign_in_form.forgot.click()
    shot("forgot")
    pane.form.button.click()
    shot("reset")
    welcome.show_ways()
    welcome.create_card.click()
    shot("create")
    pane.form.button.click()
    shot("create-wrong")
    for key, text in ((NAME, "Maren Holt"), (EMAIL, "maren.holt@kestrelbay.example"), (PASSWORD, "four quiet piers")):
        pane.create_form.fields[key].set_text(text)
    pane.create_form.fields[INVITATION].set_text("k3v9-x2")
    pane.form.button.click()
    shot("confirm")
    pane.confirm_form.fields[CODE].set_text("000000")
    pane.form.button.click()
    shot("confirm-wrong")
    assert accounts.codes is not None


def show_signed_out(gallery: Gallery, session: Session, frame: Frame, app: FakeApplication) -> None:
    """Show the question to sign in again, its banner, an account that was taken away, and the account's dialogs."""
    assert session.presence.is_account
    bridge = session._bridge  # noqa: SLF001 - as the application gave it
    bridge.post(ProblemSolved(Reason.DISK_FULL))
    session.window.toast.hide()
    bridge.post(LinkChanged(Link.SIGNED_OUT, 0.0))
    bridge.post(SignInNeeded(NEWSROOM, ""))
    gallery.spin(200)
    dialog = session.presence.dialog
    assert dialog is not None
    dialog.pane.sign_in_form.fields[PASSWORD].set_text("not this one")
    dialog.pane.form.button.click()
    gallery.grab(dialog, "signed-out-dialog")
    dialog.reject()
    gallery.grab(frame, "signed-out")
    bridge.post(LinkChanged(Link.ONLINE, 0.0))
    bridge.post(SignInNeeded(NEWSROOM, "", "disabled"))
    gallery.spin(200)
    question = session.presence.question
    assert question is not None
    gallery.grab(question, "signed-out-question")
    question.reject()
    gallery.grab(frame, "signed-out-disabled")
    bridge.post(LinkChanged(Link.ONLINE, 0.0))
    gallery.spin(100)
    session.presence.say_not_kept()
    gallery.grab(frame, "signed-out-not-kept")
    row = session.window.sidebar.account
    menu = row.fill_menu(app.accounts.newsrooms(), app.accounts.current(), is_signed_in=True)
    menu.popup(frame.mapToGlobal(frame.rect().center()))
    gallery.grab(menu, "account-menu")
    menu.hide()
    who = WhoAmI(session.window.theme, frame, "Kestrel Bay Courier")
    app.accounts.is_kept = False
    app.accounts.who_am_i(who.show_answer)
    who.show()
    gallery.grab(who, "account-who")
    who.accept()
    change = ChangePasswordDialog(session.window.theme, frame, app.accounts, bridge)
    change.show()
    change.form.button.click()
    gallery.grab(change, "account-password")
    change.reject()


def show_admin(gallery: Gallery, session: Session, frame: Frame, app: FakeApplication) -> None:
    """Show each section of Admin, its question, its form, nothing and a fault."""
    assert session.presence.is_account
    page = session.admin
    bridge = session._bridge  # noqa: SLF001 - as the application gave it
    bridge.post(ProblemSolved(Reason.DISK_FULL))
    bridge.post(LinkChanged(Link.ONLINE, 0.0))
    gallery.spin(200)
    session.window.toast.hide()
    session.window.show_page(session.window._pages.index(page))  # noqa: SLF001 - pages have no other name
    gallery.spin(200)
    page.people.table.selectRow(2)
    for number, name in enumerate(("people", "invitations", "roles", "audit", "cost", "health")):
        page.items[number].click()
        gallery.grab(frame, f"admin-{name}")
    page.show_section(0)
    gallery.spin(100)
    account = page.people.model.rows[1]
    page.people.ask_to_switch(account)
    question = next(w for w in page.people.findChildren(Question))
    gallery.grab(question, "admin-question")
    question.reject()
    dialog = page.invitations.invite()
    dialog.form.button.click()
    gallery.grab(dialog, "admin-invite")
    dialog.reject()
    app.accounts.invited.clear()
    page.items[1].click()
    gallery.grab(frame, "admin-empty")
    app.accounts.people["u1"] = dataclasses.replace(app.accounts.people["u1"], role=Role.MEMBER)
    page.items[4].click()
    gallery.grab(frame, "admin-denied")


def _text(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%S}.000Z"
