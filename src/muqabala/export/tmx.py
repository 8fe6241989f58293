"""TMX 1.4b, as every reader takes it, and as any program may have written it.

Written: no DOCTYPE (Java's parser wants the DTD beside the file), `version="1.4"`, only what the DTD allows, own data
in `<prop type="x-muqabala-…">` before the texts, dates to the second, no unit with an empty side (OmegaT would blank
the translator's own text). Read: with expat and no entity ever expanded, in chunks, so that neither a bomb nor a
gigabyte fills the memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, NoReturn
from xml.parsers import expat

from muqabala.errors import PairFileError
from muqabala.export import About
from muqabala.export.jsonl import pair_from_json
from muqabala.export.lines import unreadable
from muqabala.export.plainly import one_line, segment_text, xml_attribute, xml_text
from muqabala.values import Origin, Pair

PROP = "x-muqabala-"
_CHUNK = 1 << 16
_LONGEST = 1_000_000
"""Characters of one text in a file that is read; no sentence has as many."""


class TmxWriter:
    """One `tu` a pair."""

    def __init__(self, stream: BinaryIO, about: About) -> None:
        self._stream = stream
        newest = _tmx_date(about.newest)
        created = f' creationdate="{newest}"' if newest else ""
        note = xml_text(one_line(about.command + (f"; newest pair {newest}" if newest else "")))
        self._write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
            f'  <header creationtool="muqabala" creationtoolversion="{xml_attribute(about.version)}" segtype="sentence"'
            f' o-tmf="muqabala" adminlang="en" srclang="ar" datatype="plaintext"{created}>\n'
            f"    <note>{note}</note>\n  </header>\n  <body>\n"
        )

    def _write(self, text: str) -> None:
        self._stream.write(text.encode())

    def put(self, pair: Pair) -> bool:
        ar, en = segment_text(pair.ar), segment_text(pair.en)
        if not ar or not en:
            return False
        date = _tmx_date(pair.reviewed_at)
        changed = f' changedate="{date}"' if date else ""
        by = f' changeid="{xml_attribute(pair.reviewer)}"' if pair.reviewer else ""
        self._write(
            f'    <tu tuid="{xml_attribute(pair.id)}"{changed}{by}>\n{_props(pair)}'
            f'      <tuv xml:lang="ar"><seg>{xml_text(ar)}</seg></tuv>\n'
            f'      <tuv xml:lang="en"><seg>{xml_text(en)}</seg></tuv>\n    </tu>\n'
        )
        return True

    def finish(self) -> None:
        self._write("  </body>\n</tmx>\n")


def _props(pair: Pair) -> str:
    row = pair.to_row()
    lines = []
    for name, value in row.items():
        if name in ("id", "ar", "en") or value is None or value in ("", 0, []):
            continue
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        lines.append(f'      <prop type="{PROP}{name.replace("_", "-")}">{xml_text(said)}</prop>\n')
    return "".join(lines)


def _tmx_date(moment: str) -> str:
    """2026-11-21T18:00:00Z as 20261121T180000Z; anything else as nothing.

    >>> _tmx_date("2026-11-21T18:00:00Z")
    '20261121T180000Z'
    """
    plain = moment.replace("-", "").replace(":", "")
    return plain if re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", plain) else ""


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_CODES = frozenset(("bpt", "ept", "it", "ph", "ut"))
"""Inline elements whose content is another program's markup, not text."""


@dataclass(slots=True)
class _Unit:
    attributes: Mapping[str, str]
    line: int
    props: dict[str, str] = field(default_factory=dict)
    texts: list[tuple[str, str]] = field(default_factory=list)
    """(language, text)"""


def read_tmx(path: Path) -> Iterator[Pair]:
    """The pairs of a file, in order. Units without an Arabic or an English side give a pair with that side empty."""
    reader = _Reader(path)
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                reader.feed(chunk, final=False)
                yield from reader.take()
        reader.feed(b"", final=True)
        yield from reader.take()
    except OSError as wrong:
        raise unreadable(path, wrong) from wrong


