"""Today's extractor over what lies in the WARC files: a better reading of the past, without one request."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dimash_archive import capture, urls
from dimash_archive.archive import Archive
from dimash_archive.archive.store import WARC_FOLDER
from dimash_archive.errors import CaptureError, NotAnArticle
from dimash_archive.extract import VERSION, extract
from dimash_archive.items import Article, Captured, Failed, Outcome, Skipped
from dimash_archive.lock import Lock

_log = logging.getLogger(__name__)


def reextract(data: Path, hint: str | None = None) -> Iterator[Outcome]:
    """Read every captured page of the archive in `data` anew, oldest first; yields what came of each.

    `hint` is the profile's, on where the articles stand.

    A capture that made a version corrects it; `Saved` says that a text is another one than before. What was
    read before and gives no article now stays as it was. Raises NoDatabase, Locked, and what the archive may.
    """
    with Archive.open(data) as archive, Lock(data):
        for capture_id, captured in archive.captures():
            page = archive.page(captured.url)
            if page is None or page.kind == "list" or not _is_page(captured):
                continue
            article = _reading(data / WARC_FOLDER, captured, hint)
            if not isinstance(article, Article):
                yield article
                continue
            url = _place(archive, capture_id, captured, article)
            if url is None:
                yield Skipped(captured.url, f"the same page as {article.url}")
                continue
            yield archive.save(
                replace(article, url=url),
                edition=page.edition,
                capture_id=capture_id,
                seen_at=captured.fetched_at,
                extractor=VERSION,
            )


def _is_page(captured: Captured) -> bool:
    """Whether this is a page in full: a revisit says nothing that the first answer did not."""
    return captured.status == 200 and captured.revisit_of is None and "html" in captured.mime


def _reading(folder: Path, captured: Captured, hint: str | None) -> Article | Skipped | Failed:
    try:
        fetched = capture.load(folder, captured)
        return extract(fetched.body, fetched.url, charset=fetched.charset, hint=hint, strict=True)
    except NotAnArticle as error:
        return Skipped(captured.url, str(error))
    except CaptureError as error:
        return Failed(captured.url, str(error))
    except Exception as error:
        _log.exception("The extractor failed on %s", captured.url)
        return Failed(captured.url, f"The extractor failed: {type(error).__name__}: {error}")


def _place(archive: Archive, capture_id: int, captured: Captured, article: Article) -> str | None:
    """The address to keep a reading under: that of the article it belongs to; None if it is a mere copy."""
    sql = "SELECT url FROM articles JOIN versions ON article_id = articles.id WHERE versions.capture_id = ?"
    known = archive.db.execute(sql, (capture_id,)).fetchone()
    if known is not None:
        return str(known[0])
    claimed = article.url or captured.url
    same = urls.key(claimed) == urls.key(captured.url)
    return captured.url if same or archive.article(claimed) is None else None
