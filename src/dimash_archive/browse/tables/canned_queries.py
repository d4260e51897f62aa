"""Researchers' questions as stored queries: each a page of Datasette with a form for its parameters."""

from typing import Final

QUESTIONS: Final[dict[str, dict[str, str]]] = {
    "search": {
        "title": "Search the articles",
        "description": "Finds inflected forms; phrases in quotes, OR, -without, lang:ru, kind:video.",
        "sql": """
SELECT articles.id, edition, published, title, archive_snippet(:query, articles.id) AS passage
FROM json_each(archive_search(:query)) AS hit JOIN articles ON articles.id = hit.value
ORDER BY hit.key
""",
    },
    "word_by_year": {
        "title": "A word over the years",
        "description": "How many articles a year, by language, hold what is searched for (the best 1000 are counted).",
        "sql": """
SELECT substr(published, 1, 4) AS year, lang, count(*) AS articles
FROM json_each(archive_search(:query, 1000)) AS hit JOIN articles ON articles.id = hit.value
GROUP BY year, lang ORDER BY year, lang
""",
    },
    "untranslated": {
        "title": "Stories that lack a language",
        "description": "Newest first, by the first article of each. Language: the code of an edition, as kk.",
        "sql": """
SELECT story_id AS id, published, edition, title FROM articles
WHERE :language != ''
    AND NOT EXISTS (SELECT 1 FROM articles AS it WHERE it.story_id = articles.story_id AND it.edition = :language)
    AND id = (SELECT min(id) FROM articles AS first WHERE first.story_id = articles.story_id)
ORDER BY published DESC LIMIT 500
""",
    },
    "parallel_texts": {
        "title": "Stories in two languages, whole",
        "description": "Titles and bodies side by side, for a parallel corpus. Languages: the codes of two editions, as kk and ru.",
        "sql": """
SELECT one.story_id, one.published, one.title AS one_title, other.title AS other_title,
    one.body AS one_body, other.body AS other_body
FROM articles AS one JOIN articles AS other ON other.story_id = one.story_id AND other.edition = :other
WHERE one.edition = :one ORDER BY one.published DESC LIMIT 500
""",
    },
    "translation_delay": {
        "title": "How long translations take",
        "description": "Hours from the first article of a story to each other, by the two languages.",
        "sql": """
SELECT first.edition AS first_in, later.edition AS then_in, count(*) AS stories,
    round(avg(julianday(later.published) - julianday(first.published)) * 24, 1) AS average_hours
FROM articles AS first JOIN articles AS later ON later.story_id = first.story_id AND later.published > first.published
GROUP BY first_in, then_in ORDER BY stories DESC
""",
    },
    "who_speaks": {
        "title": "Who is quoted",
        "description": "How often, in how many articles, how long on average (characters), and since when.",
        "sql": """
SELECT speaker, count(*) AS speeches, count(DISTINCT article_id) AS articles,
    cast(avg(length(text)) AS INTEGER) AS average_length, min(published) AS first, max(published) AS last
FROM quotes JOIN articles ON articles.id = article_id
WHERE speaker IS NOT NULL GROUP BY speaker ORDER BY speeches DESC LIMIT 200
""",
    },
    "speech_of": {
        "title": "What somebody said",
        "description": "All speech of a person, oldest first. Part of the name is enough; a name has a form in each language.",
        "sql": """
SELECT published, speaker, text, title, articles.id FROM quotes JOIN articles ON articles.id = article_id
WHERE speaker LIKE '%' || :name || '%' AND :name != '' ORDER BY published LIMIT 1000
""",
    },
    "changed_articles": {
        "title": "What was changed after publishing",
        "description": "Newest first; [-gone-] and {+new+} in the title and in the body.",
        "sql": """
SELECT new.article_id, new.version, new.seen_at, new.changed, archive_changes(old.title, new.title) AS title,
    archive_changes(old.body, new.body) AS body
FROM (SELECT article_id, version FROM history WHERE version > 1 ORDER BY seen_at DESC LIMIT 50) AS newest
JOIN versions AS new ON new.article_id = newest.article_id AND new.version = newest.version
JOIN versions AS old ON old.article_id = new.article_id AND old.version = new.version - 1
ORDER BY new.seen_at DESC
""",
    },
    "removed_articles": {
        "title": "What was removed from the site",
        "description": "Articles that are kept here alone, the last removed first.",
        "sql": """
SELECT id, gone_at, published, title, url FROM articles
WHERE gone_at IS NOT NULL ORDER BY gone_at DESC LIMIT 500
""",
    },
    "failures": {
        "title": "What could not be fetched",
        "description": "Addresses that fail, those that failed most often first.",
        "sql": """
SELECT url, edition, kind, attempts, last_status, visited_at, due FROM pages
WHERE state = 'failed' ORDER BY attempts DESC, url LIMIT 500
""",
    },
}
"""By name: title, description and SQL."""
