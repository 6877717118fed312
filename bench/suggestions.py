"""How much of what a corpus of labelled reports tells is suggested, and how much of what is suggested it tells.

The part of the corpus called "tune" was looked at when the rules were written, the part called "held" was not. Beside
the corpus, real reports that were labelled by hand (tests/reports/labels), where their texts are at hand.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from measuring import table, timed
from willing.app.packs import named_packs
from willing.reports.formats import read_report
from willing.reports.report import Report
from willing.reports.suggest.actors import Named
from willing.reports.suggest.suggest import suggest

_PACK = named_packs(["ukraine"])
_CORPUS = Path(__file__).parent.parent / "tests" / "corpus"


def main(runs: int = 5, texts: Path | None = None) -> None:
    """Print the tables; ``texts``: a folder with the labelled real reports as NAME.txt, in it or in its folders."""
    labels = tomllib.loads((_CORPUS / "labels.toml").read_text("utf-8"))["reports"]
    names = {language: _names(language) for language in ("de", "en", "fr")}
    reports = {each["id"]: _read(each["id"]) for each in labels}
    rows = []
    for split in ("tune", "held"):
        for what in ("all", "de", "en", "fr"):
            chosen = [each for each in labels if each["split"] == split and what in ("all", each["language"])]
            count = sum((_counted(each, reports[each["id"]], names[each["language"]]) for each in chosen), Counter())
            said, told = count["right"] + count["wrong"], count["right"] + count["missed"]
            rows.append(
                (
                    f"{split}, {what}",
                    str(told),
                    f"{count['right'] / max(1, said):.2f}",
                    f"{count['right'] / max(1, told):.2f}",
                    f"{count['found'] / max(1, told):.2f}",
                )
            )
    table(
        f"Suggestions of pledges from {len(labels)} labelled reports",
        ("", "told", "precision", "recall", "recall, stance aside"),
        rows,
    )
    everything = [(reports[each["id"]], names[each["language"]]) for each in labels]
    best = min(timed(lambda: [suggest(report, also, _PACK) for report, also in everything])[0] for _ in range(runs))
    print(f"\n{len(labels) / best:,.0f} reports a second on one core, best of {runs} runs.")
    _real(texts)


def _real(texts: Path | None) -> None:
    """Print the table of real reports, by part; says what is left out."""
    score = _scorer()
    print("\nSuggestions from real reports")
    if texts is None:
        print("\nSkipped: their texts are not here (--texts FOLDER).")
        return
    for part in ("develop", "frozen", "blind", "blind2"):
        print(f"\n{part}: {score.scored_table(part, texts)}")


def _scorer() -> ModuleType:
    path = Path(__file__).parent.parent / "tools" / "score_reports.py"
    spec = spec_from_file_location("score_reports", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _counted(label: Mapping[str, Any], report: Report, also: tuple[Named, ...]) -> Counter[str]:
    """Right: partner and stance, in the passage. Stances left open, and voices marked as opposition, are no claim."""
    gold = [s for s in label.get("statements", ()) if s["about"] == "pledge"]
    others = [s for s in label.get("statements", ()) if s["about"] != "pledge"]
    got = [(partner, said) for said in suggest(report, also, _PACK).pledges for partner in said.partners or ("?",)]
    count: Counter[str] = Counter()
    used: set[int] = set()
    for statement in gold:
        hits = [
            i
            for i, (partner, said) in enumerate(got)
            if partner == statement["partner"] and i not in used and _same(said.passage.text, statement["passage"])
        ]
        right = [i for i in hits if got[i][1].stance == statement["stance"]]
        used |= set(right[:1] or hits[:1])
        count["found"] += bool(hits)
        count["right" if right else "missed"] += 1
        count["wrong"] += bool(hits) and not right
    taken = {(got[i][0], got[i][1].passage.sentence) for i in used}
    for i, (partner, said) in enumerate(got):
        if i in used or (partner, said.passage.sentence) in taken or said.opposition or said.stance == "open":
            continue
        if not any(s["partner"] == partner and _same(said.passage.text, s["passage"]) for s in others):
            count["wrong"] += 1
    return count


def _same(one: str, other: str) -> bool:
    one, other = " ".join(one.split()), " ".join(other.split())
    return one in other or other in one


def _read(id_: str) -> Report:
    return read_report((_CORPUS / "reports" / f"{id_}.txt").read_bytes(), f"{id_}.txt")[0]


def _names(language: str) -> tuple[Named, ...]:
    data = tomllib.loads((_CORPUS / "states.toml").read_text("utf-8"))
    groups = [Named(id=id_, names=(its[language]["name"],)) for id_, its in data["groups"].items()]
    return tuple(
        groups
        + [
            Named(
                id=id_,
                names=(its[language]["name"],),
                capitals=(its[language]["capital"],),
                peoples=tuple(its[language]["people"]),
                adjectives=(its[language]["adjective"],),
            )
            for id_, its in data["states"].items()
        ]
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
