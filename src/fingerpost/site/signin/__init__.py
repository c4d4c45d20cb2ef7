"""Signing in: allauth's flows with our forms, our pages and stricter rules."""
