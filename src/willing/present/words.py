"""Every sentence said to a user of an answer, in plain words: names instead of ids, a reason beside every no."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from willing.engine.picture import Picture
from willing.engine.reasons import Reason
from willing.model.condition import (
    Always,
    And,
    Condition,
    CountGroup,
    CountOf,
    CountPartners,
    Name,
    Never,
    Not,
    Or,
    Share,
    Total,
)
from willing.model.evidence import PartialDate
from willing.model.names import partner_names
from willing.model.plan import Pledge

#: The words of a status: heading in the brief, and sign.
HEADINGS = {
    "stands": ("FIRM", "●"),
    "together": ("ONLY IF ALL MOVE AT ONCE", "◐"),
    "rival": ("EITHER-OR", "◑"),
    "open": ("HANGS ON …", "◌"),
    "blocked": ("NOT AS THINGS STAND", "✕"),
    "refuses": ("REFUSES", "–"),
    "support": ("SUPPORT, NO FORCES", "＋"),
    "uncounted": ("TOO EARLY TO COUNT", "›"),
    "undecided": ("NOT DECIDED IN TIME", "?"),
    "none": ("NO PLEDGE ON RECORD", "○"),
}

#: What is said of a goal with such a status, behind "the goal is".
GOALS = {
    "stands": "reached",
    "together": "reached if all move at once",
    "rival": "reached one way and not another",
    "open": "not certain",
    "blocked": "out of reach",
    "undecided": "not decided in time",
}

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class Words:
    """How things of one picture are called, and what is said of them, in English."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.partners = partner_names(picture.plan)
        of_partner: dict[str, list[Pledge]] = {}
        for pledge in picture.plan.pledges.values():
            of_partner.setdefault(pledge.partner, []).append(pledge)
        self.of_partner = of_partner

    # -- names ----------------------------------------------------------------------------------------------------

    def partner(self, id_: str) -> str:
        """The name of a partner."""
        return self.partners.get(id_, id_)

    def assumption(self, id_: str) -> str:
        """What an assumption says: its name, else its id with blanks for dashes."""
        name = self.picture.plan.assumptions[id_].name
        return name or id_.replace("-", " ").replace("_", " ")

    def pledge(self, id_: str) -> str:
        """A pledge by its partner, and by what it is where the partner has several."""
        pledge = self.picture.plan.pledges[id_]
        label = self.label(pledge)
        return f"{self.partner(pledge.partner)} ({label})" if label else self.partner(pledge.partner)

    def label(self, pledge: Pledge) -> str:
        """What tells a pledge from the others of its partner: what it provides, else its id; empty if it is alone."""
        its = self.of_partner.get(pledge.partner, ())
        if len(its) < 2:
            return ""
        alike = sum(other.provides == pledge.provides for other in its)
        return pledge.provides if pledge.provides is not None and alike == 1 else pledge.id

    def offer(self, pledge: Pledge) -> str:
        """What a pledge gives, in words."""
        if pledge.provides is None:
            return "political support"
        if pledge.amount is None:
            most = f", at most {number(pledge.up_to)}" if pledge.up_to is not None else ""
            return f"{pledge.provides}, without a number{most}"
        most = f" (up to {number(pledge.up_to)})" if pledge.up_to is not None else ""
        if pledge.amount == 1:  # a capability is a word of the planner's, in the plural as a rule
            return f"{pledge.provides}: 1{most}"
        return f"{number(pledge.amount)} {pledge.provides}{most}"

    # -- conditions -----------------------------------------------------------------------------------------------

    def condition(self, condition: Condition, *, inside: bool = False) -> str:
        """A condition in words; ``inside`` a larger one, with brackets where it has parts of its own."""
        match condition:
            case Always():
                return "always"
            case Never():
                return "never"
            case Name(id=id_, capability=capability):
                if id_ in self.picture.plan.assumptions:
                    return self.assumption(id_)
                name = self.pledge(id_) if id_ in self.picture.plan.pledges else self.partner(id_)
                return f"{name} with {capability}" if capability else name
            case Not(of=inner):
                return f"not {self.condition(inner, inside=True)}"
            case And(of=parts) | Or(of=parts):
                word = "and" if isinstance(condition, And) else "or"
                text = listed([self.condition(part, inside=True) for part in parts], word)
                return f"({text})" if inside else text
            case CountOf(count=count, of=parts):
                text = f"{counted(count)} of {listed([self.condition(part, inside=True) for part in parts])}"
                return f"({text})" if inside else text
            case CountGroup(count=count, group=group, others=others, capability=capability):
                whom = f"{'others of ' if others else 'of '}{group}"
                return f"{counted(count)} {whom}" + (f" with {capability}" if capability else "")
            case CountPartners(count=count, others=others, capability=capability):
                whom = "other" if others else "partner"
                return f"at least {count} {whom}{'' if count == 1 else 's'}" + (
                    f" with {capability}" if capability else ""
                )
            case Total(capability=capability, at_least=at_least, others=others):
                return f"at least {number(at_least)} {capability} {'from others' if others else 'in all'}"
            case Share(measure=measure, at_least=at_least):
                full = "in full" if at_least == 1 else f"to {number(at_least * 100)}%"
                return f"{self.requirements(condition)} {measure} {full}"

    def requirements(self, share: Share) -> str:
        """The requirements a share speaks of."""
        match share.scope:
            case "requirement":
                return self.picture.plan.requirements[share.which].name or share.which
            case "domain":
                return f"all of {share.which}"
            case "priority":
                return f"all of priority {share.which}"
            case _:
                return "all that is needed"

    def reason(self, reason: Reason) -> str:
        """A leaf of an explanation: what it asks for and, of counts and amounts, how much of it is certain."""
        if reason.condition is None:
            return "its own decision"
        text = self.condition(reason.condition)
        if reason.have is not None and not isinstance(reason.condition, Not):
            text += f" ({'there are' if reason.met else 'firm so far'}: {number(reason.have)})"
        return text

    def goal(self, goal: Condition, lacks: Iterable[Reason] | None) -> tuple[str, str]:
        """The goal in words, and what it lacks; that is empty where it would only say the goal again."""
        reasons = list(lacks or ())
        if len(reasons) == 1 and reasons[0].condition == goal:
            return self.reason(reasons[0]), ""
        return self.condition(goal), self.lacks(lacks)

    def lacks(self, reasons: Iterable[Reason] | None) -> str:
        """What someone who is not in lacks, as one phrase."""
        if reasons is None:
            return "a way to meet its own condition"
        return listed([self.reason(reason) for reason in reasons], "and")

    def value(self, id_: str, value: bool | None) -> str:
        """An assumption with its value."""
        return f"{self.assumption(id_)}: {'yes' if value else 'not known' if value is None else 'no'}"


