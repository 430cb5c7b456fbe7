"""Learning the score from dated deals: the space of likeness, then the weights of the parts. Needs scipy; serving does not."""
