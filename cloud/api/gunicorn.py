"""How gunicorn serves the API: ``gunicorn --config python:cloud.api.gunicorn``. Read once, by its first process.

Two workers for the two processors of the instance, with threads, because what they do is wait for AWS. CloudFront is
the only client: it reads for 30 s and keeps its connections for 60, so ours stay open longer than that.
"""

from __future__ import annotations

import os
from typing import Any

wsgi_app = "cloud.api.wsgi:make()"
#: The security group lets CloudFront's interface in, and nobody else.
bind = os.environ.get("BIND", "0.0.0.0:8080")
worker_class = "gthread"
workers = 2
threads = 8
worker_connections = 512
backlog = 256
#: How long a connection may be silent within a request.
SOCKET_S = 5.0
#: Of a worker that says nothing; a request that takes longer than CloudFront waits is nobody's any more.
timeout = 35
#: What a stop waits for requests that have begun.
graceful_timeout = 25
keepalive = 75
#: A worker is made anew now and then, not both at once, so that nothing that grows grows for ever.
max_requests = 20_000
max_requests_jitter = 4_000
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190
#: No proxy's word is taken for who asks or how; the API itself reads the one header that CloudFront sets.
forwarded_allow_ips = ""
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112 -- memory: a slow disk would look like a dead worker
control_socket_disable = True  # nobody commands it but systemd, by signals
proc_name = "snapstream-api"
errorlog = "-"
accesslog = None  # CloudFront tells who asked; the audit what they did
capture_output = True


def pre_request(_worker: object, req: Any) -> None:  # noqa: ANN401 -- gunicorn has no types
    """Wait only so long for each part of a body, and for each to be taken: else eight slow clients are all threads."""
    req.unreader.sock.settimeout(SOCKET_S)
