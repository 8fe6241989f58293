"""What page furniture says, in Arabic and English: the vocabulary behind `clean`.

A line of a dumped web page often says itself what it is ("شارك القصة", "Most Read", "جميع الحقوق محفوظة"). The tables
here hold such wordings by reason; `clean` decides what follows from them. A pattern must match a whole line, so an
article that merely begins with one of these words is left alone. Arabic pages carry English furniture and the other
way round, so both languages are always tried. Patterns stand one a line, however long, in folded spelling (ا for أ,
ي for ى, Latin digits).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from muqabala.documents.controls import control
from muqabala.text.arabic import fold_key


@dataclass(frozen=True, slots=True)
class Cue:
    """What a line says about itself."""

    reason: str
    """menu, byline, timestamp, caption, related, trending, breaking, share, tags, comments, footer, notice, ad or
    credit."""
    opens: bool = False
    """Heads a list: what follows belongs to it until something else begins."""
    proof: int = 1
    """How much it proves that this is a dumped page: 0 a letter may say so too, 1 a hint, 2 only web pages do."""


def key(text: str) -> str:
    """The form in which cues are written: folded, lower case, without bullets, link marks and closing colons.

    >>> key("  • اقرأ أيضًا:")
    'اقرا ايضا'
    """
    plain = _LINK.sub(r"\1", text)
    plain = _LINK.sub(r"\1", plain)  # an image inside a link
    plain = _NUMBERED_LINK.sub(" ", plain)
    plain = _MARKDOWN_HEADING.sub("", plain)
    return fold_key(plain).casefold().strip(_EDGES)


_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_NUMBERED_LINK = re.compile(r"\[\d+\]")
_MARKDOWN_HEADING = re.compile(r"^\s*#{1,6}\s+")
_EDGES = " \t:.،,|•·*–—-_=+>»«›‹<▪■●◄►▶▼▲→←…/\\[]{}\"'“”!‎‏"


def word_table(lines: str) -> frozenset[str]:
    """The words of a table, parted by commas."""
    return frozenset(word.strip() for word in lines.replace("\n", ",").split(",") if word.strip())


def _pattern(lines: str) -> re.Pattern[str]:
    """One pattern a line; any of them."""
    return re.compile("|".join(f"(?:{line.strip()})" for line in lines.splitlines() if line.strip()))


# ── words that only furniture is made of ─────────────────────────────────────────────────────────────────────────────

_SITE = word_table("""
    الرئيسية, الصفحة الرئيسية, رئيسية, رياضة, الرياضة, ثقافة وفن, ثقافة وفنون, فن وثقافة, منوعات, المنوعات,
    متفرقات, حوادث, محليات, عربي ودولي, عربي وعالمي, كاريكاتير, كاريكاتور, فيديوهات, انفوغراف, انفوجراف,
    انفوغرافيك, بودكاست, مرئيات, بث مباشر, البث المباشر, البث الحي, بث حي, المزيد, القائمة, قائمة, بحث, ابحث,
    بحث متقدم, اغلاق, تسجيل الدخول, تسجيل, دخول, الدخول, اشتراك, اشتراكات, اعلن, انشاء حساب, حسابي, الاقسام, كل,
    من نحن, اتصل بنا, تواصل معنا, نسخة الجوال, المدونات, لايف ستايل, نجوم, صوت وصورة, كتاب واراء, اعلانات مبوبة,
    وفيات, طب وصحة, علوم وتكنولوجيا, مال واعمال, سياحة وسفر, على الهواء, علي الهواء, المنتدي, المنتديات,
    خدماتنا, برامجنا, العدد الورقي, اخبار الرياضة, اخبار الفن, تطبيقات الهاتف, النسخة الورقية, نسخة, الموبايل,
    اسعار العملات, عربي, العربية, مكتب الاخبار, home, homepage, sport, sports, arts&culture, arts &, culture,
    videos, podcasts, podcast, menu, search, close, login, log in, sign in, sign up, register, subscribe,
    account, my account, newsletters, newsletter, more, skip, live tv, watch live, epaper, e-paper, english,
    français, francais, español, espanol, русский, türkçe, turkce, deutsch, 中文, فارسي, اردو, lifestyle,
    entertainment, my news, in pictures, photo galleries, crossword, horoscope, about us, contact us, faq,
    sections, all sections, digital series, newsfeed, infographs, infographics, slogan, miscellaneous, form,
    live blog, web stories, ios, android, multimedia, white papers, webcasts, image galleries, go to, ok, en,
    ar, fr, es, tr, ru, de, rss, x, tt, l, i, list
""")
"""Names of parts of a site; a column of these proves a page."""
_SUBJECTS = word_table("""
    عرب, العرب, العلوم, التكنولوجيا, التعليم, السياحة, الحياة, الصور, التجارة, الاخبار, اخبار, خبار, سياسة,
    السياسة, سياسي, اقتصاد, الاقتصاد, مال, اعمال, ثقافة, الثقافة, فن, فنون, الفن, صحة, الصحة, تكنولوجيا, علوم,
    تقنية, مجتمع, المجتمع, الحوادث, محلي, المحليات, عربية, دولي, دوليات, العالم, عالم, العالم العربي, الوطن
    العربي, الشرق, الاوسط, شمال افريقيا, افريقيا, اسيا, اوروبا, امريكا, الامريكتان, الاميركيتان, الخليج, الخليج
    العربي, المغرب, العربي, المشرق العربي, مصر, السعودية, الامارات, الاردن, لبنان, سوريا, العراق, اليمن,
    السودان, ليبيا, تونس, الجزائر, فلسطين, قطر, الكويت, البحرين, عمان, تركيا, ايران, روسيا, الصين, اليابان, راي,
    الراي, اراء, مقالات, المقالات, تحليلات, تحليل, تقارير, تقارير وتحليلات, تحقيقات, حوارات, مقابلات, ملفات,
    ملفات خاصة, كتاب, الكتاب, صور, فيديو, الفيديو, بالصور, برامج, البرامج, وسائط, مباشر, تلفزيون, راديو, اذاعة,
    البحث, الاشتراك, اشترك, الارشيف, ارشيف, اقسام, الدفاع, دفاع, دفاع وامن, امن, الامن, امن ودفاع, عسكري, اخبار
    عسكرية, الجيوش, القوات البرية, القوات الجوية, القوات البحرية, تسليح, الصناعات الدفاعية, مرئي, اخبار العالم,
    محلية, اخبار عربية, اخبار دولية, شؤون دولية, شئون دولية, سياحة, سفر, سيارات, مراة, المراة, اسرة, اسلاميات,
    دين, بيئة, البيئة, مناخ, طقس, الطقس, تعليم, جامعات, قضاء, برلمان, انتخابات, عملات, العملات, ذهب, بورصة,
    اسواق, الاسواق, طاقة, تغطيات, تغطية خاصة, ترفيه, كرة القدم, موضوعات, سلاسل, مؤتمرات, البيانات, الصحفية,
    المركز الاعلامي, عن الوزارة, الخدمات, الخدمات الالكترونية, جهات, شرق اوسط, ملحق الرياضة, كتاب راي, كتاب
    الراي, الصحافة, اسيا والمحيط الهادئ, news, politics, economy, business, culture, arts, health, technology,
    tech, science, world, opinion, analysis, blog, blogs, features, video, photos, pictures, gallery, live, tv,
    radio, programmes, programs, shows, explainers, africa, asia, asia-pacific, asia pacific, europe, americas,
    latin america, middle east, mena, us, usa, uk, us & canada, u.s, china, india, australia, iran, israel,
    ukraine, saudi arabia, uae, gulf, defence, defense, military, army, navy, air, land, naval, space, cyber,
    air force, marine corps, coast guard, space force, pentagon, congress, global, industry, weapons, air
    warfare, land warfare, naval warfare, networks, networks / cyber, nuclear arsenal, unmanned, intel, policy,
    resources, careers, events, releases, transcripts, speeches, publications, contracts, newsroom, press
    briefings, about, contact, help, travel, weather, markets, investigations, climate, environment, education,
    society, sustainability, media, books, food, fashion, style, magazine, archive, archives, all, latest,
    countries, what we do, organisation, organization, operations, partnerships, the, secretary general, عالمية,
    العالمية, المحلية, دولية, الدولية, اقليمية, الاقليمية, سياسية, السياسية, امنية, الامنية, اقتصادية,
    الاقتصادية, رياضية, الرياضية, ثقافية, الثقافية, شؤون, documents, nato members, top, articles, innovation,
    earth, nato, opinions, palestine, policy issues, countries & areas, bureaus & offices, speeches &
    transcripts, press releases, advisories, special
