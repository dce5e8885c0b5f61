"""The code lists of Annex A: the template of 2019, later additions, and labels that authorities send.

A line is `letter | code | label | label ...`, the letter being the template's.
"""

from __future__ import annotations

from typing import Final

from chatcalc.extracts.annex_a_codes import code_list

# In List 11 the letters c and d change places; both mean U.
SEX: Final = code_list(
    "sex",
    """
    a | M | Male | Boy
    b | F | Female | Girl
    c | U | Not stated/recorded | Not stated | Not recorded | Unknown | Not known | Unborn | Indeterminate
    d | U | Neither | Other
    """,
)

ETHNICITY: Final = code_list(
    "ethnicity",
    """
    a | WBRI | White British | White - British | White English/Welsh/Scottish/Northern Irish/British
    b | WIRI | White Irish | White - Irish
    c | WIRT | Traveller of Irish heritage | White - Irish Traveller | Irish Traveller
    d | WOTH | Any other White background | White - Other | White Other
    e | WROM | Gypsy/Roma | White - Gypsy or Roma | Gypsy or Roma
    f | MWBC | White and Black Caribbean | Mixed - White and Black Caribbean
    g | MWBA | White and Black African | Mixed - White and Black African
    h | MWAS | White and Asian | Mixed - White and Asian
    i | MOTH | Any other Mixed background | Mixed - Other | Mixed Other
    j | AIND | Indian | Asian or Asian British - Indian | Asian - Indian
    k | APKN | Pakistani | Asian or Asian British - Pakistani | Asian - Pakistani
    l | ABAN | Bangladeshi | Asian or Asian British - Bangladeshi | Asian - Bangladeshi
    m | AOTH | Any other Asian background | Asian - Other | Asian Other
    n | BCRB | Caribbean | Black Caribbean | Black or Black British - Caribbean
    o | BAFR | African | Black African | Black or Black British - African
    p | BOTH | Any other Black background | Black - Other | Black Other
    q | CHNE | Chinese
    r | OOTH | Any other ethnic group | Other ethnic group
    s | REFU | Refused
    s | NOBT | Information not yet obtained | Not obtained
    t | NOBT | Not yet obtained
    u | NOBT | Unknown | Not known | Not recorded | Not stated
    """,
)

SOURCE: Final = code_list(
    "contact and referral source",
    """
    a | 1A | Individual | Family member, relative or carer | Individual - family member, relative or carer
    b | 1B | Individual | Acquaintance | Individual - acquaintance
    c | 1C | Individual | Self | Individual - self
    d | 1D | Individual | Individual - other
    e | 2A | Schools | School
    f | 2B | Education services
    g | 3A | Health services | General practitioner | GP | Health services - GP
    h | 3B | Health services | Health visitor | Health services - health visitor
    i | 3C | Health services | School nurse | Health services - school nurse
    j | 3D | Health services | Other primary health services | Health services - other primary health services
    k | 3E | Health services | A&E | Accident and emergency | Health services - A&E
    l | 3F | Health services | Health services - other
    m | 4 | Housing
    n | 5A | LA services | LA services - social care
    o | 5B | LA services | LA services - other internal
    p | 5C | LA services | LA services - external
    p1 | 5D | LA services | Early help
    q | 6 | Police
    r | 7 | Other legal agency
    s | 8 | Other
    t | 9 | Anonymous
    u | 10 | Unknown | Not known
    """,
)

_NEEDS = """
    | N1 | Abuse or neglect
    | N2 | Child's disability | Child's disability or illness
    | N3 | Parental disability or illness | Parental illness or disability | Parents illness or disability
    | N4 | Family in acute stress
    | N5 | Family dysfunction
    | N6 | Socially unacceptable behaviour
    | N7 | Low income
    | N8 | Absent parenting
"""
NEED: Final = code_list(
    "primary need",
    _NEEDS.strip() + "\n| N9 | Cases other than children in need | Not CIN\n| N0 | Not stated | Not recorded",
)
CARE_NEED: Final = code_list("category of need", _NEEDS)

CLOSURE: Final = code_list(
    "reason for closure",
    """
    | RC1 | Adopted
    | RC2 | Died
    | RC3 | Child arrangements order | Residence order
    | RC4 | Special guardianship order
    | RC5 | Transferred to services of another local authority | Transfer to another LA
    | RC6 | Transferred to adult social care services | Transfer to adult social services
    | RC7 | Services ceased for any other reason, including child no longer in need
    | RC8 | Case closed after assessment, no further action
    | RC9 | Case closed after assessment, referred to early help
    """,
)

