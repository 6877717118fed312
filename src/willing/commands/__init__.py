"""The commands, one module a room of questions; :mod:`willing.cli` lists them and loads the one that is asked for."""
