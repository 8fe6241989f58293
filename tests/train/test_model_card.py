"""The model card travels with the model, and says of both copies the same."""

from importlib.resources import files
from pathlib import Path

CARD = Path(__file__).parents[2] / "docs" / "model-card.md"


def test_the_package_carries_the_card():
    """Who has only the installed package reads the same card as who has the repository."""
    packed = files("muqabala") / "starter" / "MODEL_CARD.md"
    assert packed.read_text(encoding="utf-8") == CARD.read_text(encoding="utf-8")


def test_the_card_says_what_a_user_must_know():
    """Origin of the text, figures with signatures and the way to a stronger model."""
    card = CARD.read_text(encoding="utf-8")
    for said in ("large language model", "nrefs:1|case:mixed", "muqabala model add", "What it gets wrong"):
        assert said in card
