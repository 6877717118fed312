"""The engine's solvers: what a model looks like to each, and back."""
