from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from cloud.contract.accounts import Role
from tests.fakes.api import CONFIG, Newsroom

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.store.accounts import Person

LOGIN = {"email": "eve@herald.example", "password": "x"}


@pytest.mark.parametrize("path", ["/api/health", "/api/me", "/api/nothing", "/api/openapi.json", "/api/docs"])
def test_every_answer_has_its_headers(newsroom: Newsroom, path: str) -> None:
    """No sniffing, no frames, no referrer elsewhere, TLS for a year, nothing inline, and nothing kept by caches."""
    headers = newsroom.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_without_tls_nothing_promises_it() -> None:
    """The embedded cloud is on loopback: its cookies and headers say nothing of TLS."""
    assert "Strict-Transport-Security" not in Newsroom(is_secure=False).get("/api/health").headers


def test_where_cloudfront_stands_in_front_nothing_else_is_answered() -> None:
    """What lacks its header is refused, signed in or not, but for what the instance asks itself at its start."""
    newsroom = Newsroom(address_header="CloudFront-Viewer-Address")
    through = {"CloudFront-Viewer-Address": "203.0.113.7:4711"}
    newsroom.add("eve@herald.example")
    refused = newsroom.login("eve@herald.example")
    assert (refused.status_code, refused.get_json()["type"]) == (403, "urn:snapstream:other_way")
    answered = newsroom.login("eve@herald.example", headers=through)
    assert answered.status_code == 200
    token = {"Authorization": f"Bearer {answered.get_json()['access_token']}"}
    assert newsroom.get("/api/me", headers=token).status_code == 403
    assert newsroom.get("/api/me", headers=token | through).status_code == 200
    assert newsroom.get("/login").status_code == 403
    assert {path: newsroom.get(path).status_code for path in ("/api/health", "/api/ready")} == {
        "/api/health": 200,
        "/api/ready": 200,
    }


def test_pages_may_show_what_presigned_addresses_lead_to() -> None:
    """Thumbnails and uploads go to the buckets, and nowhere else."""
    newsroom = Newsroom(media_origins=("https://derived.example",))
    policy = newsroom.get("/api/docs").headers["Content-Security-Policy"]
    assert "img-src 'self' https://derived.example;" in policy
    assert "script-src 'self';" in policy


def test_the_document_as_a_page_has_nothing_inline(newsroom: Newsroom) -> None:
    """It names every route, and its policy blocks none of it."""
    page = newsroom.get("/api/docs").get_data(as_text=True)
    assert "<script" not in page
    assert "style=" not in page
    for path in newsroom.get("/api/openapi.json").get_json()["paths"]:
        assert path in page
    assert newsroom.get("/static/docs.css").mimetype == "text/css"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 413),
        (b"[" * 50_000, "application/json", 400),
        (b"[]", "application/json", 422),
        (json.dumps(json.dumps(LOGIN)).encode(), "application/json", 422),
        (b"null", "application/json", 422),
        (json.dumps(LOGIN).encode(), "text/plain", 415),
        (b"email=eve&password=x", "application/x-www-form-urlencoded", 415),
        (json.dumps(LOGIN).encode(), "", 415),
        (json.dumps({**LOGIN, "password": "x" * CONFIG.max_body_bytes}).encode(), "application/json", 413),
        (json.dumps({**LOGIN, "is_admin": True}).encode(), "application/json", 422),
        (json.dumps({**LOGIN, "email": ["eve"]}).encode(), "application/json", 422),
        (b'{"email": "eve@herald.example", "password": NaN}', "application/json", 422),
        (json.dumps(LOGIN).encode(), "application/json; charset=utf-8", 401),
    ],
)
def test_bodies_are_json_objects_of_some_size(newsroom: Newsroom, body: bytes, kind: str, status: int) -> None:
    """Anything else is refused, as a problem document, before a view sees it."""
    answer = newsroom.client.post("/api/login", data=body, content_type=kind)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(newsroom: Newsroom, method: str) -> None:
    """405, with the methods that there are; no other origin is told that it may."""
    answer = newsroom.call(method, "/api/login", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_strangers_are_not_read(newsroom: Newsroom) -> None:
    """Who is not signed in is told so before their body is looked at."""
    answer = newsroom.client.post("/api/password/change", data=b"{", content_type="application/json")
    assert answer.status_code == 401


def test_a_fault_of_ours_tells_nothing(newsroom: Newsroom, expected_log: Callable[[str], None]) -> None:
    """The answer is 500 and no more; the log has the traceback."""
    expected_log("request failed")
    newsroom.app.add_url_rule("/broken", endpoint="broken", view_func=_broken)
    _, token = newsroom.signed_in()
    answer = newsroom.get("/broken", token=token)
    assert answer.status_code == 500
    assert answer.get_json() == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "detail": "",
        "fields": [],
    }


