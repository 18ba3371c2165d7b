"""Window W56: proxies, certificates and addresses, over real sockets with certificates made for the test."""

import gzip
import json
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from test_windows_wire import GOOD, HANDLE, answering, raw_server, read_request, send_over, send_to

from seqcli.client import Accepted, Client, NotConnected, Unknown
from seqcli.clock import ServerTime, SystemClock
from seqcli.config import check_base_url
from seqcli.errors import ConfigError
from seqcli.hosts import is_loopback

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
PAGE = b'{"cursor": 0, "events": [], "hasMore": false}'


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*PROXIES, "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


@contextmanager
def tls_server(certificate: trustme.LeafCert) -> Iterator[tuple[str, list[bytes]]]:
    """Answer every request with an empty page over TLS; yield the address and the requests that came through."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    listener = socket.create_server(("127.0.0.1", 0))
    requests: list[bytes] = []

    def run() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            try:
                connection.settimeout(5)
                with context.wrap_socket(connection, server_side=True) as secure:
                    requests.append(read_request(secure))
                    answering(200, PAGE)(secure)
            except OSError:
                connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{listener.getsockname()[1]}", requests
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(6)


def read_once(url: str) -> None:
    client = Client(url, "sk_live_secret", ServerTime(SystemClock()))
    try:
        client.read_events(HANDLE, 0)
    finally:
        client.close()


def trust(ca: trustme.CA, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ca.cert_pem.write_to_path(str(folder / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))


@pytest.mark.window("W56")
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("expired", "has expired"),
        ("not valid yet", "not valid yet"),
        ("wrong host", "another host"),
        ("unknown CA", "unknown to this machine"),
    ],
)
def test_a_certificate_that_cannot_be_trusted_is_configuration_and_nothing_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, words: str
) -> None:
    ca = trustme.CA()
    host = "other.example" if fault == "wrong host" else "127.0.0.1"
    years = {"expired": (2019, 2020), "not valid yet": (2090, 2091)}.get(fault)
    begin, until = (datetime(year, 1, 1, tzinfo=UTC) for year in years) if years else (None, None)
    leaf = ca.issue_cert(host, not_before=begin, not_after=until)
    trust(trustme.CA() if fault == "unknown CA" else ca, tmp_path, monkeypatch)
    with tls_server(leaf) as (url, requests):
        with pytest.raises(ConfigError, match=words) as caught:
            read_once(url)
        outcome = send_to(url)
    assert caught.value.hint
    assert isinstance(outcome, NotConnected)
    assert outcome.problem is not None
    assert outcome.problem.exit_code == 3
    assert requests == []


def self_signed() -> tuple[bytes, bytes]:
    """Return a certificate for 127.0.0.1 that signed itself, and its key, both as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2090, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    form, secret = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return made.public_bytes(pem), key.private_bytes(pem, form, secret)


@pytest.mark.window("W56")
def test_a_certificate_that_signed_itself_is_refused_and_nothing_is_sent() -> None:
    certificate, key = self_signed()
    with tls_server(trustme.LeafCert(key, certificate, [])) as (url, requests):
        with pytest.raises(ConfigError, match="is self-signed") as caught:
            read_once(url)
        assert isinstance(send_to(url), NotConnected)
    assert (caught.value.exit_code, requests) == (3, [])


@pytest.mark.window("W56")
def test_a_handshake_that_drips_ends_at_the_deadline() -> None:
    def drip(connection: socket.socket) -> None:
        for byte in b"\x16\x03\x03\x40\x00" + bytes(200):
            connection.sendall(bytes([byte]))
            time.sleep(0.05)

    with raw_server(drip, reads=False) as (url, _):
        outcome = send_to(url.replace("http:", "https:"), deadline_s=1)
    assert isinstance(outcome, NotConnected)


@pytest.mark.window("W56")
def test_a_companys_own_ca_is_trusted_once_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ca = trustme.CA()
    with tls_server(ca.issue_cert("127.0.0.1")) as (url, requests):
        with pytest.raises(ConfigError, match="unknown to this machine"):
            read_once(url)
        trust(ca, tmp_path, monkeypatch)
        read_once(url)
    assert len(requests) == 1


