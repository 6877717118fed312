"""The single change that would change most, in one sentence (§7.3)."""

from collections.abc import Sequence

from willing.answers.asks import Lever
from willing.answers.standing import Standing
from willing.present.words import Words

#: Partners and requirements that are named.
MOST_NAMES = 5
MOST_REQUIREMENTS = 2


def lever_line(words: Words, lever: Lever, standing: Standing | None) -> str:
    """What it is, and what it brings; ``standing``: that of the goal now, None where there is none."""
    say, brings = words.say, lever.brings

    def named(partners: Sequence[str]) -> str:
        return say.listed(say.shortened([words.partner(id_) for id_ in partners], MOST_NAMES))

    told = [] if lever.complete else [say("lever.tried")]
    if brings.goal is not None and standing is not None and brings.goal.status != standing.status:
        told.append(say(f"then.{brings.goal.status}"))
    for kind, partners in (("firm", brings.firm), ("together", brings.together), ("lost", brings.lost)):
        if partners:
            told.append(say(f"asks.then.{kind}", names=named(partners)))
    hanging = [id_ for id_, _ in brings.possible]
    told += [say("asks.then.possible", names=named(hanging))] if hanging else []
    for requirement, _, then in brings.covers[:MOST_REQUIREMENTS]:
        missing = max(0, (requirement.needs or 0) - then)
        name = words.requirement(requirement)
        told.append(say.many("lever.covers", missing, name=name) if missing else say("scenario.filled", name=name))
    return say("lever", change=words.change(lever.change), brings=say("semicolon").join(told))
