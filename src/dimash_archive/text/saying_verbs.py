"""Verbs and nouns that report speech, by language."""

from types import MappingProxyType

SAYING = MappingProxyType(
    {
        "kk": """
            деді дейді деп дедім дейміз деген дейтін айтты айтады айтқан айтып айтатын айттым айтуынша
            сөйле* сұра* жауап баянда* түсіндір* мойында* қалжыңда* күл* жазды жазады жазған жазыпты жазып
            жеткіз* білдір* бөліс* әңгімеле* жарияла* мәлімде* қос* уәде* алғыс* түйінде* қорытынды*
            сипатта* пікір* ескерт* жарыл* тілек* тіле* шақыр* еске есіне ризашылы* жымиды таңғал* мақтан*
            құттықта* сөз* үн хабарла* атап жалға* толықтыр* арна*
        """,
        "ru": """
            сказа* говор* рассказ* отмет* отмеч* подчерк* добав* заяв* сообщ* пояснил* поясня* объясн*
            призна* ответ* отвеча* спрос* спраш* подел* делит* замет* замеч* вспомн* вспомин* счита*
            уверен* продолж* пиш* написал* улыб* смеет* засме* шут* пошут* восклик* благодар* поблагодар*
            обещ* пообещ* заключ* резюм* подыто* подвел* коммент* прокоммент* удивл* удивил* обрат*
            конста* убежд* рассуж* утвержд* предлож* предлаг* соглас* соглаш* возра* крич* крик* закрич*
            шеп* прошеп* произн* цитир* процит* передал передала передает уточн* напомн* напомин* сетует
            посетов* радует* вторит* вздых* вздохн* пожел* жела* поздрав* прос* попрос* перебил* хвал*
            раскры* словам слова словах мнению оцени* описал* описыва* выраз* высказ* призыв* призвал*
            предупре* начал начала начали настаи* гордит* бросил* буркн* парир* ирониз* размышл* дума* полага* надеет*
            скрывал* вставил* похваст* завер* оговор* усмех* отшут* отрез* призвал
        """,
        "en": """
            say says said saying tell tells told telling add adds added adding ask asks asked asking
            answer answers answered replies replied reply explain* note notes noted noting recall recalls
            recalled recalling remember remembers remembered stress stresses stressed stressing emphasi*
            remark remarks remarked joke jokes joked joking laugh* smile smiles smiled admit* confess*
            comment comments commented commenting declare* announce announces announced announcing state
            states stated stating write writes wrote writing continue continues continued continuing
            conclude concludes concluded thinks believes believed insist* argue argues argued arguing
            claim claims claimed claiming exclaim* cry cried shout* whisper* mutter* murmur* promise
            promises promised promising warn warns warned warning suggest suggests suggested agree agrees
            agreed agreeing observe observes observed pointed points share shares shared sharing puts goes
            read reads quip quips quipped mused summed sums quote quotes quoted quoting according
            acknowledge* report reports reported respond* tweet tweets tweeted posted posting urge urges
            urged address* thank* describe* reflects reflected reflecting began recount* reveal reveals
            revealed testif* lament* reassur* retort* sigh* enthus* voice chimed interject* mention
            mentions mentioned caution* confirm* complain* predict* wonder* boast* express*
        """,
    }
)
"""Words of saying by language: whole words, and stems that end in `*`; lower case, ё as е."""
