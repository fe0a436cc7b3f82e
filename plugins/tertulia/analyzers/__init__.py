"""One file per scorer: texts in, tones out."""
