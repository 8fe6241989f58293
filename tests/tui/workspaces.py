"""Workspaces for the desk's tests, made through the real store and the real examiner."""

from __future__ import annotations

from pathlib import Path

from muqabala.config import Workspace
from muqabala.glossary import load_glossary
from muqabala.store import Store
from muqabala.values import Block as DocumentBlock
from muqabala.values import Document, Draft, Origin, Role, Segment, State
from muqabala.workflow.examine import Examiner

GLOSSARY = """id,ar,en,policy,kind
armed-forces,القوات المسلحة,armed forces,must,adjective
brigade,لواء,brigade,must,single
ministry,وزارة الدفاع,Ministry of Defence,must,idafa
"""

SENTENCES = [
    ("أعلنت القوات المسلحة بدء التمرين.", "The armed forces announced the start of the exercise."),
    ("وصل اللواء إلى المدينة (الجديدة) في 12/05/2024.", "The brigade reached the (new) city on 12/05/2024."),
    ("قالت وزارة الدفاع إن نسبة النجاح بلغت 45.5%.", "The ministry said the success rate was 45.5%."),
    ("ووصل الوزير John Smith إلى العاصمة.", "Minister John Smith reached the capital."),
    ("انتهى التمرين.", "The exercise ended."),
    ("وأكد المتحدث أن «الاتفاقية» سَتُوَقَّعُ لاحقًا.", "The spokesman said the “agreement” would be signed later."),
    ("انتهى التمرين.", "The drill is over."),
    ("شارك في التمرين ثلاثة ألوية من القوات المسلحة.", "Three brigades of the armed forces took part in the exercise."),
]


def fill(store: Store, workspace: Workspace, sentences: list[tuple[str, str]], name: str = "seeds/news.txt") -> int:
    """Put a document with these sentences into the store, drafted; its id."""
    blocks = tuple(DocumentBlock(ar, Role.BODY, {}, k + 1) for k, (ar, _) in enumerate(sentences))
    document = Document(
        name, "plain", "ar", "utf-8", (DocumentBlock(" ".join(ar for ar, _ in sentences), Role.BODY, {}, 1),)
    )
    whole = document.blocks[0].text
    segments, at = [], 0
    for k, block in enumerate(blocks):
        start = whole.index(block.text, at)
        at = start + len(block.text)
        segments.append(Segment(name, k + 1, 1, Role.BODY, block.text, 0, (start, at)))
    report = store.put_document(document, whole.encode(), segments)
    examiner = Examiner(load_glossary([workspace.glossaries / "house.csv"]))
    drafts = []
    for k, (ar, en) in enumerate(sentences):
        seen = examiner.examine(ar, en)
        drafts.append(
            Draft(
                name,
                k + 1,
                1,
                Role.BODY,
                ar,
                en,
                State.DRAFTED,
                Origin.ENGINE,
                seen.terms,
                seen.findings,
                -0.5,
                "starter@00/ct2-int8/beam4",
                seen.glossary,
            )
        )
    store.put_drafts(drafts)
    return report.document_id


def desk_workspace(folder: Path) -> Path:
    """A workspace on disk with one drafted document, for a desk in a process of its own."""
    workspace = Workspace(folder)
    workspace.glossaries.mkdir()
    (workspace.glossaries / "house.csv").write_text(GLOSSARY, encoding="utf-8")
    with Store.open(workspace.store) as opened:
        fill(opened, workspace, SENTENCES)
    return folder
