from __future__ import annotations

import http.client
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from cloud.contract.keys import OriginalKey, new_item_id
from cloud.local.web import judge
from tests.cloud.local.conftest import wait_until

if TYPE_CHECKING:
    from tests.cloud.local.conftest import LocalCloud

PORT = 40_000
HERE = f"127.0.0.1:{PORT}"
LET_IN = {
    "a desktop": ("POST", {"host": HERE}),
    "by name": ("GET", {"host": f"localhost:{PORT}"}),
    "a page of ours": ("POST", {"host": HERE, "origin": f"http://{HERE}", "sec-fetch-site": "same-origin"}),
    "an address that is typed": ("GET", {"host": HERE, "sec-fetch-site": "none", "sec-fetch-mode": "navigate"}),
    "a link in a letter": ("GET", {"host": HERE, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}),
}
REFUSED = {
    "a rebound name": (421, "GET", {"host": f"evil.example:{PORT}"}),
    "another port's name": (421, "GET", {"host": "127.0.0.1:1"}),
    "no name": (421, "GET", {}),
    "another site's request": (403, "POST", {"host": HERE, "origin": "https://evil.example"}),
    "another port's page": (403, "POST", {"host": HERE, "origin": "http://127.0.0.1:1"}),
    "a page without an origin": (403, "POST", {"host": HERE, "origin": "null"}),
    "an origin by the other name": (403, "POST", {"host": HERE, "origin": f"http://localhost:{PORT}"}),
    "a script of another site": (403, "GET", {"host": HERE, "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"}),
    "a picture of another site": (
        403,
        "GET",
        {"host": HERE, "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors"},
    ),
    "a form of another site": (
        403,
        "POST",
        {"host": HERE, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    ),
    "a question of CORS": (405, "OPTIONS", {"host": HERE, "origin": f"http://{HERE}"}),
    "a body of no length": (411, "POST", {"host": HERE, "transfer-encoding": "chunked"}),
    "a body that is too large": (413, "POST", {"host": HERE, "content-length": "99999999"}),
}


def scope(method: str, headers: dict[str, str]) -> dict[str, object]:
    """Return a request as ASGI tells it."""
    return {"method": method, "headers": [(name.encode(), value.encode()) for name, value in headers.items()]}


@pytest.mark.parametrize("request_of", LET_IN)
def test_the_door_lets_in(request_of: str) -> None:
    """Our own programs and pages, and a person who follows a link."""
    assert judge(scope(*LET_IN[request_of]), port=PORT) == (0, "")


@pytest.mark.parametrize("request_of", REFUSED)
def test_the_door_refuses(request_of: str) -> None:
    """Whatever a web page can send without the person's doing, and what cannot be measured."""
    status, method, headers = REFUSED[request_of]
    assert judge(scope(method, headers), port=PORT)[0] == status


@pytest.mark.embedded
def test_a_browser_uploads_by_a_form_that_was_signed_for_it(shared_cloud: LocalCloud) -> None:
    """From a page of the API: asked for first, then sent. Unsigned, altered, or from another page it is refused."""
    connection = shared_cloud.connection
    page, bucket = connection.api_url or "", connection.buckets.originals
    key = str(OriginalKey.of("newsroom", "demo", new_item_id(), "photo.jpg"))
    form = shared_cloud.client("s3").generate_presigned_post(
        bucket, key, Conditions=[["content-length-range", 1, 1000]], ExpiresIn=60
    )
    place = urlsplit(form["url"])

    def send(fields: dict[str, str], origin: str = page, method: str = "POST", **more: str) -> tuple[int, str]:
        parts = [*fields.items(), ("file", "picture")]
        text = "".join(f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in parts)
        http_connection = http.client.HTTPConnection(place.netloc, timeout=30)
        kind = "multipart/form-data; boundary=x"
        headers = {"Origin": origin, "Content-Type": kind, "Sec-Fetch-Site": "same-site", **more}
        http_connection.request(method, place.path, f"{text}--x--\r\n", headers)
        answer = http_connection.getresponse()
        answer.read()
        http_connection.close()
        return answer.status, answer.getheader("access-control-allow-origin") or ""

    signed: dict[str, str] = form["fields"]
    asked = {"Access-Control-Request-Method": "POST"}
    assert send({}, method="OPTIONS", **asked) == (200, page)
    assert send({}, method="OPTIONS", origin="https://evil.example", **asked)[0] == 403
    assert send({"key": key})[0] == 403
    assert send(signed | {"key": f"{key}x"})[0] == 403
    assert send(signed | {"x-amz-credential": signed["x-amz-credential"].replace("ASIA", "AKIA")})[0] == 403
    root = {"x-amz-credential": f"000000000000/{signed['x-amz-credential'].partition('/')[2]}"}
    assert send(signed | root)[0] == 403
    assert send(signed, origin="https://evil.example")[0] == 403
    status, allowed = send(signed)
    assert status in {200, 201, 204}
    assert allowed in {page, "*"}
    found = shared_cloud.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    assert found == b"picture"


@pytest.mark.embedded
def test_a_page_shows_pictures_by_signed_addresses(shared_cloud: LocalCloud) -> None:
    """As a browser asks for them from another port; without a signature, or from another site, it is shown nothing."""
    buckets = shared_cloud.connection.buckets
    key = f"derived/newsroom/{new_item_id()}/v1/thumb-256.jpg"
    shared_cloud.door.client("s3").put_object(Bucket=buckets.derived, Key=key, Body=b"thumbnail")
    address = urlsplit(
        shared_cloud.client("s3").generate_presigned_url("get_object", Params={"Bucket": buckets.derived, "Key": key})
    )

    def show(path: str, site: str) -> int:
        connection = http.client.HTTPConnection(address.netloc, timeout=30)
        connection.request("GET", path, headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"})
        status = connection.getresponse().status
        connection.close()
        return status

    assert show(f"{address.path}?{address.query}", "same-site") == 200
    assert show(f"{address.path}?{address.query}", "cross-site") == 403
    assert show(address.path, "same-site") == 403


@pytest.mark.embedded
def test_the_same_application_answers(shared_cloud: LocalCloud) -> None:
    """Over HTTP: with a body, with none (HEAD, DELETE), and with its headers against other sites."""
    port = int((shared_cloud.connection.api_url or "").rpartition(":")[2])

    def ask(method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        told = (answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()})
        connection.close()
        return told

    status, body, headers = ask("GET", "/api/ready")
    assert (status, body.strip()) == (200, b'{"status":"ready"}')
    assert headers["x-content-type-options"] == "nosniff"
    assert ask("HEAD", "/api/ready")[:2] == (200, b"")
    assert ask("GET", "/api/ready", origin="https://evil.example")[0] == 403
    assert ask("POST", "/api/login", b"{}", **{"content-type": "application/json"})[0] in {400, 422}
    assert ask("GET", "/api/me")[0] == 401
    wait_until(lambda: ask("GET", "/api/health")[0] == 200)