def _broken() -> str:
    raise ValueError("the password is swordfish")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (EndpointConnectionError(endpoint_url="https://dynamodb.example"), 503),
        (ClientError({"Error": {"Code": "ThrottlingException"}}, "GetItem"), 503),
        (ClientError({"Error": {"Code": "X"}, "ResponseMetadata": {"HTTPStatusCode": 503}}, "GetItem"), 503),  # type: ignore[typeddict-item]
        (ClientError({"Error": {"Code": "AccessDeniedException"}}, "GetItem"), 500),
    ],
)
def test_readiness_is_the_tables(
    newsroom: Newsroom, expected_log: Callable[[str], None], error: Exception, status: int
) -> None:
    """Where the table does not answer, the API is up but not ready, and says when to ask again."""
    assert newsroom.get("/api/ready").status_code == 200
    expected_log("the cloud did not answer|request failed")

    def fail(_user_id: str) -> Person | None:
        raise error

    accounts: Any = newsroom.memory.accounts
    accounts.get = fail
    answer = newsroom.get("/api/ready")
    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert newsroom.get("/api/health").status_code == 200


def test_the_document_is_whole(newsroom: Newsroom) -> None:
    """Every route of the API is in it; every error is a problem document; what needs a token says so."""
    document = newsroom.get("/api/openapi.json").get_json()
    told = {(path, method) for path, item in document["paths"].items() for method in item}
    routes = {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower())
        for rule in newsroom.app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.endpoint not in {"docs.openapi", "docs.page"}
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(path.replace("string:", ""), method) for path, method in routes} == told
    for path, item in document["paths"].items():
        for method, operation in item.items():
            statuses = set(operation["responses"])
            assert {"405", "422", "429", "500", "503"} <= statuses, (path, method)
            assert ("401" in statuses) >= ("security" in operation), (path, method)
            assert ("415" in statuses) == ("requestBody" in operation), (path, method)
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"], (path, method, status)
    assert {"Problem", "FieldProblem"} <= set(document["components"]["schemas"])


def test_the_document_says_who_may_and_names_no_code_of_ours(newsroom: Newsroom) -> None:
    """Roles stand with each route, in the page too; what is in backquotes there is shown as code."""
    served = newsroom.get("/api/openapi.json")
    told = {
        path: {method: each["description"] for method, each in item.items()}
        for path, item in served.json["paths"].items()
    }
    assert told["/api/health"]["get"] == "Anyone."
    assert told["/api/me"]["get"] == "Signed in."
    assert told["/api/users"]["get"] == "Signed in, as admin."
    assert told["/api/media"]["get"] == "Signed in, as member, desk, admin."
    assert "cloud.contract" not in served.text
    page = newsroom.get("/api/docs").text
    assert "Signed in, as admin." in page
    assert "<code>snapstream-cloud redrive</code>" in page
    assert "``" not in page


def test_an_answer_that_is_not_documented_fails_tests() -> None:
    """The newsroom of the tests holds what it answers to what it promises."""
    newsroom = Newsroom()
    document = newsroom.app.api_doc
    _, token = newsroom.signed_in(Role.MEMBER)
    del document["paths"]["/api/me"]["get"]["responses"]["200"]
    with pytest.raises(Exception, match="GET /api/me answers 200"):
        newsroom.get("/api/me", token=token)
