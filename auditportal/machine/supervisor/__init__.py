"""The commands of a newcomer's machine, which start and end processes: demo, test, and the rest."""
