"""What makes an update cheaper on CPU computes what torch computes."""

import pytest
import torch

from muqabala.engine.checkpoint import read_checkpoint
from muqabala.tensors import read_weights
from muqabala.train.dropping import Dropping
from muqabala.train.model import build
from muqabala.train.packed import IGNORED
from muqabala.train.smoothed import smoothed_cross_entropy


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.5])
@pytest.mark.parametrize("rows", [1, 64, 201])
def test_the_loss_and_its_gradient_are_torchs(smoothing, rows):
    """In double precision, with padding among the rows and more rows than are taken at a time."""
    torch.manual_seed(rows)
    ours = torch.randn(rows, 97, dtype=torch.float64).mul_(5).requires_grad_()
    theirs = ours.detach().clone().requires_grad_()
    target = torch.randint(0, 97, (rows,))
    target[1::7] = IGNORED
    one = smoothed_cross_entropy(ours, target, smoothing)
    other = torch.nn.functional.cross_entropy(theirs, target, label_smoothing=smoothing, ignore_index=IGNORED)
    (3 * one).backward()
    (3 * other).backward()
    assert float(one.detach()) == pytest.approx(float(other.detach()), rel=1e-12)
    assert torch.allclose(ours.grad, theirs.grad, rtol=1e-9, atol=1e-15)


def test_the_logits_are_left_as_they_were():
    logits = torch.randn(10, 5)
    before = logits.clone()
    smoothed_cross_entropy(logits, torch.arange(10) % 5, 0.1)
    assert torch.equal(logits, before)


def test_halves_lose_little():
    """Logits in bfloat16 are summed in float32; the gradient comes back in bfloat16."""
    torch.manual_seed(1)
    half = torch.randn(300, 900).bfloat16().requires_grad_()
    whole = half.detach().float().requires_grad_()
    target = torch.randint(0, 900, (300,))
    smoothed_cross_entropy(half, target, 0.1).backward()
    smoothed_cross_entropy(whole, target, 0.1).backward()
    assert half.grad.dtype is torch.bfloat16
    assert float((half.grad.float() - whole.grad).norm() / whole.grad.norm()) < 0.01


@pytest.fixture
def batch():
    return {"input_ids": torch.tensor([[5, 6, 7, 0]]), "decoder_input_ids": torch.tensor([[9, 8, 7]])}


def dropped(folder, share):
    checkpoint = read_checkpoint(folder)
    return build({**checkpoint.config, "dropout": share}, read_weights(checkpoint.weights))


def test_a_share_of_the_values_is_dropped_and_the_rest_made_up_for(tiny_model):
    """Where Marian's layers have dropout: looked at through a layer that copies what it gets."""
    model = dropped(tiny_model, 0.25)
    dropping = Dropping(model, seed=1)
    seen = []
    model.model.encoder.layers[0].register_forward_pre_hook(
        lambda _m, given, named: seen.append(given[0] if given else named["hidden_states"]), with_kwargs=True
    )
    model.train()
    dropping.begin(0)
    ids = torch.arange(4000).remainder(50).view(40, 100)
    model.model.encoder(input_ids=ids)
    model.eval()
    model.model.encoder(input_ids=ids)
    thinned, whole = seen
    kept = thinned != 0
    assert float((~kept).float().mean()) == pytest.approx(0.25, abs=0.01)
    assert torch.allclose(thinned[kept], whole[kept] / 0.75, rtol=1e-5)


def test_every_dropout_is_taken_over(tiny_model):
    """As many masks as torch would draw, and torch draws none."""
    model = dropped(tiny_model, 0.1)
    layers = [*model.model.encoder.layers, *model.model.decoder.layers]
    drawn = []
    dropping = Dropping(model, seed=1)
    thinned = dropping._thinned
    dropping._thinned = lambda values: drawn.append(values.shape) or thinned(values)
    model.train()
    before = torch.get_rng_state()
    model.model(input_ids=torch.tensor([[5, 6, 7, 0]]), decoder_input_ids=torch.tensor([[9, 8]]))
    assert torch.equal(torch.get_rng_state(), before)
    # Two stacks' embeddings; two in an encoder layer, three in a decoder layer.
    assert len(drawn) == 2 + 2 * len(model.model.encoder.layers) + 3 * len(model.model.decoder.layers)
    assert all(layer.dropout == 0.0 for layer in layers)


def test_masks_belong_to_the_update(tiny_model, batch):
    """Again the same ones for the same update, others for the next, none when nothing is learnt."""
    model = dropped(tiny_model, 0.2)
    dropping = Dropping(model, seed=7)

    def at(update):
        dropping.begin(update)
        return model.model(**batch).last_hidden_state

    model.train()
    first, second, again = at(1), at(2), at(1)
    assert torch.equal(first, again) and not torch.equal(first, second)
    model.eval()
    assert torch.equal(at(1), at(2))


def test_without_dropout_nothing_is_drawn(tiny_model, batch):
    model = dropped(tiny_model, 0.0)
    Dropping(model, seed=7)
    model.train()
    assert torch.equal(model.model(**batch).last_hidden_state, model.model(**batch).last_hidden_state)
