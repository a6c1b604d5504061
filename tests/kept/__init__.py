"""What installations once wrote and must be able to read for ever; nothing here is made anew."""
