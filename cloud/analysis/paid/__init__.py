"""Questions that cost money: their prices, the till they go through, and what they will come to."""
