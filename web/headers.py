"""What every response tells the browser not to do.

Knows headers. Must not know what is in the response.

Styles written into elements are allowed (`unsafe-inline` for styles): bars have their lengths in attributes, and Dash (its renderer
and core components), Plotly and the grid put style elements into the page, some empty and filled by rule, without a way to hand them
a nonce; the hashes of all of them would not fit into the headers a proxy takes. tests/pages/test_policy.py names who does, and fails
when one of them no longer does. Scripts are ours alone, by file or by hash; nothing is evaluated.
"""

import flask

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Permissions-Policy": ", ".join(
        f"{each}=()" for each in (
            "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope", "hid",
            "idle-detection", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
            "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
        )
    ),
}  # fmt: skip
SECURE = {"Strict-Transport-Security": "max-age=31536000"}  # said behind TLS only, where it can be kept
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def protect(policy: str, secure: bool = False):
    """`secure`: the address by which readers come is behind TLS, whatever this process sees of it."""

    def headers(response: flask.Response) -> flask.Response:
        response.headers.update({**HEADERS, "Content-Security-Policy": policy})
        if secure or flask.request.is_secure:
            response.headers.update(SECURE)
        if hasattr(response.response, "close"):
            response.call_on_close(response.response.close)  # compression, which comes after, lets go of what it reads from unclosed
        if not flask.request.path.startswith(("/_dash-component-suites/", "/assets/")):
            response.headers["Cache-Control"] = "no-store"
        return response

    return headers
