#include "ui/value.h"

namespace commonplace::ui {
namespace {

std::string has(std::string_view name) {
  return "has_" + std::string(name);
}

// A BCP 47 tag as it may stand in lang="…": letters, digits, hyphens. "und" is said in HTML by an empty tag.
std::string language_tag(const std::string& tag) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
  return tag == "und" || tag.find_first_not_of(allowed) != std::string::npos ? std::string() : tag;
}

}  // namespace

void Fields::set(std::string name, Value value) {
  object_.emplace_back(std::move(name), std::move(value));
}

Fields& Fields::text(std::string_view name, std::string text) {
  set(std::string(name), {std::move(text)});
  return *this;
}

Fields& Fields::optional(std::string_view name, std::string text) {
  truth(has(name), !text.empty());
  return this->text(name, std::move(text));
}

Fields& Fields::truth(std::string_view name, bool value) {
  set(std::string(name), {value});
  return *this;
}

Fields& Fields::list(std::string_view name, List items) {
  truth(has(name), !items.empty());
  set(std::string(name), {std::move(items)});
  return *this;
}

Fields& Fields::maybe(std::string_view name, bool is_there, Object value) {
  List items;
  if (is_there) items.push_back({std::move(value)});
  set(std::string(name), {std::move(items)});
  return *this;
}

Fields& Fields::raw(std::string_view name, html::Safe safe) {
  set(std::string(name), {std::move(safe)});
  return *this;
}

Fields& Fields::url(std::string_view name, std::string_view address) {
  return text(name, html::safe_url(address));
}

Fields& Fields::optional_url(std::string_view name, std::string_view address) {
  const std::string safe = html::safe_url(address);
  return optional(name, safe == "#" ? std::string() : safe);
}

Fields& Fields::said(std::string_view name, const Text& text) {
  this->text(std::string(name) + "_lang", language_tag(text.lang));
  return optional(name, text.text);
}

Fields& Fields::join(Object other) {
  for (auto& field : other) object_.push_back(std::move(field));
  return *this;
}

}  // namespace commonplace::ui
