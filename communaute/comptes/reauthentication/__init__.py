"""« Confirmez que c’est bien vous »: asked before what touches the safety of an account."""
