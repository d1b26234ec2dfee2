from cms.authoring import Guide, faq, figures, h, note, p, steps, table
from socle.buildings import Stage

GUIDE = Guide(
    slug="le-premier-hiver",
    title="Le premier hiver au réseau",
    stage=Stage.CONNECTED,
    summary="La première saison sert à régler. Relevez le compteur chaque mois, notez les "
    "logements trop froids ou trop chauds, et attendez une année entière avant de juger la "
    "facture.",
    tags=("premier hiver", "facture", "réglages", "suivi"),
    reviewed="2026-11-25",
    body=[
        h("À quoi s’attendre"),
        p(
            "Les radiateurs sont les mêmes, mais la chaleur arrive autrement. Au début, certains "
            "logements auront trop chaud, d’autres pas assez. C’est normal : l’installation "
            "apprend l’immeuble. Il faut des journées vraiment froides pour finir les réglages, "
            "et elles ne viennent pas sur commande."
        ),
        p(
            "Autre changement : plus de fumée, plus de livraison, plus de bruit de brûleur. La "
            "chaufferie devient un local tiède et silencieux, où il n’y a presque rien à faire."
        ),
        h("Les cinq gestes de la saison"),
        steps(
            (
                "Relever le compteur le premier de chaque mois",
                "Une photo suffit. À la fin de l’hiver, vous aurez une courbe et non une "
                "impression.",
            ),
            (
                "Ouvrir un cahier des températures",
                "Étage, pièce, heure, degrés. Demandez à dix logements de jouer le jeu.",
            ),
            (
                "Signaler vite, au bon interlocuteur",
                "Exploitant jusqu’à l’échangeur, chauffagiste de l’immeuble après. Écrivez la "
                "date et l’heure.",
            ),
            (
                "Demander une visite de réglage",
                "Après les premiers grands froids : courbe de chauffe, horaires, débits.",
            ),
            (
                "Faire le point au printemps",
                "Une heure, avec le cahier et les relevés. On décide quoi régler avant l’automne.",
            ),
        ),
        h("Froid, chaud : qui appeler ?"),
        table(
            "Trouver le bon interlocuteur",
            "Ce qui se passe | D’où cela vient souvent | Qui appeler",
            "Tout l’immeuble est froid | Le réseau ou la sous-station | L’exploitant, à son "
            "numéro d’urgence",
            "Une colonne est froide | Air, vanne, équilibrage | Le chauffagiste de l’immeuble",
            "Un seul radiateur est froid | Purge ou robinet | Le chauffagiste, ou l’occupant",
            "Il fait trop chaud partout | Courbe de chauffe trop haute | Celui qui règle la "
            "sous-station",
            "L’eau du robinet est tiède | Production d’eau chaude | L’exploitant ou le "
            "chauffagiste, selon le contrat",
        ),
        note(
            "info",
            "la courbe de chauffe",
            "C’est le réglage qui dit : « quand il fait tant de degrés dehors, envoyer de l’eau à "
            "tant de degrés ». La baisser un peu fait souvent économiser sans que personne ne "
            "s’en rende compte. On la baisse par petits pas, une semaine à la fois.",
        ),
        h("Juger la première facture"),
        p(
            "Elle surprend presque toujours, dans un sens ou dans l’autre, pour trois raisons.\n\n"
            "**La période.** Une facture de janvier ne se compare pas à une moyenne annuelle.\n\n"
            "**L’abonnement.** Il tombe toute l’année, même en été. Avec le gaz, l’été ne coûtait "
            "presque rien, mais la chaudière s’usait.\n\n"
            "**La météo.** Un hiver froid coûte plus, quel que soit le chauffage. On corrige avec "
            "les **degrés-jours**, une mesure publique du froid d’un hiver. Votre chauffagiste ou "
            "l’agence locale sait le faire."
        ),
        p(
            "Attendez donc douze mois complets. Puis comparez le total, avec l’entretien, à "
            "l’ancienne année complète. Notez les années comparées : un chiffre sans année ne "
            "sert à personne."
        ),
        figures("consommation_logement", "co2_reseaux_acv", "co2_gaz_acv"),
        p(
            "Pour le CO2, prenez le chiffre **de votre réseau**, pas la moyenne nationale. Il est "
            "sur sa page, avec son année. Multipliez-le par la chaleur consommée, puis comparez à "
            "ce que donnait votre ancienne énergie."
        ),
        h("Revoir la puissance souscrite"),
        p(
            "Après un ou deux hivers, vous saurez si la puissance réservée était bonne. Si vous "
            "ne l’atteignez jamais, même par grand froid, demandez à la baisser : l’abonnement "
            "suit. Le contrat dit quand et comment. Si vous isolez l’immeuble, demandez une "
            "révision à la fin des travaux."
        ),
        note(
            "verifier",
            "le délai de révision",
            "Certains contrats n’acceptent qu’une révision par période, ou à une date précise. "
            "Notez-la dans le calendrier du conseil syndical.",
        ),
        h("Raconter aux autres"),
        p(
            "Il y a deux ans, vous cherchiez quelqu’un qui l’avait fait. Aujourd’hui, c’est vous. "
            "Une copropriété qui devient **ambassadrice** répond à quelques questions par mois, à "
            "son rythme, sans donner d’adresse ni de nom de famille. Ce qui aide le plus les "
            "suivants n’est pas un récit parfait : c’est ce qui a été difficile, ce que vous "
            "feriez autrement, et deux chiffres avec leur année."
        ),
        h("Questions fréquentes"),
        faq(
            (
                "Et si le réseau tombe en panne ?",
                "Les exploitants ont un service d’astreinte, jour et nuit, et souvent plusieurs "
                "sources de chaleur. Le numéro doit être affiché dans la chaufferie. Demandez "
                "l’historique des coupures.",
            ),
            (
                "Peut-on quitter le réseau ?",
                "Le contrat a une durée et des conditions de sortie. Lisez-les avant de signer. "
                "Dans un périmètre prioritaire, un autre choix peut demander une dérogation.",
            ),
            (
                "Faut-il encore un contrat d’entretien ?",
                "Oui, pour la partie de l’immeuble : pompes, colonnes, robinets. Il est plus "
                "léger qu’avant, donc à renégocier.",
            ),
            (
                "Le diagnostic de performance énergétique change-t-il ?",
                "Il tient compte du réseau et de son contenu en CO2. Il faut le refaire pour que "
                "le changement apparaisse.",
            ),
        ),
    ],
)
