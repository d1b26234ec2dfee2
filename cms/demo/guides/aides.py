from cms.authoring import faq, figures, h, note, p, steps, table
from cms.demo.guide import Guide
from cms.enums import Stage

GUIDE = Guide(
    slug="les-aides",
    title="Les aides : lesquelles, et dans quel ordre",
    stage=Stage.VOTE,
    summary="Le Coup de pouce aide à remplacer le gaz ou le fioul par un réseau vertueux. "
    "Acceptez l’offre de prime avant de signer le devis : après, c’est trop tard.",
    tags=("aides", "coup de pouce", "financement", "TVA"),
    reviewed="2026-11-24",
    body=[
        h("La règle d’or"),
        note(
            "attention",
            "l’ordre des signatures",
            "Acceptez d’abord l’offre de prime, ensuite seulement le devis. Une copropriété qui "
            "signe le devis en premier perd le Coup de pouce, sans recours. Écrivez cet ordre "
            "dans la résolution votée, pour que le syndic le suive.",
        ),
        h("Le Coup de pouce chauffage collectif"),
        p(
            "C’est une prime versée dans le cadre des certificats d’économies d’énergie. Des "
            "entreprises, dites **signataires**, s’engagent à la payer. Elle concerne le "
            "remplacement d’une chaudière au charbon, au fioul ou au gaz par un raccordement à un "
            "réseau qui dépasse [fait:seuil_enrr_coup_de_pouce] d’énergies renouvelables et de "
            "récupération. L’immeuble doit avoir plus de deux ans."
        ),
        figures("coup_de_pouce", "coup_de_pouce_engagement", "seuil_enrr_coup_de_pouce"),
        p(
            "Le montant n’est **pas fixé par l’État** : chaque signataire fait son offre. Il "
            "dépend de la taille de l’immeuble et du réseau. L’ordre de grandeur ci-dessus ne "
            "remplace pas une offre. On ne touche qu’une prime pour une même opération : comparez "
            "plusieurs offres, y compris celle de l’exploitant."
        ),
        steps(
            (
                "Demander deux ou trois offres de prime",
                "À l’exploitant et à d’autres signataires. La liste est publique.",
            ),
            (
                "Faire voter le raccordement et l’offre",
                "La résolution nomme l’offre choisie et autorise le syndic à l’accepter.",
            ),
            ("Accepter l’offre de prime", "Par écrit, avec une date."),
            ("Signer le devis", "Après. Gardez les deux documents datés ensemble."),
            (
                "Envoyer le dossier après les travaux",
                "Facture, attestation, photos si on les demande. La prime vient ensuite, ou est "
                "déduite de la facture.",
            ),
        ),
        h("La TVA réduite"),
        p(
            "Ce n’est pas une aide à demander, mais elle compte chaque année : l’abonnement d’un "
            "réseau est à [fait:tva_reduite], et la consommation aussi quand le réseau utilise "
            "plus de [fait:seuil_enrr] d’énergies renouvelables et de récupération. Certains "
            "travaux dans un immeuble d’habitation ont également une TVA réduite : "
            "l’entreprise vous le dira, et demandera une attestation."
        ),
        h("Les autres pistes"),
        table(
            "Où chercher, et ce qu’il faut savoir",
            "Aide | Pour quoi | Ce qu’il faut vérifier",
            "MaPrimeRénov’ Copropriétés | Une rénovation d’ensemble de l’immeuble | Règles et "
            "montants changent souvent ; un gain d’énergie minimal est demandé",
            "Éco-prêt à taux zéro collectif | Financer sans intérêts le reste à payer | Se vote "
            "en assemblée ; chaque copropriétaire choisit d’en être ou non",
            "Aides de la région, du département ou de la ville | Étude ou travaux | Très "
            "variables d’un lieu à l’autre",
            "Fonds Chaleur | Le réseau lui-même | Va au réseau ; il peut faire baisser votre "
            "branchement",
            "Fonds de travaux de la copropriété | Le reste à payer | Son montant actuel, auprès "
            "du syndic",
        ),
        note(
            "verifier",
            "les montants de l’année",
            "Nous ne donnons pas de montant pour ces aides, car ils changent plus vite que ce "
            "guide. L’agence locale de l’énergie a ceux du mois. Demandez-lui une simulation "
            "écrite avant l’assemblée.",
        ),
        h("Construire le plan de financement"),
        p(
            "Il tient sur une page et répond à une seule question : **combien chacun devra-t-il "
            "payer, et quand ?**\n\n"
            "1. Le total des travaux : branchement, chaufferie, équilibrage, honoraires.\n"
            "2. Moins les aides **certaines**, celles dont l’offre est écrite.\n"
            "3. Moins l’argent déjà dans le fonds de travaux.\n"
            "4. Le reste, partagé selon les tantièmes, avec un exemple pour un petit et un grand "
            "logement.\n"
            "5. Le calendrier des appels de fonds.\n"
            "6. La solution pour ceux qui ne peuvent pas avancer : prêt collectif, étalement."
        ),
        p(
            "Le fonds de travaux reçoit chaque année au moins [fait:fonds_travaux], dans les "
            "immeubles où il est obligatoire. L’assemblée peut décider de l’utiliser pour le "
            "raccordement."
        ),
        p(
            "Ne comptez jamais une aide espérée comme une aide certaine. Mettez-la sur une ligne "
            "à part, « si elle est accordée ». Les copropriétaires pardonnent une bonne surprise, "
            "pas l’inverse."
        ),
        h("Se faire accompagner, et se méfier"),
        p(
            "Les conseils de l’agence locale de l’énergie sont gratuits et indépendants. À "
            "l’inverse, méfiez-vous d’un démarchage par téléphone qui parle d’un programme de "
            "l’État, presse de signer, ou promet un raccordement pour rien. Demandez le nom du "
            "signataire, et vérifiez qu’il est dans la liste officielle."
        ),
        h("Questions fréquentes"),
        faq(
            (
                "Peut-on cumuler le Coup de pouce avec une autre aide ?",
                "Avec certaines oui, avec d’autres non : cela dépend du montage. Faites confirmer "
                "par écrit par l’agence locale ou par le signataire.",
            ),
            (
                "Le réseau est à moins de 50 % aujourd’hui, mais va s’améliorer. Et alors ?",
                "Des règles existent pour les réseaux en cours d’amélioration, mais elles sont "
                "précises. Demandez à l’exploitant un engagement écrit, et au signataire s’il "
                "l’accepte.",
            ),
            (
                "Qui remplit les dossiers ?",
                "Le syndic, souvent avec l’exploitant ou un bureau d’études. Demandez qui, et si "
                "ce temps est facturé.",
            ),
        ),
    ],
)
