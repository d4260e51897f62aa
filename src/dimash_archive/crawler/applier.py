"""Does what was decided: the one place where a run writes what responses mean, and notes captures."""

from dataclasses import replace

from dimash_archive.archive import PageRow
from dimash_archive.archive.crawl_memory import listings, page_states
from dimash_archive.crawler.deciding.actions import (
    Action,
    Actions,
    CorrectVersion,
    CountAsset,
    CountSeries,
    Learn,
    MakeDue,
    MarkGone,
    MarkProtected,
    MoveArticle,
    NoteSeen,
    NoteVisit,
    Remember,
    RememberAssets,
    Report,
    SaveArticle,
)
from dimash_archive.crawler.state import RunState
from dimash_archive.records import Captured, Outcome, Saved, Unchanged


class Applier:
    """Applies actions, inside the batch of the engine; its length is the number of outcomes not yet taken."""

    def __init__(self, state: RunState) -> None:
        self._state, self._archive = state, state.context.archive
        self._report = state.context.report
        self._outcomes: list[Outcome] = []

    def __len__(self) -> int:
        return len(self._outcomes)

    def take_outcomes(self) -> list[Outcome]:
        """The outcomes since the last call, each counted."""
        outcomes, self._outcomes = self._outcomes, []
        for outcome in outcomes:
            self._report.counts[outcome.kind] += 1
        return outcomes

    def drop_after(self, number: int) -> None:
        """Forget the outcomes after the first `number`: what they report was rolled back."""
        del self._outcomes[number:]

    def record(self, captured: Captured) -> int:
        """Note a capture; returns its id."""
        self._report.counts["requests"] += 1
        return self._archive.record(self._state.context.run_id, captured)

    def apply(self, page: PageRow, captured: Captured | None, actions: Actions) -> None:
        """Note the capture that was decided on, if there is one, and apply the actions in order."""
        if captured is not None:
            self.record(captured)
        for action in actions:
            if isinstance(action, SaveArticle | CorrectVersion | Learn | NoteSeen):
                assert captured is not None, "these follow from an answer"
                self._apply_content(page, captured, action)
            else:
                self._apply_note(page, action)

    def _apply_content(
        self,
        page: PageRow,
        captured: Captured,
        action: SaveArticle | CorrectVersion | Learn | NoteSeen,
    ) -> None:
        if isinstance(action, SaveArticle | NoteSeen) and page.edition in self._state.health:
            self._state.health[page.edition].has_content = True
        match action:
            case SaveArticle():
                self._save(page, action)
            case CorrectVersion():
                self._correct(page, action)
            case Learn(observations):
                self._archive.note(page.edition, captured, observations)
            case NoteSeen(url):
                self._outcomes.append(self._archive.seen(url, captured.fetched_at))

    def _apply_note(self, page: PageRow, action: Action) -> None:
        match action:
            case Report(outcome):
                self._outcomes.append(outcome)
            case NoteVisit(url, visit):
                self._archive.visited(url, **visit)
            case MoveArticle(url, target, how):
                self._archive.move(url, target, self._state.context.now(), how=how)
            case MarkProtected(url):
                listings.mark_protected(self._archive.db, url, self._state.context.now())
            case MarkGone(url):
                self._outcomes.append(self._archive.gone(url, self._state.context.now()))
            case Remember(address):
                self._state.book.remember(address)
            case RememberAssets(addresses):
                self._state.book.remember_assets(addresses)
            case MakeDue(url):
                if (named := self._archive.page(url)) is not None:
                    self._state.book.make_due(named)
            case CountSeries(url, useful):
                self._state.traps[page.edition].note(url, useful=useful)
            case CountAsset():
                self._report.counts["assets"] += 1

    def _save(self, page: PageRow, action: SaveArticle) -> None:
        article = action.article
        outcome = self._archive.save(
            article,
            edition=page.edition,
            capture_id=self._archive.record(self._state.context.run_id, action.captured),
            seen_at=action.captured.fetched_at,
            extractor=action.extractor,
        )
        url = article.url or page.url
        if article.is_doubtful:
            self._report.doubt(url)
        is_changed = isinstance(outcome, Saved)
        if isinstance(outcome, Saved) and outcome.new:
            self._ask_twin(url)
        if isinstance(outcome, Saved) and not outcome.new and page.modified is not None:
            is_later = page.visited_at is not None and page.modified > page.visited_at
            signalled = is_later or self._state.book.is_called(page.url)
            page_states.note_change(self._archive.db, page, signalled=signalled)
        self._apply_note(page, action.if_changed if is_changed else action.if_unchanged)
        self._outcomes.append(outcome if is_changed else Unchanged(url))

    def _ask_twin(self, url: str) -> None:
        """Have the page asked for that had the same text before: the article may have moved from there."""
        twin = self._state.context.queries.twin_of(url)
        page = self._archive.page(twin) if twin is not None else None
        if page is not None:
            self._state.book.make_due(page)

    def _correct(self, page: PageRow, action: CorrectVersion) -> None:
        """Correct the newest version, if it is still the one that was read."""
        captured, article = (
            self._archive.capture(action.capture_id),
            self._state.context.queries.article_at(action.url),
        )
        if captured is not None and article is not None and article.capture_id == action.capture_id:
            self._archive.save(
                replace(action.article, url=article.url),
                edition=page.edition,
                capture_id=action.capture_id,
                seen_at=captured.fetched_at,
                extractor=action.extractor,
            )
