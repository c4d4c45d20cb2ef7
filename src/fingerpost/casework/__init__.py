"""What happens after the first day, each thing a record of its own: referrals first."""
