"""What keeps a crawl running for years: schedules, the lock, figures for a monitor."""
