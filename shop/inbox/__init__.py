"""Tell people what concerns them: on the site, by e-mail, and in a unit's group chat."""
