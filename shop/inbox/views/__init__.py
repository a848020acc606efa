"""A person's messages, what they want by e-mail, and a unit's group robot."""
