from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Settings) -> Path:
    """Each test keeps its bytes to itself."""
    settings.STORAGE_ROOT = tmp_path / "storage"
    return tmp_path / "storage"
