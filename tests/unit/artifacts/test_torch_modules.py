"""Modules of PyTorch as artifacts: everything that they hold comes back, and nothing runs that nobody trusts."""

from __future__ import annotations

import json
import sys
import types
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torchmetrics
from safetensors.torch import load
from torch import nn
from torch.nn import functional

from celltrail.artifacts.store import ArtifactStore
from celltrail.artifacts.torchmodules import ModuleCodec, words
from celltrail.errors import NotLoadableError, NotStorableError, UntrustedError

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what a framework says about itself is not ours
    import lightning

FACTOR = 3.0


@pytest.fixture
def store(tmp_path: Path) -> ArtifactStore:
    torch.manual_seed(1)
    return ArtifactStore(tmp_path / "artifacts")


def back(store: ArtifactStore, module: Any, *trusted: str) -> Any:
    """Return a module after it was kept, which has to be kept in the same bytes again."""
    artifact = store.put(module, pickles=False)
    assert (artifact.codec, artifact.kind) == ("torch/1", "model")
    again = store.get(artifact.digest, artifact.codec, trusted=trusted)
    assert store.put(again, pickles=False).digest == artifact.digest
    return again


def answer(module: Any, *rows: Any) -> Any:
    with torch.no_grad():
        said = module.eval()(*rows)
    return said[0] if isinstance(said, tuple) else said


ROWS = torch.linspace(-1, 1, 20).reshape(5, 4)
STEPS = torch.linspace(-1, 1, 48).reshape(2, 3, 8)
LAYERS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "perceptron": (lambda: nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.BatchNorm1d(3), nn.Linear(3, 1)), (ROWS,)),
    "convolution": (
        lambda: nn.Sequential(nn.Conv1d(3, 2, 3, padding="same", padding_mode="circular"), nn.GELU()), (STEPS,),
    ),
    "recurrent": (lambda: nn.LSTM(8, 4, 2, bidirectional=True, batch_first=True), (STEPS,)),
    "attention": (lambda: nn.MultiheadAttention(8, 2, batch_first=True), (STEPS, STEPS, STEPS)),
    "transformer": (
        lambda: nn.TransformerEncoder(
            nn.TransformerEncoderLayer(8, 2, 16, activation=functional.gelu, batch_first=True), 2
        ),
        (STEPS,),
    ),
    "embedding": (lambda: nn.Sequential(nn.Embedding(9, 4, padding_idx=0), nn.LayerNorm(4)), (torch.arange(9),)),
    "bounds": (lambda: nn.Sequential(nn.PReLU(), nn.Hardtanh(-float("inf"), 1.0)), (ROWS,)),
    "bfloat16": (lambda: nn.Linear(4, 2).bfloat16(), (ROWS.bfloat16(),)),
    "half": (lambda: nn.Linear(4, 2).half(), (ROWS.half(),)),
    "double": (lambda: nn.Linear(4, 2).double(), (ROWS.double(),)),
    "no weights": (nn.ReLU, (ROWS,)),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.filterwarnings("ignore::UserWarning:torch")
def test_torchs_own_layers_come_back_without_any_word_and_answer_the_same(name: str, store: ArtifactStore) -> None:
    make, rows = LAYERS[name]
    module = make()
    again = back(store, module)
    assert type(again) is type(module)
    for (key, value), (other, kept) in zip(module.state_dict().items(), again.state_dict().items(), strict=True):
        assert (key, value.dtype) == (other, kept.dtype)
        assert torch.equal(value, kept)
    assert torch.equal(answer(module, *rows), answer(again, *rows))


def test_equal_modules_have_one_digest_and_other_weights_or_settings_another(store: ArtifactStore) -> None:
    def made(seed: int, rate: float) -> str:
        torch.manual_seed(seed)
        return store.put(nn.Sequential(nn.Linear(2, 1), nn.Dropout(rate)), pickles=False).digest

    assert made(1, 0.5) == made(1, 0.5)
    assert len({made(1, 0.5), made(2, 0.5), made(1, 0.25)}) == 3


def test_each_layer_is_in_the_mode_that_it_was_in_and_frozen_weights_are_frozen(store: ArtifactStore) -> None:
    module = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2)).train()
    module[1].eval()
    module[0].weight.requires_grad_(False)
    again = back(store, module)
    assert [again.training, again[0].training, again[1].training] == [True, True, False]
    assert [one.requires_grad for one in again.parameters()] == [False, True, True, True]
    again(torch.ones(3, 2)).sum().backward()  # it can be trained on
    assert again[0].bias.grad is not None


