"""Measuring the ranking on recorded deals: read a folder, learn from what came before its cut, rank what came after."""
