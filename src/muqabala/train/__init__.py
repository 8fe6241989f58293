"""From reviewed pairs, or from text by the hundred thousand, to a better engine.

`prepare` makes packed ids of text, `trainer` trains on them, `weights` averages and writes what came out; `split` keeps
what is measured on apart from what is learnt from. torch and transformers are imported inside functions only, and
nothing here knows the engines: whoever tunes an added model hands its weights over as arrays (`workflow/tune.py`).
"""