def test_weights_that_are_tied_are_kept_once_and_tied_again(store: ArtifactStore) -> None:
    module = nn.ModuleDict({"into": nn.Embedding(50, 8), "out": nn.Linear(8, 50, bias=False)})
    module["out"].weight = module["into"].weight
    view = nn.Linear(8, 50, bias=False)
    view.weight = nn.Parameter(module["into"].weight.data)  # another parameter that shows the same numbers
    module["view"] = view
    shared = nn.Linear(3, 3)
    module["twice"] = nn.Sequential(shared, shared)
    again = back(store, module)
    assert again["out"].weight is again["into"].weight
    assert again["view"].weight.data_ptr() == again["into"].weight.data_ptr()
    assert again["twice"][0] is again["twice"][1]
    artifact = store.put(module)
    weights = load(store.files(artifact.digest, artifact.codec)["model.safetensors"])
    assert sorted(weights) == ["into.weight", "twice.0.bias", "twice.0.weight"]


def test_tensors_that_do_not_lie_in_a_row_and_buffers_of_all_sorts_come_back(store: ArtifactStore) -> None:
    module = nn.Module()
    module.weight = nn.Parameter(torch.arange(6.0).reshape(2, 3).t())
    module.register_buffer("wide", torch.ones(3).expand(2, 3))
    module.register_buffer("passing", torch.arange(4)[::2], persistent=False)
    module.register_buffer("missing", None)
    module.plain = torch.tensor([True, False])
    again = back(store, module)
    assert torch.equal(again.weight, module.weight)
    assert again.wide.tolist() == [[1.0] * 3] * 2
    assert again.passing.tolist() == [0, 2]
    assert list(again.state_dict()) == ["weight", "wide"]
    assert (again.missing, again.plain.tolist()) == (None, [True, False])


def test_settings_of_all_known_kinds_come_back(store: ArtifactStore) -> None:
    module = nn.Linear(1, 1)
    settings = {
        "sizes": torch.Size([1, 2]), "kind": torch.float16, "names": ("a", None, 1.5, True), "some": {3, 1},
        "table": {"a": [1, {2: "b"}], 7: float("inf")}, "mean": np.array([0.5, 1.5]), "rate": np.float32(0.25),
        "act": functional.relu, "act2": torch.tanh,
    }  # fmt: skip
    for name, value in settings.items():
        setattr(module, name, value)
    module.device = torch.device("cuda", 0)
    again = back(store, module)
    assert again.mean.tolist() == [0.5, 1.5]
    assert {name: getattr(again, name) for name in settings if name not in ("mean", "act2")} == {
        name: value for name, value in settings.items() if name not in ("mean", "act2")
    }
    assert again.act2(torch.tensor(1.0)) == torch.tanh(torch.tensor(1.0))
    assert again.device == torch.device("cpu")  # where it is loaded there need be no other


@pytest.mark.filterwarnings("ignore::DeprecationWarning:torch")
def test_compiled_modules_are_kept_as_what_they_wrap(store: ArtifactStore) -> None:
    inner = nn.Linear(2, 1)
    assert type(back(store, torch.compile(inner))) is nn.Linear
    assert type(back(store, nn.DataParallel(inner))) is nn.Linear


# Classes of one's own


class Scaled(nn.Module):
    def __init__(self, factor: float = FACTOR) -> None:
        super().__init__()
        self.inner = nn.Linear(2, 2)
        self.factor = factor

    @property
    def doubled(self) -> float:
        return twice(self.factor)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        return self.finish(functional.relu(self.inner(rows)) * self.doubled)

    @torch.no_grad()
    def finish(self, rows: torch.Tensor) -> torch.Tensor:
        return rows + torch.as_tensor(OFFSETS)


class Shifted(Scaled):
    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        return super().forward(rows) - 1


def twice(number: float) -> float:
    return 2 * number


OFFSETS = torch.tensor([1.0, 2.0]).numpy()


def test_a_class_is_kept_with_its_bases_and_what_they_name_and_needs_the_users_word(store: ArtifactStore) -> None:
    module = Shifted()
    artifact = store.put(module, pickles=False)
    with pytest.raises(UntrustedError, match=r"runs code, of class.*trusted=\['class'\]"):
        store.get(artifact.digest, artifact.codec)
    again = back(store, module, "class")
    assert type(again) is not Shifted
    assert type(again).__name__ == "Shifted"
    rows = torch.ones(3, 2)
    assert torch.equal(answer(again, rows), answer(module, rows))
    source = store.files(artifact.digest, artifact.codec)["module.py"].decode()
    assert [line for line in source.split("\n") if line.startswith(("class", "def", "#"))] == [
        "# It also reads: FACTOR, OFFSETS; see module.json.",
        "class Scaled(nn.Module):", "def twice(number: float) -> float:", "class Shifted(Scaled):",
    ]  # fmt: skip
    # what it reads is one of its parts, so it is not swept away
    assert set(ModuleCodec().parts(store.get_bytes(artifact.digest))) < store.closure({
        artifact.digest: artifact.codec
    })


