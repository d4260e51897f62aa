"""Who wrote it: names in bylines, and what is not a name."""

import re
from typing import Final

from dimash_archive.extraction.metadata.headlines import tidy
from dimash_archive.records import AuthorKind

# A word must start where a label does: checked first, because that is why most places in a line fail.
_LABEL: Final = re.compile(
    r"(?<!\w)(?:(?<!-)(?:(?:this )?(?:post|article|story|report|piece|guide|text) (?:was|is) )?"
    r"(?:(?:written|posted|published|created|authored|submitted|prepared|words|text|story|article|report|post|blog)\s+)*"
    r"(?<![\w-])by(?![\w-])\s*:?\s*|(?:article\s+|post\s+)?(?P<many>authors)\s*:\s*|(?:article\s+|post\s+)?author\s*[:–—-]\s*"
    r"|(?P<loose>author\s+)"
    r"|автор(?:ка)?(?:\s+(?:текста|статьи|материала|публикации|тексту|статті|матеріалу|публікації))?\s*[:–—-]\s*|текст\s*:\s*"
    r"|(?P<several>автор[ыи]|авторлары?)\s*:\s*"
    r"|(?:материал|текст|статью)\s+подготовил[аи]?\s*:?\s*"
    r"|(?:von|par|por|door|av|af|texte? de|text von|yazan)\s+(?=(?-i:[^\W\d_a-zà-ÿ]))"
    r"|(?:autore?|autor[ae]?s?|autorin|auteur|yazar|forfatter|redakteur)\s*:\s*"
    r"|作者\s*[:：]\s*|(?:本报)?[记記]者\s*[:：]?\s*|글\s*[=:]\s*|文\s*[=＝:：]\s*|(?:نویسنده|الكاتب|كتب|بقلم|लेखक|লেখক|ผู้เขียน)\s*[:：]?\s*"
    r"|мәтін(?:нің)?(?:\s+авторы)?\s*[:–—-]\s*|(?:жазған|дайындаған|әзірлеген)\s*[:–—-]\s*)",
    re.IGNORECASE,
)
_FRONTS: Final = "автор текст подготов мәтін жазған дайындаған әзірлеген 作者 者 글 文 نویسنده الكاتب كتب بقلم लेखक লেখক ผู้เขียน".split()
"""Required in a label in a script other than Latin."""
_LATIN_FRONTS: Final = re.compile(
    r"by|aut[eho]|(?<![a-z])(?:von|par|por|door|a[vf]|text|yaza|redakt|forfatt)"
)
_GLUED: Final = re.compile(r"(?:\A|(?<=\s))(?:[Ww]ritten |[Pp]osted )?By(?=[A-Z][a-z])")
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".replace(" ", "|")
# Themes without a space between a name and the next part: "OmarovaIn Culture", "OmarovaMay 5".
_RUN_ON: Final = re.compile(
    rf"(?<=[a-zа-я])(?=(?:In|On|Last|Updated|Published|Posted)(?![a-z])|(?:{_MONTHS})[a-z]*\.?\s?\d)"
)
_END: Final = re.compile(
    rf"\s*(?:\b(?:{_MONTHS})[a-z]*\.?\s\d|[|•·⋅∙/–—\n\t(\[»›]|\s-\s|\b(?:on|in|at|for|from|last|updated?|published|posted|modified|reviewed|edited|with|min|read)\b"
    r"|\d|\b(?:обновлено|опубликовано|дата|жаңартылды|жарияланды)\b)",
    re.IGNORECASE,
)
_JOINT: Final = re.compile(r"\s*(?:,\s*(?:and|&)\s|,|\s(?:and|und|et|y|и|және|мен)\s|\s?&\s?|;)\s*")
_WIDE_JOINT: Final = re.compile(
    r"\s*(?:,\s*(?:and|&)\s|,|\s(?:and|und|et|y|e|en|o[cg]h?|oraz|ve|и|й|і|та|және|мен)\s|\s?&\s?|;)\s*"
)
"""As `_JOINT`, with words that also occur inside one name, as in `Costa e Silva`."""
_LAST_JOINT: Final = re.compile(r"\s(?:and|и|және)\s|&")
_PARTICLES: Final = frozenset("al bin da de del der di dos du e el ibn la le of the van von und ul".split())
_TEAMS: Final = frozenset("desk editors editorial staff team".split())
"""Lowercase words that may end a name: "Steppe Times staff"."""
_NO_NAME: Final = re.compile(
    r"@|https?:|www\.|\.(?:com|org|net|ru|kz|io)\b|[<>{}\[\]=_#]|\d{2}|[.!?]\s.*[.!?]\Z|\A\W*\Z"
)
_ROLES: Final = frozenset((
    "editor", "editors", "editorial", "editorial team", "editorial staff", "editorial board", "newsroom", "news desk", "moderator",
    "staff writer", "staff", "web team", "redaktor", "redakcia", "redakciya", "redaktion", "redacción", "rédaction", "la rédaction",
    "редактор", "редакторы", "редакция", "редакция сайта", "модератор", "корреспондент", "соб корр", "редакциясы",
    "редакция алқасы", "тілші", "әкімші",
))  # fmt: skip
"""Roles that a byline may name instead of persons, folded."""
_ACCOUNTS: Final = frozenset((
    "admin", "administrator", "administrador", "webmaster", "root", "wordpress", "site admin", "web admin", "super user", "superuser",
    "админ", "администратор",
))  # fmt: skip
"""Accounts that a byline may name instead of persons, folded."""
_NOBODY: Final = _ROLES | _ACCOUNTS | frozenset((
    "admin", "administrator", "administrador", "webmaster", "user", "guest", "root", "author", "authors", "editor", "editors",
    "editorial", "editorial team", "editorial staff", "moderator", "redaktor", "redakcia", "redakciya", "undefined", "null", "none",
    "unknown", "anonymous", "default", "test", "wordpress", "site admin", "web admin", "web team", "super user", "superuser",
    "админ", "администратор", "редактор", "редакция", "модератор", "автор", "редакция сайта", "пользователь", "гость",
    "әкімші", "редакторы", "about the author", "about", "view all posts", "more", "follow", "bio", "profile", "by", "home",
    "contributor", "staff writer", "read more", "learn more",
))  # fmt: skip
_ORGANISATION: Final = frozenset(
    """agency association blog center centre club college company corp department editorial editors foundation group health inc
    institute library llc ltd magazine media network news newsletter office official online press radio school service services
    shop society staff store studio studios team times today tv university web агентство газета журнал клуб медиа новости портал
    радио редакция сайт тв агенттігі ақпарат баспа газеті жаңалықтар жаңалықтары порталы сайты""".split()
)
_WORD: Final = re.compile(r"\w+")
_USER: Final = re.compile(r"(?=.*[\d_])[\w.-]+\Z")
_DATE_END: Final = re.compile(r"\d(?:\s?[ap]\.?m\.?|\s\w{1,3})?\Z")
_LONGEST: Final = 160


