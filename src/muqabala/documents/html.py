"""HTML: the text of a page as paragraphs, and English into the same tags.

An own walk over the tree of lxml and no extraction library: those give text and forget the tags, and the English is to
stand in them. A block is one stretch of inline content (text, links, emphasis) in a block-level element. What is not
the article is left out by three rules, in this order: the page says so itself (nav, aside, footer, a caption, a hidden
element), the page has an article and the block stands outside it, or, on a page without such tags, lists of links and
what `clean.py` says of the remaining lines. The English page keeps the elements of what was left out, empty and hidden,
so that its scripts and styles find what they look for.

Place: `{"at": "1.0.2", "run": 0}`: child positions from the root element, and which stretch within that element.
`line` is the running number of the block, for many blocks can stand in one line of a page. Attributes (`alt`, `title`,
descriptions) are not read, only written where they repeat a block; text made by scripts is not seen at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from muqabala.documents.clean import clean_lines
from muqabala.documents.encoding import after_prolog, decode, tidy
from muqabala.documents.inline import (
    Flow,
    FlowBuilder,
    Mark,
    Rendering,
    carry,
    english_of,
    mismatch,
    pieces,
)
from muqabala.documents.language import language_of
from muqabala.documents.safexml import MAX_ATTRIBUTES, refuse_crowded, xml_text
from muqabala.errors import DocumentError
from muqabala.values import Block, Document, Dropped, Language, Role

_BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "col",
        "colgroup",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "noframes",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    )
)
_OPAQUE = frozenset(
    (
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "object",
        "iframe",
        "canvas",
        "audio",
        "video",
        "select",
        "textarea",
        "map",
        "embed",
        "applet",
        "datalist",
        "link",
        "meta",
        "base",
        "code",
        "kbd",
        "samp",
    )
)
"""Elements without text to translate; kept whole."""
_CODE = ("code", "kbd", "samp")
"""Opaque as blocks; inside a sentence a word of it."""
_ROLES = {
    "title": Role.TITLE,
    "h1": Role.TITLE,
    "h2": Role.HEADING,
    "h3": Role.HEADING,
    "h4": Role.HEADING,
    "h5": Role.HEADING,
    "h6": Role.HEADING,
    "td": Role.CELL,
    "th": Role.CELL,
    "caption": Role.CAPTION,
    "figcaption": Role.CAPTION,
    "legend": Role.HEADING,
    "summary": Role.HEADING,
}
_FURNITURE_TAGS = {
    "nav": "menu",
    "menu": "menu",
    "aside": "related",
    "footer": "footer",
    "form": "form",
    "button": "form",
    "dialog": "form",
    "search": "form",
    "figcaption": "caption",
}
_FURNITURE_ROLES = {
    "navigation": "menu",
    "banner": "menu",
    "menu": "menu",
    "menubar": "menu",
    "complementary": "related",
    "contentinfo": "footer",
    "search": "form",
    "dialog": "form",
    "alert": "breaking",
}
_FURNITURE_NAMES = tuple(
    (reason, re.compile(rf"(^|[-_ ])({names})($|[-_ ])"))
    for reason, names in (
        ("menu", "nav|navbar|navigation|menu|breadcrumbs?|skip-link|topbar"),
        ("share", "share|sharing|social|follow-us"),
        ("related", "related|sidebar|recommended|read-more|read-also|see-also|next-articles?"),
        ("trending", "most-read|most-viewed|popular|trending"),
        ("breaking", "breaking|ticker|news-ticker"),
        ("caption", "wp-caption-text|image-caption|photo-caption"),
        ("footer", "footer|copyright"),
        ("comments", "comments?|comment-list|disqus_thread"),
        ("advertisement", "advert|advertisement|ads?|sponsored|cookies?|newsletter|subscribe"),
    )
)
"""Words of `class` and `id` that say what an element is."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{2,30})""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}?\?>", re.IGNORECASE)
_CLOSED = re.compile(
    r"</(p|div|h[1-6]|ul|ol|li|table|tr|td|article|section|main|title|blockquote|span)\s*>", re.IGNORECASE
)
_TAG_START = re.compile(r"<(?:!--|[a-zA-Z][^\s/>]*+)")
_ATTRIBUTE = re.compile(r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+""")
_SCRIPT_END = re.compile("</script", re.IGNORECASE)
_STYLE_END = re.compile("</style", re.IGNORECASE)
_HTML_DOCTYPE = re.compile(r"\ufeff?\s*<!doctype\s+html", re.IGNORECASE)
_ARTICLE_MINIMUM = 150
"""Characters of text below which an <article> is a teaser."""
_BIG_PAGE = 25
"""Blocks from which a page without article tags is looked at as a dump is."""


@dataclass(slots=True)
class _Run:
    """One stretch of inline content: a stretch of text, and the inline elements that follow it with their tails."""

    parent: _Element
    previous: _Element | None
    """The block before it in the same parent, whose tail the stretch begins with; None: the parent's own text."""
    nodes: list[_Element]
    at: str
    number: int
    flow: Flow
    role: Role
    reason: str = ""
    in_article: bool = False


def read_html(data: bytes, name: str, *, clean: bool, keep: Collection[int]) -> Document:
    """The blocks of a page; `keep` are running numbers."""
    text, encoding = _decode(data, name)
    runs = _runs(_parse(text, name))
    language = language_of("\n".join(run.flow.text for run in runs))
    if clean:
        _find_furniture(runs, language)
    blocks: list[Block] = []
    dropped: list[Dropped] = []
    for number, run in enumerate(runs, start=1):
        if run.reason and clean and number not in keep:
            dropped.append(Dropped(number, run.flow.text, run.reason))
        else:
            blocks.append(Block(run.flow.text, run.role, {"at": run.at, "run": run.number}, number))
    return Document(name, "html", language, encoding, tuple(blocks), tuple(dropped))


def looks_like_html(text: str) -> bool:
    """A page or a part of one: a doctype, a root, or several different tags of HTML that are closed again."""
    start = after_prolog(text)
    if re.match(r"<(html|head|body)[\s>]", start, re.IGNORECASE) or _HTML_DOCTYPE.match(text):
        return True
    if not re.match(r"<[a-z][a-z0-9]{0,20}[\s>/]", start, re.IGNORECASE):
        return False
    return _CLOSED.search(text[:65536]) is not None


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _decode(data: bytes, name: str) -> tuple[str, str]:
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, name, declared.group(1).decode("ascii") if declared else "")
    return decoded.text, decoded.encoding


