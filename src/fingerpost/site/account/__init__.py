"""One's own account: the acting role, sign-in methods, sessions."""
