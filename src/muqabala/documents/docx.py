"""Word documents: paragraphs wherever they stand, and English into the same styles.

The XML is walked directly and not through python-docx, because writing back must leave everything that is not a
paragraph byte for byte as it was, and because text stands in places that library does not offer: text boxes, footnotes,
content controls. Headers, footers, footnotes and endnotes are read too, after the body: a delivered document with an
Arabic letterhead is not finished. Comments are not: they are talk about the document. Tracked deletions are left out,
tracked insertions are text.

In English, a paragraph keeps its style and its most common character formatting; what is formatted otherwise (a bold
name, a link) is carried over by position (`inline.py`); pictures, fields, footnote marks and tabs stay. Right to left
is taken out of paragraphs, runs, tables and sections, in the styles too, and what was set at the right edge by hand
goes back to where English begins. Lists and pages numbered with Arabic letters are lettered in English. A content
control no longer takes its text from the data behind it, from where Word would fetch the Arabic again.

Place: `{"part": "word/document.xml", "paragraph": 12}`, counted over all paragraphs of the part.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from muqabala.documents.archive import Archive
from muqabala.documents.encoding import tidy
from muqabala.documents.inline import Flow, FlowBuilder, Mark, Rendering, carry, english_of, mismatch, pieces
from muqabala.documents.language import language_of
from muqabala.documents.safexml import attributes, parse_xml, xml_bytes, xml_text
from muqabala.errors import DocumentError
from muqabala.values import Block, Document, Role

_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PART_KINDS = ("main", "footnotes", "endnotes", "header", "footer")
"""In reading order."""
_CONTAINERS = frozenset(("ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "fldSimple", "sdtContent"))
"""Elements of a paragraph that are read through, and not written again."""
_WRAPPERS = frozenset(("hyperlink", "sdt"))
"""Elements of a paragraph that are written again around their English."""
_GONE = frozenset(
    (
        "pPr",
        "rPr",
        "del",
        "moveFrom",
        "proofErr",
        "lastRenderedPageBreak",
        "softHyphen",
        "delText",
        "sdtPr",
        "sdtEndPr",
        "smartTagPr",
        "customXmlPr",
        "delInstrText",
    )
)
_OPAQUE_FIELDS = frozenset(
    (
        "PAGE",
        "NUMPAGES",
        "SECTIONPAGES",
        "SECTION",
        "DATE",
        "TIME",
        "CREATEDATE",
        "SAVEDATE",
        "PRINTDATE",
        "PAGEREF",
        "SEQ",
        "AUTONUM",
        "LISTNUM",
        "EQ",
        "SYMBOL",
        "FORMCHECKBOX",
        "FILENAME",
        "XE",
        "TC",
    )
)
"""Fields whose result a program computes; moved whole."""
_NOT_SEEN = frozenset(
    ("rtl", "cs", "lang", "noProof", "rFonts", "rPrChange", "webHidden", "bCs", "iCs", "szCs", "kern")
)
"""Run properties that do not make one stretch look different from the next."""


@dataclass(slots=True)
class _Atom:
    """What stands in a run and is no text, with the formatting of its run."""

    properties: _Element | None
    elements: list[_Element]
    in_run: bool = True
    is_tab: bool = False


@dataclass(slots=True)
class _Item:
    """One step through a paragraph: text, a line break, an atom, or the beginning or end of a wrapper."""

    kind: str
    text: str = ""
    properties: _Element | None = None
    atom: _Atom | None = None
    """Of text too, for text can be the result of a computed field."""
    wrapper: _Element | None = None


@dataclass(slots=True)
class _Paragraph:
    element: _Element
    part: str
    number: int
    flow: Flow
    properties: _Element | None
    """The most common run formatting."""
    mirrors: list[_Element] = field(default_factory=list)
    """The same paragraph in the form kept for old programs."""


class _Package:
    """The parts of a Word document that hold text or direction."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.archive = Archive(data, name)
        kinds = self._kinds()
        self.roots: dict[str, _Element] = {}
        for kind in (*_PART_KINDS, "styles", "numbering"):
            for member in sorted(member for member, known in kinds.items() if known == kind and member in self.archive):
                self.roots[member] = parse_xml(self.archive[member], f"{name} ({member})", "this part")
        if "main" not in kinds.values():
            raise DocumentError(f"{name}: a ZIP archive, but no Word document.", hint="Save it as DOCX, HTML or text.")
        self.texts = [part for part in self.roots if kinds[part] in _PART_KINDS]
        self.styles = next((self.roots[part] for part in self.roots if kinds[part] == "styles"), None)
        self._refuse_foreign()

    def _kinds(self) -> dict[str, str]:
        """Member → main, header, styles …, from the list of content types."""
        kinds: dict[str, str] = {}
        if "[Content_Types].xml" not in self.archive:
            return kinds
        types = parse_xml(self.archive["[Content_Types].xml"], f"{self.name} ([Content_Types].xml)", "this part")
        for override in types:
            if not isinstance(override.tag, str):
                continue
            content_type, member = override.get("ContentType", ""), override.get("PartName", "").lstrip("/")
            match = re.search(r"(?:wordprocessingml\.|ms-word\.)(?:[a-zA-Z]+\.)*?([a-z]+)\+xml$", content_type)
            if match:
                kinds[member] = match.group(1)
        return kinds

    def _refuse_foreign(self) -> None:
        """Refuse parts that a word processor would fetch and run or render when the English is opened."""
        for member in self.archive.names():
            if not member.endswith(".rels"):
                continue
            for relation in parse_xml(self.archive[member], f"{self.name} ({member})", "this part"):
                if not isinstance(relation.tag, str) or relation.get("TargetMode") != "External":
                    continue
                kind = relation.get("Type", "").rsplit("/", 1)[-1]
                target = relation.get("Target", "")
                if kind in ("attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk") and re.match(
                    r"(https?|ftp|mhtml|smb):|\\\\|//|file://[^/]", target, re.IGNORECASE
                ):
                    raise DocumentError(
                        f"{self.name} ({member}): loads a foreign {kind} from {target[:80]!r}.",
                        hint="Open it where that is safe, take the link out and save it again.",
                    )

    def paragraphs(self) -> Iterator[_Paragraph]:
        """All paragraphs with a letter or digit, in reading order."""
        for part in self.texts:
            numbered: list[_Paragraph] = []
            mirrors: list[_Element] = []
            for number, element in enumerate(_elements(self.roots[part], "p")):
                if any(_is_fallback(ancestor) for ancestor in element.iterancestors()):
                    mirrors.append(element)
                    continue
                # A text box in a tracked deletion is deleted with it.
                if any(_local(ancestor) in _GONE for ancestor in element.iterancestors()):
                    continue
                flow, properties = _flow(element)
                if any(character.isalnum() for character in flow.text):
                    numbered.append(_Paragraph(element, part, number, flow, properties))
            _mirror(numbered, mirrors)
            yield from numbered


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_docx(data: bytes, name: str) -> Document:
    """The paragraphs of a Word document. Raises `DocumentError` for what is none, is broken or means harm."""
    package = _Package(data, name)
    roles = _style_roles(package.styles)
    blocks = tuple(
        Block(p.flow.text, _role(p.element, roles), {"part": p.part, "paragraph": p.number}, number)
        for number, p in enumerate(package.paragraphs(), start=1)
    )
    return Document(name, "docx", language_of("\n".join(block.text for block in blocks)), "", blocks)


