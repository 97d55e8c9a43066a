"""Tools of the project itself, run by the Makefile; not in the wheel."""
