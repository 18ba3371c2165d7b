"""The words that headers are made of, in many languages, by what they say of a column. Tables only.

Words are in lower case, without accents; a phrase is written with `_` for its blanks.
"""

from enum import StrEnum


class Word(StrEnum):
    """What a word says of a column."""

    EMAIL = "email"
    #: Only beside EMAIL: alone it is a street.
    ADDRESS = "address"
    FIRST = "first name"
    LAST = "last name"
    #: "First", "last": alone or beside NAME; `Last Contact` is a date.
    FIRST_OF = "first"
    LAST_OF = "last"
    NAME = "name"
    #: The name of anything; beside COMPANY.
    NAME_OF = "name of"
    #: One language's first name, or last name, is another's whole name; so is the answer to `Wie heißen Sie?`.
    FIRST_OR_NAME = "first name or name"
    LAST_OR_NAME = "last name or name"
    FULL = "full"
    FULL_NAME = "full name"
    #: As FULL_NAME, with the surname in front.
    SURNAME_FIRST = "surname first"
    SHOWN_NAME = "shown name"
    COMPANY = "company"
    #: A company, or the account of a user.
    ACCOUNT = "account"
    #: A kind of organization: with a name, a company if no other column is one. Alone perhaps a place, or a tag.
    ORGANIZATION = "organization"
    PERSON = "person"
    #: A person or a company; beside a contact person, the company.
    CUSTOMER = "customer"
    #: A person, alone an address.
    RECIPIENT = "recipient"
    #: A person; alone perhaps a whole name, perhaps a telephone number.
    CONTACT = "contact"
    #: A person, alone a whole name.
    CONTACT_PERSON = "contact person"
    #: Whoever pays, uses or leads: somebody else than a contact or an attendee, and taken if there is nobody.
    BESIDE = "beside"
    #: As BESIDE, and no company: `Parent company` is another one.
    PARENT = "parent"
    #: What a contact or a company belongs to.
    ITEM = "item"
    WORK = "work"
    MAIN = "main"
    OTHER = "other"
    #: `Verified Email` is an address, `Email verified` says yes or no.
    VERIFIED = "verified"
    #: An address that nobody in particular reads.
    SHARED = "shared"
    PREFERRED = "preferred"
    CALLED = "called"
    CLEAN = "clean"
    LEGAL = "legal"
    #: Says nothing of the column.
    FILLER = "filler"
    #: Means something else than its words.
    NO_ROLE = "no role"