def _local(element: _Element) -> str:
    """The Word name of an element, or nothing for other namespaces and comments."""
    if not isinstance(element.tag, str) or not element.tag.startswith("{"):
        return ""
    namespace, _, local = element.tag[1:].partition("}")
    return local if namespace in _NAMESPACES else ""


def _elements(root: _Element, *names: str) -> Iterator[_Element]:
    return root.iter(*(f"{{{namespace}}}{name}" for namespace in _NAMESPACES for name in names))


def _child(element: _Element | None, name: str) -> _Element | None:
    if element is None:
        return None
    return next((child for child in element if _local(child) == name), None)


def _value(element: _Element | None, attribute: str = "val") -> str:
    """A Word attribute, whichever of the two namespaces it is in."""
    if element is None:
        return ""
    return next((v for k, v in attributes(element).items() if k.rpartition("}")[2] == attribute), "")


def _is_on(element: _Element | None) -> bool:
    return element is not None and _value(element) not in ("0", "false", "off")


def _is_fallback(element: _Element) -> bool:
    return element.tag == f"{_COMPATIBILITY}Fallback"


def _mirror(paragraphs: Sequence[_Paragraph], mirrors: Sequence[_Element]) -> None:
    """Find, for each paragraph of a text box, the copy kept for programs that know no such boxes."""
    waiting: dict[str, list[_Paragraph]] = {}
    for paragraph in paragraphs:
        if any(ancestor.tag == f"{_COMPATIBILITY}Choice" for ancestor in paragraph.element.iterancestors()):
            waiting.setdefault(paragraph.flow.text, []).append(paragraph)
    for element in mirrors:
        same = waiting.get(_flow(element)[0].text)
        if same:
            paragraph = same.pop(0) if len(same) > 1 else same[0]
            paragraph.mirrors.append(element)


