"""SSM's parameters before an embedded cloud, which has none: answers what is asked of them, and passes the rest on.

It signs anew what it passes on, for another host: whoever asks it needs no credentials that are good there.
"""

from __future__ import annotations

import http.client
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from botocore.credentials import Credentials

_TARGET = "AmazonSSM.GetParameter"
#: Of one hop alone (RFC 9110, section 7.6.1), or written anew.
_NOT_PASSED = {
    "authorization",
    "connection",
    "content-length",
    "date",
    "host",
    "keep-alive",
    "server",
    "transfer-encoding",
}


@contextmanager
def serve(endpoint: str, key: Credentials, parameters: Mapping[str, str]) -> Iterator[str]:
    """Serve until it is no longer needed; yields the endpoint that has parameters too."""
    behind = urlsplit(endpoint).netloc

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get("X-Amz-Target") == _TARGET:
                name = json.loads(body)["Name"]
                found = {"Parameter": {"Name": name, "Type": "SecureString", "Value": parameters[name]}}
                self._send(200, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(found).encode())
                return
            passed = {name: value for name, value in self.headers.items() if name.lower() not in _NOT_PASSED}
            *_, region, service, _ = self.headers["Authorization"].partition(",")[0].split("/")
            request = AWSRequest(self.command, f"{endpoint}{self.path}", passed, body)
            (S3SigV4Auth if service == "s3" else SigV4Auth)(key, service, region).add_auth(request)
            connection = http.client.HTTPConnection(behind, timeout=30)
            connection.request(self.command, self.path, body, dict(request.headers.items()))
            answer = connection.getresponse()
            kept = {name: value for name, value in answer.getheaders() if name.lower() not in _NOT_PASSED}
            self._send(answer.status, kept, answer.read())
            connection.close()

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815 -- the server's names

        def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, name="parameters", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