class _Reader:
    """expat's events as pairs."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.EntityDeclHandler = self._entity
        self._parser.SkippedEntityHandler = self._skipped
        self._ready: list[Pair] = []
        self._unit: _Unit | None = None
        self._language = ""
        self._source_language = ""
        self._text: list[str] | None = None
        self._length = 0
        self._prop = ""
        self._codes = 0
        self._seen_root = False
        self._units = 0

    def feed(self, chunk: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as wrong:
            if not self._seen_root and final:
                raise PairFileError(f"{self._path}: is empty or no XML.", hint="Is it a TMX file?") from wrong
            raise PairFileError(
                f"{self._path}:{wrong.lineno}: is not well-formed XML ({expat.ErrorString(wrong.code)}).",
                hint="Export it again from the program that made it.",
            ) from wrong
        except (LookupError, ValueError) as wrong:
            # pyexpat asks Python for encodings it does not know itself.
            raise PairFileError(
                f"{self._path}: has an encoding that cannot be read ({wrong}).", hint="Save the file as UTF-8."
            ) from wrong

    def take(self) -> list[Pair]:
        """The pairs that have been completed since."""
        ready, self._ready = self._ready, []
        return ready

    def _refuse(self, sentence: str, hint: str = "") -> NoReturn:
        raise PairFileError(f"{self._path}:{self._parser.CurrentLineNumber}: {sentence}", hint=hint)

    def _entity(self, name: str, *_: Any) -> None:
        self._refuse(f"declares the entity {name!r}, which is never expanded.", "Take the DOCTYPE out of the file.")

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self._refuse(f"uses the entity &{name}; that nothing declares.", "Write the character itself.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._seen_root:
            if name != "tmx":
                self._refuse(f"begins with <{name[:40]}>, not with <tmx>.", "Is it a TMX file?")
            self._seen_root = True
        elif name == "header":
            self._source_language = attributes.get("srclang", "")
        elif name == "tu":
            self._unit = _Unit(attributes, self._parser.CurrentLineNumber)
        elif self._unit is None:
            return
        elif name == "tuv":
            self._language = attributes.get("xml:lang") or attributes.get("lang") or ""
        elif name == "seg":
            self._text, self._length, self._codes = [], 0, 0
        elif name == "prop" and not self._language:
            self._prop, self._text, self._length = attributes.get("type", ""), [], 0
        elif name in _CODES and self._text is not None:
            self._codes += 1

    def _characters(self, data: str) -> None:
        if self._text is not None and not self._codes:
            self._length += len(data)
            if self._length > _LONGEST:
                self._refuse("holds an absurdly long text.")
            self._text.append(data)

    def _end(self, name: str) -> None:
        unit = self._unit
        if unit is None:
            return
        if name in _CODES and self._text is not None and self._codes:
            self._codes -= 1
        elif name == "seg" and self._text is not None:
            unit.texts.append((self._language or self._source_language, "".join(self._text)))
            self._text = None
        elif name == "prop" and self._text is not None and not self._language:
            unit.props[self._prop] = "".join(self._text)
            self._text = None
        elif name == "tuv":
            self._language = ""
        elif name == "tu":
            self._units += 1
            self._ready += self._pairs(unit)
            self._unit, self._text, self._language = None, None, ""

    def _pairs(self, unit: _Unit) -> list[Pair]:
        """One pair for each English text of the unit (some programs put alternatives side by side)."""
        ar = [_flat(text) for language, text in unit.texts if _primary(language) in ("ar", "ara")]
        en = [_flat(text) for language, text in unit.texts if _primary(language) in ("en", "eng")]
        first = self._pair(unit, ar[0] if ar else "", en[0] if en else "")
        others = [replace(first, id="", ar=one, en=other) for one in ar for other in en]
        return [first, *others[1:]]

    def _pair(self, unit: _Unit, ar: str, en: str) -> Pair:
        row: dict[str, Any] = {"id": unit.attributes.get("tuid", ""), "ar": ar, "en": en}
        where = f"{self._path}:{unit.line}"
        own = {name.removeprefix(PROP): text for name, text in unit.props.items() if name.startswith(PROP)}
        if not own:
            # Ids of other programs are often running numbers; only ours say who a pair is.
            return Pair(
                id="",
                ar=ar,
                en=en,
                segment=self._units,
                origin=Origin.IMPORT,
                reviewer=unit.attributes.get("changeid") or unit.attributes.get("creationid") or "",
                reviewed_at=_moment(unit.attributes.get("changedate") or unit.attributes.get("creationdate") or ""),
            )
        for name, text in own.items():
            key = name.replace("-", "_")
            if key in ("segment", "source_segments", "target_segments", "terms"):
                try:
                    row[key] = json.loads(text)
                except (ValueError, RecursionError) as wrong:
                    raise PairFileError(f"{where}: the property {PROP}{name} cannot be read.") from wrong
            else:
                row[key] = text
        return pair_from_json(row, where)


def _primary(language: str) -> str:
    """The first part of a language tag.

    >>> _primary("AR-sa"), _primary("en_GB")
    ('ar', 'en')
    """
    return re.split("[-_]", language.strip(), maxsplit=1)[0].lower()


def _flat(text: str) -> str:
    """Lines of a pretty-printed segment as one."""
    return re.sub(r"\s*[\r\n]+\s*", " ", text).strip()


def _moment(date: str) -> str:
    """20261121T180000Z as the records write it; anything else as nothing.

    >>> _moment("20261121T180000Z")
    '2026-11-21T18:00:00Z'
    """
    match = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z", date)
    return "{}-{}-{}T{}:{}:{}Z".format(*match.groups()) if match else ""
