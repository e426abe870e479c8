// School subjects (MD §6) with their groups, their KIM schulfaecher, and the words people use for them.
#include <algorithm>
#include <map>
#include <string>

#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/lookup_key.h"

namespace commonplace::vocabularies {
namespace {

constexpr Subject table[] = {
    {"arts", "Arts", ""},
    {"humanities", "Humanities", ""},
    {"languages", "Languages", ""},
    {"sciences", "Sciences and mathematics", ""},
    {"technologies", "Technologies", ""},
    {"wellbeing", "Wellbeing", ""},
    {"art-and-design", "Art and design", "arts"},
    {"music", "Music", "arts"},
    {"drama", "Drama", "arts"},
    {"dance", "Dance", "arts"},
    {"film-and-media", "Film and media", "arts"},
    {"textiles", "Textiles", "arts"},
    {"history", "History", "humanities"},
    {"geography", "Geography", "humanities"},
    {"citizenship", "Citizenship", "humanities"},
    {"social-studies", "Social studies", "humanities"},
    {"religious-education", "Religious education", "humanities"},
    {"philosophy", "Philosophy", "humanities"},
    {"psychology", "Psychology", "humanities"},
    {"business", "Business", "humanities"},
    {"law", "Law", "humanities"},
    {"english", "English", "languages"},
    {"literacy", "Literacy", "languages"},
    {"welsh", "Welsh", "languages"},
    {"irish", "Irish", "languages"},
    {"gaelic", "Gaelic", "languages"},
    {"modern-languages", "Modern languages", "languages"},
    {"french", "French", "modern-languages"},
    {"german", "German", "modern-languages"},
    {"spanish", "Spanish", "modern-languages"},
    {"italian", "Italian", "modern-languages"},
    {"chinese", "Chinese", "modern-languages"},
    {"latin", "Latin", "languages"},
    {"mathematics", "Mathematics", "sciences"},
    {"science", "Science", "sciences"},
    {"biology", "Biology", "science"},
    {"chemistry", "Chemistry", "science"},
    {"physics", "Physics", "science"},
    {"computing", "Computing", "technologies"},
    {"design-and-technology", "Design and technology", "technologies"},
    {"food", "Food and nutrition", "technologies"},
    {"physical-education", "Physical education", "wellbeing"},
    {"health-and-wellbeing", "Health and wellbeing", "wellbeing"},
    {"cross-curricular", "Cross-curricular", ""},
};

struct Synonyms {
  std::string_view id;
  std::string_view kim;    // http://w3id.org/kim/schulfaecher/…; empty: no match
  std::string_view words;  // separated by '|', in any case
};
constexpr Synonyms synonyms[] = {
    {"arts", "",
     "art and music|the arts|expressive arts|creative arts|visual and performing arts|y celfyddydau|"
     "celfyddydau mynegiannol|künste|artes"},
    {"humanities", "", "dyniaethau|geisteswissenschaften|sciences humaines|humanidades"},
    {"languages", "", "ieithoedd|sprachen|langues|lenguas"},
    {"sciences", "", "stem|naturwissenschaften und mathematik"},
    {"technologies", "", "technology|technologie|technoleg|technik|technologie|tecnología"},
    {"wellbeing", "", "lles"},
    {"art-and-design", "s1015",
     "art|art design|visual art|visual arts|fine art|fine arts|arts and crafts|craft|art history|"
     "history of art|celf|celf a dylunio|kunst|kunsterziehung|arts plastiques|arts visuels|arte|"
     "artes plásticas"},
    {"music", "s1020",
     "general music|music education|choral music|instrumental music|choral|cerddoriaeth|musik|musique|"
     "música"},
    {"drama", "s1004",
     "theatre|theater|theatre arts|performing arts|drama and theatre|theatr|darstellendes spiel|théâtre|"
     "teatro"},
    {"dance", "", "dawns|tanz|danse|danza"},
    {"film-and-media", "s1046",
     "film|media|media studies|media arts|film studies|astudiaethau ffilm|medien|medienbildung|"
     "cinéma|cine"},
    {"textiles", "s1060", "textile|fashion|fashion and textiles|tecstilau|textilgestaltung|textiles et mode"},
    {"history", "s1011",
     "us history|world history|american history|local history|ancient history|british history|"
     "modern history|social history|labor history|hanes|geschichte|histoire|historia"},
    {"geography", "s1010", "daearyddiaeth|erdkunde|geographie|géographie|geografía|geografie"},
    {"citizenship", "s1023",
     "civics|civic education|citizenship education|politics|government|law and government|"
     "political science|dinasyddiaeth|politik|sozialkunde|éducation civique|educación cívica"},
    {"social-studies", "s1058",
     "social science|social sciences|sociology|economics|modern studies|anthropology|"
     "gesellschaftswissenschaften|sozialwissenschaften|sciences sociales|ciencias sociales"},
    {"religious-education", "s1055",
     "re|r e|religion|religious studies|religion values and ethics|religion and worldviews|"
     "rme|addysg grefyddol|éducation religieuse|religión"},
    {"philosophy", "s1021", "ethics|philosophy and ethics|p4c|athroniaeth|philosophie|ethik|filosofía"},
    {"psychology", "s1043", "seicoleg|psychologie|psicología"},
    {"business", "s1033", "business studies|enterprise|busnes|astudiaethau busnes|wirtschaft|économie|economía"},
    {"law", "s1054", "legal studies|y gyfraith|recht|droit|derecho"},
    {"english", "s1007",
     "english language|english literature|english language arts|language arts|ela|american literature|"
     "literature|world literature|british literature|creative writing|saesneg|englisch|anglais|inglés"},
    {"literacy", "",
     "reading and writing|reading|writing|literacy and english|llythrennedd|alphabétisation|alfabetización"},
    {"welsh", "", "cymraeg|welsh language|welsh first language|welsh second language|walisisch|gallois|galés"},
    {"irish", "", "gaeilge|irish language"},
    {"gaelic", "", "gàidhlig|scottish gaelic|gaelic learners"},
    {"modern-languages", "s1050",
     "modern foreign languages|mfl|foreign languages|world languages|international languages|"
     "ieithoedd modern|ieithoedd tramor modern|fremdsprachen|langues vivantes|"
     "lenguas extranjeras"},
    {"french", "s1009", "français|ffrangeg|französisch|francés"},
    {"german", "s1005", "deutsch|almaeneg|allemand|alemán"},
    {"spanish", "s1030", "español|sbaeneg|spanisch|espagnol"},
    {"italian", "s1014", "italiano|eidaleg|italienisch|italien"},
    {"chinese", "s1003", "mandarin|mandarin chinese|chinesisch|chinois|chino"},
    {"latin", "s1016", "lladin|latein|latín|classics"},
    {"mathematics", "s1017",
     "maths|math|numeracy|arithmetic|mathemateg|rhifedd|mathematik|mathe|mathématiques|matemáticas"},
    {"science", "s1052",
     "general science|the sciences|science and technology|natural sciences|combined science|gwyddoniaeth|"
     "naturwissenschaften|naturwissenschaft|sciences naturelles|ciencias|ciencias naturales"},
    {"biology", "s1001", "bioleg|biologie|biología|life science|life sciences"},
    {"chemistry", "s1002", "cemeg|chemie|chimie|química"},
    {"physics", "s1022", "ffiseg|physik|physique|física|physical science"},
    {"computing", "s1013",
     "computer science|computing science|ict|information technology|it|digital technology|cyfrifiadura|"
     "informatik|informatique|informática|coding|programming"},
    {"design-and-technology", "s1059",
     "design technology|dt|d and t|d t|design|engineering|product design|resistant materials|"
     "dylunio a thechnoleg|werken|diseño y tecnología"},
    {"food", "s1044",
     "food technology|cooking and nutrition|home economics|cookery|nutrition|bwyd a maeth|ernährung|"
     "hauswirtschaft"},
    {"physical-education", "s1031",
     "pe|p e|sport|sports|physical activity|addysg gorfforol|eps|"
     "éducation physique et sportive|educación física"},
    {"health-and-wellbeing", "s1012",
     "pshe|phse|pshe education|relationships and sex education|rse|health|health education|"
     "personal social and health education|iechyd a lles|gesundheit|santé|salud"},
    {"cross-curricular", "",
     "cross curriculum|all subjects|interdisciplinary|general|trawsgwricwlaidd|fächerübergreifend|"
     "pluridisciplinaire|interdisciplinaire|interdisciplinar"},
};

constexpr std::string_view own_namespace = "https://w3id.org/commonplace/ns/subject/";
constexpr std::string_view kim_address = "://w3id.org/kim/schulfaecher/";

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
    for (const auto& subject : table) all.emplace(lookup_key(subject.id), subject.id);
    for (const auto& subject : table) all.emplace(lookup_key(subject.label), subject.id);
    for (const auto& row : synonyms) add_synonyms(all, row);
    return all;
  }();
  return words;
}

