"""A parameter that the template does not take is named before anybody is asked."""

from __future__ import annotations

import pytest
from cfnlint.decode import cfn_yaml

from cloud.deploy.parameters import BadParameterError, allowed_values, check, limits
from cloud.deploy.stack import TEMPLATE


def test_what_is_read_is_what_the_template_says() -> None:
    """Every parameter, and every list of values; numbers stand there as texts too."""
    known = limits(TEMPLATE.read_text(encoding="utf-8"))
    declared = cfn_yaml.load(str(TEMPLATE))["Parameters"]
    assert set(known) == set(declared)
    for name, each in declared.items():
        assert allowed_values(known[name]) == [str(value) for value in each.get("AllowedValues", [])]
        for field in ("MinValue", "MaxValue"):
            assert known[name].get(field) == (str(each[field]) if field in each else None)
        assert known[name].get("AllowedPattern", "").strip("\"'") == each.get("AllowedPattern", "")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("Monitoring", "maybe", "Monitoring is one of yes, no, not 'maybe'."),
        ("RetentionDays", "2", "RetentionDays is one of 1, 3, 5,"),
        ("TieringDays", "4000", "a number from 0 to 3650"),
        ("TieringDays", "soon", "a number from 0 to 3650"),
        ("DailyCapUsd", "much", "DailyCapUsd cannot be 'much'"),
        ("Monitor", "no", "knows no parameter Monitor; there are AlertsEmail,"),
    ],
)
def test_what_may_be_is_listed(name: str, value: str, says: str) -> None:
    """Whoever guessed sees what to write."""
    with pytest.raises(BadParameterError) as refused:
        check({name: value})
    assert says in str(refused.value)


def test_what_the_template_takes_is_taken() -> None:
    """Texts and numbers at their ends, and no cap."""
    check({"Monitoring": "no", "RetentionDays": "90", "TieringDays": "0", "DailyCapUsd": "", "AlertsEmail": "a@b.c"})
