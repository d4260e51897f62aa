"""Stories composed from hand-written parallel paragraphs: as many as requested, no two alike.

The story of a number is a pure function of it. Its paragraphs and words come from `parts`; dice decide which,
once for the three languages, so that all tell the same facts. Titles differ for at least the first 25,000
numbers.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

from dimash_archive.demo.newsroom.parts import (
    LANGS,
    SentenceFrame,
    Slots,
    Unit,
    WordTerm,
    common,
    fill,
    frames,
    inflected,
    letters,
    lexicon,
)

FIRST_DAY = dt.date(2022, 1, 10)
LAST_DAY = dt.date(2026, 10, 31)
GOLDEN = 0.6180339887498949
"""The fractional parts of its multiples fill an interval evenly."""
PARTIAL_EVERY = 9
"""One in this many stories lacks an edition."""
SLUG_LIMIT = 39
"""Longest Kazakh slug; the site clips at 35 to 39 characters, even inside a word."""
FIRST_FEW = 200
"""This many stories share no clipped slug; later ones may."""
CREDITS = ("qonyr_samal", "samaldastar", "tasqonyr_photo", "dana.sozbekova", "marlen_k", "samal.backstage")
_ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
_NO_CAST = ("month", "weekday", "line")
_OPENS, _CLOSES = re.compile(r"[«“](?!\[\[\+)"), re.compile("[»”]")
_NO_LATIN = re.compile(r"[^a-z0-9]+")
_SPEECH = re.compile(r"\[\[(?!\+)(?:[^\[\]]|\[\[\+\]\])*\]\]")

_OPENING, _CLOSING = "\0", "\1"  # replace the marks inside a speech


def compose(number: int) -> str:
    """The story with this number, from 0, in the format of `story.py`. The same number gives the same story
    everywhere."""
    plan = _plan(number)
    moment = f"{_day_of(number)} {plan.hour:02}:{plan.minute:02}"
    head = f"key: {_key(number)}\nsection: {plan.frame.section}\ndate: {moment}\n"
    return head + "".join(_telling(plan, lang) for lang in _languages(number))


def cast_of(number: int) -> tuple[WordTerm, ...]:
    """The people that the story with this number may name, each with all forms of the name in every language."""
    slots = _plan(number).slots.values()
    return tuple(word for word in slots if isinstance(word, WordTerm) and "last" in word.forms["en"])


@dataclass(frozen=True, slots=True)
class _StoryPlan:
    """Everything that chance decides about a story."""

    number: int
    frame: SentenceFrame
    keys: tuple[WordTerm, WordTerm]
    slots: Slots
    title: Unit
    lead: Unit | None
    staff: WordTerm | None
    tagged: bool
    hour: int
    minute: int
    blocks: tuple[Unit, ...]


def _plan(number: int) -> _StoryPlan:
    rng = Random(number)
    round_, place = divmod(number, len(frames()))
    frame = _deal(round_)[place]
    one, two, pattern = _key_terms(frame, round_)
    slots = _cast(rng, frame, dict(zip(frame.keys, (one, two), strict=True))) | _moments(rng, _day_of(number))
    titles = frame.units["title"]
    return _StoryPlan(
        number=number,
        frame=frame,
        keys=(one, two),
        slots=slots,
        title=titles[pattern % len(titles)],
        lead=rng.choice(frame.units["lead"]) if rng.random() < 0.55 else None,
        staff=rng.choice(lexicon()["staff"]) if rng.random() < 0.5 else None,
        tagged=rng.random() < 0.75,
        hour=rng.randint(8, 20),
        minute=rng.randrange(0, 60, 5),
        blocks=tuple(_blocks(rng, frame, slots, number)),
    )


# Which story it is


def _key(number: int) -> str:
    return f"composed-{number:04}"


def _languages(number: int) -> tuple[str, ...]:
    """All three editions, or for one story in nine all but one."""
    turn, place = divmod(number, PARTIAL_EVERY)
    lacking = LANGS[turn % len(LANGS)] if place == PARTIAL_EVERY // 2 else ""
    return tuple(lang for lang in LANGS if lang != lacking)


def _day_of(number: int) -> dt.date:
    """The day of publication: any run of numbers is spread evenly over the years."""
    share = (number * GOLDEN) % 1.0
    return FIRST_DAY + dt.timedelta(days=int(share * ((LAST_DAY - FIRST_DAY).days + 1)))


@cache
def _deal(round_: int) -> tuple[SentenceFrame, ...]:
    """Every frame once, in an order specific to this round."""
    return tuple(Random(f"round {round_}").sample(frames(), len(frames())))


@cache
def _order(frame: str, group: str) -> tuple[WordTerm, ...]:
    """The words of a group in an order specific to the frame."""
    return tuple(Random(f"{frame} {group}").sample(lexicon()[group], len(lexicon()[group])))


def _key_terms(frame: SentenceFrame, index: int) -> tuple[WordTerm, WordTerm, int]:
    """The pair of words that distinguishes the title, and the number of its pattern: every pair once, then again."""
    first, second = (_order(frame.name, key) for key in frame.keys)
    column, row = divmod(index, len(first))
    one = first[row]
    if frame.away and frame.keys[1] == "place":
        second = tuple(place for place in second if place.id != one.home)
    turn, column = divmod(column, len(second))
    return one, second[(row * 7 + column) % len(second)], turn + row * 5 + column


# The cast


def _cast(rng: Random, frame: SentenceFrame, keys: Mapping[str, WordTerm]) -> Slots:
    """Who, where and what: one word for each name that a paragraph may use."""
    words = lexicon()
    slots: Slots = {
        group: terms[int(rng.random() * len(terms))]
        for group, terms in words.items()
        if group not in _NO_CAST
    }
    slots |= keys
    for group in ("instr", "cause", "inst", "tree"):
        slots[f"{group}2"] = rng.choice([term for term in words[group] if term is not slots[group]])
    host = keys.get("host") or rng.choice(words["host"])
    place = keys.get("place") or _others(rng, "place", 1, host.home)[0]
    guest = rng.choice([term for term in words["host"] if term.id != host.id and term.home != place.id])
    work = keys.get("work") or rng.choice(words["work"])
    work2, work3 = _others(rng, "work", 2, work.id)
    place2, place3 = _others(rng, "place", 2, host.home, place.id)
    leads, places = _named("lead"), _named("place")
    slots |= {"host": host, "guest": guest, "lead": leads[host.id], "glead": leads[guest.id]}
    slots |= {"place": place, "place2": place2, "place3": place3, "home": places[host.home]}
    slots |= {"work": work, "work2": work2, "work3": work3, "est": host.est, "size": host.size}
    slots |= {"author": words["composer"][work.author], "author2": words["composer"][work2.author]}
    slots |= dict(zip(("line", "line2", "line3", "line4"), rng.sample(words["line"], 4), strict=True))
    for name, (low, high, step) in {**common()[0], **frame.numbers}.items():
        slots[name] = low + step * int(rng.random() * ((high - low) // step + 1))  # randrange is slow
    return slots


@cache
def _named(group: str) -> Mapping[str, WordTerm]:
    return {term.id: term for term in lexicon()[group]}


def _others(rng: Random, group: str, count: int, *but: str) -> list[WordTerm]:
    return rng.sample([term for term in lexicon()[group] if term.id not in but], count)


def _moments(rng: Random, published: dt.date) -> Slots:
    """The dates and times of a story: the event, a day long before it, and a day after publication."""
    american = rng.random() < 0.65
    day = published - dt.timedelta(days=rng.choice((0, 0, 1, 1, 2)))
    past = day - dt.timedelta(days=rng.randint(20, 210))
    coming = published + dt.timedelta(days=rng.randint(9, 70))
    return {
        "day": _date(day, american),
        "past": _date(past, american),
        "next": _date(coming, american),
        "morning": _time(rng.randint(9, 11), rng.choice((0, 15, 30))),
        "time": _time(rng.randint(16, 18), rng.choice((0, 30))),
        "time2": _time(rng.randint(17, 19), rng.choice((0, 15, 45))),
        "late": _time(rng.randint(20, 22), rng.choice((10, 20, 30, 40, 50))),
    }


@cache
def _date(day: dt.date, american: bool) -> WordTerm:
    month = lexicon()["month"][day.month - 1].forms
    week = lexicon()["weekday"][day.weekday()].forms
    kk = {form: f"{day.day} {text}" for form, text in month["kk"].items()}
    kk |= {"full": f"{day.year} жылғы {kk['nom']}", "floc": f"{day.year} жылғы {kk['loc']}"}
    ru = {"nom": f"{day.day} {month['ru']['gen']}"}
    ru["full"] = f"{ru['nom']} {day.year} года"
    name = month["en"]["nom"]
    en = {"nom": f"{day.day} {name}", "full": f"{day.day} {name} {day.year}"}
    if american:
        en = {"nom": f"{name} {day.day}", "full": f"{name} {day.day}, {day.year}"}
    each = {"kk": kk, "ru": ru, "en": en}.items()
    return WordTerm({lang: {**forms, "wd": week[lang]["nom"], "year": str(day.year)} for lang, forms in each})


@cache
def _time(hour: int, minute: int) -> WordTerm:
    text = f"{hour}:{minute:02}"
    kk = {form: inflected(text, minute or hour, form) for form in ("dat", "loc", "abl")}
    en = f"{(hour - 1) % 12 + 1}:{minute:02} {'a' if hour < 12 else 'p'}.m."
    return WordTerm({"kk": {"nom": text, **kk}, "ru": {"nom": text}, "en": {"nom": en}})


# The order of paragraphs


def _blocks(rng: Random, frame: SentenceFrame, slots: Slots, number: int) -> Iterator[Unit]:
    """The blocks of a story from its opening to its last line, slots unfilled."""
    opening = rng.choice(frame.units["opening"])
    yield opening
    if rng.random() < 0.7:
        yield _figure(rng)
    first, *rest = _middle(rng, frame, slots, opening)
    speeches = _speeches(rng, frame)
    yield first
    yield speeches[0]
    half = len(rest) // 2
    yield from rest[:half]
    if rng.random() < 0.4:
        suited = [unit for unit in common()[1]["subhead"] if unit["for"] == frame.kind]
        yield _prefixed("## ", rng.choice(suited))
    if rng.random() < 0.3:
        yield _figure(rng)
    for unit in rest[half:-1]:
        yield _prefixed("!img+\n\n", unit) if rng.random() < 0.12 else unit
    yield from speeches[1:]
    yield rest[-1]
    yield rng.choice(frame.units["closing"])
    yield from _ending(rng, number)


def _prefixed(command: str, unit: Unit) -> Unit:
    return {lang: command + unit[lang] for lang in LANGS}


def _middle(rng: Random, frame: SentenceFrame, slots: Slots, opening: Unit) -> list[Unit]:
    """The blocks between opening and closing, shuffled: paragraphs of the frame, borrowed ones, facts."""
    shared = common()[1]
    units = rng.sample(frame.units["middle"], rng.choice((3, 3, 4)))
    units += rng.sample(shared[frame.kind], rng.choice((1, 2, 2)))
    words = " ".join(unit["en"] for unit in (opening, *units))
    named = [slots[name] for name in ("place", "host", "work") if re.search(rf"{{\^?{name}\b", words)]
    units += [term.about for term in rng.sample(named, min(2, len(named))) if isinstance(term, WordTerm)]
    rng.shuffle(units)
    song = slots["work"]
    if rng.random() < 0.18 and isinstance(song, WordTerm):
        lead, verse = shared["verselead"][0], shared["verse"][song.verse]
        units.insert(2, {lang: f"{lead[lang]}\n\n{verse[lang]}" for lang in LANGS})
    if rng.random() < 0.18:
        units.insert(3, next(unit for unit in shared["list"] if unit["for"] == frame.kind))
    return units


def _speeches(rng: Random, frame: SentenceFrame) -> list[Unit]:
    """One or two speeches; the second uses different sentences."""
    first, *more = rng.sample(frame.units["speech"], rng.choice((1, 2, 2)))
    other = [
        {k: each[k].replace("{line2}", "{line4}").replace("{line}", "{line3}") for k in LANGS}
        for each in more
    ]
    return [first, *other]


def _figure(rng: Random) -> Unit:
    """A picture with caption and credit, one of them, or neither."""
    caption = rng.choice(common()[1]["caption"])
    credit = f"cr: {rng.choice(CREDITS)}"
    shape = rng.choice(("!img {} | {}", "!img {} | {}", "!img {}", "!img | {1}", "!img"))
    return {lang: shape.format(caption[lang], credit) for lang in LANGS}


def _ending(rng: Random, number: int) -> Iterator[Unit]:
    """What may follow the closing: an embed, a line pointing to an earlier story, a contact."""
    if rng.random() < 0.15:
        code = "".join(rng.choices(_ID_LETTERS, k=11))
        command = f"!embed {rng.choice(('youtube', 'youtube', 'instagram'))} {code}"
        lead = rng.choice(common()[1]["embed"])
        yield {lang: f"{lead[lang]}\n\n{command}" for lang in LANGS}
    earlier = [rng.randrange(number) for _ in range(6)] if number else []
    candidates = [each for each in earlier if _day_of(each) < _day_of(number) and _languages(each) == LANGS]
    if candidates and rng.random() < 0.3:
        yield dict.fromkeys(LANGS, f"!also {_key(candidates[0])}")
    if rng.random() < 0.12:
        yield rng.choice(common()[1]["contact"])


# One edition


def _telling(plan: _StoryPlan, lang: str) -> str:
    title = fill(plan.title[lang], lang, plan.slots)
    lines = [f"== {lang}", f"title: {title}", f"slug: {_slug(plan, lang, title)}"]
    if plan.lead:
        lines.append(f"lead: {fill(plan.lead[lang], lang, plan.slots)}")
    if plan.staff:
        lines.append(f"author: {plan.staff.forms[lang]['nom']}")
    if plan.tagged:
        lines.append(f"tags: {'; '.join(fill(tag, lang, plan.slots) for tag in plan.frame.tags[lang])}")
    blocks = (fill(unit[lang], lang, plan.slots) for unit in plan.blocks)
    text = "\n".join(lines) + "\n\n" + "\n\n".join(blocks) + "\n"
    return _typeset(text, *_style(Random(f"{plan.number} {lang}"), lang))


def _style(rng: Random, lang: str) -> tuple[str, str]:
    """Outer and inner quotation marks of one telling, and its dash; most tellings follow their language's custom."""
    if lang == "en":
        return ("\"\"''" if rng.random() < 0.15 else "“”‘’"), "—"
    dash = "–" if rng.random() < (0.5 if lang == "kk" else 0.12) else "—"
    outer = rng.choices(("«»", "“”", '""'), (80, 11, 9))[0]
    inner = rng.choice(("„“", "«»")) if outer == "«»" else "«»"
    return outer + inner, dash


