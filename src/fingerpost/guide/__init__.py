"""The guide: from what has happened to a plan, for anybody. Answers stay with the person; nothing is stored."""
