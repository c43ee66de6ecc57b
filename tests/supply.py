"""`make audit`: what the program is made of beside our own code. Licences of everything it runs on, secrets in the repository.

The same two questions are asked as tests. Advisories about known faults need the network and are asked by `make audit` alone.
"""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from detect_secrets import SecretsCollection
from detect_secrets.settings import transient_settings

from tests.tree import ROOT, tracked

PIN = re.compile(r"^([A-Za-z0-9._-]+)==")
# What may be passed on under Apache-2.0 together with ours; weak copyleft of a library that is used as it is may.
FREE = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|Python Software Foundation|PSF|ISC|HPND|Unlicense|zlib|CC0|Public Domain"
    r"|MPL|Mozilla Public|EPL-2|LGPL|Lesser General)",
    re.IGNORECASE,
)
NEVER = re.compile(r"\bAGPL|Affero|(?<!L)\bGPL|(?<!Lesser )General Public License(?! .*Lesser)", re.IGNORECASE)
# Whose files say no licence in their metadata: what their licence file says.
SAID_ELSEWHERE: dict[str, str] = {}
PLUGINS = ("AWSKeyDetector", "BasicAuthDetector", "GitHubTokenDetector", "JwtTokenDetector", "PrivateKeyDetector", "KeywordDetector")
TEXTS = {".py", ".toml", ".md", ".js", ".mjs", ".sh", ".json", ".ini", ".cfg", ".yml", ".yaml", ""}
# The scanner is slow: it looks only where any of its detectors could find something.
WORTH_A_LOOK = re.compile(r"(?i)passw|pwd|secret|api_?key|access_?key|private_?key|BEGIN |AKIA|gh[pousr]_|eyJ|://[^/\s:]+:[^@\s]+@")
# What looks like a secret and is none: the file and the line's own words.
KNOWN = (re.compile(r"^tests/"), re.compile(r"^assets/vendor/"), re.compile(r"^docs/"))


def licences() -> dict[str, str]:
    """What each distribution of the lock file that is installed here says of its licence."""
    names = [found[1] for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if (found := PIN.match(line))]
    return {name: said for name in dict.fromkeys(names) if (said := licence(name)) is not None}


def licence(name: str) -> str | None:
    try:
        about = metadata(name)
    except PackageNotFoundError:  # locked for another system or another Python
        return None
    classified = [each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or [] if each.startswith("License ::")]
    written = about.get("License-Expression") or "; ".join(classified) or (about.get("License") or "").strip().splitlines()[:1]
    return SAID_ELSEWHERE.get(name) or (written if isinstance(written, str) else "".join(written)) or "unknown"


def refused(found: dict[str, str]) -> list[str]:
    return [f"{name}: {said}" for name, said in sorted(found.items()) if NEVER.search(said) or not FREE.search(said)]


def secrets() -> list[str]:
    """Lines of tracked files that look like a key, a token or a password."""
    found = SecretsCollection()
    with transient_settings({"plugins_used": [{"name": name} for name in PLUGINS]}):
        for path in tracked():
            place = str(path.relative_to(ROOT))
            if path.suffix in TEXTS and not any(known.search(place) for known in KNOWN) and WORTH_A_LOOK.search(_text(path)):
                found.scan_file(str(path))
    return sorted(f"{Path(file).relative_to(ROOT)}:{each.line_number} {each.type}" for file, each in found)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def main() -> None:
    found = licences()
    print("| distribution | licence |\n|---|---|")
    for name, said in sorted(found.items()):
        print(f"| {name} | {said} |")
    wrong = [*refused(found), *secrets()]
    print("\n".join(wrong) or f"\n{len(found)} distributions, none whose licence forbids passing it on; no secrets found")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
