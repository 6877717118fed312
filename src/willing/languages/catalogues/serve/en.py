"""What only a served page says, in English."""

TEXTS = {
    "serve.sorry": "There is no such page",
    "serve.back": "To the plan as it is",
    "serve.away": "Nobody answers: is willing serve still running? What is shown is its last answer.",
    "serve.mistakes": "The plan file has mistakes now. What is shown is the plan as it was before them.",
    "serve.change": "Try a change",
    "serve.drop": "Without its condition",
    "serve.try": "Try it",
    "serve.add": "Try one more pledge",
    "serve.save": "Save this",
    "serve.condition": "Condition",
    "serve.amount": "Amount",
    "serve.partner": "Partner",
    "serve.provides": "What it gives",
    "serve.name": "Name",
    "serve.scenario": "As a scenario of this plan",
    "serve.file": "As a plan of its own (name.toml)",
    "serve.saved": "Saved:",
    "serve.tried": "Tried, and in no file yet:",
    "serve.undo": "Undo all of it",
}
