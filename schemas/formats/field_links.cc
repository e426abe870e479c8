// Addresses, people, statements and dates on their way into a Resource.
#include <algorithm>
#include <utility>

#include "schemas/formats/field_writer.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/url.h"

namespace commonplace::formats {
namespace {

constexpr std::size_t most_agents = 64;
constexpr std::size_t most_statement_refs = 64;
constexpr std::size_t most_encodings = 200;
constexpr std::size_t most_refs = 500;
constexpr std::size_t most_sources = 64;
constexpr std::size_t most_places = 32;
constexpr std::size_t most_same_as = 32;
constexpr std::size_t most_address_bytes = 2'000;
constexpr std::size_t most_name_bytes = 1'000;
constexpr std::size_t longest_code_bytes = 80;

bool is_address(std::string_view words) {
  return words.starts_with("http://") || words.starts_with("https://");
}

bool is_uri(std::string_view words) {
  const std::size_t colon = words.find(':');
  if (colon == std::string_view::npos || colon < 2 || colon > 20 || words.find(' ') != std::string_view::npos)
    return false;
  return std::all_of(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.';
  });
}

// A code has no blanks and at least one digit: "RH.6-8.7", "PK.1.1", "4a".
bool is_code(std::string_view words) {
  return words.size() <= longest_code_bytes && words.find(' ') == std::string_view::npos &&
         words.find_first_of("0123456789") != std::string_view::npos;
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool is_unsafe(std::string_view address) {
  const std::string start = lower_ascii(address.substr(0, 12));
  for (const std::string_view scheme : {"javascript:", "data:", "file:", "vbscript:"})
    if (start.starts_with(scheme)) return true;
  return false;
}

// "03/04/2020" with both readings, year first; empty when the text has another shape.
std::string both_readings(std::string_view text) {
  const std::size_t first = text.find_first_of("/.-");
  const std::size_t second = first == std::string_view::npos ? first : text.find_first_of("/.-", first + 1);
  if (second == std::string_view::npos || first == 0 || first > 2 || second - first < 2 || second - first > 3 ||
      text.size() - second != 5)
    return {};
  const std::string one(text.substr(0, first));
  const std::string two(text.substr(first + 1, second - first - 1));
  const std::string year(text.substr(second + 1));
  for (const auto* part : {&one, &two, &year})
    if (part->find_first_not_of("0123456789") != std::string::npos) return {};
  const auto padded = [](const std::string& digits) { return digits.size() == 1 ? "0" + digits : digits; };
  const auto days = normalise_date(year + "-" + padded(two) + "-" + padded(one));
  const auto months = normalise_date(year + "-" + padded(one) + "-" + padded(two));
  if (days && months && *days != *months) return *days + " or " + *months;
  return days ? *days : months ? *months : std::string();
}

}  // namespace

std::optional<std::string> FieldWriter::address(const Given& given) {
  const std::string_view words = trim(given.words);
  if (words.empty()) return std::nullopt;
  if (is_unsafe(words)) {
    problem(given, "unsafe-uri", "This address could run a program, so it is not accepted.",
            "Give the web address of a page or file: it begins with https://");
    return std::nullopt;
  }
  std::string whole(words);
  if (whole.starts_with("www.")) whole.insert(0, "https://");
  if (whole.starts_with("//")) whole.insert(0, "https:");
  if (whole.size() <= most_address_bytes)
    if (auto address = normalise_http_url(whole)) return address;
  problem(given, "bad-uri", "This is not a web address that we can read.",
          "Copy the address from the browser: it begins with https://");
  return std::nullopt;
}

void FieldWriter::at_id(const Given& given) {
  const std::string_view words = trim(given.words);
  if (words.starts_with("//")) {
    resource_.at_id = "https:" + std::string(words);
  } else if (is_uri(words) && !is_unsafe(words) && words.size() <= most_address_bytes) {
    resource_.at_id = words;
  }
}

void FieldWriter::identifier(const Given& given) {
  const std::string_view words = trim(given.words);
  if (words.starts_with("oai:")) {
    resource_.identifier = words;
  } else if (is_uri(words)) {
    same_as(given);
  }
}

void FieldWriter::same_as(const Given& given) {
  const std::string_view words = trim(given.words);
  if (is_uri(words) && !is_unsafe(words) && words.size() <= most_address_bytes)
    add_once(resource_.same_as, std::string(words), most_same_as);
}

void FieldWriter::url(const Given& given) {
  if (!resource_.url.empty()) return;
  if (auto found = address(given)) resource_.url = *std::move(found);
}

void FieldWriter::encoding(const Given& given) {
  auto found = address(given);
  if (!found) return;
  model::Encoding file;
  file.content_url = *std::move(found);
  add_once(resource_.encoding, std::move(file), most_encodings);
}

void FieldWriter::image(const Given& given) {
  if (resource_.image && !resource_.image->url.empty()) return;
  auto found = address(given);
  if (!found) return;
  if (!resource_.image) resource_.image.emplace();
  resource_.image->url = *std::move(found);
}

void FieldWriter::thumbnail(const Given& given) {
  if (!resource_.thumbnail_url.empty()) return;
  if (auto found = address(given)) resource_.thumbnail_url = *std::move(found);
}

model::Agent FieldWriter::agent(const Given& given) {
  model::Agent agent;
  const std::string_view words = trim(given.words);
  if (is_address(words)) {
    agent.id = words;
  } else if (std::string name = clean(given, most_name_bytes); !name.empty()) {
    agent.name.emplace(language_of(given), std::move(name));
  }
  return agent;
}

void FieldWriter::creator(const Given& given) {
  if (auto person = agent(given); person != model::Agent{}) add_once(resource_.creator, std::move(person), most_agents);
}

void FieldWriter::contributor(const Given& given) {
  if (auto person = agent(given); person != model::Agent{})
    add_once(resource_.contributor, std::move(person), most_agents);
}

model::Ref FieldWriter::ref(const Given& given) {
  model::Ref ref;
  const std::string_view words = trim(given.words);
  if (is_address(words)) {
    if (auto found = address(given)) ref.id = *std::move(found);
  } else if (std::string name = clean(given, most_name_bytes); !name.empty()) {
    ref.name.emplace(language_of(given), std::move(name));
  }
  return ref;
}

void FieldWriter::publisher(const Given& given) {
  auto found = ref(given);
  if (found == model::Ref{} || resource_.publisher != model::Ref{}) return;
  found.type = "Organization";
  resource_.publisher = std::move(found);
}

void FieldWriter::refs(std::vector<model::Ref>& field, const Given& given, std::size_t most) {
  if (auto found = ref(given); found != model::Ref{}) add_once(field, std::move(found), most);
}

void FieldWriter::is_part_of(const Given& given) {
  refs(resource_.is_part_of, given, most_refs);
}
void FieldWriter::has_part(const Given& given) {
  refs(resource_.has_part, given, most_refs);
}
void FieldWriter::is_based_on(const Given& given) {
  refs(resource_.is_based_on, given, most_sources);
}
void FieldWriter::mention(const Given& given) {
  refs(resource_.mentions, given, most_refs);
}

model::StatementRef FieldWriter::statement(const Given& given) {
  model::StatementRef statement;
  const std::string_view words = trim(given.words);
  if (is_address(words)) {
    statement.uri = words;
  } else if (is_code(words)) {
    statement.code = words;
  } else if (std::string text = clean(given, most_address_bytes); !text.empty()) {
    statement.text.emplace(language_of(given), std::move(text));
  }
  return statement;
}

void FieldWriter::statements(std::vector<model::StatementRef>& field, const Given& given) {
  if (auto found = statement(given); found != model::StatementRef{})
    add_once(field, std::move(found), most_statement_refs);
}

void FieldWriter::teaches(const Given& given) {
  statements(resource_.teaches, given);
}
void FieldWriter::assesses(const Given& given) {
  statements(resource_.assesses, given);
}
void FieldWriter::competency_required(const Given& given) {
  statements(resource_.competency_required, given);
}

void FieldWriter::spatial_coverage(const Given& given) {
  std::string place = clean(given, most_name_bytes);
  if (!place.empty()) add_once(resource_.spatial_coverage, std::move(place), most_places);
}

void FieldWriter::temporal_coverage(const Given& given) {
  auto period = normalise_period(given.words);
  if (!period) period = clean(given, most_name_bytes);
  if (!period->empty()) add_once(resource_.temporal_coverage, *std::move(period), most_places);
}

void FieldWriter::date(std::string& field, const Given& given) {
  const std::string_view words = trim(given.words);
  if (words.empty() || !field.empty()) return;
  if (auto found = normalise_date(words)) {
    field = *std::move(found);
    return;
  }
  const std::string readings = both_readings(words);
  const bool ambiguous = readings.find(" or ") != std::string::npos;
  problem(given, ambiguous ? "ambiguous-date" : "bad-date",
          ambiguous ? "This date can be read in two ways." : "This date cannot be read.",
          "Write the year first: " + (readings.empty() ? "2020-04-03" : readings) + ".");
}

void FieldWriter::date_created(const Given& given) {
  date(resource_.date_created, given);
}
void FieldWriter::date_published(const Given& given) {
  date(resource_.date_published, given);
}
void FieldWriter::date_modified(const Given& given) {
  date(resource_.date_modified, given);
}

void FieldWriter::time_required(const Given& given) {
  if (trim(given.words).empty() || !resource_.time_required.empty()) return;
  if (auto found = normalise_duration(given.words)) {
    resource_.time_required = *std::move(found);
  } else {
    problem(given, "bad-duration", "This length of time cannot be read.",
            "Write it as minutes, for example “45”, or as “1 hour 30 minutes”.");
  }
}

void FieldWriter::duration(const Given& given) {
  if (trim(given.words).empty() || !resource_.duration.empty()) return;
  if (auto found = normalise_duration(given.words)) {
    resource_.duration = *std::move(found);
  } else {
    problem(given, "bad-duration", "This length of time cannot be read.", "Write it as “3 min 20 sec”.");
  }
}

void FieldWriter::take_address_from_id() {
  if (resource_.url.empty() && resource_.encoding.empty()) resource_.url = normalise_http_url(resource_.at_id).value_or("");
}

std::vector<model::Problem> FieldWriter::take_notes() {
  auto notes = std::exchange(problems, {});
  for (auto& warning : std::exchange(warnings, {})) notes.push_back(std::move(warning));
  return notes;
}

void FieldWriter::finish() {
  if (!image_alt_.empty()) {
    if (!resource_.image && !resource_.thumbnail_url.empty())
      resource_.image = model::Image{resource_.thumbnail_url, {}, "", ""};
    if (resource_.image) resource_.image->alt.merge(image_alt_);
  }
  if (resource_.types.empty()) {
    resource_.types = {"LearningResource"};
  } else if (resource_.types.front() != "LearningResource") {
    std::erase(resource_.types, "LearningResource");
    resource_.types.insert(resource_.types.begin(), "LearningResource");
  }
}

}  // namespace commonplace::formats