CASE_STATUS: Final = code_list(
    "case status",
    """
    a | a | Looked after child | Looked after | Child looked after
    b | b | Child protection plan | Child protection
    c | c | Child in need plan | Child in need
    d | d | Open assessment | Assessment
    e | e | Closed episode | Closed
    f | f
    """,
)

ABUSE: Final = code_list(
    "category of abuse",
    """
    a | NEG | Neglect
    b | PHY | Physical abuse | Physical
    c | SAB | Sexual abuse | Sexual
    d | EMO | Emotional abuse | Emotional
    e | MUL | Multiple/not recommended | Multiple | Multiple categories
    """,
)

LEGAL_STATUS: Final = code_list(
    "legal status",
    """
    | C1 | ICO | Interim care order | Interim care orders
    | C2 | FCO | Full care order | Full care orders
    | D1 | Freeing order | Freeing order granted | Freed for adoption
    | E1 | Placement order | Placement order granted
    | V2 | Single period under S20 | Single period of accommodation under section 20 | Accommodated under S20
    | V3 | Short term breaks, episodes recorded
    | V4 | Short term breaks, agreements recorded
    | L1 | Police protection LA accommodation | Under police protection and in local authority accommodation
    | L2 | EPO | Emergency protection order
    | L3 | Child assessment order LA accommodation
    | J1 | Remanded to LA or youth detention
    | J2 | LA accommodation under PACE
    | J3 | Youth rehabilitation order | Sentenced to youth rehabilitation order
    """,
)

PERMANENCE_PLAN: Final = code_list(
    "permanence plan",
    """
    a | a | Return to family | Return home
    b | b | Adoption
    c | c | SGO/CAO | SGO | CAO | Special guardianship order
    d | d | Supported living in the community
    e | e | Long-term residential placement
    f | f | Long-term fostering
    g | g | Other
    h | h
    """,
)

REASON_CEASED: Final = code_list(
    "reason ceased",
    """
    a | E11 | Adopted - application unopposed
    b | E12 | Adopted - consent dispensed
    c | E2 | Died
    d | E3 | Care taken by another LA
    e | E4A | Returned home to live with parents or relatives - part of planning
    f | E4B | Returned home to live with parents or relatives - not part of planning
    g | E13 | Parents, relatives or other with no parental responsibility
    h | E41 | Residence order granted | Child arrangements order granted
    | E43 | Special guardianship order made to former foster carers
    | E44 | Special guardianship order made to carers other than former foster carers
    i | E45 | Special Guardianship Orders - former carer relative/friend
    j | E46 | Special Guardianship Orders - former carer other
    k | E47 | Special Guardianship Orders - relative/friend
    l | E48 | Special Guardianship Orders - other
    m | E5 | Moved into independent living - supported
    n | E6 | Moved into independent living - no support
    o | E7 | Transferred to residential care funded by adult social services
    p | E9 | Sentenced to custody
    q | E14 | Accommodation on remand ended
    r | E15 | Age assessment determined child was 18 or over
    s | E16 | Child moved abroad
    t | E8 | Care ceased for any other reason
    u | X1
    v | E17 | Aged 18+ and remained with current carers
    """,
)

PLACEMENT_TYPE: Final = code_list(
    "placement type",
    """
    a | U1 | Foster placement - relatives - long term | Foster placement
    b | U2 | Foster placement - relative - FFA | Foster placement
    c | U3 | Foster placement - relative - not FFA | Foster placement
    d | U4 | Foster placement - long term | Foster placement
    e | U5 | Foster placement - FFA | Foster placement
    f | U6 | Foster placement - not FFA | Foster placement
    g | A3 | Placed for adoption - consent - current foster | Placed for adoption
    h | A4 | Placed for adoption - consent - not foster | Placed for adoption
    i | A5 | Placed for adoption - order - foster | Placed for adoption
    j | A6 | Placed for adoption - order - not foster | Placed for adoption
    k | P1 | Placed with parents
    l | P2 | Independent living
    m | P3 | Residential employment
    n | H5 | Residential accommodation | Semi-independent living accommodation
    o | K1 | Secure children's homes | Secure children's home
    p | K2 | Children's homes | Children's home
    | K3 | Supported accommodation
    q | R1 | Residential care home
    r | R2 | NHS/Health Trust
    s | R3 | Family centre or mother and baby unit
    t | R5 | Young offender institution
    u | S1 | Residential school
    v | Z1 | Other placements | Other placement
    | Z11 |
    | Z12 |
    | Z13 |
    | Z14 |
    w | T0 | Temporary placement
    x | T1 | Temporary placement - hospital | Temporary placement
    y | T2 | Temporary placement - holiday | Temporary placement
    z | T3 | Temporary placement - carer holiday | Temporary placement
    zz | T4 | Temporary placement - seven days or less | Temporary placement
    """,
)

