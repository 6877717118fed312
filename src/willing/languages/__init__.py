"""What is known of languages: names of states, and every sentence said to a user."""
