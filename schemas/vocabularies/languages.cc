// Names of languages, and reading a language from its name or its ISO 639-2 code (MD-39).
// Sources: BCP 47 subtag registry; own names as in Unicode CLDR.
#include <algorithm>
#include <map>
#include <string>

#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/lookup_key.h"

namespace commonplace::vocabularies {
namespace {

struct Language {
  std::string_view tag;
  std::string_view name;
  std::string_view own_name;
  std::string_view codes;  // ISO 639-2, both where there are two; separated by a blank
};
constexpr Language table[] = {
    {"af", "Afrikaans", "Afrikaans", "afr"},
    {"am", "Amharic", "አማርኛ", "amh"},
    {"ar", "Arabic", "العربية", "ara"},
    {"az", "Azerbaijani", "azərbaycan", "aze"},
    {"be", "Belarusian", "беларуская", "bel"},
    {"bg", "Bulgarian", "български", "bul"},
    {"bn", "Bengali", "বাংলা", "ben"},
    {"br", "Breton", "brezhoneg", "bre"},
    {"bs", "Bosnian", "bosanski", "bos"},
    {"ca", "Catalan", "català", "cat"},
    {"cs", "Czech", "čeština", "ces cze"},
    {"cy", "Welsh", "Cymraeg", "cym wel"},
    {"da", "Danish", "dansk", "dan"},
    {"de", "German", "Deutsch", "deu ger"},
    {"el", "Greek", "Ελληνικά", "ell gre"},
    {"en", "English", "English", "eng"},
    {"eo", "Esperanto", "esperanto", "epo"},
    {"es", "Spanish", "español", "spa"},
    {"et", "Estonian", "eesti", "est"},
    {"eu", "Basque", "euskara", "eus baq"},
    {"fa", "Persian", "فارسی", "fas per"},
    {"fi", "Finnish", "suomi", "fin"},
    {"fo", "Faroese", "føroyskt", "fao"},
    {"fr", "French", "français", "fra fre"},
    {"fy", "Western Frisian", "Frysk", "fry"},
    {"ga", "Irish", "Gaeilge", "gle"},
    {"gd", "Scottish Gaelic", "Gàidhlig", "gla"},
    {"gl", "Galician", "galego", "glg"},
    {"gu", "Gujarati", "ગુજરાતી", "guj"},
    {"gv", "Manx", "Gaelg", "glv"},
    {"ha", "Hausa", "Hausa", "hau"},
    {"he", "Hebrew", "עברית", "heb"},
    {"hi", "Hindi", "हिन्दी", "hin"},
    {"hr", "Croatian", "hrvatski", "hrv"},
    {"ht", "Haitian Creole", "kreyòl ayisyen", "hat"},
    {"hu", "Hungarian", "magyar", "hun"},
    {"hy", "Armenian", "հայերեն", "hye arm"},
    {"id", "Indonesian", "Bahasa Indonesia", "ind"},
    {"ig", "Igbo", "Igbo", "ibo"},
    {"is", "Icelandic", "íslenska", "isl ice"},
    {"it", "Italian", "italiano", "ita"},
    {"ja", "Japanese", "日本語", "jpn"},
    {"ka", "Georgian", "ქართული", "kat geo"},
    {"kk", "Kazakh", "қазақ тілі", "kaz"},
    {"km", "Khmer", "ខ្មែរ", "khm"},
    {"kn", "Kannada", "ಕನ್ನಡ", "kan"},
    {"ko", "Korean", "한국어", "kor"},
    {"ku", "Kurdish", "kurdî", "kur"},
    {"kw", "Cornish", "Kernewek", "cor"},
    {"la", "Latin", "Latina", "lat"},
    {"lb", "Luxembourgish", "Lëtzebuergesch", "ltz"},
    {"lt", "Lithuanian", "lietuvių", "lit"},
    {"lv", "Latvian", "latviešu", "lav"},
    {"mi", "Maori", "te reo Māori", "mri mao"},
    {"mk", "Macedonian", "македонски", "mkd mac"},
    {"ml", "Malayalam", "മലയാളം", "mal"},
    {"mn", "Mongolian", "монгол", "mon"},
    {"mr", "Marathi", "मराठी", "mar"},
    {"ms", "Malay", "Bahasa Melayu", "msa may"},
    {"mt", "Maltese", "Malti", "mlt"},
    {"my", "Burmese", "မြန်မာ", "mya bur"},
    {"nb", "Norwegian Bokmål", "norsk bokmål", "nob"},
    {"ne", "Nepali", "नेपाली", "nep"},
    {"nl", "Dutch", "Nederlands", "nld dut"},
    {"nn", "Norwegian Nynorsk", "norsk nynorsk", "nno"},
    {"no", "Norwegian", "norsk", "nor"},
    {"pa", "Punjabi", "ਪੰਜਾਬੀ", "pan"},
    {"pl", "Polish", "polski", "pol"},
    {"ps", "Pashto", "پښتو", "pus"},
    {"pt", "Portuguese", "português", "por"},
    {"ro", "Romanian", "română", "ron rum"},
    {"ru", "Russian", "русский", "rus"},
    {"sco", "Scots", "Scots", ""},
    {"se", "Northern Sami", "davvisámegiella", "sme"},
    {"si", "Sinhala", "සිංහල", "sin"},
    {"sk", "Slovak", "slovenčina", "slk slo"},
    {"sl", "Slovenian", "slovenščina", "slv"},
    {"so", "Somali", "Soomaali", "som"},
    {"sq", "Albanian", "shqip", "sqi alb"},
    {"sr", "Serbian", "српски", "srp"},
    {"sv", "Swedish", "svenska", "swe"},
    {"sw", "Swahili", "Kiswahili", "swa"},
    {"ta", "Tamil", "தமிழ்", "tam"},
    {"te", "Telugu", "తెలుగు", "tel"},
    {"th", "Thai", "ไทย", "tha"},
    {"ti", "Tigrinya", "ትግርኛ", "tir"},
    {"tl", "Tagalog", "Tagalog", "tgl"},
    {"tr", "Turkish", "Türkçe", "tur"},
    {"uk", "Ukrainian", "українська", "ukr"},
    {"ur", "Urdu", "اردو", "urd"},
    {"uz", "Uzbek", "oʻzbek", "uzb"},
    {"vi", "Vietnamese", "Tiếng Việt", "vie"},
    {"xh", "Xhosa", "isiXhosa", "xho"},
    {"yi", "Yiddish", "ייִדיש", "yid"},
    {"yo", "Yoruba", "Yorùbá", "yor"},
    {"zh", "Chinese", "中文", "zho chi"},
    {"zu", "Zulu", "isiZulu", "zul"},
    {"bfi", "British Sign Language", "British Sign Language", ""},
    {"ase", "American Sign Language", "American Sign Language", ""},
    {"zxx", "No words", "No words", ""},
    {"und", "Language not known", "Language not known", ""},
    {"mul", "Several languages", "Several languages", ""},
};

struct OtherName {
  std::string_view key;  // as lookup_key writes it
  std::string_view tag;
};
constexpr OtherName other_names[] = {
    {"gaelic", "gd"},
    {"irish gaelic", "ga"},
    {"mandarin", "zh"},
    {"farsi", "fa"},
    {"filipino", "tl"},
    {"castilian", "es"},
    {"flemish", "nl"},
    {"bsl", "bfi"},
    {"panjabi", "pa"},
    {"bangla", "bn"},
    {"englisch", "en"},
    {"saesneg", "en"},
    {"anglais", "en"},
    {"ingles", "en"},
    {"norwegian", "no"},
    {"american english", "en-US"},
    {"british english", "en-GB"},
    {"english uk", "en-GB"},
    {"english us", "en-US"},
    {"no language", "zxx"},
    {"no linguistic content", "zxx"},
    {"no words", "zxx"},
    {"not applicable", "zxx"},
};

const Language* find_language(std::string_view tag) {
  for (const auto& language : table)
    if (language.tag == tag) return &language;
  return nullptr;
}

using Words = std::map<std::string, std::string_view, std::less<>>;

void add_codes(Words& words, const Language& language) {
  for (std::size_t begin = 0; begin < language.codes.size();) {
    const std::size_t end = std::min(language.codes.find(' ', begin), language.codes.size());
    words.emplace(language.codes.substr(begin, end - begin), language.tag);
    begin = end + 1;
  }
}

const Words& known_words() {
  static const Words words = [] {
    Words all;
    for (const auto& language : table) {
      all.emplace(language.tag, language.tag);
      all.emplace(lookup_key(language.name), language.tag);
      all.emplace(lookup_key(language.own_name), language.tag);
      add_codes(all, language);
    }
    for (const auto& other : other_names) all.emplace(other.key, other.tag);
    return all;
  }();
  return words;
}

std::string_view primary(std::string_view tag) {
  return tag.substr(0, tag.find('-'));
}

// "en-GB" is "English (GB)": regions are shown by their code.
std::string with_region(std::string_view name, std::string_view tag) {
  if (tag.size() == primary(tag).size()) return std::string(name);
  return std::string(name) + " (" + std::string(tag.substr(primary(tag).size() + 1)) + ")";
}

}  // namespace

std::string language_label(std::string_view tag) {
  const Language* language = find_language(primary(tag));
  return language == nullptr ? std::string(tag) : with_region(language->name, tag);
}

std::string language_own_name(std::string_view tag) {
  const Language* language = find_language(primary(tag));
  return language == nullptr ? std::string(tag) : with_region(language->own_name, tag);
}

std::optional<std::string> read_language(std::string_view words) {
  const auto found = known_words().find(lookup_key(words));
  if (found == known_words().end()) return std::nullopt;
  return std::string(found->second);
}

}  // namespace commonplace::vocabularies
