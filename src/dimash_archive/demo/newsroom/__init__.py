"""The invented stories, and the newsroom that publishes them day by day."""
