"""How many questions one account may put in a minute, and how many files it may take away.

Knows requests and accounts. Must not know what is asked. Each process counts for itself: with so many processes, an account may
in the worst case ask so many times as often.
"""

from threading import Lock

import flask
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from components import messages
from data.errors import TooOften
from web.edge import Edge

FREE = ("/assets/", "/_dash-component-suites/", "/healthz", "/readyz")  # what every page loads, and what watches the process


def limited(edge: Edge):
    """Called before each request. Raises TooOften."""
    counter = SlidingWindowCounterRateLimiter(MemoryStorage())
    one_at_a_time = Lock()  # two threads at once would start the timer of the store twice, which fails
    questions = RateLimitItemPerMinute(edge.settings.questions_per_minute or 1, namespace="questions")
    files = RateLimitItemPerMinute(edge.settings.exports_per_minute or 1, namespace="files")

    def check() -> None:
        path = flask.request.path
        if path.startswith(FREE) or not edge.settings.questions_per_minute:
            return
        item = files if path.startswith("/export/") else questions
        account = edge.viewer.account  # who has not signed in comes no further than the sign-in, which slows down by itself
        if not account:
            return
        with one_at_a_time:
            counted = counter.hit(item, account)
        if not counted:
            raise TooOften(messages.TOO_OFTEN, most=item.amount)

    return check
