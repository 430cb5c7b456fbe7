"""How well a startup and an investor fit: an additive score of named parts, the same in Python and in Elasticsearch."""
