"""The words that the controls of a page are made of: what `furniture` asks about short lines no wording of its matches.

Sites call their buttons and headers by ever new names, but make the names of few words: "أبلغ عن خطأ", "شاركنا رأيك في
التعليقات", "Read full story". A short line of nothing but such words, one of them a control's, is one. A word counts in
all its inflections: with article, conjunction and preposition before it, and a pronoun behind it.
"""

from __future__ import annotations

import re
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SHARE = _words("""
    شارك شاركي شاركوا مشاركة غرد غردوا تغريد تغريدة تويت ارسل ارسال اطبع طباعة انسخ نسخ احفظ حفظ مفضلة خط تكبير
    تصغير استمع استماع تابع تابعوا متابعة اشترك اشتركوا اشتراك انضم انضموا نزل تنزيل حمل تطبيق تطبيقات متجر تنبيهات
    اشعارات تفعيل اشعار باقة باقات اشتراكات متوفر ابق اطلاع تواصل تبرع ادعم واتساب فيسبوك تويتر تلغرام تليجرام
    انستغرام انستجرام يوتيوب لينكدان share shared tweet print printer bookmark follow subscribe join download app
    apps store google play appgallery pdf donate support whatsapp facebook twitter telegram instagram youtube
    linkedin email forward notifications alerts
""")
_COMMENTS = _words("""
    تعليق تعليقات علق يعلق اعجبني اعجاب رد ردود الغاء تبليغ بلغ ابلغ ابلاغ خطا اضف اكتب اترك راي رايك ارا مناقشة
    مناقشات معجب شكوي تصحيح صوت تصويت استطلاع استفتا نتائج reply replies comment comments commenting like likes
    liked dislike poll vote feedback report discuss closed error
""")
_RELATED = _words("""
    اقرا قرا اكمل قراءة مزيد تفاصيل متعلق متعلقة متعلقات صلة علاقة مرتبط مرتبطة شاهد مشاهدة مشابهة مماثلة يهمك تهمك
    يهمكم تهمكم يعجبك يعجبكم تعجبك مختارات مختارة مقترح مقترحة مقترحات نقترح ننصح نرشح ترشيحات اكتشف اعرف تعرف رائج
    احدث جديد يحدث تصفح تنقل سابق سابقة تالي تالية لاحق تحميل اظهار عرض read reading related continue discover
    explore learn more watch see latest newest trending popular recommended previous next older newer browse
    navigation post posts load show view
""")
_NOTICE = _words("""
    دخول تسجيل سجل خروج كلمة مرور سر مستخدم نسيت تذكرني حساب حسابي بريد بريدك الكتروني اسم اسمك بحث ابحث انتظار
    انتظر رجا ارسال نموذج حقول الزامية جاري لغة لغات اختر ترجم ترجمة تبديل وضع ليلي مظلم نهاري اغلاق اغلق فتح افتح
    قائمة قوائم جانبية تشغيل ايقاف كتم مشغل اتصل راسل اجعلنا تخط تخطي محتوي علوي خارطة خريطة شعار login logout log
    sign signin signup username password forgot remember account search results result submit loading loader wait
    language languages select translate toggle switch dark light mode menu sidebar close open play pause mute player
    skip content top query hide expand collapse cancel ad ads
""")
_CONTROLS = {"comments": _COMMENTS, "share": _SHARE, "notice": _NOTICE, "related": _RELATED}
_THINGS = _words("""
    رئيسية خبر اخبار مقال مقالة مقالات قصة قصص موضوع موضوعات مواضيع صفحة صفحات موقع رابط روابط كاتب مولف كتاب محرر
    قسم اقسام فيديو فيديوهات مقطع مقاطع مرفقات صور صورة البوم معرض ملف ملفات وسوم اوسمة هاشتاج هاشتاغ نشرة عدد قناة
    قنوات تقرير تقارير مادة article articles story stories page pages news video videos photo photos image link
    links author category tags tag newsletter website site section topic topics coverage
""")
_BETWEEN = _words("""
    هذا هذه ذلك ذات ذو في من علي عن الي حول عبر مع كل جميع كافة كامل كاملا هنا الان ايضا اخر اخري لك لكم معنا لنا
    بنا نحن نفس بعد قبل و او ثم لا تفوت ليصلك لتصلك لمتابعة المزيد اكثر اهم مدة ليست لا توجد يوجد مدار ساعة حجم نص
    نصي صديق ابرز قد ربما اصلي زر ذهاب عودة اعلي انت ساهم هام هامة سريعة the this that these to for on of your you a
    an all in by from here now us our and or with via no at about full it add be first most is are
""")
_BEFORE = re.compile(r"^[وف]?(?:بال|كال|لل|ال|ل|ب|ك)?")
_BEHIND = re.compile(r"(?:نا|كم|ها|ه|ك|وا|ي)$")
_LONGEST = 8


def control(said: str) -> str:
    """The reason for a line made of the words of controls only, or nothing; `said` in the form of `furniture.key`.

    >>> control("ابلغ عن خطا"), control("خطا في التقدير")
    ('comments', '')
    """
    words = re.findall(r"[^\W_]+", said)
    if not 0 < len(words) <= _LONGEST or (said[-1:] in ".؟?" and len(words) > 3):
        return ""
    kinds = [_kind(word) for word in words]
    if not all(kinds):
        return ""
    return next((reason for reason in _CONTROLS if reason in kinds), "related" if _names_thing(kinds) else "")


def _names_thing(kinds: list[str]) -> bool:
    """ "About this story" heads something; a bare "news" or a bare number may be anything."""
    return "thing" in kinds and "between" in kinds and len(kinds) <= 4


@lru_cache(maxsize=4096)
def _kind(word: str) -> str:
    if word.isdigit():
        return "between"
    for form in _forms(word):
        for reason, table in _CONTROLS.items():
            if form in table:
                return reason
        if form in _THINGS:
            return "thing"
        if form in _BETWEEN:
            return "between"
    return ""


def _forms(word: str) -> list[str]:
    """The word, and what is left of it without what Arabic writes on to its front and end.

    >>> _forms("بصفحتكم")
    ['بصفحتكم', 'صفحتكم', 'بصفحت', 'صفحت', 'بصفحة', 'صفحة']
    """
    bare = _BEFORE.sub("", word)
    forms = [word, bare, _BEHIND.sub("", word), _BEHIND.sub("", bare)]
    forms += [form[:-1] + "ة" for form in forms[2:] if form.endswith("ت")]
    return [form for form in forms if len(form) > 1]
