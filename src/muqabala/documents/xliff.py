"""XLIFF 1.2 and 2.0: the units of other translation tools, their codes and their states.

A unit's source (1.2), its `<mrk mtype="seg">` where another tool cut it already, or a segment (2.0) is one block.
Inline codes are taken out of the text and put back by position, as in every format here (`inline.py`), so each code of
a source is in its target exactly once; a code that opens and the one that closes it (`bpt` and `ept`, `sc` and `ec`)
go around words together. Units marked `translate="no"` are left alone.

An English target that is already there is another person's work: it is kept in the place as `given`, sentence by
sentence where both sides have as many, so that it can be the draft (`ready`: its state says that it is a translation)
or at least be offered.

Written back: the target beside its source; 1.2 `state="final"` and `approved="yes"` where a person has accepted it,
else `needs-review-translation`; 2.0 `state="reviewed"`, else `translated`; the target language on the file,
unless it names a kind of English already. Line ends, CDATA and comments stay as they were.

Place: `{"unit": 5}` or `{"unit": 5, "segment": 1}`, 0-based over all units of the file and the segments of the unit;
with a target also `target` (its text) and `given`: `{"ready": true, "texts": [[start, end, source, English], …]}`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.etree import _Element

from muqabala.documents.encoding import after_prolog, newline_of, tidy
from muqabala.documents.inline import Flow, FlowBuilder, Mark, Rendering, carry, english_of, mismatch, pieces
from muqabala.documents.language import language_of
from muqabala.documents.safexml import attributes, decode_xml, parse_xml, xml_bytes, xml_text
from muqabala.errors import DocumentError
from muqabala.text.sentences import sentence_spans
from muqabala.values import Block, Document, Language, Role

_V2 = "urn:oasis:names:tc:xliff:document:2."
_PAIRED = frozenset(("g", "pc", "mrk"))
"""Codes around text that is translated; all others stand as they are."""
_CLOSERS = {"bpt": ("ept", "rid"), "bx": ("ex", "rid"), "sc": ("ec", "startRef"), "sm": ("em", "startRef")}
"""Code that opens → the code that closes it, and the attribute that says which one (else both have the same id)."""
_CLOSING = dict(_CLOSERS.values())
_MAX_OPEN = 100
"""Codes around one text, as deep as anybody nests them."""
_DONE = frozenset(("translated", "signed-off", "reviewed", "final"))
"""States in which a target is a translation of its source; no state at all is believed too."""
_GUESSED = frozenset(("fuzzy-match", "leveraged-mt", "mt-suggestion"))
"""Qualifiers of targets that a machine found or made."""
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class _Pair:
    """A code that opens and the one that closes it, side by side in one element."""

    opening: _Element
    closing: _Element


@dataclass(frozen=True, slots=True)
class _Unit:
    place: dict[str, Any]
    unit: _Element
    """trans-unit (1.2) or segment (2.0)."""
    source: _Element
    """The element whose content is the source: source, mrk or source of a segment."""
    flow: Flow
    target: str
    ready: bool
    """The target is a finished translation, as far as its state says."""
    line: int


def read_xliff(data: bytes, name: str) -> Document:
    """The units that have text. Raises `DocumentError` for what is no XLIFF of version 1 or 2, or hostile."""
    root = _root(data, name)
    units = list(_units(root))
    into_english = all(_is_english(said) for said in _target_languages(root))
    blocks = []
    for unit in units:
        place = dict(unit.place)
        if unit.target:
            place["target"] = unit.target
        if into_english and (texts := _given(unit)):
            place["given"] = {"ready": unit.ready, "texts": texts}
        blocks.append(Block(unit.flow.text, Role.BODY, place, unit.line))
    declared = _source_language(root)
    language = declared or language_of("\n".join(block.text for block in blocks))
    return Document(name, "xliff", language, decode_xml(data, name).encoding, tuple(blocks))


def looks_like_xliff(text: str) -> bool:
    """The root element is called xliff."""
    return re.match(r"<(\w{1,20}:)?xliff[\s>]", after_prolog(text)) is not None


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _root(data: bytes, name: str) -> _Element:
    root = parse_xml(data, name, "XLIFF")
    if _local(root) != "xliff":
        raise DocumentError(f"{name}: the root is {_local(root)!r}, not xliff.", hint="Export it as XLIFF again.")
    return root


def _local(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: _Element, name: str) -> _Element | None:
    return next((child for child in element if _local(child) == name), None)


def _is_v2(root: _Element) -> bool:
    return root.tag.startswith("{" + _V2) or root.get("version", "").startswith("2")


def _source_language(root: _Element) -> Language | None:
    """The language the file says its sources are in, where it is one of ours."""
    files = [element for element in root if _local(element) == "file"]
    declared = root.get("srcLang") or next((file.get("source-language", "") for file in files), "")
    primary = re.split("[-_]", declared.lower())[0]
    return "ar" if primary == "ar" else "en" if primary == "en" else None


def _target_languages(root: _Element) -> list[str]:
    """What the file says its targets are in, as often as it says it."""
    said = [root.get("trgLang"), *(file.get("target-language") for file in root if _local(file) == "file")]
    return [language for language in said if language]


def _is_english(language: str) -> bool:
    return re.split("[-_]", language.lower())[0] in ("en", "eng")


def _given(unit: _Unit) -> list[list[Any]]:
    """The sentences of a target on those of its source, or the whole on the whole where they are not as many."""
    source, target = unit.flow.text, unit.target
    if not any(character.isalnum() for character in target) or language_of(target) != "en":
        return []
    if target == source or re.search(r"\[\[.*\]\]", target, re.DOTALL):
        # Double brackets are how our own drafts are marked.
        return []
    ours, theirs = sentence_spans(source, "ar"), sentence_spans(target, "en")
    if len(ours) != len(theirs):
        return [[0, len(source), source, target]]
    return [[a, b, source[a:b], target[c:d]] for (a, b), (c, d) in zip(ours, theirs, strict=True)]


def _units(root: _Element) -> Iterator[_Unit]:
    v2 = _is_v2(root)
    wanted = "unit" if v2 else "trans-unit"
    number = -1
    for element in root.iter(etree.Element):
        if _local(element) != wanted:
            continue
        number += 1
        if _is_closed(element):
            continue
        yield from _segments(element, number) if v2 else _trans_unit(element, number)


def _is_closed(unit: _Element) -> bool:
    """The nearest word on `translate` is no."""
    for element in (unit, *unit.iterancestors()):
        if element.get("translate"):
            return element.get("translate") == "no"
    return False


def _trans_unit(unit: _Element, number: int) -> Iterator[_Unit]:
    source, cut = _child(unit, "source"), _child(unit, "seg-source")
    if source is None:
        return
    target = _child(unit, "target")
    stretches = [mark for mark in _descendants(cut, "mrk") if mark.get("mtype") == "seg"] if cut is not None else []
    if not stretches:
        yield from _unit({"unit": number}, unit, source, target)
        return
    known = {mark.get("mid"): mark for mark in _descendants(target, "mrk")} if target is not None else {}
    for index, mark in enumerate(stretches):
        yield from _unit({"unit": number, "segment": index}, unit, mark, known.get(mark.get("mid")))


def _segments(unit: _Element, number: int) -> Iterator[_Unit]:
    segments = [element for element in unit if _local(element) == "segment"]
    for index, segment in enumerate(segments):
        source = _child(segment, "source")
        if source is not None:
            yield from _unit({"unit": number, "segment": index}, segment, source, _child(segment, "target"))


def _descendants(element: _Element | None, name: str) -> list[_Element]:
    return [] if element is None else [one for one in element.iter(etree.Element) if _local(one) == name]


def _unit(place: dict[str, Any], unit: _Element, source: _Element, target: _Element | None) -> Iterator[_Unit]:
    flow = _flow(source)
    if any(character.isalnum() for character in flow.text):
        known = _flow(target).text if target is not None else ""
        yield _Unit(place, unit, source, flow, known, _is_ready(unit), int(str(source.sourceline or 0)))


def _is_ready(unit: _Element) -> bool:
    """Whether the target of a unit (1.2) or segment (2.0) is said to be finished, or nothing is said."""
    target = _child(unit, "target")
    said = unit if _local(unit) == "segment" or target is None else target
    if unit.get("approved") == "yes":
        return True
    return said.get("state", "final") in _DONE and said.get("state-qualifier") not in _GUESSED


def _flow(source: _Element) -> Flow:
    preserved = next((e.get(_XML_SPACE) for e in (source, *source.iterancestors()) if e.get(_XML_SPACE)), "")
    builder = FlowBuilder(collapse=preserved != "preserve")
    _read(source, builder)
    return builder.flow()


def _read(element: _Element, builder: FlowBuilder, room: int = _MAX_OPEN) -> None:
    """Recursion is bounded by the parser's 255 levels, and `room` is how many pairs of codes may still open in it."""
    builder.add(tidy(element.text or ""))
    children = list(element)
    ends = _closers(children, room)
    pending: list[int] = []
    for index, child in enumerate(children):
        if _local(child) in _PAIRED:
            builder.open(child)
            _read(child, builder, room - len(pending))
            builder.close()
        elif index in ends:
            builder.open(_Pair(child, children[ends[index]]))
            pending.append(ends[index])
        elif pending and pending[-1] == index:
            builder.close()
            pending.pop()
        elif isinstance(child.tag, str):
            builder.point(child)
            if _parts_words(child):
                builder.add(" ")
        builder.add(tidy(child.tail or ""))