_WORDS = {
    Word.EMAIL: (
        "email mail mel courriel correo correo_electronico direccion_electronica correio_eletronico"
        " correio_electronico adresse_electronique adresse_de_messagerie adresse_de_courriel posta_elettronica"
        " email_id mail_id epost e_postadress e_postadresse eposta sahkoposti poczta_elektroniczna emailid"
        " почта электронная_почта"
        " эл_почта электронной_почты"
        " mailadr emailadr"
        " 邮箱 郵箱 信箱 邮件 电子邮件 電子郵件 电子邮箱 電子信箱"
        " メール 電子メール eメール 이메일 메일"
    ),
    Word.ADDRESS: (
        "address addr adresse adress adres adresi direccion indirizzo endereco osoite cim"
        " адрес 地址 アドレス 주소 adr"
    ),
    Word.FIRST: (
        "first_name fname frstname frstnm firstnm first_nm fstname given_name forename christian_name vname"
        " vorn vorname prenom nombre_de_pila primeiro_nome"
        " primer_nombre nome_proprio nome_di_battesimo nome_de_batismo imie etunimi voornaam fornamn fornavn"
        " keresztnev utonev krestni_jmeno prenume eesnimi"
        " vardas имя 名 名字 이름"
    ),
    Word.LAST: (
        "last_name lname lstname lstnm lastnm last_nm nname nachn surname surnm family_name fam_name"
        " primer_apellido apellido_paterno ap_paterno ultimo_nome primeiro_apelido"
        " nachname familienname zuname nom_de_famille apellido cognome"
        " sobrenome apelido nazwisko sukunimi achternaam familienaam efternamn etternavn efternavn prijmeni"
        " vezeteknev csaladnev nume_de_familie soyad soyadi soyisim prezime priimek priezvisko perekonnanimi pavarde"
        " фамилия прізвище 姓 姓氏 성"
    ),
    Word.FIRST_OF: "first",
    Word.LAST_OF: "last",
    Word.NAME: "name who_are_you nm naam namn navn nimi nev neve nimet 명",
    Word.NAME_OF: "nazwa bezeichnung название наименование 名称 名稱",
    Word.FIRST_OR_NAME: (
        "nombre nome jmeno meno ime adi isim"
        " wie_heissen_sie wie_heisst_du wer_bist_du wer_sind_sie comment_vous_appelez_vous"
        " comment_t_appelles_tu comment_tu_t_appelles comment_s_appelle qui_etes_vous como_te_llamas como_se_llama"
        " como_se_llama_usted quien_eres come_ti_chiami come_si_chiama chi_sei como_voce_se_chama como_te_chamas"
        " como_se_chama quem_e_voce hoe_heet hoe_heet_je hoe_heet_jij hoe_heet_u wie_ben_je wie_bent_u"
        " jak_sie_nazywasz jak_sie_nazywa jak_nazywa_sie jak_sie_pan_pani_nazywa jak_sie_pani_pan_nazywa"
    ),
    Word.LAST_OR_NAME: "nom nume",
    Word.FULL: "full complete whole complet completo completa volledige vollstandiger pelne полное teljes intreg",
    Word.FULL_NAME: (
        "full_name whole_name vor_und_nachname vor_nachname vor_und_zuname vorname_name vorname_und_name nominativo"
        " voornaam_naam voornaam_en_naam"
        " teljes_nev ad_soyad adi_soyadi ad_ve_soyad isim_soyisim nume_complet фио полное_имя"
        " 姓名 氏名 お名前 名前 성명 성함"
    ),
    Word.SURNAME_FIRST: "name_vorname name_und_vorname naam_voornaam naam_en_voornaam",
    Word.SHOWN_NAME: (
        "display_name anzeigename nom_affiche nom_d_affichage visningsnavn visningsnamn weergavenaam"
        " nombre_para_mostrar nombre_mostrado nome_visualizzato"
    ),
    Word.COMPANY: (
        "company organization organisation org employer firm institution agency workplace"
        " business_name trade_name trading_name store_name corporation law_firm brokerage dealership startup_name"
        " comp_name co_name org_name rag_soc rag_sociale enseigne"
        " firma firmen unternehmen unternehmens betrieb arbeitgeber organisations"
        " societe entreprise raison_sociale denomination employeur nom_commercial organisme"
        " empresa compania organizacion razon_social nombre_comercial denominacion empleador"
        " azienda societa ditta impresa ragione_sociale datore_di_lavoro denominazione organizzazione"
        " organizacao razao_social nome_fantasia denominacao companhia"
        " bedrijf bedrijfs organisatie werkgever handelsnaam onderneming"
        " firmy firmie przedsiebiorstwo organizacja pracodawca spolka"
        " foretag foretags virksomhed bedrift firmanavn selskap yritys yrityksen spolecnost ceg cegnev sirket"
        " foretagsnamn selskapsnavn virksomhedsnavn bedriftsnavn arbetsgivare arbejdsgiver arbeidsgiver tyonantaja"
        " nazev_spolecnosti nazev_firmy spolocnost nazov_firmy tvrtka podjetje companie firmei denumire_firma"
        " firma_adi sirket_adi sirket_unvani cegneve munkahely munkaltato ettevote imone компанія"
        " related_company societe_liee societe_associee verknupftes_unternehmen zugehoriges_unternehmen"
        " where_do_you_work where_do_you_currently_work who_do_you_work_for whom_do_you_work_for wo_arbeiten_sie"
        " wo_arbeitest_du bei_wem_arbeiten_sie ou_travaillez_vous ou_travailles_tu pour_qui_travaillez_vous"
        " donde_trabajas donde_trabaja para_quien_trabajas dove_lavori dove_lavora per_chi_lavori onde_trabalha"
        " onde_trabalhas onde_voce_trabalha para_quem_trabalha waar_werk_je waar_werkt_u voor_wie_werk_je"
        " gdzie_pracujesz gdzie_pan_pani_pracuje dla_kogo_pracujesz"
        " azienda_correlata azienda_collegata empresa_relacionada compania_relacionada gerelateerd_bedrijf"
        " организация организации"
        " компания компании фирма"
        " 公司 公司名 企业 企業 单位 会社 会社名 企業名"
        " 貴社名 御社名 法人名 勤務先 회사 기업 업체"
    ),
    Word.ORGANIZATION: (
        "school college university faculty hospital clinic practice pharmacy lab institute club church parish charity"
        " nonprofit ngo hotel hostel restaurant bar cafe bakery studio salon gym shop store boutique merchant dealer"
        " retailer garage farm winery brewery gallery museum label brand facility publication outlet"
        " schule schul hochschule universitat klinik klinikum krankenhaus praxis apotheke verein kirche"
        " kirchengemeinde gaststatte gasthaus agentur laden geschaft handler autohaus marke marken kanzlei"
        " weingut werkstatt stiftung"
        " ecole lycee universite hopital clinique cabinet pharmacie association eglise paroisse agence magasin"
        " commerce marque concession concessionnaire etablissement structure"
        " escuela colegio universidad clinica consultorio farmacia iglesia parroquia agencia estudio tienda"
        " concesionario concesionaria marca sello taller gimnasio asociacion fundacion centro comercio"
        " scuola istituto universita ospedale ambulatorio circolo associazione chiesa parrocchia albergo"
        " ristorante agenzia negozio rivenditore concessionaria concessionario marchio palestra officina struttura"
        " locale"
        " escola universidade faculdade igreja clube loja restaurante oficina"
        " universiteit hogeschool ziekenhuis kliniek praktijk apotheek vereniging kerk agentschap bureau winkel"
        " zaak merk stichting"
        " szkola szkoly uczelnia uczelni uniwersytet szpital szpitala klinika kliniki przychodnia przychodni apteka"
        " apteki klub klubu kosciol parafia parafii hotelu restauracja restauracji lokal lokalu agencja agencji"
        " studia sklep sklepu marki gabinet gabinetu warsztat warsztatu fundacja fundacji stowarzyszenie"
        " stowarzyszenia kancelaria kancelarii placowka placowki"
    ),
    Word.ACCOUNT: "account cuenta conta compte",
    Word.RECIPIENT: "recipient subscriber",
    Word.PERSON: (
        "people individual invitee attendee participant"
        " registrant guest delegate speaker panelist candidate applicant respondent visitor employee member submitter"
        " decision_maker dm requester ticket ticket_holder badge"
        " donor donator volunteer spender spenderin donateur donatrice donante donatore doador doadora darczynca"
        " darczyncy ospite huesped hospede"
        " exhibitor sponsor aussteller exposant expositor espositore wystawca"
        " empfanger teilnehmer teilnehmerin gast mitarbeiter bewerber"
        " besucher abonnent abonnenten mitglied entscheider naturl naturliche"
        " destinataire invite inscrit abonne personne interesse collaborateur visiteur membre"
        " persona destinatario participante asistente invitado suscriptor interesado"
        " partecipante invitato iscritto pessoa convidado inscrito assinante"
        " visitante visitatore persoon deelnemer aanwezige bezoeker ontvanger osoba osoby"
        " uczestnik uczestnika odbiorca gosc goscia"
        " deltagare deltager deltaker osallistuja 담당"
    ),
    Word.CUSTOMER: (
        "lead prospect customer cust client business_partner kd kunde kunden interessent interessenten geschaftspartner"
        " mandant debitor debitoren cliente prospecto klant relatie debiteur klient klienta kund asiakas"
        " zakaznik kontrahent kontrahenta"
        " ugyfel musteri клиент клиента 客户 客戶 顾客 顧客 고객"
    ),
    Word.CONTACT: (
        "contact kontakt kontakts contacto contatto contato kontaktowy kontaktowa kontaktu контакт"
    ),
    Word.CONTACT_PERSON: (
        "person contact_person point_of_contact poc ansprechpartner ansprechpartnerin ansprechperson"
        " kontaktperson ansprechp anspr_partner interlocuteur persona_de_contacto referente pessoa_de_contato"
        " contactpersoon osoba_kontaktowa osoby_kontaktowej osoba_do_kontaktu"
        " yhteyshenkilo kontaktni_osoba kapcsolattarto yetkili_kisi ilgili_kisi persoana_de_contact контактное_лицо"
        " 联系人 聯絡人 聯繫人 担当者 담당자"
    ),
    Word.BESIDE: (
        "billing billing_address bill_to shipping shipping_address ship_to delivery invoice invoicing buyer"
        " purchaser payer payeur pagador pagante pagatore zahler betaler platnik platnika"
        " order order_holder registration user ceo founder besteller bestellung koper"
        " rechnung rechnungs rechnungsadresse liefer lieferadresse kaufer"
        " gf geschaftsfuhrer geschaftsfuhrerin inhaber dirigeant dirigeante gerant gerante"
        " facturation adresse_de_facturation livraison acheteur facturacion envio comprador fatturazione fattura"
        " spedizione acquirente ordine faturamento cobranca entrega factuur facturatie faktury"
        " pedido commande kupujacy kupujacego zamawiajacy zamawiajacego"
    ),
    Word.PARENT: (
        "parent guardian parent_guardian eltern elternteil erziehungsberechtigter erziehungsberechtigte tuteur genitore"
        " tutor encarregado_de_educacao ouder rodzic rodzica"
    ),
    Word.WORK: (
        "work business corporate professional direct b2b office_work job geschaftlich geschaftliche beruflich"
        " berufliche dienstlich dienstliche dienstl geschaftl gesch"
        " trabalho arbeit arbejds arbets jobb professionnel professionnelle pro travail laboral trabajo"
        " profesional corporativo aziendale lavoro professionale di_lavoro profissional zakelijk zakelijke werk"
        " sluzbowy firmowy"
    ),
    Word.MAIN: (
        "primary main principal principale default recommended haupt primare primar principaal hoofd glowny"
        " current actual aktuelle aktuelles actuelle actuel attuale atual huidige associated default_address original"
        " verknupftes verknupfter associe associee asociada asociado associata associato associada associado"
        " gekoppeld gekoppelde powiazana"
    ),
    Word.OTHER: (
        "personal private home secondary second alternate alternative additional other backup third tertiary"
        " supplemental extra privat priv personlich personliche sekundare sekundar weitere zusatzliche"
        " alternativ andere prive privee perso personnel personnelle secondaire autre particular secundario"
        " otro alternativo adicional personale privato privata secondario altra altro pessoal outro ander"
        " persoonlijk alternatief prywatny dodatkowy inny"
    ),
    Word.VERIFIED: "verified valid confirmed final",
    Word.SHARED: "office general generic shared central zentral zentrale headquarters hq allgemein allgemeine",
    Word.PREFERRED: "preferred",
    Word.CALLED: (
        "rufname roepnaam goes_by known_as should_we_call_you can_we_call_you may_we_call_you shall_we_call_you"
        " do_we_call_you wie_sollen_wir_dich_nennen wie_durfen_wir_dich_nennen wie_durfen_wir_sie_nennen"
        " comment_devons_nous_vous_appeler comment_pouvons_nous_vous_appeler como_podemos_llamarte"
        " como_te_podemos_llamar como_podemos_te_chamar come_possiamo_chiamarti come_dobbiamo_chiamarti"
        " hoe_mogen_we_je_noemen hoe_mogen_wij_je_noemen hoe_mogen_we_u_noemen"
        " jak_mozemy_sie_do_ciebie_zwracac"
    ),
    Word.CLEAN: "clean cleaned normalized normalised casual name_for_emails",
    Word.ITEM: "deal opportunity",
    Word.NO_ROLE: (
        "user_name ticket_name order_name email_label mail_label"
        " company_employee company_member organization_member organisation_member"
        " firma_mitarbeiter firmen_mitarbeiter"
        " is_a_company is_company is_a_customer est_une_societe est_un_client ist_ein_unternehmen"
        " ist_unternehmen es_una_empresa es_una_compania e_un_azienda is_een_bedrijf"
    ),
    Word.LEGAL: "legal registered official",
    Word.FILLER: (
        "the a an of for to your my our s us me please enter in tell give provide what whats which is are here"
        " below required optional mandatory if applicable best value properties property attributes fields field"
        " data custom metadata and or adressattyp record enriched enrich"
        " hi hello hey there you with currently reach_you great thanks okay nice_to_meet_you cn_bio cn_pr_bs"
        " bitte ihr ihre ihren ihrem dein deine deinen der die das des dem den und oder wie lautet heisst ist angeben"
        " eingeben pflichtfeld pflichtangabe optionale sie fur bei welchem welche welches welcher arbeiten arbeitest"
        " le la les l d de du et ou votre vos ton ta quel quelle est obligatoire facultatif veuillez saisir"
        " dans pour chez vous travaillez travailles"
        " el los las del y o u su sus tu tus cual es obligatorio obligatoria requerido opcional por favor"
        " que trabajas trabaja cuales_son donde"
        " il lo gli della dello dell dei di e qual tuo tua suo sua vostro vostra obbligatorio facoltativo"
        " quale lavori lavora quali_sono dove"
        " do da dos seu em voce trabalha trabalhas onde quais_sao"
        " bij welk welke van het een uw je jouw wat en verplicht optioneel"
        " ktorej ktorym laquelle lequel cui waar werkt wo arbeitet"
        " i w jakiej jaki jaka jakie jest jak_masz_na pracujesz pracuje"
        " lub twoj twoje twojej twojego swoj swoje pan pana pani podaj wpisz prosze wymagane"
        " entrez indiquez introduce introduzca escribe ingresa indica inserisci scrivi digite insira informe"
        " vul geef gib called represent vertreten vertrittst representez representas representa rappresenti"
        " vertegenwoordig reprezentujesz para_que para_cual per_quale voor_welk"
        " voor_welke dla_jakiej twoja m_w_d w_m_d m_f_d f_m_d"
    ),
}


