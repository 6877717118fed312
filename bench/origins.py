"""Reports of one origin among many, beside datasketch and rensa: seconds, recall, memory."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from measuring import process, table
from synthetic_reports import Reports, recall, reports

SIZES = (20_000, 100_000)

#: What everybody is asked for: texts that have a third of the shorter in common. The peers estimate how much of both
#: together is shared (Jaccard), so theirs is set lower, where their recall is good and their answers still right.
PERMUTATIONS, BANDS, JACCARD = 128, 32, 0.25

#: Of more reports only Willing is asked: the slowest peer would take a quarter of an hour.
MOST_FOR_ALL = 100_000


def ours(made: Reports) -> tuple[dict[str, float], list[list[int]]]:
    """Willing, as ``willing origins`` does it."""
    from willing.reports.sameness.fingerprints import fingerprints
    from willing.reports.sameness.same_text import same_text

    start = time.perf_counter()
    prints = fingerprints(made.texts)
    taken = time.perf_counter() - start
    found = same_text(prints)
    return {"words to numbers": taken, "all": time.perf_counter() - start}, [list(group) for group in found.groups]


def shingles(text: str) -> list[str]:
    """Three words in a row, as users of the peers write it."""
    words = text.split()
    return [" ".join(words[i : i + 3]) for i in range(len(words) - 2)]


def with_datasketch(made: Reports) -> tuple[dict[str, float], list[list[int]]]:
    """datasketch: MinHash in bulk, then its LSH; candidates are compared by their estimates."""
    from datasketch import MinHash, MinHashLSH

    start = time.perf_counter()
    sets = [[s.encode() for s in shingles(text)] for text in made.texts]
    taken = time.perf_counter() - start
    hashes = MinHash.bulk(sets, num_perm=PERMUTATIONS)
    del sets
    lsh = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, PERMUTATIONS // BANDS))
    with lsh.insertion_session() as session:
        for i, each in enumerate(hashes):
            session.insert(i, each)
    groups = _grouped(
        len(hashes), lambda i: [j for j in lsh.query(hashes[i]) if hashes[i].jaccard(hashes[j]) >= JACCARD]
    )
    return {"words to numbers": taken, "all": time.perf_counter() - start}, groups


def with_rensa(made: Reports) -> tuple[dict[str, float], list[list[int]]]:
    """rensa: R-MinHash and its LSH in Rust; candidates are compared by their estimates."""
    from rensa import RMinHash, RMinHashLSH

    start = time.perf_counter()
    sets = [shingles(text) for text in made.texts]
    taken = time.perf_counter() - start
    hashes = RMinHash.from_token_sets(sets, num_perm=PERMUTATIONS, seed=42)
    del sets
    lsh = RMinHashLSH(threshold=JACCARD, num_perm=PERMUTATIONS, num_bands=BANDS)
    lsh.insert_many(hashes)
    candidates = lsh.query_all(hashes)
    groups = _grouped(
        len(hashes), lambda i: [j for j in candidates[i] if j > i and hashes[i].jaccard(hashes[j]) >= JACCARD]
    )
    return {"words to numbers": taken, "all": time.perf_counter() - start}, groups


def _grouped(count: int, likes: Callable[[int], Sequence[int]]) -> list[list[int]]:
    parent = list(range(count))

    def root(x: int) -> int:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for i in range(count):
        for j in likes(i):
            parent[root(j)] = root(i)
    groups: dict[int, list[int]] = {}
    for i in range(count):
        groups.setdefault(root(i), []).append(i)
    return [group for group in groups.values() if len(group) > 1]


WAYS = {"Willing": ours, "datasketch": with_datasketch, "rensa": with_rensa, "nothing": None}


def alone(way: str, size: int) -> None:
    """One way in a process of its own, so that its memory is its own; prints what it took as JSON."""
    made = reports(size)
    does = WAYS[way]
    if does is None:
        return
    seconds, groups = does(made)
    found, right = recall(groups, made.origins)
    print(json.dumps({**seconds, "recall": found, "precision": right}))


def run(sizes: Sequence[int] = SIZES, ways: Sequence[str] = ("Willing", "rensa", "datasketch")) -> None:
    """Print a table a size. Every way is run in a process of its own, on the same texts."""
    for size in sizes:
        rows = []
        base = _memory("nothing", size)[1]
        ours_took = 0.0
        for way in ways if size <= MOST_FOR_ALL else ways[:1]:
            told, memory = _memory(way, size)
            ours_took = ours_took or told["all"]
            rows.append(
                [
                    way,
                    f"{told['all']:.1f}",
                    f"{told['all'] / ours_took:.2f}",
                    f"{told['words to numbers']:.1f}",
                    f"{told['recall']:.4f}",
                    f"{told['precision']:.4f}",
                    f"{memory - base:.2f}",
                ]
            )
        head = ["", "seconds", "times as long", "of it reading words", "recall", "precision", "memory, GB"]
        table(f"{size:,} reports of 300 words", head, rows)


def _memory(way: str, size: int) -> tuple[dict[str, float], float]:
    """What it answered, and the peak of its memory in GB."""
    output = Path(__file__).parent / f".origins-{way}.json"
    try:
        _, memory = process([sys.executable, __file__, way, str(size)], str(output))
        text = output.read_text("utf-8")
        return (json.loads(text) if text.strip() else {}), memory
    finally:
        output.unlink(missing_ok=True)


if __name__ == "__main__":
    alone(sys.argv[1], int(sys.argv[2]))
