"""An invented trilingual news site, served on loopback."""
