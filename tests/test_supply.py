"""Everything the program runs on may be passed on with it, and the repository holds no secrets."""

import pytest

from tests import supply


def test_every_licence_is_known_and_allows_to_pass_it_on():
    found = supply.licences()
    assert len(found) > 40
    assert supply.refused(found) == []


@pytest.mark.parametrize("said", ["AGPL-3.0-or-later", "GNU Affero General Public License v3", "GPL-2.0-only", "Proprietary", "unknown"])
def test_a_licence_that_does_not_would_be_noticed(said):
    assert supply.refused({"x": said}) == [f"x: {said}"]


@pytest.mark.parametrize("said", ["MIT", "BSD-3-Clause", "Apache Software License", "GNU Lesser General Public License v3 (LGPLv3)"])
def test_a_licence_that_does_passes(said):
    assert supply.refused({"x": said}) == []


def test_no_secrets():
    assert supply.secrets() == []


def test_a_secret_would_be_found(tmp_path, monkeypatch):
    lines = ('password = "' + "hunter2correct" + '"', "-----BEGIN RSA " + "PRIVATE KEY-----")
    (tmp_path / "settings.py").write_text("\n".join(lines), encoding="ascii")
    monkeypatch.setattr(supply, "ROOT", tmp_path)
    monkeypatch.setattr(supply, "tracked", lambda: [tmp_path / "settings.py"])
    assert len(supply.secrets()) == 2
