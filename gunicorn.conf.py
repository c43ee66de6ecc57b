"""How the web processes run: `gunicorn --config gunicorn.conf.py "app:serve()"`.

Knows gunicorn and the settings. Must not know pages or data.
"""

import atexit
import contextlib
import ctypes
import gc
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from data.settings import Settings

settings = Settings.of(os.environ)

# Threads that take turns at large answers would each keep a heap of their own as large as its largest; two do for all of them.
M_ARENA_MAX = -8
with contextlib.suppress(OSError, AttributeError):  # another C library than GNU's has no such setting
    ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)

bind = f"{settings.host}:{settings.port}"
workers = settings.workers
worker_class = "gthread"
threads = settings.threads
# Modules are loaded once and their memory is shared; each process opens the warehouse itself, at its warm-up
# (data.store keeps what it opened by process, so nothing opened before the fork is used after it).
preload_app = True
# A control socket in the home folder of whoever serves is a door nobody asked for.
control_socket_disable = True
timeout = 120
graceful_timeout = 30
keepalive = 15
limit_request_line = 8190  # filters live in the URL
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # a heartbeat must not wait for a disk
errorlog = "-"
accesslog = "-"
# When, what, how it ended, how long: no address, no name, no agent, and the path without its query, which may hold a search.
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)sB %(M)sms"

# Asked once in each process before it takes a visitor: the first requests to a cold threaded process would race, and the
# first question makes DuckDB import whatever it finds installed.
WARM_UP = ("/", "/_dash-layout", "/_dash-dependencies", "/api/figures?indicator=accepted")


def when_ready(server) -> None:
    # What is loaded now lives as long as the processes: unfrozen, the collector would touch, and so copy, every page of it.
    gc.collect()
    gc.freeze()
    server.log.info("Anliu: http://%s", bind)


def post_worker_init(worker) -> None:
    """Raises when a page cannot be made at all, so that a broken release is not served."""
    visitor = worker.wsgi.test_client()
    for path in WARM_UP:
        status = visitor.get(path, environ_overrides={"anliu.inside": True}).status_code
        if status == 500:
            raise RuntimeError(f"warm-up: {path} answered {status}")


def worker_exit(server, worker) -> None:
    """A process ends here. Any further, C++ would abort it: DuckDB, loaded before the processes parted, misses threads of its own.

    What Python is to do at its end, writing the rest of the log above all, is done first; how it ends stays what it was.
    """
    leaving = sys.exc_info()[1]
    atexit._run_exitfuncs()
    os._exit(leaving.code if isinstance(leaving, SystemExit) and isinstance(leaving.code, int) else 0)
