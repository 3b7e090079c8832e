"""Every documented operation, asked with whatever its document allows, and with what it does not (schemathesis).

Bounded: so many requests an operation and caller, drawn the same at each run. Every second request is about things that
are there, so that more is tried than what is not found.
"""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cloud.contract.accounts import Role
from tests.fakes.api import Newsroom
from tests.fakes.library import put_item

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemathesis import BaseSchema, Case

#: Requests of each kind (as the document allows, and not) for each operation and caller.
EXAMPLES = 10
CALLERS = (Role.ADMIN, Role.MEMBER, None)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
YEARS_S = 10**9
#: Where somebody who is signed in can be told that their password or token is none.
ANSWER_401 = {"/api/login", "/api/refresh", "/api/password/change"}
NUMBERS = itertools.count()


def operations() -> list[tuple[str, str]]:
    """Return every operation in the document: method and path."""
    document = Newsroom().app.api_doc
    return [(method.upper(), path) for path, methods in sorted(document["paths"].items()) for method in sorted(methods)]


OPERATIONS = operations()


@pytest.fixture(scope="module")
def room() -> Newsroom:
    """Return a newsroom whose sign-ins outlast the tests: each request comes a day after the one before."""
    return Newsroom(access_token_s=YEARS_S, refresh_token_s=YEARS_S)


@pytest.fixture(scope="module")
def schema(room: Newsroom) -> BaseSchema:
    """Return the document as it is served."""
    return schemathesis.openapi.from_wsgi("/api/openapi.json", room.app)


def sign_in(room: Newsroom, role: Role | None) -> tuple[dict[str, str], dict[str, str]]:
    """Return a new caller's headers, and what is there for them, by the name of the path's parameter."""
    number = next(NUMBERS)
    if role is None:
        other = room.add(f"other-{number}@herald.example")
        return {}, {"item_id": put_item(room, other.id).id, "user_id": other.id, "subscription_id": "1"}
    account, token = room.signed_in(role, f"{role.value}-{number}@herald.example")
    made = room.post("/api/subscriptions", {"topics": "mine"}, token=token).get_json()
    known = {"item_id": put_item(room, account.id).id, "user_id": account.id, "subscription_id": made["id"]}
    return {"Authorization": f"Bearer {token}"}, known


@pytest.mark.parametrize("caller", CALLERS, ids=lambda role: role or "nobody")
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_it_answers_as_its_document_says(
    room: Newsroom, schema: BaseSchema, method: str, path: str, caller: Role | None
) -> None:
    """No 5xx, and no status, kind of content, header or shape that the document does not promise."""
    operation = schema[path][method]
    answered: Counter[int] = Counter()

    def ask(case: Case, *, is_there: bool) -> None:
        room.clock.advance(timedelta(days=1))
        headers, there = sign_in(room, caller)
        if is_there:
            case.path_parameters.update({name: there[name] for name in case.path_parameters})
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)
        answered[response.status_code] += 1
        # Some requests are drawn without the token that they need.
        if caller is not None and path not in ANSWER_401 and "Authorization" in response.request.headers:
            assert response.status_code != HTTPStatus.UNAUTHORIZED

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body or operation.path_parameters):
            continue  # there is nothing to get wrong
        run(operation.as_strategy(generation_mode=mode), ask)
    assert answered
    assert answered[HTTPStatus.SERVICE_UNAVAILABLE] == 0
    if caller is None and "security" in room.app.api_doc["paths"][path][method.lower()]:
        assert set(answered) == {HTTPStatus.UNAUTHORIZED}


def run(cases: st.SearchStrategy[Case], ask: Callable[..., None]) -> None:
    """Draw cases, the same at each run, and ask each."""

    @given(case=cases, is_there=st.booleans())
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def each(case: Case, is_there: bool) -> None:  # noqa: FBT001 -- hypothesis draws it
        ask(case, is_there=is_there)

    each()
