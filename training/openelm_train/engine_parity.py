"""`parity`: compares a GGUF in the extension's engine with this package's forward pass, token by token."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import torch

from openelm_train.errors import TrainingError
from openelm_train.heldout_set import read_documents
from openelm_train.load_model import load_model
from openelm_train.model import OpenElm

SCRIPT = Path(__file__).parents[1] / "parity" / "engine.mjs"


def ask_engine(
    model: Path, prompts: list[list[int]], *, greedy: int = 0, texts: list[str] | None = None
) -> dict[str, Any]:
    """What the engine makes of prompts and texts; see parity/engine.mjs. Raises TrainingError if it fails."""
    node = shutil.which("node")
    if node is None:
        raise TrainingError("The engine needs Node.js on the PATH and `npm ci` in the repository's root.")
    request = {"model": str(model.resolve()), "prompts": prompts, "greedy": greedy, "texts": texts or []}
    done = subprocess.run(
        [node, str(SCRIPT)], input=json.dumps(request), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise TrainingError(f"The engine failed on {model}: {done.stderr.strip()[-500:]}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@torch.no_grad()
def torch_nats(model: OpenElm, tokens: list[int]) -> list[float]:
    """Minus the log probability of each token but the first."""
    scores = torch.log_softmax(model(torch.tensor([tokens]))[0, :-1], dim=-1)
    return [-float(row[token]) for row, token in zip(scores, tokens[1:], strict=True)]


@torch.no_grad()
def torch_greedy(model: OpenElm, tokens: list[int], count: int, end: int) -> list[int]:
    """The likeliest continuation, up to and with `end`."""
    result: list[int] = []
    hidden, caches = model.hidden(torch.tensor([tokens]))
    while True:
        result.append(int((hidden[0, -1] @ model.token_embd.T).argmax()))
        if len(result) == count or result[-1] == end:
            return result
        hidden, caches = model.hidden(torch.tensor([result[-1:]]), caches=caches)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `parity`."""
    parser.add_argument("gguf", type=Path, help="an F32 file for equality, another for its loss")
    parser.add_argument(
        "--reference", type=Path, help="GGUF or checkpoint to compare with; default: the file itself"
    )
    parser.add_argument("--tokenizer", type=Path, help="where the reference is a checkpoint")
    parser.add_argument("--heldout", type=Path, default=Path("heldout"))
    parser.add_argument("--prompts", type=int, default=20)
    parser.add_argument("--greedy", type=int, default=24)


def run(args: argparse.Namespace) -> None:
    """Prints how many continuations agree, the mean losses of both, and whether the tokenizers agree."""
    model, vocabulary = load_model(args.reference or args.gguf, args.tokenizer)
    texts = [document.text for document in read_documents(args.heldout)][: args.prompts]
    prompts = [vocabulary.encode(text)[: 60 + 10 * at] for at, text in enumerate(texts)]
    prompts = [prompt[: model.config.context - args.greedy - 1] for prompt in prompts]
    answer = ask_engine(args.gguf, prompts, greedy=args.greedy, texts=texts)
    ends = set(vocabulary.special_ids.values())
    same = 0
    for prompt, theirs in zip(prompts, answer["greedy"], strict=True):
        ours = torch_greedy(model, prompt, args.greedy, vocabulary.special("<|endoftext|>"))
        stop = next((at + 1 for at, token in enumerate(ours) if token in ends), len(ours))
        same += ours[:stop] == theirs
    tokenised = sum(vocabulary.encode(text) == ids for text, ids in zip(texts, answer["tokens"], strict=True))
    ours_nats = [x for prompt in prompts for x in torch_nats(model, prompt)]
    their_nats = [x for row in answer["nats"] for x in row]
    largest = max(abs(a - b) for a, b in zip(ours_nats, their_nats, strict=True))
    mean, their_mean = sum(ours_nats) / len(ours_nats), sum(their_nats) / len(their_nats)
    print(f"greedy continuations that agree: {same} of {len(prompts)}")
    print(f"texts that tokenise alike: {tokenised} of {len(texts)}")
    print(f"mean loss: reference {mean:.5f}, engine {their_mean:.5f} nats; largest difference {largest:.2e}")