def _parts_words(code: _Element) -> bool:
    """A code that breaks a line, with no white space behind it: it parts two words that would be read as one."""
    if (code.tail or "")[:1].isspace():
        return False
    if code.get("ctype") == "lb" or code.get("subType") == "xlf:lb":
        return True
    said = (code.text, *(code.get(name) for name in ("equiv-text", "equiv", "disp")))
    return any(re.match(r"\s*(<br\b|\\n$|\n$)", text) for text in said if text)


def _closers(children: Sequence[_Element], room: int) -> dict[int, int]:
    """Index of a code that opens → index of the one that closes it; codes that cross others stay by themselves."""
    waiting: list[tuple[int, str, str]] = []
    ends: dict[int, int] = {}
    for index, child in enumerate(children):
        name = _local(child)
        if name in _CLOSERS and len(waiting) < room:
            closer, _ = _CLOSERS[name]
            waiting.append((index, closer, child.get("rid") or child.get("id") or ""))
        elif waiting and name in _CLOSING:
            wanted = (name, child.get(_CLOSING[name]) or child.get("id") or "")
            at = next((at for at in reversed(range(len(waiting))) if waiting[at][1:] == wanted), None)
            if at is not None:
                ends[waiting[at][0]] = index
                # What was opened since and is still open would cross it.
                del waiting[at:]
    return ends


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def write_xliff(data: bytes, name: str, renderings: Sequence[Rendering]) -> bytes:
    """The same file with English targets and their states."""
    root = _root(data, name)
    v2 = _is_v2(root)
    wanted = {(r.place.get("unit"), r.place.get("segment")): r for r in renderings}
    reviewed: dict[_Element, bool] = {}
    for unit in list(_units(root)):
        rendering = wanted.pop((unit.place["unit"], unit.place.get("segment")), None)
        if rendering is None:
            continue
        english = english_of(unit.flow.text, rendering.sentences)
        reviewed[unit.unit] = reviewed.get(unit.unit, True) and rendering.reviewed
        if english.text and english.text == unit.target:
            # Whoever wrote it also put its codes where they belong.
            continue
        target = _target(unit, v2)
        lead, trail = _edges(unit.source)
        _empty(target)
        target.text = lead
        _put(target, english.text, carry(unit.flow, english), 0, len(english.text))
        _append(target, trail)
    if wanted:
        raise mismatch(name)
    for element, is_reviewed in reviewed.items():
        _say_state(element, is_reviewed, v2)
    for element in [root] if v2 else [element for element in root if _local(element) == "file"]:
        attribute = "trgLang" if v2 else "target-language"
        if not _is_english(element.get(attribute, "")):
            element.set(attribute, "en")
    written = xml_bytes(root) + b"\n"
    return written.replace(b"\n", b"\r\n") if newline_of(decode_xml(data, name).text) == "\r\n" else written


