"""The page of a plan, live: served to browsers on this machine, kept up with its file, and tried on."""
