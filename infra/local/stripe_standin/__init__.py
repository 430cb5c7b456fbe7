"""A small stateful stand-in for Stripe: what a checkout of ours asks of it, and the events it answers with."""
