"""The SQL of the reading pages. Each reads a few rows by an index; those that count whole tables are kept."""

_CARD = "id, story_id, edition, section, title, lead, substr(body, 1, 300) AS start, published, first_seen, gone_at"
_PAGE = "LIMIT :limit OFFSET :skip"

COUNTS = "SELECT edition, count(*) AS count FROM articles GROUP BY edition"
LATEST = f"SELECT {_CARD} FROM articles WHERE edition = :edition ORDER BY published DESC, id DESC {_PAGE}"
SIBLINGS = """
SELECT story_id, id, edition, title FROM articles
WHERE story_id IN (SELECT value FROM json_each(:stories)) ORDER BY edition"""
STORY = "SELECT * FROM articles WHERE story_id = :story ORDER BY edition"
ARTICLE = "SELECT * FROM articles WHERE id = :id"
DATES = "SELECT id, published, section FROM articles WHERE id IN (SELECT value FROM json_each(:ids))"
QUOTES_OF = (
    "SELECT position, speaker, text, start, end, parts FROM quotes WHERE article_id = :id ORDER BY position"
)
IMAGES_OF = "SELECT url, alt, caption, credit FROM images WHERE article_id = :id ORDER BY position"
TAGS_OF = """
SELECT name FROM article_tags JOIN tags ON tags.id = tag_id WHERE article_id = :id ORDER BY name LIMIT 50"""
VERSIONS_OF = """
SELECT version, capture_id, seen_at, last_seen, changed FROM history WHERE article_id = :id ORDER BY version"""
TEXTS_OF = """
SELECT version, title, lead, body, seen_at, capture_id FROM versions
WHERE article_id = :id AND version IN (:old, :new) ORDER BY version"""
LINKS_OF = "SELECT method, min(score) AS score FROM story_links WHERE story_id = :story GROUP BY method"
QUOTES = f"""
SELECT articles.id, articles.edition, articles.lang, articles.title, articles.published, articles.first_seen,
    position, speaker, text
FROM articles JOIN quotes ON quotes.article_id = articles.id
WHERE articles.edition = :edition ORDER BY published DESC, articles.id DESC, position {_PAGE}"""
# Sorted by the indexes alone; only the speeches of the page are read.
QUOTES_BY = f"""
SELECT articles.id, articles.edition, articles.lang, articles.title, articles.published, articles.first_seen,
    position, speaker, text
FROM (
    SELECT quotes.rowid AS place FROM quotes JOIN articles ON articles.id = quotes.article_id
    WHERE speaker = :speaker ORDER BY published DESC, articles.id DESC, quotes.rowid {_PAGE}
)
JOIN quotes ON quotes.rowid = place JOIN articles ON articles.id = quotes.article_id
ORDER BY published DESC, articles.id DESC, position"""
# Whose names they are is told from their newest speeches: to join all with their articles takes a second.
SPEAKERS = """
WITH most AS (
    SELECT speaker, count(*) AS count FROM quotes WHERE speaker IS NOT NULL
    GROUP BY speaker ORDER BY count DESC, speaker LIMIT 300
)
SELECT speaker, count FROM most WHERE EXISTS (
    SELECT 1 FROM (SELECT article_id FROM quotes WHERE speaker = most.speaker ORDER BY rowid DESC LIMIT 12)
    JOIN articles ON articles.id = article_id WHERE edition = :edition
) ORDER BY count DESC, speaker LIMIT 30"""
MONTHS = """
SELECT substr(published, 1, 7) AS month, edition, count(*) AS count FROM articles WHERE published IS NOT NULL
GROUP BY edition, month ORDER BY month"""
OF_MONTH = f"""
SELECT {_CARD} FROM articles
WHERE edition = :edition AND published >= :month AND published < :month || '~'
ORDER BY published DESC, id DESC {_PAGE}"""
SECTIONS = """
SELECT edition, section, count(*) AS count FROM articles WHERE section IS NOT NULL
GROUP BY edition, section ORDER BY edition, count DESC"""
OF_SECTION = f"""
SELECT {_CARD} FROM articles WHERE edition = :edition AND section = :section
ORDER BY published DESC, id DESC {_PAGE}"""
COVERAGE = """
SELECT langs, count(*) AS count FROM (
    SELECT group_concat(edition, ' + ') AS langs FROM (SELECT story_id, edition FROM articles ORDER BY story_id, edition)
    GROUP BY story_id
) GROUP BY langs ORDER BY count DESC"""
# People, whatever their names in each language.
VOICES = """
WITH most AS (
    SELECT person_id AS person FROM quotes WHERE person_id IS NOT NULL GROUP BY person_id ORDER BY count(*) DESC LIMIT 6
)
SELECT substr(published, 1, 4) AS year, people.name AS speaker, count(*) AS count
FROM most JOIN people ON people.id = person JOIN quotes ON quotes.person_id = person
JOIN articles ON articles.id = quotes.article_id
WHERE published IS NOT NULL GROUP BY year, person ORDER BY year"""
LENGTHS = """
SELECT (length(text) / 100) * 100 AS characters, count(*) AS count
FROM (SELECT text FROM quotes ORDER BY article_id DESC LIMIT 2000) GROUP BY characters ORDER BY characters"""
RUNS = "SELECT * FROM runs ORDER BY id DESC LIMIT 50"
TABLES = ("articles", "quotes", "images", "stories_wide", "versions", "runs", "captures")