def _style_roles(styles: _Element | None) -> dict[str, Role]:
    """Style id → what its paragraphs are, by the built-in names that Word keeps in every language."""
    roles: dict[str, Role] = {}
    for style in _elements(styles, "style") if styles is not None else ():
        name = _value(_child(style, "name")).lower()
        outline = _child(_child(style, "pPr"), "outlineLvl")
        if name in ("title", "subtitle"):
            roles[_value(style, "styleId")] = Role.TITLE if name == "title" else Role.HEADING
        elif name.startswith(("heading", "toc heading")) or (outline is not None and _value(outline) != "9"):
            roles[_value(style, "styleId")] = Role.HEADING
        elif name == "caption":
            roles[_value(style, "styleId")] = Role.CAPTION
    return roles


def _role(paragraph: _Element, roles: dict[str, Role]) -> Role:
    style = _value(_child(_child(paragraph, "pPr"), "pStyle"))
    if style in roles:
        return roles[style]
    for ancestor in paragraph.iterancestors():
        if _local(ancestor) == "txbxContent":
            break
        if _local(ancestor) == "tc":
            return Role.CELL
    return Role.BODY


def _flow(paragraph: _Element) -> tuple[Flow, _Element | None]:
    """The text of a paragraph with its marks, and the formatting that most of it has."""
    items = list(_items(paragraph))
    weights: Counter[str] = Counter()
    examples: dict[str, _Element | None] = {}
    for item in items:
        if item.kind == "text":
            look = _look(item.properties)
            weights[look] += sum(1 for character in item.text if not character.isspace())
            examples.setdefault(look, item.properties)
    # The first of the most common: Counter keeps the order of appearance among equals.
    usual = weights.most_common(1)[0][0] if weights else ""
    builder = FlowBuilder(collapse=False)
    stretch = usual
    for item in items:
        look = _look(item.properties) if item.kind == "text" and any(map(str.isalnum, item.text)) else ""
        wanted = look if item.kind == "text" and look else stretch if item.kind in ("text", "break") else usual
        if wanted != stretch:
            if stretch != usual:
                builder.close()
            if wanted != usual:
                builder.open(item.properties)
            stretch = wanted
        _add(builder, item)
    return builder.flow(), examples.get(usual)


def _add(builder: FlowBuilder, item: _Item) -> None:
    if item.kind == "text":
        builder.add(item.text)
    elif item.kind == "break":
        builder.line_break()
    elif item.kind == "open":
        builder.open(item.wrapper)
    elif item.kind == "close":
        builder.close()
    elif item.atom is not None:
        builder.point(item.atom)
        if item.atom.is_tab:
            builder.add(" ")


def _look(properties: _Element | None) -> str:
    """What of a run's formatting can be seen, as a key; never empty for a run."""
    if properties is None:
        return "-"
    seen: dict[str, str] = {}
    for child in properties:
        name = _local(child)
        if name in ("bCs", "iCs", "szCs"):
            seen.setdefault(name[:-2], _value(child))
        elif name and name not in _NOT_SEEN:
            several = " ".join(f"{key}={value}" for key, value in sorted(attributes(child).items()))
            seen[name] = several if len(child.attrib) > 1 else _value(child)
    for name in ("b", "i", "u", "strike"):
        if seen.get(name) in ("0", "false", "off", "none"):
            del seen[name]
    return "-" + ";".join(f"{name}={value}" for name, value in sorted(seen.items()))


def _items(paragraph: _Element) -> Iterator[_Item]:
    """Step through a paragraph; a computed field comes as one atom."""
    items = list(_steps(paragraph))
    ends = _computed_fields(items)
    index = 0
    while index < len(items):
        end = ends.get(index, index)
        if end > index:
            group = [item.atom for item in items[index:end] if item.atom is not None]
            yield _Item("atom", atom=_Atom(group[0].properties, [e for atom in group for e in atom.elements]))
            index = end
            continue
        yield items[index]
        index += 1


