"""The site: settings, addresses, and what a shopper sees."""
