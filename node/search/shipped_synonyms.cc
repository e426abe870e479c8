// Classroom words that stand for one another. Our own list, written subject by subject from how schools and museums
// speak; a pair is here when a teacher who types one would be content with the other. Spelling differences are in
// other_spellings.cc, forms of one word (paint, painting) are the stemmer's.
#include "node/search/thesaurus.h"

namespace commonplace::search {

namespace {

constexpr std::string_view english = R"(
# school and lesson
maths = mathematics = math
PE = physical education
RE = religious education = religious studies
PSHE = personal social health and economic education
RSHE = relationships and sex education
DT = design and technology
ICT = information technology
MFL = modern foreign languages
EAL = ESL = english as an additional language
EYFS = early years
CPD = teacher training
pupil = student = learner
teacher = educator
classroom = school room
lesson plan = scheme of work = teaching plan
lesson = session
worksheet = activity sheet = work sheet
handout => worksheet
flashcard = flash card
slides = slideshow = presentation = powerpoint
poster = placard
quiz => test
exam = examination
revision = recap = review
homework = home learning
starter = warm up
plenary = summing up
assembly = collective worship
field trip = school trip = school visit
curriculum = syllabus
playground = school yard
kindergarten = reception class
primary school = elementary school
secondary school = high school
autumn => fall
holiday = vacation

# art and craft
drawing = sketching
sketchbook = sketch book
picture = image
photo = photograph
photography = photos
painting => oil on canvas, watercolour, acrylic
watercolour = water colour
sculpture = statue
pottery = ceramics
ceramics => clay, porcelain, earthenware
print = printmaking
printmaking => lithograph, etching, linocut, woodcut, engraving, screenprint
lino print = linocut
screen print = screenprint = silkscreen
textiles = fabric = cloth
fabric => linen, cotton, silk, wool
sewing = stitching = needlework
embroidery => stitching
weaving => tapestry, loom
tapestry => weaving
knitting => crochet
papier mache = paper mache
origami = paper folding
mosaic => tesserae
stained glass = leaded window
self portrait = selfie
portrait => likeness
landscape => scenery
seascape = marine painting
still life = nature morte
mural = wall painting
fresco = wall painting
graffiti = street art
cartoon = comic strip
comic = graphic novel
illustration = drawing
calligraphy = handwriting art
typography = lettering
architecture => buildings
jewellery => necklace, brooch, ring
costume => dress
costume => clothing
fashion => clothing
mask making = masks
puppet => marionette
puppetry = puppet show
exhibition = exhibit
museum object = artefact = artifact
artwork = work of art
artist => painter, sculptor, printmaker, illustrator
craft = handicraft
hue => colour
tint => shade
tone => shade
shading = hatching
perspective => vanishing point
composition => arrangement
pattern = motif
texture => surface
animation = stop motion
film = movie = cinema
video => clip

# music, drama, dance
tune = melody
rhythm = beat
tempo = speed of music
dynamics => loud, quiet
choir = chorus
singing = song
instrument => violin, piano, guitar, drum, flute, trumpet
orchestra = symphony orchestra
percussion => drum, tambourine
composer => songwriter
notation = sheet music = musical score
drama = theatre
acting = role play
play script = playscript = script
theatre => stage
audience = spectators
mime = silent acting
ballet => dance
choreography = dance composition

# history
WW1 = world war one = first world war = great war = world war 1 = WWI
WW2 = world war two = second world war = world war 2 = WWII
world war i = first world war
world war ii = second world war
holocaust = shoah
evacuee = evacuation
blitz = bombing
soldier = troops
army = military
navy => ships
monarch => king, queen
royal family = royals
medieval = middle ages
victorian => victoria
tudor => henry viii, elizabeth i
ancient egypt = egyptians
pharaoh => egyptian king
ancient greece = greeks
ancient rome = romans
viking = norse = norsemen
anglo saxon = saxon
stone age = prehistory = neolithic
prehistoric = prehistory
great fire of london => samuel pepys
gunpowder plot = guy fawkes = bonfire night
suffragette = suffragist
votes for women = women's suffrage
slave trade = transatlantic slavery = slavery
slavery = enslavement
enslaved people = slaves
civil rights = racial equality
black history = african american history
colonialism = imperialism
empire => colony
native american = american indian = indigenous american
indigenous = first nations = aboriginal
immigrant = migrant
immigration = migration
refugee = asylum seeker
industrial revolution = industrialisation
railway = railroad
train => locomotive
steam engine = locomotive
factory = mill
workhouse => poor law
coal mine = colliery
castle => fortress
knight => armour
timeline = chronology
primary source = historical document
archive => records
diary = journal
letter = correspondence
newspaper => press
map = atlas
flag = banner
coin = currency
archaeology = excavation
great depression = dust bowl
cold war => iron curtain
civil war => battle
plague = black death
revolution => uprising
parliament = house of commons

# geography and the world
UK = united kingdom = great britain
USA = united states = america
river => stream, tributary
coast = shore = seaside
beach = seaside
mountain = hill
volcano => eruption
earthquake = seismic activity
flood = flooding
weather = climate
rainforest = jungle
desert => arid land
farming = agriculture
city = town = urban area
countryside = rural area
settlement = village
map skills = map reading
compass = points of the compass
recycling = reuse
rubbish = litter = waste = garbage
pollution = contamination
sustainability = sustainable
renewable energy => solar power, wind power
natural disaster = natural hazard
population = demography
trade = commerce
transport = transportation
aeroplane = airplane = plane
ship = boat
car = automobile
bike = bicycle

# science
experiment = investigation = practical
plant = vegetation
flower = blossom
woodland => trees
forest = woodland = woods
animal = creature
insect = minibeast = bug
minibeasts => insects, invertebrates
mammal => animal
dinosaur => fossil
habitat = ecosystem
food chain = food web
life cycle = lifecycle
human body = anatomy
skeleton = bones
heart => circulation
digestion = digestive system
teeth = dental
diet = nutrition
illness = disease
germs = bacteria
medicine = drug
electricity => circuit
magnet = magnetism
forces => gravity, friction
astronomy => space
solar system = planets
star = constellation
moon landing = apollo 11
rock => mineral
sound = noise
material => plastic, metal, wood, glass
mixture => solution
solid liquid gas = states of matter
evolution = natural selection
darwin = charles darwin
genetics = inheritance
landfill => rubbish

# mathematics
adding = addition
plus => addition
subtract = take away
subtraction = taking away
multiplying = multiplication
times tables = multiplication tables
divide = sharing equally
division = dividing
graph = chart
bar chart = bar graph
pie chart = circle graph
geometry => shape
2d shape = plane shape
3d shape = solid shape
angle => protractor
average => mean, median, mode
data handling = statistics
probability = chance
money = coins
telling the time = clock
number line = number track
place value = hundreds tens and ones
algebra = equations
word problem = worded problem
symmetry => reflection
tessellation = tiling

# English and reading
reading comprehension = understanding texts
phonics = letter sounds
spelling = orthography
punctuation => comma, full stop, apostrophe
story = tale = narrative
fairy tale = fairytale
myth = legend
fable => moral tale
poem = poetry
poet = poetry
rhyme = verse
novel => book
author = writer
character = protagonist
creative writing = story writing
noun => naming word
verb => doing word
adjective => describing word
synonym => similar words
vocabulary = word list
shakespeare = william shakespeare
speech = oration
debate = discussion
library = reading room

# life, belief, festivals
Christmas = xmas
diwali = divali = deepavali
eid = ramadan
hanukkah = chanukah
halloween = all hallows
lunar new year = chinese new year
bible = scripture
church = chapel
mosque = masjid
synagogue => temple
religion = faith
christian = christianity
muslim = islam
jewish = judaism
hindu = hinduism
sikh = sikhism
buddhist = buddhism
family = relatives
friendship = friends
bullying = unkindness
well being = wellbeing = mental health
mindfulness = meditation
healthy eating = balanced diet
cooking = baking
recipe = cookery
food = meal
toys = playthings
games => sport
football = soccer
athletics = track and field
gymnastics = gym
disabled = disability
LGBT = LGBTQ
gender equality = women's rights
elderly = older people
child = kid
baby = infant
mother = mum = mom
father = dad

# computing
coding = programming
computer = PC
internet => web
online safety = internet safety = e safety
algorithm => instructions
spreadsheet = excel
robot = robotics
artificial intelligence = AI
website = web page
)";

constexpr std::string_view welsh = R"(
taflen waith = taflen weithgaredd
cynllun gwers = cynllun dysgu
llun = darlun
lluniau = darluniau
peintio = paentio
crochenwaith = cerameg
tecstilau = ffabrig
cerflun = cerflunwaith
castell => caer
ail ryfel byd = WW2
rhyfel byd cyntaf = WW1
hanes = gorffennol
cân = canu
cerdd = barddoniaeth
stori = chwedl
mathemateg = rhifedd
plentyn = plant
)";

