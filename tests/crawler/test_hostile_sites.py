"""A server that does everything wrong, on real sockets; see benchmarks/hostile.py for what that is."""

import pytest

import hostile
from dimash_archive.http.client import Limits


@pytest.mark.whole
def test_every_fault_is_caught_and_no_good_article_is_lost() -> None:
    """Bombs, drips, lies, loops: each by its rule; the canary hears nothing; a host that is down is left alone."""
    limits = Limits(seconds=1.0, silence=0.3, attempts=2)
    found = hostile.crawled(limits, sleep=lambda seconds: None)
    assert hostile.complaints(found) == []
