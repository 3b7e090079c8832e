from __future__ import annotations

import pytest

from cloud.local.settings import BadSettingError, LocalSettings


def test_the_embedded_cloud_asks_nobody_unless_told() -> None:
    """Its own engines alone, and the emulator's canned Transcribe never by itself."""
    settings = LocalSettings.from_environment({"SNAPSTREAM_LOCAL_TRANSCRIBE": "emulated"})
    assert (settings.ai_endpoint, settings.emulates_transcribe) == ("", False)


def test_a_test_may_put_services_on_this_computer_in_their_place() -> None:
    """At an address of loopback, as plain http."""
    variables = {"SNAPSTREAM_LOCAL_AI": "http://127.0.0.1:8123", "SNAPSTREAM_LOCAL_TRANSCRIBE": "emulated"}
    settings = LocalSettings.from_environment(variables)
    assert (settings.ai_endpoint, settings.emulates_transcribe) == ("http://127.0.0.1:8123", True)


@pytest.mark.parametrize(
    "endpoint",
    ["https://rekognition.us-east-1.amazonaws.com", "http://10.0.0.1:80", "127.0.0.1:80", "http://127.0.0.1.x/"],
)
def test_nothing_of_it_leaves_this_computer(endpoint: str) -> None:
    """An address elsewhere is refused: nobody pays AWS from the embedded cloud by mistake."""
    with pytest.raises(BadSettingError, match="SNAPSTREAM_LOCAL_AI"):
        LocalSettings.from_environment({"SNAPSTREAM_LOCAL_AI": endpoint})