def test_a_class_inside_of_a_function_is_kept_with_what_that_gave_it(store: ArtifactStore) -> None:
    width = 3

    class Base(nn.Module):
        def forward(self, rows: torch.Tensor) -> torch.Tensor:
            return rows * width

    class Local(Base):
        def forward(self, rows: torch.Tensor) -> torch.Tensor:
            return super().forward(rows) + width

    assert answer(back(store, Local(), "class"), torch.ones(1)).tolist() == [6.0]


def test_a_class_that_was_defined_again_is_another_model(store: ArtifactStore) -> None:
    kept, models = [], []
    for number in (1, 2):
        space = defined(f"class Rule(nn.Module):\n    def forward(self, rows):\n        return rows * {number}\n")
        models.append(space["Rule"]())
        kept.append(store.put(models[-1], pickles=False))
    assert kept[0].digest != kept[1].digest
    again = [store.get(one.digest, one.codec, trusted=["class"]) for one in kept]
    assert [answer(one, torch.ones(1)).item() for one in again] == [1.0, 2.0]
    with pytest.raises(NotStorableError, match="Two different things are called Rule"):
        store.put(nn.Sequential(*models), pickles=False)


def defined(source: str, space: dict[str, Any] | None = None) -> dict[str, Any]:
    """Run a cell as a notebook does, where the source is known by its file's name only."""
    import linecache

    file = f"<cell {abs(hash(source))}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    names = {"nn": nn, "torch": torch, "__name__": "__main__"} if space is None else space
    exec(compile(source, file, "exec"), names)
    return names


def test_classes_that_the_session_has_in_the_same_words_are_used_as_they_are(
    store: ArtifactStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = types.ModuleType("__main__")
    monkeypatch.setitem(sys.modules, "__main__", main)
    vars(main)["nn"] = nn
    source = "class Rule(nn.Module):\n    def forward(self, rows):\n        return rows * 2\n"
    defined(source, vars(main))
    artifact = store.put(main.Rule(), pickles=False)
    assert type(store.get(artifact.digest, artifact.codec)) is main.Rule
    defined(source.replace("2", "3"), vars(main))
    with pytest.raises(UntrustedError):
        store.get(artifact.digest, artifact.codec)


@pytest.mark.filterwarnings("ignore")
def test_a_module_of_lightning_is_kept_with_its_hyperparameters_and_metrics_after_its_fit(
    store: ArtifactStore, tmp_path: Path
) -> None:
    class Fitted(lightning.LightningModule):
        def __init__(self, rate: float) -> None:
            super().__init__()
            self.save_hyperparameters()
            self.inner = nn.Linear(4, 1)
            self.error = torchmetrics.MeanSquaredError()

        def forward(self, rows: torch.Tensor) -> Any:
            return self.inner(rows)

        def training_step(self, batch: Any, _index: int) -> Any:
            return functional.mse_loss(self(batch[0]), batch[0][:, :1])

        def configure_optimizers(self) -> Any:
            return torch.optim.SGD(self.parameters(), lr=self.hparams["rate"])

    module = Fitted(rate=0.125)
    module.error(torch.ones(2), torch.zeros(2))
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(ROWS), batch_size=5)
    quiet = dict.fromkeys(("enable_checkpointing", "enable_progress_bar", "enable_model_summary", "logger"), False)
    trainer = lightning.Trainer(max_epochs=1, accelerator="cpu", default_root_dir=tmp_path, **quiet)
    trainer.fit(module, loader)
    artifact = store.put(module, pickles=False)
    with pytest.raises(UntrustedError, match=r"torchmetrics\.regression\.mse\.MeanSquaredError, .*, class\."):
        store.get(artifact.digest, artifact.codec)
    needed = words(json.loads(store.get_bytes(artifact.digest)))
    again = back(store, module, *needed)
    assert again.hparams["rate"] == 0.125
    assert again.error.compute() == 1.0
    assert torch.equal(answer(again, ROWS), answer(module, ROWS))


# What is not kept


def hooked() -> nn.Module:
    module = nn.Sequential(nn.Linear(2, 2))
    module[0].register_forward_hook(print)
    return module


