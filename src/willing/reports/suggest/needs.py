"""What a report says is needed: domains in an order, and how large all of it is to be."""

import re

from willing.languages.amounts import numbers
from willing.reports.suggest.actors import Mention
from willing.reports.suggest.conditions import Clause
from willing.reports.suggest.lexicon import Lexicon
from willing.reports.suggest.lexicon.mixed import SIZE
from willing.reports.suggest.pack import Pack
from willing.reports.suggest.passages import Passages
from willing.reports.suggest.quantities import Quantity, quantities
from willing.reports.suggest.subjects import Before
from willing.reports.suggest.suggestion import Order, Size


class Needs:
    """Gathers what one report says is needed."""

    def __init__(self, words: Lexicon, pack: Pack, passages: Passages) -> None:
        self.words = words
        self.pack = pack
        self.passages = passages
        self.orders: list[Order] = []
        self.sizes: list[Size] = []

    def order(self, number: int, content: str, after: Before) -> None:
        """Domains in an order: the first priority is this, then comes that."""
        words = self.words
        first = words.first.search(content)
        if first is None or words.priority.search(content) is None:
            return
        marks = [(first.start(), first.end())]
        marks += [m.span() for m in words.then.finditer(content, first.end())]
        ordered: list[str] = []
        places = [(first.start(), first.end())]
        for (_, start), following in zip(marks, [*marks[1:], (len(content), 0)], strict=True):
            hits = sorted(
                (m.start(), -m.end(), name)
                for name, pattern in words.domains.items()
                for m in [pattern.search(content, start, following[0])]
                if m is not None
            )
            for at, end, name in hits[:1]:
                if name not in ordered:
                    ordered.append(name)
                    places.append((at, -end))
        explicit = re.search(r"priorit|vorrang", content, re.IGNORECASE) is not None
        if ordered and (explicit or len(ordered) > 1) and (words.force.search(content) or explicit):
            whole = Clause(start=0, end=len(content), text=content)
            self.orders.append(
                Order(
                    domains=tuple(ordered),
                    speaker=after.speaker,
                    passage=self.passages.passage(number, whole, sorted(places), []),
                )
            )

    def size(self, number: int, content: str, acting: list[Mention]) -> bool:
        """How many all of it is to have, where no single partner gives them."""
        words = self.words
        counted = quantities(content, words)
        instead = next(
            (q for q in counted if (q.instead and q.amount) or (q.instead and q.up_to)),
            None,
        )
        whole = Clause(start=0, end=len(content), text=content)
        if instead is not None:
            taken = {(q.start, q.end) for q in counted if q.instead}
            other: Quantity | None = next((q for q in counted if not q.instead), None)
            bare = next(
                (n for n in numbers(content, words.language) if n.value >= 10 and (n.start, n.end) not in taken), None
            )  # fmt: skip
            if other is None and bare is not None:
                other = Quantity(
                    start=bare.start,
                    end=bare.end,
                    capability=instead.capability,
                    amount=bare.value,
                )
            if other is not None and other.capability == instead.capability:
                places = [(instead.start, instead.end), (other.start, other.end)]
                self.sizes.append(
                    Size(
                        capability=other.capability,
                        amount=other.amount,
                        up_to=other.up_to,
                        instead_of=instead.up_to or instead.amount,
                        passage=self.passages.passage(number, whole, sorted(places), []),
                    )
                )
                return True
        able = [m for m in acting if not m.place and m.states and m.states[0] not in self.pack.nobody]
        if able or not words.force.search(content):
            return False
        for quantity in counted:
            near = content[max(0, quantity.start - 40) : quantity.end + 40]
            if (
                quantity.capability == "troops"
                and (quantity.amount or quantity.up_to or 0) >= 500
                and SIZE.search(near)
            ):
                self.sizes.append(
                    Size(
                        capability="troops",
                        amount=quantity.amount,
                        up_to=quantity.up_to,
                        passage=self.passages.passage(number, whole, [(quantity.start, quantity.end)], []),
                    )
                )
                return True
        return False
