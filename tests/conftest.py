"""What many tests stand on: a tiny random Marian made on the spot, the starter engine, a cache of its own."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from muqabala.engine import Engine

# The same examples in every run, so that a change is what fails a test; `make fuzz` draws new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("new", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# A shell that starts the tests in the background has Ctrl-C ignored, and every command under them would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

_ARABIC = (
    "وصل الوزير إلى العاصمة صباح اليوم. اجتمع المجلس في مقر الأمم المتحدة. قال الرئيس إن الحكومة ستناقش الميزانية غدا، "
    "وإن اللجنة تعمل منذ شهر. زار الوفد مكتب الاتصال الجديد في المدينة. ارتفع عدد السكان إلى 5 ملايين نسمة عام 2020."
)
_ENGLISH = (
    "The minister arrived in the capital this morning. The council met at the headquarters of the United Nations. "
    "The president said the government would discuss the budget tomorrow, and that the committee had worked for a month. "
    "The delegation visited the new liaison office in the city. The population rose to 5 million in 2020."
)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the models of the person who runs it; converted forms are shared between tests."""
    base = tmp_path_factory.getbasetemp()
    monkeypatch.setenv("XDG_CACHE_HOME", str(base / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(base / "data"))
    monkeypatch.delenv("MUQABALA_MODELS", raising=False)
    monkeypatch.delenv("MUQABALA_MODEL", raising=False)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A MarianMT checkpoint of random weights, some 50 kB: real mechanics, no meaning."""
    import sentencepiece
    import torch
    from transformers import MarianConfig, MarianMTModel

    folder = tmp_path_factory.mktemp("tiny") / "tiny"
    folder.mkdir()
    pieces = {"</s>": 0, "<unk>": 1}
    for side, text in (("source", _ARABIC), ("target", _ENGLISH)):
        corpus = folder / f"{side}.txt"
        corpus.write_text(text.replace(". ", ".\n"), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(corpus),
            model_prefix=str(folder / side),
            vocab_size=80,
            hard_vocab_limit=False,
            bos_id=-1,
            eos_id=0,
            unk_id=1,
            minloglevel=2,
        )
        (folder / f"{side}.model").rename(folder / f"{side}.spm")
        (folder / f"{side}.vocab").unlink()
        corpus.unlink()
        model = sentencepiece.SentencePieceProcessor(model_file=str(folder / f"{side}.spm"))
        for number in range(model.get_piece_size()):
            pieces.setdefault(model.id_to_piece(number), len(pieces))
    pieces["<pad>"] = len(pieces)
    (folder / "vocab.json").write_text(json.dumps(pieces, ensure_ascii=False), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text('{"model_max_length": 64}', encoding="utf-8")
    torch.manual_seed(7)
    config = MarianConfig(
        vocab_size=len(pieces),
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=128,
        activation_function="swish",
        scale_embedding=True,
        pad_token_id=len(pieces) - 1,
        eos_token_id=0,
        decoder_start_token_id=len(pieces) - 1,
        forced_eos_token_id=0,
        init_std=0.4,
    )
    MarianMTModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The fast engine with the starter model."""
    from muqabala.engine.ct2 import Ct2Engine
    from muqabala.engine.models import find_model

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
        engine = Ct2Engine(find_model("starter"), threads=2)
    yield engine
    engine.close()
