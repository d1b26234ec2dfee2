"""The numbers of the room: the public place, mandates, retours d’expérience, invitations."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class CoproprieteNumbers(RoomNumbers, room="coproprietes"):
    """`grid_from`: how many copropriétés a cell holds to be shown as a public place.
    `median_from`: fewer copropriétés would tell the figures of one.
    Beyond `usual_…` (smallest, largest) a figure is asked again: kWh, litres and euros per
    lot and per year, kW per lot, euros per MWh, euros of works per lot; `usual_change` is in
    percent, after the connection compared with before. `proof_days`: how long a proof is kept once
    decided, `figure_proof_days` once checked. `usual_answers_from`: fewer answers of an ambassador
    tell no usual delay. Within `near_m` metres a copropriété is « around ». `agreement_years`: no
    older agreement of a conseil syndical counts.
    """

    grid_from: int = 3
    mandate_months: int = 24
    renewal_opens_days: int = 90
    renewal_notice_days: int = 30
    decision_days: int = 15
    proof_days: int = 30
    undo_days: int = 7
    pauses: tuple[int, ...] = (30, 60, 90)
    mandates_pending_max: int = 3
    median_from: int = 5
    photos_max: int = 8
    usual_kwh: tuple[int, ...] = (1_500, 30_000)
    usual_litres: tuple[int, ...] = (150, 3_000)
    usual_kw: tuple[int, ...] = (2, 20)
    usual_cost: tuple[int, ...] = (150, 4_000)
    usual_price: tuple[int, ...] = (40, 250)
    usual_works: tuple[int, ...] = (100, 15_000)
    usual_change: tuple[int, ...] = (-75, 60)
    figure_proof_days: int = 30
    invitation_days: int = 14
    invitations_open_max: int = 10
    usual_answers_from: int = 5
    near_m: int = 5_000
    agreement_years: int = 2


NUMBERS = live(CoproprieteNumbers)
