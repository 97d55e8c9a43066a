"""Deciding: the same program and record go in, the terms that hold come out, twice over."""