def _target(unit: _Unit, v2: bool) -> _Element:
    """The element that takes the English: the target, or the stretch of it that answers a stretch of the source."""
    source = unit.source
    target = _child(unit.unit, "target")
    if target is None:
        target = _new_target(unit.unit)
    if v2 or _local(source) != "mrk":
        return target
    for mark in _descendants(target, "mrk"):
        if mark.get("mtype") == "seg" and mark.get("mid") == source.get("mid"):
            return mark
    # Without stretches of its own, the target becomes a copy of the cut source, so that what lies between stays.
    cut = _child(unit.unit, "seg-source")
    if cut is not None and not any(mark.get("mtype") == "seg" for mark in _descendants(target, "mrk")):
        _empty(target)
        target.text = cut.text
        target.extend(copy.deepcopy(child) for child in cut)
        for mark in _descendants(target, "mrk"):
            if mark.get("mtype") == "seg":
                _empty(mark)
    for mark in _descendants(target, "mrk"):
        if mark.get("mtype") == "seg" and mark.get("mid") == source.get("mid"):
            return mark
    return etree.SubElement(target, source.tag, attributes(source))


def _new_target(unit: _Element) -> _Element:
    """An empty target after the source (and the cut source), indented as they are."""
    before = _child(unit, "seg-source")
    before = before if before is not None else _child(unit, "source")
    namespace = unit.tag.rpartition("}")[0]
    target = etree.Element(f"{namespace}}}target" if namespace else "target")
    if before is None:
        unit.append(target)
        return target
    tail = before.tail
    before.tail = None
    before.addnext(target)
    before.tail = unit.text if unit.text and not unit.text.strip() else None
    target.tail = tail
    return target


