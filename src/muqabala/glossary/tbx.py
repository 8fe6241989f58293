"""TBX v2 (martif) as a glossary: one row for each concept with an Arabic and an English side.

TBX is XML from strangers: nothing is fetched, no DTD is loaded, and a file that declares entities is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from muqabala.glossary.rows import COLUMNS, LISTS, Fault, Reading, Row

_CONCEPTS = frozenset({"termEntry", "conceptEntry"})
_LANGUAGES = frozenset({"langSet", "langSec"})
_TERMS = frozenset({"tig", "ntig", "termSec", "termGrp"})
_FORBIDDEN = ("forbidden", "obsolete", "deprecated", "superseded", "notrecommended")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OURS = "x-muqabala-"
"""Prefix of the types under which an export of ours keeps what TBX has no name for."""

Cells = dict[str, list[str]]


def read_tbx(name: str, data: bytes) -> Reading:
    """The rows of a TBX file. What cannot be parsed is one fatal fault with its line."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as wrong:
        line = getattr(wrong, "lineno", None) or 0
        message = f"not well-formed XML: {str(wrong).splitlines()[0] if str(wrong) else 'empty'}."
        return _refused(name, line, message, "Export the TBX again, or mend it in an XML editor.")
    if b"<!ENTITY" in data or any(node.tag is etree.Entity for node in root.iter()):
        return _refused(name, 1, "it declares XML entities.", "Take the declarations out; TBX needs none.")
    if _local(root) not in ("martif", "tbx"):
        return _refused(name, _line(root), f"the root is <{_local(root)}>, not <martif>.", "Give a TBX v2 file.")
    reading = Reading()
    for concept in root.iter():
        if _local(concept) in _CONCEPTS:
            _read_concept(name, concept, reading)
    return reading


def _refused(name: str, line: int, message: str, remedy: str) -> Reading:
    return Reading(faults=[Fault(name, line, message, remedy, fatal=True)])


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _add(cells: Cells, column: str, value: str) -> None:
    if value and value not in cells.setdefault(column, []):
        cells[column].append(value)


def _read_concept(name: str, concept: etree._Element, reading: Reading) -> None:
    cells: Cells = {}
    languages = set()
    for child in concept:
        if _local(child) in _LANGUAGES:
            language = (child.get(_XML_LANG) or child.get("lang") or "").replace("_", "-").partition("-")[0].lower()
            if language in ("ar", "en"):
                languages.add(language)
                for term in _terms(child):
                    _read_term(language, term, cells)
        else:
            _read_notes(child, cells)
    if languages != {"ar", "en"}:
        missing = " and ".join(sorted({"ar", "en"} - languages))
        message, remedy = f"a concept without a term in {missing}.", "It is left out; add the language."
        reading.faults.append(Fault(name, _line(concept), message, remedy))
        return
    _add(cells, "id", str(concept.get("id") or ""))
    reading.rows.append(Row(_line(concept), _as_row(cells)))


def _as_row(cells: Cells) -> dict[str, str]:
    """Cells as a CSV row holds them; what is more than one where the row has room for one becomes a variant."""
    row = {}
    for column in COLUMNS:
        values = cells.get(column, [])
        if column == "en_plural" and len(values) > 1:
            for value in values[1:]:
                _add(cells, "en_variants", value)
        joined = "|".join(values) if column in LISTS else "; ".join(values) if column == "note" else "".join(values[:1])
        row[column] = joined
    return row


def _read_notes(element: etree._Element, cells: Cells) -> None:
    """A concept's own fields: subject field, note, and what an export of ours has put beside them."""
    kind = element.get("type") or ""
    if _local(element) == "note":
        _add(cells, "note", _text(element))
    elif kind == "subjectField":
        _add(cells, "domain", _text(element))
    elif kind.startswith(OURS):
        _add(cells, kind.removeprefix(OURS), _text(element))
    for child in element:
        _read_notes(child, cells)


def _terms(language: etree._Element) -> Iterator[etree._Element]:
    """The groups that hold one term each; an ntig holds a termGrp."""
    for group in language.iter():
        if _local(group) in _TERMS and any(_local(child) == "term" for child in group):
            yield group


def _read_term(language: str, group: etree._Element, cells: Cells) -> None:
    text, status, plural = "", "", False
    for child in group.iter():
        if _local(child) == "term":
            text = _text(child)
        elif child.get("type") in ("administrativeStatus", "normativeAuthorization"):
            status = _text(child).lower()
        elif child.get("type") == "grammaticalNumber":
            plural = _text(child).lower() == "plural"
    forbidden = status.startswith(_FORBIDDEN)
    if language == "en" and forbidden:
        column = "en_forbidden"
    elif plural:
        column = f"{language}_plural"
    elif not forbidden and not cells.get(language):
        column = language
    else:
        # An Arabic term that is out of favour still stands in the texts people write, so it is a spelling to find.
        column = f"{language}_variants"
    _add(cells, column, text)
