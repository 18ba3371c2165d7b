"""Words of job titles in the cell of a company, in lower case. A title is made of these words alone."""

from seqcli.templates.company_case_phrases import words

#: What a title may be as a whole.
ALONE = words(
    "ceo cfo cto coo cmo cio ciso chro vp svp evp owner founder cofounder coowner codirector proprietor",
    "director manager president chairman chairwoman engineer developer designer accountant bookkeeper",
    "lawyer attorney realtor analyst secretary receptionist administrator programmer recruiter supervisor",
    "salesman copywriter teacher nurse physician dentist pharmacist electrician plumber photographer",
    "employee employer businessman geschäftsführer geschäftsführerin geschaeftsfuehrer geschäftsführung",
    "geschäftsleitung geschäftsleiter inhaber inhaberin eigentümer eigentümerin gründer gründerin",
    "mitgründer mitinhaber gesellschafter prokurist prokuristin vorstand vorstandsvorsitzender",
    "abteilungsleiter abteilungsleiterin vertriebsleiter vertriebsleiterin marketingleiter",
    "marketingleiterin projektleiter projektleiterin projektmanager projektmanagerin teamleiter",
    "teamleiterin betriebsleiter betriebsleiterin filialleiter filialleiterin bereichsleiter werksleiter",
    "produktionsleiter einkaufsleiter personalleiter personalleiterin entwicklungsleiter verkaufsleiter",
    "verkaufsleiterin niederlassungsleiter standortleiter softwareentwickler softwareentwicklerin",
    "ingenieur ingenieurin unternehmensberater unternehmensberaterin rechtsanwalt rechtsanwältin",
    "steuerberater steuerberaterin buchhalter buchhalterin sachbearbeiter sachbearbeiterin unternehmer",
    "unternehmerin angestellter angestellte vertriebsmitarbeiter außendienstmitarbeiter gérant gérante",
    "directeur directrice président présidente pdg fondateur fondatrice cofondateur cofondatrice",
    "dirigeant dirigeante ingénieur développeur comptable avocat avocate salarié salariée propriétaire",
    "directora gerente propietario propietaria dueño dueña fundador fundadora cofundador cofundadora",
    "presidente ingeniero ingeniera desarrollador abogado abogada contador contadora empresario",
    "empresaria empleado empleada amministratore titolare direttore direttrice fondatore cofondatore",
    "imprenditore imprenditrice ingegnere sviluppatore avvocato commercialista impiegato impiegata",
    "dipendente diretor diretora proprietário proprietária sócio sócia dono dona engenheiro engenheira",
    "desenvolvedor advogado advogada empresário empresária funcionário funcionária eigenaar eigenaresse",
    "bestuurder zaakvoerder oprichter medeoprichter dga projectleider projectmanager accountmanager",
    "bedrijfsleider ondernemer werknemer właściciel właścicielka współwłaściciel prezes wiceprezes",
    "dyrektor kierownik kierowniczka założyciel założycielka programista inżynier księgowa przedsiębiorca",
    "handlowiec vd ägare grundare medgrundare säljare projektledare försäljningschef direktör direktør",
    "ejer eier stifter medstifter toimitusjohtaja omistaja perustaja müdür kurucu sahibi jednatel ředitel",
    "majitel zakladatel ügyvezető tulajdonos alapító fondator proprietar директор владелец основатель",
    "менеджер руководитель собственник инженер программист бухгалтер предприниматель 代表取締役",
    "代表取締役社長 代表 社長 部長 总经理 經理 经理 董事长 创始人 대표 대표이사",
)
#: What a title of several words may end with.
ROLES = ALONE | words(
    "officer architect consultant scientist coordinator specialist executive assistant representative rep",
    "associate technician buyer planner strategist controller treasurer counsel advisor adviser agent",
    "operator member lead head avp cro cpo cdo cso crm gm md clerk tester trainer instructor researcher",
    "leiter leiterin berater beraterin entwickler entwicklerin assistent assistentin direktor direktorin",
    "johtaja päällikkö konsult leder",
)
#: What may stand in front of an area: `VP Sales`, `Leiter Marketing`, `Directeur commercial`.
LEADERS = words(
    "vp svp evp avp president head director manager leiter leiterin geschäftsführer direktor responsable",
    "directeur directrice gérant gérante président présidente chef adjoint assistante ingénieur directora",
    "gerente jefe jefa presidente ingeniero ingeniera asesor asesora coordinador coordinadora consultor",
    "consultora socio socia sócio sócia desarrollador fundador direttore direttrice responsabile",
    "amministratore ingegnere consulente impiegato diretor diretora coordenador coordenadora engenheiro",
    "engenheira analista desenvolvedor hoofd dyrektor kierownik prezes członek specjalista inżynier",
    "chargé chargée директор менеджер руководитель начальник",
)
#: Areas that follow who leads them.
FUNCTIONS = words(
    "marketing sales operations finance engineering product hr it procurement purchasing communications",
    "logistics development business human resources people accounts accounting compliance strategy",
    "partnerships growth customer success vertrieb einkauf entwicklung produktion personal finanzen",
    "technik verkauf controlling qualitätsmanagement projektmanagement général générale commercial",
    "commerciale financier financière technique artistique adjoint adjointe ventes achats communication",
    "ressources humaines rh informatique production projet projets entreprise agence direction exécutif",
    "exécutive d'entreprise general comercial ejecutivo ejecutiva ventas financiero financiera",
    "operaciones proyecto proyectos sistemas recursos humanos administrativo administrativa compras",
    "técnico técnica fundador fundadora único software generale vendite tecnico tecnica finanziario",
    "amministrativo amministrativa delegato delegata unico unica acquisti produzione progetto progetti e",
    "geral executivo executiva vendas financeiro financeira operações projeto projetos verkoop inkoop",
    "financiën communicatie zarządu generalny generalna zarządzający zarządzająca handlowy handlowa",
    "sprzedaży marketingu finansowy finansowa operacyjny techniczny projektu projektów zespołu biura",
    "отдела продаж маркетинга по продажам маркетингу",
)
#: What stands in front of a role besides: `Senior Software Engineer`, `Geschäftsführender Gesellschafter`.
_MODIFIERS = words(
    "senior junior sr jr chief principal associate assistant deputy vice executive managing general",
    "regional national global international area key group team staff technical tech commercial digital",
    "creative art software hardware project program programme account operating financial talent",
    "information technology security data science research quality assurance qa support service client",
    "relations public pr content brand strategic ecommerce web frontend backend front end back full stack",
    "fullstack mobile cloud devops system systems network database machine learning ai ux ui graphic",
    "mechanical electrical civil industrial manufacturing plant supply chain store office administrative",
    "admin legal risk investment real estate property construction site field inside outside channel",
    "revenue media social seo event events innovation solution solutions process founding board interim",
    "acting small company virtual insurance branch department division co e r d geschäftsführender",
    "geschäftsführende kaufmännischer kaufmännische technischer technische leitender leitende",
    "stellvertretender stellvertretende vertriebs selbständiger allein algemeen commercieel financieel",
    "verkställande administrerende daglig genel генеральный коммерческий исполнительный финансовый",
    "технический главный",
)
LINKS = words(
    "of for and to the und der des die de du la le les",
    "del et y di da do dos das en van voor og och i",
)
WORDS = ROLES | LEADERS | FUNCTIONS | _MODIFIERS | LINKS
