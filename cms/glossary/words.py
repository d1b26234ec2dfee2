"""The words people meet in a project, as the page first says them; then editors’ own."""

from ..authoring import h, p
from ..starter_pages import StarterPage

SLUG = "glossaire"
_WORDS = (
    (
        "Réseau de chaleur (chauffage urbain)",
        "Une ou plusieurs chaufferies chauffent de l’eau, que des tuyaux enterrés portent "
        "jusqu’aux immeubles. L’immeuble n’a plus de chaudière : il reçoit la chaleur.",
    ),
    (
        "Sous-station",
        "Le local, souvent l’ancienne chaufferie, où la chaleur du réseau passe à l’eau de "
        "l’immeuble. Un compteur y mesure ce que l’immeuble consomme.",
    ),
    (
        "Échangeur",
        "L’appareil de la sous-station : des plaques de métal entre deux eaux qui ne se mélangent "
        "jamais. Celle du réseau réchauffe celle de l’immeuble.",
    ),
    (
        "Primaire et secondaire",
        "Le primaire va de la chaufferie du réseau à la sous-station : l’exploitant en répond. Le "
        "secondaire va de la sous-station aux radiateurs : il est à la copropriété.",
    ),
    (
        "Exploitant",
        "L’entreprise ou la régie qui fait fonctionner le réseau, étudie les raccordements et "
        "envoie les factures. La collectivité, souvent propriétaire du réseau, la choisit.",
    ),
    (
        "R1 (part variable)",
        "La partie de la facture qui suit la chaleur consommée, mesurée par le compteur.",
    ),
    (
        "R2 (part fixe)",
        "L’abonnement, dû chaque mois, même en été. Il dépend surtout de la puissance souscrite.",
    ),
    (
        "Puissance souscrite",
        "La puissance que l’exploitant réserve à l’immeuble, en kilowatts (kW). Trop élevée, elle "
        "fait payer un R2 inutile ; elle se revoit après des travaux.",
    ),
    (
        "Mégawattheure (MWh)",
        "L’unité de la chaleur sur les factures. Un mégawattheure vaut mille kilowattheures (kWh).",
    ),
    (
        "Eau chaude sanitaire (ECS)",
        "L’eau chaude des robinets et des douches, à distinguer de celle des radiateurs.",
    ),
    (
        "Énergies renouvelables et de récupération (EnR&R)",
        "Bois, géothermie, chaleur du soleil, mais aussi chaleur des déchets brûlés ou des usines, "
        "qui serait perdue sans le réseau. Leur part change le prix et la TVA.",
    ),
    (
        "Réseau classé",
        "Un réseau qui remplit les conditions de la loi. Dans son périmètre prioritaire, se "
        "raccorder peut être obligatoire : à vérifier avec la collectivité.",
    ),
    (
        "Périmètre de développement prioritaire (PDP)",
        "Les rues où un réseau classé peut rendre le raccordement obligatoire, avec des "
        "dérogations. La collectivité le dessine et le publie.",
    ),
    (
        "Certificats d’économies d’énergie (CEE)",
        "Une aide versée par les fournisseurs d’énergie à qui fait des travaux. Le « Coup de "
        "pouce » en est une version plus élevée. Elle se demande avant de signer.",
    ),
    (
        "Éco-prêt à taux zéro (éco-PTZ)",
        "Un prêt sans intérêts pour des travaux d’économie d’énergie, qu’une copropriété peut "
        "aussi demander pour tous ses copropriétaires.",
    ),
    (
        "Diagnostic de performance énergétique (DPE)",
        "L’étiquette de A à G d’un logement ou d’un immeuble, selon sa consommation et ses gaz à "
        "effet de serre.",
    ),
    (
        "Diagnostic technique global (DTG) et plan de travaux (PPPT)",
        "L’état de l’immeuble, puis les travaux à prévoir et leur calendrier. Le chauffage y a sa "
        "place.",
    ),
    (
        "Contrat P1, P2, P3",
        "Les parties d’un contrat de chaufferie : l’énergie (P1), l’entretien courant (P2), le "
        "gros entretien et le remplacement (P3). Un raccordement change surtout P1.",
    ),
    (
        "Équilibrage",
        "Le réglage qui donne à chaque radiateur sa juste part d’eau chaude. Sans lui, certains "
        "ont trop chaud et d’autres froid.",
    ),
    (
        "Légionelles",
        "Des bactéries de l’eau tiède, dangereuses quand on les respire. L’eau chaude est gardée "
        "assez chaude, et surveillée, pour les éviter.",
    ),
    (
        "Conseil syndical",
        "Les copropriétaires élus pour assister le syndic et le contrôler. Ils préparent le "
        "dossier ; l’assemblée décide.",
    ),
    (
        "Assemblée générale (AG)",
        "La réunion des copropriétaires qui vote, au moins une fois par an. Un raccordement s’y "
        "décide.",
    ),
    (
        "Tantièmes",
        "La part de chaque lot dans l’immeuble. Elle compte les voix et partage les charges.",
    ),
    (
        "Agence locale de l’énergie (ALEC)",
        "Une association qui conseille gratuitement les copropriétés de son territoire. Le test "
        "d’adresse dit laquelle est la vôtre ; vous pouvez lui écrire d’ici.",
    ),
    (
        "Copropriété ambassadrice",
        "Une copropriété déjà raccordée dont une personne, bénévole et vérifiée, répond aux "
        "autres et peut ouvrir sa sous-station.",
    ),
)
GLOSSARY = StarterPage(
    SLUG,
    "Glossaire : les mots du chauffage urbain",
    "Les mots que l’on rencontre dans un projet, dits simplement.",
    [block for title, text in _WORDS for block in (h(title), p(text))],
)
