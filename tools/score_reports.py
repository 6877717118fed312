"""How well suggestions are read from real news reports that somebody labelled by hand.

    python tools/score_reports.py FOLDER [--part develop|frozen|all|blind|blind2|varied|varied-third] [--misses]

The labels are in ``tests/reports/labels``: a report a line, its address and hashes of the sentences that were read,
no text. FOLDER holds the reports as NAME.txt; without it they are fetched from their addresses, and what cannot be
fetched is skipped and counted. Of a report only the sentences that were labelled are scored.

A third of the reports is frozen, by a hash of the address (:func:`frozen`). It has been looked at since, and is
developed on. ``labels/blind`` and ``labels/blind2`` were each looked at once, when the rules of their time were done;
of the latter 22 reports were developed on later. ``labels/varied`` was developed on but for its third,
which was looked at once, and developed on after that.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from willing.app.packs import named_packs
from willing.reports.formats import read_report
from willing.reports.formats.block import UnreadableError
from willing.reports.report import Report
from willing.reports.suggest.pack import NO_PACK
from willing.reports.suggest.suggest import suggest
from willing.reports.suggest.suggestion import Suggestion

LABELS = Path(__file__).parent.parent / "tests" / "reports" / "labels"
PARTS = ("develop", "frozen", "all", "blind", "blind2", "varied", "varied-third")
FOLDERS = ("blind", "blind2", "varied")
STANCES = ("firm", "conditional", "refuses", "undecided")
_TOGETHER = 3  # sentences that a labeller may have taken for one
_SECONDS, _MOST = 20, 10_000_000


def digest(sentence: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a sentence's letters and figures."""
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", sentence))
    return sha256(plain.casefold().encode()).hexdigest()[:16]


def frozen(address: str) -> bool:
    """Whether a report is in the third that was not looked at until its figures were told."""
    return int(sha256(address.encode()).hexdigest(), 16) % 3 == 0


