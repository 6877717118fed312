"""Inputs that nobody would write, made of those that people do: every door has to answer, or say what is wrong.

python tests/fuzz.py MINUTES [SEED]    make fuzz MINUTES=5

Plans, tables, reports and addresses are cut into tokens, and tokens are dropped, doubled, exchanged, or taken from
another file. What ends otherwise than with status 0, 1 or 2 is told, and kept in the folder fuzz-found.
"""

import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from willing.cli import main

DATA = Path(__file__).parent / "data"
PLANS = [(DATA / "full.toml").read_text("utf-8")]
TABLES = [(DATA / "full.csv").read_text("utf-8"), "Country;Troops\nNorland;1.200\nEstmark;up to 300\nTotal;1.500\n"]
REPORTS = {path.suffix: path.read_text("utf-8", "replace") for path in sorted((DATA / "reports").iterdir())}

#: What is put where a token was.
ODD = (
    "",
    "\0",
    "\u202e",
    "'",
    '"',
    "=",
    "[[",
    "]",
    "-1",
    "1e999",
    "9" * 40,
    "not (",
    "any(",
    "2031-02-30",
    "%",
    "\ud7ff",
)
_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)

#: What is asked of a file that ends so.
QUESTIONS = {
    ".toml": (["check"], ["brief"], ["brief", "--json"], ["timeline"], ["asks"], ["fmt", "--check"], ["why", "goal"]),
    ".csv": (["brief"], ["import", "-o", "-", "--yes"]),
    "": (["read"], ["read", "--json"], ["draft"]),
}

#: How a run ends that has answered, or said what is wrong.
ANSWERED = (0, 1, 2)


def mutated(text: str, others: list[str], chance: random.Random) -> str:
    """A text with some of its tokens dropped, doubled, exchanged, or taken from elsewhere."""
    tokens = _TOKEN.findall(text)
    for _ in range(chance.choice((1, 2, 4, 12))):
        at, to = (chance.randrange(len(tokens)) for _ in range(2))
        match chance.randrange(6):
            case 0:
                del tokens[min(at, to) : min(at, to) + chance.choice((1, 5, 40))]
            case 1:
                tokens[at] *= chance.choice((2, 50))
            case 2:
                tokens[at], tokens[to] = tokens[to], tokens[at]
            case 3:
                tokens[at] = chance.choice(_TOKEN.findall(chance.choice(others)))
            case 4:
                tokens[at] = chance.choice(ODD)
            case _:
                first = min(at, to)
                tokens[to:to] = tokens[first : first + chance.choice((3, 30))]
        if not tokens:
            return ""
    return "".join(tokens)


def cases(seed: int) -> Iterator[tuple[str, bytes, list[str]]]:
    """The end of a file's name, what is in it, and the command that is asked of it, without end."""
    chance = random.Random(seed)
    kinds = {".toml": PLANS, ".csv": TABLES, **{suffix: [text] for suffix, text in REPORTS.items()}}
    everything = [text for texts in kinds.values() for text in texts]
    while True:
        suffix = chance.choice([*kinds])
        text = mutated(chance.choice(kinds[suffix]), everything, chance)
        yield suffix, text.encode("utf-8", "replace"), chance.choice(QUESTIONS.get(suffix, QUESTIONS[""]))


def status(command: list[str], file: str) -> tuple[int, str]:
    """How a command on a file ends, and what it says of that."""
    done = CliRunner().invoke(main, [command[0], file, *command[1:]], prog_name="willing")
    return done.exit_code, done.stderr


def run(seed: int, *, most: int, seconds: float = float("inf")) -> tuple[int, list[tuple[str, bytes, list[str], str]]]:
    """So many cases, or for so long: how many were tried, and those that were not answered."""
    found = []
    tried = 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for suffix, data, command in cases(seed):
            if tried >= most or time.monotonic() - began > seconds:
                break
            Path(f"input{suffix}").write_bytes(data)
            ended, said = status(command, f"input{suffix}")
            tried += 1
            if ended not in ANSWERED:
                found.append((suffix, data, command, said))
        os.chdir("/")
    return tried, found


if __name__ == "__main__":
    minutes, seed = float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns()
    here = Path.cwd()
    tried, found = run(seed, most=10**9, seconds=60 * minutes)
    print(f"{tried} inputs with the seed {seed}: {len(found)} not answered")
    for number, (suffix, data, command, said) in enumerate(found):
        kept = here / "fuzz-found" / f"{seed}-{number}{suffix}"
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(data)
        print(f"  willing {' '.join(command)} {kept}: {said.strip().splitlines()[-1:]}")
    sys.exit(bool(found))
