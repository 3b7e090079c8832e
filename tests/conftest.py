"""What holds for every test: nothing unexpected is logged, no thread is left, nothing leaves this computer.

A test that provokes a warning in the log says so, with the marker ``@pytest.mark.expected_log("pattern")`` or from
within, ``expected_log("pattern")``; a log that was expected and did not come fails too. ``data_dir`` is an empty data
directory of the test's own; ``HOME`` and ``SNAPSTREAM_DATA_DIR`` point into places that end with the test. Whatever a
client of boto3 sends is held against the service's model: a request that AWS would refuse fails the test.
"""

from __future__ import annotations

import logging
import os
import re
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import qt_libraries
from tests.fakes.ai.validator import check_all_clients

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

# Before anything imports Qt: no test opens a window on somebody's screen unless told to.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

#: How long a thread may take to end after the test that started it.
_THREAD_DEADLINE_S = 5.0
_POLL_S = 0.02
#: More would have more embedded clouds at a time than a laptop's memory likes.
_MOST_PROCESSES = 4
#: Hosts that never leave the computer, and names that never exist (RFC 2606).
_LOOPBACK = re.compile(r"127\.\d+\.\d+\.\d+|::1|localhost|.*\.localhost|0\.0\.0\.0|::|")
_NOWHERE = re.compile(r".*\.(?:invalid|test|example)\.?")

_left_out: list[Path] = []
_qt_fault = ""


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    """Take pytest-qt out before it imports Qt in ``pytest_configure``, which would end the run with a traceback."""
    global _qt_fault  # noqa: PLW0603 - a conftest has no object that lives as long as the run
    _qt_fault = qt_libraries.find_fault()
    if _qt_fault and qt_libraries.is_required():
        raise pytest.UsageError(qt_libraries.explain(_qt_fault, []))
    if _qt_fault and (plugin := pluginmanager.get_plugin("pytest-qt")):
        pluginmanager.unregister(plugin)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the modules that cannot be read without Qt, and remember them."""
    if not _qt_fault:
        return None
    needing = qt_libraries.find_tests(collection_path)
    _left_out.extend(needing)
    return True if needing else None


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Give the whole suite a process a core, four at most; named tests run in this one, which starts faster."""
    is_whole = config.args_source is not pytest.Config.ArgsSource.ARGS
    return min(os.cpu_count() or 1, _MOST_PROCESSES) if is_whole else 0


def _make_encodable(value: Any) -> Any:  # noqa: ANN401 - a report's parts, of any shape
    """Write what is no text (a name of a file in no encoding) as escapes, in a report and all that it holds."""
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode()
        case dict():
            return {key: _make_encodable(each) for key, each in value.items()}
        case list() | tuple():
            return type(value)(_make_encodable(each) for each in value)
        case _:
            return value


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Let a report with such names go from one process to another: pytest-xdist sends UTF-8."""
    return _make_encodable((yield))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what was left out to the process that sums up, where this one works for it."""
    output: dict[str, list[str]] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["left_out"] = [str(path) for path in _left_out]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401 - pytest-xdist has no public type for it
    """Take over what a process left out; each has looked at every file."""
    left_out = getattr(node, "workeroutput", {}).get("left_out", [])
    _left_out.extend(path for path in map(Path, left_out) if path not in _left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was left out."""
    if _left_out:
        terminalreporter.section("WINDOW TESTS SKIPPED", sep="!", red=True, bold=True)
        terminalreporter.write_line(qt_libraries.explain(_qt_fault, _left_out), red=True)


def _isolate(monkeypatch: pytest.MonkeyPatch, root: Path) -> Path:
    """Point home, data directory, caches and AWS configuration into ``root``; return the data directory."""
    home = root / "home"
    data = root / "data"
    home.mkdir()
    data.mkdir(mode=0o700)
    for variable in [name for name in os.environ if name.startswith(("AWS_", "SNAPSTREAM_", "XDG_"))]:
        if variable not in {qt_libraries.REQUIRE_VARIABLE, "XDG_RUNTIME_DIR"}:
            monkeypatch.delenv(variable)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("SNAPSTREAM_DATA_DIR", str(data))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(home / "no-aws-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / "no-aws-credentials"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return data


@pytest.fixture(scope="session", autouse=True)
def _session_places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Isolate what fixtures of wider scope start."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        root = tmp_path_factory.mktemp("session")
        _isolate(monkeypatch, root)
        if "XDG_RUNTIME_DIR" not in os.environ:  # Qt warns without one
            (root / "run").mkdir(mode=0o700)
            monkeypatch.setenv("XDG_RUNTIME_DIR", str(root / "run"))
        yield


@pytest.fixture(autouse=True)
def _places(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, _session_places: None) -> Path:
    return _isolate(monkeypatch, tmp_path_factory.mktemp("places"))


@pytest.fixture
def data_dir(_places: Path) -> Path:
    """Return an empty data directory; ``SNAPSTREAM_DATA_DIR`` names it too."""
    return _places


def _is_ours(thread: threading.Thread) -> bool:
    target = getattr(thread, "_target", None)
    modules = {type(thread).__module__, getattr(target, "__module__", None) or ""}
    return any(module.split(".")[0] in {"desktop", "cloud"} for module in modules)


def _find_leaked(before: set[threading.Thread]) -> list[threading.Thread]:
    """Return threads that came since and would keep the program alive, or are ours; a short wait lets them end."""
    deadline = time.monotonic() + _THREAD_DEADLINE_S
    while True:
        leaked = [t for t in threading.enumerate() if t not in before and (not t.daemon or _is_ours(t))]
        if not leaked or time.monotonic() > deadline:
            return leaked
        time.sleep(_POLL_S)


@pytest.fixture(scope="session", autouse=True)
def _no_threads_left_by_the_session() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    leaked = _find_leaked(before)
    assert not leaked, f"threads left alive by a fixture: {leaked}"


@pytest.fixture(autouse=True)
def _no_threads_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    leaked = _find_leaked(before)
    assert not leaked, f"threads left alive by the test: {leaked}"


class _Expectations(logging.Handler):
    """Collects what is logged at WARNING and above, and compares it with what was said to come."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.patterns: list[str] = []
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        fault = f" [{record.exc_info[1]!r}]" if record.exc_info else ""
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}{fault}")

    def check(self) -> list[str]:
        """Return a sentence for each record that nobody expected and each expectation that was not met."""
        unexpected = [
            f"unexpected log: {line}"
            for line in self.lines
            if not any(re.search(pattern, line) for pattern in self.patterns)
        ]
        missed = [
            f"expected log did not come: {pattern}"
            for pattern in self.patterns
            if not any(re.search(pattern, line) for line in self.lines)
        ]
        return unexpected + missed


