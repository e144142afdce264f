#!/usr/bin/python3
"""bench/peers/transformer.py MEMNET [ROUNDS]: how long a Transformer takes to learn from a sequence, in PyTorch and in memnet.

Both train the same networks (Vaswani et al. 2017, with norms before the parts): two layers of 128 units, 4 heads and 512
units between, sines as positions, 1,000 words, batches of 32, with Adam and one thread.
  encoder-decoder   two layers each; sources of 64 words, targets of 64 and the end mark
  causal            two layers; sequences of 65 words, of which the second half is answered
PyTorch and memnet alternate, ROUNDS times (5); the program prints milliseconds of processor time for each sequence, and the
median of the ratios. In PyTorch queries, keys and values are one product, and layers are compiled (TorchScript). It needs
Debian's python3-torch and libopenblas0-pthread: with the reference BLAS PyTorch takes several times as long.
"""
import os

os.environ["OMP_NUM_THREADS"] = "1"
os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")

import math
import statistics
import subprocess
import sys
import time
from typing import Optional

import torch
from torch import Tensor, nn
from torch.nn import functional

SIZE, LAYERS, HEADS, INNER, WORDS, LENGTH, BATCH = 128, 2, 4, 512, 1000, 64, 32
STEPS = 10  # training steps of a measurement

TRAINING = [f"--train.batch={BATCH}", f"--train.shard={BATCH}", "--train.optimizer=adam", "--train.clip_norm=5"]
DECODER = [f"--model.embedding={SIZE}", f"--model.controller.size={SIZE}", f"--model.controller.layers={LAYERS}",
           f"--model.controller.heads={HEADS}", f"--model.controller.feed_forward={INNER}"]
OPTIONS = {
    "encoder-decoder": ["--task=reverse", "--task.source=yes", f"--task.symbols={WORDS - 1}", f"--task.min_length={LENGTH}",
                        f"--task.max_length={LENGTH}", "--model=transformer", f"--model.encoder.size={SIZE}",
                        f"--model.encoder.layers={LAYERS}", f"--model.encoder.heads={HEADS}",
                        f"--model.encoder.feed_forward={INNER}"] + DECODER + TRAINING,
    "causal": ["--task=reverse", f"--task.symbols={WORDS - 1}", f"--task.min_length={LENGTH // 2}",
               f"--task.max_length={LENGTH // 2}", "--model=causal_transformer"] + DECODER + TRAINING}


def heads_of(x: Tensor, heads: int) -> Tensor:
    return x.reshape(x.size(0), x.size(1), heads, -1).transpose(1, 2)


def attend(q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor], heads: int) -> Tensor:
    q, k, v = heads_of(q, heads), heads_of(k, heads), heads_of(v, heads)
    scores = torch.matmul(q * (1 / math.sqrt(q.size(3))), k.transpose(2, 3))
    if mask is not None:
        scores = scores + mask
    return torch.matmul(torch.softmax(scores, 3), v).transpose(1, 2).flatten(2)


class Layer(nn.Module):
    """x + f(norm(x)) for attention to the sequence itself, to annotations if there are any, and two maps."""

    def __init__(self):
        super().__init__()
        self.heads = HEADS
        self.norm1, self.norm2, self.norm3 = nn.LayerNorm(SIZE), nn.LayerNorm(SIZE), nn.LayerNorm(SIZE)
        self.qkv, self.out = nn.Linear(SIZE, 3 * SIZE), nn.Linear(SIZE, SIZE)
        self.query, self.keys, self.cross_out = nn.Linear(SIZE, SIZE), nn.Linear(SIZE, 2 * SIZE), nn.Linear(SIZE, SIZE)
        self.inner, self.outer = nn.Linear(SIZE, INNER), nn.Linear(INNER, SIZE)

    def forward(self, x: Tensor, mask: Optional[Tensor], annotations: Optional[Tensor]) -> Tensor:
        q, k, v = self.qkv(self.norm1(x)).chunk(3, 2)
        x = x + self.out(attend(q, k, v, mask, self.heads))
        if annotations is not None:
            k, v = self.keys(annotations).chunk(2, 2)
            x = x + self.cross_out(attend(self.query(self.norm2(x)), k, v, None, self.heads))
        return x + self.outer(torch.relu(self.inner(self.norm3(x))))


