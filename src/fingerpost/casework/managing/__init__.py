"""What managers look at: who carries how much, what is late and why, and samples of concerns looked at again."""
