"""The headers that keep a page to itself, from the first page on."""

from collections.abc import Mapping

from flask import Flask, Response, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from drakennet.config import Settings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
NEVER_KEPT = {"Cache-Control": "no-store"}
YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    if settings.proxies:  # only then is X-Forwarded-For more than a visitor's own word
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign] # Werkzeug's own way
    app.after_request(_secure)


def of_each_answer(app: Flask) -> Mapping[str, str]:
    """Whatever it says and whoever gives it, the application or the server before it."""
    settings: Settings = app.extensions["settings"]
    if settings.base_url.startswith("https://"):
        return ALWAYS | {"Strict-Transport-Security": f"max-age={YEAR}; includeSubDomains"}
    return ALWAYS


def _secure(response: Response) -> Response:
    response.headers.extend(of_each_answer(current_app))
    if request.endpoint != "static" or response.status_code >= 400:  # noqa: PLR2004 - an error page knows who asks
        response.headers.update(NEVER_KEPT)
    return response
