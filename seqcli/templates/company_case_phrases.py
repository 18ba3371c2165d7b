"""Words in the names of companies whose case is known, in eight languages: lower case unless said otherwise."""


def words(*lines: str) -> frozenset[str]:
    """Return the words of lines."""
    return frozenset(" ".join(lines).split())


#: Written in lower case inside a name.
SMALL = words(
    "of and for the in at by on to with from or der die das den dem des und von vom zum zur am im an auf",
    "bei mit für de la le les du et aux au en sur sous chez pour avec el los las del y al con por para e",
    "il lo gli dei della delle degli dello di da dal dalla do dos em no na ao com het een van voor bij op",
    "aan ter ten te dla nad pod i og och",
)
#: Begins a name as a word, also with fewer letters than a word that is certainly no acronym.
ARTICLES = words(
    "the le la les un une el los las una der die das ein eine zum zur von vom il lo gli os um uma de het",
    "een van da di du del della au aux al san santa st chez mon ma our my den dr",
)
#: Two or three letters that are a word rather than an acronym.
SHORT = words(
    "air all any ape art ash bag bar bay bed bee big bow box boy bus buy cab car cat cow cup cut day den",
    "dig dog dot dry ear eat eco egg elk elm end ever eye fan far fig fin fir fit fix fly fog fox fun fur",
    "gas get gin gum gym ham hat hay hen hit hop hot how hub hug ice ink inn ivy jam jar jet job joy key",
    "kid kit lab law lay leg let lid lip log lot low mad man map max men mix mom mud mug net new nut oak",
    "oil old one our out owl own pad pan paw pay pea pet pie pig pin pit pot pro pub pup raw red rib rim",
    "rob rod row rug rum run rye sea see sew shy sir six sky sow spa sum sun tan tap tea ten tie tin tip",
    "toe top toy try tub two van vet via wax way web win wit wok yes you zen zip zoo bros. co. bau tal",
    "hof weg ort rad alm bär eis erd fee gut hut kur mut neu not öl ost rat reh rot süd tag tee tor tür",
    "uhr ulm zug alt alb uni bad amt arm arzt eau feu fer fil jeu jus lac lin lit lys mas mer mur nid riz",
    "roc roi rue sel sol son thé toi vie vin vue ami nos bon mar luz paz rey río rio sal san sur sud uva",
    "vid voz ojo oro oso ola pez fe don ama re due tre mia mio tua pão lar rei sul mel bem bom mão céu",
    "cor dia bos dak zee zon dam dag ijs oog oor wal wol vis huis mi tu su dom sad raj rok bór kot lis st",
    "st. dr dr. mt mt. mr mr. jr. sr. mrs. ltd. und ali ben joe jim tom ege can gül öz ata gün taş dağ",
    "nar han yol göl ulu kar bey tim sam dan lee ann amy eva leo ida ken kim ron roy ray ted ned zoe guy",
    "may bio geo neo duo trio",
)
#: Four letters that are never an acronym: they tell that a name is shouted.
COMMON = words(
    "auto baby back bank base bath beer best bike bird blue boat body book cafe café camp care casa city club",
    "coal coco code cool core corn dark data deli door east easy edge farm film fine fire fish food foot free",
    "game gate gift girl gold golf good gray grey hair half hall hand haus haut head heat high hill holz home",
    "idea iron king lake lamp land life line lion live loft long love luna main meat meer milk mill mind mode",
    "moon more nail next nord north oliv open over pace park part path peak pets pine pink pipe plan play plus",
    "pool port post pure rain ring road rock roof room rose safe sand save seed shop side silk site skin snow",
    "soft soil solo soul spot star sure team tech tile time tour town toys tree true unit vida vino wald wall",
    "warm wave well west wild wind wine wolf wood work yoga yard zone",
)
#: Trade acronyms and their case.
ACRONYMS = {
    word.lower(): word
    for word in (
        *(
            "HVAC",
            "HVACR",
            "VoIP",
            "SaaS",
            "PaaS",
            "IaaS",
            "IoT",
            "IIoT",
            "EMEA",
            "APAC",
            "LATAM",
            "ASEAN",
            "MENA",
            "SCADA",
        ),
        *(
            "LiDAR",
            "UCaaS",
            "uPVC",
            "USA",
            "UAE",
            "NATO",
            "NASA",
            "UNESCO",
            "UNICEF",
            "YMCA",
            "YWCA",
            "IKEA",
            "EDEKA",
            "REWE",
        ),
        *(
            "ADAC",
            "DEKRA",
            "AIDS",
            "EDI",
            "EPDM",
            "OLED",
            "AI",
            "HR",
            "PR",
            "UK",
            "EU",
            "ERP",
            "CRM",
            "CNC",
            "CAD",
            "B2B",
        ),
        *(
            "VII",
            "VIII",
            "XIII",
            "OEM",
            "ESG",
            "SEO",
            "MRO",
            "GIS",
            "GPS",
            "LED",
            "PVC",
            "MSP",
            "CPA",
            "BPO",
            "FMCG",
            "RFID",
        ),
        *(
            "UX",
            "VR",
            "AR",
            "3D",
            "4x4",
            "AEC",
            "EPC",
            "ICT",
            "DIY",
            "IVF",
            "NGO",
            "CCTV",
            "VPN",
            "WLAN",
            "AVL",
            "UAV",
            "EDV",
        ),
    )
}
