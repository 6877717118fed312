"""Who speaks for something, and who against it (§1)."""

from willing.answers.answer import Answer


class Voices(Answer, frozen=True, kw_only=True):
    """The origins that speak for something, and those that speak against it, in file order."""

    supporting: tuple[str, ...] = ()
    contradicting: tuple[str, ...] = ()

    @property
    def origins(self) -> int:
        """How many independent origins speak for it."""
        return len(self.supporting)
