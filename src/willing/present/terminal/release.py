"""What a newer table changed in a plan, as text for a terminal."""

from collections.abc import Iterator

from willing.languages.messages import Catalogue
from willing.model.plan import Plan
from willing.notation.keys import TABLES
from willing.notation.write import rows_of
from willing.present.escape import shown
from willing.questions.names import partner_names
from willing.questions.release import Release, Step

#: Of each kind of change so many are told one by one.
MOST_TOLD = 20


def release_text(release: Release, plan: Plan, lang: str = "en") -> str:
    """A line for each change, by kind, and how many there are of what is not told; how much is as it was."""
    say = Catalogue(lang)
    partners = partner_names(plan, say.language)
    lines = []
    for how in ("new", "refines", "replaces", "withdrawn", "kept"):
        steps = [step for step in release.steps if step.how == how]
        for step in steps[:MOST_TOLD]:
            name, its = partners.get(step.pledge.partner, step.pledge.partner), step.pledge
            changes = ", ".join(_changes(step))
            day = say.day(step.pledge.said) if step.pledge.said else ""
            lines.append(say(f"release.{how}", partner=name, pledge=its.id, said=changes, day=day))
        if len(steps) > MOST_TOLD:
            lines.append(say.many("release.more", len(steps) - MOST_TOLD))
    lines += [say("release.need", need=need.id) for need in release.needs[:MOST_TOLD]]
    lines += [say("release.unlisted", need=id_) for id_ in release.unlisted[:MOST_TOLD]]
    lines.append(say.many("release.same", release.same))
    return "".join(f"{shown(line)}\n" for line in lines)


def _changes(step: Step) -> Iterator[str]:
    """What a pledge says; of one that takes another's place what it says otherwise: ``amount 500 → 800``."""
    keys = {key: value for key, value in rows_of(TABLES["pledges"], step.pledge) if key not in _OWN}
    if step.was is None:
        yield from (f"{key} {value}" for key, value in keys.items() if key in ("provides", "amount", "up_to", "if"))
        return
    before = {key: value for key, value in rows_of(TABLES["pledges"], step.was) if key not in _OWN}
    for key in TABLES["pledges"].keys:
        if keys.get(key) != before.get(key):
            yield f"{key} {before.get(key, '–')} → {keys.get(key, '–')}"


_OWN = ("id", "partner", "said", "replaces", "refines", "sources")
