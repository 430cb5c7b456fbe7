"""Search and matching in plain Python on Elasticsearch; knows nothing of the site's database. See README.md."""
