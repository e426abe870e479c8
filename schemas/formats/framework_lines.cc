#include "schemas/formats/framework_lines.h"

#include "schemas/formats/framework_words.h"
#include "schemas/formats/json.h"
#include "schemas/formats/normalise.h"

namespace commonplace::formats {
namespace {

using json::Value;
using model::Outcome;
using model::Problem;

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

std::vector<std::string> words_in(const Value& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return {};
  if (found->is_string()) return {found->get<std::string>()};
  std::vector<std::string> all;
  if (found->is_array())
    for (const auto& one : *found)
      if (one.is_string()) all.push_back(one.get<std::string>());
  return all;
}

class Reader {
 public:
  explicit Reader(const FrameworkHints& hints) : hints_(hints) {}

  Outcome<FrameworkPackage> read(std::string_view bytes) {
    begin_framework();
    for (int number = 1; !bytes.empty(); ++number)
      if (auto problem = read_line(take_line(bytes), number)) return *std::move(problem);
    if (list_.all().empty())
      return Problem{"no-statements", "", "The file holds no statement.", "Check that the export was complete."};
    (void)take_repetitions(list_, warnings_);
    arrange(list_.take(), package_);
    for (auto& warning : warnings_.take()) package_.warnings.push_back(std::move(warning));
    return std::move(package_);
  }

 private:
  void begin_framework() {
    model::Framework& framework = package_.framework;
    framework.uri = hints_.uri;
    framework.title[hints_.language] = hints_.title.empty() ? "Framework" : hints_.title;
    framework.jurisdiction = hints_.jurisdiction;
    framework.languages = {hints_.language};
    framework.source_format = "lines";
  }

  model::Failure read_line(std::string_view line, int number) {
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) return std::nullopt;
    const std::string where = "line " + std::to_string(number);
    const auto value = json::parse(line);
    if (!value || !value->is_object())
      return Problem{"bad-json", where, "This line is not a JSON object.", "Write one statement in each line."};
    PlacedStatement placed;
    model::Statement& statement = placed.statement;
    statement.uri = json::text_or(*value, "uri");
    const std::string words = html_to_text(json::text_or(*value, "text"));
    if (statement.uri.empty() || words.empty()) {
      warnings_.add("no-text", where, "A statement has no text or no uri and was left out.", "Mend it in the source.");
      return std::nullopt;
    }
    statement.text[normalise_language(json::text_or(*value, "language")).value_or(hints_.language)] = words;
    statement.code = normalise_text(json::text_or(*value, "code"));
    statement.type = json::text_or(*value, "type");
    statement.parent = json::text_or(*value, "parent");
    for (const char* name : {"levels", "level"})
      for (const auto& level : words_in(*value, name))
        if (!add_level(statement, level, hints_))
          warnings_.add("level-unclear", where, "A level is not known here.", "Write it as “Key stage 2” or “Grade 4”.");
    for (const char* name : {"subject", "subjects"})
      for (const auto& subject : words_in(*value, name)) add_subject(statement, subject);
    return list_.add(std::move(placed));
  }

  const FrameworkHints& hints_;
  FrameworkPackage package_;
  StatementList list_;
  Warnings warnings_;
};

}  // namespace

bool looks_like_statement_lines(std::string_view bytes) {
  const auto value = json::parse(take_line(bytes));
  return value && value->is_object() && value->contains("uri") && value->contains("text");
}

Outcome<FrameworkPackage> read_statement_lines(std::string_view bytes, const FrameworkHints& hints) {
  return Reader(hints).read(bytes);
}

}  // namespace commonplace::formats
