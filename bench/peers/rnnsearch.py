#!/usr/bin/python3
"""bench/peers/rnnsearch.py MEMNET [ROUNDS]: how long an RNNsearch takes to learn from a sequence, in PyTorch and in memnet.

Both train the same network (Bahdanau et al. 2015; torch's form of the GRU): embeddings of 64, GRUs of 128 both ways, an
additive score with 256 units, maxout of 128, 1,000 words, sources of 20 words and targets of 20 and the end mark, in
batches of 32, with Adam and one thread. The two alternate, ROUNDS times (5); the program prints milliseconds of processor
time for each sequence, and the median of the ratios. In PyTorch the encoder is its fused GRU, the decoder is compiled
(TorchScript), and keys of the score are computed once for a source. It needs Debian's python3-torch and
libopenblas0-pthread: with the reference BLAS PyTorch takes several times as long.
"""
import os

os.environ["OMP_NUM_THREADS"] = "1"
os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")

import statistics
import subprocess
import sys
import time

import torch
from torch import Tensor, nn

EMBEDDING, HIDDEN, ALIGN, WORDS, LENGTH, BATCH = 64, 128, 256, 1000, 20, 32
STEPS = 10  # training steps of a measurement

MEMNET_OPTIONS = [
    "--task=reverse", "--task.source=yes", f"--task.symbols={WORDS - 1}", f"--task.min_length={LENGTH}",
    f"--task.max_length={LENGTH}", "--model=rnnsearch", f"--model.embedding={EMBEDDING}", f"--model.encoder.size={HIDDEN}",
    f"--model.controller.size={HIDDEN}", "--model.encoder.reset=after", "--model.controller.reset=after",
    "--model.readout_state=now", f"--model.addressing=additive:{ALIGN} | softmax", f"--train.batch={BATCH}",
    f"--train.shard={BATCH}", "--train.optimizer=adam", "--train.clip_norm=5"]


class Decoder(nn.Module):
    """s_i = GRU([E y; c_i], s), c_i = sum_j alpha_ij h_j, e_ij = v . tanh(W s + U h_j), logits = W maxout(U s + V E y + C c)."""

    def __init__(self):
        super().__init__()
        self.cell = nn.GRUCell(EMBEDDING + 2 * HIDDEN, HIDDEN)
        self.query = nn.Linear(HIDDEN, ALIGN)
        self.score = nn.Linear(ALIGN, 1, bias=False)
        self.readout = nn.Linear(HIDDEN + EMBEDDING + 2 * HIDDEN, 2 * HIDDEN)
        self.logits = nn.Linear(HIDDEN, WORDS)

    def forward(self, words: Tensor, annotations: Tensor, keys: Tensor, state: Tensor) -> Tensor:
        hidden = []
        for y in words.unbind(0):
            score = self.score(torch.tanh(keys + self.query(state).unsqueeze(0))).squeeze(2)  # [S,B]
            weights = torch.softmax(score, 0)
            context = (weights.unsqueeze(2) * annotations).sum(0)
            state = self.cell(torch.cat([y, context], 1), state)
            both = self.readout(torch.cat([state, y, context], 1))
            hidden.append(both.view(both.size(0), -1, 2).max(2)[0])
        return self.logits(torch.stack(hidden))


class RnnSearch(nn.Module):
    def __init__(self):
        super().__init__()
        self.source = nn.Embedding(WORDS, EMBEDDING)
        self.target = nn.Embedding(WORDS, EMBEDDING)
        self.encoder = nn.GRU(EMBEDDING, HIDDEN, bidirectional=True)
        self.keys = nn.Linear(2 * HIDDEN, ALIGN, bias=False)
        self.start = nn.Linear(HIDDEN, HIDDEN)
        self.decoder = torch.jit.script(Decoder())

    def forward(self, source: Tensor, before: Tensor) -> Tensor:
        annotations, last = self.encoder(self.source(source))
        state = torch.tanh(self.start(last[1]))
        return self.decoder(self.target(before), annotations, self.keys(annotations), state)


class Peer:
    def __init__(self):
        torch.manual_seed(1)
        torch.set_num_threads(1)
        self.model = RnnSearch()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)
        self.steps(3)  # the compiler optimizes in the first runs

    def steps(self, count):
        for _ in range(count):
            source = torch.randint(1, WORDS, (LENGTH, BATCH))
            target = torch.cat([source.flip(0), torch.zeros(1, BATCH, dtype=torch.long)])
            before = torch.cat([torch.zeros(1, BATCH, dtype=torch.long), target[:-1]])
            loss = nn.functional.cross_entropy(self.model(source, before).flatten(0, 1), target.flatten())
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), 5)
            self.optimizer.step()

    def milliseconds(self):
        begin = time.process_time()
        self.steps(STEPS)
        return 1000 * (time.process_time() - begin) / (STEPS * BATCH)


def memnet_milliseconds(program) -> float:
    table = subprocess.run([program, "bench", f"--batches={BATCH}", "--workers=1", *MEMNET_OPTIONS], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in table.splitlines()]
    return next(float(row[2]) for row in rows if row[:2] == [str(BATCH), "1"])


def main(program, rounds="5"):
    with open("/proc/self/maps", encoding="ascii") as libraries:
        if "openblas" not in libraries.read():
            sys.exit("rnnsearch.py: PyTorch does not use OpenBLAS; install libopenblas0-pthread")
    peer = Peer()
    parameters = sum(p.numel() for p in peer.model.parameters())
    print(f"PyTorch {torch.__version__}, {parameters} parameters\n\n  PyTorch   memnet    ratio   ms of a sequence")
    ratios = []
    for _ in range(int(rounds)):
        theirs, ours = peer.milliseconds(), memnet_milliseconds(program)
        ratios.append(theirs / ours)
        print(f"{theirs:9.3f}{ours:9.3f}{ratios[-1]:9.2f}", flush=True)
    print(f"\nmedian ratio {statistics.median(ratios):.2f} (above 1: memnet is faster)")


if __name__ == "__main__":
    main(*sys.argv[1:])
