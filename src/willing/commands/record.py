"""``willing record``: who kept what was promised."""

from typing import TYPE_CHECKING

import click

from willing.commands.files import rewrite
from willing.commands.misuse import MisuseError
from willing.commands.options import Between, Form, answers, of_study
from willing.commands.output import message_here, shown, write, write_json
from willing.model.problem import Message

if TYPE_CHECKING:
    from willing.app.study import Study


@click.command()
@of_study
@answers
@click.option("--prior", nargs=2, type=Between(0, 1e6, min_open=True), metavar="A B", help="Default: 1 1.")
@click.option("--apply", is_flag=True, help="Write what is proposed into the plan, once you say yes.")
@click.option("--yes", is_flag=True, help="With --apply: yes.")
def record(study: "Study", form: Form, prior: tuple[float, float] | None, apply: bool, yes: bool) -> None:
    """Who kept what was promised, and how late.

    Of each partner and capability, the share of its promises that came, from deliveries, withdrawals and what lapsed,
    with an interval; and a reliability for what is still open, which stays a proposal until it is applied.
    """
    from willing.app.recording import record as recorded
    from willing.app.recording import with_reliability
    from willing.questions.record import PRIOR

    answer = recorded(study, prior or PRIOR)
    if apply and study.file in (None, "-"):
        raise MisuseError(Message("apply-to-nothing"))
    if form.as_json:
        write_json(answer)
    else:
        from willing.present.terminal.record import record_text

        write(record_text(answer, **form.look))
    if apply and answer.proposed and study.file is not None:
        question = shown(message_here(Message("ask.apply", file=study.file)))
        if yes or click.confirm(question, err=True):
            text, before = with_reliability(study.file, answer.proposed)
            rewrite(study.file, text, before)
