// Learning resource types (MD §5) and the words people use for them (MD-18), in English, Welsh, German, French,
// Spanish. Matches: HCRT (https://w3id.org/kim/hcrt/), LRMI learningResourceType, DCMIType.
#include <algorithm>
#include <map>
#include <string>

#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/lookup_key.h"

namespace commonplace::vocabularies {
namespace {

constexpr ResourceType table[] = {
    {"lesson-plan", "Lesson plan", "Text"},
    {"unit-plan", "Scheme of work", "Text"},
    {"teaching-guide", "Teacher notes", "Text"},
    {"activity", "Activity", "Text"},
    {"worksheet", "Worksheet", "Text"},
    {"presentation", "Slides", "InteractiveResource"},
    {"video", "Video", "MovingImage"},
    {"audio", "Audio", "Sound"},
    {"image", "Image", "StillImage"},
    {"artwork", "Artwork or object", "PhysicalObject"},
    {"primary-source", "Primary source", "Text"},
    {"source-set", "Source set", "Collection"},
    {"text", "Reading", "Text"},
    {"textbook", "Textbook", "Text"},
    {"reference", "Reference work", "Text"},
    {"game", "Game", "InteractiveResource"},
    {"quiz", "Quiz or test", "InteractiveResource"},
    {"exercise", "Practice", "InteractiveResource"},
    {"experiment", "Experiment", "Event"},
    {"simulation", "Simulation", "InteractiveResource"},
    {"map", "Map", "StillImage"},
    {"diagram", "Diagram or chart", "StillImage"},
    {"data", "Data", "Dataset"},
    {"sheet-music", "Sheet music", "Text"},
    {"script", "Play or film script", "Text"},
    {"case-study", "Case study", "Text"},
    {"course", "Course", "Collection"},
    {"web-page", "Web page", "InteractiveResource"},
    {"software", "Software", "Software"},
    {"loan-box", "Loan box, handling kit", "PhysicalObject"},
    {"visit", "Visit or workshop", "Event"},
    {"training", "Training for teachers", "Event"},
    {"other", "Other", "InteractiveResource"},
};

struct Synonyms {
  std::string_view id;
  std::string_view words;  // separated by '|', in any case
};
constexpr Synonyms synonyms[] = {
    {"lesson-plan",
     "lesson|lessons|lesson plans|plan|teaching plan|session plan|cynllun gwers|cynlluniau "
     "gwersi|gwers|unterrichtsplanung|"
     "unterrichtsentwurf|unterrichtsstunde|stundenentwurf|plan de cours|plan de leçon|fiche pédagogique|leçon|"
     "plan de clase|plan de lección|lección"},
    {"unit-plan",
     "scheme of work|schemes of work|unit|unit plan|unit of work|sow|medium term plan|cynllun gwaith|cynllun uned|"
     "unterrichtseinheit|unterrichtsreihe|séquence pédagogique|séquence|unidad didáctica"},
    {"teaching-guide",
     "teaching guide|teacher notes|teachers notes|teacher guide|teachers guide|teacher resource|teachers pack|teacher "
     "pack|"
     "guide for teachers|guidance|supporting document|resource pack|education pack|educator guide|nodiadau athrawon|"
     "canllaw athrawon|lehrerhandreichung|handreichung|lehrerhandbuch|guide de l enseignant|guide pédagogique|"
     "dossier pédagogique|guía didáctica|guía docente"},
    {"activity",
     "activity|activities|activity plan|activity sheet|task|making activity|make|gweithgaredd|gweithgareddau|aktivität|"
     "aufgabe|activité|atelier créatif|actividad|tarea"},
    {"worksheet",
     "worksheet|worksheets|work sheet|handout|hand out|printable|taflen waith|taflenni "
     "gwaith|arbeitsblatt|arbeitsblätter|"
     "arbeitsmaterial|fiche de travail|feuille de travail|feuille d exercices|hoja de trabajo|ficha"},
    {"presentation",
     "presentation|powerpoint|power point|ppt|pptx|slide|slides|slideshow|slide show|slide deck|cyflwyniad|sleidiau|"
     "präsentation|folien|présentation|diaporama|presentación|diapositivas"},
    {"video",
     "video|videos|film|films|movie|clip|video clip|recorded lesson|moving image|video recording|animation|fideo|ffilm|"
     "filmclip|lehrfilm|vidéo|vídeo|película|videoobject"},
    {"audio",
     "audio|sound|sounds|sound recording|audio recording|podcast|recording|music "
     "recording|sain|podlediad|ton|tonaufnahme|"
     "hörspiel|son|enregistrement sonore|grabación|audioobject"},
    {"image",
     "image|images|picture|pictures|photo|photos|photograph|photographs|illustration|still "
     "image|poster|print|delwedd|llun|"
     "lluniau|ffotograff|bild|bilder|abbildung|foto|imagen|fotografía|photographie|imageobject"},
    {"artwork",
     "artwork|artworks|object|objects|artefact|artifact|museum object|painting|sculpture|drawing|work of art|"
     "physical object|collection object|gwaith celf|gwrthrych|kunstwerk|objekt|gemälde|skulptur|oeuvre d "
     "art|oeuvre|objet|"
     "peinture|obra de arte|objeto|visualartwork"},
    {"primary-source",
     "primary source|primary sources|source|archive document|document|historical document|manuscript|letter|newspaper|"
     "ffynhonnell|ffynhonnell gynradd|quelle|primärquelle|source primaire|fuente primaria|fuente"},
    {"source-set",
     "source set|source sets|primary source set|collection of sources|topic collection|casgliad "
     "ffynonellau|quellensammlung|"
     "recueil de sources|conjunto de fuentes"},
    {"text",
     "text|texts|reading|article|story|essay|blog "
     "post|blog|poem|testun|darllen|erthygl|stori|textdokument|lesetext|artikel|"
     "texte|récit|texto|artículo|cuento"},
    {"textbook",
     "textbook|text book|book|ebook|e book|gwerslyfr|llyfr|lehrbuch|schulbuch|buch|manuel|manuel scolaire|livre|"
     "libro de texto|libro|manual"},
    {"reference",
     "reference|reference work|glossary|index|dictionary|encyclopedia|timeline|fact sheet|factsheet|cyfeirlyfr|geirfa|"
     "nachschlagewerk|glossar|lexikon|ouvrage de référence|glossaire|obra de referencia|glosario"},
    {"game",
     "game|games|educational game|puzzle|gêm|gemau|lernspiel|spiel|jeu|jeu éducatif|jeux|juego|juego educativo"},
    {"quiz",
     "quiz|quizzes|test|assessment|exam|exam paper|questionnaire|cwis|prawf|asesiad|quiz oder "
     "test|prüfung|lernkontrolle|"
     "évaluation|interrogation|examen|cuestionario|evaluación|prueba"},
    {"exercise",
     "exercise|exercises|practice|drill and practice|drill|assessment item|problem "
     "set|ymarfer|ymarferion|übung|übungen|"
     "exercice|exercices|ejercicio|ejercicios"},
    {"experiment", "experiment|experiments|practical|lab|arbrawf|versuch|expérience|experimento"},
    {"simulation",
     "simulation|simulations|simulator|interactive|interactive resource|virtual tour|efelychiad|simulación|"
     "simulationen"},
    {"map", "map|maps|mapiau|karte|landkarte|carte|mapa"},
    {"diagram",
     "diagram|diagrams|chart|infographic|graph|diagramau|diagramm|schaubild|diagramme|schéma|diagrama|gráfico"},
    {"data", "data|dataset|data set|spreadsheet|statistics|set ddata|daten|datensatz|données|jeu de données|datos"},
    {"sheet-music",
     "sheet music|score|musical score|cerddoriaeth ddalen|noten|musiknoten|partitur|partition|"
     "partition de musique|partitura"},
    {"script", "script|play script|film script|screenplay|play|sgript|skript|drehbuch|scénario|pièce de théâtre|guion"},
    {"case-study", "case study|case studies|astudiaeth achos|fallstudie|étude de cas|estudio de caso"},
    {"course", "course|online course|mooc|module|programme|cwrs|kurs|cours|curso"},
    {"web-page",
     "web page|webpage|website|web site|web portal|portal|web resource|online resource|gwefan|tudalen we|"
     "webseite|website|page web|site web|página web|sitio web"},
    {"software", "software|app|application|software application|tool|meddalwedd|ap|anwendung|logiciel|aplicación"},
    {"loan-box",
     "loan box|loans box|handling kit|handling collection|loan boxes|object box|resource box|"
     "physical learning resource|blwch benthyg|leihkiste|museumskoffer|malle pédagogique|mallette pédagogique|"
     "caja de préstamo|maleta didáctica"},
    {"visit",
     "visit|workshop|school visit|museum visit|field trip|trip|tour|event|school workshop|ymweliad|gweithdy|besuch|"
     "führung|ausflug|visite|atelier|sortie scolaire|visita|taller|excursión"},
    {"training",
     "training|cpd|professional development|teacher training|inset|webinar|continuing professional development|"
     "hyfforddiant|fortbildung|lehrerfortbildung|formation|formation des enseignants|formación"},
    {"other", "other|others|misc|miscellaneous|arall|sonstiges|andere|autre|divers|otro|otros"},
};

struct TypeUri {
  std::string_view uri;
  std::string_view id;
};
constexpr TypeUri uris[] = {
    {"http://purl.org/dc/dcmitype/StillImage", "image"},
    {"http://purl.org/dc/dcmitype/Image", "image"},
    {"http://purl.org/dc/dcmitype/MovingImage", "video"},
    {"http://purl.org/dc/dcmitype/Sound", "audio"},
    {"http://purl.org/dc/dcmitype/Text", "text"},
    {"http://purl.org/dc/dcmitype/Dataset", "data"},
    {"http://purl.org/dc/dcmitype/Software", "software"},
    {"http://purl.org/dc/dcmitype/Event", "visit"},
    {"http://purl.org/dc/dcmitype/PhysicalObject", "artwork"},
    {"https://w3id.org/kim/hcrt/application", "software"},
    {"https://w3id.org/kim/hcrt/assessment", "quiz"},
    {"https://w3id.org/kim/hcrt/audio", "audio"},
    {"https://w3id.org/kim/hcrt/case_study", "case-study"},
    {"https://w3id.org/kim/hcrt/course", "course"},
    {"https://w3id.org/kim/hcrt/data", "data"},
    {"https://w3id.org/kim/hcrt/diagram", "diagram"},
    {"https://w3id.org/kim/hcrt/drill_and_practice", "exercise"},
    {"https://w3id.org/kim/hcrt/educational_game", "game"},
    {"https://w3id.org/kim/hcrt/experiment", "experiment"},
    {"https://w3id.org/kim/hcrt/image", "image"},
    {"https://w3id.org/kim/hcrt/index", "reference"},
    {"https://w3id.org/kim/hcrt/lesson_plan", "lesson-plan"},
    {"https://w3id.org/kim/hcrt/map", "map"},
    {"https://w3id.org/kim/hcrt/portal", "web-page"},
    {"https://w3id.org/kim/hcrt/questionnaire", "quiz"},
    {"https://w3id.org/kim/hcrt/script", "script"},
    {"https://w3id.org/kim/hcrt/sheet_music", "sheet-music"},
    {"https://w3id.org/kim/hcrt/simulation", "simulation"},
    {"https://w3id.org/kim/hcrt/slide", "presentation"},
    {"https://w3id.org/kim/hcrt/text", "text"},
    {"https://w3id.org/kim/hcrt/textbook", "textbook"},
    {"https://w3id.org/kim/hcrt/video", "video"},
    {"https://w3id.org/kim/hcrt/web_page", "web-page"},
    {"https://w3id.org/kim/hcrt/worksheet", "worksheet"},
    {"https://w3id.org/kim/hcrt/other", "other"},
};

constexpr std::string_view own_namespace = "https://w3id.org/commonplace/ns/type/";
constexpr std::string_view lrmi_namespace = "http://purl.org/dcx/lrmi-vocabs/learningResourceType/";

using Words = std::map<std::string, std::string_view, std::less<>>;

void add_synonyms(Words& words, const Synonyms& row) {
  for (std::size_t begin = 0; begin < row.words.size();) {
    const std::size_t end = std::min(row.words.find('|', begin), row.words.size());
    words.emplace(lookup_key(row.words.substr(begin, end - begin)), row.id);
    begin = end + 1;
  }
}

const Words& known_words() {
  static const Words words = [] {
    Words all;
    for (const auto& type : table) all.emplace(lookup_key(type.id), type.id);
    for (const auto& type : table) all.emplace(lookup_key(type.label), type.id);
    for (const auto& row : synonyms) add_synonyms(all, row);
    return all;
  }();
  return words;
}

// "lessonPlan" → "lesson Plan", as LRMI writes its terms.
std::string apart_at_capitals(std::string_view term) {
  std::string out;
  for (const char c : term) {
    if (c >= 'A' && c <= 'Z' && !out.empty()) out += ' ';
    out += c;
  }
  return out;
}

}  // namespace

std::span<const ResourceType> resource_types() {
  return table;
}

const ResourceType* find_resource_type(std::string_view id) {
  for (const auto& type : table)
    if (type.id == id) return &type;
  return nullptr;
}

std::optional<std::string> read_resource_type(std::string_view words) {
  for (const auto& known : uris)
    if (known.uri == words) return std::string(known.id);
  std::string spoken(words);
  if (words.starts_with(own_namespace)) spoken = words.substr(own_namespace.size());
  if (words.starts_with(lrmi_namespace)) spoken = apart_at_capitals(words.substr(lrmi_namespace.size()));
  const auto found = known_words().find(lookup_key(spoken));
  if (found == known_words().end()) return std::nullopt;
  return std::string(found->second);
}

}  // namespace commonplace::vocabularies
