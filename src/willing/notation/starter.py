"""The plan that ``willing new`` writes: small, invented, and with a comment on everything it uses."""


def starter_plan() -> str:
    """The text of a commented plan to start from; it reads without errors and warnings."""
    return _STARTER


#: The file beside the plan that its first line names, for editors.
SCHEMA_FILE = "plan.schema.json"

_STARTER = (
    f"#:schema ./{SCHEMA_FILE}\n"
    + """\
# A plan to start from: who would join, if; what is needed; what is not known yet. Everything in it is invented.
# Change it, then ask:  willing brief · willing why corvia-planes · willing asks · willing check
# Text behind '#' is for people. Leave a key out to say "not known".

# What the plan is called, and what is to be reached: all that is needed, with what it needs to work.
[plan]
name     = "Safe passage through the strait"
as_of    = 2025-04-10
goal     = "usable(all)"
switches = ["mandate"]

# Something outside the pledges. 'holds' is true or false; left out, as here, it is not known.
[assumptions.mandate]
name       = "The council gives a mandate"
decided_by = ["the council"]
effort     = 3

# A state's two-letter code needs no table here; every other partner does.
[partners.aldmark]
name = "Aldmark"

[partners.brennia]
name = "Brennia"

[partners.corvia]
name = "Corvia"

[partners.dunholm]
name = "Dunholm"

[partners.estmere]
name = "Estmere"

[partners.farland]
name = "Farland"

# Partners that conditions count together.
[groups.neighbours]
of = ["aldmark", "brennia", "corvia"]

# What is needed, and how much of it; priority 1 is served first.
[[requirements]]
id       = "escort"
name     = "Ships that escort convoys"
domain   = "sea"
needs    = 6
of       = "frigates"
enablers = ["watch"]  # no ship sails without aircraft that keep watch

[[requirements]]
id     = "watch"
name   = "Aircraft that keep watch"
domain = "air"
needs  = 2
of     = "patrol aircraft"

[[requirements]]
id       = "mines"
name     = "Mines swept"
domain   = "sea"
priority = 2
needs    = 3
of       = "minehunters"

# A pledge without a condition: Aldmark is firm.
[[pledges]]
id       = "aldmark-ships"
partner  = "aldmark"
provides = "frigates"
amount   = 4
said     = 2025-03-20
sources  = ["gazette-2025-03-21"]

# Brennia and Corvia wait for each other: nobody is in, unless both move at once.
[[pledges]]
id       = "brennia-ships"
partner  = "brennia"
provides = "frigates"
amount   = 2
up_to    = 3  # the most that is spoken of; 2 are sure
if       = "corvia-planes"
said     = 2025-03-27
sources  = ["herald-2025-03-28"]

[[pledges]]
id       = "corvia-planes"
partner  = "corvia"
provides = "patrol aircraft"
amount   = 2
if       = "brennia with frigates and at least 2 of neighbours"
said     = 2025-04-02

# Hangs on what is not known.
[[pledges]]
id       = "dunholm-sweepers"
partner  = "dunholm"
provides = "minehunters"
amount   = 3
if       = "mandate"
said     = 2025-04-02
by       = "Minister of the Navy"
sources  = ["herald-2025-04-03"]

# A refusal.
[[pledges]]
id       = "estmere-ships"
partner  = "estmere"
provides = "frigates"
amount   = 3
if       = "never"
said     = 2025-04-05
sources  = ["gazette-2025-04-09"]

# A pledge without 'provides' is political support.
[[pledges]]
id      = "farland-support"
partner = "farland"
if      = "at least 2 others"
said    = 2025-04-08
sources = ["gazette-2025-04-09"]

# What supports, or speaks against, a pledge or an assumption, in the words of a report.
[[statements]]
about      = "corvia-planes"
source     = "herald-2025-04-03"
says       = "We will fly as soon as Brennia sails."
on         = 2025-04-02
who        = "Prime Minister of Corvia"
confidence = "high"

# The reports.
[sources.gazette-2025-03-21]
title     = "Four frigates for the strait"
outlet    = "The Gazette"
published = 2025-03-21

[sources.herald-2025-03-28]
title     = "Brennia would send two frigates, or three"
outlet    = "The Herald"
published = 2025-03-28

[sources.herald-2025-04-03]
title     = "Corvia looks to Brennia"
outlet    = "The Herald"
published = 2025-04-03

[sources.gazette-2025-04-09]
title     = "Estmere will not sail; Farland gives its blessing"
outlet    = "The Gazette"
published = 2025-04-09

# A named world to look at:  willing brief --scenario with-mandate
[scenarios.with-mandate]
assume = {mandate = true}

# A pledge that could be asked for, beyond what is on the table.
[[asks]]
id       = "farland-sweepers"
partner  = "farland"
provides = "minehunters"
amount   = 3
effort   = 2
"""
)
