"""What importing the extractor does to the program that imports it."""

import os
import subprocess
import sys


def test_importing_changes_nothing_of_the_environment() -> None:
    """Programs decide in how many threads to compute, not a library."""
    code = "import os; before = dict(os.environ); import dimash_archive.extraction; assert dict(os.environ) == before"
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
