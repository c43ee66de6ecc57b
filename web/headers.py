"""What every response tells the browser not to do.

Knows headers. Must not know what is in the response.
"""

import flask

HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"}
POLICY = (
    "default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def protect(policy: str):
    def headers(response: flask.Response) -> flask.Response:
        response.headers.update({**HEADERS, "Content-Security-Policy": policy})
        if hasattr(response.response, "close"):
            response.call_on_close(response.response.close)  # compression, which comes after, lets go of what it reads from unclosed
        if not flask.request.path.startswith(("/_dash-component-suites/", "/assets/")):
            response.headers["Cache-Control"] = "no-store"
        return response

    return headers