def clean(raw: str) -> str | None:
    """A name from data: no label, no address, no role or user account such as `admin`; None if nothing is left."""
    name = tidy(raw).strip(' ,;|•·"')
    label = _LABEL.match(name)
    if label:
        name = name[label.end() :].strip()
    if not name or len(name) > _LONGEST or _NO_NAME.search(name) or _USER.match(name):
        return None
    return None if is_nobody(name) else name


def is_nobody(name: str) -> bool:
    """Whether it is a role or an account that names nobody."""
    words = _WORD.findall(name.lower())
    return " ".join(words) in _NOBODY or (
        len(words) <= 3 and bool({"admin", "administrator", "webmaster"} & set(words))
    )


def kind_of(name: str) -> AuthorKind:
    """What kind of author a byline's name is: a person, unless its words say otherwise."""
    words = _WORD.findall(name.lower())
    folded = " ".join(words)
    if folded in _ACCOUNTS or is_account(name):
        return "account"
    if folded in _ROLES:
        return "role"
    return "organisation" if _ORGANISATION & set(words) or (len(words) == 1 and name.isupper()) else "person"


def role_of(raw: str) -> str | None:
    """The role or account that a byline names instead of a person, such as `Редакция` or `admin`; None for
    any other name."""
    name = tidy(raw).strip(' ,;|•·"')
    label = _LABEL.match(name)
    name = name[label.end() :].strip() if label else name
    return name if " ".join(_WORD.findall(name.lower())) in _ROLES | _ACCOUNTS else None


