"""What the tables of people and of parallel texts mean: a part of `schema.dictionary`."""

PEOPLE_TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "people": (
        "Who is named in the articles: one row per person, whatever the languages, scripts and spellings.",
        {
            "id": "number of the person in this archive; it stays the same when articles are added and names change",
            "name": "the name to show: as the first of kk, ru, en that names the person writes it, or as people.toml says",
        },
    ),
    "person_names": (
        "Every way a person's name is written in full.",
        {
            "person_id": "the person: people.id",
            "lang": "language of the articles",
            "name": "the name as written, in any case",
            "form": "`full` for the nominative, `inflected` for other cases and spellings, `initials`",
            "count": "how often it was seen, counted several times where it introduces a speaker; 0 for a nominative"
            " derived from another case",
            "method": "how it is known to be this person's: `first` (the only name), `spelling` (sounds as in another"
            " language), `story` (editions of a story use both for one), `initials` (they shorten the full name"
            " of nobody else), `correction` (people.toml)",
            "score": "how sure that is, from 0 to 1; of a `first` name, how sure it is a person's",
        },
    ),
    "mentions": (
        "Where headlines and bodies name people, in full or by one word of the name.",
        {
            "article_id": "the article: articles.id",
            "position": "order in the article, from 0; the headline's first",
            "person_id": "the person: people.id",
            "name": "the name as written",
            "form": "`full`, `short` for one word of it, `initials`",
            "start": "offset of its first character in articles.body, or articles.title, in characters from 0",
            "end": "offset just behind its last character",
            "part": "`body` or `title`: what the offsets count in",
        },
    ),
    "sentences": (
        "Where the sentences of aligned articles are: substr(body, start + 1, end - start).",
        {
            "article_id": "the article: articles.id",
            "position": "order in the article, from 0",
            "paragraph": "the paragraph of the body it is in, from 0",
            "start": "offset of its first character in articles.body, in characters from 0",
            "end": "offset just behind its last character",
        },
    ),
    "alignments": (
        "Which sentences of two editions of a story say the same. `lang_a` comes before `lang_b` in the alphabet.",
        {
            "story_id": "the story: stories.id",
            "lang_a": "language of the first text",
            "lang_b": "language of the other",
            "article_a": "the first article: articles.id",
            "version_a": "its version that was aligned",
            "first_a": "the first of its sentences: sentences.position",
            "last_a": "the last of them, often the same",
            "article_b": "the other article: articles.id",
            "version_b": "its version that was aligned",
            "first_b": "the first of its sentences: sentences.position",
            "last_b": "the last of them",
            "score": "confidence, a probability from 0 to 1; nothing is claimed below 0.9",
        },
    ),
    "parallel_sentences": (
        "The alignments with their texts.",
        {
            "story_id": "the story: stories.id",
            "lang_a": "language of the first text",
            "lang_b": "language of the other",
            "score": "confidence, from 0 to 1",
            "article_a": "the first article: articles.id",
            "version_a": "its version",
            "first_a": "the first of its sentences: sentences.position",
            "article_b": "the other article: articles.id",
            "version_b": "its version",
            "first_b": "the first of its sentences",
            "text_a": "the sentence or sentences of the first",
            "text_b": "those of the other",
        },
    ),
    "name_evidence": (
        "The names found in each article, from which people are recognised.",
        {
            "article_id": "the article: articles.id",
            "source": "the text, and the versions of the programs that read it",
            "people": "full names with their places, quotations and signs, and short names: JSON",
            "written": "the part of it that is in `mentions` and `quotes`: JSON",
        },
    ),
    "story_name_pairs": (
        "Which names the editions of a story use for one person.",
        {
            "story_id": "the story: stories.id",
            "source": "its articles, and what their names were read from",
            "pairs": "pairs of language, key and gender, each with how sure it is: JSON",
        },
    ),
    "aligned_articles": (
        "The pairs of articles that were aligned.",
        {
            "article_a": "the first article: articles.id",
            "article_b": "the other article: articles.id",
            "source": "digests of both texts, and the version of the aligner",
        },
    ),
}
"""By table what it holds, and what each column means."""
