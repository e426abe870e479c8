// Texts on their way into a Resource.
#include "schemas/formats/field_writer.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/unicode.h"

namespace commonplace::formats {
namespace {

// MD §2 counts characters; these are bytes, at most four a character, so that no text within the limit is cut.
constexpr std::size_t most_name_bytes = 1'200;
constexpr std::size_t most_description_bytes = 80'000;
constexpr std::size_t most_abstract_bytes = 800;
constexpr std::size_t most_keyword_bytes = 320;
constexpr std::size_t most_line_bytes = 2'000;
constexpr std::size_t most_notice_bytes = 4'000;

constexpr std::size_t most_keywords = 64;
constexpr std::size_t most_objectives = 32;
constexpr std::size_t most_terms = 200;
constexpr std::size_t most_misconceptions = 64;
constexpr std::size_t most_materials = 64;
constexpr std::size_t most_alternate_names = 16;

// Cuts at a whole character.
void cut(std::string& text, std::size_t most_bytes) {
  while (most_bytes > 0 && (static_cast<unsigned char>(text[most_bytes]) & 0xC0u) == 0x80) --most_bytes;
  text.resize(most_bytes);
}

}  // namespace

FieldWriter::FieldWriter(model::Resource& resource, const ReadingHints& hints)
    : resource_(resource), hints_(hints), language_(hints.language) {}

void FieldWriter::settle_language() {
  if (!resource_.in_language.empty() && resource_.in_language.front() != "zxx")
    language_ = resource_.in_language.front();
}

void FieldWriter::problem(const Given& given, std::string kind, std::string what, std::string fix) {
  problems.push_back({std::move(kind), std::string(given.where), std::move(what), std::move(fix)});
}

void FieldWriter::warning(const Given& given, std::string kind, std::string what, std::string fix) {
  warnings.push_back({std::move(kind), std::string(given.where), std::move(what), std::move(fix)});
}

std::string FieldWriter::language_of(const Given& given) const {
  return given.language.empty() ? language_ : std::string(given.language);
}

std::string FieldWriter::clean(const Given& given, std::size_t most_bytes) {
  std::string text = html_to_text(given.words);
  if (text.size() <= most_bytes) return text;
  cut(text, most_bytes);
  warning(given, "too-long", "This text is longer than we can keep; its end was left out.", "Shorten the text.");
  return text;
}

void FieldWriter::name(const Given& given) {
  std::string text = clean(given, most_name_bytes);
  for (char& c : text)
    if (c == '\n') c = ' ';
  if (text.empty()) return;
  resource_.name.emplace(language_of(given), std::move(text));
}

void FieldWriter::alternate_name(const Given& given) {
  std::string text = clean(given, most_name_bytes);
  if (!text.empty()) add_once(resource_.alternate_name[language_of(given)], std::move(text), most_alternate_names);
}

void FieldWriter::description(const Given& given) {
  std::string text = clean(given, most_description_bytes);
  if (text.empty()) return;
  std::string& all = resource_.description[language_of(given)];
  if (all.size() + text.size() > most_description_bytes) return;
  if (!all.empty()) all += '\n';
  all += text;
}

void FieldWriter::abstract(const Given& given) {
  std::string text = clean(given, most_abstract_bytes);
  if (!text.empty()) resource_.abstract.emplace(language_of(given), std::move(text));
}

void FieldWriter::keyword(const Given& given) {
  std::string text = normalise_text(given.words);
  if (text.empty() || text.size() > most_keyword_bytes) return;
  add_once(resource_.keywords[language_of(given)], std::move(text), most_keywords);
}

void FieldWriter::learning_objective(const Given& given) {
  std::string text = clean(given, most_line_bytes);
  if (!text.empty())
    add_once(resource_.learning_objectives, model::LangMap{{language_of(given), std::move(text)}}, most_objectives);
}

void FieldWriter::material(const Given& given) {
  std::string text = clean(given, most_line_bytes);
  if (!text.empty())
    add_once(resource_.materials, model::LangMap{{language_of(given), std::move(text)}}, most_materials);
}

void FieldWriter::key_vocabulary(const Given& given) {
  const std::string text = clean(given, most_line_bytes);
  if (text.empty()) return;
  const std::size_t colon = text.find(": ");
  model::Term term;
  term.term[language_of(given)] = normalise_text(std::string_view(text).substr(0, colon));
  if (colon != std::string::npos)
    term.definition[language_of(given)] = normalise_text(std::string_view(text).substr(colon + 2));
  add_once(resource_.key_vocabulary, std::move(term), most_terms);
}

void FieldWriter::misconception(const Given& given) {
  std::string text = clean(given, most_line_bytes);
  if (text.empty()) return;
  add_once(resource_.misconceptions, model::Misconception{{{language_of(given), std::move(text)}}, {}},
           most_misconceptions);
}

void FieldWriter::credit_text(const Given& given) {
  if (resource_.credit_text.empty()) resource_.credit_text = clean(given, most_notice_bytes);
}

void FieldWriter::copyright_notice(const Given& given) {
  if (resource_.copyright_notice.size() > most_notice_bytes) return;
  const std::string text = clean(given, most_notice_bytes);
  if (text.empty() || resource_.copyright_notice.find(text) != std::string::npos) return;
  if (!resource_.copyright_notice.empty()) resource_.copyright_notice += '\n';
  resource_.copyright_notice += text;
}

void FieldWriter::image_alt(const Given& given) {
  std::string text = clean(given, most_line_bytes);
  if (!text.empty()) image_alt_.emplace(language_of(given), std::move(text));
}

void FieldWriter::reference(const Given& given) {
  if (reference_.empty()) reference_ = normalise_text(given.words);
}

}  // namespace commonplace::formats
