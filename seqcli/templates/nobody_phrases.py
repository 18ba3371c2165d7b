"""What stands in the cell of a name that is nobody's, or must not be used. Tables only, in lower case."""

#: Whole cells that name nobody.
PHRASES = frozenset(
    {
        *(
            "walk in",
            "walk in customer",
            "walk in guest",
            "cash customer",
            "cash client",
            "cash sale",
            "cash sales",
        ),
        *("counter customer", "counter sale", "counter sales", "pos customer", "pos sale", "retail customer"),
        *("guest checkout", "guest order", "plus one", "tba", "público en general", "venta de mostrador"),
        *("venta mostrador", "venda balcão", "vente comptoir", "vendita al banco", "losse verkoop"),
        *("sprzedaż detaliczna",),
        *("to whom it may concern", "whom it may concern", "sir or madam", "first", "firstname"),
        *("first name", "last", "lastname", "last name", "first last", "name", "full name", "vorname"),
        *("nachname", "vor nachname", "vorname nachname", "prénom", "prenom", "nom", "prénom nom"),
        *("nombre", "apellido", "nombre apellido", "nome", "cognome", "sobrenome", "voornaam"),
        *("achternaam", "imię", "nazwisko", "förnamn", "efternamn", "имя", "фамилия", "unknown"),
        *("none none", "true", "false", "inc", "ltd", "llc", "gmbh", "hi", "hey", "hallo", "hola", "dear"),
        *("unbekannt", "inconnu", "desconocido", "sconosciuto", "desconhecido", "onbekend", "nieznany"),
        *("okänd", "неизвестно", "undefined", "null", "none", "anonymous", "anonym", "anonyme"),
        *("anónimo", "n/a", "tbd", "linkedin member", "facebook user", "private", "privat", "keine"),
        *("kein", "nope", "no name", "noname", "your name", "my name", "unknown unknown", "not set"),
        *(
            "empty",
            "blank",
            "deleted",
            "atención al cliente",
            "fname",
            "lname",
            "tbc",
            "n.v.t",
            "nvt",
            "brak",
        ),
        *("sr", "fr", "mw", "stb", "szanowni państwo", "gentile signora", "gentile signore"),
        *("damen und herren", "mesdames messieurs", "gentile cliente", "open to work", "opentowork"),
    }
)
#: Names of nobody, which people type or which stand on samples; nobody in earnest is called so.
STAND_INS = frozenset(
    {
        *("john doe", "jane doe", "mickey mouse", "minnie mouse", "donald duck", "daisy duck", "daffy duck"),
        *("bugs bunny", "darth vader", "luke skywalker", "spongebob squarepants"),
        *(
            "santa claus",
            "joe bloggs",
            "joe schmoe",
            "joe sixpack",
            "john q public",
            "otto normalverbraucher",
        ),
        *(
            "max muster",
            "jan modaal",
            "jan met de pet",
            "fulano de tal",
            "matti meikäläinen",
            "maija meikäläinen",
        ),
        *("teszt elek", "gipsz jakab", "minta jános", "вася пупкин", "василий пупкин", "nguyễn văn a"),
        *("monsieur x", "mister x", "张三", "李四", "홍길동", "batman", "spiderman", "superman"),
    }
)
#: Surnames of nobody.
STAND_IN_SURNAMES = frozenset(
    {"mustermann", "musterfrau", "beispielmann", "meikalainen", "normalverbraucher"}
)
#: What lists write beside a name to say that it must not be used.
DISUSED = (
    *("do not use", "do not contact", "do not call", "do not email", "do not e-mail", "do not mail"),
    *("do not send", "dont use", "dont contact", "dont call", "dont email", "don't use", "don't contact"),
    *("don't call", "don't email", "no longer", "left company", "left the company", "left co", "left firm"),
    *("left the firm", "left the business", "left organization", "left organisation", "has left", "not here"),
    *("ex-employee", "former employee", "wrong person", "wrong contact", "wrong email", "bad email"),
    *("not interested", "not active", "opted out", "opt out", "opted-out", "opt-out", "unsubscribed"),
    *("unsubscribe", "duplicate", "duplicated", "dupe", "deceased", "deleted", "inactive", "obsolete"),
    *("bounced", "invalid", "archived", "outdated", "terminated", "passed away"),
    *("nicht verwenden", "nicht benutzen", "nicht kontaktieren", "nicht anschreiben", "nicht anrufen"),
    *("nicht mehr", "ausgeschieden", "verstorben", "gelöscht", "dublette", "duplikat", "inaktiv", "veraltet"),
    *("ne pas utiliser", "ne pas contacter", "ne plus utiliser", "ne plus contacter", "a quitté", "décédé"),
    *("décédée", "doublon", "supprimé", "inactif", "no usar", "no contactar", "no llamar", "no escribir"),
    *("no utilizar", "ya no trabaja", "ya no está", "fallecido", "fallecida", "duplicado", "eliminado"),
    *("inactivo", "inactiva", "non usare", "non contattare", "non utilizzare", "non chiamare", "deceduto"),
    *("deceduta", "duplicato", "doppione", "inattivo", "não usar", "não contactar", "não contatar"),
    *("não utilizar", "falecido", "falecida", "inativo", "niet gebruiken", "niet meer", "niet bellen"),
    *("niet mailen", "niet contacteren", "uit dienst", "overleden", "inactief", "nie używać"),
    *("nie kontaktować", "nie dzwonić", "zmarł", "zmarła", "nieaktywny", "nieaktywna"),
    *("använd inte", "kontakta inte", "avliden", "dubblett", "не использовать", "дубль", "уволен", "уволена"),
)
#: What people and keyboards type to fill a field.
TEST_WORDS = frozenset(
    {
        *("test", "tests", "tester", "testing", "testuser", "teste", "prueba", "prova", "essai"),
        *("dummy", "demo", "foo", "foobar", "foo bar", "asd", "asdf", "asdfg", "asdfgh", "asdfghjkl"),
        *("qwe", "qwer", "qwert", "qwerty", "qwertz", "azerty", "zxc", "zxcv", "xyz", "abc", "abcd"),
        *("fnu", "lnu", "nfn", "nln", "nmn"),
        *("abcde", "blah", "bla", "fake", "sample", "example", "beispiel", "ejemplo", "lorem", "ipsum"),
        *("тест", "йцукен", "фыва", "テスト", "테스트"),
    }
)
