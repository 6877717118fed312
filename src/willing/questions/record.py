"""Who keeps what they promise: of each partner and capability, the share that came, and how late (§8.4).

A promise is what a partner said first, whatever replaced or refined it; what came of it is what is in place of its last
form. Every promise counts as one, whatever its size. The share expected of the next one is that of a beta distribution
over shares, begun at a prior and fed with each promise (beta-binomial).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from willing.answers.record import PromisesKept, Proposed, TrackRecord
from willing.engine.chance import beta_quantile
from willing.model.condition import Never
from willing.model.plan import Plan, Pledge, Stage
from willing.questions.deliveries import in_place

#: Every share alike likely, before anything is known.
PRIOR = (1.0, 1.0)

_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class _Promise:
    """A promise: what was said ``first`` of it and ``last``, the share that came (None: nothing is known yet), and the
    day from which all of it was in place."""

    first: Pledge
    last: Pledge
    share: float | None
    full: date | None


def track_record(plan: Plan, day: date | None, prior: tuple[float, float] = PRIOR) -> TrackRecord:
    """The record of every partner by ``day`` (None: by the end of a plan without days)."""
    promises = tuple(_promises(plan, day))
    records = []
    by_kind: dict[tuple[str, str | None], PromisesKept] = {}
    for partner in dict.fromkeys(each.last.partner for each in promises):
        its = [each for each in promises if each.last.partner == partner]
        kinds = dict.fromkeys(each.last.provides for each in its if each.last.provides is not None)
        of_all = _kept(plan, partner, None, its, prior)
        of_each = [_kept(plan, partner, kind, [e for e in its if e.last.provides == kind], prior) for kind in kinds]
        told = [of_all, *of_each] if len(of_each) > 1 else of_each or [of_all]
        records += [each for each in told if each.promises]
        by_kind |= {(partner, each.capability): each for each in (*of_each, of_all) if each.promises}
    return TrackRecord(
        plan=plan.name,
        as_of=day,
        prior=prior,
        records=tuple(records),
        proposed=tuple(_proposed(promises, by_kind)),
    )


def _promises(plan: Plan, day: date | None) -> Iterable[_Promise]:
    gone = {other for pledge in plan.pledges.values() for other in (*pledge.replaces, *pledge.refines)}
    for pledge in plan.pledges.values():
        refused = isinstance(pledge.condition, Never) or pledge.stage < plan.counts
        later = day is not None and pledge.said is not None and pledge.said > day
        if pledge.id not in gone and not refused and not later:
            yield _promise(plan, pledge, day)


def _promise(plan: Plan, last: Pledge, day: date | None) -> _Promise:
    first = last
    seen = {last.id}
    while before := [plan.pledges[id_] for id_ in (*first.replaces, *first.refines) if id_ not in seen]:
        first = min(before, key=lambda pledge: (pledge.said or date.max, pledge.id))
        seen.add(first.id)
    promised = first.amount or last.amount
    amount, _ = in_place(last, day)
    over = day is not None and any(end is not None and end <= day for end in (last.ended, last.until))
    if not (last.delivered or last.stage >= Stage.deployed or over):
        return _Promise(first, last, None, None)
    share = 1.0 if amount is None or not promised else min(1.0, amount / promised)
    if over and not last.delivered and last.stage < Stage.deployed:
        share = 0.0
    full = next((since for since, its in last.delivered if promised and its >= promised), None)
    return _Promise(first, last, share, full if day is None or full is None or full <= day else None)


def _kept(
    plan: Plan,
    partner: str,
    capability: str | None,
    its: Sequence[_Promise],
    prior: tuple[float, float],
) -> PromisesKept:
    shares = [each.share for each in its if each.share is not None]
    alpha, beta = prior[0] + sum(shares), prior[1] + len(shares) - sum(shares)
    timed = [(each.full - each.first.said, each) for each in its if each.full and each.first.said]
    late = [(took - timedelta(days=each.first.ready)).days for took, each in timed if each.first.ready]
    return PromisesKept(
        partner=partner,
        name=plan.partners[partner].name if partner in plan.partners else None,
        capability=capability,
        promises=len(shares),
        came=sum(shares),
        share=alpha / (alpha + beta),
        low=beta_quantile(_TAIL, alpha, beta),
        high=beta_quantile(1 - _TAIL, alpha, beta),
        days=float(median(took.days for took, _ in timed)) if timed else None,
        late=float(median(late)) if late else None,
        open=len(its) - len(shares),
    )


def _proposed(
    promises: Iterable[_Promise], records: Mapping[tuple[str, str | None], PromisesKept]
) -> Iterable[Proposed]:
    """Of open promises without a reliability, that of the partner's record in this capability, or else in all."""
    for each in promises:
        pledge = each.last
        kept = records.get((pledge.partner, pledge.provides)) or records.get((pledge.partner, None))
        if each.share is None and pledge.reliability is None and kept is not None:
            yield Proposed(pledge=pledge.id, reliability=Decimal(f"{kept.share:.2f}"))