def parted(name: str) -> list[str]:
    """The names in one string, as in `Lena Marsh and Piet Olden`; the whole string if a part is not a full name."""
    parts = [part.strip() for part in _WIDE_JOINT.split(name) if part and part.strip()]
    is_list = len(parts) > 1 and all(" " in part and is_name(part) for part in parts)
    return parts if is_list else [name]


def is_account(name: str) -> bool:
    """Whether it looks like the name of an account: one word in lower case."""
    return " " not in name and name.islower()


def is_person(name: str) -> bool:
    """Whether a name can be a person's although the site has it too: two or more words, none typical of an
    organisation."""
    words = _WORD.findall(name.lower())
    return is_name(name) and len(words) >= 2 and not _ORGANISATION & set(words)


def is_name(text: str) -> bool:
    """Whether a piece of text has the shape of a person's or a team's name: one to six capitalised words."""
    words = text.split()
    if not 0 < len(words) <= 6 or len(text) > 60 or text[-1] in ":?!":
        return False
    if len(words) > 1 and words[-1] in _TEAMS:
        words.pop()
    return all(_is_great(word) or word.lower() in _PARTICLES or word in "&-" for word in words) and (
        _is_great(words[0]) and not any(letter.isdigit() for letter in text)
    )


def _is_great(word: str) -> bool:
    """Whether a word begins with a capital, or is in a script without capitals."""
    return word[0].isupper() or (word[0].isalpha() and word[0].lower() == word[0].upper())


def may_be_in_name(word: str) -> bool:
    """Whether a word may occur inside a name: a quick check that saves the slow one."""
    return not word[0].islower() or word.strip("|•·⋅(") in _PARTICLES


def may_be(line: str) -> bool:
    """Whether a line may contain a label: a quick check that saves the slow ones."""
    lower = line.lower()
    if _LATIN_FRONTS.search(lower):
        return True
    return not line.isascii() and any(front in lower for front in _FRONTS)


def in_line(line: str) -> str | None:
    """The names a byline gives, joined by `, `; None if the line is not a byline.

    `By Aigerim Omarova | 5 May 2024` gives `Aigerim Omarova`. The label must be at the front or after a date
    or a mark; roles after a comma are left out.
    """
    if not may_be(line):
        return None
    line = _RUN_ON.sub(" ", line)
    for label in (*_LABEL.finditer(line), *_GLUED.finditer(line)):
        before = line[: label.start()].rstrip()
        is_first = not before or _DATE_END.search(before) is not None
        if is_first or before[-1] in "|•·⋅∙–—,:/-":
            groups = label.groupdict()
            names = _names(line[label.end() :], bool(groups.get("many") or groups.get("several")), is_first)
            # "Author Spotlight" names nobody.
            if names and not (groups.get("loose") and " " not in names[0]):
                return ", ".join(names)
    return None


def is_label(line: str) -> bool:
    """Whether a line is only a label such as `Written by`: the name is in the next one."""
    label = _LABEL.match(line) if len(line) < 30 else None
    return label is not None and not line[label.end() :].strip(" :")


def _names(rest: str, many: bool, may_be_account: bool) -> list[str]:
    """The names at the beginning of the text after a label; an account's name only if nothing else can be meant."""
    end = _END.search(rest)
    stretch = (rest[: end.start()] if end else rest).strip(" ,.;:")
    pieces = [piece.strip() for piece in _JOINT.split(stretch) if piece and piece.strip()]
    if not pieces:
        return []
    # After a comma there may be a role.
    if "," not in stretch and len(parts := parted(stretch)) > 1 and not any(map(is_nobody, parts)):
        return parts
    if " " not in stretch and is_account(stretch):
        return [stretch] if may_be_account and clean(stretch) else []
    if not (many or _LAST_JOINT.search(stretch)):
        pieces = pieces[:1]
    names: list[str] = []
    for piece in pieces:
        is_role = names and (" " not in piece or " of " in piece)
        if is_role or not is_name(piece) or is_nobody(piece):
            break
        names.append(piece)
    return names
