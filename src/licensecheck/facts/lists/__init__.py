"""Parties against lists of names: reading lists as published, and comparing names by likeness."""
