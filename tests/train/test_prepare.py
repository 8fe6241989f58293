"""From text to packed ids: what is left out, what the pieces do to Arabic, how terms are told, and one real run."""

import json
import random
import subprocess
import sys
from importlib.util import find_spec
from itertools import pairwise

import numpy as np
import pytest

from muqabala.errors import ComponentError, InputError
from muqabala.train.development import chrf
from muqabala.train.guide import align_pieces
from muqabala.train.packed import load_packed
from muqabala.train.packing import Packing, make_packed, take_pieces
from muqabala.train.telling import Phrases
from muqabala.train.text import Mixture, Row, held_out_prints, read_rows, select
from muqabala.train.vocabulary import DROPPED, bake_rules, open_pieces, train_pieces
from muqabala.values import Told

AR = ["وصل الوزير إلى العاصمة صباح اليوم", "اجتمع المجلس في مقر الأمم المتحدة", "زار الوفد مكتب الاتصال الجديد"]
EN = [
    "The minister arrived in the capital",
    "The council met at the United Nations",
    "The delegation visited the office",
]


def rows(count: int) -> list[Row]:
    return [
        Row(
            f"{AR[n % 3]} رقم {'ابتثجح'[n % 6]}{'خدذرز'[n % 5]}",
            f"{EN[n % 3]} number {'abcdef'[n % 6]}{'ghijk'[n % 5]}",
            "news",
        )
        for n in range(count)
    ]


def test_test_sets_are_held_out_by_what_they_say(tmp_path):
    """With other digits, harakat or punctuation it is still the same sentence, on either side."""
    (tmp_path / "t.ar").write_text("ارتفعت الأسعار بنسبة 12 في المئة.\n", encoding="utf-8")
    (tmp_path / "t.en").write_text("They met in Rome.\n", encoding="utf-8")
    prints = held_out_prints([tmp_path / "t.ar", tmp_path / "t.en"])
    given = [
        Row("ارتفعتِ الأسعار بنسبة ١٥ في المئة", "Prices rose 15 percent now", "a"),
        Row("التقيا في روما يوم أمس", "They met in Rome!", "a"),
        Row("التقيا في باريس يوم أمس", "They met in Paris.", "a"),
    ]
    chosen = select(given, Mixture(), prints)
    assert [row.en for row in chosen.rows] == ["They met in Paris."]
    assert chosen.left_out["in a test set"] == 2


def test_sources_are_capped_weighted_and_left_out():
    given = [
        *rows(20),
        *(Row(row.ar + " ثم", row.en + " then", "ui") for row in rows(20)),
        Row("حفظ الملف", "Save", "ui"),
        Row("روما", "Rome", "names"),
    ]
    chosen = select(given, Mixture({"ui": 5}, {"news": 6}, ("none",), ("names",)))
    assert chosen.by_source() == {"news": 20, "ui": 5, "names": 1}
    assert {row.times for row in chosen.rows if row.source == "news"} == {6}
    assert chosen.left_out["too short"] == 1
    assert select(given, Mixture(without=("ui",))).left_out["source not wanted"] == 21


def test_broken_pairs_are_left_out():
    given = [
        Row("hello there you", "hello there you", "a"),
        Row("قال", "He said that it would be a very long day for all of them " * 3, "a"),
        Row("قال ذلك أمس", "", "a"),
        rows(1)[0],
        rows(1)[0],
    ]
    chosen = select(given, Mixture())
    assert len(chosen.rows) == 1
    assert chosen.left_out == {"not Arabic and English": 2, "lengths do not fit": 1, "copies": 1, "over the cap": 0}


