"""From HTML to lines and boxes, and what repeats in them."""
