"""Measured weights of the linear score, one dated file for each set of deals they were fitted on."""
