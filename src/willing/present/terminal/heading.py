"""What stands above an answer: the plan, its day and marking, what it is asked under, and what is taken as given."""

from willing.present.terminal.layout import Paper
from willing.present.words import Words


def title(paper: Paper, words: Words) -> None:
    """Write the plan, its day and its marking."""
    picture, say = words.picture, words.say
    day = say("as.of", day=say.day(picture.day)) if picture.day else ""
    paper.ends(picture.plan.name, " · ".join(filter(None, (day, picture.plan.marking))), ink="strong")


def heading(paper: Paper, words: Words) -> None:
    """Write it, and a gap below it."""
    picture, say = words.picture, words.say
    title(paper, words)
    given = [words.premise(id_) for id_ in words.taken]
    parts = [say("scenarios", names=say.listed(picture.scenarios))] if picture.scenarios else []
    parts += [say("given", names=say.listed(given))] if given else []
    parts += words.what_if()
    if parts:
        paper.paragraph(" · ".join(parts), ink="faint")
    paper.gap()
