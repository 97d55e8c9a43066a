"""What the strict loader reads a plain word of YAML as, and what other readers would."""

from __future__ import annotations

from pathlib import Path

import pytest

from licensecheck.documents.strict_yaml import load_yaml
from licensecheck.errors import InputError
from licensecheck.law import law_dir, load_yaml_file

# Numbers by the core schema of YAML 1.2, and codes to the person who writes them.
CODES = ("32008E0944", "5E001", "0007", "0x1F", "0o17", "1234567890123456789", "1e5")
NAMES = sorted(str(path.relative_to(law_dir())) for path in law_dir().rglob("*.yaml"))


@pytest.mark.parametrize("code", CODES)
def test_code_in_a_document(code: str) -> None:
    """A code is read as it is written, not as the number that it looks like."""
    assert load_yaml(f"rating: {code}\n", name="a.yaml").data == {"rating": code}


@pytest.mark.parametrize("code", CODES)
def test_code_in_a_file_of_law(tmp_path: Path, code: str) -> None:
    """It stands in quotes, so that other readers of YAML read no number."""
    path = tmp_path / "house.yaml"
    path.write_text(f"title: x\nsource: {{celex: {code}}}\n")
    with pytest.raises(InputError) as refused:
        load_yaml_file(path)
    assert str(refused.value).startswith(f"house.yaml:2: `{code}` without quotes is a number")
    assert f"write '{code}'" in str(refused.value)
    path.write_text(f"title: x\nsource: {{celex: '{code}'}}\n")
    assert load_yaml_file(path).data["source"] == {"celex": code}


@pytest.mark.parametrize("name", NAMES)
def test_packaged_law(name: str) -> None:
    """No code of it stands without its quotes."""
    text = (law_dir() / name).read_text(encoding="utf-8")
    load_yaml(text, name=name, codes_quoted=True)
    assert "celex: 3" not in text
