from cms.authoring import Guide, faq, h, note, p, steps, table
from cms.facts.sources import LAW_READ
from socle.buildings import Stage
from socle.facts.shape import day

GUIDE = Guide(
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
