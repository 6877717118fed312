"""Who is in: a plan on a day, compiled to flat arrays and decided exactly (§3)."""
