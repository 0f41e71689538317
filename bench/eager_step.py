"""A training step in PyTorch's eager mode, for the benchmark `eager`: the architecture of docs/model.md from plain operations, one thread.

Arguments: layers heads head-width width mlp-width vocabulary rows tokens supervised-places. Prints PyTorch's version and how many
multiplications and additions a second its BLAS makes; then makes one step for every line that it reads, and prints the processor seconds that the
step took.
"""
import sys
import time

try:
    import torch
    from torch import nn
except ImportError:
    sys.exit(3)

torch.set_num_threads(1)
torch.manual_seed(1)
layers, heads, head_width, width, mlp, vocabulary, rows, tokens, places = map(int, sys.argv[1:])
attention = heads * head_width
angles = torch.arange(tokens).unsqueeze(1) * 100.0 ** (-torch.arange(0, head_width, 2) / head_width)
cosine, sine = angles.cos(), angles.sin()
mask = torch.full((tokens, tokens), float("-inf")).triu(1)


def turn(x):
    """Rotary positions: pairs of the last axis, turned."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cosine - odd * sine, even * sine + odd * cosine), -1).flatten(-2)


class Block(nn.Module):
    """Pre-norm attention and MLP."""

    def __init__(self):
        super().__init__()
        self.norms = nn.ModuleList([nn.LayerNorm(width), nn.LayerNorm(width)])
        self.qkv, self.out = nn.Linear(width, 3 * attention), nn.Linear(attention, width)
        self.up, self.down = nn.Linear(width, mlp), nn.Linear(mlp, width)

    def forward(self, x):
        q, k, v = self.qkv(self.norms[0](x)).view(rows, tokens, 3, heads, head_width).permute(2, 0, 3, 1, 4)
        weights = (turn(q) @ turn(k).transpose(-1, -2) * head_width**-0.5 + mask).softmax(-1)
        x = x + self.out((weights @ v).transpose(1, 2).reshape(rows, tokens, attention))
        return x + self.down(nn.functional.gelu(self.up(self.norms[1](x))))


embedding = nn.Embedding(vocabulary, width)
blocks = nn.Sequential(*[Block() for _ in range(layers)], nn.LayerNorm(width))
unembedding = nn.Linear(width, vocabulary, bias=False)
model = nn.ModuleList([embedding, blocks, unembedding])
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, foreach=True)
ids = torch.randint(vocabulary, (rows, tokens))
chosen = torch.arange(places) * (rows * tokens) // places
targets = torch.randint(vocabulary, (places,))


def step():
    optimizer.zero_grad(set_to_none=True)
    logits = unembedding(blocks(embedding(ids)).flatten(0, 1)[chosen])
    nn.functional.cross_entropy(logits, targets).backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1)
    optimizer.step()


def product_rate(size=512, products=10):
    """Multiplications and additions in a second of processor time."""
    a, b = torch.rand(size, size), torch.rand(size, size)
    a @ b
    start = time.process_time()
    for _ in range(products):
        a @ b
    return products * 2 * size**3 / (time.process_time() - start)


print(torch.__version__, product_rate(), flush=True)
for _ in sys.stdin:
    start = time.process_time()
    step()
    print(time.process_time() - start, flush=True)
