"""Base URL, proxy and certificates of a connection. A wrong one is a configuration error."""

import os
import ssl
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from seqcli.errors import ConfigError
from seqcli.hosts import is_host, is_loopback

_HAS_EXPIRED, _NOT_YET_VALID = 10, 9
_WRONG_HOST = frozenset({62, 64})
_UNKNOWN_ISSUER = frozenset({2, 18, 19, 20, 21})
_OWN_CA = "If your company inspects traffic, set SSL_CERT_FILE to its CA certificates (a PEM file). Nothing was sent."


def read_base_url(text: str) -> httpx.URL:
    """Return the base URL as httpx will use it.

    Raises:
        ConfigError: it is not a URL, or names no host.
    """
    hint = "Correct TWELVEM_BASE_URL, or leave it out."
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise ConfigError("bad_base_url", f"TWELVEM_BASE_URL is not a URL: {text!r}", hint) from error
    if not is_host(url.raw_host.decode("ascii", "replace")):
        raise ConfigError("bad_base_url", f"TWELVEM_BASE_URL names no host: {text!r}", hint)
    return url


def check_secure(url: httpx.URL) -> None:
    """Check that a URL is https, or http on this machine.

    Raises:
        ConfigError: the key would leave this machine without TLS.
    """
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.host)):
        message = f"the key must not leave this machine without TLS: {url} is not https"
        raise ConfigError("bad_base_url", message, "Correct TWELVEM_BASE_URL, or leave it out.")


def find_proxy(url: httpx.URL) -> tuple[httpx.URL, tuple[bytes, bytes] | None] | None:
    """Return the environment's proxy for `url` with user name and password; None for this machine.

    Raises:
        ConfigError: the proxy cannot be used; the message names the variable, never its value.
    """
    if is_loopback(url.host) or proxy_bypass(url.host):
        return None
    found = getproxies()
    scheme = url.scheme if found.get(url.scheme) else "all"
    text = (found.get(scheme) or "").strip()
    if not text:
        return None
    proxy = _read_proxy(text if "://" in text else f"http://{text}")
    if proxy is None:
        raise ConfigError(
            "bad_proxy",
            f"seqcli cannot use the proxy of {_variable_of(scheme)}",
            "Write it as http://proxy.example:3128. SOCKS proxies do not work.",
        )
    auth = (proxy.username.encode(), proxy.password.encode()) if proxy.username else None
    return proxy.copy_with(username=None, password=None), auth


def _read_proxy(text: str) -> httpx.URL | None:
    try:
        proxy = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        return None
    is_usable = proxy.scheme in {"http", "https"} and proxy.host and is_host(proxy.raw_host.decode("ascii"))
    return proxy if is_usable else None


def _variable_of(scheme: str) -> str:
    names = (f"{scheme}_proxy", f"{scheme.upper()}_PROXY")
    return next((name for name in names if os.environ.get(name)), "this machine's settings")


def make_ssl_context() -> ssl.SSLContext:
    """Return the context that verifies 12m, with the CAs of `SSL_CERT_FILE` or `SSL_CERT_DIR` where one is set.

    Raises:
        ConfigError: the file or folder cannot be read.
    """
    name = next((each for each in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(each)), "")
    place = os.environ.get(name, "")
    try:
        if name == "SSL_CERT_DIR":
            os.listdir(place)  # noqa: PTH208 - OpenSSL treats a missing folder like an empty one
        return httpx.create_ssl_context()
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        reason = "it has no PEM certificate" if isinstance(error, ssl.SSLError) else error
        raise ConfigError(
            "bad_certificates",
            f"the certificates of {name or 'this machine'} cannot be read: {place}: {reason}",
            "Name a PEM file in SSL_CERT_FILE or a folder in SSL_CERT_DIR, or unset both.",
        ) from error


def find_tls_problem(error: BaseException, host: str) -> ConfigError | None:
    """Return why TLS with `host` failed and what to do, if the cause is a certificate or a server without TLS.

    The handshake precedes the request, so nothing was sent.
    """
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason, hint = _explain(cause)
        return ConfigError("certificate_refused", f"the certificate of {host} {reason}", hint)
    if isinstance(cause, ssl.SSLError) and cause.reason == "WRONG_VERSION_NUMBER":
        hint = "Check TWELVEM_BASE_URL and the proxy. Nothing was sent."
        return ConfigError("no_tls", f"{host} does not answer with TLS", hint)
    return None


def _explain(error: ssl.SSLCertVerificationError) -> tuple[str, str]:
    code = error.verify_code
    if code == _HAS_EXPIRED:
        return (
            "has expired",
            "Check this machine's date; if it is right, wait for a new certificate. Nothing was sent.",
        )
    if code == _NOT_YET_VALID:
        return "is not valid yet", "Check this machine's date. Nothing was sent."
    if code in _WRONG_HOST:
        return "belongs to another host", "Check TWELVEM_BASE_URL and the proxy. Nothing was sent."
    if code in _UNKNOWN_ISSUER:
        signer = "is self-signed" if code == 18 else "comes from an authority unknown to this machine"
        return signer, _OWN_CA
    return f"was rejected: {error.verify_message}", _OWN_CA


#: These prove that no request was sent: no connection, no TLS, or a proxy that did not connect.
NOT_CONNECTED = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpcore.ConnectError,
    httpcore.ConnectTimeout,
    httpcore.ProxyError,
)

#: Everything that an exchange raises where the wire or the other side fails.
WIRE_FAILED = (
    httpx.HTTPError,
    httpx.StreamError,
    httpx.InvalidURL,  # an id or cursor of 12m that no URL can hold
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.ConnectionNotAvailable,
)
