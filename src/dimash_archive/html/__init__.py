"""From HTML to lines and boxes, and what repeats among them."""
