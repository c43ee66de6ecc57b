"""The process map: where its parts lie, how they are drawn, what the page says of them."""