@pytest.fixture(autouse=True)
def expected_log(request: pytest.FixtureRequest) -> Iterator[Callable[[str], None]]:
    """Fail the test for any log record at WARNING or above, but those it expects; yields a way to expect one more.

    A pattern is searched for in ``LEVEL logger.name: message [exception]``.
    """
    expectations = _Expectations()
    for marker in request.node.iter_markers("expected_log"):
        expectations.patterns.extend(marker.args)
    logging.getLogger().addHandler(expectations)
    yield expectations.patterns.append
    logging.getLogger().removeHandler(expectations)
    faults = expectations.check()
    assert not faults, "\n".join(faults)


def _host_of(address: Any) -> str:  # noqa: ANN401 - whatever a socket takes as an address
    """Return the host of an internet address, "" for any other (a Unix socket's path)."""
    return str(address[0]) if isinstance(address, tuple) and address else ""


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse every connection and look-up that would leave this computer, and fail the test that tried."""
    tried: list[str] = []
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def is_refused(host: str) -> bool:
        if _LOOPBACK.fullmatch(host):
            return False
        if not _NOWHERE.fullmatch(host):
            tried.append(host)
        return True

    def guarded_connect(self: socket.socket, address: Any) -> None:  # noqa: ANN401 - as socket.connect
        if is_refused(_host_of(address)):
            raise OSError(101, f"tests stay on this computer: {address}")
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:  # noqa: ANN401 - as socket.connect_ex
        return 101 if is_refused(_host_of(address)) else connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as getaddrinfo
        name = host.decode() if isinstance(host, bytes) else host or ""
        if is_refused(name):
            raise socket.gaierror(socket.EAI_NONAME, f"tests stay on this computer: {name}")
        return getaddrinfo(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
    yield
    assert not tried, f"the test reached for the network: {sorted(set(tried))}"


@pytest.fixture(scope="session", autouse=True)
def _strict_clients() -> Iterator[list[str]]:
    """Let every request of every boto3 client pass the strict validator."""
    with check_all_clients() as refused:
        yield refused


@pytest.fixture(autouse=True)
def refused_requests(_strict_clients: list[str]) -> Iterator[list[str]]:
    """Fail a test whose requests AWS would refuse, even where the code survived that; yields what was refused."""
    _strict_clients.clear()
    yield _strict_clients
    assert not _strict_clients, "AWS would refuse:\n" + "\n".join(_strict_clients)
