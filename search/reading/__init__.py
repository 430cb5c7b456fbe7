"""Reading the one box: from a text to parts, each with its place in the text and what else it could mean."""
