"""What is frozen and read again: as text, page or paper, beside one another, or taken over."""
