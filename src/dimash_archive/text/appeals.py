"""Lines in which a site appeals to its readers, in Kazakh, Russian and English, recognised by their words alone.

Each pattern matches a whole line of one sentence with two or three things that only such a line combines: a
verb of request, the place it leads to, and the site's own `us` or `our`. Speech in quotation marks and news
with the same words do not.
"""

import re
from typing import Final

_LONGEST: Final = 120
"""An appeal is shorter than this, in characters."""
_REST: Final = r"[^.!?…]*"
"""The rest of a sentence."""
_END: Final = r"[^.!?…]*[.!]?\Z"
_PLACE: Final = (
    r"(?:newsletter|mailing\s+list|channel|telegram|whatsapp|instagram|facebook|youtube|tiktok|twitter|social\s+(?:media|networks)"
    r"|google\s+news|рассылк|канал|телеграм|ватсап|инстаграм|фейсбук|соцсет|сообществ|вконтакте|дзен|арна|хабарлама|парақша"
    r"|әлеуметтік\s+желі)"
)
_OURS: Final = (
    r"(?:\b(?:us|our)\b|\bна(?:м|ми|с|ш|ша|ше|ши|шей|шем|шу|ших|шим|шими|шего|шему)\b"
    r"|біз(?:ді|ге|дің)?\b|м[ыі]з(?:ға|ге|ды|ді|да|де)\b)"
)
_ARTICLE: Final = r"\b(?:article|story|typo|mistake|error|стать|материал|опечатк|ошибк|мақала|қате)"
_PATTERNS: Final = (
    # "Subscribe to the newsletter."
    rf"(?={_REST}{_PLACE})(?:subscribe|sign\s+up|подпи(?:шитесь|сывайтесь))\b{_END}",
    # "Follow us on Instagram so that you do not miss anything."
    rf"(?={_REST}{_PLACE})(?={_REST}{_OURS})(?:follow|join|read|читайте|следите|присоединяйтесь|вступайте)\b{_END}",
    rf"(?={_REST}{_PLACE})(?={_REST}{_OURS}){_REST}(?:жазыл(?:ыңыз|ып)|қосыл(?:ыңыз|ып)|оқыңыз)(?:дар)?\b{_END}",
    # "Support independent journalism."
    rf"(?:support\s+(?:our|independent)|поддержите\s+(?:нас|наш\w*|независим\w+))\b{_END}",
    rf"(?:біздің|тәуелсіз)\s+{_REST}қолдаңыз(?:дар)?\b{_END}",
    # "Enjoyed this article? Buy us a coffee."
    rf"[^.!?…«“\"]{{0,60}}{_ARTICLE}[^.!?…]{{0,40}}\?\s(?={_REST}(?:{_OURS}|хабарла)){_END}",
    # "Download our app for Android and iOS."
    rf"(?={_REST}{_OURS})(?=.*(?:\bapp\b|приложени))(?:download|install|скачайте|установите)\s{_END}",
    rf"(?={_REST}{_OURS})(?=.*қосымша){_REST}(?:жүктеп\s+алыңыз|орнатыңыз)(?:дар)?{_END}",
    # "The best of the week, every Friday: subscribe now."
    r"[^.!?…:]{10,100}:\s*(?:(?:subscribe|sign\s+up)(?:\s+now)?|(?:подпишитесь\s+на|оформите)\s+(?:рассылку|подписку)"
    r"|жазылыңыз(?:дар)?)[.!]?\Z",
    # "Did you spot a mistake? Select the text and press Ctrl+Enter."
    r".{0,90}\bctrl\s*\+\s*enter\b.{0,30}\Z",
)
_HINTS: Final = (
    "subscribe sign подпи оформите follow join read читайте следите присоединяйтесь вступайте жазыл қосыл оқыңыз"
    " support поддержите қолдаңыз ? app приложени қосымша ctrl"
).split()
"""Every appeal has one of these, in small letters: a quick check that saves the slow one."""
_APPEAL: Final = re.compile("|".join(_PATTERNS), re.IGNORECASE)


def is_appeal(line: str) -> bool:
    """Whether a whole line asks readers to subscribe, to follow or support the site, or to report a mistake."""
    if len(line) >= _LONGEST:
        return False
    lowered = line.lower()
    return any(hint in lowered for hint in _HINTS) and _APPEAL.match(line) is not None
