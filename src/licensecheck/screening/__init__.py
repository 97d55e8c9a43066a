"""Meaning: what the decided terms say of the criteria, of containment, and what to ask next."""