def listed(words: list[str], join: str = "and") -> str:
    """``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {join} {words[-1]}"


def shortened(words: list[str], most: int) -> list[str]:
    """At most so many words, and how many more there are."""
    if len(words) <= most:
        return words
    return [*words[: most - 1], f"{len(words) - most + 1} more"]


def counted(count: int | None) -> str:
    """``all`` or ``at least 3``."""
    return "all" if count is None else f"at least {count}"


def number(value: Decimal | float | None) -> str:
    """A number with commas between thousands, and no more digits than it has."""
    if value is None:
        return ""
    exact = Decimal(value) if isinstance(value, int) else Decimal(str(value))
    text = f"{exact:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: Fraction) -> str:
    """A share in whole percent, rounded down: never more than there is."""
    return f"{share.numerator * 100 // share.denominator}%"


def spelled(value: int) -> str:
    """A small number as a word."""
    return _SMALL[value] if value < len(_SMALL) else number(value)


def day(value: date | PartialDate) -> str:
    """``9 May 2031``, or ``May 2031`` where the day is not known."""
    if isinstance(value, PartialDate):
        if value.month_only:
            return f"{_MONTHS[value.first.month - 1]} {value.first.year}"
        value = value.first
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def sentence(text: str) -> str:
    """With a capital first letter and a full stop."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else text + "."