""")
"""Subjects that sites name their parts after; a list in a letter may hold them too."""
_PARTS = _SITE | _SUBJECTS
_SOCIAL = word_table("""
    facebook, twitter, x, whatsapp, telegram, linkedin, pinterest, messenger, instagram, youtube, tiktok, rss,
    flipboard, reddit, viber, snapchat, threads, tumblr, soundcloud, bluesky, email, e-mail, mail, print, copy,
    link, sms, line, wechat, weibo, google, google news, فيسبوك, فيس بوك, فايسبوك, تويتر, اكس, واتساب, واتس اب,
    واتس, تلغرام, تيلقرام, تيليغرام, تليجرام, تيليجرام, تلجرام, انستغرام, انستجرام, انستقرام, يوتيوب, لينكد,
    لينكدان, لينكد ان, لينكدن, بنترست, ماسنجر, تيك توك, سناب شات, سناب, نبض, طباعة, بريد, ايميل, البريد,
    الالكتروني, نسخ, رابط, نسخ الرابط, ثريدز, فليبورد, share, tweet, شارك, مشاركة, follow
""")
_BUTTONS = _SOCIAL | word_table(
    "ارسل, ارسال, تبليغ, تعليق, اطبع, حفظ, عبر, البريد, print, save, comment, comments, gift, listen"
)
_AGENCIES = word_table("""
    رويترز, رويتر, الفرنسية, فرانس برس, فرانس برس عربية, ا ف ب, ا.ف.ب, افب, ا ب, ا.ب, اسوشيتد برس, اسوشيتدبرس,
    الاناضول, وكالة الاناضول, د ب ا, د.ب.ا, ا.ب.ا, الالمانية, ا ش ا, ا.ش.ا, وام, واس, بترا, كونا, قنا, بنا, واج,
    وات, سانا, سبا, سبوتنيك, تاس, نوفوستي, انترفاكس, شينخوا, كيودو, يونهاب, ارنا, فارس, تسنيم, بلومبرغ,
    بلومبيرغ, سي ان ان, بي بي سي, غيتي, غيتي ايميجز, جيتي, جيتي ايميدجز, العربي, الجزيرة, الجزيرة نت, العربية,
    العربية نت, العربية.نت, الشرق الاوسط, الشرق, سكاي نيوز, سكاي نيوز عربية, اليوم السابع, وكالة, وكالات,
    الوكالات, وكالة الانباء, وكالات الانباء, الصحافة الفرنسية, مواقع, مواقع الكترونية, صحف, مواقع التواصل,
    التواصل الاجتماعي, globallookpress, reuters, afp, ap, associated press, the associated press, agencies,
    agence france-presse, epa, epa-efe, efe, dpa, tass, xinhua, kyodo, kyodo news, yonhap, anadolu, aa, wam,
    spa, bloomberg, upi, getty, getty images, agency, wires, news agencies, shutterstock, imago, afp via getty,
    images, picture alliance, handout, stringer, pool, sputnik
""")
_CALENDAR = word_table("""
    يناير, فبراير, مارس, ابريل, نيسان, مايو, ماي, ايار, يونيو, يونيه, حزيران, يوليو, يوليه, تموز, اغسطس, غشت,
    اب, سبتمبر, شتنبر, ايلول, اكتوبر, تشرين, نوفمبر, نونبر, ديسمبر, دجنبر, كانون, شباط, اذار, جانفي, فيفري,
    افريل, جوان, جويلية, اوت, محرم, صفر, ربيع, جمادي, رجب, شعبان, رمضان, شوال, القعدة, الحجة, المحرم, السبت,
    الاحد, الاثنين, الاتنين, الثلاثاء, الثلاثا, الاربعاء, الاربعا, الخميس, الجمعة, الإثنين, january, february,
    march, april, may, june, july, august, september, october, november, december, jan, feb, mar, apr, jun, jul,
    aug, sep, sept, oct, nov, dec, saturday, sunday, monday, tuesday, wednesday, thursday, friday, sat, sun,
    mon, tue, tues, wed, thu, thur, thurs, fri
""")
_CLOCK = word_table("""
    الاول, الثاني, الاولي, الاخرة, الاخر, ذو, ذي, am, pm, a.m, p.m, ص, م, ه, هـ, صباحا, مساء, ظهرا, عصرا, فجرا,
    gmt, utc, est, edt, et, bst, cet, ast, jst, kst, gst, غرينتش, جرينتش, غرينيتش, جرينيتش, غرينتش+3, توقيت,
    بتوقيت, بالتوقيت, المحلي, مكة, المكرمة, الساعة, ساعة, ساعات, ساعتين, دقيقة, دقائق, دقيقتين, ثانية, ثوان,
    يوم, ايام, يومين, اسبوع, اسابيع, اسبوعين, شهر, اشهر, شهرين, سنة, سنوات, منذ, قبل, مضت, اخر, تحديث, التحديث,
    عدل, تعديل, نشر, نشرت, نشره, النشر, تاريخ, التاريخ, وقت, تم, في, الموافق, علي, من, و, ل, بواسطة, اضيف, كتب,
    حدث, حدثت, محدث, اذيع, لاول, مرة, created, published, posted, updated, last, modified, first, on, at, date,
    ago, hour, hours, minute, minutes, min, mins, day, days, week, weeks, month, months, year, years, seconds,
    hrs, hr, h, an, a, time, release, local, of, issued, the, th, st, nd, rd, just, today, yesterday, امس,
    اليوم, الان, تقريبا, gmt+3, gmt+2, utc+3, opens, new, tab