def sines(length):
    angles = torch.arange(length).unsqueeze(1) / 10000 ** (torch.arange(0, SIZE, 2) / SIZE)
    return torch.stack([torch.sin(angles), torch.cos(angles)], 2).flatten(1)


class Transformer(nn.Module):
    def __init__(self, encodes: bool):
        super().__init__()
        self.source, self.target = nn.Embedding(WORDS, SIZE) if encodes else None, nn.Embedding(WORDS, SIZE)
        self.encoder = nn.ModuleList(torch.jit.script(Layer()) for _ in range(LAYERS if encodes else 0))
        self.decoder = nn.ModuleList(torch.jit.script(Layer()) for _ in range(LAYERS))
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(SIZE) if encodes else None, nn.LayerNorm(SIZE)
        self.logits = nn.Linear(SIZE, WORDS)
        self.register_buffer("positions", sines(LENGTH + 1))
        self.register_buffer("mask", torch.full((LENGTH + 1, LENGTH + 1), -math.inf).triu(1))

    def forward(self, source, before):
        annotations = None
        if source is not None:
            annotations = self.source(source) + self.positions[:source.size(1)]
            for layer in self.encoder:
                annotations = layer(annotations, None, None)
            annotations = self.encoder_norm(annotations)
        x = self.target(before) + self.positions[:before.size(1)]
        for layer in self.decoder:
            x = layer(x, self.mask, annotations)
        return self.logits(self.decoder_norm(x))


class Peer:
    def __init__(self, form):
        torch.manual_seed(1)
        torch.set_num_threads(1)
        self.encodes = form == "encoder-decoder"
        self.model = Transformer(self.encodes)
        crossing = ("norm2", "query", "keys", "cross_out")  # what only a decoder with annotations uses
        self.parameters = [p for name, p in self.model.named_parameters()
                           if (self.encodes and not name.startswith("encoder."))
                           or not any(f".{part}." in name for part in crossing)]
        self.optimizer = torch.optim.Adam(self.parameters, lr=1e-3)
        self.steps(3)  # the compiler optimizes in the first runs

    def steps(self, count):
        for _ in range(count):
            words = torch.randint(1, WORDS, (BATCH, LENGTH if self.encodes else LENGTH // 2))
            end = torch.zeros(BATCH, 1, dtype=torch.long)
            if self.encodes:
                target = torch.cat([words.flip(1), end], 1)
                logits = self.model(words, torch.cat([end, target[:, :-1]], 1))
            else:
                target = words.flip(1)
                logits = self.model(None, torch.cat([words, end, torch.zeros_like(words)], 1))[:, -words.size(1):]
            loss = functional.cross_entropy(logits.flatten(0, 1), target.flatten())
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(self.parameters, 5)
            self.optimizer.step()

    def milliseconds(self):
        begin = time.process_time()
        self.steps(STEPS)
        return 1000 * (time.process_time() - begin) / (STEPS * BATCH)


def memnet_milliseconds(program, form) -> float:
    table = subprocess.run([program, "bench", f"--batches={BATCH}", "--workers=1", *OPTIONS[form]], capture_output=True,
                           text=True, check=True).stdout
    rows = [line.split() for line in table.splitlines()]
    return next(float(row[2]) for row in rows if row[:2] == [str(BATCH), "1"])


def main(program, rounds="5"):
    with open("/proc/self/maps", encoding="ascii") as libraries:
        if "openblas" not in libraries.read():
            sys.exit("transformer.py: PyTorch does not use OpenBLAS; install libopenblas0-pthread")
    print(f"PyTorch {torch.__version__}")
    for form in OPTIONS:
        peer = Peer(form)
        print(f"\n{form}, {sum(p.numel() for p in peer.parameters)} parameters\n\n"
              "  PyTorch   memnet    ratio   ms of a sequence")
        ratios = []
        for _ in range(int(rounds)):
            theirs, ours = peer.milliseconds(), memnet_milliseconds(program, form)
            ratios.append(theirs / ours)
            print(f"{theirs:9.3f}{ours:9.3f}{ratios[-1]:9.2f}", flush=True)
        print(f"\nmedian ratio {statistics.median(ratios):.2f} (above 1: memnet is faster)")


if __name__ == "__main__":
    main(*sys.argv[1:])
