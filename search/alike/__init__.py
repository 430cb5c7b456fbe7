"""What is like a thing that is looked at: other startups like a pitch, other firms like a firm. By public views alone."""
