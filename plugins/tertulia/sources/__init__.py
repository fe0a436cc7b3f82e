"""One file per import format: an open file in, loose records out."""
