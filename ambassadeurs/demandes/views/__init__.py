"""Pages of the room, one module per path of use."""
