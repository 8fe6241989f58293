"""Terms told: a model that was taught to read English in an Arabic line writes the sentence with its terms in it.

Of all ways to place a term this is the one that leaves the sentence to the model (`train/terms.py` says how it is
taught). What it then lacks goes up the ladder like any other line, every later question put to the model with the terms
told too.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from muqabala.engine import Engine
from muqabala.glossary import judge
from muqabala.glossary.telling import told
from muqabala.values import Policy, ToldLine
from muqabala.workflow.place_job import Job, wants

TELL_ALL = bool(os.environ.get("TELL_ALL"))


def tell(engine: Engine, jobs: Sequence[Job]) -> None:
    """Lines that lack a term begin from what the model writes when it is told, where that has no fewer terms."""
    asked = [
        (job, ToldLine(job.source, found))
        for job in jobs
        if (TELL_ALL or wants(job.judgement)) and (found := told(job.source, job.hits))
    ]
    for (job, line), one in zip(asked, engine.translate([line for _, line in asked]), strict=True):
        if not one.degenerate and _placed(job, one.text) >= _placed(job, job.text):
            job.reads = line
            job.begin(one.text, one.score)


def _placed(job: Job, text: str) -> int:
    """How many terms stand that are to stand."""
    judgement = judge(job.source, text, job.hits)
    return sum(one.target is not None and one.policy is not Policy.CHECK for one in judgement.terms)
