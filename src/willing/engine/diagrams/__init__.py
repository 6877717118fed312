"""Decision diagrams: functions, outcomes as functions, minimal sets."""