def _computed_fields(items: Sequence[_Item]) -> dict[int, int]:
    """Index of the beginning of a computed field → one past its end; only of fields within one wrapper."""
    ends: dict[int, int] = {}
    begun: list[tuple[int, list[str]]] = []
    for index, item in enumerate(items):
        if item.kind in ("open", "close"):
            begun.clear()
        elif _is_field_mark(item, "begin"):
            begun.append((index, []))
        elif _is_field_mark(item, "end") and begun:
            begin, instruction = begun.pop()
            if _is_computed("".join(instruction)):
                ends[begin] = index + 1
        elif begun and item.atom is not None and _local(item.atom.elements[0]) == "instrText":
            begun[-1][1].append(item.atom.elements[0].text or "")
    return ends


def _is_computed(instruction: str) -> bool:
    words = instruction.split()
    return bool(words) and words[0].upper() in _OPAQUE_FIELDS


def _is_field_mark(item: _Item, kind: str) -> bool:
    if item.atom is None or not item.atom.elements or _local(item.atom.elements[0]) != "fldChar":
        return False
    return _value(item.atom.elements[0], "fldCharType") == kind


def _steps(element: _Element) -> Iterator[_Item]:
    """Depth first; recursion is bounded by the parser's 255 levels."""
    for child in element:
        name = _local(child)
        if name in _GONE or not isinstance(child.tag, str):
            continue
        if name == "r":
            yield from _run(child)
        elif name == "fldSimple" and _is_computed(_value(child, "instr")):
            yield _Item("atom", atom=_Atom(None, [child], in_run=False))
        elif name in _CONTAINERS:
            yield from _steps(child)
        elif name in _WRAPPERS:
            yield _Item("open", wrapper=child)
            yield from _steps(child)
            yield _Item("close")
        else:
            yield _Item("atom", atom=_Atom(None, [child], in_run=False))


def _run(run: _Element) -> Iterator[_Item]:
    properties = _child(run, "rPr")
    for child in run:
        name = _local(child)
        if name in _GONE or not isinstance(child.tag, str):
            continue
        if name == "t":
            text = tidy(child.text or "").replace("\n", " ").replace("\r", " ")
            if text:
                yield _Item("text", text, properties, _Atom(properties, [child]))
        elif name == "noBreakHyphen":
            yield _Item("text", "\N{NON-BREAKING HYPHEN}", properties, _Atom(properties, [child]))
        elif name == "cr" or (name == "br" and _value(child, "type") in ("", "textWrapping")):
            yield _Item("break", properties=properties)
        else:
            yield _Item("atom", atom=_Atom(properties, [child], is_tab=name == "tab"))


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def write_docx(data: bytes, name: str, renderings: Sequence[Rendering]) -> bytes:
    """The document in English, left to right, everything that is not text as it was."""
    package = _Package(data, name)
    wanted = {(r.place.get("part"), r.place.get("paragraph")): r for r in renderings}
    for paragraph in list(package.paragraphs()):
        rendering = wanted.pop((paragraph.part, paragraph.number), None)
        english = english_of(paragraph.flow.text, rendering.sentences if rendering is not None else ())
        for mirror in paragraph.mirrors:
            flow, properties = _flow(mirror)
            _fill(mirror, english.text, carry(flow, english), properties)
        _fill(paragraph.element, english.text, carry(paragraph.flow, english), paragraph.properties)
    if wanted:
        raise mismatch(name)
    for root in package.roots.values():
        _turn(root)
    return package.archive.rewritten({part: xml_bytes(root) for part, root in package.roots.items()})


def _fill(paragraph: _Element, english: str, marks: Sequence[Mark], properties: _Element | None) -> None:
    """Replace everything in a paragraph but its properties."""
    for child in list(paragraph):
        if _local(child) != "pPr":
            paragraph.remove(child)
    namespace = paragraph.tag[1:].partition("}")[0]
    _Filler(namespace, english).put(paragraph, marks, 0, len(english), properties)


