// Reads a Resource from a JSON tree along the field table. Strings are moved out of the tree, which is ours to spoil.
#include "schemas/formats/canonical.h"

#include <charconv>
#include <limits>
#include <unordered_set>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "schemas/formats/canonical_fields.h"
#include "schemas/formats/canonical_plain.h"
#include "schemas/formats/unicode.h"

namespace commonplace::formats {
namespace {

using canonical::fields;
using canonical::Reading;
using canonical::Tabled;
using json::Value;
using model::LangMap;

// MD-3, MD-4; the same numbers as FED-14, since the document is what gets signed.
constexpr json::Limits document_limits = {.bytes = most_document_bytes, .depth = 16};
constexpr std::size_t most_further_bytes = 16 * 1024;
constexpr std::int64_t greatest_number = (std::int64_t{1} << 53) - 1;

constexpr std::string_view text_kind = "a text";
constexpr std::string_view number_kind = "a whole number";
constexpr std::string_view truth_kind = "true or false";
constexpr std::string_view object_kind = "an object";
constexpr std::string_view list_kind = "a list";
constexpr std::string_view lang_map_kind = "an object from language to text, such as {\"en\": \"…\"}";

class Reader {
 public:
  template <Tabled T>
  bool read(Value& value, T& out) {
    if (!value.is_object()) return wrong(object_kind);
    auto& members = value.get_ref<Value::object_t&>();
    auto member = members.begin();
    const bool good = std::apply(
        [&](const auto&... field) { return (read_field(member, members.end(), field, out) && ...); }, fields<T>);
    return good && keep_until(member, members.end(), {});
  }

  const model::Problem& problem() const { return problem_; }
  std::vector<model::FurtherMember> take_further() { return std::move(further_); }

 private:
  using Member = Value::object_t::iterator;
  using Step = std::variant<std::string_view, std::size_t>;

  // Both the members and the table are sorted: what comes before the field's name has no field.
  template <typename F, typename T>
  bool read_field(Member& member, Member end, const F& field, T& out) {
    if (!keep_until(member, end, field.name)) return false;
    if (member == end || member->first != field.name) return true;
    path_.push_back(field.name);
    const bool good = field.reading == Reading::relaxed ? read_relaxed(member->second, out.*field.member)
                                                        : read(member->second, out.*field.member);
    if (!good) return false;
    path_.pop_back();
    ++member;
    return true;
  }

  // Keeps members without a field; to the end when `name` is empty.
  bool keep_until(Member& member, Member end, std::string_view name) {
    for (; member != end && (name.empty() || member->first < name); ++member) {
      if (path_.empty() && member->first == "@context") continue;  // stands for itself: always the same
      path_.push_back(member->first);
      if (!keep(member->second)) return false;
      path_.pop_back();
    }
    return true;
  }

  // A further member of the top keeps its name, one deeper (or with a name that could be confused) its JSON Pointer.
  bool keep(const Value& value) {
    if (!is_plain(value, static_cast<int>(path_.size()))) return false;
    const auto* name = path_.size() == 1 ? std::get_if<std::string_view>(&path_.front()) : nullptr;
    const bool is_simple = name != nullptr && !name->starts_with('/');
    further_.push_back({is_simple ? std::string(*name) : pointer(), json::canonical(value)});
    further_bytes_ += further_.back().name.size() + further_.back().json.size();
    if (further_bytes_ <= most_further_bytes) return true;
    path_.clear();
    return refuse("too-much-extra", "The members that are not part of the format are larger than 16 KiB.",
                  "Leave out what is not part of the format.");
  }

  // MD-3: no fraction, no number that not every program can hold.
  bool is_plain(const Value& value, int depth) {
    if (depth > document_limits.depth) return refuse("too-deep", "Values are nested too deeply.", "Nest them less.");
    if (value.is_number_float() || (value.is_number() && !is_safe(value))) return wrong(number_kind);
    if (!value.is_structured()) return true;
    return std::all_of(value.begin(), value.end(), [&](const Value& inner) { return is_plain(inner, depth + 1); });
  }

  static bool is_safe(const Value& value) {
    if (value.is_number_unsigned()) return value.get<std::uint64_t>() <= std::uint64_t{greatest_number};
    return value.is_number_integer() && value.get<std::int64_t>() >= -greatest_number;
  }

  bool read(Value& value, std::string& out) {
    if (!value.is_string()) return wrong(text_kind);
    out = std::move(value.get_ref<std::string&>());
    return true;
  }

