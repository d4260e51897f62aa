"""Words and letters: one form of Unicode, charsets, languages, stems, moments. Values in, values out."""