class _Filler:
    """Writes English into paragraphs: runs with their formatting, atoms moved from where they were."""

    def __init__(self, namespace: str, english: str) -> None:
        self.w = f"{{{namespace}}}"
        self.english = english
        self._after_tab = False

    def put(self, parent: _Element, marks: Sequence[Mark], start: int, end: int, properties: _Element | None) -> None:
        for piece in pieces(self.english, marks, start, end):
            if isinstance(piece, str):
                self._text(parent, piece.removeprefix(" ") if self._after_tab else piece, properties)
                self._after_tab = False
            elif isinstance(piece.code, _Atom):
                self._atom(parent, piece.code)
            elif piece.code is not None and _local(piece.code) in _WRAPPERS:
                self.put(self._wrapper(parent, piece.code), piece.children, piece.start, piece.end, properties)
            else:
                self.put(parent, piece.children, piece.start, piece.end, piece.code)

    def _text(self, parent: _Element, text: str, properties: _Element | None) -> None:
        if not text:
            return
        run = self._new_run(parent, properties)
        for part in re.split("([\n\t])", text):
            if part in ("\n", "\t"):
                etree.SubElement(run, self.w + ("br" if part == "\n" else "tab"))
            elif part:
                leaf = etree.SubElement(run, self.w + "t")
                leaf.text = xml_text(part)
                leaf.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _atom(self, parent: _Element, atom: _Atom) -> None:
        self._after_tab = atom.is_tab
        if not atom.in_run:
            parent.extend(atom.elements)
            return
        for element in atom.elements:
            self._new_run(parent, atom.properties).append(element)

    def _wrapper(self, parent: _Element, wrapper: _Element) -> _Element:
        """A hyperlink or content control again, empty; gives the element its English goes into."""
        fresh = etree.SubElement(parent, wrapper.tag, attributes(wrapper))
        if _local(wrapper) != "sdt":
            return fresh
        for child in wrapper:
            if _local(child) in ("sdtPr", "sdtEndPr"):
                fresh.append(copy.deepcopy(child))
        return etree.SubElement(fresh, self.w + "sdtContent")

    def _new_run(self, parent: _Element, properties: _Element | None) -> _Element:
        run = etree.SubElement(parent, self.w + "r")
        if properties is not None:
            run.append(copy.deepcopy(properties))
        return run


def _turn(root: _Element) -> None:
    """Left to right, in place."""
    _renumber(root)
    for element in list(_elements(root, "bidi", "bidiVisual", "rtlGutter", "rtl", "cs")):
        parent = element.getparent()
        if parent is not None and _local(parent) in ("pPr", "sectPr", "rPr", "tblPr", "tblPrEx"):
            parent.remove(element)
    for alignment in list(_elements(root, "jc")):
        parent = alignment.getparent()
        value = _value(alignment)
        if parent is None or _local(parent) not in ("pPr", "tblPr"):
            continue
        if value in ("right", "end"):
            parent.remove(alignment)
        elif value.endswith("Kashida"):
            key = next(key for key in attributes(alignment) if key.endswith("}val"))
            alignment.set(key, "both")
    for complex_script in list(_elements(root, "bCs", "iCs", "szCs")):
        _give_to_latin(complex_script)
    for language in list(_elements(root, "lang", "lid")):
        for key, value in attributes(language).items():
            if key.endswith("}val") and value.lower().startswith("ar"):
                language.set(key, "en-GB")
    for control in _elements(root, "sdtPr"):
        for child in list(control):
            if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == "dataBinding":
                control.remove(child)


def _renumber(root: _Element) -> None:
    """Arabic letters that count lists, pages and notes become English ones."""
    for element in _elements(root, "numFmt", "pgNumType"):
        for key, value in attributes(element).items():
            if key.endswith(("}val", "}fmt")) and value in ("arabicAlpha", "arabicAbjad"):
                element.set(key, "lowerLetter")


def _give_to_latin(complex_script: _Element) -> None:
    """Arabic letters take boldness and size from bCs and szCs, Latin ones from b and sz: give them what is missing."""
    parent = complex_script.getparent()
    name = _local(complex_script)[:-2]
    if parent is None or _child(parent, name) is not None:
        return
    if name != "sz" and not _is_on(complex_script):
        return
    namespace = complex_script.tag[1:].partition("}")[0]
    latin = etree.Element(f"{{{namespace}}}{name}", attributes(complex_script))
    # The schema wants b before bCs, i before iCs, sz before szCs.
    complex_script.addprevious(latin)
