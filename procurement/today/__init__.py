"""What each desk opens on: what to do next, the most urgent first; every line leads to the very list it counts."""