@pytest.mark.window("W56")
@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
@pytest.mark.parametrize("what", ["missing", "no certificate"])
def test_certificates_that_cannot_be_read_are_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, what: str
) -> None:
    path = tmp_path / "ca.pem"
    if what == "no certificate":
        path.write_text("hello")
    monkeypatch.setenv(name, str(path))
    with pytest.raises(ConfigError, match=name):
        read_once("https://127.0.0.1:9")


@pytest.mark.window("W56")
@pytest.mark.parametrize("name", PROXIES)
def test_this_machine_is_never_reached_through_a_proxy(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    good = json.dumps(GOOD).encode()
    with raw_server(answering(502)) as (proxy, overheard), raw_server(answering(202, good)) as (url, _):
        monkeypatch.setenv(name, proxy)
        assert isinstance(send_to(url), Accepted)
    assert overheard == []


@pytest.mark.window("W56")
@pytest.mark.parametrize("with_scheme", [True, False])
def test_a_proxy_sees_the_host_and_never_the_key(
    monkeypatch: pytest.MonkeyPatch, *, with_scheme: bool
) -> None:
    with raw_server(answering(403)) as (proxy, overheard):
        monkeypatch.setenv("HTTPS_PROXY", proxy if with_scheme else proxy.removeprefix("http://"))
        assert isinstance(send_to("https://api.example"), NotConnected)
    assert [each.split(b"\r\n")[0] for each in overheard] == [b"CONNECT api.example:443 HTTP/1.1"]
    assert b"sk_live_secret" not in overheard[0]


@pytest.mark.window("W56")
@pytest.mark.parametrize("value", ["socks5://proxy.example:1080", "http://", "http://a..b", "http://x:port"])
def test_a_proxy_that_cannot_be_used_is_named_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", value)
    with pytest.raises(ConfigError, match="HTTPS_PROXY"):
        read_once("https://api.example")


HERE = ["localhost", "LOCALHOST.", "127.0.0.1", "127.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]
ELSEWHERE = [
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "::ffff:8.8.8.8",
    "8.8.8.8",
    "evil.localhost",
    "",
]


@pytest.mark.window("W56")
def test_only_this_machine_passes_for_this_machine() -> None:
    assert [host for host in HERE if not is_loopback(host)] == []
    assert [host for host in ELSEWHERE if is_loopback(host)] == []


@pytest.mark.window("W56")
@pytest.mark.parametrize(
    "url",
    [
        *("http://localhost.evil.example", "http://127.0.0.1@evil.example", "http://@evil.example"),
        *(
            "http://[::ffff:8.8.8.8]",
            "HTTP://API.EXAMPLE",
            "http://127.0.0.1\\@evil.example",
            "ftp://a.example",
        ),
        *(
            "https://a..b",
            "https://.a.example",
            "https://a\t.example",
            "https://a b.example",
            "https://a\0.example",
        ),
        *("http://１２７.0.0.1", "https://" + "a" * 64 + ".example", "https://a.example:99999", "https://"),
    ],
)
def test_an_address_that_would_lose_the_key_or_reach_nobody_is_configuration(url: str) -> None:
    with pytest.raises(ConfigError):
        read_once(check_base_url(url))


@pytest.mark.window("W56")
def test_a_body_is_bounded_while_it_is_decompressed() -> None:
    bomb = gzip.compress(b" " * 200_000_000)
    tracemalloc.start()
    try:
        outcome, _ = send_over(answering(202, bomb, "Content-Encoding: gzip\r\n"), deadline_s=30)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(outcome, Unknown)
    assert peak < 120_000_000


@pytest.mark.window("W56")
def test_one_layer_of_gzip_is_read_and_no_other_encoding() -> None:
    once = gzip.compress(json.dumps(GOOD).encode())
    assert isinstance(send_over(answering(202, once, "Content-Encoding: gzip\r\n"))[0], Accepted)
    layers = answering(202, gzip.compress(once), "Content-Encoding: gzip, gzip\r\n")
    for odd in (
        layers,
        answering(202, once, "Content-Encoding: br\r\n"),
        answering(202, once[:-9], "Content-Encoding: gzip\r\n"),
    ):
        assert isinstance(send_over(odd)[0], Unknown)
