"""A page to read and print: Arabic beside English, terms marked on both sides, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from muqabala.export import About
from muqabala.export.plainly import xml_attribute, xml_text
from muqabala.values import Pair, Span

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="{generator}">
<title>Arabic–English pairs</title>
<style>
body {{ font-family: "Noto Sans", "Segoe UI", Arial, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem;
  color: #1a1a1a; background: #fff; line-height: 1.5 }}
h1 {{ font-size: 1.4rem }}
h2 {{ font-size: 1.05rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed }}
th, td {{ border-bottom: 1px solid #ccc; padding: .4rem .6rem; vertical-align: top; text-align: start;
  overflow-wrap: anywhere }}
th:first-child, td:first-child {{ width: 3.5rem; color: #555; font-variant-numeric: tabular-nums }}
td[lang=ar] {{ font-family: "Noto Naskh Arabic", "Amiri", "Traditional Arabic", "Times New Roman", serif;
  font-size: 1.2em }}
mark {{ background: #fff3bf; color: inherit; border-bottom: 2px solid #b58900 }}
mark.waived {{ background: none; border-bottom-style: dotted }}
.who {{ color: #555; font-size: .85em }}
@media print {{ body {{ margin: 0; max-width: none }} tr {{ break-inside: avoid }} h2 {{ break-after: avoid }} }}
</style>
</head>
<body>
<h1>Arabic–English pairs</h1>
<p class="who">{note}</p>
"""
_TABLE = """<table>
<thead><tr><th scope="col">No.</th><th scope="col">Arabic</th><th scope="col">English</th></tr></thead>
<tbody>
"""


class HtmlWriter:
    """One table a document."""

    def __init__(self, stream: BinaryIO, about: About) -> None:
        self._stream = stream
        self._document: str | None = None
        self._number = 0
        newest = f"; newest pair {about.newest}" if about.newest else ""
        generator = xml_attribute(f"muqabala {about.version}")
        self._write(_HEAD.format(generator=generator, note=xml_text(f"{about.command}{newest}")))

    def _write(self, text: str) -> None:
        self._stream.write(text.encode("utf-8", "replace"))

    def put(self, pair: Pair) -> bool:
        if pair.document != self._document:
            self._close_table()
            self._document = pair.document
            if pair.document:
                self._write(f"<h2><bdi>{xml_text(pair.document)}</bdi></h2>\n")
            self._write(_TABLE)
        self._number += 1
        ar = marked(pair.ar, [(v.source, v.term, v.status == "waived") for v in pair.terms])
        en = marked(pair.en, [(v.target, pair.ar[slice(*v.source)], False) for v in pair.terms if v.target is not None])
        who = " ".join(part for part in (pair.reviewer, pair.reviewed_at) if part)
        title = f' title="{xml_attribute(who)}"' if who else ""
        self._write(
            f'<tr id="{xml_attribute(pair.id)}"{title}><td>{pair.segment or self._number}</td>'
            f'<td dir="rtl" lang="ar">{ar}</td><td dir="ltr" lang="en">{en}</td></tr>\n'
        )
        return True

    def _close_table(self) -> None:
        if self._document is not None:
            self._write("</tbody>\n</table>\n")

    def finish(self) -> None:
        self._close_table()
        if not self._number:
            self._write("<p>No accepted pairs.</p>\n")
        self._write("</body>\n</html>\n")


def marked(text: str, spans: Sequence[tuple[Span, str, bool]]) -> str:
    """The text with each span in a `<mark>` that tells the other side of its term; overlapping ones are left unmarked.

    >>> marked("the Alliance", [((4, 12), "الحلف", False)])
    'the <mark title="الحلف">Alliance</mark>'
    """
    parts: list[str] = []
    at = 0
    for (start, end), title, waived in sorted(spans):
        if not at <= start < end <= len(text):
            continue
        sort = ' class="waived"' if waived else ""
        parts.append(xml_text(text[at:start]))
        parts.append(f'<mark{sort} title="{xml_attribute(title)}">{xml_text(text[start:end])}</mark>')
        at = end
    return "".join((*parts, xml_text(text[at:]))).replace("\n", "<br>")
