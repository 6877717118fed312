"""What is said of sources and of reports of one origin, in English."""

TEXTS = {
    # -- reports by origin --
    "origins.count": "{reports}, {origins}.",
    "origins.count.in": "{reports} in {folder}, {origins}.",
    "origins.reports.one": "{count} report",
    "origins.reports.many": "{count} reports",
    "origins.origins.one": "{count} origin",
    "origins.origins.many": "{count} origins",
    "origins.same": "ONE ORIGIN, COUNTED ONCE",
    "origins.possible": "POSSIBLY ONE ORIGIN: CONFIRM",
    "origins.carries": "PASSAGES OF SEVERAL ORIGINS",
    "origins.passages": "SHARED PASSAGES, ORIGINS OF THEIR OWN",
    "origins.own": "ORIGINS OF THEIR OWN",
    "origins.item": "{file} (item {number})",
    "origins.all": "the same text as {other}",
    "origins.share": "shares {share} with {other} (of the shorter of the two)",
    "origins.longest": "{count} words in a row: “{text}” ({a} and {b})",
    "origins.place": "{start}–{end}",
    "origins.changed": "but “{mine}” here is “{theirs}” in {other}: an update or a correction",
    "origins.pair": "{a} and {b}",
    "origins.alike": (
        "both credit {agency}, at most {days} days apart, and their words are alike ({alike} of 1; more "
        "than {least} counts)"
    ),
    "origins.carries.of": "{file} has passages of {others}: each statement from it needs an origin of its own",
    "origins.quotation": "a quotation of {count} words: “{text}”",
    "origins.background": "a passage of {count} words: “{text}”",
    "origins.incomplete": (
        "There are too many reports to look for everything: copies are found, shared passages and "
        "possible pairs perhaps not all."
    ),
    # -- the sources of a plan --
    "sources.title": "Sources of {name}",
    "sources.as.of": "as of {day}",
    "sources.sum": "Independent origins: {origins}, for {subjects}.",
    "sources.subjects.one": "{count} pledge or assumption",
    "sources.subjects.many": "{count} pledges and assumptions",
    "sources.single.one": "{count} pledge rests on one origin alone: {names}.",
    "sources.single.many": "{count} pledges rest on one origin alone: {names}.",
    "sources.none.one": "{count} pledge has no source: {names}.",
    "sources.none.many": "{count} pledges have no source: {names}.",
    "sources.pledges": "PLEDGES",
    "sources.assumptions": "ASSUMPTIONS",
    "sources.for": "for",
    "sources.against": "against",
    "sources.voice": "{origin} (also in {sources})",
    "sources.carried": "{origin} (in {sources})",
    "sources.against.by": "against: {names}",
    "sources.nobody": "nobody",
    "sources.orphans": "PASSAGES THAT ARE NOT THERE",
    "sources.orphan.gone": "{about}: “{says}” is not in {file}, the file of {source}.",
    "sources.orphan.left": "{about}: “{says}” stands in {file} only in what is left out of the report ({why}).",
    "sources.unread": "FILES THAT COULD NOT BE READ",
    "sources.unread.file": "{file}, the file of {source}, {why}.",
    "sources.alike": "POSSIBLY ONE ORIGIN: CONFIRM",
    "sources.alike.same": "{a} and {b} are declared as two origins, but their files look like one text.",
    "sources.alike.possible": "{a} and {b} are declared as two origins, but may be one agency's account.",
    "sources.alike.passage": (
        "{a} and {b} are declared as two origins, but say the same of {about}, word for word: “{says}”."
    ),
    "sources.alike.advice": 'If they are one, write origin = "{a}" under [sources.{b}].',
    "sources.alike.effect": "That would leave one origin fewer for {about}.",
    "sources.alike.elsewhere": "What they say of {about} is not in both files, however.",
    "sources.carries": (
        "{source} has passages of {others} in its file: give each of its statements the origin it has."
    ),
    "sources.checked": "{found} of {sought} passages were found in the files of their sources.",
    "sources.checked.none": (
        "No passage could be looked up: no source with a file has a passage (file = … under [sources.ID])."
    ),
    "sources.no.file.one": "{count} statement is from a source without a file.",
    "sources.no.file.many": "{count} statements are from sources without a file.",
    "sources.incomplete": "There are too many reports to compare all of them in every way.",
}
