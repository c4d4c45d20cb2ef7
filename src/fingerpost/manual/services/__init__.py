"""Writing, proving, approving and keeping the versions of a procedure; what a partnership adds to them."""
