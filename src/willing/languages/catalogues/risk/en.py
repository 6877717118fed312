"""What only the answer about chances says, in English."""

TEXTS = {
    # -- the answer --
    "risk.chance": "the chance that the goal is met is {chance}: {goal}",
    "risk.together": "if all who wait for each other move at once, the goal is met with a chance of {chance}: {goal}",
    "risk.stands": "without trusting in that, the chance is {chance}",
    "risk.stands.never": "without trusting in that, it is not met in any case",
    "risk.never": "nothing that may turn out one way or the other would reach the goal, its chance is 0: {goal}",
    "risk.always": "the goal is met whatever turns out, its chance is 1: {goal}",
    "risk.anything": "how likely the goal is cannot be told, it may be anything from 0 to 100%: {goal}",
    "risk.certain": "nothing in this plan is left to chance: nothing is unknown, and no likelihood is given",
    "risk.no.likelihood": "no likelihood is given in this plan",
    "risk.unknown": "nobody has said how likely this is, and the goal hangs on it: {names}",
    "risk.no.outcome": (
        "of all that may turn out, {chance} contradicts itself (no outcome); there the goal counts as not met"
    ),
    "risk.open": (
        "in {chance} of the worlds drawn there may be several outcomes, or none; whether the goal is met there is left "
        "open"
    ),
    "risk.stopped.early": "stopped before any chance was known: {goal}",
    # -- the table --
    "risk.goal": "The goal",
    "risk.head.stands": "firm",
    "risk.head.together": "if all move",
    "risk.expected": "on average {units} of {needs}",
    "risk.legend": "chance: firm █  if all move ▓  not known ▒  not met ·",
    "risk.under": "under {chance}",
    "risk.over": "over {chance}",
    # -- what it hangs on --
    "risk.hangs": "WHAT IT HANGS ON MOST",
    "risk.sides": "{true} if so, {false} if not",
    "risk.sides.size": "{true} if all that is asked for, {false} if nothing",
    "risk.decides": "{name}: its own decision",
    "risk.delivers": "{name} delivers",
    "risk.gives": "{name}: how much it gives",
    # -- breakers and routes --
    "risk.breakers": "WHAT WOULD BREAK IT",
    "risk.breakers.none": "no loss of assumptions or partners would",
    "risk.breakers.none.reached": "nothing to break: as things stand today the goal is not met in any case",
    "risk.routes": "WHICH ASSUMPTIONS WOULD BE ENOUGH",
    "risk.routes.none": "no set of assumptions alone reaches the goal for certain",
    "risk.routes.given": "none is needed beyond what is taken as given",
    "risk.no.longer": "no more “{name}”",
    "risk.without": "without {name}",
    "risk.alone": "one alone: {names}",
    "risk.with": "together: {names}",
    "risk.sets.more": "and {count} more such sets",
    "risk.sets.unfinished": "not worked out within the time and nodes allowed",
    "risk.likeliest": "likeliest: {names} ({chance})",
    # -- the foot --
    "risk.exact": "exact: every way it can turn out is counted",
    "risk.sampled": (
        "estimated from {count} worlds drawn (seed {seed}); with 95% certainty the chance if all move lies "
        "between {low} and {high}"
    ),
    "risk.not.narrow": "the limit of worlds was reached before the interval was as narrow as asked for",
    "risk.bounds": "the ranges are bounds: what can be lies within them, and may be narrower",
    "risk.stopped": "stopped: this is what was known by then",
}
