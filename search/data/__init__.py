"""Dated and versioned data this package ships: places, exchange rates, words of choices, words with several meanings."""