  bool read(Value& value, bool& out) {
    if (!value.is_boolean()) return wrong(truth_kind);
    out = value.get<bool>();
    return true;
  }

  bool read(Value& value, std::int64_t& out) {
    if (!is_safe(value)) return wrong(number_kind);
    out = value.get<std::int64_t>();
    return true;
  }

  bool read(Value& value, int& out) {
    std::int64_t number = 0;
    if (!read(value, number)) return false;
    if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max()) return wrong(number_kind);
    out = static_cast<int>(number);
    return true;
  }

  template <typename T>
  bool read(Value& value, std::optional<T>& out) {
    return read(value, out.emplace());
  }

  template <typename T>
  bool read(Value& value, std::map<std::string, T>& out) {
    if (!value.is_object()) return wrong(lang_map_kind);
    for (auto& [language, said] : value.get_ref<Value::object_t&>()) {
      path_.push_back(language);
      if (!read(said, out.emplace_hint(out.end(), language, T())->second)) return false;
      path_.pop_back();
    }
    return true;
  }

  template <typename T>
  bool read(Value& value, std::vector<T>& out) {
    if (!value.is_array()) return wrong(list_kind);
    auto& entries = value.get_ref<Value::array_t&>();
    out.resize(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
      path_.push_back(i);
      if (!read(entries[i], out[i])) return false;
      path_.pop_back();
    }
    if constexpr (std::is_same_v<T, std::string>) drop_repeated(out);
    return true;
  }

  // MD §2: order is kept, exact duplicates are removed.
  static void drop_repeated(std::vector<std::string>& texts) {
    if (texts.size() < 2) return;
    std::unordered_set<std::string> seen;
    std::erase_if(texts, [&seen](const std::string& text) { return !seen.insert(text).second; });
  }

  bool read_relaxed(Value& value, LangMap& out) {
    if (value.is_string()) return read(value, out["und"]);
    return read(value, out);
  }

  bool read_relaxed(Value& value, std::optional<std::int64_t>& out) {
    if (!value.is_string()) return read(value, out);
    const auto& digits = value.get_ref<const std::string&>();
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.emplace());
    return (error == std::errc() && end == digits.data() + digits.size()) || wrong(number_kind);
  }

  bool read_relaxed(Value& value, std::vector<std::string>& out) {
    const auto is_text = [](const Value& entry) { return entry.is_string(); };
    if (value.is_array() && !std::all_of(value.begin(), value.end(), is_text)) return keep(value);
    return read(value, out);
  }

  template <typename T>
  bool read_relaxed(Value& value, T& out) {
    return read(value, out);
  }

  bool wrong(std::string_view expected) {
    return refuse("wrong-kind", fmt::format("This must be {}.", expected), fmt::format("Write {} here.", expected));
  }

  bool refuse(std::string_view kind, std::string what, std::string fix) {
    problem_ = {std::string(kind), pointer(), std::move(what), std::move(fix)};
    return false;
  }

  std::string pointer() const {
    std::string text;
    for (const Step& step : path_) {
      text += '/';
      const auto* name = std::get_if<std::string_view>(&step);
      text += name != nullptr ? json::pointer_escaped(*name) : std::to_string(std::get<std::size_t>(step));
    }
    return text;
  }

  std::vector<Step> path_;
  std::vector<model::FurtherMember> further_;
  std::size_t further_bytes_ = 0;
  model::Problem problem_;
};

}  // namespace

model::Outcome<model::Resource> read_canonical(std::string_view json_text) {
  auto read = read_document(json_text);
  if (!read) return read.problem();
  return std::move(read->resource);
}

model::Outcome<ReadDocument> read_document(std::string_view json_text) {
  if (json_text.size() <= most_document_bytes && is_utf8(json_text))
    if (auto plain = canonical::read_plain(json_text)) return *std::move(plain);
  auto document = json::parse(json_text, document_limits);
  if (!document) return document.problem();
  auto resource = read_canonical_tree(*std::move(document));
  if (!resource) return resource.problem();
  return ReadDocument{std::move(*resource), false};
}

model::Outcome<model::Resource> read_canonical_tree(Value document) {
  Reader reader;
  model::Resource resource;
  if (!reader.read(document, resource)) return reader.problem();
  resource.further = reader.take_further();
  return resource;
}

}  // namespace commonplace::formats
