"""The demo: an invented street, the same on every machine, dated relative to the day it is made."""
