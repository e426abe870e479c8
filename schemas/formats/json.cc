// Builds the value from nlohmann's SAX events, since its own tree builder lets a second member of a name win silently.
#include "schemas/formats/json.h"

#include <array>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "schemas/formats/unicode.h"

namespace commonplace::json {
namespace {

using model::Problem;

constexpr auto replace_invalid = Value::error_handler_t::replace;

// Receives the text in order and hangs each value into its container. Stops at the first thing that is not allowed.
class Builder {
 public:
  explicit Builder(const Limits& limits) : limits_(limits) {}

  bool null() { return put(nullptr); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(std::int64_t value) { return put(value); }
  bool number_unsigned(std::uint64_t value) { return put(value); }
  bool number_float(double value, const std::string&) { return put(value); }
  bool string(std::string& value) { return put(std::move(value)); }
  bool binary(Value::binary_t&) { return false; }
  bool start_object(std::size_t) { return descend(Value::object()); }
  bool start_array(std::size_t) { return descend(Value::array()); }
  bool end_object() { return ascend(); }
  bool end_array() { return ascend(); }

  bool key(std::string& name) {
    auto& members = open_.back()->get_ref<Value::object_t&>();
    const auto [member, is_new] = members.try_emplace(std::move(name));
    member_ = &member->second;
    if (!is_new) return refuse("duplicate-member", pointer_to(member->first), "Keep one of the two members.");
    if (members.size() > limits_.members) return refuse("too-large", pointer(), "Use fewer members in one object.");
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const Value::exception&) {
    byte_ = position;
    return false;
  }

  Value take() { return std::move(root_); }
  const std::optional<Problem>& refusal() const { return refusal_; }
  std::size_t byte() const { return byte_; }

 private:
  template <typename T>
  bool put(T&& value) {
    place() = std::forward<T>(value);
    return true;
  }

  // Where the next value belongs: the root, the member just named, or a new place at the end of the array.
  Value& place() {
    if (open_.empty()) return root_;
    if (open_.back()->is_object()) return *member_;
    return open_.back()->get_ref<Value::array_t&>().emplace_back();
  }

  bool descend(Value empty) {
    if (static_cast<int>(open_.size()) >= limits_.depth)
      return refuse("too-deep", pointer(), "Nest values less deeply.");
    Value& container = place();
    container = std::move(empty);
    open_.push_back(&container);
    return true;
  }

  bool ascend() {
    open_.pop_back();
    return true;
  }

  bool refuse(std::string_view kind, std::string where, std::string_view fix) {
    const std::string_view what = kind == "duplicate-member" ? "The same member stands twice in one object."
                                  : kind == "too-deep"       ? "Values are nested too deeply."
                                                             : "One object has too many members.";
    refusal_ = Problem{std::string(kind), std::move(where), std::string(what), std::string(fix)};
    return false;
  }

  // The name of a container is found by asking its parent: only wanted when something is wrong.
  std::string pointer() const {
    std::string path;
    for (std::size_t i = 1; i < open_.size(); ++i) {
      const Value& parent = *open_[i - 1];
      if (parent.is_array()) {
        path += fmt::format("/{}", parent.size() - 1);
        continue;
      }
      for (const auto& [name, value] : parent.get_ref<const Value::object_t&>()) {
        if (&value == open_[i]) path += '/' + pointer_escaped(name);
      }
    }
    return path;
  }
  std::string pointer_to(const std::string& member) const { return pointer() + '/' + pointer_escaped(member); }

  const Limits& limits_;
  Value root_;
  std::vector<Value*> open_;
  Value* member_ = nullptr;
  std::optional<Problem> refusal_;
  std::size_t byte_ = 0;
};

Problem unreadable(std::string_view text, std::size_t byte) {
  if (!formats::is_utf8(text)) {
    return {"bad-utf8", fmt::format("byte {}", byte), "The text is not valid UTF-8.", "Save the file as UTF-8."};
  }
  return {"bad-json", fmt::format("byte {}", byte), "This is not valid JSON.", "Mend the text at this place."};
}

}  // namespace

std::string pointer_escaped(std::string_view member) {
  std::string escaped;
  for (const char c : member) {
    if (c == '~') {
      escaped += "~0";
    } else if (c == '/') {
      escaped += "~1";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

model::Outcome<Value> parse(std::string_view text, Limits limits) {
  if (text.size() > limits.bytes) {
    return Problem{"too-large", "", fmt::format("The text is larger than {} bytes.", limits.bytes),
                   "Send less at once."};
  }
  Builder builder(limits);
  const bool read = Value::sax_parse(text.data(), text.data() + text.size(), &builder);
  if (builder.refusal()) return *builder.refusal();
  if (!read) return unreadable(text, builder.byte());
  return builder.take();
}

std::string canonical(const Value& value) {
  return value.dump(-1, ' ', false, replace_invalid);
}

std::string pretty(const Value& value) {
  return value.dump(2, ' ', false, replace_invalid);
}

void append_string(std::string& out, std::string_view text) {
  const auto plain = [](char c) { return static_cast<std::uint8_t>(c) >= 0x20 && c != '"' && c != '\\'; };
  if (!formats::is_utf8(text)) return append_string(out, formats::repair_utf8(text));
  out += '"';
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), plain);
    const auto run = static_cast<std::size_t>(end - text.begin());
    out.append(text.substr(0, run));
    if (run == text.size()) break;
    constexpr std::string_view short_forms = "\"\"\\\\\bb\tt\nn\ff\rr";  // each followed by its letter
    const auto known = short_forms.find(text[run]);
    if (known != std::string_view::npos && known % 2 == 0) {
      out += '\\';
      out += short_forms[known + 1];
    } else {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(text[run]));
    }
    text.remove_prefix(run + 1);
  }
  out += '"';
}

std::string text_or(const Value& object, std::string_view member, std::string_view fallback) {
  if (!object.is_object()) return std::string(fallback);
  const auto found = object.find(member);
  if (found == object.end() || !found->is_string()) return std::string(fallback);
  return found->get<std::string>();
}

}  // namespace commonplace::json
