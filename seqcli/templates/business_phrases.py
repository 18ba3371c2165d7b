"""Words that tell a business from a person, in lower case and without accents. Tables only."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Trades, shops and institutions. Nobody is called so: a name of several words with one of them is a business.
TRADES = _words(
    # English
    "academy accountants adventures advertising airlines airport airways analytics apartments apparel appliances "
    "architects architecture associates association attorneys auctions automotive autos aviation bakehouse "
    "bakery baptist barbershop bistro bookkeeping bookshop bookstore boutique brewery brewing builders cafe "
    "carpentry carpets catering chiropractic cidery cinema cleaners cleaning clinic clinics clothing club "
    "coffeehouse college construction contracting contractors cosmetics council courier couriers creamery "
    "crossfit dairy daughters daycare dental dentistry dentists dermatology digital distillery eatery electric "
    "electrical electronics embroidery engineering engineers enterprises equipment excavating fabrication "
    "farmhouse federation fencing financial fishery fitness flooring florist florists foods footwear freight "
    "furniture gallery garage gardening glazing graphics grocery grooming guesthouse gym hairdressers "
    "hairdressing hardware haulage health healthcare heating hospice hospital hostel hosting hotel hotels hvac "
    "industries institute insulation insurance interiors investments janitorial jewelers jewellers jewellery "
    "jewelry joinery kennels kindergarten labs landscapes landscaping laundry lettings library limousine "
    "locksmiths logistics machining management manufacturing massage medical ministries mortgage mortgages motel "
    "motors movers multimedia museum networks nurseries nursery opticians optometry orchards orthodontics "
    "outfitters pediatrics pharmacy photography physio physiotherapy pilates pizza pizzeria plastering playhouse "
    "plumbing poultry preschool printing productions properties pub publishing realtors realty remodeling "
    "removals renovations rentals resort restaurant roadhouse robotics roofing salon scaffolding school schools "
    "seafood shop shops smokehouse society solicitors spa stationery steakhouse storage store stores studio "
    "supermarket supplies surgery surveyors takeaway taxis teahouse telecom textiles theater theatre tiling "
    "towing transportation travel trucking tutoring tyres upholstery ventures veterinary videography vineyard "
    "vineyards warehouse welding wellness wholesale winery workshop workshops yoga "
    # German
    "anlagenbau anwaltskanzlei apotheke architekten autohaus baugeschaft bauunternehmen bioladen brauhaus "
    "buchladen dachdecker elektro elektromeister ergotherapie fahrschule ferienwohnung friseur friseursalon "
    "gartenbau gasthaus gasthof gastwirtschaft gymnasium hausarzt heizung heizungsbau hochbau hofladen holzbau "
    "immobilien innenausbau kanzlei kfz kita konditorei krankenhaus malermeister maschinenbau meisterbetrieb "
    "metallbau mobelhaus optik praxis rathaus rechtsanwalte reiseburo sanitar spedition stadtwerke stahlbau "
    "steuerberater steuerberatung tanzschule tiefbau trockenbau volksbank weingut weltladen werbeagentur "
    "wirtshaus zahnarzt zahnarzte zimmerei "
    # French
    "agence assurances auberge avocats bijouterie boucherie boulangerie brasserie camping carrosserie "
    "charcuterie chauffage clinique coiffure creche creperie dentaire ecole electricite entreprise epicerie "
    "etablissements ets fleuriste fromagerie hopital immobilier immobiliere imprimerie institut kinesitherapie "
    "laboratoire librairie lycee maconnerie magasin mairie maternelle menuiserie nettoyage notaires opticien "
    "osteopathie patisserie paysagiste pharmacie plomberie quincaillerie rotisserie serrurerie societe "
    "supermarche tabac toiture traiteur transports veterinaire "
    # Spanish and Portuguese
    "abogados academia advocacia advogados asesoria autoescola autoescuela ayuntamiento barbearia bufete "
    "cafeteria calzados carniceria carpinteria cerveceria cervejaria churrascaria clinica colegio comercial "
    "condominio confeccoes confeitaria constructora construtora consultorio contabilidade cristaleria deportes "
    "despacho electricidad electrodomesticos escola escritorio escuela estudio farmacia ferreteria floricultura "
    "floristeria fontaneria fundacao fundacion gestoria gimnasio heladeria hostal igreja imobiliaria "
    "inmobiliaria instituto jardineria joyeria laboratorio lanchonete lavanderia libreria livraria materiais "
    "mercearia modas moveis muebles notaria odontologia oficina optica padaria panaderia papelaria papeleria "
    "pastelaria pasteleria peluqueria pizzaria pousada prefeitura restaurante salao sapataria seguros servicios "
    "suministros supermercado talleres taqueria tienda transportadora transportes universidad universidade "
    "viajes zapateria "
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
    "apteekki autoservis autoszerviz bageri brutarie bygg cofetarie cukrarna cukraszda eczane emlak etterem "
    "farmacie fastigheter fodraszat frisor frizerie insaat iroda iskola kahvila kampaamo kavarna kommun kuafor "
    "leipomo lekarna lokanta nemocnice oteli panzio parturi pekarna pekseg pensiune ravintola restaurace "
    "restaurang restoran skole szalloda tandlaege tandlakare vinarstvi автосервис аптека ателье гостиница кафе "
    "клиника компания магазин отель ресторан салон стоматология студия фирма школа "
)
#: How words end that are trades: compounds, and what is made of a trade in several languages.
TRADE_ENDS = (
    *(
        "agentur",
        "apotheke",
        "backerei",
        "baeckerei",
        "beratung",
        "betrieb",
        "brauerei",
        "buchhandlung",
        "center",
    ),
    *(
        "druckerei",
        "fleischerei",
        "gartnerei",
        "gasthaus",
        "gasthof",
        "hotel",
        "kanzlei",
        "klinik",
        "metzgerei",
    ),
    *(
        "ebuero",
        "eburo",
        "nbuero",
        "nburo",
        "rbuero",
        "rburo",
        "sbuero",
        "sburo",
        "praxis",
        "schreinerei",
        "schule",
    ),
    *("service", "servis", "sparkasse", "stiftung", "stube", "technik", "therapie", "tischlerei", "verein"),
    *("verlag", "versicherung", "versicherungen", "verwaltung", "werkstatt", "zentrum", "emarkt", "rmarkt"),
    *(
        "bedrijf",
        "centrum",
        "forening",
        "kantoor",
        "praktijk",
        "derij",
        "gerij",
        "kerij",
        "nerij",
        "perij",
        "serij",
    ),
    *(
        "terij",
        "werij",
        "actors",
        "ations",
        "cians",
        "graphy",
        "ists",
        "logistics",
        "logistik",
        "ology",
        "scaping",
    ),
    *("therapy", "tments", "uctions", "utions", "graphie", "ologie", "opathie", "grafia", "ologia", "opatia"),
    *("terapia", "terapie", "azioni", "uzioni", "elleria", "icceria", "ificio", "zzeria", "ciones", "coes"),
    *("aderia", "aqueria", "ateria", "eteria", "iceria", "ojeria", "uqueria", "arnia", "iernia"),
)
#: What a business begins with; elsewhere in a name it may be a surname.
BUSINESS_FRONTS = _words(
    "atelier auto banco banque blumen bodega bodegas bottega cabinet cantina carnes casa center centre centro "
    "centrum cercle chateau circolo club clube comune domaine etude ferme finca fratelli freres frutas gebr "
    "gebruder group groupe grupo gruppo hacienda hermanos iglesia irmaos kirche locanda loja maderas maison "
    "parroquia pension posada stadt taller taverna taverne tenuta theater verein zentrum zum "
)
#: What a business or a post ends with; elsewhere in a name it may be a given name.
BUSINESS_ENDS = _words(
    "administrator advisors advisory barbers bros brothers butchers care center centre centro centrum cie club "
    "coffee communications consultants coordinator creative design designs director electricals energy estates "
    "events farms figli filhos global hijos hub inn international kitchens lab legal manager media network "
    "officer receptionist relations repair repairs security supply tech technology tours trading transport works "
    "worldwide zentrum zonen "
)
