"""An archive held against what is true of a site's posts."""
