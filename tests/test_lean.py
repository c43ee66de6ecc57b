"""What learns is heavy and works offline: no web process loads it."""

import subprocess
import sys

HEAVY = ("sklearn", "joblib", "pandas")
APP = f"import app, pages, queries.__main__, sys; print([name for name in {HEAVY} if name in sys.modules])"


def test_the_web_process_loads_nothing_that_learns():
    assert subprocess.run([sys.executable, "-c", APP], capture_output=True, text=True, check=True).stdout.strip() == "[]"
