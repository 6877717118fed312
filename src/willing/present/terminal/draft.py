"""A draft from reports, as it is told on a terminal."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from willing.app.drafting import DraftWords, passed_lines
from willing.languages.messages import Catalogue
from willing.model.condition import Always, And, Condition, CountPartners, Name, Or
from willing.model.plan import Plan, Pledge
from willing.present.escape import shown
from willing.present.terminal.reports import unread_reason
from willing.present.terminal.sheet import Look, Sheet
from willing.questions.draft import Drafted

if TYPE_CHECKING:
    from willing.app.second_reader import SecondReader


def draft_text(
    drafted: Drafted, words: DraftWords, *, path: str, commands: Iterable[str] = (), **look: Unpack[Look]
) -> str:
    """What was written, who stands where, what else was found."""
    say, plan = words.say, drafted.plan
    sheet = Sheet(**look)
    sheet.paragraph(say.many("draft.wrote", len(drafted.marks), path=path))
    origins = sum(source.origin is None for source in plan.sources.values())
    counted = f"{say.many('reports', len(plan.sources))} {say.many('draft.origins', origins)}"
    sheet.paragraph(counted, indent=2, ink="faint")
    sheet.gap()
    column = max(len(say(f"draft.heading.{key}")) for key in ("conditional", "open", "editions", "assumptions")) + 3
    stances = {p.id: _stance(p) for p in plan.pledges.values()}
    for stance in ("firm", "conditional", "undecided", "refuses"):
        items = [_item(pledge, plan, words) for pledge in plan.pledges.values() if stances[pledge.id] == stance]
        if items:
            sheet.row(
                say("heading.refuses" if stance == "refuses" else f"draft.heading.{stance}"),
                items,
                column=column,
                count=len(items),
            )
    if not plan.pledges:
        sheet.paragraph(say("draft.none"))
    values = {True: "yes", False: "no", None: "unknown"}
    told = [
        say("value", name=a.name or a.id, value=say(values[a.holds_on(plan.as_of)])) for a in plan.assumptions.values()
    ]
    if told:
        sheet.row(say("draft.heading.assumptions"), told, column=column, count=len(told))
    needs = [
        f"{r.priority} "
        + (say("draft.needed", name=r.name or r.id, amount=say.number(r.needs)) if r.needs else (r.name or r.id))
        for r in sorted(plan.requirements.values(), key=lambda r: r.priority)
    ]
    if needs:
        sheet.row(say("draft.heading.needs"), needs, column=column)
    if drafted.editions:
        items = [
            say("draft.differ", first=e.first, second=e.second, one=e.difference.words[0] or "–",
                other=e.difference.words[1] or "–")
            for e in drafted.editions
        ]  # fmt: skip
        sheet.row(say("draft.heading.editions"), items, column=column)
    sheet.gap()
    for line in passed_lines(drafted, words):
        sheet.paragraph(line, indent=2, hang=4)
    for file in drafted.twice:
        sheet.paragraph(say("draft.twice", file=file), indent=2, hang=4)
    if drafted.silent and plan.pledges:
        names = say.listed(say.shortened(drafted.silent, 12))
        sheet.paragraph(say("draft.silent", names=names), indent=2, hang=4)
    if commands:
        sheet.paragraph(say("next", commands=" · ".join(commands)), indent=2, hang=4, ink="faint")
    return sheet.text()


def _stance(pledge: Pledge) -> str:
    from willing.model.condition import Never

    if isinstance(pledge.condition, Never):
        return "refuses"
    if isinstance(pledge.condition, Always):
        return "undecided" if pledge.own_decision else "firm"
    return "conditional"


def _item(pledge: Pledge, plan: Plan, words: DraftWords) -> str:
    say = words.say
    partner = plan.partners.get(pledge.partner)
    name = (partner.name if partner else None) or words.partner(pledge.partner)
    what = pledge.provides or say("offer.political")
    if pledge.amount is not None:
        what = f"{say.number(pledge.amount)} {what}"
    if pledge.up_to is not None:
        what = f"{what} (≤ {say.number(pledge.up_to)})"
    if _stance(pledge) == "conditional":
        return say("draft.item.if", name=name, what=what, condition=_condition(pledge.condition, plan, words))
    return say("draft.item", name=name, what=what)


def _condition(condition: Condition, plan: Plan, words: DraftWords) -> str:
    say = words.say
    match condition:
        case Name(id=id_) if id_ in plan.assumptions:
            return plan.assumptions[id_].name or id_
        case Name(id=id_):
            return words.partner(id_)
        case CountPartners(count=count):
            return say.many("others", count)
        case And(of=parts):
            return say.listed([_condition(part, plan, words) for part in parts])
        case Or(of=parts):
            return say.listed([_condition(part, plan, words) for part in parts], "or")
    return ""


def second_text(second: "SecondReader", lang: str = "en") -> str:
    """Who the second reader is, what came of it, and the reports it said nothing of."""
    say = Catalogue(lang)
    told = say.many(
        "draft.reader", second.borne_out, model=second.model, address=second.address, dropped=second.dropped
    )
    silent = (
        say("draft.reader.silent", file=file, reason=unread_reason(say, why, what)) for file, why, what in second.silent
    )
    return "".join(f"{shown(line)}\n" for line in (told, *silent))
