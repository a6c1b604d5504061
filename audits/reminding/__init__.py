"""What leaves the house by itself: who is reminded, the mails, the calendar entries."""
