"""What an exported workbook says in English."""

TEXTS = {
    "readme.title": "{plan}: a plan as a workbook",
    "readme.what": (
        "Who pledged what, on which condition, and what is needed. Change it here, then ask Willing about this very "
        "file: willing brief BOOK. To go on with a plan file: willing import BOOK -o plan.toml."
    ),
    "readme.inputs": (
        "Blue tabs are the plan. One row is one entry, one column one key; the order of columns and empty rows do not "
        "matter."
    ),
    "readme.computed": (
        "Grey tabs and grey columns were worked out when this file was written. They are not read again, and do not "
        "change with the rest: export anew."
    ),
    "readme.sheet": "sheet",
    "readme.column": "column",
    "readme.says": "what it says",
    "readme.how": "how it is written",
    "readme.needed": "needed",
    "how.text": "text",
    "how.texts": "texts, with ; between them",
    "how.word": "a word of your own",
    "how.words": "words of your own, with ; between them",
    "how.id": "an id: a letter, then letters, digits, - and _",
    "how.name": "an id from the sheet it names",
    "how.names": "ids, with ; between them",
    "how.choice": "one of: {words}",
    "how.flag": "TRUE or FALSE; empty: {default}",
    "how.integer": "a whole number",
    "how.number": "a number",
    "how.day": "a day",
    "how.month": "a day, or a month such as 2025-04",
    "how.condition": "a condition, such as: mandate and at least 2 others",
    "how.holds": "yes or no; or by day, such as 2025-03-01: no; 2025-08-18: yes",
    "how.likelihood": "from 0 to 1; or by case, such as 0.6 if ceasefire; 0.1",
    "how.delivered": "by day, such as 2025-06-01: 500",
    "how.value": "as in the sheet and column it stands for",
    "scenario.scenario": "the name of the scenario; one row for each thing that differs in it",
    "scenario.of": "what differs: assume (an assumption, or the decision of a pledge), pledges or requirements",
    "scenario.id": "which one",
    "scenario.key": "which of its columns; empty for assume",
    "scenario.value": "what it is in this scenario",
    "computed.note": "Worked out by Willing{day}{scenarios}; not read again.",
    "computed.day": " for {day}",
    "computed.scenarios": ", in {names}",
    "computed.none": "Not worked out: {why}",
    "cover.requirement": "requirement",
    "cover.needed": "needed",
    "cover.firm": "firm",
    "cover.together": "more if all move at once",
    "cover.possible": "more at best",
    "cover.short": "short",
    "cover.usable": "usable (firm)",
    "cover.usable.together": "usable (if all move)",
    "cover.day": "worst or best day",
    "cover.unsized": "also in, without a number",
    "cover.state": "as things stand",
    "cover.full": "filled",
    "cover.full.together": "filled if all move at once",
    "cover.lacking": "{number} short",
    "cover.unknown": "how much is needed is not known",
    "who.partner": "partner",
    "who.name": "name",
    "who.state": "as things stand",
    "who.pledges": "pledges",
}
