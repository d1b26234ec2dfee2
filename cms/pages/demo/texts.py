"""The words of the examples."""

from cms.authoring import faq, h, note, p, steps, table

GUIDES_OF_THE_DOSSIER = 4
PLACE_RESEAU = "3802C"

FAQ_INTRODUCTION = (
    "Les questions que l’on nous pose le plus, avec une réponse courte et le guide qui en dit "
    "davantage."
)
FAQ = [
    h("Avant de se lancer"),
    faq(
        (
            "Combien ça coûte ?",
            "Trois questions suffisent pour un ordre de grandeur, avec sa marge d’erreur : "
            "[Combien paierions-nous ?](/simuler/) compare le réseau, le gaz et la pompe à "
            "chaleur.",
        ),
        (
            "Comment savoir si un réseau passe près de chez moi ?",
            "Donnez votre adresse dans [le test](/mon-adresse/). La réponse est immédiate et "
            "gratuite. Seule l’étude de l’exploitant dit ensuite si le raccordement est possible.",
        ),
        (
            "Faut-il que toute la copropriété soit d’accord ?",
            "Non. L’assemblée générale vote, à une majorité que prévoit la loi. "
            "Votre syndic vous dit laquelle s’applique à votre projet.",
        ),
        (
            "Mon immeuble a un chauffage individuel : est-ce possible ?",
            "Oui, mais il faut d’abord créer un chauffage collectif. Les travaux sont plus "
            "importants : demandez une étude avant toute décision.",
        ),
    ),
    h("Pendant le projet"),
    faq(
        (
            "Combien de temps dure un raccordement ?",
            "Comptez souvent plus d’un an entre la première demande et le premier hiver : "
            "l’étude, le vote, puis les travaux, en général hors de la saison de chauffe.",
        ),
        (
            "Serons-nous sans chauffage pendant les travaux ?",
            "Les travaux se font presque toujours en été. L’eau chaude peut être coupée un ou "
            "deux jours : demandez à l’exploitant de l’écrire dans son planning.",
        ),
    ),
    h("Après"),
    faq(
        (
            "Qui s’occupe de la sous-station ?",
            "L’exploitant du réseau entretient ce qui lui appartient. La copropriété garde "
            "l’entretien de ses propres tuyaux et radiateurs. Le contrat dit où est la limite.",
        ),
    ),
]

DOSSIER_INTRODUCTION = (
    "Vous partez de zéro ? Lisez ces guides dans l’ordre. Chacun se lit en moins de dix minutes."
)

NEWS_INTRODUCTION = (
    "Un prix, une aide, un taux : quand la source change, la rédaction corrige une fois et toutes "
    "les pages suivent."
)
NEWS = [
    p(
        "Jusqu’ici, un chiffre pouvait vieillir dans un guide sans que personne le voie. Chaque "
        "chiffre a maintenant sa fiche : valeur, unité, année, source, et jour de la dernière "
        "vérification."
    ),
    h("Ce que cela change pour vous"),
    p(
        "- Sous chaque chiffre, vous lisez d’où il vient et de quelle année.\n"
        "- Un chiffre trop ancien se dit « à vérifier ».\n"
        "- Une erreur ? [Écrivez-nous](/contact/) : une personne vérifie et vous répond."
    ),
]

STORY_INTRODUCTION = (
    "Monique a porté le raccordement de son immeuble, de la première réunion au premier hiver. "
    "Elle raconte ce qu’elle referait, et ce qu’elle éviterait."
)
STORY = [
    h("Commencer petit"),
    p(
        "« Je n’y connaissais rien. J’ai commencé par poser une question à l’immeuble d’en face, "
        "qui venait de se raccorder. Ils m’ont montré leur sous-station : une pièce propre, "
        "silencieuse, grande comme une cave. Je suis rentrée avec des photos. »"
    ),
    h("Parler d’argent sans se fâcher"),
    p(
        "« Nous avons comparé nos trois dernières années de charges avec les leurs, poste par "
        "poste. Personne n’a été convaincu par une promesse ; tout le monde l’a été par deux "
        "factures côte à côte. »"
    ),
    note(
        "info",
        "Ce qu’elle referait",
        "Demander l’étude avant l’été, pour voter en hiver et faire les travaux l’été suivant.",
    ),
    h("Le premier hiver"),
    p(
        "« Le premier mois, il faisait trop chaud. L’exploitant a réglé la courbe de chauffe en "
        "deux passages. Gardez le nom de la personne à appeler : c’est plus utile qu’une "
        "brochure. »"
    ),
]

EVENT_INTRODUCTION = (
    "Une heure avec une conseillère et deux présidentes de conseil syndical : quelle résolution "
    "écrire, à quelle majorité, et comment répondre aux questions le soir de l’assemblée."
)
EVENT = [
    h("Au programme"),
    steps(
        ("La résolution", "Ce qu’elle doit contenir pour être votée sans discussion de forme."),
        ("Les majorités", "Laquelle s’applique, et ce qui se passe si elle manque de peu."),
        ("Vos questions", "La moitié du temps leur est gardée."),
    ),
    p("Le rendez-vous est gratuit. L’enregistrement et sa transcription seront publiés ensuite."),
]

PLACE_INTRODUCTION = (
    "Grenoble et les communes voisines ont l’un des plus longs réseaux de chaleur de France. "
    "Voici par où commencer si votre immeuble n’y est pas encore."
)
PLACE = [
    h("Par où commencer"),
    steps(
        ("Testez votre adresse", "La distance au réseau décide de beaucoup de choses."),
        ("Parlez avec un immeuble raccordé", "Il y en a sans doute un dans votre rue."),
        (
            "Demandez une étude à l’exploitant",
            "Elle n’engage à rien. Demandez si elle est gratuite : c’est fréquent.",
        ),
    ),
    h("À qui s’adresser"),
    table(
        "Qui répond à quoi",
        "Votre question | Qui y répond",
        "Mon immeuble peut-il être raccordé ? | L’exploitant du réseau",
        "Quelles aides, dans quel ordre ? | L’agence locale de l’énergie",
        "Comment cela s’est-il passé chez vous ? | Une copropriété ambassadrice",
    ),
]
