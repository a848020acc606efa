"""The public front: campaign page, region halls."""
