"""Given names, and surnames that stand first, which tell the words of a name apart. Lower case, without accents."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Given names that are hardly ever surnames: they decide what a lone word or a login is.
GIVEN = _words(
    "aaron abby abdul abigail ada adam adele adrian agnes agnieszka ahmed aisha alan albert alberto "
    "aleksandra alessandra alessandro alessia alexander alexandra alexandre alexis alfred alfredo ali "
    "alice alicia alina alison allison alvaro amanda amber amelia amelie ana anastasia anders andre "
    "andrea andreas andrei andrew andrey andrzej andy angela angelika angelo anita anke ann anna anne "
    "annette annie anthony antje antoine anton antonia antonio anya april arjun arthur arturo ashley "
    "astrid aurelie axel barbara bartosz beata beatrice beatriz ben benedikt benjamin benoit bernard "
    "bernd bertrand beth betty bianca bjorn bob bogdan brandon brenda brian brigitte bruno camila "
    "camille carl carla carlo carlos carmen carol carolina caroline catalina catherine cecilia cecile "
    "celine charles charlotte chiara chloe chris christian christina christine christoph christophe "
    "christopher claire clara claudia claudio clemens colin cristina cynthia dagmar dan daniel "
    "daniela daniele danielle danny dariusz dave david davide deborah debra denis denise dennis derek "
    "diana diane diego dieter dirk dmitri dmitry dominik dominique donna dorota dorothy doug eduardo "
    "edward eileen elena eleonora elias elisa elisabeth elise elizabeth ellen elodie emanuele emil "
    "emilia emilie emily emma enrico enrique eric erica erik erika erin ernesto esther eva evelyn ewa "
    "fabian fabio fabrice fatima federica federico felipe felix fernanda fernando filip filippo "
    "florence florian francesca francesco francisco francois frank franziska frederic friedrich fritz "
    "gabriel gabriela gabriele gabrielle gary georg george georgia gerald gerard gerardo gerd gerhard "
    "gianluca gina giorgia giorgio giovanna giovanni giulia giulio giuseppe gloria gonzalo greg "
    "gregory grzegorz gudrun guido guillaume guillermo gunther gustavo guy hanna hannah hannes hans "
    "harald harry hassan heather heidi heike heiko heinrich heinz helen helena helene helga helmut "
    "henrik henry herbert holger hubert hugo ian ibrahim ignacio igor ilaria ilse ines inga inge ingo "
    "ingrid irene irina iris isaac isabel isabella isabelle ivan ivana jack jacob jacqueline jacques "
    "jakob jakub james jamie jan jana jane janet janina janine jaime javier jean jeanne jeff jeffrey "
    "jen jennifer jens jeremy jerome jessica jill jim joachim joan joana joanna joao jochen joe joel "
    "johan johanna johannes john jonas jonathan jorg jorge jose josef joseph joshua juan judith judy "
    "julia julian juliana julie julien juliette jurgen justin justyna kamil karen karin karina karl "
    "karla karsten katarina katarzyna kate katharina katherine kathleen kathrin kathy katja katrin "
    "kay keith ken kenneth kerstin kevin kim kirsten klaus konrad krzysztof kurt kyle larry lars "
    "laura lauren laurence laurent lea leah lena leo leon leonardo leonie leticia liam lidia lily "
    "linda lisa liz lorenzo lotte louise luca lucas lucia luciana luciano lucie lucy ludwig luigi "
    "luis luisa lukas lukasz lydia magdalena maike malgorzata manfred manuel manuela marc marcel "
    "marcela marcelo marcin marco marcos marek margaret margarita margot maria mariana marianne marie "
    "marina mario marion marius mark markus marlene marta martha martin martina mary massimo mateusz "
    "mathias mathieu matilda matt matteo matthew matthias maurice mauricio mauro max maxime megan "
    "mehmet melanie melissa mia michael michaela michal michel michele michelle miguel mike mikhail "
    "milan miriam mohamed mohammed monica monika monique muhammad mustafa nadia nadine nancy natalia "
    "natalie natasha nathalie nathan nicholas nick nicola nicolas nicole nikita niklas nils nina noah "
    "noemi nora norbert olaf ole oleg olga olivia olivier omar oscar oskar otto pablo pamela paola "
    "paolo pascal patrice patricia patrick patrizia paul paula paulina pauline paulo pavel pawel "
    "pedro peggy pekka penelope peter petra phil philip philipp philippe phyllis pierre pieter pietro "
    "piotr priya rachel rafael rainer raj rajesh ralf ralph ramon raphael raquel rebecca regina "
    "reinhard renata renate rene ricardo riccardo richard rita rob robert roberta roberto robin "
    "rodrigo roger roland rolf roman ron ronald rosa rosario rosie ruben rudolf ruth ryan sabine "
    "sabrina sally salvatore sam samantha samuel sandra sara sarah scott sean sebastian sebastien "
    "serena serge sergei sergey sergio sharon sheila shirley sigrid silke silvia simon simona simone "
    "sofia sonia sonja sophia sophie stacy stefan stefania stefanie stefano steffen stella stephan "
    "stephane stephanie stephen steve steven stuart sue susan susana susanne svenja svetlana sylvia "
    "sylvie tamara tanja tania tatiana ted teresa terry theo theresa thierry thomas tiffany tim timo "
    "tina tobias tom tomas tomasz tony tracy ulrich ulrike ursula ute uwe valentina valeria valerie "
    "vanessa vera veronica veronika victor victoria vincent vincenzo virginia vivian vladimir walter "
    "waltraud wanda wendy werner will william willy wojciech wolfgang xavier yann yves yvonne zoe "
    "janos andras lajos csaba gyula erzsebet ilona zsuzsanna zsuzsa ildiko krisztina reka bence "
    "levente aniko timea edina szilvia piroska emese boglarka nikolett vivien dorottya mihaly bela "
    "denes geza kalman akos barnabas botond gergo kristof szabolcs "
    "zofia gabor laszlo istvan zoltan attila balazs eszter ferenc gergely gyorgy imre jozsef judit "
    "karoly katalin miklos orsolya sandor tamas tibor zsolt zsofia olena iryna oksana andriy dmytro "
    "mykola oleksandr serhiy volodymyr yulia yuri yevgeny ekaterina nikolai aleksei alexei anatoly "
    "boris konstantin lyudmila maxim nadezhda pyotr tatyana александр алексей алина алла анастасия "
    "анатолий андрей анна антон борис вадим валентин валентина валерий вера виктор виктория виталий "
    "владимир владислав вячеслав галина геннадий георгий дарья денис дмитрий евгений евгения "
    "екатерина елена жанна иван игорь илья инна ирина кирилл константин ксения лариса людмила максим "
    "марина мария михаил надежда наталия наталья никита николай оксана олег ольга павел петр пётр "
    "полина роман руслан светлана сергей софья станислав степан тамара татьяна федор фёдор юлия юрий "
    "яна олена ірина андрій дмитро микола наталія олександр сергій володимир юлія тетяна "
    "тарас богдан богдана ігор олексій михайло василь василий іван петро юрій остап назар віктор вікторія "  # noqa: RUF001 - Ukrainian
    "євген надія світлана катерина ярослав святослав артём артем тимофей даниил данило егор глеб матвей "  # noqa: RUF001 - Russian
    "марія любов любовь нина лидия маргарита вероника кристина диана леся інна людмила ganna hanna taras bohdan "
    "ihor oleksiy mykhailo vasyl petro yaroslav artem mikhail sergei sergey dmytro evgeniy vitaliy "
)
#: Given names that are the surnames of many people.
SURNAMES_TOO = _words(
    "adam agostino albert albrecht alexander alexandre allen alonso amato andre andres angelo antoine "
    "anton arnaud arnold arthur ashley aubert auguste austin bailey baptiste barbara barry basile "
    "battista benito bennett benoit bernal bernard bernhard bertrand blaise blake bogdan brady bruce "
    "bruno bryant burkhard cameron camilo carlo carter charles chase christian claes clark claude clay "
    "clement clemente cole colin conrad constant cooper cornelis craig cruz curtis dale dallas daniel "
    "daniele daniels david davis dean denis dennis didier dietrich domingo donald donato douglas drew "
    "duncan eckhard edward elliott ellis emerson ernst esteban etienne ewald fabiano federico felipe "
    "felix ferdinand fidel filip fletcher floyd francis franco francois frank franklin frans franz "
    "friedrich fritz gabriel gaetano gallo gary gaspard gautier gennaro gentile georg george georges "
    "gerard gerhard germain germano gil gilbert gilles giordano giuliano glenn gonzalo gordon graham "
    "grant grasso gregoire gregory griffin guillaume gunther guy harper harris harrison hartmann harvey "
    "hayden hayes heinrich heinz hendrik henning henry herbert hermann herve hilaire horst howard hubert "
    "hudson hugues humbert hunter isidro jackson jacob jacobs jacques jaime james jansen jean jordan "
    "joseph joyce juan julian julien karl kaspar kazimierz keith kelley kelly kennedy kent kilian kim "
    "klaas konrad kurt lambert lane laurent lawrence lee leger leon leonard leone leonhard leopold leslie "
    "lewis lincoln lloyd logan lorenz lorenzo louis luc lucas ludwig luna lynn maas madison marc marcel "
    "marcos marek marie marin marino markus marshall martial martin martino marx mason mateo mathieu "
    "matias mattia maurice mauro maxwell melvin michel miles mitchell monroe morgan moritz morris murray "
    "natale nelson nicholas nicolas nikolaus noel nolan norman oliva oliver olivier orlando oswald otto "
    "owen pace page paige palma palmer parker pascal pascale pascual pasquale patricio patrick paul paz "
    "pellegrino perry peter peters peyton philipp philippe pierce piero pierre pinto porter preston "
    "quentin quinn ralph ramiro ramos ramsey randall ray raymond reed reese regis reid reinhard reinhold "
    "remy rene rhodes ricardo richard riley rinaldo robert robin rodney roger rogers roland romain roman "
    "romano romeo rosa rosales rosario ross roy rudolf russell ryan salvador samson samuel sancho santana "
    "santiago santos sawyer scott shannon shelby sherman sidney silvestri silvestro simon simone simons "
    "smit spencer stacy stanley stefan stella stephen sterling stewart stuart sullivan sydney sylvain "
    "sylvestre taylor terry thibault thierry thomas todd tomas torres tracy travis tristan tucker tyler "
    "ulrich urban valente valentin valentini valentino valero vaughn vega veit ventura vera vernon "
    "vicente victor vidal vincent vitale vito volker wade walenty walker wallace walter warren wayne "
    "werner wesley wilhelm willems willis wilson winston wolf wolfgang wolfram wyatt xavier young yves"
)
#: Surnames of people who put them first, where a given name follows.
FAMILY_FIRST = _words(
    "nagy kovacs szabo toth horvath varga kiss molnar nemeth farkas balogh papp takacs juhasz lakatos "
    "meszaros simon racz fekete szilagyi torok feher gal pinter szucs kocsis "
    "nowak wojcik wozniak mazur krawczyk kaczmarek dudek wieczorek pawlak walczak michalak wrobel stepien zajac "
    "rossi russo ferrari esposito bianchi ricci colombo mancini lombardi moretti barbieri rizzo galli ferrara "
    "muller mueller schmidt schmitt schneider fischer weber meyer maier becker schulz hoffmann schafer "
    "koch bauer richter schroder neumann schwarz zimmermann kruger hofmann hartmann krause lehmann kohler huber "
    "dupont durand dubois moreau lefebvre roux fournier girard rousseau guerin boyer garnier legrand "
)
#: Chinese surnames that are hardly ever given names, and given names of one syllable that follow them.
CHINESE_SURELY = _words("zhang wang zhao liu chen huang zhou wu xu sun zhu guo zheng xie")
CHINESE_GIVEN = _words(
    "wei fang min jing qiang lei jun yong yan jie juan tao ming chao xia ping gang hui bo hao kai peng ning xin "
    "ting hong bin ying na li lin yu yang"
)
KOREAN = _words(
    "kim lee park choi jung jeong kang cho yoon yun jang lim han oh seo shin kwon hwang ahn song yoo hong "
)
CHINESE = _words(
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin luo gao zheng liang "
    "xie tang deng feng xiao cheng cao peng zeng dong pan yuan cai jiang yu du ye wei su lu ding ren "
    "shen yao fan "
)
#: Surnames in Cantonese and Hokkien that are no given names.
CANTONESE = _words(
    "chan cheung chow chua fung goh hui khoo koh kwan kwok lai lam lau leung lim mak ng ong ooi poon quek seah tam "
    "tan tay teo toh tsang tse tsui wong yap yau yeo yeung yip yuen"
)
#: Surnames as people in Taiwan write them, in front of a given name with a hyphen: `Tsai Ya-Ting`.
TAIWANESE = _words(
    "chang chiang chien chiu chu chuang chung hsiao hsieh hsu hsueh hung jen juan ko kung kuo lo lu pai peng shih "
    "tai tien tsai tsao tseng tu tung weng yeh yen"
)
#: Surnames that are hardly ever a syllable of a given name.
SURELY_LAST = CHINESE_SURELY | CANTONESE | {"kim", "lee", "park", "choi"}
VIETNAMESE = _words("nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dinh truong ")
#: Given names of two words: the first word, and those that follow it; all, if none is named.
PAIRS = {
    "jean": _words(
        "baptiste bernard charles christophe claude francois guy jacques joseph louis loup luc marc michel "
        "noel patrick paul philippe pierre rene sebastien yves"
    ),
    "marie": _words(
        "ange anne aude cecile christine claire claude dominique eve france francoise helene jeanne jose "
        "josee laure laurence louise madeleine noelle odile paule pierre rose sophie therese"
    ),
    "juan": _words(
        "andres antonio carlos david diego esteban felipe fernando francisco ignacio jose luis manuel maria "
        "miguel pablo pedro ramon sebastian"
    ),
    "jose": _words(
        "alberto alejandro alfredo angel antonio armando carlos eduardo enrique felipe fernando francisco "
        "gabriel ignacio javier joaquin juan julio luis manuel maria mario miguel pablo pedro rafael ramon "
        "raul ricardo roberto"
    ),
    "maria": _words(
        "alejandra angeles antonia antonietta beatriz camila carmen carolina chiara clara concepcion "
        "cristiana cristina dolores eduarda elena emilia eugenia fatima fernanda gabriela giovanna giulia "
        "gloria grazia helena ines isabel jesus jose josefa julia laura lourdes luisa magdalena mercedes "
        "paola paula pia pilar rita rosa rosaria silvia sofia soledad stella teresa victoria vittoria"
    ),
    "mary": _words("ann anne beth ellen jane jo kate katherine lou lynn margaret rose"),
    "luis": _words(
        "alberto angel antonio carlos eduardo enrique felipe fernando francisco javier jose manuel mario "
        "miguel"
    ),
    "miguel": _words("angel"),
    "ana": _words(
        "beatriz belen carolina clara cristina elena gabriela isabel julia laura lucia luisa margarida maria "
        "paula raquel rita rosa sofia teresa victoria"
    ),
    "anna": _words("carina chiara laura lena lisa lucia maria paola rita rosa sophie"),
    "joao": _words(
        "antonio carlos felipe gabriel guilherme lucas luiz manuel miguel paulo pedro victor vitor"
    ),
    "karl": _words("friedrich heinz josef ludwig"),
    "hans": _words("christian dieter georg joachim jochen jurgen martin peter ulrich werner wilhelm"),
    "gian": _words("battista carlo franco giacomo luca marco maria paolo piero pietro"),
    "pier": _words("francesco giorgio luigi paola paolo"),
    "anne": _words("cecile charlotte claire france laure lise marie sophie"),
    "pierre": _words("alain antoine emmanuel henri louis marie yves"),
    "carlos": _words("alberto andres antonio eduardo enrique henrique manuel"),
    "francisco": _words("javier jose"),
    "antonio": _words("carlos jose"),
    "pedro": _words("antonio henrique pablo"),
    "jorge": _words("luis"),
    "victor": _words("hugo manuel"),
    "marco": _words("antonio aurelio"),
    "rosa": _words("anna maria"),
    "eva": _words("maria"),
    "luiz": _words("antonio carlos eduardo felipe fernando gustavo henrique otavio"),
    "paulo": _words("cesar henrique roberto sergio"),
    "jan": _words("jaap kees pieter willem"),
    "abdul": frozenset[str](),
    "abdel": frozenset[str](),
    "abd": frozenset[str](),
    "abdur": frozenset[str](),
    "abdus": frozenset[str](),
    "abou": frozenset[str](),
    "abu": frozenset[str](),
    "oum": frozenset[str](),
    "umm": frozenset[str](),
    "om": _words("parkash prakash"),
    "\u0639\u0628\u062f": frozenset[str](),
    "\u0623\u0628\u0648": frozenset[str](),
    "\u0627\u0628\u0648": frozenset[str](),
    "\u0623\u0645": frozenset[str](),
    "\u0627\u0645": frozenset[str](),
}
