"""The definition: how likely, how fragile (§6), by going through every world there can be.

No cleverness and nothing from the analyses: each function is one sentence of the contract. It takes a handful of
events; of choices, those that share no option.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import combinations, product
from math import floor, inf

import oracle
import oracle_coverage
from willing.model import condition as c
from willing.model.plan import Chance, Plan, Pledge

Layers = Sequence[Mapping[str, bool]]

#: Its own value for each assumption (§6.1), decisions, what does not fail, and sizes.
Turn = tuple[Mapping[str, bool], Mapping[str, bool], frozenset[str], Mapping[str, bool]]


@dataclass(frozen=True, slots=True)
class Question:
    """A plan on a day, with layers of what scenarios and what-ifs decide, the one that wins first."""

    plan: Plan
    day: date | None
    layers: Layers

    @property
    def counted(self) -> list[Pledge]:
        return oracle.counted_on(self.plan, self.day)

    def settled(self, *, holds: bool) -> dict[str, bool]:
        """What is the same in every allowed world, with or without what holds, and is decided by some layer."""
        plan = self.plan
        if not holds:
            plan = replace(plan, assumptions={i: replace(a, holds=()) for i, a in plan.assumptions.items()})
        worlds = oracle.allowed(plan, self.day, self.layers)
        return {i: worlds[0][i] for i in plan.assumptions if all(w[i] == worlds[0][i] for w in worlds)}


def together_with(plan: Plan, id_: str) -> set[str]:
    """An assumption and all that it implies."""
    found = {id_}
    while news := {o for i in found for o in plan.assumptions[i].implies} - found:
        found |= news
    return found


# -- §6.1 events ------------------------------------------------------------------------------------------------------


def free(question: Question) -> list[str]:
    """Chances that nobody said: of assumptions, of decisions, and of sizes ("id.size")."""
    plan = question.plan
    certain, today = question.settled(holds=False), question.settled(holds=True)
    decided = {i: v for layer in question.layers for i, v in layer.items()}
    found = [i for i, a in plan.assumptions.items() if i not in certain and not a.likelihood and i not in today]
    found += [i for i, likelihood, now in deciding(question) if i not in decided and not likelihood and now is None]
    return found + [f"{p.id}.size" for p in question.counted if p.unsized]


def deciding(question: Question) -> list[tuple[str, tuple[Chance, ...], bool | None]]:
    """Own decisions and consents: id, likelihood, and the value as of today."""
    today = oracle.consents_on(question.plan, question.day)
    found: list[tuple[str, tuple[Chance, ...], bool | None]] = []
    for p in question.counted:
        found += [(p.id, p.likelihood, None)] if p.own_decision else []
        found += [(i, consent.likelihood, today.get(i)) for i, consent in p.consents.items()]
    return found


def turns(
    question: Question, unknown: Mapping[str, bool], so: tuple[str, bool] | None = None
) -> Iterator[tuple[Fraction, Turn]]:
    """Every way everything can turn out, with its chance, if what nobody knows is as in ``unknown``.

    ``so``: given that one event turns out so.
    """
    plan, counted = question.plan, question.counted
    certain, today = question.settled(holds=False), question.settled(holds=True)
    decided = {i: v for layer in reversed(question.layers) for i, v in layer.items()}
    ids = list(plan.assumptions)
    free = deciding(question)
    failing = [p for p in counted if p.reliability is not None]
    for bits in product((False, True), repeat=len(ids)):
        own = dict(zip(ids, bits, strict=True))
        true = {i: all(own[o] for o in together_with(plan, i)) for i in ids}
        weight = Fraction(1)
        for id_ in ids:
            weight *= chance_of(question, id_, own, true, certain, today, unknown, so)
        if not weight:
            continue
        for yes in product((False, True), repeat=len(free)):
            for whole in product((False, True), repeat=len(failing)):
                its = weight
                for (i, likelihood, now), bit in zip(free, yes, strict=True):
                    if i in decided:
                        its *= decided[i] == bit
                    elif so is not None and so[0] == i:
                        its *= so[1] == bit
                    elif likelihood:
                        chance = likely(question, likelihood, true)
                        its *= chance if bit else 1 - chance
                    else:
                        its *= (unknown[i] if now is None else now) == bit
                for p, bit in zip(failing, whole, strict=True):
                    if so is not None and so[0] == (f"{p.id}.reliability" if p.own_decision else p.id):
                        its *= so[1] == bit
                    else:
                        its *= Fraction(p.reliability or 0) if bit else 1 - Fraction(p.reliability or 0)
                if its:
                    failed = frozenset(p.id for p, bit in zip(failing, whole, strict=True) if not bit)
                    sizes = {p.id: unknown[f"{p.id}.size"] for p in counted if p.unsized}
                    yield its, (true, {i: b for (i, _, _), b in zip(free, yes, strict=True)}, failed, sizes)


def chance_of(
    question: Question,
    id_: str,
    own: Mapping[str, bool],
    true: Mapping[str, bool],
    certain: Mapping[str, bool],
    today: Mapping[str, bool],
    unknown: Mapping[str, bool],
    so: tuple[str, bool] | None,
) -> Fraction:
    """The chance of an assumption's own value; an option's is that of the whole choice, told once, at its first one."""
    plan = question.plan
    choice = next((x for x in plan.choices.values() if id_ in x.options), None)
    if choice is not None:
        options = [i for i in plan.assumptions if i in choice.options]
        if id_ != options[0]:
            return Fraction(1)
        return chance_of_choice(question, options, own, true, certain, today, unknown, so)
    if id_ in certain:
        return Fraction(own[id_] == certain[id_])
    if so is not None and so[0] == id_:
        return Fraction(own[id_] == so[1])
    if plan.assumptions[id_].likelihood:
        its = likely(question, question.plan.assumptions[id_].likelihood, true)
        return its if own[id_] else 1 - its
    return Fraction(own[id_] == today.get(id_, unknown.get(id_)))


def likely(question: Question, likelihood: Iterable[Chance], true: Mapping[str, bool]) -> Fraction:
    """§6.3: the first line whose condition is met."""
    world = oracle.World(true, {}, {})
    for line in likelihood:
        met = line.condition is None or oracle.holds(
            line.condition, question.plan, question.day, world, frozenset(), None
        )
        if met:
            return Fraction(line.chance)
    raise AssertionError(likelihood)


def chance_of_choice(
    question: Question,
    options: list[str],
    own: Mapping[str, bool],
    true: Mapping[str, bool],
    certain: Mapping[str, bool],
    today: Mapping[str, bool],
    unknown: Mapping[str, bool],
    so: tuple[str, bool] | None,
) -> Fraction:
    """One event: an option with its likelihood, none of them with the rest; given what is certain.

    An option that holds, without a likelihood, is true where no other is; so is one of which nothing is known, if so.
    """
    likelihoods = {
        i: likely(question, question.plan.assumptions[i].likelihood, true)
        for i in options
        if question.plan.assumptions[i].likelihood and certain.get(i) is not True
    }
    ways: dict[str | None, Fraction] = {**likelihoods, None: 1 - sum(likelihoods.values(), Fraction(0))}
    assert ways[None] >= 0
    left = {i: w for i, w in ways.items() if i is None or certain.get(i) is not False}
    total = sum(left.values(), Fraction(0))
    left = {i: w / total for i, w in left.items()} if total else {None: Fraction(1)}
    others = [i for i in options if i not in likelihoods]
    order = [*(o for o in others if o in today or o in certain), *(o for o in others if o not in today)]
    if so is not None and so[0] in others:
        unknown = {**unknown, **{i: i == so[0] and so[1] for i in others if so[1] or i == so[0]}}
    found = []
    for way, chance in left.items():
        values = {i: i == way for i in options}
        for i in order:
            if i in certain:
                values[i] = certain[i]
            else:
                values[i] = today.get(i, unknown.get(i, False)) and not any(values[o] for o in options if o != i)
        found.append((values, chance))
    if so is not None and so[0] in options:
        found = [(values, chance) for values, chance in found if values[so[0]] == so[1]]
        total = sum((chance for _, chance in found), Fraction(0))
        if not total:
            found, total = [({i: so[1] and i == so[0] for i in options}, Fraction(1))], Fraction(1)
        found = [(values, chance / total) for values, chance in found]
    return sum((chance for values, chance in found if all(own[i] == values[i] for i in options)), Fraction(0))


# -- §6.2 chances -----------------------------------------------------------------------------------------------------


class Worlds:
    """Outcomes of worlds and what they add up to, each worked out once."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.plan = question.plan
        self.known: dict[object, list[tuple[oracle.Outcome, bool, dict[str, int], bool]]] = {}
        self.figures: dict[object, dict[str, tuple[int, int, int, Fraction]]] = {}

    def outcomes(
        self, turn: Turn, gone: frozenset[str] = frozenset()
    ) -> list[tuple[oracle.Outcome, bool, dict[str, int], bool]]:
        """Each outcome: who is in, whether the goal is met, units filled, and whether it is maximal."""
        true, yes, failed, sizes = turn
        key = tuple(true.values()), tuple(yes.values()), failed, tuple(sizes.values()), gone
        if key not in self.known:
            plan, day = self.plan, self.question.day
            there = [p for p in self.question.counted if p.id not in failed and p.partner not in gone]
            gives = {
                i: (inf if (m := plan.pledges[i].up_to) is None else float(m)) if s else 0.0 for i, s in sizes.items()
            }
            world = oracle.World(true, yes, gives)
            fail = [p for p in self.question.counted if p.id in failed and p.partner not in gone]
            found = oracle.outcomes_of(plan, day, world, there, fail)
            tops = oracle.maximal(found)
            self.known[key] = [(o, self.met(world, o), self.filled(world, o), o in tops) for o in found]
        return self.known[key]

    def filled(self, world: oracle.World, outcome: oracle.Outcome) -> dict[str, int]:
        return {id_: figure[1] for id_, figure in self.of(world, outcome).items()}

    def of(self, world: oracle.World, outcome: oracle.Outcome) -> dict[str, tuple[int, int, int, Fraction]]:
        plenty = 1_000 * (1 + sum(r.needs or 0 for r in self.plan.requirements.values()))
        gives = {}
        for id_ in outcome:
            p = self.plan.pledges[id_]
            if p.provides is not None:
                its = floor(outcome.amounts[id_]) if p.follows else world.gives.get(id_, 0)
                amount = its if p.amount is None else p.amount
                gives[id_] = plenty if amount == inf else int(amount)
        key = tuple(sorted(gives.items()))
        if key not in self.figures:
            self.figures[key] = oracle_coverage.figures(self.plan, gives)
        return self.figures[key]

    def met(self, world: oracle.World, outcome: oracle.Outcome) -> bool:
        assert self.plan.goal is not None
        plain = self.plain(self.plan.goal, world, outcome)
        return oracle.holds(plain, self.plan, self.question.day, world, outcome, None)

    def plain(self, goal: c.Condition, world: oracle.World, outcome: oracle.Outcome) -> c.Condition:
        match goal:
            case c.Share(measure="filled" | "usable"):
                figures = self.of(world, outcome)
                part = {
                    r.id: Fraction(figures[r.id][1], r.needs or 1) for r in self.plan.requirements.values() if r.needs
                }
                if goal.measure == "usable":
                    part = {id_: figures[id_][3] for id_ in part}
                met = all(
                    part[r.id] >= goal.at_least
                    for r in self.plan.requirements.values()
                    if r.needs is not None and goal.which in oracle.named_by(r)[goal.scope]
                )  # fmt: skip
                return c.ALWAYS if met else c.Never()
            case c.Not(of=inner):
                return c.Not(self.plain(inner, world, outcome))
            case c.And(of=parts) | c.Or(of=parts) | c.CountOf(of=parts):
                return replace(goal, of=tuple(self.plain(part, world, outcome) for part in parts))
        return goal

    def together(self, turn: Turn, gone: frozenset[str] = frozenset()) -> bool:
        found = self.outcomes(turn, gone)
        return bool(found) and all(met for _, met, _, top in found if top)


