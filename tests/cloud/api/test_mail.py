from __future__ import annotations

import stat
import threading
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from cloud.api import letters
from cloud.api.mail import FileMail, SesMail, read_letters
from tests.fakes.api import CONFIG
from tests.fakes.store import Clock

if TYPE_CHECKING:
    from pathlib import Path


def test_letters_are_kept_in_a_private_file(tmp_path: Path) -> None:
    """The embedded cloud keeps letters for ``local mail``, readable by their owner alone, none lost among threads."""
    path = tmp_path / "mail.json"
    mail = FileMail(path, Clock())
    threads = [
        threading.Thread(target=mail.send, args=("eve@herald.example", f"Letter {number}", "Hello"))
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(letter.subject for letter in read_letters(path)) == [f"Letter {number}" for number in range(8)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_of_old_letters_does_not_grow(tmp_path: Path) -> None:
    """The newest hundred are kept."""
    mail = FileMail(tmp_path / "mail.json", Clock())
    for number in range(103):
        mail.send("eve@herald.example", str(number), "")
    assert [letter.subject for letter in read_letters(tmp_path / "mail.json")] == [str(each) for each in range(3, 103)]


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    """What cannot be read holds no letters, and the next one can be kept."""
    path = tmp_path / "mail.json"
    path.write_text("{", "utf-8")
    assert read_letters(path) == []
    FileMail(path, Clock()).send("eve@herald.example", "Hello", "")
    assert len(read_letters(path)) == 1


def test_ses_is_asked_for_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter goes out as one sender."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client: Any = boto3.client("sesv2", region_name="eu-central-1")
        client.create_email_identity(EmailIdentity="desk@herald.example")
        SesMail(client, "desk@herald.example").send("eve@herald.example", "Hello", "Good morning")
        sent = boto3.client("ses", region_name="eu-central-1").get_send_statistics()["SendDataPoints"]
    assert sum(int(each["DeliveryAttempts"]) for each in sent) == 1


@pytest.mark.parametrize(
    "letter",
    [
        letters.confirmation(CONFIG, "AAAAA-BBBBB"),
        letters.reset(CONFIG, "AAAAA-BBBBB"),
        letters.already_registered(CONFIG),
        letters.password_changed(CONFIG),
        letters.session_stolen(CONFIG),
        letters.invitation(CONFIG, "to/ken"),
    ],
    ids=lambda letter: letter.subject,
)
def test_letters_say_from_whom_they_come(letter: letters.Letter) -> None:
    """Every letter names the newsroom and where it is, in lines that fit, with a subject of one line."""
    assert CONFIG.newsroom_name in letter.text
    assert CONFIG.public_url in letter.text
    assert "\n" not in letter.subject
    assert max(map(len, letter.text.splitlines())) <= 120
