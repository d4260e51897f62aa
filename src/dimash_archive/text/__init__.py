"""Words and letters: one form of Unicode, charsets, languages, stems, times. Values in, values out."""
