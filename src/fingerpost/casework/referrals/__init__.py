"""Referrals: made, received, answered. Each acts for the person in `access.context`, in one transaction."""