constexpr std::string_view french = R"(
fiche d'activité = feuille d'exercices
plan de cours = séquence pédagogique
affiche = poster
tableau = peinture
dessin = croquis
seconde guerre mondiale = deuxième guerre mondiale
première guerre mondiale = grande guerre
moyen âge = médiéval
élève = écolier
conte = histoire
maths = mathématiques
céramique = poterie
)";

constexpr std::string_view german = R"(
Arbeitsblatt = Übungsblatt
Unterrichtsentwurf = Stundenentwurf
Plakat = Poster
Bild = Gemälde
Zeichnung = Skizze
Zweiter Weltkrieg = 2. Weltkrieg
Erster Weltkrieg = 1. Weltkrieg
Schüler = Lernende
Mathe = Mathematik
Märchen = Sage
Keramik = Töpferei
Sport = Sportunterricht
)";

constexpr std::string_view spanish = R"(
ficha = hoja de trabajo
cartel = póster
cuadro = pintura
dibujo = boceto
alumno = estudiante
mates = matemáticas
segunda guerra mundial = WW2
primera guerra mundial = gran guerra
cuento = relato
cerámica = alfarería
)";

constexpr std::string_view swedish = R"(
arbetsblad = övningsblad
lektionsplan = lektionsplanering
affisch = poster
målning = tavla
teckning = skiss
elev = lärjunge
matte = matematik
saga = berättelse
andra världskriget = WW2
första världskriget = WW1
)";

}  // namespace

const std::vector<SynonymList>& shipped_synonyms() {
  static const std::vector<SynonymList> lists = {{"en", english}, {"en", everyday_words()}, {"cy", welsh},   {"fr", french},
                                                 {"de", german},  {"es", spanish}, {"sv", swedish}};
  return lists;
}

}  // namespace commonplace::search
