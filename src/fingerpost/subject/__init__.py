"""What is held on a person, for that person: requests, what is given and withheld, and why; two people answer."""
