"""Threads and pages in, findings out; values only, no disk, no network."""