def words_by_kind() -> dict[Word, list[str]]:
    """Return the words and phrases of each kind; a phrase has `_` for its blanks."""
    return {word: phrases.split() for word, phrases in _WORDS.items()}


# Beginnings of words in headers whose columns name somebody or something else, whatever their values look like.
_SOMEBODY_ELSE = (
    "owner assign rep repr created creat modified updated manag supervis boss sender from refer agent author"
    " assist spouse partner mother father parent child emergency host user login seller vendor suppl former"
    " previous prev old competitor bank insur school universit sales sdr bdr responsible"
    " second secondary alternate 2nd other middle maiden"
    " city town country state region street industry sector title role job position department language list"
    " campaign event product project source channel tag segment group team file domain url website site"
    " linkedin twitter facebook id code sequence template subject"
    " besitzer inhaber betreuer zustandig verantwort bearbeiter sachbearbeiter vertreter vertrieb absender"
    " erstellt geandert assist eltern lieferant ehemalig vorherig bisherig land ort stadt strasse branche"
    " abteilung sprache quelle gruppe kampagne veranstaltung produkt projekt"
    " proprietaire responsable commercial expediteur cree modifie parrain fournisseur ancien ville pays rue"
    " secteur poste service langue campagne evenement produit projet origine"
    " propietario vendedor comercial asesor agente remitente creado proveedor anterior ciudad pais calle"
    " puesto cargo idioma campana evento producto proyecto origen"
    " proprietario responsabile venditore mittente creato fornitore precedente citta paese via settore ruolo"
    " lingua evento prodotto progetto origine"
    " proprietario vendedor remetente criado fornecedor cidade rua setor idioma campanha produto projeto"
    " eigenaar beheerder verkoper afzender leverancier vorig stad straat sector functie taal campagne"
    " wlasciciel opiekun handlowiec nadawca dostawca miasto ulica branza stanowisko jezyk kampania"
)
SOMEBODY_ELSE = tuple(_SOMEBODY_ELSE.split())
