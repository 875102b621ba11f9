"""The console's pages of duties: boards, one duty, and the notice of next year's holidays."""
