"""A report's text: sentences, words, days, languages, and where they stand."""
