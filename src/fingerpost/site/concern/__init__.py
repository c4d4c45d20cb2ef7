"""A concern's pages, put together from every room: the site knows them all, and they do not know each other."""
