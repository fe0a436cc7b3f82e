"""One file per format that goes out: conversations in, the bytes of a file out."""
