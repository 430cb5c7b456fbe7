"""How the product is run: services, images, scripts."""