@dataclass(frozen=True, slots=True)
class Numbers:
    """One number for each question of §6.2, if what nobody knows is so."""

    stands: float
    together: float
    none: float
    filled: Mapping[str, tuple[float, float, float]]


def numbers(worlds: Worlds, unknown: Mapping[str, bool]) -> Numbers:
    stands = together = none = Fraction(0)
    needs = {r.id: r.needs for r in worlds.plan.requirements.values() if r.needs is not None}
    filled = {id_: [Fraction(0)] * 3 for id_ in needs}
    for weight, turn in turns(worlds.question, unknown):
        found = worlds.outcomes(turn)
        if not found:
            none += weight
            continue
        tops = [each for each in found if each[3]]
        stands += weight * all(each[1] for each in found)
        together += weight * all(each[1] for each in tops)
        for id_, need in needs.items():
            filled[id_][0] += weight * all(each[2][id_] == need for each in found)
            filled[id_][1] += weight * all(each[2][id_] == need for each in tops)
            filled[id_][2] += weight * min(each[2][id_] for each in tops)
    told = {id_: (float(a), float(b), float(x)) for id_, (a, b, x) in filled.items()}
    return Numbers(float(stands), float(together), float(none), told)


def importance(worlds: Worlds, event: str, unknown: Mapping[str, bool]) -> float:
    """The chance (together) with it set true minus with it set false."""
    sides = []
    for value in (True, False):
        its = {**unknown, event: value} if event in unknown else unknown
        told = turns(worlds.question, its, (event, value))
        sides.append(sum((weight for weight, turn in told if worlds.together(turn)), Fraction(0)))
    return float(sides[0] - sides[1])


