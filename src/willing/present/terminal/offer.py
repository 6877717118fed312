"""What one partner could offer, as terminal text: each way with its condition, what it costs and what it brings."""

from typing import Unpack

from willing.answers.offer import Offer, Offers
from willing.languages.messages import sentence
from willing.model.plan import Pledge
from willing.present.terminal.heading import heading
from willing.present.terminal.sheet import Look, Sheet
from willing.present.words import Words


def offer_text(offers: Offers, *, file: str = "plan.toml", **look: Unpack[Look]) -> str:
    """What the partner could offer. ``file`` is named in the command it ends with."""
    paper = Sheet(**look)
    words = Words(offers.picture, paper.language)
    say = words.say
    name = words.partner(offers.partner)
    heading(paper, words)

    def tell(key: str, **parts: object) -> None:
        paper.paragraph(sentence(say(key, **parts)), indent=2, ink="strong")

    tell(f"goal.{offers.aim.standing.status}", goal=words.condition(offers.aim.condition))
    if offers.reached:
        tell("offer.reached", partner=name)
    elif not offers.offers:
        tell("offer.none" if offers.complete else "offer.open", partner=name)
        paper.gap()
        paper.paragraph(say("more.command", command=f"willing asks {file}"), indent=2, hang=8)
    else:
        paper.paragraph(sentence(say.many("offer.ways", len(offers.offers), partner=name)), indent=2, ink="strong")
        for number, offer in enumerate(offers.offers, 1):
            paper.gap()
            lines = offer_lines(offer, words, offers.partner)
            place = f"({say.number(number)})" if len(offers.offers) > 1 else "·"  # beside an amount, no bare number
            paper.paragraph(f"{place} {lines[0]}", indent=2, hang=5, ink="strong")
            for line in lines[1:]:
                paper.paragraph(line, indent=5, hang=7)
        if not offers.complete:
            paper.gap()
            tell("offer.more")
    return paper.text()


def offer_lines(offer: Offer, words: Words, partner: str) -> list[str]:
    """An offer: what is pledged, then its condition, what it costs and what it brings."""
    say = words.say
    pledges = [Pledge(id="", partner=partner, provides=p.provides, amount=p.amount) for p in offer.pledges]
    lines = [say.listed([words.offer(pledge) for pledge in pledges])]
    if offer.condition is not None:
        lines.append(say("offer.if", condition=words.condition(offer.condition)))
    offered = {pledge.provides: pledge.amount for pledge in offer.pledges}
    if offer.costs and offer.costs != offered:
        lines.append(_costs(offer, words, partner))
    for kind, partners in (
        ("firm", offer.brings.firm),
        ("together", offer.brings.together),
        ("lost", offer.brings.lost),
    ):
        others = [words.partner(id_) for id_ in partners if id_ != partner]
        if others:
            lines.append(say(f"asks.then.{kind}", names=say.listed(others)))
    if not offer.sure:
        lines.append(say("offer.unsure"))
    return lines


def _costs(offer: Offer, words: Words, partner: str) -> str:
    """What all pledges of the partner then come to, those of which no number is known by themselves."""
    say = words.say
    numbered = [
        words.offer(Pledge(id="", partner=partner, provides=capability, amount=units))
        for capability, units in offer.costs.items()
        if units is not None
    ]
    others = [words.capability(capability) for capability, units in offer.costs.items() if units is None]
    if not others:
        return say("offer.costs", what=say.listed(numbered))
    key = "offer.costs.beside" if numbered else "offer.costs.open"
    return say(key, what=say.listed(numbered), others=say.listed(others))
