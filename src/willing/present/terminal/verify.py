"""Whether a page follows from the plan inside it, in words."""

from typing import Unpack

from willing.answers.verify import Verification
from willing.languages.messages import sentence
from willing.present.terminal.sheet import Look, Sheet


def verify_text(answer: Verification, **look: Unpack[Look]) -> str:
    """What was made again, what differs, and which passages are in their files."""
    paper = Sheet(**look)
    say = paper.say
    first = answer.first

    def tell(key: str, /, **parts: object) -> None:
        paper.paragraph(sentence(say(key, **parts)), indent=0)

    tell("verify.made", plan=answer.plan, version=answer.made_by, digest=answer.digest)
    if answer.follows:
        paper.paragraph(sentence(say.many("verify.all", answer.answers)), indent=0, ink="strong")
    else:
        if answer.wrong:
            key = say.many("verify.wrong", answer.answers, wrong=say.number(answer.wrong))
            paper.paragraph(sentence(key), indent=0, ink="strong")
        else:
            tell("verify.words")
        if first is not None and first.setting is not None:
            tell("verify.setting", setting=say.listed([f"{id_}: {say(value)}" for id_, value in first.setting.items()]))
        if first is not None and (first.page or first.plan):
            tell("verify.first", page=first.page, plan=first.plan)
    if answer.sought:
        tell("verify.passages", found=say.number(answer.found), sought=say.number(answer.sought))
    if answer.no_file:
        paper.paragraph(sentence(say.many("verify.no.file", answer.no_file)), indent=0)
    return paper.text()