std::optional<std::string> kim_subject(std::string_view code) {
  for (const auto& row : synonyms)
    if (!row.kim.empty() && row.kim == code) return std::string(row.id);
  return std::nullopt;
}

bool is_under(const Subject& subject, std::string_view id) {
  for (const Subject* one = &subject; one != nullptr; one = find_subject(one->broader))
    if (one->id == id) return true;
  return false;
}

}  // namespace

std::span<const Subject> subjects() {
  return table;
}

const Subject* find_subject(std::string_view id) {
  const auto* found = std::find_if(std::begin(table), std::end(table), [&](const auto& one) { return one.id == id; });
  return found == std::end(table) ? nullptr : found;
}

std::optional<std::string> read_subject(std::string_view words) {
  if (const auto place = words.find(kim_address); place != std::string_view::npos && place <= 5)
    return kim_subject(words.substr(place + kim_address.size()));
  if (words.starts_with(own_namespace)) words.remove_prefix(own_namespace.size());
  const auto found = known_words().find(lookup_key(words));
  if (found == known_words().end()) return std::nullopt;
  return std::string(found->second);
}

std::vector<std::string> narrower_subjects(std::string_view id) {
  std::vector<std::string> ids;
  for (const auto& subject : table)
    if (is_under(subject, id)) ids.emplace_back(subject.id);
  return ids;
}

}  // namespace commonplace::vocabularies
