"""Where things lie in the project, for tests."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
"""The checkout."""
FIXTURES: Final = ROOT / "tests" / "fixtures"
"""Pages, texts and archives to test with."""