""")
_PLACE_AFTER = frozenset({"توقيت", "بتوقيت"})

# ── lines that are furniture by themselves ───────────────────────────────────────────────────────────────────────────

_LINES: dict[str, re.Pattern[str]] = {
    "timestamp": _pattern(r"""
        (?:مدة|وقت|زمن) (?:ال)?قراءة.{0,25}
        \d+ (?:دقيقة|دقائق) (?:مدة|وقت|زمن) (?:ال)?قراءة
        قراءة (?:في )?\d+ (?:دقيقة|دقائق)
        \d+ (?:دقيقة|دقائق|دقيقه)(?: (?:لل|ل)?(?:ال)?قراءة)?
        (?:دقيقة|دقيقتان|دقيقتين|اقل من دقيقة)(?: (?:لل|ل)?(?:ال)?قراءة)?
        \d+ ?-? ?min(?:ute)?s?(?: read)?
        (?:est(?:imated)?\.? )?(?:reading|read) time.{0,20}
    """),
    "share": _pattern(r"""
        شارك(?:ها|ه|نا|وا|ونا)?(?: (?:ال(?:قصة|مقال|مقالة|خبر|موضوع|مادة|تقرير|صفحة|فيديو)|هذا \S{1,15}|هذه \S{1,15}|(?:علي|عبر|مع) .{1,40}))*
        (?:ال)?مشارك[ةه](?: (?:علي|عبر|مع) .{1,40}| (?:هذا|هذه|ال)(?:خبر|مقال|مقالة|قصة|موضوع|تقرير|صفحة|رابط|المادة))*
        انشر(?: علي .{1,30})?
        (?:تم |ا)?نسخ (?:ال)?رابط(?: .{1,20})?
        تم النسخ
        (?:ارسل|ارسال)(?: (?:ال)?(?:ي|خبر|مقال|صديق).{0,20})?
        (?:احفظ|حفظ)(?: (?:ال)?(?:مقال|مقالة|خبر|موضوع).{0,20})?
        طباعة (?:ال)?(?:خبر|مقال|صفحة|مقالة)
        طباعة .{0,3}(?:ارسل|ارسال).{0,20}
        اضف الي المفضلة
        (?:ال)?رابط (?:ال)?مختصر.{0,60}
        short url.{0,60}
        share(?: (?:this|on|via|the|with|to|article|story|page|post|link|full article).{0,40})?
        (?:copy (?:link|url)|link copied).{0,20}
        print(?: this)?(?: (?:article|page|story))
        email (?:this|article|to).{0,25}
        save(?: (?:article|story|for later))?
        (?:send to|bookmark|pin it|gift (?:this )?article).{0,15}
        [\d.,]+k? ?(?:shares?|views?|likes?|reads?|مشاهدة|مشاهدات|مشاركة|مشاركات|قراءة|قراءات|زيارة|اعجاب)
        (?:عدد )?(?:المشاهدات|القراءات|المشاركات|الزيارات|مشاهدات|مشاهدة|مشاركة|views?|shares?) ?:? ?[\d.,]+k?
        (?:a\+?|a-|aa|ا)(?: ?-? ?(?:a\+?|a-|ا)){0,3}\+?
        (?:تغيير |تعديل )?(?:حجم|تكبير|تصغير|نوع)(?: (?:ال)?خط).{0,15}
        (?:font|text) size.{0,15}
        (?:استمع|الاستماع) (?:الي|ل)\S*(?: \S+){0,4}(?: ?\(?[\d:]+.{0,12}\)?)?
        استمع(?: ?\(?[\d:]+.{0,12}\)?)?
        listen(?: (?:to|now).{0,40})?(?: ?\(?[\d:]+.{0,12}\)?)?
        (?:play audio|text to speech).{0,20}
        [\d.]+x
        (?:0?\d?\d:)?\d?\d:\d\d(?: ?/ ?(?:0?\d?\d:)?\d?\d:\d\d)?
        (?:حمل|تحميل) (?:ال)?(?:صوت|ملف).{0,20}
        (?:اضف|اضافة|add|make) .{0,40}(?:جوجل|غوغل|google)(?: .{0,20})?
        (?:وضع القراءة|الوضع الليلي|dark mode)
        تابع(?:نا|ونا|و|وا)? (?:اخر|احدث|علي|عبر|موقع|صفحت\S*|قنا\S*|حساب\S*|اخبار|كل جديد|المزيد|القراءة|جريدة|صحيفة|@\S+) ?.{0,110}
        تابع(?:ونا|نا|وا)(?: .{0,40})?
        متابعة
        google news .{3,60}
        (?:للاشتراك|للانضمام|للمتابعة) (?:الان|في|ب\S+|الي|معنا|ل\S+|علي|عبر|مجانا) ?.{0,140}
        (?:انضم|اشترك)(?:وا|ي)? (?:الان|معنا|مجانا|لتصلك).{0,140}
        (?:انضم|اشترك)(?:وا|ي)? (?:في|الي|ب|علي) ?(?:ال|ل)?(?:نشر|قنا|خدم|اشعار|صفحت|حساب|واتس|تلغ|تلي|تطبيق|موقع|يوتيوب|مجموعتنا|بريد|ملايين|نحن)\S*.{0,120}
        انا اشترك
        (?:حمل|حملوا|نزل|نزلوا|لتحميل|تحميل) (?:الان )?(?:ال)?تطبيق.{0,90}
        follow (?:us|me|our|@|on|topics).{0,70}
        join (?:us on|our|the conversation on).{0,90}
        (?:get|download) (?:the|our) .{0,25}\bapp\b.{0,60}
        (?:like us|find us on|connect with us).{0,50}
        .{0,70}(?:اضغط|انقر) هنا.{0,80}
        click here.{0,60}
        .{0,60}متابع[ةت].{0,60}(?:تويتر|فيسبوك|حسابنا|صفحتنا|قناتنا|تلغرام|واتساب).{0,60}
        bu haberi payla.{0,10}
        (?:انقر|النقر|اضغط)(?: هنا)? (?:لل?مشارك|للطباع|لإرسال|لارسال|للنشر|لنشر)\S* ?.{0,80}
        click to (?:share|print|email) .{0,80}
        (?:share|like) this ?:?
        .{2,60} ?\(@\w{2,30}\)(?: .{4,30})?
        [^"«“]{0,150}(?:موقعنا|صفحتنا|صفحاتنا|قناتنا|قنواتنا|حسابنا|حساباتنا|نشرتنا|تطبيقنا|منصاتنا|متابعتنا|لتصلك|لتصلكم|ليصلك|ليصلكم|هواتفكم|مراسلتنا|تغطيتنا)\b.{0,200}
        .{0,120}(?:\bios\b.{0,60}\bandroid\b|\bandroid\b.{0,60}\bios\b|google play|app store|اب ستور|جوجل بلاي|غوغل بلاي).{0,90}
        (?:استمعوا|استمع) (?:الي|ل).{3,60}
        ابق(?:وا)? علي (?:اطلاع|تواصل).{0,80}
    """),  # noqa: E501
    "notice": _pattern(r"""
        (?:sign up|subscribe\b|enter your e-?mail|your e-?mail|(?:stay|keep) (?:up to date|informed)).{0,160}
        sign me up
        .{0,80}\bunsubscribe\b.{0,200}
        get (?:our|the|a) (?:daily|weekly|latest|best|top|quick) .{0,160}
        .{0,200}(?:sign up here|to your inbox|in your inbox|subscribe now)
        newsletter .{0,60}
        .{0,160}\b(?:quality|independent|our) journalism\b.{0,160}
        by (?:signing|clicking|subscribing) .{0,160}
        (?:ال)?نشر(?:ة|تنا) (?:البريدية|الاخبارية|اليومية|الاسبوعية)(?: .{0,90})?
        (?:سجل|سجلوا|ادخل|ادخلوا|اكتب) (?:الان|بريدك|ايميلك|عنوان بريد\S*)(?: .{0,120})?
        (?:ال)?بريد(?:ك)? (?:ال)?الكتروني.{0,4}
        لتصلك .{0,120}
        ليصلك .{0,120}
        (?:احصل|احصلوا) علي .{0,30}(?:نشرة|نشرات|تنبيهات|بريد).{0,80}
        .{0,80}في بريد(?:ك|كم) الالكتروني
        (?:يرجي )?(?:تفعيل|التحقق من) (?:ال)?(?:اشعارات|تنبيهات|بريد).{0,60}
        لاتمام عملية الاشتراك.{0,120}
        .{0,200}(?:\bcookies\b|ملفات تعريف الارتباط|الكوكيز|ملفات الارتباط).{0,300}
        (?:accept|reject|allow|agree|decline)(?: all| cookies| and close| & close)?
        manage (?:preferences|settings|options|consent).{0,20}
        (?:i agree|got it|no thanks|ok)
        (?:قبول|رفض|موافق|اوافق|موافقة)(?: الكل| الجميع| علي الكل)?
        (?:ادارة|تغيير|اعدادات) (?:الخيارات|التفضيلات|الاعدادات|الخصوصية)
        (?:skip|jump) to .{0,40}
        (?:تخط|تخطي|تخطى|انتقل|الانتقال|الذهاب|اذهب|تجاوز|تجاهل) (?:الي|ل).{0,70}
        (?:please )?enable javascript.{0,80}
        .{0,60}javascript.{0,120}
        (?:your browser|متصفحك) .{0,120}
        (?:يرجي تفعيل|لتفعيل) .{0,60}
        (?:toggle|open|close) (?:menu|navigation|search|sidebar|this|in app).{0,20}
        show (?:more|less|all|caption)
        (?:اظهار|عرض|اخفاء|فتح|افتح) (?:ال)?(?:مزيد|كل|الكل|اقل|القائمة|قائمة|بحث).{0,20}
        (?:back to top|الي الاعلي)
        (?:العودة|عودة|ارجع) (?:الي|ل).{0,25}
        loading.{0,3}
        جار(?:ي)? التحميل
        (?:previous|next)(?: (?:article|post|slide|page))?
        (?:السابق|التالي)
        (?:المقال|الخبر|الموضوع) (?:السابق|التالي).{0,120}
        تحديث تلقائي.{0,20}
        an official website of .{0,80}
        here'?s how you know.{0,20}
        you (?:have accessed|are (?:viewing|reading|using|here)) .{0,250}
        links may not function.{0,40}
        official websites use \.(?:gov|mil).{0,30}
        a \.(?:gov|mil) website belongs .{0,120}
        secure \.(?:gov|mil) websites use https.{0,30}
        a lock \(.{0,220}
        (?:هذا )?(?:ال)?موقع (?:ال)?(?:الكتروني )?(?:رسمي|حكومي).{0,120}
        روابط المواقع .{0,120}
        (?:المواقع )?الالكترونية الحكومية .{0,120}
        كيف تتحقق.{0,30}
        مسجل لدي هيئة.{0,80}
        تصفح .{0,20}بدون اعلانات.{0,60}
        (?:تحقق من|راجع) بريدك.{0,80}
        شكرا (?:لاشتراكك|علي اشتراكك|لتسجيلك).{0,60}
        thank you for (?:signing|subscribing).{0,60}
        (?:we use|this (?:site|website) uses) (?:cookies|technolog|your|data).{0,200}
        you have \d+ .{0,60}
        this (?:article|story|content) is (?:only )?(?:for|available to|reserved for) .{0,60}
        already (?:a )?(?:subscriber|subscribed|member).{0,40}
        هل (?:اعجبك|وجدت|استفدت من|كان) .{0,30}(?:الصفحة|المحتوي|الموقع|المعلومات).{0,20}
        .{0,300}" ?/>.{0,300}
        was this (?:page|article|information) helpful.{0,10}
        (?:الاخبار|المواد) المنشورة (?:علي|في) .{0,60}(?:اختصار|مشترك|اشتراك).{0,200}
        purchase licensing rights.{0,30}
        الصفحة غير (?:متوفرة|موجودة).{0,40}
        .{0,20}المحتوي الذي تحاولون .{0,80}
        الرقم الموحد.{0,20}
        احفظ اسمي.{0,140}
        please (?:enter|fill|log|sign|provide|type|wait).{0,80}
        \d+ [+×x*−-] \w+ ?=.{0,10}
        .{0,90}(?:يتوجب|يجب|عليك|يرجي) .{0,30}(?:اشتراك|تسجيل الدخول).{0,120}
        .{0,60}(?:مخصص|متاح|حصري)\S* (?:ل|فقط )\S*مشتركين.{0,40}
        [^"«“]{0,150}(?:بياناتك|بياناتكم|خصوصيتك|متصفحك|جهازك|بريدك|بريدكم|اشتراكك|تفضيلاتك|ايميلك)\b.{0,200}
        [^"“]{0,120}\byour (?:e-?mail|inbox|browser|personal data|device|account|subscription|settings|preferences|consent|privacy|cookies?|feedback)\b.{0,200}
        محتوي خارجي.{0,40}
        save my name.{0,120}
        الحقول (?:المطلوبة|الالزامية|المشار).{0,60}
        كل الحقول .{0,60}
        (?:تم الارسال|تم تسجيل).{0,30}
        (?:our|the) (?:\w+ ){0,2}newsletter\b.{0,120}
        (?:انت هنا|انت الان في|you are here)(?: ?:? .{0,120})?
        (?:انشاء موقع|انشئ موقع|create a free website|blog at wordpress).{0,60}
        (?:اوقات|مواقيت) الصلاة.{0,20}
        (?:حظك اليوم|الابراج|درجات? الحرارة).{0,20}
        (?:left|right|up|down)?arrow(?:left|right|up|down)?
        (?:admin|logo|avatar|icon|image|img|thumbnail|blinking-dot|.{0,20}(?:-outline|-icon|-svg))
        no results?(?: found)?
        view all results?
        رمز التحقق.{0,10}
    """),  # noqa: E501
    "ad": _pattern(r"""
        (?:ال)?اعلان(?:ات)?(?: (?:مدفوع[ةه]?|ممول[ةه]?|تجاري))?
        (?:مساحة|مادة) اعلانية
        اعلان ?[·|] ?.{2,60}
        محتوي (?:ممول|مدفوع|برعاية).{0,40}
        يستمر .{0,20}بعد الاعلان
        advertisement.{0,40}
        (?:ads?(?: here)?|advertising|ad feedback|remove ads|taboola|outbrain)
        (?:ضع|مكان|موضع) (?:ال)?اعلان.{0,15}
        (?:بانر|banner) .{0,90}
        sponsored(?: (?:by|content|links?|post).{0,40})?
        (?:story|article) continues .{0,40}
        paid (?:content|partner).{0,30}
        promoted(?: (?:by|links).{0,30})?
    """),
    "footer": _pattern(r"""
        .{0,60}(?:جميع|كل|كافة) ?(?:ال)?حقوق .{0,40}محفوظ[ةه].{0,80}
        (?:جميع |كافة |كل |© ?(?:\d{4} )?)?حقوق (?:النشر|الطبع|الملكية الفكرية|التاليف).{0,100}
        .{0,30}(?:ال)?حقوق محفوظ[ةه].{0,80}
        copyright.{0,200}
        .{0,8}©.{0,200}
        \(c\) ?(?:19|20)\d\d.{0,100}
        .{0,90}all rights reserved.{0,60}
        (?:لا يجوز|يحظر|يمنع) (?:اعادة )?(?:نشر|نسخ|استخدام|اقتباس) (?:اي|المواد|محتو|المحتو|هذه المواد|هذا المحتوي|الاخبار|مواد).{0,160}
        .{0,90}محمية بموجب حقوق.{0,40}
        material may not be .{0,120}
        .{0,60}not responsible for the content of external.{0,90}
        .{0,30}غير مسؤول[ةه]? عن (?:محتوي|المحتوي|اي محتوي).{0,80}
        (?:سياسة|بيان|اشعار) (?:ال)?(?:خصوصية|استخدام|ملفات|الكوكيز|التعليق|تحرير)(?: .{0,40})?
        الخصوصية
        (?:شروط|اتفاقية|قواعد) (?:ال)?(?:استخدام|خدمة|نشر|تعليق|خصوصية|مشاركة)(?: .{0,40})?
        (?:الاحكام والشروط|الشروط والاحكام|شروط واحكام)
        (?:اعلن (?:معنا|لدينا)|الاعلان معنا|للاعلان.{0,30})
        خريطة (?:ال)?موقع
        (?:الوظائف|وظائف شاغرة|فرص عمل)
        (?:فريق (?:ال)?(?:عمل|تحرير)|هيئة التحرير)
        عن (?:ال)?(?:موقع|قناة|صحيفة|وكالة|شبكة|جريدة|مؤسسة|بوابة)(?: \S{1,20})?
        (?:ل)?لتواصل(?: معنا)?
        (?:خدمة|خدمات) (?:ال)?rss
        (?:اتصلوا بنا|بيانات الاتصال|روابط مهمة|دليل القناة|شبكتنا|البوابة الوطنية|البيانات المفتوحة)
        ترددات? (?:ال)?(?:قناة|بث|قنوات)(?: .{0,30})?
        تاسست (?:عام|سنة) \d{4}
        privacy(?: (?:policy|notice|statement|center|centre|settings|& cookies|and cookies|hub).{0,30})?
        terms(?: (?:of|and|&) .{0,30})?
        (?:conditions of use|cookies? (?:policy|settings|notice)|cookies)
        advertise(?: with us)?
        (?:site ?map|jobs|foia|usa\.gov|imprint|legal|legal notice|disclaimer|no fear act|white house|inspector general|corrections?)
        office of (?:the )?inspector general
        (?:work (?:for|with) us|accessibility.{0,25}|site (?:index|policies|map))
        do not sell .{0,50}
        (?:editorial (?:policy|guidelines|standards)|code of ethics).{0,20}
        (?:our (?:team|mission|values|apps)|masthead|press (?:office|contacts?)|external links|plain (?:writing|language).{0,20}|web policy)
        about (?:the site|our .{2,30}|reuters|ap|bbc|us)
        contact (?:the site|us|us .{0,20})
        (?:powered|designed|developed|hosted) by .{0,40}
        community platform by .{0,20}
        (?:تم )?(?:تصميم|برمجة|تطوير|بدعم من)(?:ه)?(?: و(?:تصميم|برمجة|تطوير|تنفيذ|صيانته|صيانة))? .{0,40}
        .{0,30}applic?ation icons
        رئيس مجلس(?:ي)? (?:ال)?ادارة(?: .{0,40})?
        رئيس التحرير(?: المسؤول)?(?: .{0,30})?
        مدير (?:ال)?(?:تحرير|موقع)(?: .{0,30})?
        .{0,60}(?:تعبر|تمثل) (?:الا )?عن (?:راي|اراء|وجهة نظر) .{0,120}
        الاراء الواردة .{0,120}
        .{0,40}\b(?:views|opinions) expressed .{0,200}
        (?:[\w.'’-]+ ){1,5}is (?:produced|published) by .{3,200}
        (?!زعم|ادعي|نشر|قال|ذكر|كشف|افاد|اورد|اعلن|حجب|اغلق|اطلق|انشا)\S+(?: \S+){0,3}،? (?:موقع|منصة|صحيفة|جريدة|بوابة|شبكة|قناة) (?:اخباري|اخبارية|الكتروني|الكترونية|عربي|عربية|يومية) .{0,450}
        [\w ]{2,40} is an? (?:\w+ ){0,3}(?:media|news|satellite|broadcaster|newspaper|website|magazine)\b.{0,250}
        بدعم من .{0,30}
    """),  # noqa: E501
    "caption": _pattern(r"""
        (?:صدر الصورة|مصدر الصورة|التعليق علي الصورة|(?:وصف|تعليق|شرح|نص) (?:ال)?(?:صورة|فيديو)|image (?:source|caption)|(?:media|video|figure) caption).{0,220}
        (?:صورة|الصورة|صور|photo|image|picture|file|file photo|file picture|تصوير|عدسة)(?: (?:من|by|credit|courtesy))? ?[:–—-] ?.{1,220}
        (?:صورة|صور|لقطة|مشهد|رسم) (?:ارشيفية|تعبيرية|توضيحية|من الارشيف|ارشيف|متداولة|نشرتها|وزعتها|بثتها|جوية|عامة).{0,100}
        (?:photo|image|graphic|photograph|picture)s? ?(?:credit ?:?|courtesy|by|via|:) ?.{1,120}
        (?:credit|courtesy) ?: ?.{1,120}
        .{5,200} ?[|/(–—-] ?(?:تصوير|عدسة|صورة|photo|photograph)(?: by| courtesy)? ?[:.] ?.{2,60}
        صورة من .{2,60}
        .{8,200}\s[-–—|/(]\s*(?:من ال)?(?:ارشيف|ارشيفية|تعبيرية)\W*
        (?:file photo|file picture).{0,200}
        photo/ill?u?s?trations? .{5,300}
        .{8,300}\s© ?.{2,40}
        item \d+ of \d+ .{0,260}
        \d+ (?:of|من) \d+ ?[|:–-] ?.{10,420}
        \d+/\d+\] ?.{10,300}
        .{20,300}\breuters/.{3,80}
        .{15,300}[.!] ?(?:photo |image )?credit ?: ?.{2,60}
        .{15,300}[.(] ?صورة (?:من|حصلت|وزعت|التقطت|بتاريخ|ل).{2,200}
        [^a-z]{8,300} [a-z][a-z .'-]{1,30} ?/ ?[a-z][a-z .'-]{1,40}
        (?:ارشيف|ارشيفية|من الارشيف|صورة|شعار الموقع)
        .{0,4}getty images.{0,20}
        (?:ap|afp|reuters|dod|nato|navy|army) (?:photo|image)s?.{0,60}
        (?:epa|afp|reuters|getty images|ap|pa media|anadolu) .{5,140}(?:epa|afp|reuters|getty images|pa media|anadolu)
        جانب من (?:\S+ ?){1,14}
        صورة (?:تجمع|تظهر|لل?\S+|من|ل) .{3,120}
        view image.{0,40}
        (?:صورة|image|photo)? ?\d+ (?:من|of) \d+
        (?:تكبير الصورة|عرض الصور|more photos|photo details|download (?:full )?(?:image|photo)).{0,40}
        \S+\.(?:jpe?g|png|gif|webp|pdf)
    """),  # noqa: E501
    "related": _pattern(r"""
        (?:اقرا|اقرئي|اقراوا|اقرؤوا|طالع|طالعوا|شاهد|شاهدوا|انظر|اطلع)(?:وا)? ?(?:ايضا|كذلك|المزيد)? ?[:|«»/–—-] ?.{3,200}
        (?:اقرا|اقرئي|اقراوا|اقرؤوا|طالع|طالعوا|شاهد|شاهدوا)(?:وا)? (?:ايضا|كذلك) .{3,160}
        للمزيد ?[:|/–—-]+ ?.{5,180}
        (?:للمزيد|لمزيد|خبر ذو صلة|ذات صلة|قد يهمك(?: ايضا)?|بالفيديو|فيديو|مادة ذات صلة|مقال ذو صلة) ?[:|…–—-]+ ?.{5,180}
        (?:لقراءة|لمشاهدة|لمتابعة|للاطلاع علي) (?:ال)?(?:مزيد|اخبار|تفاصيل|مقال|فيديو|نص|خبر).{0,90}
        المزيد (?:من|عن|حول|في) .{1,40}
        (?:read|see|watch|listen|read more|see also|read also|also read|related|more|more on this|must read|don'?t miss|explore|watch now|video)(?: (?:more|also|on|next|here|now))? ?[:|»] ?.{3,200}
        read (?:more|the full|next|also)(?: .{0,100})?
        read about our .{0,50}
        المزيد ?[:|] ?.{5,160}
        (?:find|see|follow|read|visit|get) .{3,110} (?:at|on|here) ?:? ?(?:https?://|www\.)\S+
        explore more .{3,60}
        continue reading.{0,30}
        (?:learn|find out) more.{0,60}
        more (?:on|from|in|about) .{1,40}
        live(?: updates?| blog| coverage)? ?[:|] ?.{5,120}
        list \d+ of \d+ ?.{0,200}
        end of (?:list|.{0,12}(?:podcast|post|video|tweet|recommend).{0,30})
        .{2,40} نهاية
        references
        \d+\. https?://\S+
    """),  # noqa: E501
    "breaking": _pattern(r"""
        (?:عاجل|خبر عاجل|بلاغ عاجل|breaking|breaking news|just in)(?: عاجل)? ?[:|/–—-] ?.{5,220}
    """),
    "trending": _pattern(r"""
        trending ?: ?.{3,80}
    """),
    "comments": _pattern(r"""
        (?:شروط|ضوابط|قواعد) (?:ال)?(?:تعليق|نشر التعليقات).{0,30}
        \d+ (?:ال)?تعليق(?:ات)?
        (?:لا توجد|لا يوجد|بدون) (?:اي )?(?:ال)?تعليق(?:ات)?
        كن اول من يعلق.{0,20}
        \d+ comments?
        comments are closed.{0,20}
        facebook comments
        no comments.{0,20}
        view (?:all )?comments?.{0,20}
        be the first to .{0,40}
        (?:login|log in|sign in) to (?:comment|leave|post).{0,40}
        your email address will not .{0,80}
        required fields are .{0,30}
        لن يتم نشر عنوان بريدك.{0,90}
        الحقول الالزامية.{0,40}
        التعليقات (?:المنشورة|مغلقة|مقفلة|لا تعبر|الواردة).{0,120}
        (?:قم ب|يجب )?تسجيل الدخول (?:ل|او).{0,60}
        اختر قسما لقراءته
    """),
    "credit": _pattern(r"""
        (?:شارك|ساهم|اسهم)(?:ت|وا)? في (?:اعداد|كتابة|تغطية|انجاز) (?:هذا |هذه )?(?:ال)?(?:تقرير|تحقيق|مادة|مقال|خبر|قصة)\b.{0,100}
        \(?(?:reporting|writing|additional reporting|editing|compiled) by .{3,200}
        the post .{3,160} appeared first on .{3,60}
        (?:[\w.'’-]+,? ){1,8}(?:reported|contributed) (?:from|to this|reporting) .{2,120}
        (?:نشر|نشرت|posted|published|filed) (?:في|in|بواسطة|by) .{2,60}(?:الموسوم|بواسطة|tagged|by|في) .{2,160}
        (?:عرض|view) (?:كل|جميع|all) (?:ال)?(?:مقالات|تدوينات|posts) .{0,60}
        our standards:? .{0,80}
        معاييرنا.{0,60}
        (?:the )?thomson reuters trust principles.{0,20}
        \(?(?:اعداد|تغطية صحفية|شارك في (?:التغطية|الاعداد)|تحرير|كتابة) ?:? ?.{2,60}(?:للنشرة العربية|[-–—/] ?(?:تحرير|اعداد|ترجمة|مراجعة)).{0,80}
        \W*(?:النهاية|انتهي|انتهي الخبر|ends?|30)\W*
        (?:this|the) (?:article|story|report) (?:was )?(?:originally |first )?(?:appeared|published|produced) .{0,140}
        (?:ترجمة|نقلا عن|نقل عن) ?[:–-] ?.{2,60}
        \S{1,6}\.\S{1,3} ?/ ?\S{1,6}\.\S{1,3}(?: \(.{2,60}\))?
        \d{14,}
    """),  # noqa: E501
}  # fmt: skip

# ── headers: the lines below belong to them until something else begins ──────────────────────────────────────────────

_OPENERS: dict[str, re.Pattern[str]] = {
    "notice": _pattern(r"""
        (?:تخط|تخطي|skip) (?!الي |to |وشاهد).{3,60}
        list of \d+ items?
    """),
    "related": _pattern(r"""
        (?:اقرا|اقرئي|اقراوا|اقرؤوا|طالع|طالعوا|شاهد|شاهدوا|انظر|اطلع)(?:وا)? (?:ايضا|كذلك|المزيد|في الموقع|هنا)(?: (?:علي|في|من|حول) .{1,40})?
        (?:مواضيع|موضوعات|اخبار|مقالات|تقارير|مواد|قصص|روابط|محتوي|محتويات|عناوين|فيديوهات|ملفات) (?:ذات (?:ال)?صلة|ذات علاقة|متعلقة|مرتبطة|مشابهة|مماثلة|اخري|قد تهمك|تهمك|مختارة|مقترحة)
        (?:ال)(?:اخبار|مواضيع|موضوعات|مقالات|مواد) (?:ذات (?:ال)?صلة|المتعلقة|المرتبطة|المشابهة|المماثلة)
        (?:ذات|ذو) صلة
        (?:ربما|قد) (?:يعجبك|يهمك|تهمك|يعجبكم|يهمكم|تعجبك|تهمكم)(?: ايضا| هذا)?(?: .{0,20})?
        المزيد (?:من|في|حول|عن)(?: .{1,35})?
        (?:موضوع|موضوعات|مواضيع|خبر|اخبار) (?:قد )?(?:يهمك|تهمك|يهمكم|تهمكم)
        (?:في هذا القسم|في نفس القسم|من نفس القسم|علي نفس الموضوع|حول نفس الموضوع|نفس الموضوع)
        (?:اخبار|مقالات|موضوعات) من (?:نفس )?(?:ال)?(?:قسم|كاتب).{0,15}
        (?:للكاتب ايضا|مقالات (?:اخري )?للكاتب|مقالات الكاتب|المقترح|مقترحات|اعمدة)
        related(?: (?:news|stories|story|articles?|topics?|content|coverage|posts?|links?|reading|videos?))?
        read (?:more|next|also|on)
        see also
        (?:check )?also(?: (?:read|see))?
        more (?:on this(?: story)?|like this|stories|news|coverage)
        more (?:from|in|about) .{1,40}
        you (?:may|might) (?:also )?(?:like|be interested in|have missed).{0,15}
        recommended(?: (?:for you|stories|reading|articles|videos))?
        (?:don'?t miss|up next|keep reading|further reading|what to read next|in case you missed it|around the web|continue reading)
        (?:explore (?:more|further)(?: articles)?|from our (?:partners?|sponsors?)|elsewhere on).{0,20}
        (?:editor'?s'?|our|staff) (?:picks?|choice)
        featured (?:articles|stories|content|news|links)
        similar (?:articles|news|stories|threads)
        (?:stories you may like|next (?:article|story|up)|top picks|other news|more releases)
        مواضيع مشابهة
    """),  # noqa: E501
    "trending": _pattern(r"""
        (?:ال)?اكثر (?:قراءة|مشاهدة|تداولا|تعليقا|مشاركة|شعبية|شيوعا|تفاعلا|زيارة|رواجا|اهتماما|متابعة|قراءه)(?: .{0,25})?
        (?:الرائج|الرائجة|رائج|تريند|ترند|تريندنج)(?: .{0,20})?
        (?:اخر|احدث) (?:ال)?(?:اخبار|مقالات|مواضيع|مستجدات|عناوين|انباء|فيديوهات)(?: .{0,20})?
        (?:اهم|ابرز) (?:ال)?(?:اخبار|مقالات|مواضيع|موضوعات|عناوين)(?: .{0,15})?
        شريط (?:ال)?(?:اخبار|انباء)
        (?:اخبار|صور) ساخنة
        (?:مختارات|اختيارات (?:القراء|المحررين|المحرر)|اخترنا لكم?|لا يفوتك|لا تفوتك?|نرشح لك|رشحنا لك|حديث الساعة|موضوع الساعة)(?: .{0,20})?
        (?:يقر\S{1,4} الان|يشاهدون الان|الزوار يتصفحون).{0,20}
        قصص (?:مقترحة|رئيسية|مختارة)
        (?:اليوم السابع )?trending(?: \S+){0,2}
        (?:the )?most (?:read|viewed|popular|shared|commented|watched|recent)(?: .{0,25})?
        top (?:stories|news|headlines|videos)(?: .{0,15})?
        latest (?:news|stories|updates|headlines|videos|articles|posts|in .{1,25}|from .{1,25})
        popular(?: (?:now|posts|stories|articles|in .{1,20}))?
        (?:hot topics?|recent (?:posts|articles|news|stories)|what'?s trending|must reads?|coverage)
    """),  # noqa: E501
    "breaking": _pattern(r"""
        عاجل
        (?:ال)?(?:خبر|اخبار|انباء) (?:ال)?عاجل[ةه]?
        breaking(?: news)?
        (?:news ticker|ticker|اخر الدقائق|live|مباشر)
    """),
    "tags": _pattern(r"""
        (?:ال)?كلمات (?:ال)?(?:مفتاحية|دلالية|دالة|دليلية|استدلالية|مفاتيح|رئيسية)(?:[ :].{0,140})?
        (?:ال)?وسوم(?:[ :].{0,140})?
        (?:تاغات|التاغات|هاشتاغ|هاشتاغات|دلالات)
        (?:ال)?(?:مواضيع|علامات)(?: ?:.{0,140})?
        (?:ال)?مواضيع (?:القصة|المقال|الخبر|ذات العلاقة)
        tags?(?: ?:.{0,160})?
        (?:suggested |related |explore )?topics?(?: ?:.{0,140})?
        keywords?(?: ?:.{0,160})?
        filed under.{0,140}
        in this (?:story|article)
        (?:posted in|categories|category) ?:.{0,120}
        (?:التصنيفات|القسم) ?:.{0,60}
        في هذا المقال
    """),
    "comments": _pattern(r"""
        (?:ال)?تعليقات(?: (?:ال)?(?:قراء|زوار|فيسبوك|مستخدمين|علي الموضوع|علي الخبر))?(?: ?[(:]? ?\d+ ?\)?)?
        (?:اضف|اترك|اكتب|ضع|شاركنا) (?:تعليق(?:ا|ك)?|ردا?|راي(?:ك|ا)?)(?: .{0,40})?
        (?:الردود|المناقشات|ارا?ء القراء)
        comments?(?: ?\(?\d+\)?)?
        leave a (?:reply|comment).{0,20}
        join the (?:conversation|discussion).{0,20}
        (?:post a comment|reader comments|discussion|conversation).{0,12}
        (?:\d+|one|راي واحد|رايان|اراء|ردان|تعليقان)(?: \S+)? ?(?:thoughts?|responses?|repl(?:y|ies)|اراء|ردود|تعليقات|علي|حول|on|to) .{0,20}[“"«].{3,200}
    """),  # noqa: E501
    "byline": _pattern(r"""
        (?:نبذة )?(?:عن|حول) (?:ال)?(?:كاتب|كاتبة|مؤلف|مراسل|مراسلة|محرر)
        about the (?:authors?|writers?|reporters?)
        (?:the authors?|author bio)
    """),
}  # fmt: skip

_PROOF = {
    "share": 2, "notice": 2, "ad": 1, "footer": 2, "trending": 2, "related": 2, "comments": 2, "breaking": 1, "tags": 1,
    "timestamp": 1, "caption": 0, "credit": 0, "byline": 0, "menu": 1,
}  # fmt: skip
_SAID_ELSEWHERE_TOO = word_table("""
    coverage, discussion, conversation, topic, topics, مواضيع, المواضيع, العلامات, علامات, المناقشات, الردود,
    دلالات, في هذا المقال, عاجل, references, متابعة, tags, keywords, كلمات مفتاحية, الكلمات المفتاحية, الخصوصية,
    corrections, legal, disclaimer, خط, صورة, موافق, رفض, قبول, موافقة, السابق, التالي, next, previous, ok,
    more, list, الوظائف, hiring, comments, comment, recommended, popular, terms, privacy, اعلان, الاعلان, رئيس,
    التحرير, مشاركة, المشاركة, print, mail, email, line, link, copy, save, حفظ, بريد, طباعة, البريد الالكتروني,
    related, live, x, i, l, es, de, ar, en, fr, tr, ru, العربية, english, tt, share, رابط, المقترح, مقترحات,
    تعليقات, التعليقات, further reading, keyword, tag, related links
""")
"""Wordings that a report, a form or a letter uses as well: no proof of a page."""

_DATE_SHAPE = re.compile(
    r"\d{1,4}(?:[/.:\-]\d{1,4}){0,5}(?:st|nd|rd|th|am|pm|z|h|ص|م|ه|ت)?|t?\d\d:\d\d(?::\d\d)?z?|\d{8,14}(?:am|pm)?|\d{1,2}(?:am|pm)"
)
LONGEST = 480
"""Longer lines, in characters, are text whatever they begin with."""
_CLOCK_TIME = re.compile(r"\b\d?\d:\d\d\b.*\d{4}|\d{4}.*\b\d?\d:\d\d\b")
"""A letter has a date; only a page has the minute too."""
_GLUED = re.compile(r"((?:19|20)\d\d|[\dm])((?:\d?\d:\d\d)|updated|published|اخر|نشر)|([^\W\d_]{3,})(?=\d\d? )")
_STAMPED = re.compile(r"اخر تحديث|نشر في|تاريخ النشر|updated|posted|published|\b\d?\d:\d\d\b")
_TOKEN = re.compile(r"[^\s،,|()\[\]–—/«»\"“”·•؛;ـ\u200e\u200f]+")
_BETWEEN = re.compile(r"\s*[|/›»>،,•·+–—]\s*|\s-\s|\s{2,}|\t|&")
_PHOTO_TAIL = re.compile(
    r".{8,420}[(\[](?:[^()\[\]]{0,60}\b)?"
    r"(?:photos?|images?|courtesy|handout|file|الصورة|صورة|صور|تصوير|ارشيف|ارشيفية|getty images?)\b"
    r"[^()\[\]]{0,70}[)\]]\W*"
)
_LAST_BRACKETS = re.compile(r".{8,420}[\s.][(\[]([^()\[\]]{2,50})[)\]]\W*")
_LAST_SLASH = re.compile(r".{8,200}\s[|/©–—-]\s*(?:©\s*)?([^|/©()]{2,40}?)\W*")
_BYLINE = _pattern(r"""
    (?:written |reported )?by (?:[^.!?؟\s]+ ?){1,9}(?: on .{6,40})?
    (?:كتب|كتبت|كتبه|كتبها|بقلم|نص) ?[:/|–—-] ?.{2,80}
    (?:اعداد|تحرير|ترجمة|تقرير|حوار|حاوره|حاورته|اجري الحوار|تصوير|متابعة|تغطية|محرر|المحرر|مراسل|مراسلنا)(?: [^:]{0,14})? ?[:/|–—-] ?.{2,80}
    (?:بواسطة|نشر بواسطة|المصدر|المصادر|مصدر|source|sources|author|authors|editor|reporter|الكاتب|خاص|الناشر|رصد|بادئ الموضوع)(?: [^:]{0,14})? ?[:/|–—-] ?.{2,80}
    (?:كتب|كتبت|بقلم|اعداد|تحرير) (?:\S+ ?){2,4}
    بقلم (?:\S+ ?){5,8}
    (?:\S+ ){1,6}و(?:ال)?وكالات(?: (?:ال)?انباء)?
    (?:المصدر|المصادر|sources?)(?: .{2,40})?
    من \S+ [^\s؟?]+(?: و\S+ \S+(?: \S+)?){0,3}
    [^:]{2,30} ?[-–—/|] ?(?:مراسل|مراسلة|مراسلنا|موفد|correspondent|staff writer|وكالات|خاص)(?:ن?ا? .{0,30})?
    [^:]{2,30} ?[-–—/|] ?مكتب \S{3,15}
    (?:[\w.']+ ){1,4}(?:staff writer|staff reporter|senior correspondent|chief correspondent|correspondent|news desk)
    (?:\S+ ){0,4}(?:reporter|correspondent|editor|محرر|مراسل|مراسلة)
    reporting from (?:\S+ ?){1,4}
    @\w{2,30}
    (?:[\w.'’-]+ ){1,5}(?:is|was) (?:an? |the |our )?.{0,70}\b(?:reporter|correspondent|editor|journalist|columnist|contributor|writer)\b.{0,160}
    (?:[\w.'’-]+ ){1,5}(?:reports|writes|covers) (?:on|for|about|from) .{3,110}
    (?:[\w.'’-]+ ){1,5}(?:covers|covered) .{3,110} (?:for|at) .{2,60}
    about (?!the |this |that |a |an |our |half |one |two )(?:[\w.'’-]+ ?){2,4}
    (?:newsroom|web ?desk|staff|editorial team|فريق التحرير|قسم (?:الاخبار|التحرير|المتابعة)|غرفة الاخبار|هيئة التحرير)
    [\w.+-]+@[\w-]+\.\w+
    \W*(?:كاتب|كاتبة|باحث|باحثة|صحفي|صحافي|صحفية|صحافية|اكاديمي|اكاديمية|محلل|خبير|دبلوماسي|وزير سابق|سفير سابق)(?: \S+){1,16}
""")  # noqa: E501
_TICKER = re.compile(
    r"[^\w]*(?:[^\d.!?؟]{0,24}?[-+]?\d[\d.,:]* ?"
    r"(?:%|°|درجة|دولار|ريال|جنيه|درهم|دينار|usd|eur|sar|c|f|℃|kb|mb)?[^\w]*){1,8}"
)
_BREADCRUMB = re.compile(r"home(?: : [^:]{2,40}){2,}|(?:الرئيسية|الصفحة الرئيسية|home|homepage)\s*[/›»>|\\–—-].{2,200}")
_HASHTAGS = re.compile(r"(?:#\S+(?: \S+){0,3}[\s،,|]*)+")


def cue(said: str) -> Cue | None:
    """What a line (in `key` form) says it is, or None for a line that may be text.

    >>> cue(key("الأكثر قراءة")), cue(key("شارك وزير الدفاع في الاجتماع مع نظيره."))
    (Cue(reason='trending', opens=True, proof=2), None)
    """
    return _cue(said) if len(said) <= LONGEST else None


@lru_cache(maxsize=4096)
def _cue(said: str) -> Cue | None:
    if not any(ch.isalnum() for ch in said):
        return Cue("menu", proof=0)
    found = _worded(said) or _attribution(said) or _controlled(said)
    if found is not None and said in _SAID_ELSEWHERE_TOO:
        return Cue(found.reason, found.opens, proof=0)
    return found


def _controlled(said: str) -> Cue | None:
    """Of the words of controls only; a header of other stories opens their list."""
    reason = control(said)
    words = len(said.split())
    return Cue(reason, opens=reason == "related" and words > 1, proof=int(words > 1)) if reason else None


def _worded(said: str) -> Cue | None:
    for reason, pattern in _OPENERS.items():
        if pattern.fullmatch(said):
            return Cue(reason, opens=True, proof=_PROOF[reason])
    words = said.split()
    if _made_of(said, _SITE):
        return Cue("menu")
    if (
        _made_of(said, _PARTS)
        or (len(words) > 1 and all(word in _PARTS for word in words))
        or _BREADCRUMB.fullmatch(said)
    ):
        return Cue("menu", proof=1 if _BREADCRUMB.fullmatch(said) else 0)
    social = sum(word in _BUTTONS for word in words)
    if _made_of(said, _SOCIAL) or social == len(words) or (social >= 3 and social >= 0.5 * len(words)):
        return Cue("share", proof=2)
    if _is_timestamp(said):
        return Cue("timestamp", proof=1 if _CLOCK_TIME.search(said) else 0)
    if _is_dated_label(said):
        return Cue("byline", proof=0)
    for reason, pattern in _LINES.items():
        if pattern.fullmatch(said):
            return Cue(reason, proof=_PROOF[reason])
    return None


def _made_of(said: str, parts: frozenset[str]) -> bool:
    """Is the line nothing but such parts, one after the other?"""
    if said in parts or all(piece in parts for piece in said.split(" و")):
        return True
    pieces = [piece.strip() for piece in _BETWEEN.split(said) if piece.strip()]
    return len(pieces) > 1 and all(piece in parts for piece in pieces)


def _is_timestamp(said: str) -> bool:
    """Dates, times and the words around them, and next to nothing else.

    >>> _is_timestamp("اخر تحديث 12 مايو 2024 14:05"), _is_timestamp("في 12 مايو 2024 وقعت الدولتان اتفاقية")
    (True, False)
    """
    tokens = [token.strip(".:-+*") for token in _TOKEN.findall(_GLUED.sub(_parted, said))]
    tokens = [token for token in tokens if token]
    if not tokens or len(tokens) > 20:
        return False
    shaped = [bool(_DATE_SHAPE.fullmatch(token)) for token in tokens]
    relative = any(token in {"منذ", "قبل", "ago"} for token in tokens)
    named = any(token in _CALENDAR for token in tokens)
    if not (named or relative or re.search(r"\d[/.:-]\d", said)) or not (any(shaped) or relative):
        return False
    strange = 0
    for at, token in enumerate(tokens):
        known = (
            shaped[at]
            or token in _CALENDAR
            or token in _CLOCK
            or token in _AGENCIES
            or (at > 0 and tokens[at - 1] in _PLACE_AFTER)
        )
        strange += not known
    dated = re.match(r"(?:تم )?(?:ال)?(?:نشر|اخر تحديث|تحديث|تاريخ|published|updated|last|posted)", said)
    stamped = strange <= 4 and len(tokens) >= 2 * strange and _STAMPED.search(said)
    whole = re.match(r"\S+ \d{1,2} \S+ \d{4}\b", said) and tokens[0] in _CALENDAR and tokens[2] in _CALENDAR
    few = strange <= (2 if dated or whole else 0) or (strange <= 3 and len(tokens) >= 4 * strange)
    return bool(few or stamped)


def _parted(glued: re.Match[str]) -> str:
    """A date that lost the space before or after it: "20259:42" → "2025 9:42"."""
    return f"{glued[3]} " if glued[3] else f"{glued[1]} {glued[2]}"


def _is_dated_label(said: str) -> bool:
    """A date with a name, a place or a rubric beside it: "طارق يونس | 2 ديسمبر 2024"."""
    pieces = [piece.strip(" ()") for piece in re.split(r"\s*\|\s*|\s+[-–—]\s+", said) if piece.strip(" ()")]
    dated = [_is_timestamp(piece) for piece in pieces]
    others = [piece for piece, is_date in zip(pieces, dated, strict=True) if not is_date]
    return any(dated) and 0 < len(others) <= 2 and all(len(piece.split()) <= 4 for piece in others)


def _attribution(said: str) -> Cue | None:
    """Names and agencies: who wrote it, who took the picture; or an address, or the numbers of a ticker."""
    if re.fullmatch(r"(?:https?://|www\.)\S+(?:\s+\d+/\d+)?|[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|cn|example)", said):
        return Cue("menu")
    if _HASHTAGS.fullmatch(said):
        return Cue("tags")
    if len(said) <= 60 and _made_of(said, _AGENCIES):
        return Cue("byline", proof=0)
    if len(said) <= 60 and _mostly_agency(said):
        return Cue("byline", proof=0)
    if len(said) <= 240 and _BYLINE.fullmatch(said):
        return Cue("byline", proof=0)
    if _PHOTO_TAIL.fullmatch(said) or _ends_in_agency(said):
        return Cue("caption", proof=0)
    words = said.split()
    if 1 < len(words) <= 6 and all(word.isdigit() or word in _CLOCK for word in words):
        return Cue("timestamp", proof=0)
    if len(said) <= 100 and _TICKER.fullmatch(said) and sum(ch.isdigit() for ch in said) * 4 >= len(said):
        return Cue("menu", proof=0)
    return None


def _mostly_agency(said: str) -> bool:
    """A place or a name beside an agency: "دبي - العربية.نت", "القاهرة (د ب أ)"."""
    pieces = [
        piece.strip(" ()[]«»:.") for piece in re.split(r"\s*[|/:،,+–—()«»-]\s*", said) if piece.strip(" ()[]«»:.")
    ]
    known = [piece in _AGENCIES for piece in pieces]
    others = [piece for piece, agency in zip(pieces, known, strict=True) if not agency]
    return len(pieces) > 1 and any(known) and len(others) <= 2 and all(len(piece.split()) <= 3 for piece in others)


def _ends_in_agency(said: str) -> bool:
    """A caption names its agency last, in brackets or after a stroke."""
    bracketed = _LAST_BRACKETS.fullmatch(said + ")" if said.count("(") > said.count(")") else said)
    if bracketed and _names_agency(bracketed.group(1)):
        return True
    struck = _LAST_SLASH.fullmatch(said)
    return bool(struck and len(said.split()) <= 30 and _names_agency(struck.group(1)))


def _names_agency(credit: str) -> bool:
    pieces = [piece.strip() for piece in re.split(r"\s*[/،,:+–—-]\s*|(?:^|\s)via\s", credit) if piece.strip()]
    return bool(pieces) and (credit in _AGENCIES or any(piece in _AGENCIES for piece in pieces))
