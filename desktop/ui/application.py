"""Puts the window on the application: the one module of the window that knows ``desktop.app``. Main thread.

::

    run ─▶ first of its data directory? ─no─▶ show the first, end
                │yes
                ├─ no newsroom, or signed out of it ─▶ Welcome ─ Try it now, signed in ─┐
                └─ a newsroom was opened before, or --local ────────────────────────────┴▶ App ─▶ pages, tray
    another newsroom: pages ─▶ "Opening" ─▶ App ends, in a worker ─▶ a new bridge, a new App ─▶ pages
"""

from __future__ import annotations

import dataclasses
import logging
import signal
import sys
from importlib import metadata
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from cloud.contract.status import Profile
from desktop.accounts import Accounts as PeopleAccounts
from desktop.app import App
from desktop.core.errors import LibraryProblem, SnapStreamError
from desktop.core.events import CloudProgress, Event, Link, LinkChanged, ProblemRaised
from desktop.core.settings import SettingsFile
from desktop.core.words import Problem
from desktop.ui import garbage, phrases
from desktop.ui.account.pane import AccountPane
from desktop.ui.account.welcome import Welcome
from desktop.ui.bridge import Bridge
from desktop.ui.language import speak
from desktop.ui.said import for_error, for_problem
from desktop.ui.session import Session
from desktop.ui.settings.look import apply_look
from desktop.ui.single import SingleInstance
from desktop.ui.theme import Theme
from desktop.ui.tray import Tray
from desktop.ui.widgets.dialog import Question
from desktop.ui.window import Frame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import TracebackType

    from desktop.core.account import SignedInAs
    from desktop.core.paths import DataDir
    from desktop.ui.actions import Accounts, Running

_log = logging.getLogger(__name__)
LOCAL = "local"
_PULSE_MS = 500
_SAID_TRAY = "said_still_in_the_tray"
#: Whoever took uncaught exceptions before the window did: the log.
_uncaught = sys.excepthook