def test_a_line_without_a_tab_is_named(tmp_path):
    (tmp_path / "p.tsv").write_text("ar\ten\nنعم\tyes\nلا\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"p\.tsv:3"):
        list(read_rows([tmp_path / "p.tsv"]))


@pytest.fixture(scope="module")
def pieces(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pieces")
    train_pieces([row.ar for row in rows(60)], [row.en for row in rows(60)], folder, 90)
    return folder


def test_the_pieces_drop_what_the_engines_drop(pieces):
    """Whoever uses the model with another program gets the same pieces for vocalised text."""
    model = open_pieces(pieces / "source.spm")
    plain = "وصل الوزير إلى العاصمة"
    assert model.encode(plain, out_type=str) == model.encode("وَصَلَ الوَزيـــرُ إلى العاصِمة", out_type=str)
    for code in DROPPED:
        assert model.encode(f"وصل ال{chr(code)}وزير إلى العاصمة") == model.encode(plain), hex(code)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ﺍﻟﻮﺯﻳﺮ", "الوزير"),  # presentation forms
        ("ﻻ", "لا"),  # a ligature
        ("إ", "\N{ARABIC LETTER ALEF}\N{ARABIC HAMZA BELOW}"),  # composed and in parts
        ("a\N{NO-BREAK SPACE}b", "a b"),
        ("１２", "12"),
    ],
)
def test_the_pieces_normalise_as_nmt_nfkc_does(pieces, written, meant):
    """Our table keeps what SentencePiece's own rules do."""
    model = open_pieces(pieces / "source.spm")
    assert model.encode(written) == model.encode(meant)
    assert model.normalize(f"x{written}") == model.normalize(f"x{meant}")


def test_the_rules_are_baked_into_pieces_made_without_them(tiny_model, tmp_path):
    """Harakat and tatweel then vanish in any program; what has none is cut as before, and pieces keep their numbers."""
    take_pieces(tiny_model, tmp_path)
    plain, baked = (open_pieces(folder / "source.spm") for folder in (tiny_model, tmp_path))
    bare, marked = "وصل الوزير إلى العاصمة", "وَصَلَ الوزيـــرُ إلى العاصمةِ"
    assert plain.encode(marked) != plain.encode(bare)
    assert baked.encode(marked) == baked.encode(bare) == plain.encode(bare)
    assert [baked.id_to_piece(n) for n in range(baked.get_piece_size())] == [
        plain.id_to_piece(n) for n in range(plain.get_piece_size())
    ]
    before = (tmp_path / "source.spm").read_bytes()
    assert not bake_rules(tmp_path / "source.spm"), "once is enough"
    assert (tmp_path / "source.spm").read_bytes() == before


def test_a_told_phrase_is_what_the_target_says():
    """Its English stands in the place of its Arabic, and each target piece points where its words now are."""
    pieces = ["</s>", "<unk>", "▁زار", "▁ال", "وفد", "▁مكتب", "▁the", "▁delegation", "▁visited", "▁office", "▁The"]
    number = {piece: at for at, piece in enumerate(pieces)}
    arabic = {"ال": [number["▁ال"]]}

    def english(text):
        return [number[f"▁{word}"] for word in text.split()]

    phrases = Phrases(pieces, ["The delegation visited the office"], arabic.__getitem__, english)
    example = ([2, 3, 4, 5], [10, 7, 8, 6, 9], [1, 2, 0, 3, 3])
    seen = {}
    for seed in range(60):
        source, target, links = phrases.tell(example, random.Random(seed))
        assert target == example[1]
        seen[tuple(source)] = links
    assert seen == {
        (2, 3, 7, 5): [1, 2, 0, 3, 3],  # the delegation: its article stays Arabic and is what "The" renders
        (2, 3, 4, 9): [1, 2, 0, 3, 3],  # the office: nothing of the Arabic stays
        (8, 3, 4, 5): [1, 2, 0, 3, 3],
        (7, 8, 5): [0, 0, 1, 2, 2],  # zar al-wafd: two words by two
    }
    unaligned = ([2, 3], [7], None)
    assert phrases.tell(unaligned, random.Random(1)) == phrases.drill(unaligned, random.Random(1)) == unaligned


