from cms.authoring import Guide, faq, figures, h, note, p, steps, table
from socle.buildings import Stage

GUIDE = Guide(
    slug="par-ou-commencer",
    title="Par où commencer quand la chaudière vieillit ?",
    stage=Stage.IDEA,
    summary="Testez votre adresse, rassemblez quatre papiers, parlez-en au conseil syndical et à "
    "une copropriété déjà raccordée. Personne ne vous engage à rien avant un vote.",
    tags=("démarrer", "conseil syndical", "chaudière"),
    reviewed="2026-11-25",
    body=[
        h("Pourquoi y penser avant la panne"),
        p(
            "Une chaudière collective qui lâche en janvier ne laisse pas le temps de choisir. On "
            "remplace à l’identique, vite, et l’immeuble repart pour une vingtaine d’années avec "
            "du gaz ou du fioul. Une copropriété qui s’y prend deux ou trois hivers plus tôt "
            "peut, elle, comparer, demander des aides et voter calmement."
        ),
        p(
            "Un **réseau de chaleur** est un ensemble de tuyaux enterrés qui apportent de l’eau "
            "chaude aux immeubles. Cette eau est chauffée ailleurs : par une usine qui brûle des "
            "déchets, du bois, par la chaleur du sous-sol, et souvent avec un complément de gaz. "
            "Dans l’immeuble, un échangeur remplace la chaudière. Vos radiateurs restent les "
            "mêmes."
        ),
        figures("enrr_reseaux", "co2_reseaux_acv", "co2_gaz_acv", "co2_fioul_acv"),
        p(
            "Ces chiffres sont des moyennes nationales. Le réseau de votre ville peut être "
            "meilleur ou moins bon : regardez toujours sa page avant d’en parler à vos voisins."
        ),
        h("Quatre choses à faire ce mois-ci"),
        steps(
            (
                "Tester l’adresse de l’immeuble",
                "Vous saurez s’il y a un réseau, à quelle distance, et s’il accepte de nouveaux "
                "immeubles. Cela prend une minute et ne demande pas de compte.",
            ),
            (
                "Rassembler quatre papiers",
                "La dernière facture d’énergie de l’année entière, le contrat d’entretien de la "
                "chaufferie, l’âge et la puissance de la chaudière, la date de la prochaine "
                "assemblée générale. Le syndic les a.",
            ),
            (
                "En parler au conseil syndical",
                "Une seule question suffit au début : « voulons-nous savoir si c’est possible ? "
                "». Il ne s’agit pas encore de décider.",
            ),
            (
                "Appeler quelqu’un qui l’a fait",
                "Une copropriété ambassadrice du même réseau a vécu vos questions : le vote, le "
                "chantier, la première facture. Demandez ce qui a été difficile.",
            ),
        ),
        h("Qui décide de quoi"),
        table(
            "Les rôles dans un projet de raccordement",
            "Qui | Ce qu’il fait | Ce qu’il ne fait pas",
            "L’assemblée générale | Décide : étude, raccordement, budget | Ne négocie pas les "
            "détails",
            "Le conseil syndical | Prépare, compare, explique aux voisins | N’engage pas la "
            "copropriété",
            "Le syndic | Met à l’ordre du jour, signe après le vote, suit le chantier | Ne "
            "choisit pas à la place des copropriétaires",
            "L’exploitant du réseau | Étudie l’immeuble, fait une offre, fournit la chaleur | "
            "N’est pas un conseiller neutre",
            "L’agence locale de l’énergie | Conseille gratuitement, relit les offres | Ne vend "
            "rien",
            "La collectivité | Est souvent propriétaire du réseau | N’intervient pas dans votre "
            "vote",
        ),
        h("Les trois questions qui reviennent toujours"),
        faq(
            (
                "Est-ce que cela coûtera plus cher ?",
                "Cela dépend du réseau, de votre énergie actuelle et de l’état de l’immeuble. "
                "Comparez des coûts complets : l’énergie, l’abonnement, l’entretien et le "
                "remplacement futur de la chaudière. Le guide sur le prix de la chaleur montre "
                "comment faire.",
            ),
            (
                "Faut-il refaire les radiateurs ?",
                "En général non, si l’immeuble a déjà un chauffage collectif à eau chaude. Un "
                "réglage de l’installation est presque toujours utile. L’étude le dira.",
            ),
            (
                "Combien de temps cela prend-il ?",
                "Comptez en saisons plutôt qu’en semaines : une étude, une assemblée générale, "
                "puis un chantier de préférence entre deux hivers. Demandez à une copropriété "
                "raccordée à votre réseau combien de temps il lui a fallu.",
            ),
        ),
        note(
            "verifier",
            "le réseau est-il ouvert ?",
            "Un réseau proche n’est pas toujours prêt à raccorder : il peut manquer de puissance, "
            "ou une rue peut être difficile à ouvrir. Seul l’exploitant peut le dire. Posez-lui "
            "la question avant de faire espérer vos voisins.",
        ),
        h("Si la réponse est non"),
        p(
            "Pas de réseau à proximité ne veut pas dire pas de solution. Une zone d’extension est "
            "peut-être à l’étude : la mairie ou l’intercommunalité le sait. L’agence locale de "
            "l’énergie peut aussi vous aider à isoler, à mieux régler la chaufferie, ou à étudier "
            "une pompe à chaleur. Et votre intérêt, s’il est connu, compte quand la collectivité "
            "décide où prolonger les tuyaux : [fait:logements_proches] à chauffage collectif sont "
            "estimés proches d’un réseau sans y être raccordés."
        ),
        h("Garder une trace dès le début"),
        p(
            "Ouvrez un dossier partagé, même modeste : un classeur chez la présidente du conseil "
            "syndical suffit. Notez qui vous avez appelé, ce qui a été répondu, et la date. Dans "
            "deux ans, quand un voisin demandera « pourquoi n’a-t-on pas étudié autre chose ? », "
            "la réponse sera écrite. C’est aussi ce qui permet à une autre personne de reprendre "
            "le projet si vous déménagez."
        ),
    ],
)