def every_way(question: Question) -> list[dict[str, bool]]:
    """All chances that nobody said at 0 or 1: what is linear in each of them has its ends there."""
    ids = free(question)
    return [dict(zip(ids, bits, strict=True)) for bits in product((False, True), repeat=len(ids))]


# -- §6.4 ------------------------------------------------------------------------------------------------------------


def brief_worlds(question: Question) -> Iterator[Turn]:
    """The brief's worlds (§3.2)."""
    decided = {i: v for layer in reversed(question.layers) for i, v in layer.items()}
    counted = question.counted
    free = [i for i, _, _ in deciding(question)]
    decided = {**oracle.consents_on(question.plan, question.day), **decided}
    sized = [p.id for p in counted if p.unsized]
    for true in oracle.allowed(question.plan, question.day, question.layers):
        for yes in product(*([decided[i]] if i in decided else [False, True] for i in free)):
            for gives in product((False, True), repeat=len(sized)):
                yield true, dict(zip(free, yes, strict=True)), frozenset(), dict(zip(sized, gives, strict=True))


def breakers(worlds: Worlds) -> set[frozenset[str]] | None:
    """Minimal losses after which the goal is met in none of the worlds in which it was; None where it never was."""
    plan = worlds.plan
    met = [turn for turn in brief_worlds(worlds.question) if worlds.together(turn)]
    if not met:
        return None
    losses = [i for i in plan.assumptions if any(turn[0][i] for turn in met)]
    losses += dict.fromkeys(p.partner for p in worlds.question.counted)

    def after(turn: Turn, lost: frozenset[str]) -> bool:
        true = {i: value and not together_with(plan, i) & lost for i, value in turn[0].items()}
        return worlds.together((true, *turn[1:]), frozenset(lost - plan.assumptions.keys()))

    return smallest(losses, lambda lost: not any(after(turn, lost) for turn in met))


