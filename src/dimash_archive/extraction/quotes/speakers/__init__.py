"""Who spoke: names, offices and pronouns around a speech."""
