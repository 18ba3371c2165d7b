"""Words that tell a business from a person, in lower case and without accents. Tables only."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Trades, shops and institutions. Nobody is called so: a name of several words with one of them is a business.
TRADES = _words(
    # English
    "academy accountants adventures advertising airlines airport airways analytics antiques apartments apparel "
    "appliances aquatics architects architecture associates association athletics attorneys auctions automotive "
    "autos aviation bakehouse bakery baptist barbershop bathrooms bicycles bistro bookkeeping bookshop bookstore "
    "boutique brewery brewing builders cafe cannabis carpentry carpets catering chiropractic cidery cinema "
    "cleaners cleaning clinic clinics clothing club coffeehouse collectibles college communication construction "
    "contracting contractors cosmetics council countertops courier couriers creamery crossfit dairy daughters "
    "daycare dental dentistry dentists dermatology digital distillery eatery electric electrical electronics "
    "embroidery engineering engineers enterprises equipment excavating fabrication farmhouse federation fencing "
    "financial fireplaces fishery fitness flooring florist florists foods footwear freight furniture gallery "
    "garage gardening glazing graphics grocery grooming guesthouse gutters gym hairdressers hairdressing "
    "hardware haulage health healthcare heating hospice hospital hostel hosting hotel hotels hvac industries "
    "institute insulation insurance interiors investments janitorial jewelers jewellers jewellery jewelry "
    "joinery kennels kindergarten labs landscapes landscaping laundry lettings library limousine locksmiths "
    "logistics machining management manufacturing massage mattresses medical ministries mortgage mortgages motel "
    "motorcycles motors movers multimedia museum networks nurseries nursery opticians optometry orchards "
    "orthodontics outfitters pediatrics pharmacy photography physio physiotherapy pilates pizza pizzeria "
    "plastering playhouse plumbing poultry preschool printing productions properties pub publishing realtors "
    "realty remodeling removals renovations rentals resort restaurant roadhouse robotics roofing rugs salon "
    "sauna scaffolding school schools seafood shop shops signage smokehouse society solicitors spa stationery "
    "steakhouse storage store stores studio supermarket supplies surgery surveyors takeaway tanning taxis "
    "teahouse telecom textiles theater theatre tiling tinting towing trailers transportation travel trucking "
    "tutoring tyres upholstery vape ventures veterinary videography vineyard vineyards warehouse welding "
    "wellness wholesale winery workshop workshops yoga "
    # German
    "anlagenbau anwaltskanzlei apotheke architekten autohaus baugeschaft bauunternehmen bestattungen bettenhaus "
    "bioladen brauhaus buchladen dachdecker eiscafe elektro elektromeister ergotherapie fahrschule ferienwohnung "
    "finanzamt friseur friseursalon fusspflege gartenbau gasthaus gasthof gastwirtschaft gebaudereinigung "
    "gymnasium hausarzt heizung heizungsbau hochbau hofgut hofladen holzbau hundeschule imbiss immobilien "
    "innenausbau kanzlei kaufhaus kfz kita konditorei kosmetik krankenhaus malermeister maschinenbau "
    "meisterbetrieb metallbau mobelhaus modehaus musikhaus nagelstudio optik pfarramt praxis rathaus "
    "rechtsanwalte reformhaus reinigung reiseburo sanitar sanitatshaus schuhhaus spedition sporthaus stadtwerke "
    "stahlbau standesamt steuerberater steuerberatung tankstelle tanzschule teehaus tiefbau trockenbau umzuge "
    "volksbank weingut weltladen werbeagentur wirtshaus zahnarzt zahnarzte zimmerei "
    # French
    "agence ambulances assurances auberge avocats bijouterie blanchisserie boucherie boulangerie brasserie "
    "camping carrelage carrosserie charcuterie chauffage chocolaterie clinique coiffure confiserie cordonnerie "
    "creche creperie dentaire ecole electricite entreprise epicerie etablissements ets fleuriste fromagerie "
    "funebres hopital horlogerie immobilier immobiliere imprimerie institut jardinerie kinesitherapie "
    "laboratoire librairie lycee maconnerie magasin mairie maternelle menuiserie nettoyage notaires opticien "
    "osteopathie patisserie paysagiste pepiniere pepinieres pharmacie plomberie poissonnerie pompes pressing "
    "quincaillerie rotisserie serrurerie societe supermarche tabac taxi toiture traiteur transports veterinaire "
    "vitrerie "
    # Spanish and Portuguese
    "abogados academia advocacia advogados asador asesoria autoescola autoescuela ayuntamiento barbearia bufete "
    "cafeteria calcados calzados carniceria carpinteria cerveceria cervejaria churrascaria clinica colegio "
    "comercial condominio confeccoes confeitaria constructora construtora consultorio contabilidade cristaleria "
    "deportes despacho drogueria electricidad electrodomesticos escola escritorio escuela estudio farmacia "
    "ferreteria floricultura floristeria fontaneria fruteria fundacao fundacion funeraria gestoria gimnasio "
    "grafica heladeria hostal igreja imobiliaria imprenta inmobiliaria instituto jardineria joyeria laboratorio "
    "lanchonete lavanderia libreria livraria marisqueria materiais mercearia merceria modas moveis muebleria "
    "muebles notaria odontologia oficina optica otica padaria panaderia papelaria papeleria pastelaria "
    "pasteleria peluqueria perfumeria pizzaria pousada prefeitura relojeria restaurante salao sapataria seguros "
    "servicios suministros supermercado talleres taqueria tienda transportadora transportes universidad "
    "universidade viajes zapateria "
    # Italian
    "agenzia agriturismo albergo associazione autofficina autolavaggio avvocati azienda birreria carrozzeria "
    "cartoleria cartolibreria cooperativa edilizia enoteca erboristeria estetica falegnameria ferramenta "
    "fondazione funebri gelateria gioielleria immobiliare impresa istituto lavasecco liceo macelleria officina "
    "onoranze oreficeria osteria ottica panificio paninoteca parrucchiere pasticceria pescheria piadineria "
    "poliambulatorio profumeria ristorante ristorantino rosticceria salumeria sartoria scuola stamperia "
    "tabaccheria tappezzeria tipografia trattoria universita vetreria "
    # Dutch and Polish
    "advocaten agencja apotheek apteka basisschool bloemist boekhandel cukiernia dierenarts drukarnia fietsen "
    "firma fotograf fryzjer fryzjerski fundacja gabinet gemeente huisarts hurtownia kancelaria kapsalon karczma "
    "kawiarnia kinderopvang klinika ksiegarnia kwiaciarnia liceum makelaardij makelaars nieruchomosci notariaat "
    "pensjonat piekarnia pracownia przedszkole przychodnia restauracja rijschool schoonheidssalon sklep "
    "slijterij spoldzielnia stichting stomatologiczny stowarzyszenie supermarkt szkola szpital tandarts "
    "ubezpieczenia uitgeverij uslugi vereniging warsztat weterynaryjny zaklad "
    # others
    "apteekki autoservis autoszerviz bageri brutarie bygg cofetarie cukrarna cukraszda eczane emlak etterem "
    "farmacie fastigheter fodraszat frisor frizerie insaat iroda iskola kahvila kampaamo kavarna kommun kuafor "
    "leipomo lekarna lokanta nemocnice oteli panzio parturi pekarna pekseg pensiune ravintola restaurace "
    "restaurang restoran skole szalloda tandlaege tandlakare vinarstvi автосервис аптека ателье гостиница кафе "
    "клиника компания магазин отель ресторан салон стоматология студия фирма школа "
)
#: How words end that are trades: compounds, and what is made of a trade in several languages.
TRADE_ENDS = tuple(
    _words(
        "actors aderia agentur apotheke aqueria arnia atelier ateria aterie ations azioni backerei baeckerei "
        "bedrijf beratung betrieb brauerei buchhandlung center centrum cians ciones clinic coes dcare derij "
        "druckerei ebuero eburo ecare elleria emarkt eteria eterie fabrik fleischerei forening gartnerei "
        "gasthaus gasthof gerij gists grafia graphie graphy hcare hotel icceria iceria iernia ificio iserie "
        "kantoor kanzlei kerij klinik lcare lists logistics logistik metzgerei nbuero nburo ncare nerie nerij "
        "nists ogerie ojeria ologia ologie ology opathie opatia perij pists praktijk praxis rbuero rburo "
        "restaurant rmarkt sbuero sburo scaping schreinerei schule scuola serij service servis sparkasse sserie "
        "stiftung stube studio technik terapia terapie terij therapie therapy tischlerei tists tments trists "
        "tteria uctions uqueria uterie utions uzioni verein verlag versicherung versicherungen verwaltung werij "
        "werkstatt zentrum zzeria "
    )
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
    "administrator advisors advisory barbers bikes blinds boats bros brothers brows butchers care center centre "
    "centro centrum cie club coffee communications consultants coordinator creative curtains cycles decks depot "
    "design designs director doors electricals energy estates events express farms figli filhos floors gifts "
    "global hijos hub inn international kitchens lab lashes lawns legal lighting manager media nails network "
    "officer outlet plus pools receptionist relations repair repairs security signs supply tech technology "
    "tiles tours toys trading transport trucks windows works worldwide yachts zentrum zonen "
)
