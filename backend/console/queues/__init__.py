"""Kinds of cases, one module for each owning app."""
