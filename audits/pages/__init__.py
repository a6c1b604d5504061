"""Read models of pages over several nouns: what they show, asked in few questions."""
