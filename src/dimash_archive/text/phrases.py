"""The words that sites use for their own parts, in Kazakh, Russian and English: hints where markup says nothing."""

import re
from typing import Final

HOME: Final = frozenset(("home", "main", "главная", "на главную", "басты бет", "басты", "негізгі бет"))
"""The first step of a breadcrumb, folded."""

ALL_POSTS: Final = frozenset((
    "post", "posts", "blog", "blogs", "article", "articles", "archive", "archives", "all posts",
    "запись", "записи", "блог", "статьи", "все статьи", "архив", "жазбалар", "мақалалар", "мұрағат",
))  # fmt: skip
"""What publishing systems call the list of all posts, folded: it is not a section."""

WITHOUT_SECTION: Final = frozenset(
    ("uncategorized", "uncategorised", "без рубрики", "без категории", "санатсыз", "айдарсыз")
)
"""What publishing systems call the section of posts without one, folded."""

SECTION_STEPS: Final = ("category", "categories", "rubric", "rubrika", "section", "sanat", "kategoriya")
"""Steps of an address that precede the pages of sections."""

LATEST: Final = frozenset((
    "latest news", "latest", "more news", "related articles", "related posts", "read also", "recommended", "popular", "most read",
    "последние новости", "другие новости", "похожие материалы", "похожие новости", "читайте также", "популярное", "самое читаемое",
    "соңғы жаңалықтар", "басқа жаңалықтар", "ұқсас жаңалықтар", "ұқсас материалдар", "тағы оқыңыз", "көп оқылғандар",
))  # fmt: skip
"""A line of its own that introduces a block of other articles, folded."""

ALSO: Final = re.compile(
    r"(?:read\s+(?:also|more|next)|see\s+also|also\s+read|related|more\s+on\s+this|don['’]t\s+miss"
    r"|lesen\s+sie\s+(?:auch|mehr|dazu)|mehr\s+(?:zum\s+thema|dazu)|auch\s+interessant|(?:à\s+)?lire\s+aussi|voir\s+aussi|le[ae]\s+también"
    r"|te\s+puede\s+interesar|lei[ae]\s+(?:também|mais)|leggi\s+anche|lees\s+ook|läs\s+(?:också|även|mer)|les\s+(?:også|mer)|læs\s+også"
    r"|czytaj\s+(?:także|też|również)|zobacz\s+(?:także|też)|ayrıca\s+oku\w*|читайте\s+та(?:кож|кже)|дивіться\s+також|чытайце\s+таксама"
    r"|читайте\s+(?:также|ещ[её])|смотрите\s+также|по\s+теме|ещ[её]\s+по\s+теме|материалы?\s+по\s+теме"
    r"|(?:тағы|сондай-ақ|осы\s+тақырыпта)\s+оқыңыз(?:дар)?|оқи\s+отырыңыз(?:дар)?|тағы\s+қараңыз(?:дар)?)"
    r"\s*[:：—–-]",
    re.IGNORECASE,
)
"""The beginning of a line that points to another article."""

NOTICE: Final = re.compile(
    r"[\W_]*(?:advertisement|advertising|sponsored|реклама|жарнама|anzeige|werbung|publicidad|publicité|publicidade|pubblicità|reklam[ay]?|ilan|advertentie|annons)[\W_]*\Z"
    r"|(?:subscribe\s+to|sign\s+up\s+for|подпишитесь\s+на|подписывайтесь\s+на)\b[^.!?]{0,60}\Z"
    r"|[^.!?]{0,40}\b(?:жазылыңыз|жазылыңыздар)\Z",
    re.IGNORECASE,
)
"""A whole line that labels an advertisement or asks for a subscription."""

CREDIT: Final = re.compile(
    r"(?:cr|credits?|photo(?:s|graph)?(?:\s+by|\s+credit)?|image(?:\s+credit)?|picture|fotos?|foto(?:gra(?:f|fie|fía|fia))|bild(?:quelle)?"
    r"|imagen|cr[ée]dit(?:os?)?(?:\s+photo)?|fotoğraf|zdjęcie|світлина|фото(?:графи?[яії])?|снимок|источник\s+фото"
    r"|сурет(?:ті\s+түсірген)?|фотосурет)\s*[:：©]\s*",
    re.IGNORECASE,
)
"""The mark before the name in a picture's credit."""

LEGEND: Final = re.compile(
    r"(?:photos?|images?|pictures?|фото(?:графи[яи])?|сним(?:ок|ки)|сурет(?:тер)?|фотосурет(?:тер)?|світлина|fotos?|bild(?:er)?)\b",
    re.IGNORECASE,
)
"""The first word of a caption that gives a picture's source without a colon: `Photo courtesy of the museum`."""

_INITIAL: Final = re.compile(r"(?:\A|\s|\.)[^\W\d_]\.\Z")
"""The end of a name that is an initial: its full stop ends no sentence."""
_NETWORK: Final = r"(?:Instagram|Facebook|Twitter|X|TikTok|Threads|YouTube|Telegram|VK)"
EMBED: Final = re.compile(
    rf"(?:view\s+(?:this|more)\s+(?:post|photo|video|profile)s?\s+on\s+{_NETWORK}"
    rf"|(?:a\s+post|a\s+photo|a\s+video|a\s+reel|post)\s+shared\s+by\b.{{1,100}}|(?:a\s+)?post\s+by\s+.{{1,60}}\(@[\w.]+\)"
    rf"|(?:посмотреть|смотреть)\s+(?:эту\s+публикацию|это\s+фото|это\s+видео|эту\s+запись|публикацию)\s+в\s+{_NETWORK}"
    rf"|(?:публикация|фото|видео|запись)\s+(?:от|опубликован[оа]|пользователя)\s+.{{1,80}}\(@[\w.]+\)"
    rf"|(?:(?:бұл|осы)\s+)?(?:жариялан(?:ым|ған)\S*|пост\S*|жазба\S*|фото\S*|видео\S*)\s+{_NETWORK}\S*\s+(?:қара|көр)\S*"
    rf"|{_NETWORK}\S*\s+(?:бұл|осы)\s+(?:жариялан(?:ым|ған)\S*|пост\S*|жазба\S*)\s+(?:қара|көр)\S*"
    rf"|.{{1,60}}\(@[\w.]+\)\s*(?:жариялаған|бөліскен)\s+(?:жариялан(?:ым|ған)\S*|пост\S*|жазба\S*|фото\S*|видео\S*))[\s.]*\Z",
    re.IGNORECASE,
)
"""A whole line that replaces an embedded post if scripts do not run."""


def may_credit(text: str) -> bool:
    """Whether a text has a mark that a credit needs: a quick check that saves the slow one."""
    return ":" in text or "：" in text or "©" in text


def credit_of(line: str) -> str | None:
    """The name in a line that consists of a picture's credit (`cr: name`); None for any other line."""
    match = CREDIT.match(line) if may_credit(line) else None
    name = line[match.end() :].strip() if match else ""
    is_sentence = name[-1:] in tuple(".!?…") and not _INITIAL.search(name)
    return name if name and len(name) <= 80 and not is_sentence else None


SENTENCE_END: Final = re.compile(r"[.!?…。？！]['\"”»’)」』]*\Z")
"""How a text ends if it is a sentence: its mark, and what closes after it."""