def with_attribute(value: Any) -> nn.Module:
    module = nn.Sequential(nn.Linear(2, 2))
    module[0].extra = value
    return module


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (hooked, "0 (torch.nn.modules.linear.Linear) has hooks"),
        (lambda: with_attribute(object()), "0.extra is a object, which is no layer"),
        (lambda: with_attribute(print), "0.extra is a builtin_function_or_method"),
        (lambda: nn.LazyLinear(3), "has no shape yet. Give the module one batch"),
        (lambda: nn.Linear(2, 2, device="meta"), "weight is on the device meta"),
        (lambda: with_attribute(torch.eye(3).to_sparse()), "0.extra is no dense tensor"),
        (lambda: nn.utils.parametrizations.weight_norm(nn.Linear(2, 2)), "Remove parametrizations"),
        (lambda: torch.fx.symbolic_trace(nn.Sequential(nn.ReLU())), "is made of generated code"),
    ],
)
def test_what_cannot_be_declared_is_refused_with_its_place_and_a_cure(
    make: Any, said: str, store: ArtifactStore
) -> None:
    with pytest.raises(NotStorableError) as caught:
        store.put(make(), pickles=False)
    assert said in str(caught.value)
    assert "torch.export.export(module, example)" in str(caught.value) or "Give" in said or "meta" in said


def test_a_secret_in_the_source_of_a_class_is_not_kept(
    store: ArtifactStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (
        "class Rule(nn.Module):\n    token = 'hunter-secret'\n    def forward(self, rows):\n        return rows\n"
    )
    module = defined(source)["Rule"]()
    monkeypatch.setenv("CELLTRAIL_SECRETS", "TOKEN")
    monkeypatch.setenv("TOKEN", "hunter-secret")
    with pytest.raises(NotStorableError, match="holds a secret"):
        store.put(module, pickles=False)


# Descriptions by others


def forged(store: ArtifactStore, **changed: Any) -> str:
    """Keep the description of a module that somebody has changed."""
    artifact = store.put(nn.Linear(1, 1), pickles=False)
    manifest = json.loads(store.get_bytes(artifact.digest))
    return store.put_bytes(json.dumps(manifest | changed).encode())


@pytest.mark.parametrize(
    ("module", "name"),
    [("os", "system"), ("torch.nn.modules.linear", "init.os"), ("torch", "load"), ("torch.nn", "Linear")],
)
def test_a_class_that_is_none_of_torchs_layers_needs_its_name(
    module: str, name: str, store: ArtifactStore
) -> None:
    with pytest.raises(UntrustedError, match=f"{module}.{name}"):
        store.get(forged(store, classes=[[module, name]]), "torch/1")


@pytest.mark.parametrize("name", ["Tensor", "math", "init", "Any"])
def test_what_is_no_module_is_not_built(name: str, store: ArtifactStore) -> None:
    with pytest.raises((NotLoadableError, TypeError)):
        store.get(forged(store, classes=[["torch.nn.modules.linear", name]]), "torch/1")


@pytest.mark.parametrize(
    "value", [{"function": "__import__"}, {"function": "load"}, {"dtype": "load"}, {"bare": 1}, {"value": 1}, {}]
)
def test_a_description_names_nothing_but_what_is_known(value: Any, store: ArtifactStore) -> None:
    modules = [{"class": 0, "state": {"in_features": value}}]
    with pytest.raises((NotLoadableError, KeyError, ValueError)):
        store.get(forged(store, modules=modules), "torch/1")


# Programs


def exported(rows: torch.Tensor, **options: Any) -> torch.export.ExportedProgram:
    torch.manual_seed(1)
    return torch.export.export(nn.Linear(4, 1).eval(), (rows,), **options)


def test_an_exported_program_is_kept_without_its_examples_and_equal_ones_once(store: ArtifactStore) -> None:
    dynamic = {"dynamic_shapes": ({0: torch.export.Dim.DYNAMIC},)}
    artifact = store.put(exported(ROWS, **dynamic), pickles=False)
    assert store.put(exported(ROWS * 7, **dynamic), pickles=False).digest == artifact.digest
    assert (ROWS * 7).numpy().tobytes() not in store.get_bytes(artifact.digest)
    assert str(Path(__file__)).encode() not in store.get_bytes(artifact.digest)
    with pytest.raises(UntrustedError, match=r"trusted=\['torch.export'\]"):
        store.get(artifact.digest, artifact.codec)
    again = store.get(artifact.digest, artifact.codec, trusted=["torch.export"])
    assert store.put(again, pickles=False).digest == artifact.digest
    assert store.preview(artifact.digest, artifact.codec) == {"text/plain": "torch.ops.aten.linear.default"}


@pytest.mark.parametrize("content", [b"", b"PK", b"{}", b"\x80\x05N."], ids=repr)
def test_bytes_that_are_no_program_are_refused_in_words(content: bytes, store: ArtifactStore) -> None:
    with pytest.raises(NotLoadableError, match="cannot read the program"):
        store.get(store.put_bytes(content), "torch-export/1", trusted=["torch.export"])
