"""The SQL of the reading pages. Each query reads a few rows by an index; those that count whole tables are cached."""

from typing import Final

_CARD: Final = (
    "id, story_id, edition, lang, section, title, lead, substr(body, 1, 400) AS start, published, published_local,"
    " published_raw, first_seen, gone_at, version, image_url"
)
_PAGE: Final = "LIMIT :limit OFFSET :skip"

COUNTS: Final = """
SELECT edition, count(*) AS count, min(published_local) AS first, max(published_local) AS last
FROM articles GROUP BY edition"""
MISSING: Final = """
SELECT edition, count(*) AS count FROM pages
WHERE kind = 'article' AND state IN ('new', 'failed')
    AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.key = pages.key)
GROUP BY edition"""
LISTED: Final = """
SELECT edition, count(*) AS count FROM pages
WHERE kind = 'article' AND state NOT IN ('gone', 'refused') AND found_by IN ('wordpress', 'sitemap') GROUP BY edition"""
LATEST: Final = (
    f"SELECT {_CARD} FROM articles WHERE edition = :edition ORDER BY published DESC, id DESC {_PAGE}"
)
CARDS_OF: Final = f"SELECT {_CARD} FROM articles WHERE id IN (SELECT value FROM json_each(:ids))"
SIBLINGS: Final = """
SELECT story_id, id, edition, title FROM articles
WHERE story_id IN (SELECT value FROM json_each(:stories)) ORDER BY edition"""
PICTURES: Final = """
SELECT url, max(id) AS capture FROM captures
WHERE url IN (SELECT value FROM json_each(:urls)) AND status = 200
    AND mime IN ('image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif')
GROUP BY url"""
STORY: Final = "SELECT * FROM articles WHERE story_id = :story ORDER BY edition"
ARTICLE: Final = "SELECT * FROM articles WHERE id = :id"
QUOTES_OF: Final = "SELECT * FROM quotes WHERE article_id = :id ORDER BY position"
IMAGES_OF: Final = (
    "SELECT url, alt, caption, credit, paragraph FROM images WHERE article_id = :id ORDER BY position"
)
TAGS_OF: Final = """
SELECT name FROM article_tags JOIN tags ON tags.id = tag_id WHERE article_id = :id ORDER BY name LIMIT 50"""
LINKS_OF: Final = """
SELECT DISTINCT method, (SELECT min(score) FROM story_links AS other WHERE other.story_id = :story AND other.method = story_links.method)
    AS score FROM story_links WHERE story_id = :story"""
VERSIONS_OF: Final = """
SELECT version, capture_id, seen_at, last_seen, modified, changed, substance, digest FROM history
WHERE article_id = :id ORDER BY version"""
VERSION_OF: Final = "SELECT * FROM versions WHERE article_id = :id AND version = :version"
ABSENCES_OF: Final = "SELECT gone_at, back_at FROM absences WHERE article_id = :id ORDER BY gone_at"
CAPTURE: Final = "SELECT * FROM captures WHERE id = :id"
CAPTURES_OF: Final = """
SELECT id, fetched_at, status, source FROM captures
WHERE url IN (SELECT url FROM addresses WHERE article_id = :id) AND status = 200 ORDER BY fetched_at LIMIT 500"""
FORMER_ADDRESSES: Final = """
SELECT url, last_seen FROM addresses WHERE article_id = :id AND how != 'canonical' ORDER BY first_seen, key"""
ARTICLE_AT: Final = "SELECT id, version FROM articles WHERE key = :key"
ARTICLE_OF_CAPTURE: Final = """
SELECT article_id, history.version, articles.title FROM history JOIN articles ON articles.id = article_id
WHERE history.capture_id = :id LIMIT 1"""

