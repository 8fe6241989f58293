"""What page furniture says, in Arabic and English: the vocabulary behind `clean`.

A line of a dumped web page often says itself what it is ("شارك القصة", "Most Read", "جميع الحقوق محفوظة"). The tables
here hold such wordings by reason; `clean` decides what follows from them. Every pattern must match a whole line, so an
article that merely begins with one of these words is left alone. Arabic pages carry English furniture and the other way
round, so both languages are always tried.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from muqabala.text.arabic import fold_key


@dataclass(frozen=True, slots=True)
class Cue:
    """What a line says about itself."""

    reason: str
    """menu, byline, timestamp, caption, related, trending, breaking, share, tags, comments, footer, notice, ad, credit."""
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
    plain = _NUMBERED_LINK.sub("", plain)
    return fold_key(plain).casefold().strip(_EDGES)


_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_NUMBERED_LINK = re.compile(r"\[\d+\]")
_EDGES = " \t:.،,|•·*–—-_=+>»«›‹<#▪■●◄►▶▼▲→←…/\\[]{}\"'“”!"

_SOCIAL = (
    "facebook|twitter|x|whatsapp|telegram|linkedin|pinterest|messenger|instagram|youtube|tiktok|rss|flipboard|reddit|"
    "viber|snapchat|threads|tumblr|soundcloud|bluesky|email|e-mail|mail|print|copy|link|sms|line|wechat|weibo|google|news|"
    "فيسبوك|فيس بوك|فايسبوك|تويتر|اكس|إكس|واتساب|واتس اب|واتس|تلغرام|تيليغرام|تليجرام|تيليجرام|تلجرام|انستغرام|انستجرام|"
    "انستقرام|يوتيوب|لينكد|لينكدان|لينكد ان|لينكدإن|بنترست|ماسنجر|تيك توك|سناب شات|سناب|نبض|طباعة|بريد|ايميل|"
    "البريد الالكتروني|نسخ|رابط|نسخ الرابط|ثريدز|فليبورد"
)
_SITE_PARTS = (
    "الرئيسية|الصفحة الرئيسية|رئيسية|الاخبار|اخبار|سياسة|السياسة|سياسي|سياسية|اقتصاد|الاقتصاد|مال واعمال|مال|اعمال|رياضة|الرياضة|"
    "ثقافة|الثقافة|ثقافة وفن|ثقافة وفنون|فن|فنون|الفن|منوعات|المنوعات|متفرقات|صحة|الصحة|طب وصحة|تكنولوجيا|علوم|علوم وتكنولوجيا|"
    "تقنية|تكنولوجيا وعلوم|مجتمع|المجتمع|حوادث|الحوادث|محليات|محلي|المحليات|عربي|عربي ودولي|عربي وعالمي|عربية|دولي|دوليات|"
    "العالم|عالم|العالم العربي|الوطن العربي|الشرق الاوسط|شمال افريقيا|افريقيا|اسيا|اوروبا|امريكا|الامريكتان|الاميركيتان|الخليج|"
    "الخليج العربي|المغرب العربي|المشرق العربي|مصر|السعودية|الامارات|الاردن|لبنان|سوريا|العراق|اليمن|السودان|ليبيا|تونس|الجزائر|"
    "المغرب|فلسطين|قطر|الكويت|البحرين|عمان|تركيا|ايران|روسيا|الصين|"
    "راي|الراي|اراء|مقالات|المقالات|تحليلات|تحليل|تقارير|تقارير وتحليلات|تحقيقات|حوارات|مقابلات|ملفات|ملفات خاصة|كتاب|الكتاب|"
    "كاريكاتير|كاريكاتور|صور|فيديو|الفيديو|فيديوهات|بالصور|انفوغراف|انفوجراف|انفوغرافيك|بودكاست|برامج|البرامج|مرئيات|وسائط|"
    "البث المباشر|البث الحي|بث مباشر|مباشر|تلفزيون|راديو|اذاعة|المزيد|القائمة|قائمة|بحث|ابحث|البحث|بحث متقدم|اغلاق|تسجيل الدخول|"
    "تسجيل|دخول|انشاء حساب|حسابي|الاشتراك|اشترك|الارشيف|ارشيف|الاقسام|اقسام|كل الاقسام|من نحن|اتصل بنا|تواصل معنا|نسخة الجوال|"
    "الدفاع|دفاع|دفاع وامن|امن|الامن|امن ودفاع|عسكري|اخبار عسكرية|الجيوش|القوات البرية|القوات الجوية|القوات البحرية|سلاح|تسليح|"
    "الصناعات الدفاعية|المنتدى|المنتديات|مرئي|اخبار العالم|اخبار محلية|اخبار عربية|اخبار دولية|شؤون دولية|شئون دولية|اخبار عاجلة|"
    "سياحة|سياحة وسفر|سفر|سيارات|مراة|المراة|اسرة|اسلاميات|دين|بيئة|البيئة|مناخ|طقس|الطقس|تعليم|جامعات|قضاء|برلمان|انتخابات|"
    "عملات|العملات|ذهب|اسعار الذهب|بورصة|اسواق|طاقة|تغطيات|تغطية خاصة|حول العالم|لايف ستايل|ترفيه|نجوم|كرة القدم|"
    "home|homepage|news|politics|economy|business|sports?|culture|arts?|arts & culture|health|technology|tech|science|world|"
    "opinion|analysis|blogs?|features|videos?|photos|pictures|in pictures|galleries|gallery|live|tv|radio|podcasts?|"
    "programmes|programs|shows|explainers|africa|asia|asia-pacific|asia pacific|europe|americas|latin america|middle east|"
    "mena|us|usa|uk|us & canada|u\\.s|china|india|australia|iran|israel|ukraine|saudi arabia|uae|gulf|more|menu|search|close|"
    "login|log in|sign in|sign up|register|subscribe|account|my account|newsletters?|en|ar|fr|es|english|العربية|عربي|"
    "francais|français|español|русский|türkçe|deutsch|中文|فارسی|اردو|defen[cs]e|military|army|navy|air|land|naval|space|cyber|"
    "air force|marine corps|coast guard|space force|pentagon|congress|global|industry|weapons|air warfare|land warfare|"
    "naval warfare|networks|nuclear arsenal|unmanned|intel|policy|resources|careers|events|webcasts|white papers|multimedia|"
    "releases|transcripts|speeches|publications|contracts|today in dod|press briefings|newsroom|briefings|"
    "about|about us|contact|contact us|help|faq|lifestyle|entertainment|travel|weather|markets|investigations|climate|"
    "environment|education|society|sustainability|media|books|food|fashion|style|magazine|archive|archives|sections|all|latest|"
    "countries|what we do|organi[sz]ation|operations|partnerships|the secretary general|documents|nato members|go|ok|top|"
    "slogan|coverage|android|ios|infographs?|infographics|articles|newsfeed|miscellaneous|digital series"
)
_AGENCIES = (
    "رويترز|رويتر|الفرنسية|فرانس برس|ا ف ب|ا\\.ف\\.ب|افب|ا ب|اسوشيتد برس|اسوشيتدبرس|الاناضول|وكالة الاناضول|د ب ا|الالمانية|"
    "ا ش ا|ا\\.ش\\.ا|وام|واس|بترا|كونا|قنا|بنا|واج|وات|سانا|سبا|سبوتنيك|تاس|نوفوستي|انترفاكس|شينخوا|كيودو|يونهاب|ارنا|فارس|"
    "تسنيم|بلومبرغ|بلومبيرغ|سي ان ان|بي بي سي|غيتي|غيتي ايميجز|جيتي|جيتي ايميدجز|العربي|الجزيرة|الجزيرة نت|العربية|العربية نت|"
    "العربية\\.نت|الشرق الاوسط|الشرق|سكاي نيوز|سكاي نيوز عربية|اليوم السابع|وكالة|وكالات|الوكالات|وكالة الانباء|وكالات الانباء|"
    "الصحافة|الصحافة الفرنسية|مواقع|مواقع الكترونية|صحف|مواقع التواصل|مواقع التواصل الاجتماعي|"
    "reuters|afp|ap|associated press|the associated press|agencies|agence france-presse|epa|epa-efe|efe|dpa|tass|xinhua|"
    "kyodo|kyodo news|yonhap|anadolu|aa|wam|spa|bloomberg|upi|getty|getty images|agency|wires?|news agencies|shutterstock|"
    "afp via getty images|file|photos?|handout|stringer|pool"
)
_MONTHS = (
    "يناير|فبراير|مارس|ابريل|نيسان|مايو|ماي|ايار|يونيو|يونيه|حزيران|يوليو|يوليه|تموز|اغسطس|غشت|اب|سبتمبر|شتنبر|ايلول|اكتوبر|"
    "تشرين|الاول|الثاني|نوفمبر|نونبر|ديسمبر|دجنبر|كانون|شباط|اذار|جانفي|فيفري|افريل|جوان|جويلية|اوت|"
    "محرم|صفر|ربيع|جمادي|الاولي|الاخرة|الاخر|رجب|شعبان|رمضان|شوال|ذو|ذي|القعدة|الحجة|"
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_WEEKDAYS = (
    "السبت|الاحد|الاثنين|الاتنين|الثلاثاء|الثلاثا|الاربعاء|الاربعا|الخميس|الجمعة|"
    "saturday|sunday|monday|tuesday|wednesday|thursday|friday|sat|sun|mon|tues?|wed|thurs?|fri"
)
_CLOCK = (
    "am|pm|a\\.m|p\\.m|ص|م|ه|هـ|صباحا|مساء|ظهرا|عصرا|فجرا|gmt|utc|est|edt|et|bst|cet|ast|jst|kst|غرينتش|جرينتش|غرينيتش|جرينيتش|"
    "توقيت|بتوقيت|بالتوقيت|المحلي|مكة|المكرمة|القدس|القاهرة|ابوظبي|دبي|الرياض|بيروت|موسكو|لندن|الساعة|ساعة|ساعات|ساعتين|دقيقة|"
    "دقائق|دقيقتين|ثانية|ثوان|يوم|ايام|يومين|اسبوع|اسابيع|اسبوعين|شهر|اشهر|شهرين|سنة|سنوات|منذ|قبل|مضت|اخر|تحديث|التحديث|اخر تحديث|"
    "عدل|تعديل|نشر|نشرت|نشره|النشر|تاريخ|التاريخ|وقت|تم|في|يوم|الموافق|علي|من|و|ل|بواسطة|اضيف|كتب|حدث|حدثت|محدث|"
    "published|posted|updated|last|modified|first|on|at|date|ago|hours?|minutes?|mins?|days?|weeks?|months?|years?|seconds?|"
    "hrs?|h|an|a|time|release|local|of|created|issued|the|th|st|nd|rd|now|just|today|yesterday|امس|اليوم|الان"
)
_READING = (
    r"(?:مدة|وقت|زمن) (?:ال)?قراءة.{0,25}|قراءة (?:في )?\d+ (?:دقيقة|دقائق)|\d+ (?:دقيقة|دقائق|دقيقه)(?: (?:ل?ل?قراءة|قراءة))|"
    r"(?:دقيقة|دقيقتان|دقيقتين|اقل من دقيقة)(?: (?:ل?ل?قراءة|قراءة))?|\d+ ?-? ?min(?:ute)?s?(?: read)?|reading time.{0,20}|read time.{0,20}|"
    r"(?:est(?:imated)? )?read(?:ing)? time.{0,20}"
)

_LINES: dict[str, tuple[str, ...]] = {
    "share": (
        r"شارك(?:ها|ه|نا)?(?: (?:ال(?:قصة|مقال|مقالة|خبر|موضوع|مادة|تقرير|صفحة|فيديو|ان)|هذا .{1,15}|هذه .{1,15}|(?:علي|عبر|مع) .{1,40}|اصدقا.{1,10}))*",
        r"(?:مشارك[ةه]|المشارك[ةه]|مشاركات)(?: (?:علي|عبر|هذا|هذه|ال(?:خبر|مقال|مقالة|قصة|موضوع|تقرير|صفحة|رابط)|المادة|مع).{0,40})?(?: \d+)?",
        r"انشر(?: علي .{1,30})?|(?:تم )?نسخ (?:ال)?رابط(?: .{1,20})?|تم النسخ|طباعة(?: (?:ال)?(?:خبر|مقال|صفحة|مقالة))?|"
        r"ارسل(?: (?:ال)?(?:ي|خبر|مقال|صديق).{0,20})?|حفظ(?: (?:ال)?(?:مقال|خبر|موضوع))?|احفظ المقال.{0,20}|اضف الي المفضلة|"
        r"الرابط المختصر.{0,60}|رابط مختصر.{0,60}",
        r"share(?: (?:this|on|via|the|with|to|article|story|page|post|link|full article).{0,40})?|share \w+|copy (?:link|url).{0,20}|"
        r"link copied.{0,20}|print(?: this)?(?: (?:article|page|story))?|email (?:this|article|to).{0,25}|save(?: (?:article|story|for later))?|"
        r"send to.{0,15}|bookmark|gift (?:this )?article|tweet|pin it",
        r"[\d.,]+k? ?(?:shares?|views?|likes?|reads?|مشاهدة|مشاهدات|مشاركة|مشاركات|قراءة|قراءات|زيارة|اعجاب)|"
        r"(?:عدد )?(?:المشاهدات|القراءات|المشاركات|مشاهدات|مشاهدة|مشاركة|views?|shares?) ?:? ?[\d.,]+k?",
        r"a a|a\+ ?a-?|a ?- ?a ?\+?|aa|a\+|a-|ا ا|حجم الخط.{0,20}|(?:تكبير|تصغير)(?: (?:ال)?خط)?|font size.{0,15}|text size.{0,15}|خط|"
        r"(?:استمع|الاستماع)(?: (?:الي|ل).{0,30})?(?: ?\(?[\d:]+.{0,12}\)?)?|"
        r"استمع.{0,40}|listen(?: (?:to|now).{0,40})?(?: ?\(?[\d:]+.{0,12}\)?)?|play audio.{0,20}|"
        r"0?\d?\d:\d\d(?: ?/ ?0?\d?\d:\d\d)?|(?:حمل|تحميل) (?:ال)?(?:صوت|ملف).{0,20}|text to speech.{0,20}|"
        r"(?:اضف|اضافة|add|make) .{0,40}(?:جوجل|غوغل|google)(?: .{0,20})?|google news|"
        r"(?:نتيجة|صورة) ?بحث|وضع القراءة|الوضع الليلي|dark mode",
        r"(?:تابع(?:نا|ونا|و|وا)?|للمتابعة) (?:اخر|احدث|علي|عبر|موقع|صفحت|قنا|حساب|اخبار|كل|المزيد|القراءة|جريدة|صحيفة|تغطية|@).{0,110}|"
        r"تابع القراءة|تابعنا|تابعونا|متابعة|google news.{0,60}|"
        r"(?:للاشتراك|اشترك(?:وا)?|للانضمام|انضم(?:وا)?|انضموا) (?:الان|في|ب|الي|معنا|ل|علي|مجانا|بقنا).{0,140}|"
        r"(?:حمل|حملوا|نزل|لتحميل|تحميل) (?:الان )?(?:ال)?تطبيق.{0,90}|"
        r"follow (?:us|me|our|@|on|the|bbc|topics).{0,70}|follow|join (?:us|our|the conversation on).{0,90}|(?:get|download) (?:the|our) .{0,25}app\b.{0,60}|"
        r"like us.{0,30}|find us on.{0,50}|connect with us.{0,30}|"
        r".{0,40}(?:اضغط|انقر) (?:هنا|هن ا).{0,20}|click here.{0,60}",
    ),
    "notice": (
        r"(?:sign up|subscribe|get (?:our|the) (?:daily|weekly|latest|best|top)|enter your e-?mail|your e-?mail|stay (?:up to date|informed)).{0,160}|"
        r"newsletter.{0,60}|.{0,50}(?:straight )?to your inbox.{0,20}|by (?:signing|clicking|subscribing).{0,160}|"
        r"(?:النشرة|نشرتنا|نشرة) (?:البريدية|الاخبارية|اليومية|الاسبوعية).{0,120}|"
        r"(?:سجل|ادخل|ادخلوا|اكتب) (?:الان |بريدك|ايميلك|عنوان بريد).{0,120}|(?:ال)?بريد(?:ك)? (?:ال)?الكتروني.{0,20}|"
        r"لتصلك .{0,120}|ليصلك .{0,120}|احصل علي .{0,30}(?:نشرة|اخبار|تنبيهات|بريد).{0,80}|تفعيل (?:ال)?(?:اشعارات|تنبيهات).{0,40}",
        r".{0,200}(?:\bcookies\b|ملفات تعريف الارتباط|الكوكيز|ملفات الارتباط).{0,300}",
        r"(?:accept|reject|allow|agree|decline)(?: all| cookies| and close| & close)?|manage (?:preferences|settings|options|consent).{0,20}|i agree|got it|no thanks|"
        r"(?:قبول|رفض|موافق|اوافق|موافقة)(?: الكل| الجميع| علي الكل)?|ادارة (?:الخيارات|التفضيلات|الاعدادات)|(?:تغيير|اعدادات) الخصوصية|ضبط الاعدادات",
        r"skip to .{0,40}|jump to .{0,40}|(?:تخط|تخطي|انتقل|الانتقال|اذهب|تجاوز) (?:الي|ل).{0,50}|go to (?:main )?content|"
        r"(?:please )?enable javascript.{0,80}|.{0,40}javascript .{0,80}|your browser .{0,120}|متصفحك .{0,100}|لتفعيل .{0,60}|يرجي تفعيل .{0,60}|"
        r"toggle .{0,30}|open (?:menu|navigation|search|in app).{0,20}|close (?:menu|navigation|search|this).{0,20}|show (?:more|less|all|caption)|hide caption|"
        r"(?:اظهار|عرض|اخفاء|فتح|افتح) (?:ال)?(?:مزيد|كل|الكل|اقل|القائمة|قائمة|بحث).{0,20}|back to top|(?:العودة|عودة|ارجع) (?:الي|ل).{0,25}|loading|جار(?:ي)? التحميل|"
        r"(?:previous|next)(?: (?:article|post|story|slide|page))?.{0,8}|(?:السابق|التالي)|(?:المقال|الخبر|الموضوع) (?:السابق|التالي).{0,120}|refresh|تحديث تلقائي.{0,20}",
        r"an official website of the .{0,60}|here'?s how you know.{0,20}|official websites use \.(?:gov|mil).{0,30}|a \.(?:gov|mil) website belongs.{0,120}|"
        r"secure \.(?:gov|mil) websites use https.{0,30}|a lock \(.{0,180}|share sensitive information only.{0,80}|"
        r"(?:هذا )?موقع (?:رسمي|حكومي رسمي).{0,120}|روابط المواقع (?:الرسمية|الالكترونية الرسمية).{0,120}|(?:المواقع )?(?:الالكترونية )?الحكومية تستخدم.{0,120}|"
        r"كيف تتحقق.{0,30}|مسجل لدي هيئة.{0,80}",
        r"(?:تحقق من|راجع) بريدك.{0,80}|شكرا (?:لاشتراكك|علي اشتراكك|لتسجيلك).{0,60}|thank you for (?:signing|subscribing).{0,60}|"
        r"(?:we use|this (?:site|website) uses|نستخدم|يستخدم (?:هذا )?(?:ال)?موقع).{0,200}|you (?:are using|have \d+).{0,80}|"
        r"this (?:article|story|content) is (?:only )?(?:for|available to|reserved).{0,60}|already (?:a )?(?:subscriber|subscribed|member).{0,40}",
    ),
    "ad": (
        r"(?:ال)?اعلان(?:ات)?(?: (?:مدفوع[ةه]?|ممول|ممولة|تجاري))?|مساحة اعلانية|محتوي (?:ممول|مدفوع|برعاية).{0,40}|برعاية.{0,30}|يستمر .{0,20}بعد الاعلان|"
        r"advertisement.{0,40}|ads?|advertising|sponsored.{0,40}|ad feedback|story continues below.{0,30}|article continues.{0,40}|paid (?:content|partner).{0,30}|"
        r"promoted(?: (?:by|links)).{0,30}|remove ads|(?:ads|recommended) by .{0,20}|taboola|outbrain|promoted",
    ),
    "footer": (
        r".{0,60}(?:جميع|كل|كافة) ?(?:ال)?حقوق .{0,40}محفوظ[ةه].{0,80}|.{0,30}حقوق (?:النشر|الطبع|الملكية|التأليف|التاليف).{0,100}|.{0,30}(?:ال)?حقوق محفوظ[ةه].{0,80}|"
        r".{0,12}copyright.{0,140}|.{0,8}©.{0,140}|\(c\) ?(?:19|20)\d\d.{0,100}|.{0,90}all rights reserved.{0,60}|"
        r"(?:لا يجوز|يحظر|يمنع) (?:اعادة )?(?:نشر|نسخ|استخدام|اقتباس).{0,160}|material may not be.{0,120}|"
        r"the .{0,30}is not responsible for the content of external.{0,60}|.{0,30}غير مسؤول[ةه] عن (?:محتوي|المحتوي).{0,80}",
        r"(?:سياسة|بيان|اشعار) (?:ال)?(?:خصوصية|استخدام|ملفات|الكوكيز|التعليق|تحرير).{0,40}|الخصوصية|(?:شروط|اتفاقية|قواعد) (?:ال)?(?:استخدام|خدمة|نشر|تعليق|خصوصية|المشاركة).{0,40}|"
        r"(?:ال)?(?:شروط|احكام) و(?:ال)?(?:شروط|احكام)|الاحكام والشروط|الشروط والاحكام|اعلن (?:معنا|لدينا)|للاعلان.{0,30}|الاعلان معنا|خريطة (?:ال)?موقع|"
        r"(?:ال)?وظائف(?: شاغرة)?|فرص عمل|فريق (?:ال)?(?:عمل|تحرير)|هيئة التحرير|عن (?:ال)?(?:موقع|قناة|صحيفة|وكالة|شبكة|الجريدة|المؤسسة)(?: .{0,20})?|"
        r"(?:ل)?لتواصل(?: معنا)?.{0,30}|خدمة (?:ال)?rss|خدمات? (?:ال)?rss|اتصلوا بنا|بيانات الاتصال|ترددات (?:ال)?(?:قناة|البث).{0,20}|تردد .{0,30}|"
        r"privacy(?: (?:policy|notice|statement|center|centre|settings|& cookies|and cookies))?.{0,30}|terms(?: (?:of|and|&) .{0,30})?|conditions of use|cookies? (?:policy|settings|notice)|"
        r"advertise(?: with us)?|site ?map|careers|jobs|work (?:for|with) us|accessibility.{0,25}|site (?:index|policies|map)|foia|no fear act|usa\.gov|inspector general|"
        r"do not sell.{0,50}|editorial (?:policy|guidelines|standards).{0,20}|corrections?|our (?:team|mission|values|apps)|masthead|help (?:cent(?:er|re)|desk)|code of (?:ethics|conduct).{0,20}|"
        r"imprint|legal(?: notice)?|disclaimer|press (?:office|contacts?)|(?:media )?contacts?|external links|plain (?:writing|language).{0,20}|web policy|"
        r"(?:powered|designed|developed|hosted) by .{0,40}|(?:تصميم|برمجة|تطوير|بدعم من)(?: و(?:تصميم|برمجة|تطوير|تنفيذ))? .{0,40}|.{0,30}applic?ation icons|"
        r"رئيس (?:مجلس الادارة|التحرير)(?: .{0,40})?|مدير (?:ال)?(?:تحرير|موقع).{0,40}|رئيس التحرير المسؤول.{0,40}|المدير العام.{0,40}",
    ),
    "timestamp": (_READING,),
    "caption": (
        r"(?:صدر الصورة|مصدر الصورة|التعليق علي الصورة|image (?:source|caption)|media caption|video caption|figure caption).{0,200}|"
        r"(?:صورة|الصورة|صور|photo|image|picture|file|file photo|file picture|تصوير|عدسة)(?: (?:من|by|credit|courtesy))? ?[:–—-] ?.{1,220}|"
        r"(?:صورة|صور|لقطة|مشهد|رسم) (?:ارشيفية|تعبيرية|توضيحية|من الارشيف|ارشيف|متداولة|نشرتها|وزعتها|بثتها|جوية|عامة).{0,100}|"
        r"(?:photo|image|credit|photo credit|image credit|graphic|photograph|courtesy)s? ?(?::|by|courtesy|via) ?.{1,120}|file photo.{0,200}|file - .{1,250}|"
        r"(?:ارشيف|ارشيفية|من الارشيف|صورة)|.{0,4}getty images.{0,20}|(?:ap|afp|reuters|dod|nato|navy|army) (?:photo|image)s?.{0,60}|"
        r"جانب من .{5,90}|صورة (?:تجمع|تظهر|لل?|من) .{3,120}|view image.{0,40}|\d+ of \d+|(?:صورة|image) \d+ (?:من|of) \d+|تكبير الصورة|عرض الصور.{0,20}|download (?:full )?(?:image|photo).{0,40}|photo details.{0,40}",
    ),
    "related": (
        r"(?:اقرا|اقرئي|اقراوا|اقرؤوا|طالع|شاهد|انظر|تابع|اطلع)(?:وا)? ?(?:ايضا|كذلك|المزيد|علي|في|التالي|هنا)? ?(?:علي|في|من|حول)? ?[:|«-] ?.{3,200}|"
        r"(?:اقرا|طالع|شاهد|انظر)(?:وا)? (?:ايضا|كذلك|المزيد)(?: .{3,160})?|(?:خبر|موضوع|مقال|قد يهمك|ذو صلة|ذات صلة|للمزيد|فيديو|بالفيديو|بالصور|شاهد|مادة) ?(?:ذو صلة|ذات صلة|ايضا)? ?[:|] ?.{5,180}|"
        r"(?:read|see|watch|listen|read more|see also|read also|also read|related|more|more on this|must read|recommended|don'?t miss|explore|watch now|video)"
        r"(?: (?:more|also|on|next|here|now))? ?[:|»] ?.{3,200}|read (?:more|the full|next|also).{0,100}|learn more.{0,60}|"
        r"(?:ل?لمزيد|لقراءة|لمشاهدة|لمتابعة) (?:من )?(?:ال)?(?:اخبار|معلومات|تفاصيل|مقال|فيديو|المزيد|حول|عن|تفاصيل).{0,90}|المزيد (?:من|عن|حول|في) .{1,50}|"
        r"more (?:on|from|in|about) .{1,60}",
    ),
    "breaking": (
        r"(?:عاجل|خبر عاجل|بلاغ عاجل|breaking|breaking news|urgent|just in|live)(?: ?[:|/-] ?).{5,220}",
    ),
    "comments": (
        r"(?:اضف|اترك|اكتب|شاركنا|ضع|شارك)(?: ب?)? ?(?:تعليق|راي|رد).{0,60}|(?:شروط|ضوابط|قواعد) (?:ال)?(?:تعليق|نشر التعليقات).{0,30}|"
        r"(?:\d+|لا توجد|لا يوجد|بدون|كن اول من) (?:ال)?(?:تعليق|تعليقات|يعلق).{0,40}|"
        r"leave a (?:reply|comment).{0,40}|post a comment.{0,20}|\d+ comments?|no comments.{0,20}|view (?:all )?comments?.{0,20}|be the first to.{0,40}|"
        r"(?:login|log in|sign in) to (?:comment|leave).{0,40}|your email address will not.{0,80}|required fields are.{0,30}|"
        r"لن يتم نشر عنوان بريدك.{0,90}|الحقول الالزامية.{0,40}|التعليقات (?:المنشورة )?(?:لا )?(?:تعبر|تمثل).{0,120}|سجل دخول.{0,40}|(?:قم ب)?تسجيل الدخول ل.{0,40}",
    ),
    "credit": (
        r"\(?(?:reporting|writing|additional reporting|editing|compiled) by .{3,200}|our standards:? .{0,60}|(?:the )?thomson reuters trust principles.{0,20}|"
        r"\(?(?:اعداد|تغطية صحفية|شارك في (?:التغطية|الاعداد)|تحرير|كتابة|ترجمة|الترجمة) ?:? ?.{0,60}(?:للنشرة العربية|[-–—/] ?(?:تحرير|اعداد|ترجمة|مراجعة)).{0,80}|"
        r"\(?(?:النهاية|انتهي|end|ends|-ends-|30|###|انتهي الخبر)\)?(?: .{0,25})?|/ ?انتهي ?/.{0,20}|"
        r"(?:this|the) (?:article|story|report) (?:was )?(?:originally |first )?(?:appeared|published|produced).{0,140}|"
        r"(?:ترجمة|ترجمه|نقلا عن|نقل عن|مترجم عن) ?[:–-] ?.{2,60}",
    ),
}
"""Lines that are furniture by themselves and say nothing about the next line."""

_OPENERS: dict[str, tuple[str, ...]] = {
    "related": (
        r"(?:اقرا|اقرئي|اقراوا|اقرؤوا|طالع|شاهد|انظر|اطلع)(?:وا)? (?:ايضا|كذلك|المزيد|علي|التالي|في الموقع|هنا)(?: علي .{1,25}| في .{1,25}| من .{1,25})?|"
        r"(?:مواضيع|موضوعات|اخبار|مقالات|تقارير|مواد|قصص|روابط|محتوي|محتويات|الاخبار|المواضيع|الموضوعات|عناوين|فيديوهات) (?:ذات (?:ال)?صلة|متعلقة|مرتبطة|المتعلقة|المرتبطة|مشابهة|مماثلة|اخري|ذات علاقة|قد تهمك|تهمك|مختارة|له صلة)|"
        r"ذات صلة|ذو صلة|(?:ربما|قد) (?:يعجبك|يهمك|تهمك|يعجبكم|يهمكم|تعجبك|تهمكم)(?: ايضا| هذا)?(?: .{0,20})?|"
        r"المزيد (?:من|في|حول|عن)(?: .{1,35})?|في (?:هذا القسم|نفس القسم|نفس السياق|السياق ذاته|ذات السياق|هذا الملف)|من نفس القسم|"
        r"(?:اخبار|مقالات|موضوعات) من (?:نفس )?(?:ال)?(?:قسم|كاتب).{0,15}|للكاتب ايضا|مقالات (?:اخري )?للكاتب|مقالات الكاتب|ملفات ذات صلة|اقرا في .{1,30}|"
        r"related(?: (?:news|stories|story|articles?|topics?|content|coverage|posts?|links?|reading|videos?))?|read (?:more|next|also|on)|see also|also (?:read|see)|more (?:on this(?: story)?|like this|stories|news|from .{1,40}|in .{1,30}|about .{1,30}|coverage)|"
        r"you (?:may|might) (?:also )?(?:like|be interested in|have missed).{0,15}|recommended(?: (?:for you|stories|reading|articles|videos))?|don'?t miss|up next|keep reading|further reading|"
        r"explore (?:more|further).{0,20}|what to read next|(?:editor'?s'?|our|staff) (?:picks?|choice)|in case you missed it|from our (?:partners?|sponsors?).{0,20}|around the web|elsewhere on.{0,20}|"
        r"featured (?:articles|stories|content|news|links)|similar (?:articles|news|stories)|stories you may like|next (?:article|story|up)|also in .{1,30}|top picks.{0,20}|continue reading|press releases?|other news|more releases",
    ),
    "trending": (
        r"(?:ال)?اكثر (?:قراءة|مشاهدة|تداولا|تعليقا|مشاركة|شعبية|شيوعا|تفاعلا|زيارة|رواجا|اهتماما|متابعة|قراءه)(?: .{0,25})?|(?:الرائج|الرائجة|الاكثر رواجا|رائج|تريند|ترند|تريندنج)(?: .{0,20})?|"
        r"(?:اهم|اخر|احدث|ابرز) (?:ال)?(?:اخبار|مقالات|مواضيع|مستجدات|عناوين|انباء|تطورات|المنشورات|الفيديوهات)(?: .{0,20})?|شريط (?:ال)?(?:اخبار|انباء)|اخبار ساخنة|"
        r"(?:ال)?مختارات(?: .{0,20})?|اختيارات (?:القراء|المحررين|المحرر)|اخترنا لك(?:م)?(?: .{0,20})?|لا يفوتك|لا تفوت(?:ك)?(?: .{0,20})?|يقرا الان|يقرؤون الان|الزوار يتصفحون.{0,20}|حديث الساعة|نرشح لك|رشحنا لك|"
        r"(?:اليوم السابع )?trending(?: .{0,20})?|(?:the )?most (?:read|viewed|popular|shared|commented|watched|recent)(?: .{0,25})?|top (?:stories|news|headlines|videos)(?: .{0,15})?|"
        r"latest(?: (?:news|stories|updates|headlines|videos|articles|posts|in .{1,25}|from .{1,25}))|popular(?: (?:now|posts|stories|articles|in .{1,20}))?|hot topics?|just in|recent (?:posts|articles|news|stories)|"
        r"what'?s trending|coverage|editorials?|must reads?",
    ),
    "breaking": (
        r"عاجل|(?:ال)?(?:خبر|اخبار|انباء) (?:ال)?عاجل[ةه]?|breaking(?: news)?|live updates?|news ticker|ticker|اخر الدقائق|الان",
    ),
    "tags": (
        r"(?:ال)?كلمات (?:ال)?(?:مفتاحية|دلالية|دالة|رئيسية|مفاتيح)(?: .{0,140})?|(?:ال)?وسوم(?: .{0,140})?|تاغات|التاغات|(?:ال)?علامات(?: :.{0,140})?|هاشتاغ(?:ات)?|دلالات|(?:ال)?مواضيع(?: (?:القصة|المقال|الخبر|ذات العلاقة))?|"
        r"tags?(?: ?:.{0,160})?|topics?(?: ?:.{0,140})?|keywords?(?: ?:.{0,160})?|filed under.{0,140}|in this (?:story|article)|related tags|(?:explore|related) topics|categories(?: ?:.{0,140})?|posted in.{0,120}|categor(?:y|ies) ?:.{0,100}|وسوم:.{0,140}|في هذا المقال|التصنيف(?:ات)?(?: ?:.{0,80})?|القسم ?:.{0,40}",
    ),
    "comments": (
        r"(?:ال)?تعليقات(?: (?:ال)?(?:قراء|زوار|فيسبوك|مستخدمين|علي الموضوع|علي الخبر))?(?: ?[(:]? ?\d+ ?\)?)?|(?:ال)?تعليقات \(\d+\)|(?:اضف|اترك|اكتب|شاركنا) (?:تعليق(?:ا|ك)?|ردا?|راي(?:ك|ا)?).{0,20}|"
        r"(?:ال)?(?:ردود|مناقشات|نقاش)|comments?(?: ?\(?\d+\)?)?|leave a (?:reply|comment).{0,20}|join the (?:conversation|discussion).{0,20}|discussion|conversation|reader comments.{0,12}|ارا?ء القراء",
    ),
    "byline": (
        r"(?:نبذة )?(?:عن|حول) (?:ال)?(?:كاتب|كاتبة|مؤلف|مراسل|مراسلة|محرر|صاحب المقال).{0,20}|about the (?:authors?|writers?|reporters?)|the authors?|author(?: bio)?|(?:ال)?كاتب (?:ال)?مقال",
    ),
    "footer": (
        r"boilerplate|عن (?:الشركة|المجموعة)|media contacts?|press contacts?|للاستفسار(?:ات)?(?: الاعلامية)?.{0,20}|للتواصل الاعلامي",
    ),
}
"""Headers: the lines below belong to them until something else begins."""

_PROOF: dict[str, int] = {
    "share": 2, "notice": 2, "ad": 2, "footer": 2, "trending": 2, "related": 2, "comments": 2, "breaking": 1, "tags": 1,
    "timestamp": 1, "caption": 0, "credit": 0, "byline": 0,
}  # fmt: skip


def _table(patterns: dict[str, tuple[str, ...]]) -> list[tuple[str, re.Pattern[str]]]:
    # Written in folded spelling already, except where folding would change nothing that matters.
    return [(reason, re.compile("|".join(f"(?:{p})" for p in parts))) for reason, parts in patterns.items()]


_OPENER_TABLE = _table(_OPENERS)
_LINE_TABLE = _table(_LINES)
_SITE_PART = re.compile(rf"(?:{_SITE_PARTS})(?: \(?\d+\)?)?")
_SOCIAL_WORD = re.compile(rf"(?:{_SOCIAL})")
_DATE_WORDS = frozenset("|".join((_MONTHS, _WEEKDAYS, _CLOCK)).replace("\\", "").split("|"))
_CALENDAR = frozenset("|".join((_MONTHS, _WEEKDAYS)).split("|"))
_DATE_SHAPE = re.compile(r"\d{1,4}(?:[/.:\-]\d{1,4}){0,5}(?:st|nd|rd|th|am|pm|z|h|ص|م|هـ?)?|t?\d\d:\d\d(?::\d\d)?z?")
_TOKEN = re.compile(r"[^\s،,|()\[\]–—/«»\"“”·•؛;]+")
_AGENCY = re.compile(rf"(?:و ?)?(?:ل|ال)?(?:{_AGENCIES})")
_AGENCY_TAIL = re.compile(
    rf"^(?P<said>.{{8,420}}?)[\s.]*[(\[«/—–|-]\s*(?:(?:الصورة|صورة|صور|مصدر|photo|image|file|credit|via|by|تصوير|ارشيف|ارشيفية|المصدر|©)?[\s:,،/-]*"
    rf"(?:[\w'. -]{{0,30}}[/,-]\s*)?(?:{_AGENCIES}|ارشيفية|ارشيف|انترنت|مواقع|غوغل|جوجل|xinhua|dvids|u\.s\. [\w ]{{3,30}}|"
    rf"(?:وزارة|وكالة|حساب|موقع|الموقع) [\w ]{{3,30}}|[\w ]{{0,20}}handout[\w ]{{0,30}}|[\w. ]{{3,40}} photo[\w ]{{0,10}})[\s,،/+-]*)+[)\]»]?\s*\.?$"
)
_BYLINE = re.compile(
    r"(?:by|written by|reported by|from) [^.!?؟:]{3,80}|(?:كتب|كتبت|كتبه|كتبها|بقلم|اعداد|تحرير|ترجمة|تقرير|حوار|حاوره|حاورته|اجري الحوار|تصوير|متابعة|تغطية|محرر|المحرر|مراسل|مراسلنا|"
    r"بواسطة|نشر بواسطة|المصدر|المصادر|مصدر|source|sources|author|authors|editor|reporter|الكاتب|خاص|الناشر|رصد)(?: [^:]{0,14})? ?[:/|–—-] ?.{2,80}|"
    r"(?:المصدر|المصادر|sources?|بقلم) .{2,60}|(?:المصدر|المصادر|sources?)|[^:]{2,30} ?[-–—:/|] ?(?:مراسل|مراسلة|مراسلنا|مكتب|موفد|correspondent|staff writer|وكالات|agencies|رويترز|ا ف ب|خاص)(?:ن?ا? .{0,30})?|"
    r".{3,40}(?:staff writer|staff reporter|senior correspondent|chief correspondent|correspondent|news desk|staff|editorial team)|@\w{2,30}|"
    r"(?:newsroom|web ?desk|فريق التحرير|قسم (?:الاخبار|التحرير|المتابعة)|غرفة الاخبار|هيئة التحرير)"
)
_TICKER = re.compile(r"[^\w]*(?:[\w./$€£ \u0600-\u06ff]{0,24}?[-+]?[\d.,]+ ?(?:%|°|درجة|دولار|ريال|جنيه|درهم|دينار|usd|eur|sar|c|f|℃)?[^\w]*){1,6}")


def _is_timestamp(said: str) -> bool:
    """Dates, times and the words around them, and next to nothing else.

    >>> _is_timestamp("اخر تحديث 12 مايو 2024 14:05"), _is_timestamp("في 12 مايو 2024 وقعت الدولتان اتفاقية")
    (True, False)
    """
    tokens = _TOKEN.findall(said)
    if not tokens or len(tokens) > 18:
        return False
    shaped = sum(bool(_DATE_SHAPE.fullmatch(token)) for token in tokens)
    known = shaped + sum(token.strip(".:-+") in _DATE_WORDS or not token.strip(".:-+") for token in tokens if not _DATE_SHAPE.fullmatch(token))
    relative = any(token in {"منذ", "قبل", "ago"} for token in tokens)
    named = any(token.strip(".:") in _CALENDAR for token in tokens)
    if not (shaped or relative) or (not named and not relative and not re.search(r"\d[/.:-]\d", said)):
        return False
    spare = 2 if re.match(r"(?:تم |اخر )?(?:نشر|تحديث|تاريخ|التاريخ|published|updated|last|posted)", said) else 0
    return len(tokens) - known <= spare


def _all_parts(said: str, part: re.Pattern[str]) -> bool:
    """Is the line nothing but such parts, one after the other?"""
    if part.fullmatch(said):
        return True
    pieces = [piece.strip() for piece in re.split(r"\s*[|/›»>،,•·+\-–—&]\s*|\s{2,}|\t", said) if piece.strip()]
    return len(pieces) > 1 and all(part.fullmatch(piece) for piece in pieces)


@lru_cache(maxsize=4096)
def cue(said: str) -> Cue | None:
    """What a line (in `key` form) says it is, or None for a line that may be text.

    >>> cue(key("الأكثر قراءة")), cue(key("شارك وزير الدفاع في الاجتماع."))
    (Cue(reason='trending', opens=True, proof=2), None)
    """
    if not said or not any(ch.isalnum() for ch in said):
        return Cue("menu", proof=0)
    if len(said) > 480:
        return None
    for reason, pattern in _OPENER_TABLE:
        if pattern.fullmatch(said):
            return Cue(reason, opens=True, proof=_PROOF[reason])
    if _all_parts(said, _SITE_PART):
        return Cue("menu")
    if _all_parts(said, _SOCIAL_WORD) or all(_SOCIAL_WORD.fullmatch(word) for word in said.split()):
        return Cue("share", proof=2)
    if _is_timestamp(said):
        return Cue("timestamp", proof=0)
    for reason, pattern in _LINE_TABLE:
        if pattern.fullmatch(said):
            return Cue(reason, proof=_PROOF[reason])
    return _attribution(said)


def _attribution(said: str) -> Cue | None:
    """Names and agencies: who wrote it, who took the picture; or an address, or numbers of a ticker."""
    if re.fullmatch(r"(?:https?://|www\.)\S+", said):
        return Cue("menu")
    if re.fullmatch(r"(?:#\S+[\s،,]*)+", said):
        return Cue("tags")
    if len(said) <= 60 and _all_parts(said, _AGENCY):
        return Cue("byline", proof=0)
    if len(said) <= 90 and _BYLINE.fullmatch(said):
        return Cue("byline", proof=0)
    if _AGENCY_TAIL.match(said):
        return Cue("caption", proof=0)
    if len(said) <= 70 and _TICKER.fullmatch(said) and sum(ch.isdigit() for ch in said) * 4 >= len(said):
        return Cue("menu", proof=0)
    return None
