"""Analyzers: Chinese as character pairs, English with stems, names by their beginnings. Text arrives folded (`normalize.py`)."""

from __future__ import annotations

from elasticsearch.dsl import analyzer, token_filter, tokenizer

from search.names import MAX_PREFIX, MIN_PREFIX
from search.normalize import LONGEST_PHRASE

# Pairs only: single characters are found by their own atoms (`criteria.py`) and would rank and mark by accident.
_bigram = token_filter("xmh_bigram", type="cjk_bigram")
_stop = token_filter("xmh_english_stop", type="stop", stopwords="_english_")
_stem = token_filter("xmh_english_stem", type="stemmer", language="light_english")
_beginnings = token_filter("xmh_beginnings", type="edge_ngram", min_gram=MIN_PREFIX, max_gram=MAX_PREFIX)
# A unit is never cut, however long some signs become when they are folded (㌖ is six characters).
_units = tokenizer("xmh_units", type="whitespace", max_token_length=10_000)
_runs = token_filter("xmh_runs", type="shingle", min_shingle_size=2, max_shingle_size=LONGEST_PHRASE)
_pieces = token_filter("xmh_pieces", type="ngram", min_gram=1, max_gram=2)

chinese = analyzer("xmh_chinese", tokenizer="standard", filter=["cjk_width", "lowercase", _bigram])
english = analyzer("xmh_english", tokenizer="standard", filter=["cjk_width", "lowercase", _stop, _stem])
# The forms are made in Python, so one form is one token and only its beginnings are added here.
beginnings = analyzer("xmh_name_beginnings", tokenizer="keyword", filter=[_beginnings])
as_typed = analyzer("xmh_as_typed", tokenizer="keyword")
# Words as they are, and unbroken Chinese as its characters and their pairs: the same as `normalize.pieces`.
words = analyzer("xmh_words", tokenizer=_units)
pieces = analyzer("xmh_chinese_pieces", tokenizer=_units, filter=[_pieces])
# The same as `normalize.runs`.
runs = analyzer("xmh_spoken_runs", tokenizer=_units, filter=[_runs])
