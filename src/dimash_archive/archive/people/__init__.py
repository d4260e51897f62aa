"""Who is named and quoted: one person over languages, scripts, spellings and cases."""
