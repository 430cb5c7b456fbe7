"""Measured weights of the linear score: dated files with their source, which `weighting` names."""
