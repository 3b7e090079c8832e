"""Newsrooms and who is signed in to them: one for a process, made before any newsroom is open. Any thread.

It holds every sign-in of the process, so that one without a keyring lasts as long as that does. What asks a newsroom
waits for the network, in the thread that calls; ``Accounts`` does the same in threads of its own.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, TypeVar

from desktop.account_file import (
    KeptAccount,
    choose_folder,
    folders_with_accounts,
    mark_signed_out,
    new_slot,
    read_account,
    write_account,
)
from desktop.aws.api import NewsroomApi
from desktop.aws.demo import DemoSignIn
from desktop.aws.http import Http
from desktop.aws.renewal import RenewedConnections
from desktop.aws.secrets import Secrets
from desktop.aws.signin import SignIn
from desktop.core.account import SignedInAs
from desktop.core.address import parse_address
from desktop.core.errors import Refused, SignedOut, UsageProblem, is_switched_off
from desktop.core.events import SignedIn
from desktop.core.paths import NewsroomDir
from desktop.core.settings import SettingsFile
from desktop.newsroom import LOCAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.aws.demo import Bearer
    from desktop.core.account import KnownNewsroom
    from desktop.core.events import Post
    from desktop.core.paths import DataDir

_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")


class Sessions:
    """The newsrooms of one data directory, and the sessions there."""

    def __init__(
        self,
        data_dir: DataDir,
        post: Post = lambda _event: None,
        *,
        secrets: Secrets | None = None,
        make_api: Callable[[str], NewsroomApi] = lambda address: NewsroomApi(Http(address)),
    ) -> None:
        self._data_dir = data_dir
        self._post = post
        self._secrets = secrets or Secrets()
        self._make_api = make_api
        self._lock = threading.RLock()
        self._sign_ins: dict[str, SignIn] = {}
        self._demo = DemoSignIn(data_dir.local_sign_in, make_api)
        self._listeners: list[Callable[[str], None]] = []

    # What is known here

    def newsrooms(self) -> tuple[KnownNewsroom, ...]:
        """Return the newsrooms that were signed in to here, the last one first."""
        current = self._settings_file.load().settings.newsroom
        kept = [(folder.name, read_account(NewsroomDir(folder))) for folder in folders_with_accounts(self._data_dir)]
        return tuple(account.known(name, is_current=name == current) for name, account in kept if account is not None)

    def current(self) -> KnownNewsroom | None:
        """Return the newsroom that opens at start; None where there is none, or it is one without accounts."""
        return next((known for known in self.newsrooms() if known.is_current), None)

    def switch_newsroom(self, newsroom: str) -> None:
        """Let this newsroom open from now on; raises ``UsageProblem`` for an unknown one."""
        if newsroom != LOCAL and newsroom not in {known.id for known in self.newsrooms()}:
            raise UsageProblem("choose a newsroom", detail=f"Nobody has signed in to {newsroom} here.")
        self._choose(newsroom)
        self._tell(newsroom)

    def listen(self, tell: Callable[[str], None]) -> Callable[[], None]:
        """Have the newsroom told that somebody signed in to, or chose; returns what ends that."""
        with self._lock:
            self._listeners.append(tell)

        def leave() -> None:
            with self._lock:
                self._listeners = [each for each in self._listeners if each is not tell]

        return leave

    def sign_in_of(self, newsroom: str) -> SignIn:
        """Return the sign-in of a newsroom's folder; raises ``SignedOut`` where there never was one."""
        with self._lock:
            found = self._sign_ins.get(newsroom)
            if found is not None:
                return found
            kept = read_account(self._place(newsroom))
            if kept is None:
                raise SignedOut("find the sign-in", code=f"nobody ever signed in to {newsroom}")
            return self._add(newsroom, kept)

    def is_signed_in(self, newsroom: str) -> bool:
        """Whether somebody is, as far as this computer knows; a newsroom of a connection file needs nobody."""
        place = self._place(newsroom)
        kept = read_account(place)
        if kept is None or place.connection.exists():
            return True
        return kept.is_signed_in and self.sign_in_of(newsroom).is_there()

    def connections(self, newsroom: str, post: Post) -> RenewedConnections | None:
        """Return where a newsroom's connections come from; None where it has no account (a connection file's)."""
        place = self._place(newsroom)
        kept = read_account(place)
        if kept is None or place.connection.exists():
            return None
        return RenewedConnections(
            self.sign_in_of(newsroom),
            newsroom=kept.newsroom,
            user_id=kept.user_id,
            email=kept.email,
            folder=newsroom,
            stamp=lambda: getattr(read_account(place), "count", None),
            post=post,
        )

    # Signing in and out, in the calling thread

    def begin_session(self, address: str, email: str, password: str) -> SignedInAs:
        """Sign in, and make that newsroom the current one. Waits for the network; raises ``SnapStreamError``."""
        address = parse_address(address)
        api = self._make_api(address)
        try:
            tokens = api.login(email.strip(), password)
            connection = api.credentials(tokens.access_token)
            _, name = api.me(tokens.access_token)
        except SignedOut as problem:  # just signed in: the newsroom's clock or keys are wrong
            raise Refused(
                "sign in", code="session_ended", detail="The newsroom ended the session at once."
            ) from problem
        folder = choose_folder(self._data_dir, connection.newsroom, connection.user.id)
        place = self._data_dir.newsroom(folder)
        with self._lock:
            before = read_account(place)
            kept = KeptAccount(
                newsroom=connection.newsroom,
                newsroom_name=name or connection.newsroom,
                address=address,
                email=connection.user.email,
                user_id=connection.user.id,
                slot=before.slot if before else new_slot(folder),
                is_signed_in=True,
                count=before.count + 1 if before else 1,
            )
            if before is None or before.address != address:
                self._sign_ins.pop(folder, None)
            is_kept = self._add(folder, kept, api).begin(tokens)
            write_account(place, kept)
            # Who signs in does not mean the file that an engineer gave any more.
            place.connection.unlink(missing_ok=True)
            self._choose(folder)
        self._tell(folder)
        self._post(SignedIn(folder, kept.email))
        return SignedInAs(folder, kept.newsroom_name, address, tokens.account, is_kept=is_kept)

    def end_session(self, newsroom: str = "", *, everywhere: bool = False) -> None:
        """Sign out of a newsroom (the current one). Here it holds at once, even where the newsroom cannot be reached.

        Raises ``ServiceProblem`` where the newsroom could not be told: the session passes there by itself.
        """
        folder = newsroom or self._current_folder()
        sign_in = self.sign_in_of(folder)
        try:
            sign_in.api.logout(sign_in.token(), everywhere=everywhere)
        except (SignedOut, Refused):  # it had ended already
            _log.info("the session had ended already")
        finally:
            sign_in.end()
            mark_signed_out(self._place(folder))

    def ask_who(self, newsroom: str = "") -> SignedInAs:
        """Return who is signed in, as the newsroom says. Waits for the network; raises ``SnapStreamError``."""
        folder = newsroom or self._current_folder()
        account, name = self.call(lambda api, token: api.me(token), folder)
        sign_in = self._bearer(folder)
        return SignedInAs(folder, name or folder, sign_in.api.address, account, is_kept=sign_in.is_kept)

    def call(self, ask: Callable[[NewsroomApi, str], _Answer], newsroom: str = "") -> _Answer:
        """Ask a newsroom's API (the current one's) as who is signed in; raises ``SnapStreamError``."""
        sign_in = self._bearer(newsroom or self._current_folder())
        token = sign_in.token()
        try:
            return ask(sign_in.api, token)
        except SignedOut as problem:
            if is_switched_off(problem.detail):
                raise
            # The role was changed, or the token ended on its way: the refresh token decides.
            sign_in.drop_access(token)
            return ask(sign_in.api, sign_in.token())

    # Parts

    @property
    def _settings_file(self) -> SettingsFile:
        return SettingsFile(self._data_dir.settings)

    def _place(self, newsroom: str) -> NewsroomDir:
        return NewsroomDir(self._data_dir.newsrooms / newsroom)

    def _current_folder(self) -> str:
        newsroom = self._settings_file.load().settings.newsroom
        if not newsroom:
            raise SignedOut("find the newsroom", code="no newsroom was chosen")
        return newsroom

    def _choose(self, newsroom: str) -> None:
        settings = self._settings_file.load().settings
        if settings.newsroom != newsroom:
            self._settings_file.save(settings.at(newsroom))

    def _tell(self, newsroom: str) -> None:
        with self._lock:
            listeners = list(self._listeners)
        for tell in listeners:
            tell(newsroom)

    def _at(self, address: str) -> NewsroomApi:
        return self._make_api(parse_address(address))

    def _bearer(self, newsroom: str) -> Bearer:
        return self._demo if newsroom == LOCAL else self.sign_in_of(newsroom)

    def _add(self, folder: str, kept: KeptAccount, api: NewsroomApi | None = None) -> SignIn:
        known = self._sign_ins.get(folder)
        if known is None:
            lock = self._data_dir.newsroom(folder).sign_in_lock
            known = SignIn(api or self._make_api(kept.address), self._secrets, kept.slot, lock)
            self._sign_ins[folder] = known
        return known
