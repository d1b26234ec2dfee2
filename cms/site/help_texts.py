"""Help shown beside the fields (HTML, trusted: written here)."""

BRAND = (
    "<p>Le nom est en haut de chaque page, dans le titre des onglets et dans les courriels. Les "
    "marques de l’État (« République Française ») sont réservées aux sites de l’État.</p>"
)

MENUS = (
    "<p>Glissez les entrées pour les ranger. Une entrée qui mène à une page du site disparaît du "
    "menu dès que la page n’est plus publique, et revient avec elle. La déclaration "
    "d’accessibilité est toujours en bas des pages, avec son résultat : c’est la loi.</p>"
)

BANNER = (
    "<p>Le bandeau est en haut de toutes les pages, du premier au dernier instant indiqué. Un seul "
    "est montré à la fois : le plus grave, puis le plus récent. Personne ne peut le fermer : "
    "écrivez court, et donnez-lui une fin.</p>"
)

MAINTENANCE = (
    "<p>Pendant ce temps, le public voit la page d’attente. La gestion et la connexion restent "
    "ouvertes. Un bandeau l’annonce avant, sur toutes les pages.</p>"
)

PROMOTION = (
    "<p>La recommandation est en haut des résultats, avec la mention « Recommandé par la "
    "rédaction », quand la recherche contient tous les mots d’une des expressions.</p>"
)

EASY = (
    "<p>Une idée par phrase, 15 mots au plus. Des mots de tous les jours, pas de sigle. Une image "
    "à côté d’une phrase aide à comprendre. La mention FALC n’apparaît que si des personnes "
    "concernées ont relu le texte : dites qui.</p>"
)
