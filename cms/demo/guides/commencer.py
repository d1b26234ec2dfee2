from cms.authoring import Guide, faq, figures, h, note, p, steps, table
from socle.buildings import Stage
from socle.facts.shape import day

from ...facts import LAW_READ

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


SYNDIC = Guide(
    slug="parler-a-son-syndic",
    title="Comment en parler à son syndic",
    stage=Stage.IDEA,
    summary="Un syndic fait avancer ce qui est clair, écrit et voté. Demandez des documents "
    "précis, proposez une résolution déjà rédigée, et convenez d’un calendrier.",
    tags=("syndic", "conseil syndical", "assemblée générale"),
    reviewed="2026-11-25",
    body=[
        h("Se mettre à sa place"),
        p(
            "Votre gestionnaire suit souvent plusieurs dizaines d’immeubles. Un raccordement lui "
            "demande du temps : réunir des pièces, faire venir l’exploitant, préparer un vote, "
            "suivre un chantier. Il peut aussi n’en avoir jamais fait. Un « on verra » n’est donc "
            "pas toujours un refus : c’est parfois quelqu’un qui ne sait pas par quel bout "
            "commencer."
        ),
        p(
            "Le plus efficace est de lui apporter un dossier petit et précis, avec une date. Vous "
            "ne lui demandez pas d’être convaincu. Vous lui demandez de mettre une question à "
            "l’ordre du jour."
        ),
        h("Ce que vous pouvez demander tout de suite"),
        p(
            "Le conseil syndical peut demander au syndic les pièces qui concernent l’immeuble. "
            "Voici celles qui servent à une étude :"
        ),
        table(
            "Les pièces utiles et leur raison",
            "Pièce | Pourquoi",
            "Factures d’énergie des trois dernières années | Connaître la consommation réelle",
            "Contrat d’exploitation de la chaufferie | Savoir quand il finit et comment le "
            "résilier",
            "Carnet d’entretien, âge et puissance de la chaudière | Estimer ce qui reste à vivre",
            "Plan de la chaufferie et du sous-sol | Savoir où passerait le branchement",
            "Dernier diagnostic ou audit | Ne pas payer deux fois la même étude",
            "Montant du fonds de travaux | Préparer le financement",
        ),
        note(
            "attention",
            "le contrat d’entretien",
            "Beaucoup de contrats de chaufferie se prolongent tout seuls. Repérez la date et le "
            "délai de préavis : les manquer peut retarder le projet d’un an, ou coûter une "
            "indemnité.",
        ),
        h("Demander l’inscription à l’ordre du jour"),
        p(
            "Tout copropriétaire, et le conseil syndical, peut demander qu’une question soit "
            "inscrite à l’ordre du jour. Faites-le par écrit, de façon à pouvoir le prouver, et "
            "assez tôt : la convocation part au moins [fait:convocation_jours] avant la réunion. "
            "Une demande reçue trop tard passe à l’assemblée suivante."
        ),
        p(
            "Joignez le **projet de résolution**, c’est-à-dire le texte exact qui sera voté. Un "
            "texte déjà écrit évite une discussion floue suivie d’un vote impossible. Par "
            "exemple, pour une première assemblée : « L’assemblée générale demande au syndic de "
            "faire établir par l’exploitant du réseau de chaleur une étude de raccordement de "
            "l’immeuble, et de présenter le résultat à la prochaine assemblée. »"
        ),
        h("Un calendrier en six rendez-vous"),
        steps(
            ("Premier échange", "Quinze minutes, avec le résultat du test d’adresse imprimé."),
            ("Envoi des pièces", "Par courriel, avec une date souhaitée de réponse."),
            (
                "Visite de la chaufferie",
                "Avec l’exploitant et une personne du conseil syndical. Le syndic ouvre la porte.",
            ),
            (
                "Réception de l’offre",
                "Le conseil syndical la relit avec l’agence locale de l’énergie.",
            ),
            (
                "Préparation du vote",
                "Résolutions, pièces jointes, et une réunion d’information avant l’assemblée.",
            ),
            ("Après le vote", "Le syndic signe, puis demande les aides dans le bon ordre."),
        ),
        h("Répondre aux objections"),
        faq(
            (
                "« La chaudière peut encore tenir »",
                "Peut-être. Demandez alors par écrit : son âge, les pannes des trois dernières "
                "années, et le prix d’un remplacement. Étudier n’oblige pas à raccorder ; cela "
                "évite de décider dans le froid.",
            ),
            (
                "« Les copropriétaires ne voteront jamais »",
                "Personne ne le sait avant d’avoir présenté un chiffre. Proposez une réunion "
                "d’information où une copropriété déjà raccordée vient raconter. Entendre un "
                "voisin change souvent la discussion.",
            ),
            (
                "« L’exploitant est en situation de monopole »",
                "C’est une vraie question. Le tarif d’un réseau public est fixé par un contrat "
                "passé avec la collectivité, et il se révise selon une formule. Demandez cette "
                "formule, et l’historique des prix.",
            ),
            (
                "« Cela fera des honoraires en plus »",
                "Le suivi de travaux par le syndic est en effet rémunéré à part, et ce montant se "
                "vote. Demandez-le dès le début, pour le mettre dans la comparaison.",
            ),
        ),
        h("Si rien ne bouge"),
        p(
            "Relancez une fois par écrit, avec copie aux membres du conseil syndical. Puis usez "
            "du droit d’inscrire vous-même une résolution. L’agence locale de l’énergie peut "
            "aussi appeler le gestionnaire : un tiers neutre débloque parfois en une conversation "
            "ce que dix courriels n’ont pas fait."
        ),
        note(
            "verifier",
            "les délais de votre règlement",
            "Le règlement de copropriété ou le contrat de syndic peut préciser des délais ou des "
            "formes. Lisez-les, et demandez confirmation au syndic.",
        ),
        h("Ce qu’un bon syndic attend de vous"),
        p(
            "Un seul interlocuteur au conseil syndical. Des décisions écrites après chaque "
            "réunion, en trois lignes. Pas de contact avec l’exploitant sans le prévenir : c’est "
            "lui qui signera. Et un merci quand une étape est passée. Un projet de raccordement "
            "dure plus longtemps que la mauvaise humeur d’une soirée : ménagez la relation."
        ),
    ],
    sources=(
        (
            "Décret n° 67-223 du 17 mars 1967, articles 9 et 10",
            "Légifrance",
            f"version lue : {day(LAW_READ)}",
            "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000305770",
        ),
    ),
)
