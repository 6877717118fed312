"""What is raised where a plan, or a question about it, cannot be answered."""

from willing.model.problem import Problem


class PlanError(Exception):
    """A plan that cannot be answered; carries every problem found, and says the first of them in English.

    ``problems`` is never empty; ``omitted`` counts those beyond the 1,000 that are kept (§9).
    """

    def __init__(self, problems: tuple[Problem, ...], *, omitted: int = 0) -> None:
        super().__init__(problems)
        self.problems = problems
        self.omitted = omitted

    def __str__(self) -> str:
        from willing.answers.problems import message_text

        return message_text(self.problems[0].message)
