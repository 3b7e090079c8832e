"""Addresses that people are known by."""

from __future__ import annotations

import pytest

from cloud.contract.accounts import is_email


@pytest.mark.parametrize(
    "text", ["eve@herald.example", "e.v-e+news@sub.herald.example", "o'hara@herald.example", "jürgen@zürich.example"]
)
def test_an_address_is_one(text: str) -> None:
    """What people have, in any alphabet."""
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "a1<victim@x.com>", "a,b@x.com", "a;b@x.com", "ceo(x@evil.com)", "a:b@x.com", "[a]@x.com", 'a"b@x.com',
        "a\\b@x.com", "a@x.com,", "a@[192.0.2.1]", "a@b,c.com", "\ud800a@b.cd", "a\u200b@x.com", "a@x\u200b.com",
        "a\u202e@x.com", "a\x00@x.com", "a b@x.com", "a\n@x.com", "a\uff0cb@x.com", "a\uff20b@x.com", "a@b@x.com",
        "@x.com", "a@x", "a@x..com",
    ],
)  # fmt: skip
def test_what_a_letter_would_read_otherwise_is_none(text: str) -> None:
    """Lists, comments, names, quotes, and what cannot be seen: none of it reaches the head of a letter."""
    assert not is_email(text)
