"""What ``deploy`` says and does of the API's host, where no AWS is asked."""

from __future__ import annotations

import pytest

from cloud import cli


@pytest.mark.parametrize(
    "words",
    [["--registration", "anybody"], ["--mail-from", "nobody"]],
    ids=["registration", "sender"],
)
def test_deploy_takes_only_what_can_be_meant(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong usage is said before anything is asked of an account."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["deploy", *words])
    assert ended.value.code == cli.USAGE
    assert words[0] in capsys.readouterr().err