_QUOTE: Final = """
SELECT articles.id, articles.edition, articles.lang, articles.title, articles.published, articles.published_local,
    articles.published_raw, articles.first_seen, quotes.*
"""
QUOTES: Final = f"""
{_QUOTE} FROM articles JOIN quotes ON quotes.article_id = articles.id
WHERE articles.edition = :edition ORDER BY published DESC, articles.id DESC, position {_PAGE}"""
# Sorted by the indexes alone; only the page's speeches are read.
_BY: Final = f"""
{_QUOTE} FROM (
    SELECT quotes.rowid AS place FROM quotes JOIN articles ON articles.id = quotes.article_id
    WHERE {{who}} AND (:year = '' OR substr(published_local, 1, 4) = :year)
        AND (:edition = '' OR articles.edition = :edition)
    ORDER BY published DESC, articles.id DESC, quotes.rowid {_PAGE}
)
JOIN quotes ON quotes.rowid = place JOIN articles ON articles.id = quotes.article_id
ORDER BY published DESC, articles.id DESC, position"""
QUOTES_BY: Final = _BY.format(who="speaker = :speaker")
QUOTES_OF_PERSON: Final = _BY.format(who="person_id = :person")
QUOTES_OF_LENGTH: Final = f"""
{_QUOTE} FROM quotes JOIN articles ON articles.id = quotes.article_id
WHERE length(text) >= :least AND length(text) < :most ORDER BY length(text), quotes.rowid DESC {_PAGE}"""
# A person has one row per edition however the name is written, under the name the edition uses most often.
SPEAKERS: Final = """
WITH counted AS (
    SELECT edition, coalesce('p' || person_id, speaker) AS who, min(speaker) AS speaker, person_id, count(*) AS count
    FROM articles INDEXED BY articles_for_counting
    CROSS JOIN quotes INDEXED BY quotes_for_counting ON article_id = articles.id
    WHERE speaker IS NOT NULL GROUP BY edition, who
)
SELECT edition, coalesce(
    (SELECT name FROM person_names AS n WHERE n.person_id = counted.person_id AND lang = edition ORDER BY n.count DESC LIMIT 1),
    (SELECT name FROM people WHERE id = person_id), speaker
) AS name, person_id, count FROM counted ORDER BY edition, count DESC, name"""
_NAME_IN_LANG: Final = """coalesce(
    (SELECT name FROM person_names AS n WHERE n.person_id = people.id AND lang = :lang AND form = 'full' ORDER BY n.count DESC LIMIT 1),
    people.name
) AS name"""
PEOPLE_NAMED: Final = f"""
SELECT id, {_NAME_IN_LANG} FROM people WHERE id IN (SELECT value FROM json_each(:people))"""
PERSON: Final = "SELECT * FROM people WHERE id = :person"
NAMES_OF: Final = """
SELECT lang, name, count FROM person_names WHERE person_id = :person AND form IN ('full', 'initials')
ORDER BY lang, count DESC LIMIT 24"""
MENTIONS_OF: Final = f"""
SELECT {_CARD} FROM articles WHERE id IN (
    SELECT DISTINCT id FROM mentions JOIN articles INDEXED BY articles_for_counting ON id = article_id
    WHERE person_id = :person AND (:edition = '' OR edition = :edition) ORDER BY published DESC, id DESC {_PAGE}
) ORDER BY published DESC, id DESC"""

NAMED_WITH: Final = f"""
SELECT people.id, {_NAME_IN_LANG}, count(DISTINCT articles.story_id) AS count FROM mentions AS mine
JOIN mentions AS theirs ON theirs.article_id = mine.article_id AND theirs.person_id != mine.person_id
JOIN articles ON articles.id = mine.article_id JOIN people ON people.id = theirs.person_id
WHERE mine.person_id = :person GROUP BY people.id ORDER BY count DESC, name LIMIT 20"""

