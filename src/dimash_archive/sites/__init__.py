"""Built-in site profiles: one TOML file a site, data and no code."""
