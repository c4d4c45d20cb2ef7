"""What comes in from outside: the words of documents, who holds what must not be sent, links that are to be reported."""