def _empty(element: _Element) -> None:
    for child in list(element):
        element.remove(child)
    element.text = None


def _edges(source: _Element) -> tuple[str, str]:
    """The white space before and after the text of a source, which other tools count on."""
    first = source.text or ""
    last = (source[-1].tail or "") if len(source) else first
    lead = first[: len(first) - len(first.lstrip())]
    return (lead, last[len(last.rstrip()) :]) if last.strip() or len(source) else (lead, "")


def _append(parent: _Element, text: str) -> None:
    """Text behind everything that is in an element."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _put(parent: _Element, text: str, marks: Sequence[Mark], start: int, end: int) -> None:
    after_break = False
    for piece in pieces(text, marks, start, end):
        if isinstance(piece, str):
            # The space that stood for a line break in the text is none in the file.
            _append(parent, xml_text(piece.removeprefix(" ") if after_break else piece))
            after_break = False
            continue
        after_break = piece.is_point and _parts_words(piece.code)
        if isinstance(piece.code, _Pair):
            parent.append(_alone(piece.code.opening))
            _put(parent, text, piece.children, piece.start, piece.end)
            element = _alone(piece.code.closing)
        elif piece.is_point:
            element = _alone(piece.code)
        else:
            element = etree.Element(piece.code.tag, attributes(piece.code))
            _put(element, text, piece.children, piece.start, piece.end)
        parent.append(element)


def _alone(code: _Element) -> _Element:
    """A copy of a code without the text behind it."""
    element = copy.deepcopy(code)
    element.tail = None
    return element


def _say_state(unit: _Element, reviewed: bool, v2: bool) -> None:
    if v2:
        unit.set("state", "reviewed" if reviewed else "translated")
        _forget(unit, "subState")
        return
    target = _child(unit, "target")
    if target is not None:
        target.set("state", "final" if reviewed else "needs-review-translation")
        _forget(target, "state-qualifier")
    unit.set("approved", "yes" if reviewed else "no")


def _forget(element: _Element, attribute: str) -> None:
    if attribute in element.attrib:
        del element.attrib[attribute]