MONTHS: Final = """
SELECT substr(published_local, 1, 7) AS month, edition, count(*) AS count FROM articles
WHERE published_local IS NOT NULL GROUP BY edition, month ORDER BY month"""
OF_MONTH: Final = f"""
SELECT {_CARD} FROM articles
WHERE edition = :edition AND published_local >= :month AND published_local < :month || '~'
ORDER BY published_local DESC, id DESC {_PAGE}"""
SECTIONS: Final = """
SELECT edition, section, count(*) AS count FROM articles WHERE section IS NOT NULL
GROUP BY edition, section ORDER BY edition, count DESC"""
OF_SECTION: Final = f"""
SELECT {_CARD} FROM articles WHERE edition = :edition AND section = :section
ORDER BY published DESC, id DESC {_PAGE}"""
SECTIONS_BESIDE: Final = """
SELECT other.edition, other.section, count(*) AS count
FROM (SELECT id FROM articles WHERE edition = :edition AND section = :section) AS mine
CROSS JOIN articles AS one INDEXED BY articles_for_counting ON one.id = mine.id
CROSS JOIN articles AS other INDEXED BY articles_by_story_and_section
    ON other.story_id = one.story_id AND other.edition != :edition
WHERE other.section IS NOT NULL GROUP BY other.edition, other.section ORDER BY count DESC LIMIT 12"""
TAGS: Final = """
SELECT name, count(*) AS count FROM article_tags JOIN tags ON tags.id = tag_id
GROUP BY tag_id ORDER BY count DESC, name LIMIT 300"""
OF_TAG: Final = f"""
SELECT {_CARD} FROM articles WHERE id IN (
    SELECT id FROM article_tags JOIN articles INDEXED BY articles_for_counting ON id = article_id
    WHERE tag_id = (SELECT id FROM tags WHERE name = :tag) ORDER BY published DESC, id DESC {_PAGE}
) ORDER BY published DESC, id DESC"""
NUMBER_OF_TAG: Final = """
SELECT count(*) AS count FROM article_tags WHERE tag_id = (SELECT id FROM tags WHERE name = :tag)"""
COVERAGE: Final = """
SELECT langs, count(*) AS count FROM (
    SELECT group_concat(edition, ' ') AS langs FROM (SELECT story_id, edition FROM articles ORDER BY story_id, edition)
    GROUP BY story_id
) GROUP BY langs ORDER BY count DESC"""
# The index is read backwards, and only as far as the page: an edition comes before those that sort before it.
STORIES_IN: Final = f"""
SELECT story_id FROM articles INDEXED BY articles_by_story GROUP BY story_id
HAVING group_concat(edition, ' ') = :langs_backwards ORDER BY story_id DESC {_PAGE}"""
FIRST_OF_STORIES: Final = f"""
SELECT {_CARD} FROM articles WHERE id IN (
    SELECT coalesce(min(CASE WHEN edition = :lang THEN id END), min(id)) FROM articles
    WHERE story_id IN (SELECT value FROM json_each(:stories)) GROUP BY story_id
) ORDER BY story_id DESC"""
VOICES: Final = """
WITH most (who) AS (
    SELECT person_id FROM quotes WHERE person_id IS NOT NULL GROUP BY person_id ORDER BY count(*) DESC LIMIT 6
)
SELECT substr(published_local, 1, 4) AS year, most.who AS who, count(*) AS count,
    coalesce(
        (SELECT name FROM person_names AS n WHERE n.person_id = most.who AND lang = :lang ORDER BY n.count DESC LIMIT 1),
        (SELECT name FROM people WHERE id = most.who)
    ) AS speaker
FROM most JOIN quotes ON quotes.person_id = most.who
JOIN articles INDEXED BY articles_for_counting ON articles.id = quotes.article_id
WHERE published_local IS NOT NULL GROUP BY year, most.who ORDER BY year"""
LENGTHS: Final = """
SELECT (characters / 100) * 100 AS characters, sum(count) AS count FROM (
    SELECT length(text) AS characters, count(*) AS count FROM quotes INDEXED BY quotes_by_length
    WHERE length(text) >= 0 GROUP BY length(text)
) GROUP BY 1 ORDER BY 1"""
RUNS: Final = "SELECT * FROM runs ORDER BY id DESC LIMIT 50"
RUN: Final = "SELECT * FROM runs WHERE id = :id"
OF_RUN: Final = f"""
SELECT {_CARD}, changed FROM (
    SELECT history.article_id, history.changed, captures.id AS capture FROM captures
    JOIN history ON history.capture_id = captures.id WHERE captures.run_id = :id ORDER BY captures.id {_PAGE}
) JOIN articles ON articles.id = article_id ORDER BY capture"""

_EDITS: Final = """
SELECT article_id, seen_at AS at, version, modified, substance, NULL AS former,
    CASE WHEN changed = 'title' THEN 'title' WHEN changed LIKE 'title %' THEN 'title and text' ELSE 'text' END AS kind
FROM history WHERE version > 1 AND changed != ''"""
_REMOVALS: Final = """
SELECT article_id, gone_at AS at, NULL AS version, NULL AS modified, NULL AS substance, NULL AS former, 'removed' AS kind
FROM absences
UNION ALL SELECT article_id, back_at, NULL, NULL, NULL, NULL, 'returned' FROM absences WHERE back_at IS NOT NULL"""
_MOVES: Final = """
SELECT article_id, coalesce(
    (SELECT min(first_seen) FROM addresses AS later WHERE later.article_id = old.article_id AND first_seen > old.last_seen),
    last_seen) AS at, NULL AS version, NULL AS modified, NULL AS substance, url AS former, 'moved' AS kind
FROM addresses AS old WHERE how = 'moved'"""
_CHANGES: Final = f"""
SELECT changes.*, articles.url, articles.title, articles.edition, articles.lang, articles.published_local, articles.published_raw
FROM ({{changes}}) AS changes JOIN articles ON articles.id = article_id
WHERE (:edition = '' OR edition = :edition) ORDER BY at DESC, article_id DESC {_PAGE}"""
CHANGES: Final = {
    "": _CHANGES.format(
        changes=f"{_EDITS} AND ifnull(substance, 1) > 0 UNION ALL {_REMOVALS} UNION ALL {_MOVES}"
    ),
    "all": _CHANGES.format(changes=f"{_EDITS} UNION ALL {_REMOVALS} UNION ALL {_MOVES}"),
    "title": _CHANGES.format(changes=f"{_EDITS} AND changed LIKE 'title%'"),
    "text": _CHANGES.format(changes=f"{_EDITS} AND changed != 'title' AND ifnull(substance, 1) > 0"),
    "moved": _CHANGES.format(changes=_MOVES),
    "removed": _CHANGES.format(changes=_REMOVALS),
}
"""By kind of change: substantial ones, all, new headlines, new texts, moved, removed and returned articles."""
TABLES: Final = ("articles", "quotes", "images", "stories", "versions", "changes", "runs", "captures")
