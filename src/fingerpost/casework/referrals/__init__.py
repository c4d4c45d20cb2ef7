"""Referrals: made, received, answered. Each acts for whoever `access.context` says is acting, in one transaction."""