def _parse(text: str, name: str) -> _Element:
    # A page without a doctype is shown in another mode than one with it, so none is made up; the stubs lack the option.
    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8", default_doctype=False)  # type: ignore[call-arg]
    _refuse_crowded_tags(text, name)
    # Lone surrogates can only come from UTF-16; what UTF-8 cannot write, no page can hold.
    source = _XML_DECLARATION.sub("", text).encode("utf-8", errors="replace")
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, etree.ParserError, ValueError) as wrong:
        raise DocumentError(f"{name}: is not readable as HTML: {wrong}", hint="Save the page again.") from wrong
    for entry in parser.error_log:
        if "xcessive depth" in entry.message:
            raise DocumentError(
                f"{name}:{entry.line}: elements nested more than 255 deep.", hint="Save the page as text instead."
            )
    if root is None:
        raise DocumentError(f"{name}: there is no page in this file.", hint="Save the page again.")
    refuse_crowded(root, name)
    return root


def _refuse_crowded_tags(text: str, name: str) -> None:
    """Refuse tags with more attributes than anybody writes, before the parser compares each with every other.

    Follows the tokenizer of the HTML standard as far as attributes go, so that quotes and angle brackets in values
    cannot hide them.
    """
    at = 0
    while (tag := _TAG_START.search(text, at)) is not None:
        if tag.group() == "<!--":
            at = text.find("-->", tag.end())
            if at < 0:
                return
            continue
        at, count = tag.end(), 0
        while (attribute := _ATTRIBUTE.match(text, at)) is not None:
            at = attribute.end()
            count += 1
            if count > MAX_ATTRIBUTES:
                line = text.count("\n", 0, tag.start()) + 1
                raise DocumentError(
                    f"{name}:{line}: an element with more than {MAX_ATTRIBUTES:,} attributes.",
                    hint="Do not trust this file.",
                )
        if tag.group().lower() in ("<script", "<style"):
            end = _end_of_raw(text, tag.group(), at)
            if end < 0:
                return
            at = end


def _end_of_raw(text: str, tag: str, at: int) -> int:
    """Where the text of a script or style ends, or -1."""
    closing = (_SCRIPT_END if tag.lower() == "<script" else _STYLE_END).search(text, at)
    return closing.start() if closing is not None else -1


def _runs(root: _Element) -> list[_Run]:
    """Every block of a page in order, furniture and all."""
    blocky = _elements_with_blocks(root)
    runs: list[_Run] = []
    _walk(root, "", Role.BODY, "", False, blocky, runs)
    return runs


