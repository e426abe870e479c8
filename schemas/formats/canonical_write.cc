// Writes a Resource as JCS text straight from the field table, without a tree in between.
#include "schemas/formats/canonical.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "schemas/formats/canonical_fields.h"

namespace commonplace::formats {
namespace {

using canonical::fields;
using canonical::Tabled;
using model::FurtherMember;
using model::LangLists;
using model::LangMap;

// A number is there when it is there; everything else is there when it has something in it.
template <typename T>
bool is_empty(const T& value) {
  if constexpr (Tabled<T>) {
    return std::apply([&value](const auto&... field) { return (is_empty(value.*field.member) && ...); }, fields<T>);
  } else if constexpr (std::is_arithmetic_v<T>) {
    return false;
  } else if constexpr (requires { value.empty(); }) {
    return value.empty();
  } else {
    return !value.has_value();
  }
}

// A further member and the JSON Pointer of the object it belongs to.
struct Extra {
  std::string parent;
  std::string name;
  std::string_view json;
};

std::string unescaped(std::string_view token) {
  std::string name;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] == '~' && i + 1 < token.size()) {
      name += token[++i] == '1' ? '/' : '~';
    } else {
      name += token[i];
    }
  }
  return name;
}

Extra located(const FurtherMember& member) {
  if (!member.name.starts_with('/')) return {"", member.name, member.json};
  const auto slash = member.name.rfind('/');
  return {member.name.substr(0, slash), unescaped(std::string_view(member.name).substr(slash + 1)), member.json};
}

class Writer {
 public:
  explicit Writer(const std::vector<FurtherMember>& further) {
    for (const FurtherMember& member : further) {
      if (!member.json.empty()) extras_.push_back(located(member));
    }
    const auto order = [](const Extra& a, const Extra& b) {
      return std::tie(a.parent, a.name) < std::tie(b.parent, b.name);
    };
    std::stable_sort(extras_.begin(), extras_.end(), order);
    follows_path_ = !extras_.empty();
    out_.reserve(4096);
  }

  template <Tabled T>
  void write(const T& value) {
    const auto of_this = [this](const Extra& extra) { return extra.parent == path_; };
    auto extra = std::find_if(extras_.begin(), extras_.end(), of_this);
    const auto end = std::find_if_not(extra, extras_.end(), of_this);
    out_ += '{';
    std::apply([&](const auto&... field) { (write_field(value, field, extra, end), ...); }, fields<T>);
    for (; extra != end; ++extra) write_extra(*extra);
    out_ += '}';
  }

  std::string take() { return std::move(out_); }

 private:
  using Extras = std::vector<Extra>::const_iterator;

  template <typename T, typename F>
  void write_field(const T& value, const F& field, std::vector<Extra>::iterator& extra, Extras end) {
    for (; extra != end && extra->name < field.name; ++extra) write_extra(*extra);
    const bool is_absent = is_empty(value.*field.member);
    // The owner's own field wins over a further member of the same name.
    if (extra != end && extra->name == field.name) is_absent ? write_extra(*extra++) : void(++extra);
    if (is_absent) return;
    plain_name(field.name);
    const auto length = enter(field.name);
    write(value.*field.member);
    leave(length);
  }

  void write_extra(const Extra& extra) {
    name(extra.name);
    out_ += extra.json;
  }

  void write(const std::string& text) { json::append_string(out_, text); }
  void write(bool value) { out_ += value ? "true" : "false"; }
  void write(std::int64_t value) {
    char digits[24];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
  }
  void write(int value) { write(std::int64_t{value}); }

  template <typename T>
  void write(const std::optional<T>& value) {
    write(*value);
  }

  template <typename T>
  void write(const std::map<std::string, T>& map) {
    out_ += '{';
    for (const auto& [key, value] : map) {
      name(key);
      write(value);
    }
    out_ += '}';
  }

  template <typename T>
  void write(const std::vector<T>& list) {
    out_ += '[';
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (i > 0) out_ += ',';
      const auto length = follows_path_ ? enter(std::to_string(i)) : 0;
      write(list[i]);
      leave(length);
    }
    out_ += ']';
  }

  // Of the field table, where nothing needs escaping.
  void plain_name(std::string_view member) {
    if (out_.back() != '{') out_ += ',';
    out_ += '"';
    out_ += member;
    out_ += "\":";
  }

  void name(std::string_view member) {
    if (out_.back() != '{') out_ += ',';
    json::append_string(out_, member);
    out_ += ':';
  }

  // Where we are is only followed when something waits for its place: one of the top must not get into what is deeper.
  std::size_t enter(std::string_view step) {
    const std::size_t length = path_.size();
    if (follows_path_) path_.append("/").append(step);
    return length;
  }
  void leave(std::size_t length) {
    if (follows_path_) path_.resize(length);
  }

  std::string out_;
  std::string path_;
  std::vector<Extra> extras_;
  bool follows_path_ = false;
};

}  // namespace

std::string write_canonical(const model::Resource& resource) {
  Writer writer(resource.further);
  writer.write(resource);
  return writer.take();
}

json::Value canonical_json(const model::Resource& resource) {
  return json::Value::parse(write_canonical(resource));
}

}  // namespace commonplace::formats
