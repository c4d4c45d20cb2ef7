"""What is done to concerns and to who may see them. Each service acts for whoever `context` says is acting."""