def _typeset(text: str, marks: str, dash: str) -> str:
    """The text with the telling's quotation marks: different ones inside a speech and outside it."""
    opening, closing, inner_opening, inner_closing = list(marks)

    def inside(match: re.Match[str]) -> str:
        if text[match.start() - 1] not in '«“"':  # a dash opens it: no outer marks, so no inner ones
            return match[0]
        return _CLOSES.sub(_CLOSING, _OPENS.sub(_OPENING, match[0]))

    result = _SPEECH.sub(inside, text)
    pairs = (("«", opening), ("“", opening), ("»", closing), ("”", closing), ("—", dash))
    for old, new in (*pairs, ("’", "'" if opening == '"' else "’")):
        if old != new:
            result = result.replace(old, new)
    return result.replace(_OPENING, inner_opening).replace(_CLOSING, inner_closing)


def _latin(text: str, lang: str) -> str:
    return _NO_LATIN.sub("-", text.lower().translate(letters(lang))).strip("-")


def _slug(plan: _StoryPlan, lang: str, title: str) -> str:
    """The title in Latin letters. A Kazakh one is clipped, and numbered if clipping may make two alike."""
    slug = _latin(title, lang)
    if lang != "kk":
        return slug
    if plan.number % 29 == 3:
        return f"{4000 + plan.number}-2"  # the site has such slugs too
    limit = SLUG_LIMIT - plan.number % 5
    clipped = slug[:limit].strip("-")
    if clipped == slug or plan.number < FIRST_FEW:
        return clipped
    names = [_latin(term.forms["kk"].get("bare", term.forms["kk"]["nom"]), "kk") for term in plan.keys]
    if all(name in clipped[:-6] for name in names):
        return clipped
    ending = f"-{plan.number}"
    return clipped[: limit - len(ending)].strip("-") + ending
