"""What may turn out either way, and how likely that is (§6.1, §6.3): independent draws, and what is true given them.

Every event comes down to draws: yes or no, each by itself, with a chance, or with one that nobody has said. What an
assumption is then worth is a formula over draws: the line of its likelihood that fits, the choice it is an option of,
and all that it implies.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from typing import Literal

from willing.answers.risk import Uncertain
from willing.engine.network import Variable
from willing.engine.picture import decided_with
from willing.engine.worlds import implied
from willing.model.condition import Always, And, Condition, CountOf, Name, Never, Not, Or
from willing.model.picture import Picture
from willing.model.plan import Chance
from willing.model.problem import Listed, Message

Kind = Literal["assumption", "decision", "consent", "reliability", "size"]

#: Cases of one choice that are told apart: combinations of lines of its options' likelihoods, and of options.
MOST_CASES = 2_000


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw is yes."""

    number: int


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of these are true."""

    need: int
    of: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class No:
    """This is not true."""

    of: "Formula"


Formula = bool | Draw | AtLeast | No


def every(parts: Iterable[Formula]) -> Formula:
    """All of them, with what is certain left out."""
    kept = [part for part in dict.fromkeys(parts) if part is not True]
    if any(part is False for part in kept):
        return False
    return True if not kept else kept[0] if len(kept) == 1 else AtLeast(len(kept), tuple(kept))


def some(parts: Iterable[Formula]) -> Formula:
    """Any of them."""
    kept = [part for part in dict.fromkeys(parts) if part is not False]
    if any(part is True for part in kept):
        return True
    return False if not kept else kept[0] if len(kept) == 1 else AtLeast(1, tuple(kept))


def no(part: Formula) -> Formula:
    """Not it."""
    if isinstance(part, bool):
        return not part
    return part.of if isinstance(part, No) else No(part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that may turn out either way; ``key`` names it in answers, ``id`` is what it is about.

    ``chance``: of itself, given all that it implies; None: not said, or it differs by case. ``true`` and ``false``: the
    chances of its draws once it has turned out so. ``unknown``: nobody said how likely it is.
    """

    key: str
    kind: Kind
    id: str
    chance: Fraction | None
    true: Mapping[int, float]
    false: Mapping[int, float]
    unknown: bool

    @property
    def named(self) -> Uncertain:
        """What an answer says of it."""
        return Uncertain(key=self.key, kind=self.kind, id=self.id, unknown=self.unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventModel:
    """The events of a picture. ``chances``: of each draw; None: anywhere in 0..1.

    ``assumptions``: each as a formula; ``decisions``: pledges with ``only_if``; ``consents``: by ``pledge.body``;
    ``reliable``: pledges that may fail; ``gives``: pledges without an amount, the formula that they give all that is
    asked for. ``impossible``: what must not come true, and what is wrong then.
    """

    chances: tuple[Fraction | None, ...]
    events: tuple[Event, ...]
    assumptions: Mapping[str, Formula]
    decisions: Mapping[str, Formula]
    consents: Mapping[str, Formula]
    reliable: Mapping[str, Formula]
    gives: Mapping[str, Formula]
    impossible: tuple[tuple[Formula, Message], ...]

    def of(self, variable: Variable) -> Formula:
        """When a variable of the network is true."""
        formulas = {
            "assumption": self.assumptions,
            "decision": self.decisions,
            "consent": self.consents,
            "size": self.gives,
        }
        return formulas[variable.kind][variable.id]

    @property
    def unknown(self) -> tuple[int, ...]:
        """The draws of which no chance is known."""
        return tuple(number for number, chance in enumerate(self.chances) if chance is None)


class LikelihoodError(Exception):
    """Likelihoods that make no sense together, a mistake of the plan; ``message`` says which."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.code)
        self.message = message


def certain(picture: Picture, what_if: Mapping[str, bool | None]) -> dict[str, bool]:
    """Assumptions and decisions that premise, scenarios and what-ifs decide, with all that follows (§6.1)."""
    plan = picture.plan
    layers = [plan.scenarios[s].assume for s in reversed(picture.scenarios)]
    return decided_with(plan, [*layers, dict.fromkeys(plan.premise, True)], what_if)[0]


def events_of(picture: Picture, what_if: Mapping[str, bool | None]) -> EventModel:
    """The events of a picture.

    Raises :class:`LikelihoodError` where the likelihoods make no sense.
    """
    return _Maker(picture, certain(picture, what_if)).odds()


@dataclass(slots=True)
class _Maker:
    picture: Picture
    known: Mapping[str, bool]
    chances: list[Fraction | None] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    own: dict[str, Formula] = field(default_factory=dict)
    truth: dict[str, Formula] = field(default_factory=dict)
    making: set[str] = field(default_factory=set)
    impossible: list[tuple[Formula, Message]] = field(default_factory=list)

    def odds(self) -> EventModel:
        plan = self.picture.plan
        order = {id_: i for i, id_ in enumerate(plan.assumptions)}
        for id_ in plan.assumptions:
            self.true(id_)
        self.events.sort(key=lambda event: order[event.id])
        decisions: dict[str, Formula] = {}
        consents: dict[str, Formula] = {}
        reliable: dict[str, Formula] = {}
        gives: dict[str, Formula] = {}
        for id_, pledge in self.picture.counted.items():
            if pledge.own_decision:
                if id_ in self.known:
                    decisions[id_] = self.known[id_]
                else:
                    decisions[id_] = self.likely(id_, "decision", pledge.likelihood)
            for name, consent in pledge.consents.items():
                if name in self.known:
                    consents[name] = self.known[name]
                elif name in self.picture.decided and not consent.likelihood:
                    consents[name] = self.picture.decided[name]
                else:
                    consents[name] = self.likely(name, "consent", consent.likelihood)
            if pledge.reliability is not None:
                key = f"{id_}.reliability" if pledge.own_decision else id_
                reliable[id_] = self.event(key, "reliability", id_, Fraction(pledge.reliability))
            if pledge.unsized:
                gives[id_] = self.event(f"{id_}.size", "size", id_, None)
        return EventModel(
            chances=tuple(self.chances),
            events=tuple(self.events),
            assumptions={id_: self.truth[id_] for id_ in plan.assumptions},
            decisions=decisions,
            consents=consents,
            reliable=reliable,
            gives=gives,
            impossible=tuple(self.impossible),
        )

    # -- draws ------------------------------------------------------------------------------------------------------

    def event(self, key: str, kind: Kind, id_: str, chance: Fraction | None) -> Formula:
        """One with a draw of its own, even where it is certain: what it would change is asked all the same."""
        self.chances.append(chance)
        number = len(self.chances) - 1
        unknown = chance is None
        true, false = {number: 1.0}, {number: 0.0}
        self.events.append(Event(key=key, kind=kind, id=id_, chance=chance, true=true, false=false, unknown=unknown))
        return Draw(number)

    # -- assumptions ------------------------------------------------------------------------------------------------

    def true(self, id_: str) -> Formula:
        """The assumption is true: by itself, and with all that it implies."""
        if id_ not in self.truth:
            self.truth[id_] = every([self.by_itself(other) for other in implied(self.picture.plan, [id_])])
        return self.truth[id_]

    def by_itself(self, id_: str) -> Formula:
        """The assumption is true as far as it is up to itself (§6.1)."""
        if id_ in self.known:
            return self.known[id_]
        if id_ not in self.own:
            if id_ in self.making:
                raise LikelihoodError(Message("likelihood-in-circle", id=id_))
            assumption = self.picture.plan.assumptions[id_]
            together = self.chosen_with(id_)
            self.making.update(together or {id_})
            if together:
                self.choose(together)
            elif assumption.likelihood:
                self.own[id_] = self.likely(id_, "assumption", assumption.likelihood)
            elif id_ in self.picture.decided:
                self.own[id_] = self.picture.decided[id_]
            else:
                self.own[id_] = self.event(id_, "assumption", id_, None)
            self.making.difference_update(together or {id_})
        return self.own[id_]

    def lines(self, likelihood: Iterable[Chance]) -> Iterator[tuple[Fraction, Formula]]:
        """The chance of each case of a likelihood, and when it is the one that counts (§6.3)."""
        before: list[Formula] = []
        for line in likelihood:
            fits = True if line.condition is None else self.formula(line.condition)
            counts = every([*(no(each) for each in before), fits])
            if counts is not False:
                yield Fraction(line.chance), counts
            before.append(fits)

    def likely(self, id_: str, kind: Kind, likelihood: Sequence[Chance]) -> Formula:
        """An event with a draw for each case of its likelihood; with one of unknown chance where there is none."""
        if not likelihood:
            return self.event(id_, kind, id_, None)
        lines = list(self.lines(likelihood))
        numbers = []
        cases = []
        for chance, counts in lines:
            self.chances.append(chance)
            numbers.append(len(self.chances) - 1)
            cases.append(every([counts, Draw(numbers[-1])]))
        self.events.append(
            Event(
                key=id_,
                kind=kind,
                id=id_,
                chance=lines[0][0] if len(lines) == 1 else None,
                true=dict.fromkeys(numbers, 1.0),
                false=dict.fromkeys(numbers, 0.0),
                unknown=False,
            )
        )
        return some(cases)

    def formula(self, condition: Condition) -> Formula:
        """A condition over assumptions."""
        match condition:
            case Always() | Never():
                return isinstance(condition, Always)
            case Name(id=id_):
                return self.true(id_)
            case Not(of=inner):
                return no(self.formula(inner))
            case And(of=parts):
                return every([self.formula(part) for part in parts])
            case Or(of=parts):
                return some([self.formula(part) for part in parts])
            case CountOf(count=count, of=parts):
                need = len(parts) if count is None else count
                told = tuple(self.formula(part) for part in parts)
                need -= sum(part is True for part in told)
                kept = tuple(part for part in told if not isinstance(part, bool))
                return need <= 0 or (need <= len(kept) and AtLeast(need, kept))
            case _:
                raise AssertionError(condition)

    # -- choices ----------------------------------------------------------------------------------------------------

    def chosen_with(self, id_: str) -> list[str]:
        """The options of its choice, and of every other choice that shares one with it, in file order; none: free."""
        choices = self.picture.plan.choices.values()
        found: set[str] = set()
        stack = [id_]
        while stack:
            at = stack.pop()
            for choice in choices:
                if at in choice.options:
                    news = set(choice.options) - found
                    found |= news
                    stack.extend(news)
        return [option for option in self.picture.plan.assumptions if option in found]

    def choose(self, options: list[str]) -> None:
        """All options at once: those with a likelihood by one draw out of all that can be, then the others."""
        plan = self.picture.plan
        rivals = {
            option: {o for c in plan.choices.values() if option in c.options for o in c.options} - {option}
            for option in options
        }
        ruled_out = {option for option in options if self.known.get(option) is False}
        likely = [o for o in options if plan.assumptions[o].likelihood and self.known.get(o) is not True]
        lines = [list(self.lines(plan.assumptions[option].likelihood)) for option in likely]
        own: dict[str, list[Formula]] = {option: [] for option in options}
        settings: dict[str, tuple[dict[int, float], dict[int, float]]] = {o: ({}, {}) for o in options}
        for cases, case in enumerate(product(*lines)):
            if cases > MOST_CASES:
                raise LikelihoodError(Message("likelihoods-of-too-many-cases", options=Listed(tuple(options))))
            counts = every(fits for _, fits in case)
            if counts is False:
                continue
            states = _states(likely, [chance for chance, _ in case], rivals)
            if states is None:
                total = sum((chance for chance, _ in case), Fraction(0))
                code = "options-too-likely-now" if counts is True else "options-too-likely-in-a-case"
                told = Message(code, options=Listed(tuple(options)), total=f"{float(total):g}")
                if counts is True:
                    raise LikelihoodError(told)
                self.impossible.append((counts, told))
                continue
            states = _given(states, lambda state: not state & ruled_out)
            order = sorted(states, key=lambda state: (not state, [o not in state for o in likely]))
            numbers = [len(self.chances) + i for i in range(len(order) - 1)]
            self.chances += _chain([states[state] for state in order])
            for i, state in enumerate(order):
                drawn = every([counts, *(no(Draw(n)) for n in numbers[:i]), *(Draw(n) for n in numbers[i : i + 1])])
                for option in state:
                    own[option].append(drawn)
            for option in options:
                against = rivals[option]
                if option in likely:
                    true = _given(states, having(option), otherwise=frozenset({option}))
                else:
                    true = _given(states, apart_from(against))
                false = _given(states, lacking(option))
                for setting, told_states in zip(settings[option], (true, false), strict=True):
                    wanted = [told_states.get(state, Fraction(0)) for state in order]
                    setting.update(zip(numbers, map(float, _chain(wanted)), strict=True))
        for option in likely:
            self.own[option] = some(own[option])
        for option in sorted((o for o in options if o not in likely), key=self._unknown_last):
            free = [no(self.own[o]) for o in rivals[option] if o in self.own and self.own[o] is not False]
            if option in self.known:
                self.own[option] = self.known[option]
            elif option in self.picture.decided:
                self.own[option] = every([self.picture.decided[option], *free])
            else:
                drawn = self.event(option, "assumption", option, None)
                self.own[option] = every([drawn, *free])
                event = self.events.pop()
                others = {n: 0.0 for e in self.events if e.unknown and e.id in rivals[option] for n in e.false}
                self.events.append(replace(event, true={**settings[option][0], **others, **event.true}))
        for option in likely:
            if option not in self.known:
                its = lines[likely.index(option)]
                self.events.append(
                    Event(
                        key=option,
                        kind="assumption",
                        id=option,
                        chance=its[0][0] if len(its) == 1 else None,
                        true=settings[option][0],
                        false=settings[option][1],
                        unknown=False,
                    )
                )

    def _unknown_last(self, option: str) -> bool:
        return option not in self.known and option not in self.picture.decided


def _states(
    options: list[str], chances: list[Fraction], rivals: Mapping[str, set[str]]
) -> dict[frozenset[str], Fraction] | None:
    """Every set of options that can be true at once, and its chance; None where the chances cannot be."""
    states = {frozenset[str](): Fraction(1)}
    for option, chance in zip(options, chances, strict=True):
        free = sum((w for state, w in states.items() if not state & rivals[option]), Fraction(0))
        if chance > free:
            return None
        found: dict[frozenset[str], Fraction] = {}
        for state, weight in states.items():
            part = Fraction(0)
            if not state & rivals[option]:  # told apart even where it is never so: it may be asked what if it were
                part = weight * chance / free if chance else part
                found[state | {option}] = part
            found[state] = found.get(state, Fraction(0)) + weight - part
        if len(found) > MOST_CASES:
            raise LikelihoodError(Message("choices-of-too-many-cases", options=Listed(tuple(options))))
        states = found
    return states


def _given(
    states: Mapping[frozenset[str], Fraction],
    so: Callable[[frozenset[str]], bool],
    otherwise: frozenset[str] = frozenset(),
) -> dict[frozenset[str], Fraction]:
    """The states in which it is so, with their chances given that it is; where it cannot be, one in which it would."""
    kept = {state: weight for state, weight in states.items() if so(state)}
    total = sum(kept.values(), Fraction(0))
    if not total:
        return {otherwise: Fraction(1)}
    return {state: weight / total for state, weight in kept.items()}


def having(option: str) -> Callable[[frozenset[str]], bool]:
    """Whether a state has this option."""
    return lambda state: option in state


def lacking(option: str) -> Callable[[frozenset[str]], bool]:
    """Whether a state lacks this option."""
    return lambda state: option not in state


def apart_from(rivals: set[str]) -> Callable[[frozenset[str]], bool]:
    """Whether a state has none of these options."""
    return lambda state: not state & rivals


def _chain(weights: list[Fraction]) -> list[Fraction]:
    """Chances for draws one after the other, so that the first yes comes with these weights; the last needs none."""
    chances = []
    left = Fraction(1)
    for weight in weights[:-1]:
        chances.append(weight / left if left > 0 else Fraction(0))
        left -= weight
    return chances
