"""Plans as TOML text: their tables with places, the canonical layout, changes that leave the rest alone."""
