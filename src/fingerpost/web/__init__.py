"""Pages: what every page has around it, its components, its fields, its addresses, and how a form is handled."""
