"""How likely the goal is, and what would break it (§6)."""
