"""Cross-checks of a plan whose every single value is right: what is wrong, and what is doubtful (§1.1)."""
