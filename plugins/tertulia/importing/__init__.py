"""From files to thread files: recognised, read, joined to pages, merged, decided, written."""