def test_a_drill_is_read_and_written_and_only_in_the_place_of_a_name_or_noun():
    """New words on both sides, linked to one another; the article stays in both languages."""
    pieces = ["</s>", "<unk>", "▁زار", "▁ال", "وفد", "▁مكتب", "▁the", "▁delegation", "▁visited", "▁Rome", "▁The"]
    arabic = {"ال": [3]}
    told = []

    def english(text):
        told.append(text)
        return [100 + len(told), 200 + len(told)]

    phrases = Phrases(pieces, ["Quick brown foxes jumped"], arabic.__getitem__, english)
    example = ([2, 3, 4, 5], [8, 6, 7, 9], [0, 1, 2, 3])
    places = set()
    for seed in range(80):
        told.clear()
        source, target, links = phrases.drill(example, random.Random(seed))
        new = [number for number in target if number > 100]
        assert len(new) == 2 and source[source.index(new[0]) :][:2] == new
        assert [source[link] for number, link in zip(target, links, strict=True) if number > 100] == new
        assert all(link < len(source) for link in links)
        places.add(tuple("x" if number > 100 else pieces[number] for number in target))
    assert places == {
        ("▁visited", "▁the", "x", "x", "▁Rome"),
        ("▁visited", "▁the", "▁delegation", "x", "x"),
        ("▁visited", "▁the", "x", "x"),  # the delegation and Rome, which stand side by side
    }


def test_terms_are_told_as_the_pair_has_them(pieces):
    """Through packing: the numbers of a told pair are those of its English, and of what stays Arabic."""
    vocabulary = json.loads((pieces / "vocab.json").read_text(encoding="utf-8"))
    source, target = (open_pieces(pieces / f"{side}.spm") for side in ("source", "target"))

    def numbers(model, text):
        return [vocabulary[piece] for piece in model.encode(text, out_type=str)]

    row = Row("زار الوفد مكتب الاتصال الجديد", "The delegation visited the office", "news", 200)
    at = row.ar.index("مكتب")
    told = Told((at, row.ar.index(" الجديد")), "ال", "office")
    packed = make_packed([row], Packing(pieces, 100, guide=False, telling=lambda _: [told]), random.Random(1))
    lines = {tuple(packed.source[a:b].tolist()) for a, b in pairwise(packed.source_ends.tolist())}
    inside = [*numbers(source, "ال"), *numbers(target, "office")]
    as_told = (*numbers(source, "زار الوفد"), *inside, *numbers(source, "الجديد"), 0)
    assert lines == {as_told, (*numbers(source, row.ar), 0)}, "told often, not always"


@pytest.mark.parametrize(
    "hypotheses",
    [
        ["The minister arrived today.", "A short one", ""],
        ["Minister has arrived", "Something else entirely", "x"],
        ["abc", "", "The delegation visited the office in the city on Monday."],
    ],
)
def test_our_chrf_is_sacrebleus(hypotheses):
    """The trainer counts it itself where sacrebleu may be missing; the figures agree."""
    from sacrebleu.metrics.chrf import CHRF

    references = ["The minister has arrived today.", "A short one.", "The delegation visited the new office on Monday."]
    metric = CHRF()
    wanted = metric.corpus_score(hypotheses, [references]).score
    assert chrf(hypotheses, references) == pytest.approx(wanted, abs=1e-6)


def test_without_eflomal_it_says_what_to_install(monkeypatch):
    """An extra is an extra: its absence is a sentence."""
    monkeypatch.setitem(sys.modules, "eflomal", None)
    with pytest.raises(ComponentError, match="eflomal"):
        align_pieces([[1]], [[2]])


