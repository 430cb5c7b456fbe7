"""Money: the keys of the gateway. Without a key nothing can be sold, and the pages say so."""

from backend.config.settings import env

STRIPE_SECRET_KEY = env.STRIPE_SECRET_KEY
STRIPE_WEBHOOK_SECRET = env.STRIPE_WEBHOOK_SECRET
# Where the stand-in of the local stack plays Stripe; blank: Stripe itself.
STRIPE_API_BASE = env.STRIPE_API_BASE
