"""The track record of partners in a plan file, and what is proposed by it, once somebody says yes."""

from collections.abc import Iterable

from willing.answers.record import Proposed, TrackRecord
from willing.app.errors import PlanError
from willing.app.open import check_plan, read_file
from willing.app.study import Study
from willing.notation.toml.edit import Edit
from willing.questions.backtest import last_day
from willing.questions.record import PRIOR, track_record


def record(study: Study, prior: tuple[float, float] = PRIOR) -> TrackRecord:
    """Who kept what was promised, by the day that was asked for, or else by the end of the plan's record."""
    return track_record(study.plan, study.query.as_of or last_day(study.plan), prior)


def with_reliability(file: str, proposed: Iterable[Proposed]) -> tuple[str, bytes]:
    """A plan file with what is proposed for pledges that stand in it, and what it held before.

    Raises :class:`PlanError`, also where the result is no plan, and OSError.
    """
    data = read_file(file)
    reading = check_plan(file, data)
    if reading.plan is None:
        raise PlanError(reading.errors, omitted=reading.omitted)
    inside = [each.id for each in reading.plan.pledges.values() if each.place is None or each.place.file == file]
    edit = Edit(data.decode())
    for each in proposed:
        if each.pledge in inside:
            edit.change(("pledges", inside.index(each.pledge)), {"reliability": str(each.reliability)})
    text = edit.text()
    changed = check_plan(file, text.encode())
    if changed.plan is None:
        raise PlanError(changed.errors, omitted=changed.omitted)
    return text, data
