"""Words that tell a business from a person, in lower case and without accents. Tables only."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Trades, shops and institutions. Nobody is called so: a name of several words with one of them is a business.
TRADES = _words(
    # English
    "academy accountants adventures advertising airlines airport airways analytics apartments apparel appliances "
    "associates association attorneys auctions automotive autos aviation bakery baptist barbershop bistro "
    "bookkeeping bookshop bookstore boutique brewery brewing builders cafe carpentry carpets catering "
    "chiropractic cinema cleaners cleaning clinic clinics clothing coffeehouse college construction contracting "
    "contractors cosmetics council courier couriers creamery crossfit dairy daycare dental dentistry dentists "
    "dermatology digital distillery electric electrical electronics engineering enterprises excavating "
    "fabrication federation fencing financial fitness flooring florist florists foods footwear freight furniture "
    "gallery garage glazing graphics gym hairdressers hairdressing hardware haulage health healthcare heating "
    "hospice hospital hostel hosting hotel hotels hvac industries institute insulation insurance interiors "
    "investments janitorial jewelers jewellers jewellery jewelry joinery kennels kindergarten labs landscapes "
    "landscaping laundry lettings library limousine locksmiths logistics machining manufacturing massage medical "
    "ministries mortgage mortgages motel motors movers museum networks nurseries nursery opticians optometry "
    "orchards orthodontics outfitters pediatrics pharmacy photography physio physiotherapy pilates pizza "
    "pizzeria plastering plumbing poultry preschool printing productions properties pub publishing realtors "
    "realty remodeling removals renovations rentals resort restaurant robotics roofing salon scaffolding school "
    "schools seafood shop shops society solicitors spa steakhouse storage store stores studio supermarket "
    "supplies surgery surveyors takeaway taxis telecom textiles theater theatre tiling towing transportation "
    "travel trucking tutoring tyres upholstery ventures veterinary videography vineyard vineyards welding "
    "wellness wholesale winery yoga "
    # German
    "anwaltskanzlei apotheke architekten autohaus baugeschaft bauunternehmen brauhaus dachdecker elektro "
    "elektromeister fahrschule ferienwohnung friseur friseursalon gasthaus gasthof gastwirtschaft gymnasium "
    "hausarzt immobilien kanzlei kfz kita konditorei krankenhaus malermeister meisterbetrieb metallbau mobelhaus "
    "praxis rathaus rechtsanwalte reiseburo sanitar spedition stadtwerke steuerberater steuerberatung trockenbau "
    "volksbank weingut werbeagentur wirtshaus zahnarzt zahnarzte zimmerei "
    # French
    "agence assurances auberge avocats bijouterie boucherie boulangerie brasserie camping carrosserie "
    "charcuterie chauffage clinique coiffure creche creperie dentaire ecole electricite entreprise epicerie "
    "etablissements ets fleuriste fromagerie hopital immobilier immobiliere imprimerie institut kinesitherapie "
    "laboratoire librairie lycee maconnerie magasin mairie maternelle menuiserie nettoyage notaires opticien "
    "osteopathie patisserie paysagiste pharmacie plomberie quincaillerie rotisserie serrurerie societe "
    "supermarche tabac toiture traiteur transports veterinaire "
    # Spanish and Portuguese
    "abogados academia advocacia advogados asesoria autoescola autoescuela ayuntamiento barbearia bufete "
    "cafeteria carniceria cerveceria cervejaria churrascaria clinica colegio condominio confeitaria constructora "
    "construtora consultorio contabilidade despacho electricidad escola escritorio escuela estudio farmacia "
    "ferreteria floricultura floristeria fontaneria fundacao fundacion gestoria gimnasio heladeria hostal igreja "
    "imobiliaria inmobiliaria instituto joyeria laboratorio lanchonete lavanderia libreria livraria mercearia "
    "notaria odontologia oficina optica padaria panaderia papelaria papeleria pastelaria pasteleria peluqueria "
    "pizzaria pousada prefeitura restaurante salao sapataria supermercado talleres taqueria tienda "
    "transportadora transportes universidad universidade zapateria "
    # Italian
    "agriturismo albergo associazione autofficina avvocati azienda carrozzeria cartoleria cooperativa edilizia "
    "enoteca erboristeria estetica falegnameria ferramenta fondazione gelateria gioielleria immobiliare impresa "
    "istituto liceo macelleria officina osteria ottica panificio parrucchiere pasticceria poliambulatorio "
    "ristorante scuola tabaccheria tipografia trattoria universita "
    # Dutch and Polish
    "advocaten agencja apotheek apteka basisschool boekhandel cukiernia drukarnia firma fundacja gabinet "
    "gemeente hurtownia kancelaria kapsalon karczma kawiarnia klinika ksiegarnia kwiaciarnia liceum makelaardij "
    "makelaars nieruchomosci notariaat pensjonat piekarnia pracownia przedszkole przychodnia restauracja "
    "rijschool sklep slijterij spoldzielnia stichting stowarzyszenie szkola szpital uitgeverij uslugi vereniging "
    "warsztat zaklad "
    # others
    "bageri bygg eczane emlak fastigheter frisor insaat kommun kuafor lokanta oteli restaurang restoran "
    "tandlakare автосервис аптека ателье гостиница кафе клиника компания магазин отель ресторан салон "
    "стоматология студия фирма школа "
)
#: How compounds of German, Dutch and Danish end that are trades.
TRADE_ENDS = (
    *("praxis", "kanzlei", "sburo", "rburo", "nburo", "eburo", "sbuero", "rbuero", "nbuero", "ebuero"),
    *("backerei", "baeckerei", "metzgerei", "fleischerei", "apotheke", "werkstatt", "verwaltung", "beratung"),
    *(
        "versicherung",
        "versicherungen",
        "schreinerei",
        "tischlerei",
        "schule",
        "hotel",
        "brauerei",
        "agentur",
    ),
    *("gartnerei", "druckerei", "buchhandlung", "technik", "sparkasse", "stiftung", "verein", "verlag"),
    *("betrieb", "klinik", "zentrum", "bedrijf", "praktijk", "kantoor", "forening"),
    *("derij", "gerij", "kerij", "nerij", "perij", "serij", "terij", "werij"),
)
#: What a business begins with; elsewhere in a name it may be a surname.
BUSINESS_FRONTS = _words(
    "atelier auto banco banque bodega bodegas bottega cabinet cantina casa center centre centro centrum cercle "
    "chateau circolo club clube comune domaine etude ferme finca fratelli freres gebr gebruder group groupe "
    "grupo gruppo hacienda hermanos iglesia irmaos kirche locanda loja maison parroquia pension posada stadt "
    "taller taverna taverne tenuta theater verein zentrum zum "
)
#: What a business or a post ends with; elsewhere in a name it may be a given name.
BUSINESS_ENDS = _words(
    "administrator advisors advisory barbers bros brothers butchers care center centre centro centrum cie club "
    "coffee communications consultants coordinator creative design designs director electricals energy estates "
    "events farms figli filhos global hijos hub inn international kitchens lab legal manager media network "
    "officer receptionist relations repair repairs security supply tech technology tours trading transport works "
    "worldwide zentrum zonen "
)
