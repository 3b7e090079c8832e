from __future__ import annotations

import json

from cloud.store.desktop_policy import LIMIT, session_policy

#: The longest names there can be: a bucket's is 63 characters, a user's id 64 (cloud/contract/keys.py).
LONGEST = {
    "OriginalsBucket": "o" * 63,
    "DerivedBucket": "d" * 63,
    "ItemsTableArn": "arn:aws-us-gov:dynamodb:us-gov-east-1:000000000000:table/" + "t" * 32,
}


def test_the_session_policy_fits() -> None:
    """STS takes 2,048 characters; the longest names there can be leave room."""
    policy = session_policy(LONGEST, "e" * 64)
    assert len(policy) <= LIMIT
    assert "*/*" not in policy
    assert json.loads(policy)["Version"] == "2012-10-17"


def test_the_session_policy_names_the_partition() -> None:
    """In China and in GovCloud buckets' names begin otherwise."""
    assert "arn:aws-us-gov:s3:::" in session_policy(LONGEST, "eve")
    assert "arn:aws:" not in session_policy(LONGEST, "eve")