def routes(worlds: Worlds) -> set[frozenset[str]]:
    """Minimal sets of assumptions that, on top of what is given, meet the goal whatever partners decide and give."""
    question = worlds.question
    plan = question.plan
    given = question.settled(holds=False)
    bare = replace(plan, premise=(), assumptions={i: replace(a, holds=()) for i, a in plan.assumptions.items()})
    lawful = oracle.allowed(bare, question.day, [])

    def meets(route: frozenset[str]) -> bool:
        true = {i: given.get(i, i in route) for i in plan.assumptions}
        if true not in lawful:
            return False
        rest = {tuple(sorted(t[1].items())): {} for t in brief_worlds(question)}
        assert rest
        consents = {i for p in question.counted for i in p.consents}
        settled = {i: v for layer in question.layers for i, v in layer.items()}
        settled |= {i: v for i, v in oracle.consents_on(plan, question.day).items() if i not in settled}
        opened = [i for i in consents if i not in settled]  # taken as given
        return all(worlds.together((true, *turn[1:])) for turn in others(question) if all(turn[1][i] for i in opened))

    return smallest([i for i in plan.assumptions if i not in given], meets)


def others(question: Question) -> Iterable[Turn]:
    """Everything but assumptions, each way once."""
    seen: dict[object, Turn] = {}
    for turn in brief_worlds(question):
        seen.setdefault((tuple(turn[1].values()), tuple(turn[3].values())), turn)
    return seen.values()


def smallest(names: Sequence[str], enough: object) -> set[frozenset[str]]:
    """The inclusion-minimal sets that are enough."""
    assert callable(enough)
    found: set[frozenset[str]] = set()
    for size in range(len(names) + 1):
        for each in combinations(names, size):
            chosen = frozenset(each)
            if not any(less <= chosen for less in found) and enough(chosen):
                found.add(chosen)
    return found
