"""From reports to statements, and how many of them are one source."""
