"""Who counts, as plain values for JSON (§10)."""

from typing import Any

from willing.model.condition_text import condition_text
from willing.questions.power import Power


def power_json(power: Power) -> dict[str, Any]:
    """The power of §10; beside its keys: the goal, how it was found, and where it is exact the fractions themselves."""
    sampled = power.method == "sampled"
    answer: dict[str, Any] = {
        "goal": condition_text(power.goal),
        "shapley": {id_: float(share) for id_, share in power.shapley.items()},
        "banzhaf": {id_: float(share) for id_, share in power.banzhaf.items()},
        "swings": None if power.swings is None else dict(power.swings),
        "vetoes": list(power.vetoes),
        "method": "sampled" if sampled else "exact",
        "samples": power.samples,
        "seed": power.seed,
        "error": power.error,
        "undecided": power.undecided,
    }
    if not sampled:
        answer["fractions"] = {
            "shapley": {id_: str(share) for id_, share in power.shapley.items()},
            "banzhaf": {id_: str(share) for id_, share in power.banzhaf.items()},
        }
    return answer
