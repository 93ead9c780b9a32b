"""What every request passes and every answer carries: an id, a line in the log, limits, and headers for the browser."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from ipaddress import ip_address, ip_network

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from irhub.web.error_pages import problem
from irhub.web.logs import REQUEST
from irhub.web.too_large import TIMES, Counted

Answer = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("irhub.requests")

HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "script-src 'self'",
            "connect-src 'self'",
            "img-src 'self' data:",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}
"""Nothing but our own styles, pictures and script files, and nothing inline; pages work without script."""

_ID = re.compile(r"[0-9a-f-]{16,36}")


def security_headers(get_response: Answer) -> Answer:
    """Every answer, files and error pages too, carries the headers."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def strip_head_body(get_response: Answer) -> Answer:
    """Whoever asks for the head of an answer (HEAD) gets it with the length of the whole, and nothing more (RFC 9110, 9.3.2)."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    return answer


def log_request(get_response: Answer) -> Answer:
    """Each request gets an id, which the answer carries, and one line in the log without anything that it carried.

    Behind proxies (`IRHUB_PROXIES`), the visitor's address is the one that the outermost of them saw, and the id is theirs.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        begun = time.monotonic()
        given = request.headers.get("X-Request-ID", "") if settings.IRHUB_PROXIES else ""
        request.id = given if _ID.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        request.META["REMOTE_ADDR"] = visitor(request)
        token = REQUEST.set(request.id)  # type: ignore[attr-defined]
        try:
            response = get_response(request)
            if response.status_code == 405 and not response.content:
                allowed = response.headers.get("Allow", "")
                response = problem(request, 405)
                response.headers["Allow"] = allowed
            response.headers["X-Request-ID"] = request.id  # type: ignore[attr-defined]
            log.info(
                "request",
                method=request.method if request.method in METHODS else "other",
                route=route_of(request),
                status=response.status_code,
                milliseconds=round(1000 * (time.monotonic() - begun)),
            )
        finally:
            REQUEST.reset(token)
        return response

    return answer


METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})


def route_of(request: HttpRequest) -> str:
    """The name of the route that a request met; "none" if it met none."""
    return request.resolver_match.view_name if request.resolver_match else "none"


def visitor(request: HttpRequest) -> str:
    """The address of whoever asks, as the outermost of our own proxies saw it."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    proxies: int = settings.IRHUB_PROXIES
    told = hops[-proxies] if proxies and len(hops) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(told)
    except ValueError:  # none is known, as over a socket of this machine
        return "0.0.0.0"  # noqa: S104 - nobody's: nothing listens here
    return str((address.version == 6 and address.ipv4_mapped) or address)


def network_of(address: str) -> str:
    """Whose address it is: of IPv6 one visitor has all of a network (/64), and comes by another at will."""
    network = ip_network(f"{address}/64", strict=False) if ":" in address else address
    return str(network)


def body_limit(get_response: Answer) -> Answer:
    """A body larger than `IRHUB_MOST_BODY_BYTES` is refused by its stated length, before any of it is read; but a form with files is read
    without them (too_large.py), up to a limit of its own: it says at its field what is too large, and keeps what was typed.

    So is an address with a NUL, which no page has and no database text can hold.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        stated = request.META.get("CONTENT_LENGTH") or "0"
        if not stated.isdecimal() or "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return problem(request, 400)
        most = settings.IRHUB_MOST_BODY_BYTES
        if int(stated) > most:
            if request.content_type != "multipart/form-data" or int(stated) > TIMES * most:
                return problem(request, 413)
            request.upload_handlers = [Counted(request)]
        return get_response(request)

    return answer
