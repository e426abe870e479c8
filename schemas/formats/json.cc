// Builds the value from our own tokens: nlohmann's tree builder lets a second member of a name win silently, and its
// reader goes byte by byte.
#include "schemas/formats/json.h"

#include <array>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "schemas/formats/json_lexer.h"
#include "schemas/formats/byte_runs.h"
#include "schemas/formats/unicode.h"

namespace commonplace::json {
namespace {

using model::Problem;

constexpr auto replace_invalid = Value::error_handler_t::replace;

// Reads token by token and hangs each value into its container. Stops at the first thing that is not allowed.
class Builder {
 public:
  Builder(std::string_view text, const Limits& limits) : lexer_(text), limits_(limits) {}

  // False when the text is no JSON, or when there is a refusal().
  bool build() {
    Token token = lexer_.next();
    while (read_value(token)) {
      if (!go_on(token)) return done_;
    }
    return false;
  }

  Value take() { return std::move(root_); }
  const std::optional<Problem>& refusal() const { return refusal_; }
  std::size_t byte() const { return lexer_.position(); }

 private:
  bool read_value(Token token) {
    switch (token) {
      case Token::text:
        return put(std::move(lexer_.text()));
      case Token::unsigned_number:
        return put(lexer_.unsigned_number());
      case Token::negative_number:
        return put(lexer_.negative_number());
      case Token::other_number:
        return put(lexer_.other_number());
      case Token::true_word:
        return put(true);
      case Token::false_word:
        return put(false);
      case Token::null_word:
        return put(nullptr);
      case Token::begin_object:
        return descend(Value::object());
      case Token::begin_array:
        return descend(Value::array());
      default:
        return false;
    }
  }

  // From the end of a value, or the beginning of a container, to the first token of the next value. False at the end of
  // the text and where it is broken.
  bool go_on(Token& token) {
    token = lexer_.next();
    while (!open_.empty()) {
      const bool in_object = open_.back()->is_object();
      if (token == (in_object ? Token::end_object : Token::end_array)) {
        open_.pop_back();
        token = lexer_.next();
        continue;
      }
      if (!open_.back()->empty()) {
        if (token != Token::comma) return false;
        token = lexer_.next();
      }
      return !in_object || read_name(token);
    }
    done_ = token == Token::end;
    return false;
  }

  bool read_name(Token& token) {
    if (token != Token::text || !name_member(lexer_.text()) || lexer_.next() != Token::colon) return false;
    token = lexer_.next();
    return true;
  }

  // Canonical text has its members in order: then each goes behind the last one.
  bool name_member(std::string& name) {
    auto& members = open_.back()->get_ref<Value::object_t&>();
    const bool is_last = members.empty() || members.rbegin()->first < name;
    const auto before = members.size();
    const auto member =
        is_last ? members.try_emplace(members.end(), std::move(name)) : members.try_emplace(std::move(name)).first;
    member_ = &member->second;
    if (members.size() == before)
      return refuse("duplicate-member", pointer_to(member->first), "Keep one of the two members.");
    if (members.size() > limits_.members) return refuse("too-large", pointer(), "Use fewer members in one object.");
    return true;
  }

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

  Lexer lexer_;
  const Limits& limits_;
  Value root_;
  std::vector<Value*> open_;
  Value* member_ = nullptr;
  std::optional<Problem> refusal_;
  bool done_ = false;
};

Problem broken_utf8(std::size_t byte) {
  return {"bad-utf8", fmt::format("byte {}", byte), "The text is not valid UTF-8.", "Save the file as UTF-8."};
}

Problem broken_json(std::size_t byte) {
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
  if (const auto sound = formats::valid_utf8_prefix(text); sound != text.size()) return broken_utf8(sound);
  Builder builder(text, limits);
  const bool read = builder.build();
  if (builder.refusal()) return *builder.refusal();
  if (!read) return broken_json(builder.byte());
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
  std::size_t seen = formats::skip_plain(text, 0);
  if (!formats::is_utf8(text.substr(seen))) return append_string(out, formats::repair_utf8(text));
  out += '"';
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(seen), text.end(), plain);
    seen = 0;
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
