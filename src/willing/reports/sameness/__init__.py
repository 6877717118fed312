"""Which of many reports are one text, one origin, one report's editions."""
