"""What the tests of the past share: an archive that crawled the invented site for some days."""

from dataclasses import replace

import pytest

from dimash_archive.demo import DemoSite, serve
from past_site import Past, crawl_days


@pytest.fixture(scope="session")
def past(tmp_path_factory: pytest.TempPathFactory) -> Past:
    """An archive that was there on those days: edits, new headlines, removals."""
    data = tmp_path_factory.mktemp("then")
    with serve(DemoSite(1)) as town:
        site = replace(town.site, editions=town.site.editions[1:])
        crawl_days(town, site, data, range(0, 5, 2))
        late = tmp_path_factory.mktemp("late")
        crawl_days(town, site, late, range(4, 5))
        return Past(site, data, late)
