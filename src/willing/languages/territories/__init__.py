"""What states are called: one module a language, written by tools/territories.py from the Unicode CLDR."""
