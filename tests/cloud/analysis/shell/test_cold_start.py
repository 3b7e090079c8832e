"""What a function loads before its first message: its own code, and nothing that takes a while."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import cloud

ROOT = Path(cloud.__file__).parents[1]
FUNCTIONS = sorted(
    set(re.findall(r"Handler: (cloud\.analysis\.\w+)\.handler", (ROOT / "cloud/template.yaml").read_text()))
)
#: Each takes from 15 ms (Powertools) to half a second (OpenCV); the first message that needs one loads it.
SLOW = {
    "boto3",
    "botocore",
    "PIL",
    "av",
    "numpy",
    "cv2",
    "rapidocr",
    "pocketsphinx",
    "textblob",
    "aws_lambda_powertools",
}


def test_the_template_names_the_functions() -> None:
    """The list below is not empty, and knows the newest of them."""
    assert {"cloud.analysis.recognize", "cloud.analysis.start", "cloud.analysis.collect"} <= set(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_handler_is_imported_without_what_is_slow(function: str) -> None:
    """Only what a message needs is loaded, when it needs it; every handler says whose lines are whose."""
    program = (
        f"import sys, {function} as function\n"
        f"print(sorted({SLOW!r} & set(sys.modules)), hasattr(function.handler, '__wrapped__'))"
    )
    loaded = subprocess.run(  # noqa: S603 -- this Python
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT, env={"PATH": ""}
    )
    assert loaded.stdout.strip() == "[] True"