class WindowApplication(QObject):
    """The window's life: Welcome or a session, the tray, closing and quitting."""

    def __init__(
        self,
        qt: QApplication,
        data_dir: DataDir,
        make: Callable[[Bridge], Running] | None = None,
        *,
        newsroom: str = "",
        accounts: Accounts | None = None,
    ) -> None:
        """``newsroom``: the one to open, where somebody named it; else the one that was open last."""
        super().__init__()
        self._qt, self._data_dir = qt, data_dir
        # Every newsroom has a bridge of its own: nothing that one still says reaches the pages of the next.
        self.bridge = Bridge()
        own = PeopleAccounts(data_dir, self._post) if accounts is None else None
        self.accounts: Accounts = accounts or own or PeopleAccounts(data_dir)
        stored = SettingsFile(data_dir.settings).load().settings
        self.newsroom = newsroom or stored.newsroom or LOCAL
        self._make = make or (lambda bridge: App(data_dir, bridge.post, newsroom=self.newsroom, accounts=own))
        speak(qt, stored.language)
        self.theme = Theme(qt, stored.theme.value, text_percent=stored.text_percent)
        apply_look(self.theme, stored)
        self.frame = Frame(self.theme, qt)
        self.tray = Tray(self.theme)
        self.session: Session | None = None
        self._app: Running | None = None
        self._welcome: Welcome | None = None
        self._folders: tuple[Path, ...] = ()
        self._profile: Profile | None = None
        #: Raised before there was a page to say it on, by reason.
        self._untold: dict[str, ProblemRaised] = {}
        self._opens_at_once = bool(newsroom) or bool(stored.newsroom)
        self._has_said_minimised = False
        garbage.take_over(self)
        self._pulse = QTimer(self)
        self._pulse.timeout.connect(self._on_pulse)
        self._pulse.start(_PULSE_MS)
        qt.applicationStateChanged.connect(self._on_state)
        self.frame.close_asked.connect(self._on_close)
        self.frame.quit_asked.connect(self.ask_to_quit)
        self.tray.quit_asked.connect(self.ask_to_quit)
        self._connect_bridge()

    def _post(self, event: Event) -> None:
        self.bridge.post(event)

    def _connect_bridge(self) -> None:
        self.bridge.link_changed.connect(self._on_link)
        self.bridge.cloud_progressed.connect(self._on_cloud)
        self.bridge.problem_raised.connect(self._on_problem)
        self.bridge.problem_solved.connect(self._on_solved)

    def start(self, *, local: bool, folders: Sequence[Path] = (), profile: Profile | None = None) -> None:
        """Show Welcome, or open the newsroom that was open last; ``local`` is the embedded cloud's."""
        self._folders, self._profile = tuple(folders), profile
        known = next((each for each in self.accounts.newsrooms() if each.id == self.newsroom), None)
        if local:
            self.open_local()
        elif known is not None and not known.is_signed_in:
            self._show_sign_in(known.address, known.email)
        elif self._opens_at_once:
            self._open()
        else:
            self._show_welcome()
        self.frame.show()
        if self.tray.is_there:
            self.tray.show()

    @Slot(list)
    def take(self, paths: Sequence[Path]) -> None:
        """Take what a second start was given: at once, or as soon as there is a newsroom to take it."""
        if self.session is not None:
            watched = {folder.path for folder in self._app.folders()} if self._app is not None else set()
            self.session.take([path for path in paths if path not in watched])
        else:
            self._folders = (*self._folders, *paths)

    def catch(self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        """Take an exception that a slot let through: a damaged cache is rebuilt, anything else is said."""
        if isinstance(error, LibraryProblem) and self._app is not None:
            _log.warning("the library's cache cannot be read: %s", error)
            # Told explicitly: sync reads only what changes, and may never meet the damaged page.
            self._app.cache_is_damaged()
            return
        _uncaught(kind, error, traceback)
        self.bridge.post(ProblemRaised(Problem.UNFORESEEN, str(self._data_dir.logs)))

    @Slot()
    def open_local(self) -> None:
        """Start the newsroom on this computer; Getting ready is shown where that is the first time.

        Where it runs already, it is told to try again: there is one at a time.
        """
        self.open_newsroom(LOCAL)

    @Slot(str)
    def open_newsroom(self, newsroom: str) -> None:
        """Open a newsroom, in the place of the one that is open; one that is signed out asks for that first."""
        if self._app is not None and newsroom == self.newsroom:
            self._app.sync_now()
            return
        known = next((each for each in self.accounts.newsrooms() if each.id == newsroom), None)
        if known is not None and not known.is_signed_in:
            self._leave(lambda: self._show_sign_in(known.address, known.email))
            return
        self._leave(lambda: self._open_chosen(newsroom))

    def _open_chosen(self, newsroom: str) -> None:
        self.newsroom = newsroom
        if self.accounts.current() is not None or newsroom != LOCAL:
            try:
                self.accounts.switch_newsroom(newsroom)
            except SnapStreamError as error:  # the next start opens the other one: no reason not to go on now
                _log.warning("the choice of this newsroom is not kept: %s", error)
        self._open()

    def _leave(self, then: Callable[[], None]) -> None:
        """End the newsroom that is open, in a worker: uploads may take a moment to let go."""
        app, session = self._app, self.session
        if app is None:
            then()
            return
        self._app = self.session = None
        if session is not None:
            session.leave()
            session.deleteLater()
        self._show_welcome().show_opening()
        before = self.bridge

        def ended(_nothing: None) -> None:
            # Not from within the bridge that is closed.
            QTimer.singleShot(0, self, lambda: self._begin_anew(before, then))

        before.run(app.stop, ended)

    def _begin_anew(self, before: Bridge, then: Callable[[], None]) -> None:
        before.close()
        before.deleteLater()
        self.bridge = Bridge()
        self._connect_bridge()
        self._welcome = None  # its forms answer over the bridge that is closed
        then()

    def _open(self) -> None:
        is_first = self.newsroom == LOCAL and not self._data_dir.local_connection.exists()
        self._untold.clear()
        try:
            self._app = self._start_app()
        except SnapStreamError as error:
            welcome = self._show_welcome()
            welcome.show_ready()
            heading = self.tr("The library on this computer does not start")
            if self.newsroom != LOCAL:
                heading = self.tr("The newsroom cannot be opened")
            welcome.ready.say_failure(heading, for_error(error).line)
            return
        if is_first and self._app.link() is not Link.ONLINE:
            self._show_welcome().show_ready()
        else:
            self._open_session()

    def stop(self) -> None:
        """End everything in order: what moves by itself, the parts of the application, the bridge."""
        self._pulse.stop()
        self.tray.hide()
        if self.session is not None:
            self.session.leave()
        self.frame.hide()
        if self._app is not None:
            self._app.stop()
            self._app = None
        self.bridge.close()
        garbage.give_back(self)

    def _start_app(self) -> Running:
        """Make and start the application; what began is ended where that does not succeed."""
        app = self._make(self.bridge)
        try:
            app.start()
        except BaseException:  # its threads and its lock would outlive it, whatever the error is
            app.stop()
            raise
        if self.newsroom == LOCAL and app.settings().newsroom != LOCAL:
            try:
                app.save_settings(dataclasses.replace(app.settings(), newsroom=LOCAL))
            except SnapStreamError as error:  # the next start shows Welcome again: no reason not to go on now
                _log.warning("the choice of this newsroom is not kept: %s", error)
        return app

    def _show_welcome(self) -> Welcome:
        if self._welcome is None:
            pane = AccountPane(self.theme, self.accounts, self.bridge)
            pane.signed_in.connect(self._on_signed_in)
            self._welcome = Welcome(self.theme, metadata.version("snapstream"), pane)
            known = self.accounts.current() or next(iter(self.accounts.newsrooms()), None)
            if known is not None:
                self._welcome.remember(known.address, known.email)
            self._welcome.try_asked.connect(self._on_try)
            self._welcome.cancelled.connect(self._on_cancelled)
            self.frame.show_content(self._welcome)
        return self._welcome

    def _show_sign_in(self, address: str, email: str) -> None:
        welcome = self._show_welcome()
        welcome.remember(address, email)
        welcome.show_sign_in()

    @Slot()
    def _on_try(self) -> None:
        """Open the embedded cloud's newsroom, or try again what did not open."""
        if self._welcome is not None and self._welcome.is_trying_again:
            self._open() if self._app is None else self._app.sync_now()
        else:
            self.open_local()

    @Slot(object)
    def _on_signed_in(self, who: SignedInAs) -> None:
        self._leave(lambda: self._open_signed_in(who))

    def _open_signed_in(self, who: SignedInAs) -> None:
        self.newsroom = who.newsroom
        self._open()
        if self.session is not None and not who.is_kept:
            self.session.presence.say_not_kept()

    @Slot()
    def _on_elsewhere(self) -> None:
        self._leave(lambda: self._show_welcome().show_sign_in_elsewhere())

    @Slot(str, str)
    def _on_signed_out(self, address: str, email: str) -> None:
        self._leave(lambda: self._show_sign_in(address, email))

    def _open_session(self) -> None:
        if self._app is None or self.session is not None:
            return
        self.session = Session(self.theme, self.frame, self._app, self.bridge, self.tray)
        self.session.switch_asked.connect(self.open_newsroom)
        self.session.elsewhere_asked.connect(self._on_elsewhere)
        self.session.signed_out.connect(self._on_signed_out)
        self.frame.show_content(self.session.window)
        self._welcome = None
        watched = {folder.path for folder in self._app.folders()}
        fresh = [path.absolute() for path in self._folders if path.absolute() not in watched]
        if fresh:
            self.session.take(fresh, self._profile)
        self.session.library.enter()
        for event in self._untold.values():
            self.bridge.post(event)
        self._untold.clear()

    @Slot(Qt.ApplicationState)
    def _on_state(self, state: Qt.ApplicationState) -> None:
        """Look at the newsroom at once where somebody comes back to the window."""
        if state is Qt.ApplicationState.ApplicationActive and self._app is not None:
            self._app.look_now()

    @Slot(object)
    def _on_link(self, event: LinkChanged) -> None:
        if self.session is None and event.link is Link.ONLINE:
            self._open_session()

    @Slot(object)
    def _on_cloud(self, progress: CloudProgress) -> None:
        if self._welcome is not None and self._app is not None:
            self._welcome.ready.say_step(progress)

    @Slot(object)
    def _on_problem(self, event: ProblemRaised) -> None:
        """Say what keeps it from getting ready; the rest is for the pages to say, once they are there."""
        if self._welcome is None or self.session is not None:
            return
        words = for_problem(event.reason, event.detail)
        if self._app is None or event.reason == Problem.CLOUD_STOPPED:
            self._welcome.ready.say_failure(words.heading, words.text)
        else:
            self._untold[event.reason] = event

    @Slot(str)
    def _on_solved(self, reason: str) -> None:
        self._untold.pop(reason, None)
        if reason == Problem.CLOUD_STOPPED and self._welcome is not None and self._app is not None:
            self._welcome.ready.say_step(None)

    @Slot()
    def _on_pulse(self) -> None:
        """Collect garbage; and Python sees a signal of the system only when some of its own code runs."""
        garbage.sweep()

    @Slot()
    def _on_cancelled(self) -> None:
        if self._app is not None:
            self._app.stop()
            self._app = None

    @Slot()
    def _on_close(self) -> None:
        if self.session is None or self._app is None:
            self.ask_to_quit()
            return
        if not self._app.settings().close_to_tray:
            self.ask_to_quit()
        elif self.tray.is_there:
            self.frame.hide()
            self._say_still_there()
        else:
            self.frame.showMinimized()
            if not self._has_said_minimised:
                self._has_said_minimised = True
                self.session.tell(
                    self.tr("SnapStream keeps running"),
                    self.tr("This desktop has no tray, so the window is minimised. Ctrl+Q quits."),
                )

    def _say_still_there(self) -> None:
        if self._app is None or self._app.settings().extra.get(_SAID_TRAY):
            return
        settings = self._app.settings()
        self._app.save_settings(dataclasses.replace(settings, extra={**settings.extra, _SAID_TRAY: True}))
        self.tray.say_still_running()

    @Slot()
    def ask_to_quit(self) -> None:
        """Quit; ask first while files are unsent."""
        question = self.quit_question()
        if question is None or question.exec() == Question.DialogCode.Accepted:
            # Not quit(): that would ask the window to close, which keeps it running.
            self._qt.exit(0)
        elif self.tray.is_there:
            self.frame.hide()

    def quit_question(self) -> Question | None:
        """Return the question that quitting needs now, None where it needs none."""
        unsent = self.session.unsent if self.session is not None else 0
        if not unsent:
            return None
        self.frame.show_to_person()
        return quit_question(self.theme, self.frame, unsent, has_tray=self.tray.is_there)


def quit_question(theme: Theme, frame: Frame, unsent: int, *, has_tray: bool) -> Question:
    """Return the question before quitting while files are unsent."""
    title = phrases.count(unsent, "{n} file is not uploaded yet", "{n} files are not uploaded yet")
    keep = phrases.tr("Keep running in the tray") if has_tray else phrases.tr("Keep running")
    text = phrases.tr("They go on when SnapStream starts again.")
    return Question(theme, frame, title, text, act=phrases.tr("Quit"), keep=keep)


def run(
    data_dir: DataDir,
    *,
    local: bool = False,
    newsroom: str = "",
    folders: Sequence[Path] = (),
    profile: Profile = Profile.FULL,
) -> int:
    """Open the window and stay until it is quit; returns the process's exit code."""
    QApplication.setApplicationName("SnapStream")
    QApplication.setDesktopFileName("snapstream")
    qt = QApplication(sys.argv[:1])
    qt.setQuitOnLastWindowClosed(False)
    instance = SingleInstance(data_dir.root)
    if not instance.claim(folders):
        return 0
    window = WindowApplication(qt, data_dir, newsroom=newsroom)
    sys.excepthook = window.catch
    instance.woken.connect(window.frame.show_to_person)
    instance.handed.connect(window.take)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: qt.exit(0))
    try:
        window.start(local=local, folders=folders, profile=profile)
        return qt.exec()
    finally:
        sys.excepthook = _uncaught
        instance.release()
        window.stop()