def test_the_whole_road_on_the_command_line(tmp_path):
    """prepare with guide and terms, run, resume, average, export; and the fast engine opens what came out."""
    from muqabala.engine.ct2 import Ct2Engine
    from muqabala.engine.models import Model

    (tmp_path / "pairs.tsv").write_text("".join(f"{r.ar}\t{r.en}\t{r.source}\n" for r in rows(60)), encoding="utf-8")
    (tmp_path / "dev.ar").write_text("زار الوزير المقر الجديد\n", encoding="utf-8")
    (tmp_path / "dev.en").write_text("The minister visited the new headquarters\n", encoding="utf-8")
    (tmp_path / "mix.toml").write_text("[times]\nnews = 2\n", encoding="utf-8")

    def call(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "muqabala.cli.train", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    guided = find_spec("eflomal") is not None
    given = [
        "--mixture",
        "mix.toml",
        "--dev",
        "dev.ar",
        "dev.en",
        "--size",
        "90",
        "--phrases",
        "0.3",
        "--drills",
        "0.2",
    ]
    call("prepare", "packed", "pairs.tsv", *given, "--guide" if guided else "--no-guide")
    packed = load_packed(tmp_path / "packed" / "train.npz")
    assert packed.is_aligned == guided
    assert json.loads((tmp_path / "packed" / "counts.json").read_text())["sources"] == {"news": 30}
    assert len(packed) == 60
    small = [
        "--width",
        "32",
        "--feed-forward",
        "64",
        "--encoder",
        "1",
        "--decoder",
        "1",
        "--heads",
        "2",
        "--tokens",
        "300",
        "--threads",
        "1",
        "--validate-every",
        "6",
    ]
    said = call("run", "packed", "out", "--updates", "12", *small)
    assert "dev chrF" in said
    # The second half on a machine that has torch, transformers, numpy, click and safetensors, and nothing else of ours.
    bare = (
        "import sys; sys.modules.update(dict.fromkeys(['sentencepiece', 'ctranslate2', 'sacrebleu', 'lxml', 'rich',"
        " 'rapidfuzz', 'textual', 'docx'])); sys.argv[0] = 'train'; from muqabala.cli.train import main; sys.exit(main())"
    )
    again = [sys.executable, "-c", bare, "run", "packed", "out", "--updates", "18", *small]
    assert subprocess.run(again, cwd=tmp_path, capture_output=True).returncode == 0
    steps = sorted(path.name for path in (tmp_path / "out").glob("step-*"))
    assert steps == ["step-0000006.safetensors", "step-0000012.safetensors", "step-0000018.safetensors"]
    # More text has come: two packs, the state of the one. Packs of other pieces are refused.
    assert "step 20 " in call("run", "packed", "packed", "out", "--updates", "20", "--other-rows", *small)
    (tmp_path / "alien").mkdir()
    (tmp_path / "alien" / "vocab.json").write_text('{"a": 0}', encoding="utf-8")
    refused = [sys.executable, "-m", "muqabala.cli.train", "run", "packed", "alien", "out", "--updates", "21"]
    failed = subprocess.run(refused, cwd=tmp_path, capture_output=True, text=True)
    assert failed.returncode != 0
    assert "alien: its pieces are not those of packed." in failed.stderr
    call(
        "export",
        *(f"out/{name}" for name in steps[-2:]),
        "--config",
        "out/config.json",
        "--pieces",
        "packed",
        "--out",
        "model",
        "--int8",
    )
    engine = Ct2Engine(Model("model", tmp_path / "model"), threads=1)
    assert engine.reads_terms
    assert len(engine.translate(["وصل الوزير"])) == 1
    assert np.isfinite(engine.score(["وصل الوزير"], ["The minister"])[0])


def test_text_that_teaches_a_glossary_is_written_whole_or_not_at_all(tmp_path):
    """Through the command, as docs/training.md has it; its output is what `prepare` reads."""
    (tmp_path / "terms.csv").write_text(
        "id,ar,ar_plural,kind,en,en_plural,policy\n"
        "office,مكتب اتصال,مكاتب اتصال,idafa,liaison office,liaison offices,must\n"
        "post,مركز قيادة,مراكز قيادة,idafa,command post,command posts,must\n",
        encoding="utf-8",
    )
    (tmp_path / "pairs.tsv").write_text("زار الوفد مكتب الاتصال\tThe delegation visited the liaison office\n", "utf-8")
    command = [sys.executable, "-m", "muqabala.cli.train", "terms"]
    rest = [str(tmp_path / "pairs.tsv"), "-g", str(tmp_path / "terms.csv")]
    subprocess.run([*command, str(tmp_path / "out.tsv"), *rest], check=True)
    made = list(read_rows([tmp_path / "out.tsv"]))
    assert ("زار الوفد مركز القيادة", "The delegation visited the command post", "terms_exchanged") in [
        (row.ar, row.en, row.source) for row in made
    ]
    assert {row.en for row in made if row.source == "terms_alone"} >= {"command posts", "the liaison office"}
    refused = subprocess.run([*command, str(tmp_path), *rest], capture_output=True, text=True, check=False)
    assert refused.returncode != 0 and str(tmp_path) in refused.stderr and "Traceback" not in refused.stderr
    (tmp_path / "file").touch()
    refused = subprocess.run(
        [*command, str(tmp_path / "file" / "x"), *rest], capture_output=True, text=True, check=False
    )
    assert refused.returncode != 0 and str(tmp_path / "file") in refused.stderr and "Traceback" not in refused.stderr
