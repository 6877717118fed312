"""One frozen value an answer: its fields are the keys of its JSON (§10)."""
