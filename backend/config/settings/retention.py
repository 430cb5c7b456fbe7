"""Days that names and contacts are kept. Those of uploads stand beside their limits in `files`."""

# After the end of an event. Neither its guests' consent nor a law names a figure (see roadshows/retention.py): this one
# is the operator's own, long enough to answer a complaint about the evening.
GUEST_CONTACTS_KEPT_DAYS = 365
