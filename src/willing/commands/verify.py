"""``willing verify``."""

import click

from willing.commands.files import readable
from willing.commands.options import Form, answers
from willing.commands.output import Refused, write, write_json

#: A page larger than this was not made by Willing.
_MOST_BYTES = 2**28


@click.command()
@click.argument("report", metavar="REPORT")
@answers
def verify(report: str, form: Form) -> int:
    """Whether a report follows from the plan inside it.

    Passages that a report gives word for word are looked up in the files that its sources name, beside the report. Ends
    with status 1 where anything in it does not follow.
    """
    from willing.app.open import read_file
    from willing.present.page.verified import NotAReportError, verified

    with readable(report):
        data = read_file(report, most=_MOST_BYTES)
    try:
        answer = verified(data.decode("utf-8", "surrogateescape"), file=report)
    except NotAReportError as error:
        raise Refused(error.message.code, about=report) from None
    if form.as_json:
        write_json(answer)
    else:
        from willing.present.terminal.verify import verify_text

        write(verify_text(answer, **form.look))
    return 0 if answer.follows else 1
