"""How a long-lived process collects its garbage."""

import gc

_NEW, _YOUNG, _OLD = 50_000, 20, 100


def settle() -> None:
    """Call once, when all is loaded: what is there stays, and cycles are looked for less often.

    Rows, answers and documents go with their last reference. Looking for cycles every 700 objects took a third of the time in
    which rows are read for the index, most of it spent on modules that never go.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW, _YOUNG, _OLD)
