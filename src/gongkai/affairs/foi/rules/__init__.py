"""What a case is, what may happen to it and by when; pure."""
