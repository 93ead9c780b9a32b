"""Nobody who stands between the hub and its mailbox is given the password: the certificate must hold."""

from __future__ import annotations

import socketserver
import ssl
import threading
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from irhub.support.mail.mailbox import opened
from irhub.web.background_jobs import Failed


@pytest.fixture
def certificate(tmp_path) -> str:
    """A certificate for localhost for which nobody but its owner vouches, with its key."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = timezone.now()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "pair.pem").write_bytes(key.private_bytes(*plain) + made.public_bytes(serialization.Encoding.PEM))
    return str(tmp_path / "pair.pem")


@pytest.fixture
def stranger(certificate):
    """A server that takes the mailbox's place: its port, and all that it was told once the line was encrypted."""
    told: list[bytes] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    class Answers(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            line = self.request
            try:
                if self.server.plain_first:
                    line.sendall(b"* OK ready\r\n")
                    while b"STARTTLS" not in (asked := line.recv(1000)):
                        tag = asked.split(b" ")[0]
                        line.sendall(b"* CAPABILITY IMAP4rev1 STARTTLS\r\n" + tag + b" OK done\r\n")
                    line.sendall(asked.split(b" ")[0] + b" OK go on\r\n")
                line = context.wrap_socket(line, server_side=True)
                line.sendall(b"" if self.server.plain_first else b"* OK ready\r\n")
                while asked := line.recv(1000):
                    told.append(asked)
                    line.sendall(b"* CAPABILITY IMAP4rev1\r\n" + asked.split(b" ")[0] + b" OK done\r\n")
            except OSError:
                return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        plain_first = False

    with Server(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server, told
        server.shutdown()


@pytest.mark.parametrize("scheme", ["imaps", "imap+tls"])
def test_a_mailbox_with_a_certificate_that_nobody_vouches_for_is_told_nothing(stranger, settings, scheme):
    server, told = stranger
    server.plain_first = scheme == "imap+tls"
    settings.IRHUB_HELPLINE_IMAP = f"{scheme}://pat:secret@localhost:{server.server_address[1]}"
    with pytest.raises(Failed, match="certificate that does not hold"), opened():
        pass
    assert told == []
