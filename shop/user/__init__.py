"""People and how they log in: by mobile number."""
