"""How much each partner counts for the goal (§7.2): Shapley-Shubik, Banzhaf, swings.

A game of weights and quotas is counted as one. Else every coalition is looked at, or all at once in a diagram; with too
many partners for either, orders of coming are drawn: a sample, with its error.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Literal

from willing.answers.power import Fractions, Power
from willing.engine.budget import Budget
from willing.engine.games import Counts, Quota, banzhaf, by_states, by_sums, by_table, shapley, table_of
from willing.model.condition import Condition
from willing.model.picture import Picture
from willing.questions.coalitions import Game, Progress
from willing.questions.drawn import SAMPLES, Block, Drawn, Sample, block_of

#: Partners of whom every coalition is looked at; those of a game of several quotas.
MOST_PARTNERS = 25
MOST_IN_TABLE = 27

#: Gives the blocks of a sample, whoever draws them.
Drawing = Callable[[Sample], Callable[[int], Block]]


def power(
    picture: Picture,
    goal: Condition,
    *,
    seed: int = 0,
    samples: int = SAMPLES,
    progress: Progress | None = None,
    drawing: Drawing | None = None,
) -> Power:
    """How much each partner counts. ``samples``: orders drawn where not all can be looked at; ``drawing``: left
    out, they are drawn here."""
    game = Game(picture, goal)
    partners = game.partners
    wins, nobody_wins = game.wins(game.everybody), game.wins(0)
    vetoes = tuple(partners[i] for i in game.vetoes()) if wins and not nobody_wins else ()
    n = len(partners)
    counts: Counts | None = None
    method: Literal["weights", "coalitions"] = "weights"
    rule = game.rule()
    if n == 0:
        counts = []
    elif rule is not None:
        counts = by_sums(rule, progress) if isinstance(rule, Quota) else None
        counts = by_states(rule, n) if counts is None else counts
        if counts is None and n <= MOST_IN_TABLE:
            counts = by_table(table_of(rule, n), n)
    if counts is None and n <= MOST_PARTNERS:
        method = "coalitions"
        table = game.table(progress)
        counts = None if table is None else by_table(table, n)
    if counts is None:
        method = "coalitions"
        counts = game.by_diagrams()
    if counts is None:
        game.budget = Budget.of("orders")
        sample = Sample.of(game, seed, samples)
        blocks = drawing(sample) if drawing else partial(block_of, game, sample)
        drawn = Drawn(
            sample, _told(map(blocks, range(sample.blocks)), sample, progress), adds_up=wins and not nobody_wins
        )
        return Power(
            picture=picture,
            goal=goal,
            shapley=dict(zip(partners, drawn.shapley, strict=True)),
            banzhaf=dict(zip(partners, drawn.banzhaf, strict=True)),
            swings=None,
            method="sampled",
            wins=wins,
            nobody_wins=nobody_wins,
            vetoes=vetoes,
            undecided=len(drawn.undecided | game.undecided),
            samples=sample.draws,
            seed=seed,
            error=drawn.error,
        )
    swings = [sum(its) for its in counts]
    shares = dict(zip(partners, shapley(counts), strict=True)), dict(zip(partners, banzhaf(swings), strict=True))
    return Power(
        picture=picture,
        goal=goal,
        shapley=shares[0],
        banzhaf=shares[1],
        fractions=Fractions(*({id_: str(share) for id_, share in each.items()} for each in shares)),
        swings=dict(zip(partners, swings, strict=True)),
        method=method,
        wins=wins,
        nobody_wins=nobody_wins,
        vetoes=vetoes,
        undecided=len(game.undecided),
    )


def _told(blocks: Iterable[Block], sample: Sample, progress: Progress | None) -> Iterator[Block]:
    """The blocks; ``progress`` is told of each."""
    for done, block in enumerate(blocks, 1):
        if progress is not None:
            progress(done, sample.blocks)
        yield block
