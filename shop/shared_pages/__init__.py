"""Pages that are the same for everybody who has not said who they are: made once for an edition of the shop."""
