"""Screening tables: what decides a row, each distinct transfer decided once."""
