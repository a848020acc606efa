"""From a wish to an approved group order: collecting, deciding, approving, sharing out."""
