"""Dated and versioned data this package ships: places, exchange rates."""
