"""Demo data: what real runs are known to have been, replayed by the actions on their own days.

Public facts come with their source in `runs`; every day or text that no source gives is marked
"angenommen". Nobody here is a real person: people are named by their role.
"""
