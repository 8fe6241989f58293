"""More files nobody means well with: each is read and written, or refused with a message, and quickly."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from muqabala.documents import Rendition, parse_document, write_document
from muqabala.errors import DocumentError
from muqabala.workflow.intake import segment_document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/d.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def word(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", TYPES)
        file.writestr("d.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def xliff(units: str, root: str = 'version="1.2"') -> bytes:
    return f'<xliff {root}><file source-language="ar"><body>{units}</body></file></xliff>'.encode()


def unit(source: str, rest: str = "") -> str:
    return f'<trans-unit id="1"><source>{source}</source>{rest}</trans-unit>'


SEGMENTED = "<seg-source>" + '<mrk mtype="seg" mid="0">نص</mrk>' * 300 + "</seg-source>"
RUN = "<w:r><w:t>نص</w:t></w:r>"
BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
CUE = "00:00:01,000 --> 00:00:02,000\n"
HOSTILE = {
    "ends-without-begins.docx": word("<w:p>" + BEGIN.replace("begin", "end") * 500 + RUN + "</w:p>"),
    "begins-without-ends.docx": word("<w:p>" + BEGIN * 3000 + RUN + "</w:p>"),
    "paragraph-in-paragraph.docx": word(f"<w:p>{RUN}<w:p>{RUN}<w:p>{RUN}</w:p></w:p></w:p>"),
    "links-in-links.docx": word("<w:p>" + "<w:hyperlink>" * 100 + RUN + "</w:hyperlink>" * 100 + "</w:p>"),
    "control-without-content.docx": word(f"<w:p><w:sdt/><w:sdt><w:sdtPr/></w:sdt>{RUN}</w:p>"),
    "properties-of-nothing.docx": word(
        f"<w:jc/><w:szCs/><w:numFmt/><w:sdtPr/><w:lang/><w:p><w:pPr/><w:pPr/>{RUN}</w:p>"
    ),
    "every-run-another-look.docx": word(
        "<w:p>"
        + "".join(f'<w:r><w:rPr><w:sz w:val="{n}"/></w:rPr><w:t>نص </w:t></w:r>' for n in range(2000))
        + "</w:p>"
    ),
    "same-mid.xlf": xliff(unit("نص", SEGMENTED)),
    "crossed-codes.xlf": xliff(
        unit("".join(f'<bpt id="{n}"/>نص ' for n in range(1500)) + "".join(f'<ept id="{n}"/>' for n in range(1500)))
    ),
    "unit-in-source.xlf": xliff(unit(f"نص {unit('نص داخلي')}")),
    "two-sources.xlf": xliff(unit("نص", "<source>نص آخر</source><target>One</target><target>Two</target>")),
    "no-version.xlf": xliff(unit("نص"), ""),
    "target-first.xlf": xliff("<trans-unit><target>Text</target><source>نص</source></trans-unit>"),
    "comments-in-source.xlf": xliff(unit("ن<!-- x -->ص<?pi y?> هنا", "<target><!-- z --></target>")),
    "deep-target.xlf": xliff(unit("نص", "<target>" + "<g id='1'>" * 200 + "Text" + "</g>" * 200 + "</target>")),
    "odd-spans.xlf": xliff(unit("نص. " * 4000, "<target>" + "Text. " * 4001 + "</target>")),
    "only-times.srt": (CUE * 5000 + "نص").encode(),
    "open-tags.srt": (CUE + "<i>" * 20000 + "نص").encode(),
    "crossed-tags.srt": (CUE + "<i><b>" * 500 + "نص" + "</i></b>" * 500).encode(),
    "numbers.srt": (CUE + "نص\n" + "1\n" * 20000).encode(),
    "boxes.md": ("- [ ] " * 300 + "نص\n" + "- [x]\n" * 3000).encode(),
    "rules.md": ("---\n" * 5000 + "نص\n").encode(),
    "pipes.md": ("|" * 3000 + "\n" + "|-" * 3000 + "|\n" + "|نص" * 3000).encode(),
    "tags.md": ("<div>\n" + "<b " * 20000 + "نص\n</div>\n\nنص").encode(),
    "feeds.txt": ("\f" * 30000 + "نص\n" + "\f\n" * 30000 + "نص").encode(),
    "returns.txt": ("نص\r" * 20000).encode(),
    "marks.txt": ("\N{RIGHT-TO-LEFT OVERRIDE}" * 50000 + "نص").encode(),
    "quotes.txt": ('"' * 50000 + "نص").encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("draft", [False, True])
def test_hostile_files_are_survived(name: str, draft: bool) -> None:
    """No other error than ours, and no more than a few seconds, there and back."""
    data, begun = HOSTILE[name], time.process_time()
    out = io.BytesIO()
    try:
        document = parse_document(data, name, clean=False)
        renditions = [Rendition(s, 'A "text" (1): [x]', reviewed=not draft) for s in segment_document(document)]
        write_document(data, document.format, renditions, out, draft=draft)
        said = out.getvalue() if not name.endswith(".docx") else b"text"
    except DocumentError as refusal:
        said = refusal.message.replace(name, "text").encode()
    assert b"text" in said
    assert time.process_time() - begun < 15
