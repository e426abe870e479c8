// What a template is filled with: a small tree of text, truth, lists and objects, built by the pages.
// An object says every name that its template may ask for (UI-192); names are prefixed by their view (UI-193).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "ui/frame.h"
#include "ui/html.h"

namespace commonplace::ui {

struct Value;
using List = std::vector<Value>;
using Object = std::vector<std::pair<std::string, Value>>;

struct Value {
  std::variant<std::string, bool, html::Safe, List, Object> it;
};

// Fills one object.
class Fields {
 public:
  Fields& text(std::string_view name, std::string text);
  // Also sets `has_<name>`: sections stand on truth only, for mustache holds "" and "0" true (UI-194).
  Fields& optional(std::string_view name, std::string text);
  Fields& truth(std::string_view name, bool value);
  // Also sets `has_<name>`.
  Fields& list(std::string_view name, List items);
  // A section drawn once when `is_there`, else not at all.
  Fields& maybe(std::string_view name, bool is_there, Object value);
  // `name` must be one of the raw names of render.cc (UI-196).
  Fields& raw(std::string_view name, html::Safe safe);
  // An address for href or action, made safe; the second form also sets `has_<name>`.
  Fields& url(std::string_view name, std::string_view address);
  Fields& optional_url(std::string_view name, std::string_view address);
  // Text by a person: also sets `<name>_lang`, for lang="…"; an empty one says in HTML that the language is unknown.
  Fields& said(std::string_view name, const Text& text);
  Fields& join(Object other);
  Object done() { return std::move(object_); }

 private:
  void set(std::string name, Value value);
  Object object_;
};

// One object per item.
template <typename Items, typename Draw>
List each(const Items& items, Draw draw) {
  List out;
  out.reserve(items.size());
  for (const auto& item : items) out.push_back(Value{draw(item)});
  return out;
}

}  // namespace commonplace::ui
