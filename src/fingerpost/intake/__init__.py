"""What comes in: the words of documents, who holds what must not be sent, links that are to be reported."""