def labels(part: str = "all") -> Iterator[dict[str, Any]]:
    """The labelled reports of a part; ``all``: those that were looked at."""
    folder, _, third = part.partition("-")
    for path in sorted(LABELS.glob(f"{folder}/*.jsonl" if folder in FOLDERS else "*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            label = json.loads(line)
            whole = part in ("all", "blind", "blind2")
            if whole or frozen(label["address"]) == (part == "frozen" or bool(third)):
                yield label


def scored(label: Mapping[str, Any], report: Report) -> Iterator[tuple[str, str, str]]:
    """What came of each stance that is told or suggested: (what, stance, line that says it)."""
    pack = named_packs(label["packs"]) if "packs" in label else NO_PACK
    found = suggest(report, (), pack).pledges
    places = dict(_runs(report))
    told: dict[str, list[Mapping[str, Any]]] = {each: [] for each in label["none"]}
    for stance in label["stances"]:
        told.setdefault(stance["sentence"], []).append(stance)
    for sentence, stances in told.items():
        run = places.get(sentence) or places.get(label.get("dateline", {}).get(sentence, "")) or range(0)
        text = " ".join(report.sentences[i].said for i in run) or "(not in the text as it is read)"
        yield from _sentence(stances, [said for said in found if said.passage.sentence in run], text)


def _sentence(
    stances: Sequence[Mapping[str, Any]], found: Sequence[Suggestion], text: str
) -> Iterator[tuple[str, str, str]]:
    claims: dict[tuple[str, str], list[Suggestion]] = {}
    for said in found:
        for state in () if said.opposition else said.partners:
            claims.setdefault((state, said.stance), []).append(said)
    wanted = {(state, each["stance"]): each for each in stances for state in each["states"]}
    for (state, stance), each in wanted.items():
        if (state, stance) not in claims:
            if not each.get("optional"):
                yield "missed", stance, f"{state} {stance}: {text}"
            continue
        if not each.get("optional"):
            yield "right", stance, ""
        # Of several suggestions that are alike in this, the one that is right in most.
        told = [tuple(_details(each, said)) for said in claims[state, stance]]
        for what, right in max(told, key=lambda its: sum(right for _, right in its)):
            yield (
                f"{what} {'right' if right else 'wrong'}",
                stance,
                f"{state} {what} {each.get(what, each.get('up_to'))!r}: {text}",
            )
    for state, stance in claims:
        if (state, stance) not in wanted and stance != "open":
            yield "wrong", stance, f"{state} {stance} ({claims[state, stance][0].sure}): {text}"


def _details(label: Mapping[str, Any], said: Suggestion) -> Iterator[tuple[str, bool]]:
    """What else is told of a stance, and whether it was read."""
    if "capability" in label:
        yield "capability", said.capability == label["capability"]
    if "amount" in label or "up_to" in label:
        yield "amount", (said.amount, said.up_to) in _amounts(label)
    if "condition" in label:
        yield "condition", any(label["condition"] in (hang.topic, f"partner:{hang.words}") for hang in said.conditions)
    if "speaker" in label:
        yield "speaker", label["speaker"].split()[-1] in (said.speaker or "")


def _amounts(label: Mapping[str, Any]) -> set[tuple[int | None, int | None]]:
    amount, up_to = label.get("amount"), label.get("up_to")
    return {(amount, up_to)} | ({(up_to, up_to), (0, up_to)} if amount is None else set())


def _runs(report: Report) -> Iterator[tuple[str, range]]:
    """Every sentence, and every few that stand together, by digest."""
    said = [each.said for each in report.sentences]
    for size in range(_TOGETHER, 0, -1):
        for first in range(len(said) - size + 1):
            yield digest("".join(said[first : first + size])), range(first, first + size)


def _report(label: Mapping[str, Any], folder: Path | None) -> Report | None:
    """A labelled report, read; None if it cannot be had."""
    try:
        if folder is not None:
            name = f"{label['name']}.txt"
            data = next(path for path in (folder / name, *folder.glob(f"*/{name}")) if path.is_file()).read_bytes()
        else:
            asked = Request(label["address"], headers={"User-Agent": "willing-score/1"})
            with urlopen(asked, timeout=_SECONDS) as answer:
                data = answer.read(_MOST)
        reports = read_report(data, label["name"])
    except (OSError, StopIteration, URLError, ValueError, UnreadableError):
        return None
    return reports[0] if reports else None


def table(results: Sequence[tuple[str, str, str]], languages: Sequence[str]) -> str:
    """Precision and recall by language and stance, and how often the rest of a right stance is right."""
    lines = ["| | told | right | wrong | precision | recall |", "|---|---|---|---|---|---|"]
    groups = [("all", [*zip(languages, results, strict=True)])]
    groups += [(each, [p for p in groups[0][1] if p[0] == each]) for each in ("en", "de", "fr")]
    groups += [
        (each, [p for p in groups[0][1] if p[1][1] == each]) for each in ("firm", "conditional", "refuses", "undecided")
    ]
    for name, pairs in groups:
        count = Counter(what for _, (what, _, _) in pairs)
        right, wrong, missed = count["right"], count["wrong"], count["missed"]
        shares = f"{right / max(1, right + wrong):.2f} | {right / max(1, right + missed):.2f}"
        lines.append(f"| {name} | {right + missed} | {right} | {wrong} | {shares} |")
    count = Counter(what for what, _, _ in results)
    for what in ("capability", "amount", "condition", "speaker"):
        right, wrong = count[f"{what} right"], count[f"{what} wrong"]
        lines.append(f"| {what} | {right + wrong} | {right} | {wrong} | {right / max(1, right + wrong):.2f} | |")
    return "\n".join(lines)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="the reports as NAME.txt; default: they are fetched")
    parser.add_argument("--part", choices=PARTS, default="develop")
    parser.add_argument("--misses", action="store_true", help="show what was missed or read wrongly")
    asked = parser.parse_args()
    told = scored_table(asked.part, asked.folder, misses=asked.misses)
    print(told)
    return 0 if not told.startswith("0 ") else 1


def scored_table(part: str, folder: Path | None, *, misses: bool = False) -> str:
    """How many labelled reports of a part were read, and the table of what came of them; prints what was missed."""
    results: list[tuple[str, str, str]] = []
    languages: list[str] = []
    count: Counter[str] = Counter()
    for label in labels(part):
        report = _report(label, folder)
        count["read" if report else "skipped"] += 1
        if report is not None:
            here = [*scored(label, report)]
            results += here
            languages += [label["language"]] * len(here)
            if misses:
                for what, _, line in here:
                    if line and not what.endswith("right"):
                        print(f"{label['name']:16} {what:16} {line}")
    return f"{count['read']} reports read, {count['skipped']} skipped\n\n{table(results, languages)}"


if __name__ == "__main__":
    sys.exit(main())
