"""The nginx of docs/van-hanh.md, as it stands there, in front of a served product."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lib.settings import HOME
from tests.bench.serving import free_port
from tests.support.patience import stopped, until

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
_AROUND = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log warn; worker_processes 1; {user}
events {{ worker_connections 2048; }}
http {{
access_log off;
client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
{sample}
}}
"""


def sample() -> str:
    """The block of the docs."""
    told = (HOME / "docs" / "van-hanh.md").read_text(encoding="utf-8")
    return re.findall(r"```nginx\n(.*?)```", told, flags=re.DOTALL)[0]


def trusting() -> ssl.SSLContext:
    """Takes the certificate of a test for good."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@contextmanager
def in_front(site: str, folder: Path) -> Iterator[str]:
    """The https address of nginx with the sample's settings; only places and names are ours."""
    place, port = urllib.parse.urlsplit(site), free_port()
    told = sample()
    for theirs, ours in {
        "127.0.0.1:8501": f"127.0.0.1:{place.port}",
        "listen 443": f"listen 127.0.0.1:{port}",
        "bdhvs.example.vn": "localhost",
        "/etc/ssl/bdhvs.pem": f"{folder}/tls.pem",
        "/etc/ssl/bdhvs.key": f"{folder}/tls.key",
    }.items():
        assert theirs in told, theirs
        told = told.replace(theirs, ours)
    _certificate(folder)
    path = folder / "nginx.conf"
    user = "user root;" if Path(folder).owner() == "root" else ""
    path.write_text(_AROUND.format(folder=folder, user=user, sample=told), encoding="utf-8")
    process = subprocess.Popen([str(NGINX), "-c", str(path), "-p", str(folder)])
    try:
        _wait_for(port, process)
        yield f"https://localhost:{port}"
    finally:
        stopped(process)


def _certificate(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-keyout", str(folder / "tls.key"), "-out", str(folder / "tls.pem")],
        check=True, capture_output=True,
    )  # fmt: skip


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    def listens() -> bool:
        if process.poll() is not None:
            raise ChildProcessError("nginx ended")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    until(listens, what="an answer of nginx")
