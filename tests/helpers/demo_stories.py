"""Two small invented stories in three languages, told again under as many names as a test needs."""

from datetime import datetime, timedelta

import httpx

from dimash_archive.demo import DemoSite
from dimash_archive.demo.newsroom.story import LANGS

_OPENING = """\
key: {key}
section: festivals
date: {date}
== kk
title: Фестиваль "Жел үні" басталды – {number} - кеш
slug: zhel-uni-{number}
lead: Тасқоңырда ән мерекесі ашылды.
author: Дана Сөзбекова
tags: Тас жаңғырығы; фестиваль

Тасқоңырда {number}-ші рет фестиваль басталды. Оған Тас жаңғырығы өнерпаздары да келді.

!img+

«[[Айсәуле Күйтемірова|Құрметті қонақтар!

Ән айтайық. “Жел үні” бәріміздікі]]», – деді дирижер.

!img Хор сахнада | cr: qonyr_samal

## Бағдарлама

- Бірінші күн

- Екінші күн

!embed youtube aB3dE6gH9kL

Кеш соңында жұрт тарады.
== ru
title: Открылся фестиваль «Голос ветра» {number}
slug: otkrylsja-festival-{number}
tags: Эхо камня; фестиваль

В Тасконыре открылся фестиваль, а с ним и Эхо камня. Это случилось уже в {number}-й раз.

!img+

— [[|Мы пели, пока шёл дождь]], — сказал дирижёр.

!img Хор на сцене | cr: qonyr_samal

## Программа

- Первый день

- Второй день

!embed youtube aB3dE6gH9kL

Вечером все разошлись.
== en
title: The "Voice of the Wind" festival - day {number}
slug: voice-of-the-wind-{number}
author: Dana Sozbekova
tags: Echo of Stone; festival & fair

The festival opened in Tasqonyr with songs < of the steppe, \\
for the {number}th time.

!img+

“[[Aisaule Kuitemirova|We sang until the rain stopped.]]”

!img The choir on stage | cr: qonyr_samal

## The programme

- First day

- Second day

!embed youtube aB3dE6gH9kL

!also {other}

In the evening everyone went home.
"""
_TOUR = """\
key: {key}
section: choir
date: {date}
== kk
title: Хор сапарға шықты {number}
slug: hor-saparga-shykty

«Қоңыр самал» хоры жолға шықты.

!img | cr: qonyr_samal

!img

!embed instagram aB3dE6gH9kL

> [[Марлен Хабарұлы|Жол болсын!]]
== en
title: The choir sets off on its {number}th tour and will sing in nine towns by the river
slug: the-choir-sets-off-{number}
tags: Qonyr Samal Choir

The choir left at dawn. Two buses took the singers along the river, and half the town came out to wave.

!img | cr: qonyr_samal

!img

!embed instagram aB3dE6gH9kL

> [[Marlen Khabaruly|A good road to you!]]

!also missing-story

!img+
"""


def tell(number: int) -> str:
    """Story `number`: even ones are told in three languages, odd ones lack Russian."""
    date = datetime(2024, 3, 1, 10) + timedelta(hours=31 * number)
    return (_TOUR if number % 2 else _OPENING).format(
        key=f"story-{number}", other=f"story-{number + 1}", number=number, date=f"{date:%Y-%m-%d %H:%M}"
    )


def small_site(stories: int = 12, day: int = 0, **settings: bool | frozenset[str]) -> DemoSite:
    """A site of these stories."""
    return DemoSite(stories, day, tell=tell, **settings)  # type: ignore[arg-type]


def transport(site: DemoSite) -> httpx.MockTransport:
    """The site behind httpx, without sockets."""
    bases = {site.place(lang).base: lang for lang in LANGS}

    def answer(request: httpx.Request) -> httpx.Response:
        edition = bases[str(request.url.join("/"))]
        status, headers, body = site.respond(edition, request.url.raw_path.decode(), request.headers)
        return httpx.Response(status, headers=headers, content=body)

    return httpx.MockTransport(answer)
