"""What is said of power in English."""

TEXTS = {
    "power.goal": "the goal: {goal}",
    "power.nobody": "No partner has a pledge that counts: there is nobody to weigh",
    "power.always": "It is reached without anybody’s pledge: nobody counts more than another",
    "power.never": "No partners reach it by their pledges, however they come together: nobody counts",
    "power.not.all": "All of them together do not reach it, though some of them do",
    "power.vetoes": "Nothing goes without {names}",
    "power.idle": "It never hangs on {names}",
    "power.best": "What is not known (a number, a decision, an assumption) is taken as it suits the goal best",
    "power.shapley": "of all orders",
    "power.banzhaf": "of all swings",
    "power.swings": "swings",
    "power.weights": "Exact, counted from weights and quotas of {count} partners",
    "power.coalitions": "Exact: every coalition of {count} partners was looked at",
    "power.sampled": (
        "Estimated from {samples} coalitions drawn at random, twice (seed {seed}): each share is off by "
        "no more than {error} in 95 of 100 cases"
    ),
    "power.means": (
        "Of all orders in which they can come in, the share in which this one makes the difference "
        "(Shapley-Shubik); of all coalitions for which some partner makes it, those where this one does "
        "(swings, Banzhaf)"
    ),
    "power.undecided.one": "{count} coalition could not be decided in time and is taken as not reaching the goal",
    "power.undecided.many": "{count} coalitions could not be decided in time and are taken as not reaching the goal",
}
