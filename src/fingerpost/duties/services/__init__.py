"""What is done with duties, each under the need to know of whoever is acting."""
