"""One plan, and all that is derived from it, each once. The only place (with the commands) that reads files.

from willing import open_plan

study = open_plan("plan.toml", scenarios=["us-in"])
study.brief().partners["DE"].standing
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import msgspec

from willing.answers.brief import Brief, ScenarioLine
from willing.app.errors import PlanError
from willing.app.query import NO_GOAL, ImpossibleError, Query, picture_asked
from willing.engine.network import Variable
from willing.engine.resolve import Resolution, resolve
from willing.model.condition import needs_allocation
from willing.model.place import Place
from willing.model.plan import Plan
from willing.model.problem import Listed, Message, Problem
from willing.notation.nearest import nearest
from willing.questions.brief import brief, scenario_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from willing.answers.asks import Asks, Lever
    from willing.answers.compare import Comparison
    from willing.answers.deliveries import Deliveries
    from willing.answers.offer import Offers
    from willing.answers.power import Power
    from willing.answers.risk import Risk
    from willing.answers.sources import Sources
    from willing.answers.timeline import Timeline
    from willing.answers.why import Why
    from willing.model.condition import Condition
    from willing.questions.drawn import Block, Sample
    from willing.questions.risk.effort import Effort
    from willing.questions.risk.montecarlo import Counted
    from willing.questions.sources import SourceFile
    from willing.questions.switchboard import Switchboard, Told
    from willing.questions.timeline import Progress

#: Beyond so many pledges times other scenarios, a brief only names those scenarios.
MOST_COMPARED = 20_000


class Study:
    """A plan on one day, in some scenarios, with some what-ifs. Everything it answers is frozen and worked out once."""

    def __init__(
        self,
        plan: Plan,
        query: Query,
        *,
        file: str,
        warnings: tuple[Problem, ...] = (),
        notes: tuple[Problem, ...] = (),
    ) -> None:
        """Raises :class:`PlanError` for what cannot be asked, :class:`ImpossibleError` where no world allows it."""
        self.plan = plan = plan.in_language(query.language)
        self.query = query
        self.file = file
        self.warnings = warnings
        self.notes = notes
        self.picture = picture_asked(plan, query, file=file)

    @property
    def files(self) -> tuple[str, ...]:
        """The files that the plan is read from: its own, its tables, and those that its sources name."""
        sources = [source.file for source in self.plan.sources.values() if source.file]
        beside = [os.path.join(os.path.dirname(self.file), name) for name in sources]
        return (self.file, *self.tables, *beside)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables beside the plan that it is read from."""
        return tuple(os.path.join(os.path.dirname(self.file), name) for name in self.plan.tables)

    @property
    def what_if(self) -> Mapping[str, bool | None]:
        """What is set over the scenarios; None: nothing is known of it."""
        return self.query.settled

    def switched(self, values: Mapping[str, bool | None]) -> "Study":
        """The same plan and day with some assumptions, or own decisions, set otherwise (None: left open).

        Raises :class:`PlanError` for what cannot be set, and :class:`ImpossibleError` where no world allows it.
        """
        switched = {**dict(self.query.switched), **values}
        query = replace(self.query, switched=tuple(switched.items()))
        return Study(self.plan, query, file=self.file, warnings=self.warnings, notes=self.notes)

    def in_scenario(self, scenario: str) -> "Study":
        """The same plan and day in one more scenario, which the plan has.

        Raises :class:`ImpossibleError` where no world allows it.
        """
        query = replace(self.query, scenarios=(*self.query.scenarios, scenario))
        return Study(self.plan, query, file=self.file, warnings=self.warnings, notes=self.notes)

    def about(self, partner: str, *, comes: bool) -> "Study":
        """The same plan and day in which a partner comes whatever its conditions say, or else is out (§7.4).

        Raises :class:`PlanError` for a partner that there is not, or that the study is about already the other way, and
        :class:`ImpossibleError` where no world allows it.
        """
        query = self.query
        if comes:
            query = replace(query, firm=(*query.firm, partner))
        else:
            query = replace(query, without=(*query.without, partner))
        return Study(self.plan, query, file=self.file, warnings=self.warnings, notes=self.notes)

    @cached_property
    def resolution(self) -> Resolution:
        """Every status (§3.3). Raises :class:`ImpossibleError` where a world has no outcome (§3.5)."""
        goal = self.picture.goal
        resolution = resolve(self.picture, goal=None if goal is None or needs_allocation(goal) else goal)
        if resolution.contradiction is not None:
            raise ImpossibleError((self._no_outcome(resolution),))
        return resolution

    def brief(self, *, reasons: bool = True, lever: bool = False, day: int | None = None) -> Brief:
        """Who is in, what everyone else lacks (``reasons``), and what it adds up to (``day``: on that day alone, §4.4).

        ``lever``: with the single change that would change most, as with reasons.

        Raises :class:`PlanError` where a world has no outcome.
        """
        told = self._lasting(brief(self.picture, self.resolution, reasons=reasons, day=day))
        if (lever or reasons) and not (told.goal and told.goal.lasting):
            told = msgspec.structs.replace(told, lever=self.lever[0], lever_sought=self.lever[1])
        if not reasons or len(self.picture.pledges) * len(told.other_scenarios) > MOST_COMPARED:
            return told
        lines = tuple(self._scenario_line(told, line.scenario, day) for line in told.other_scenarios)
        return msgspec.structs.replace(told, other_scenarios=lines)

    def _lasting(self, told: Brief) -> Brief:
        """The brief of a plan whose goal ``lasts``: reached, where it was on some earlier day (§8.2)."""
        if not self.plan.lasts or told.goal is None or told.goal.standing.firm:
            return told
        found = self.timeline()
        last = found.moments[-1].goal
        if last is None or not last.firm:
            return told
        goal = msgspec.structs.replace(told.goal, standing=last, lasting=True, since=found.reached_on, lacks=())
        return msgspec.structs.replace(told, goal=goal)

    @cached_property
    def lever(self) -> "tuple[Lever | None, bool]":
        """The single change that would change most (§7.3), None where the goal is reached or nothing is better; and
        whether there is certainly none where it is None.

        Raises :class:`PlanError` where a world has no outcome.
        """
        from willing.questions.lever import lever

        return lever(self.picture, self.resolution, self.picture.goal, self.what_if)

    def _scenario_line(self, here: Brief, scenario: str, day: int | None) -> ScenarioLine:
        """What one more scenario would change."""
        try:
            there = self.in_scenario(scenario)
            return scenario_line(here, brief(there.picture, there.resolution, reasons=False, day=day), scenario)
        except PlanError:  # the scenario leaves a world without outcome; asked for by itself, it says so
            return ScenarioLine(scenario=scenario, impossible=True)

    # -- as data frames (the extra ``frames``) ----------------------------------------------------------------------

    def pledges_frame(self, *, backend: str | None = None) -> Any:
        """Every pledge and how it stands, one a row.

        ``backend``: "pandas", "polars" or "pyarrow"; None: the one that is imported already, or else installed.
        Raises ImportError that says what to install, and ValueError for a backend that is none of these.
        """
        from willing.questions import frames

        return frames.frame(frames.pledges(self._answer), backend)

    def partners_frame(self, *, backend: str | None = None) -> Any:
        """Every partner and how it stands, one a row.

        ``backend``: "pandas", "polars" or "pyarrow"; None: the one that is imported already, or else installed.
        Raises ImportError that says what to install, and ValueError for a backend that is none of these.
        """
        from willing.questions import frames
        from willing.questions.names import partner_names

        return frames.frame(frames.partners(self._answer, partner_names(self.plan)), backend)

    def requirements_frame(self, *, backend: str | None = None) -> Any:
        """The statement of requirements, one a row.

        ``backend``: "pandas", "polars" or "pyarrow"; None: the one that is imported already, or else installed.
        Raises ImportError that says what to install, and ValueError for a backend that is none of these.
        """
        from willing.questions import frames

        return frames.frame(frames.requirements(self.picture.plan), backend)

    def coverage_frame(self, *, backend: str | None = None) -> Any:
        """What the requirements have and lack, one a row (§4.5).

        ``backend``: "pandas", "polars" or "pyarrow"; None: the one that is imported already, or else installed.
        Raises ImportError that says what to install, and ValueError for a backend that is none of these.
        """
        from willing.questions import frames

        return frames.frame(frames.coverage(self._answer), backend)

    def assumptions_frame(self, *, backend: str | None = None) -> Any:
        """Every assumption and its value, one a row.

        ``backend``: "pandas", "polars" or "pyarrow"; None: the one that is imported already, or else installed.
        Raises ImportError that says what to install, and ValueError for a backend that is none of these.
        """
        from willing.questions import frames

        return frames.frame(frames.assumptions(self._answer), backend)

    def statements_frame(self, *, backend: str | None = None) -> Any:
        """What was said, one a row.

        ``backend``: "pandas", "polars" or "pyarrow"; None: the one that is imported already, or else installed.
        Raises ImportError that says what to install, and ValueError for a backend that is none of these.
        """
        from willing.questions import frames

        return frames.frame(frames.statements(self.plan), backend)

    def sources_frame(self, *, backend: str | None = None) -> Any:
        """The reports, one a row.

        ``backend``: "pandas", "polars" or "pyarrow"; None: the one that is imported already, or else installed.
        Raises ImportError that says what to install, and ValueError for a backend that is none of these.
        """
        from willing.questions import frames

        return frames.frame(frames.sources(self.plan), backend)

    @cached_property
    def _answer(self) -> Brief:
        return self.brief(reasons=False)

    def why(self, subject: str) -> "Why":
        """Why a pledge, a partner (by id, or by name in any language there is), an assumption or the goal is as it is.

        Raises :class:`PlanError` for a subject that the plan does not have, and where a world has no outcome.
        """
        from willing.questions.why import why  # not needed for a brief, and that is what most start for

        answer = why(self.picture, self.resolution, self._subject(subject))
        return msgspec.structs.replace(answer, lever=self.lever[0]) if answer.kind == "goal" else answer

    def timeline(self, *, coverage: bool = False, progress: "Progress | None" = None) -> "Timeline":
        """The days on which any status changed, up to the day of this study, and what tipped the goal (§8.2).

        ``coverage``: with what it adds up to over time. ``progress`` is told how many days are done, of how many.
        Raises :class:`PlanError` where a world has no outcome on the day of this study.
        """
        from willing.questions.timeline import timeline

        _ = self.resolution  # what the day itself contradicts is an error; on an earlier day it is told
        return timeline(self.picture, what_if=self.what_if, coverage=coverage, progress=progress)

    def compare(self, other: "Study", *, reasons: bool = True) -> "Comparison":
        """Who moved from this study to the other, which requirement gained or lost (§8.3): days, scenarios or files.

        ``reasons``: with what those lack who are not in.
        Raises :class:`PlanError` where a world of either has no outcome.
        """
        from willing.questions.compare import compare

        return compare(
            brief(self.picture, self.resolution, reasons=False), brief(other.picture, other.resolution, reasons=reasons)
        )

    def deliveries(self) -> "Deliveries":
        """What is pledged and what is in place on the day of this study (§8.4)."""
        from willing.questions.deliveries import deliveries

        return deliveries(self.picture)

    def risk(
        self,
        *,
        seed: int = 1,
        samples: int | None = None,
        within: float | None = None,
        most: int = 10,
        nodes: int | None = None,
        only_chances: bool = False,
        tell: "Callable[[str, float], None] | None" = None,
        counting: "Callable[[Condition, Effort], Counted] | None" = None,
    ) -> "Risk":
        """How likely the goal is, what would break it, what would reach it, and what it hangs on most (§6).

        ``samples`` (worlds at most), ``within`` (how wide a 95% interval may be) and ``seed`` matter where worlds have
        to be drawn; ``nodes``: of decision diagrams at most, 0: draw at once. ``most``: sets listed; ``only_chances``:
        no sets, and not what it hangs on. ``tell`` is told what is being worked out and how far it is. ``counting``:
        who draws worlds, where that is needed (left out: it is done here); the answer is the same. A KeyboardInterrupt
        ends it with what is known so far.

        Raises :class:`PlanError` where there is no goal, a world has no outcome, or likelihoods make no sense.
        """
        from willing.engine.budget import OutOfBounds, TooLarge
        from willing.engine.diagrams.bdd import MOST_NODES
        from willing.questions.risk.ask import risk
        from willing.questions.risk.effort import SAMPLES, WITHIN, Effort
        from willing.questions.risk.events import LikelihoodError

        goal = self.picture.goal
        if goal is None:
            raise self._error(NO_GOAL)
        effort = Effort(
            nodes=MOST_NODES if nodes is None else nodes,
            samples=SAMPLES if samples is None else samples,
            within=WITHIN if within is None else within,
            seed=seed,
            most=most,
            only_chances=only_chances,
        )
        counted = counting(goal, effort) if counting else None
        if self.resolution.contradiction is None:  # which raises where a world has no outcome
            try:
                return risk(self.picture, goal, self.what_if, effort, tell or (lambda what, share: None), counted)
            except LikelihoodError as error:
                raise self._error(error.message) from None
            except TooLarge:
                raise self._error(Message("too-large-for-chances")) from None
            except OutOfBounds:
                pass
        raise self._error(Message("chances-out-of-bounds"))

    def asks(
        self,
        goal: str | None = None,
        *,
        most: int | None = None,
        told: int = 20,
        progress: "Progress | None" = None,
    ) -> "Asks":
        """What to ask for so that the goal is met (§7.1); ``goal``: another one than the plan's, as a plan writes it.

        ``most``: sets looked for (default 1,000); of the first ``told`` of them the answer says what they bring.
        Raises :class:`PlanError` for a goal that cannot be read, where there is none, and where a world has no outcome.
        """
        from willing.questions.asks import asks

        wanted = self._goal(goal)
        return asks(
            self.picture, self.resolution, wanted, what_if=self.what_if, most=most, told=told, progress=progress
        )

    def offer(self, partner: str, goal: str | None = None, *, progress: "Progress | None" = None) -> "Offers":
        """What a partner (by id, or by name in any language there is) could offer so that the goal is met, or another
        one, as a plan writes it. A state needs no declaration to offer something.

        Raises :class:`PlanError` for a goal that cannot be read, where there is none, for a partner that nobody knows
        or that is out, and where a world has no outcome.
        """
        from willing.languages.names import state_called
        from willing.languages.states import STATE_CODES
        from willing.model.plan import Partner
        from willing.questions.names import partners_called
        from willing.questions.offer import offers

        wanted = self._goal(goal)
        plan = self.picture.plan
        names = partners_called(plan)
        called = {name.casefold(): id_ for name, id_ in names.items()}
        known = partner in plan.partners or partner in STATE_CODES
        id_ = partner if known else called.get(partner.casefold()) or state_called(partner)
        if id_ is None:
            meant = nearest(partner, [*plan.partners, *names])
            raise self._error(Message("offer-of-nobody", name=partner, meant=meant))
        if id_ in self.picture.without:
            raise self._error(Message("offer-of-absent", name=partner))
        picture = self.picture
        if id_ not in plan.partners:
            there = {**plan.partners, id_: Partner(id=id_, declared=False)}
            picture = replace(picture, plan=replace(plan, partners=there))
        return offers(picture, self.resolution, wanted, id_, what_if=self.what_if, progress=progress)

    def power(
        self,
        goal: str | None = None,
        *,
        seed: int = 0,
        samples: int | None = None,
        progress: "Progress | None" = None,
        counting: "Callable[[Condition, Sample], Callable[[int], Block]] | None" = None,
    ) -> "Power":
        """How much each partner counts for the goal (§7.2), or for another one, as a plan writes it.

        ``seed`` and ``samples`` (orders drawn) are of use where there are too many partners for an exact answer;
        ``counting``: who draws them (left out: it is done here); the answer is the same.
        Raises :class:`PlanError` for a goal that cannot be read, and where there is none.
        """
        from willing.questions.drawn import SAMPLES
        from willing.questions.power import power

        wanted = self._goal(goal)
        drawing = partial(counting, wanted) if counting else None
        return power(self.picture, wanted, seed=seed, samples=samples or SAMPLES, progress=progress, drawing=drawing)

    def _goal(self, text: str | None) -> "Condition":
        if text is None:
            if self.picture.goal is None:
                raise self._error(NO_GOAL)
            return self.picture.goal
        from willing.notation.asked import read_goal

        read = read_goal(text, self.picture.plan, file="--for")
        if isinstance(read, Problem):
            raise PlanError((read,))
        return read

    def sources(self) -> "Sources":
        """Who speaks for each pledge and assumption, and against it; and what the reports themselves say to that.

        Reads the files that sources name, relative to the plan; one that is missing or unreadable is told, not raised.
        """
        from willing.questions.sources import sources

        files = {
            id_: source_file(source.file, os.path.dirname(self.file))
            for id_, source in self.picture.plan.sources.items()
            if source.file
        }
        return sources(self.picture, files)

    def told(self) -> "Told":
        """The brief without its lever, with why each pledge that is in is in: what a page shows of one world.

        Raises :class:`PlanError` where a world has no outcome.
        """
        from willing.questions.switchboard import told_of

        return told_of(self.picture, self.resolution)

    @cached_property
    def switchboard(self) -> "Switchboard":
        """The answers to every setting of the switches: the plan's, else the assumptions that move most.

        Raises :class:`PlanError` where a world has no outcome.
        """
        from willing.questions.switchboard import Switchboard

        return Switchboard(self.picture, self.resolution)

    def _subject(self, subject: str) -> str:
        plan = self.plan
        if subject in plan.pledges or subject in plan.partners or subject in plan.assumptions:
            return subject
        if subject == "goal":
            if self.picture.goal is None:
                raise self._error(NO_GOAL)
            return subject
        from willing.questions.names import partners_called

        called = partners_called(plan)
        called |= {a.name: a.id for a in plan.assumptions.values() if a.name}
        called |= {r.name: r.id for r in plan.requirements.values() if r.name}
        found = {name.casefold(): id_ for name, id_ in called.items()}.get(subject.casefold())
        if found is None and subject in plan.requirements:
            return subject
        if found is None:
            meant = nearest(subject, [*plan.pledges, *plan.partners, *called, *plan.assumptions, *plan.requirements])
            hint = None if meant else Message("hint.subjects")
            raise self._error(Message("unknown-subject", name=subject, meant=meant, hint=hint))
        return found

    def _no_outcome(self, resolution: Resolution) -> Problem:
        contradiction = resolution.contradiction
        assert contradiction is not None
        settings = tuple(_setting(variable, value) for variable, value in contradiction.settings)
        message = Message(
            "condition-against-itself" if len(contradiction.pledges) == 1 else "conditions-against-each-other",
            pledges=Listed(contradiction.pledges),
            when=Message("when.set", settings=Listed(settings)) if settings else "",
        )
        place = self.plan.pledges[contradiction.pledges[0]].place if contradiction.pledges else None
        return Problem(place=place or Place(file=self.file, line=0), message=message)

    def _error(self, message: Message) -> PlanError:
        return PlanError((Problem(place=Place(file=self.file, line=0), message=message),))


def _setting(variable: Variable, value: bool) -> Message:
    return Message(f"set.{variable.kind}-{'yes' if value else 'no'}", id=variable.id)


def source_file(path: str, folder: str) -> "SourceFile":
    """What is in the report that a source names."""
    from willing.app.report_files import reports_in
    from willing.questions.sources import SourceFile
    from willing.reports.formats import MOST_BYTES as MOST_OF_REPORT
    from willing.reports.formats.block import UnreadableError

    where = os.path.join(folder, path)
    try:
        if not os.path.isfile(where):
            return SourceFile(path=path, why="not-a-file" if os.path.exists(where) else "missing")
        with open(where, "rb") as stream:
            data = stream.read(MOST_OF_REPORT + 1)
        return SourceFile(path=path, reports=reports_in(data, path))
    except PermissionError:
        return SourceFile(path=path, why="denied")
    except OSError as error:
        return SourceFile(path=path, why="os", what=error.strerror or str(error))
    except ValueError:  # a path that holds a zero byte is no path
        return SourceFile(path=path, why="missing")
    except UnreadableError as error:
        return SourceFile(path=path, why=error.why, what=error.what)