def _elements_with_blocks(root: _Element) -> set[_Element]:
    """Elements that are blocks or have one inside; the others are inline."""
    blocky: set[_Element] = set()
    for element in root.iter(*_BLOCKS):
        climbing: _Element | None = element
        while climbing is not None and climbing not in blocky:
            blocky.add(climbing)
            climbing = climbing.getparent()
    return blocky


def _walk(
    element: _Element, at: str, role: Role, reason: str, in_article: bool, blocky: set[_Element], runs: list[_Run]
) -> None:
    """Depth first; recursion is bounded by the parser's 255 levels."""
    tag = _tag(element)
    if tag in _OPAQUE:
        return
    role = _ROLES.get(tag, Role.BODY if tag in ("p", "li", "dd", "blockquote") and role is not Role.CELL else role)
    reason = reason or _reason(element, tag, in_article)
    in_article = in_article or tag in ("article", "main") or element.get("itemprop") == "articleBody"
    number = 0
    previous: _Element | None = None
    nodes: list[_Element] = []
    for index, child in enumerate([*element, None]):
        if child is not None and child not in blocky:
            nodes.append(child)
            continue
        flow = _flow(_slot(element, previous), nodes, collapse=tag != "pre")
        if any(character.isalnum() for character in flow.text):
            runs.append(_Run(element, previous, nodes, at, number, flow, role, reason, in_article))
        number += 1
        if child is not None:
            _walk(child, f"{at}.{index}" if at else str(index), role, reason, in_article, blocky, runs)
        previous, nodes = child, []


