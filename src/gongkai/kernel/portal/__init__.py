"""The public side: layout, the baker that writes pages to disk, and the front that answers them."""
