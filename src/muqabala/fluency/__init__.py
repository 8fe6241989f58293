"""How English an English sentence is: an n-gram language model over words, small enough to come with the program."""

from __future__ import annotations

from muqabala.fluency.ngrams import LanguageModel, read_language_model, shipped_english

__all__ = ["LanguageModel", "read_language_model", "shipped_english"]
