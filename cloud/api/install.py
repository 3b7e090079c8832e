"""What the instance is told: the service, its log's rotation, what is shipped. ``python -m cloud.api.install [ROOT]``.

Run once as root, by the instance's user data, after the package was installed into ``/opt/snapstream`` and the settings
were written to ``/etc/snapstream/api.env``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

SERVICE = "snapstream-api"
USER = "snapstream"
HOME = "/opt/snapstream"
SETTINGS = "/etc/snapstream/api.env"
LOG = "/var/log/snapstream/api.log"
NAMESPACE = "SnapStream/Api"


def unit() -> str:
    """Return the systemd unit: started again whatever ends it, and allowed to write nothing but its log."""
    return f"""\
[Unit]
Description=The status API of a SnapStream newsroom
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
User={USER}
EnvironmentFile={SETTINGS}
Environment=PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
ExecStart={HOME}/bin/gunicorn --config python:cloud.api.gunicorn
ExecReload=/bin/kill -HUP $MAINPID
KillMode=mixed
TimeoutStartSec=300
TimeoutStopSec=30
Restart=always
RestartSec=5
LogsDirectory=snapstream
StandardOutput=append:{LOG}
StandardError=append:{LOG}
LimitNOFILE=8192
MemoryMax=80%
NoNewPrivileges=yes
CapabilityBoundingSet=
PrivateTmp=yes
ProtectSystem=strict
ProtectHome=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
UMask=0077

[Install]
WantedBy=multi-user.target
"""


def rotation() -> str:
    """Return logrotate's rule: the service keeps its file open, so it is copied and cut."""
    return f"{LOG} {{\n    size 20M\n    rotate 3\n    compress\n    copytruncate\n    missingok\n    notifempty\n}}\n"


def shipping(log_group: str) -> str:
    """Return what CloudWatch's agent ships: the log, and how full memory and disk are."""
    collected = [{"file_path": LOG, "log_group_name": log_group, "log_stream_name": "{instance_id}"}]
    measured = {
        "mem": {"measurement": ["mem_used_percent"]},
        "disk": {"resources": ["/"], "measurement": ["used_percent"], "drop_device": True},
    }
    document = {
        "agent": {"metrics_collection_interval": 60, "run_as_user": "root"},
        "logs": {"logs_collected": {"files": {"collect_list": collected}}},
        "metrics": {
            "namespace": NAMESPACE,
            "append_dimensions": {"InstanceId": "${aws:InstanceId}"},
            "metrics_collected": measured,
        },
    }
    return json.dumps(document, indent=2)


def files(log_group: str) -> dict[str, str]:
    """Return every file that is written, by its path."""
    return {
        f"/etc/systemd/system/{SERVICE}.service": unit(),
        f"/etc/logrotate.d/{SERVICE}": rotation(),
        "/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json": shipping(log_group),
    }


def read_setting(text: str, name: str) -> str:
    """Return one line's value of the settings, "" where there is none."""
    lines = (line.strip().partition("=") for line in text.splitlines())
    return next((value for key, _, value in lines if key == name), "")


def main(root: Path = Path("/")) -> int:
    """Write the files below ``root``."""
    log_group = read_setting((root / SETTINGS.lstrip("/")).read_text(encoding="utf-8"), "LOG_GROUP")
    for path, text in files(log_group).items():
        target = root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
