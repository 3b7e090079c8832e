"""What one person's desktop may do with AWS: a session policy with literal ids that narrows the desktop role. Pure.

The role alone may more than any person may: put into every library, read every library's feed. Nobody gets its
credentials without this policy, and what a session may is what both allow (AWS Identity and Access Management User
Guide, "Session policies"). Literal ids, because the embedded cloud knows no ``${aws:PrincipalTag}``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cloud.contract.keys import NEWSROOM_LIBRARY, private_library

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Characters that STS takes (AWS Security Token Service API Reference, "AssumeRole").
LIMIT = 2048


def libraries_of(user_id: str) -> tuple[str, ...]:
    """Return the libraries that a person sees: the newsroom's, and their own."""
    return (NEWSROOM_LIBRARY, private_library(user_id))


def session_policy(outputs: Mapping[str, str], user_id: str) -> str:
    """Return what a person's sessions may do, as JSON of at most ``LIMIT`` characters.

    They put, in parts too, and find what they had begun to put, under their own prefixes; read the objects of their
    libraries; and query their libraries' days in the ``feed`` index. ``outputs`` are the stack's.
    """
    table = outputs["ItemsTableArn"]
    partition = table.split(":", 2)[1]
    originals = f"arn:{partition}:s3:::{outputs['OriginalsBucket']}"
    derived = f"arn:{partition}:s3:::{outputs['DerivedBucket']}"
    libraries = libraries_of(user_id)
    own = [f"uploads/{library}/{user_id}/*" for library in libraries]
    statements = [
        {
            "Effect": "Allow",
            "Action": ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
            "Resource": [f"{originals}/{prefix}" for prefix in own],
        },
        {
            "Effect": "Allow",
            "Action": "s3:ListBucketMultipartUploads",
            "Resource": originals,
            "Condition": {"StringLike": {"s3:prefix": own}},
        },
        {
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": [f"{originals}/uploads/{library}/*" for library in libraries]
            + [f"{derived}/derived/{library}/*" for library in libraries],
        },
        {
            "Effect": "Allow",
            "Action": "dynamodb:Query",
            "Resource": f"{table}/index/feed",
            # The first part of a query's key (Amazon DynamoDB Developer Guide, "Using IAM policy conditions").
            "Condition": {
                "ForAllValues:StringLike": {"dynamodb:LeadingKeys": [f"{library}#*" for library in libraries]}
            },
        },
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, separators=(",", ":"))
