"""What keeps a crawl going for years: schedules, the lock, figures for a monitor."""