def _tag(element: _Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _slot(parent: _Element, previous: _Element | None) -> str:
    """The text after `previous`, or the first text of the parent."""
    return (parent.text if previous is None else previous.tail) or ""


def _inner_text(element: _Element) -> str:
    """All text inside an element, comments left out."""
    text = element.xpath("string()")
    return text if isinstance(text, str) else ""


def _flow(start: str, nodes: Sequence[_Element], *, collapse: bool) -> Flow:
    builder = FlowBuilder(collapse=collapse)
    builder.add(tidy(start))
    for node in nodes:
        _flow_of(node, builder)
    return builder.flow()


def _flow_of(element: _Element, builder: FlowBuilder) -> None:
    tag = _tag(element)
    if tag == "br":
        builder.line_break()
    elif tag == "wbr":
        pass
    elif not tag or (tag in _OPAQUE and tag not in _CODE) or not _inner_text(element).strip():
        builder.point(element)
    else:
        builder.open(element)
        builder.add(tidy(element.text or ""))
        for child in element:
            _flow_of(child, builder)
        builder.close()
    builder.add(tidy(element.tail or ""))


# ── leaving out ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _reason(element: _Element, tag: str, in_article: bool) -> str:
    """Why an element says of itself that it is no part of the article, or nothing."""
    if tag in _FURNITURE_TAGS:
        return _FURNITURE_TAGS[tag]
    if tag == "header" and not in_article and not any(True for _ in element.iter("h1")):
        return "menu"
    if "hidden" in element.attrib or element.get("aria-hidden") == "true" or _HIDDEN.search(element.get("style", "")):
        return "hidden"
    if (element.get("role") or "") in _FURNITURE_ROLES:
        return _FURNITURE_ROLES[element.get("role", "")]
    if tag in ("div", "section", "ul", "ol", "p", "span", "figure", "table"):
        names = re.sub(r"\s+", " ", f"{element.get('class', '')} {element.get('id', '')}".lower())[:500]
        for reason, pattern in _FURNITURE_NAMES:
            if pattern.search(names):
                return reason
    return ""


def _find_furniture(runs: Sequence[_Run], language: Language) -> None:
    """Give every block that is not of the article its reason; never to all of them."""
    body = [run for run in runs if not run.reason]
    if not body:
        for run in runs:
            run.reason = run.reason if run.reason in ("hidden", "form") else ""
        return
    inside = [run for run in body if run.in_article]
    title = {id(run) for run in body if _tag(run.parent) in ("title", "h1")}
    if sum(len(run.flow.text) for run in inside) >= _ARTICLE_MINIMUM:
        for run in body:
            if not run.in_article and id(run) not in title:
                run.reason = "related"
        return
    for run in body:
        if id(run) not in title and _is_link_list(run):
            run.reason = "menu"
    rest = [run for run in body if not run.reason]
    if len(body) < _BIG_PAGE or len(rest) == len(body):
        return
    cleaned = clean_lines([run.flow.text.replace("\n", " ") for run in rest], language)
    for dropped in cleaned.dropped:
        if id(rest[dropped.line - 1]) not in title and rest[dropped.line - 1].role is not Role.CELL:
            rest[dropped.line - 1].reason = dropped.reason


def _is_link_list(run: _Run) -> bool:
    """An item of a list of links: nearly all of its text is one, in a list or a block of at least three such."""
    if _linked(run.flow.marks) < 0.8 * len(run.flow.text):
        return False
    around = run.parent.getparent() if _tag(run.parent) in ("li", "p", "div", "td") else run.parent
    return around is not None and sum(1 for _ in zip(around.iter("a"), range(3), strict=False)) == 3


def _linked(marks: Sequence[Mark]) -> int:
    """Characters inside links."""
    total = 0
    for mark in marks:
        if not mark.is_point and _tag(mark.code) == "a":
            total += mark.end - mark.start
        else:
            total += _linked(mark.children)
    return total


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def write_html(data: bytes, name: str, renderings: Sequence[Rendering]) -> bytes:
    """The page in English: UTF-8, `lang="en" dir="ltr"`, what was left out empty and hidden."""
    text, _ = _decode(data, name)
    root = _parse(text, name)
    wanted = {(str(r.place.get("at")), r.place.get("run")): r for r in renderings}
    runs = _runs(root)
    said: dict[str, str] = {}
    # A place is a position among the children as read, so all are found before anything moves; and of two stretches of
    # one element the later is written first, for its positions count from the front.
    for run in reversed(runs):
        rendering = wanted.pop((run.at, run.number), None)
        if rendering is None:
            _fill(run, "", _points_only(run.flow.marks))
            _hide(run)
        else:
            english = english_of(run.flow.text, rendering.sentences)
            said[run.flow.text] = english.text
            _fill(run, english.text, carry(run.flow, english))
    if wanted:
        raise mismatch(name)
    _repeat(root, said)
    _turn(root)
    return _serialised(root, text)


def _repeat(root: _Element, said: dict[str, str]) -> None:
    """Attributes that repeat a block word for word (a title given to other sites, a picture's text) say its English."""
    for element in root.iter("meta", "img", "a", "input"):
        for attribute in ("content", "alt", "title"):
            english = said.get(" ".join(tidy(element.get(attribute, "")).split()))
            if english:
                element.set(attribute, xml_text(english))


def _points_only(marks: Sequence[Mark]) -> list[Mark]:
    """The same elements around nothing."""
    return [Mark(0, 0, mark.code, _points_only(mark.children), mark.is_point) for mark in marks]


def _fill(run: _Run, english: str, marks: Sequence[Mark]) -> None:
    """Replace a stretch of inline content, keeping the white space around it."""
    start = _slot(run.parent, run.previous)
    end = (run.nodes[-1].tail or "") if run.nodes else start
    for node in run.nodes:
        node.tail = None
        run.parent.remove(node)
    writer = _Writer(run.parent, run.previous)
    writer.begin(xml_text(start[: len(start) - len(start.lstrip())]))
    _put(writer, english, marks, 0, len(english), in_pre=_tag(run.parent) == "pre")
    writer.add_text(xml_text(end[len(end.rstrip()) :]) if end.strip() or run.nodes else "")


class _Writer:
    """Puts text and elements one after the other behind an element, or at the beginning of its parent."""

    def __init__(self, parent: _Element, previous: _Element | None) -> None:
        self.parent = parent
        self.previous = previous

    def begin(self, text: str) -> None:
        """Begin anew with this text."""
        if self.previous is None:
            self.parent.text = text
        else:
            self.previous.tail = text

    def add_text(self, text: str) -> None:
        if text:
            self.begin(_slot(self.parent, self.previous) + text)

    def add(self, element: _Element) -> None:
        if self.previous is None:
            self.parent.insert(0, element)
        else:
            # subtle: lxml puts a next sibling before the tail, which belongs to the element it follows.
            tail, self.previous.tail = self.previous.tail, None
            self.previous.addnext(element)
            self.previous.tail = tail
        self.previous = element


def _put(writer: _Writer, text: str, marks: Sequence[Mark], start: int, end: int, *, in_pre: bool) -> None:
    for piece in pieces(text, marks, start, end):
        if isinstance(piece, str):
            for index, line in enumerate(piece.split("\n")):
                if index and in_pre:
                    writer.add_text("\n")
                elif index:
                    writer.add(etree.Element("br"))
                writer.add_text(xml_text(line))
        elif piece.is_point:
            piece.code.tail = None
            writer.add(piece.code)
        else:
            # The element itself and no copy: pages hold names that no new element may be given.
            _clear(piece.code)
            writer.add(piece.code)
            _put(_Writer(piece.code, None), text, piece.children, piece.start, piece.end, in_pre=in_pre)


def _clear(element: _Element) -> None:
    """Take everything out of an element but its attributes."""
    for child in list(element):
        element.remove(child)
    element.text = element.tail = None


def _hide(run: _Run) -> None:
    """Hide the element of a stretch that was left out, where nothing else is shown in it."""
    element = run.parent
    if _tag(element) in ("html", "body", "head", "title", "td", "th", "tr", "table"):
        return
    shown = any(True for _ in element.iter("img", "video", "audio", "svg", "iframe", "table", "input"))
    if not shown and not _inner_text(element).strip():
        element.set("hidden", "hidden")


def _turn(root: _Element) -> None:
    """Left to right and English, wherever the page says right to left and Arabic."""
    for element in root.iter(etree.Element):
        if (element.get("dir") or "").lower() == "rtl":
            element.set("dir", "ltr")
        if (element.get("lang") or "").lower().split("-")[0] == "ar":
            element.set("lang", "en")
        if "{http://www.w3.org/XML/1998/namespace}lang" in element.attrib or "xml:lang" in element.attrib:
            for key in ("{http://www.w3.org/XML/1998/namespace}lang", "xml:lang"):
                if (element.get(key) or "").lower().startswith("ar"):
                    element.set(key, "en")
        if (element.get("align") or "").lower() == "right":
            element.set("align", "left")
        style = element.get("style")
        if style:
            style = re.sub(r"(direction\s*:\s*)rtl", r"\1ltr", style, flags=re.IGNORECASE)
            style = re.sub(r"(text-align\s*:\s*)right", r"\1left", style, flags=re.IGNORECASE)
            element.set("style", xml_text(style))
        if element.tag == "meta":
            _meta(element)


def _meta(element: _Element) -> None:
    if "charset" in element.attrib:
        element.set("charset", "utf-8")
    elif (element.get("http-equiv") or "").lower() == "content-type":
        element.set("content", "text/html; charset=utf-8")
    elif (element.get("http-equiv") or "").lower() == "content-language":
        element.set("content", "en")


def _serialised(root: _Element, original: str) -> bytes:
    """A page as a page; a part of one as that part, each of its elements marked English."""
    is_page = re.search(r"<(html|body|head|!doctype)[\s>]", original[:65536], re.IGNORECASE) is not None
    method = "xml" if _XML_DECLARATION.match(original) else "html"
    if is_page:
        root.set("lang", "en")
        root.set("dir", "ltr")
        if method == "xml":
            _as_xml(root)
            return b'<?xml version="1.0" encoding="UTF-8"?>\n' + _bytes(root.getroottree(), method) + b"\n"
        return _bytes(root.getroottree(), method) + b"\n"
    body = root.find("body")
    if body is None:
        return _bytes(root.getroottree(), method) + b"\n"
    for child in body:
        if isinstance(child.tag, str) and child.tag not in ("script", "style"):
            child.set("lang", "en")
            child.set("dir", "ltr")
    return ((body.text or "").encode("utf-8") + b"".join(_bytes(child, method) for child in body)).rstrip() + b"\n"


def _as_xml(root: _Element) -> None:
    """XHTML that was parsed as HTML: names that only look like they had a namespace are mended.

    subtle: under a doctype of XHTML 1 the serialiser writes `xmlns`, and `xml:lang` beside each `lang`, by itself, and
    does not see those the parser took for plain names; an attribute that is there twice is no XML.
    """
    by_itself = "XHTML" in (root.getroottree().docinfo.public_id or "")
    if by_itself and "xmlns" in root.attrib:
        del root.attrib["xmlns"]
    for element in root.iter(etree.Element):
        language = element.get("xml:lang")
        if language is not None:
            del element.attrib["xml:lang"]
            element.set("lang" if by_itself else "{http://www.w3.org/XML/1998/namespace}lang", language)


def _bytes(node: _Element | etree._ElementTree, method: str) -> bytes:
    text: str = etree.tostring(node, method=method, encoding="unicode")
    return text.encode("utf-8", errors="replace")
