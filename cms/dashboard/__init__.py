"""What waits for editors: said on the home of `/gestion/`, each line leading where it is done."""
