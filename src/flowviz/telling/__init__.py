"""Typed values told: as words in a language, as keys to sort by, as plain data, CSV and sheets."""
