"""A planner's own sheet made orderly (§T3-§T16), step by step: :mod:`.orderly` has their order."""