PROVIDER: Final = code_list(
    "placement provider",
    """
    a | PR0 | Parents/Parental responsibility
    b | PR1 | Own provision | Own LA
    c | PR2 | Other LA provision
    d | PR3 | Other public provision
    e | PR4 | Private provision | Private
    f | PR5 | Voluntary/third sector | Voluntary
    """,
)

PLACEMENT_LOCATION: Final = code_list(
    "placement location",
    """
    a | IN | In LA | Inside | In area | In county | In borough | Inside LA boundary
    b | OUT | Out of LA | Outside | Out of area | Out of county | Out of borough | Outside LA boundary
    """,
)

ELIGIBILITY: Final = code_list(
    "eligibility category",
    """
    a | relevant | Relevant child
    b | former_relevant | Former relevant child | Former relevant | Former relevant young person
    c | qualifying | Qualifying care leaver | Qualifying child
    d | eligible | Eligible child
    e | other
    """,
)

IN_TOUCH: Final = code_list(
    "LA in touch",
    """
    a | YES | Y | In touch
    b | NO | N | Not in touch
    c | DIED | Deceased
    d | REFU | Refused | Refuses contact
    e | NREQ | Not required | No longer requires services
    f | RHOM | Returned home
    """,
)

ACCOMMODATION: Final = code_list(
    "type of accommodation",
    """
    | B | Parents/relatives | With parents or relatives | With parents
    | C | Community home / residential care | Community home
    | D | Semi-independent, transitional accommodation and self-contained accommodation | Semi-independent
    | E | Supported lodgings
    | G | Abroad | Gone abroad
    | H | Deported
    | K | Ordinary lodgings, without formal support | Ordinary lodgings
    | R | Residence not known
    | S | No fixed abode / homeless | No fixed abode | Homeless
    | T | Foyers and similar supported accommodation | Foyers
    | U | Independent living
    | V | Emergency accommodation
    | W | Bed and breakfast
    | X | In custody
    | Y | Other accommodation
    | Z | With former foster carers | With former foster carer
    """,
)

SUITABILITY: Final = code_list(
    "suitability of accommodation",
    """
    a | SUITABLE
    b | UNSUITABLE | Not suitable
    """,
)

ACTIVITY: Final = code_list(
    "activity status",
    """
    | F1 | Full time in higher education
    | P1 | Part time in higher education
    | F2 | Full time in education other than higher
    | P2 | Part time in education other than higher
    | F3 | Full time in training or employment
    | P3 | Part time in training or employment
    | F4 | Young person engaged full time in an apprenticeship
    | P4 | Young person engaged part time in an apprenticeship
    | F5 | Young person engaged full time in training or employment (not apprenticeship)
    | P5 | Young person engaged part time in training or employment (not apprenticeship)
    | G4 | Not in education, employment or training - illness or disability
    | G5 | Not in education, employment or training - other
    | G6 | Not in education, employment or training - pregnancy or parenting
    """,
)

NO_LONGER_PLACED: Final = code_list(
    "reason why no longer placed for adoption",
    """
    a | RD1 | The child's needs changed subsequent to the decision | Child's needs changed
    b | RD2 | The court did not make a placement order | Court did not make a PO
    c | RD3 | Prospective adopters could not be found | Prospective adopters cannot be found
    d | RD4 | Any other reason
    """,
)

LEAVING_ADOPTION: Final = code_list(
    "reason for leaving the adoption process",
    """
    a | 1 | Adopter withdrew from process | Withdrew
    b | 2 | Process put on hold | Process on hold
    c | 3 | Application refused
    """,
)
