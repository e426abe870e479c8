#include "ui/render.h"

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <kainjow/mustache.hpp>
#include <map>
#include <set>
#include <stdexcept>
#include <unordered_map>

#include "ui/embedded.h"
#include "ui/html.h"
#include "ui/words.h"

namespace commonplace::ui {
namespace {

namespace mustache = kainjow::mustache;

// The only names that may stand in {{{…}}}; their values are html::Safe (UI-196, SEC-23).
constexpr std::array<std::string_view, 2> raw_names{"json_ld", "panel_svg"};
constexpr int deepest_partial = 8;

bool is_raw_name(std::string_view name) {
  return std::find(raw_names.begin(), raw_names.end(), name) != raw_names.end();
}

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1));
}

// Calls `replace` with what stands between each "{{" and "}}" (a third brace included) and puts its answer there.
std::string rewrite_tags(std::string_view text, const std::function<std::string(std::string_view)>& replace) {
  std::string out;
  std::size_t at = 0;
  for (auto open = text.find("{{"); open != std::string_view::npos; open = text.find("{{", at)) {
    auto close = text.find("}}", open + 2);
    if (close == std::string_view::npos) break;
    if (text.substr(open, 3) == "{{{" && text.substr(close, 3) == "}}}") ++close;
    out.append(text.substr(at, open - at)).append(replace(text.substr(open + 2, close - open - 2)));
    at = close + 2;
  }
  return out.append(text.substr(at));
}

std::string whole_tag(std::string_view inside) {
  return "{{" + std::string(inside) + "}}";
}

// So that a partial can stand inside a line.
std::string_view without_last_line_end(std::string_view text) {
  return text.ends_with('\n') ? text.substr(0, text.size() - 1) : text;
}

// Partials are put in by text, so that a card is parsed once and not again for each card (the library parses a partial
// at every use), and so are words, which are the same for every reader.
std::string expand(std::string_view name, std::string_view text, std::vector<std::string>& problems, int depth = 0) {
  const auto problem = [&](std::string what) {
    problems.push_back(std::string(name) + ".mustache: " + std::move(what));
    return std::string();
  };
  return rewrite_tags(text, [&](std::string_view inside) {
    const std::string rest = trimmed(inside.substr(std::min<std::size_t>(1, inside.size())));
    const char kind = inside.empty() ? ' ' : inside.front();
    if (kind == '=') return problem("changes the delimiters");
    if (kind == '&') return is_raw_name(rest) ? whole_tag(inside) : problem("draws " + rest + " raw");
    if (kind == '{') {
      const std::string raw = trimmed(rest.substr(0, rest.find('}')));
      return is_raw_name(raw) ? whole_tag(inside) : problem("draws " + raw + " raw");
    }
    if (kind == '>') {
      const EmbeddedFile* partial = find_embedded(rest + ".mustache");
      if (partial == nullptr) return problem("wants the unknown partial " + rest);
      if (depth >= deepest_partial) return problem("includes " + rest + " too deeply");
      return expand(rest, without_last_line_end(partial->bytes), problems, depth + 1);
    }
    const std::string whole = trimmed(inside);
    if (!whole.starts_with("words.")) return whole_tag(inside);
    const std::string* said = find_words(std::string_view(whole).substr(6));
    return said != nullptr ? html::escape(*said) : problem("wants the unknown words " + whole);
  });
}

std::set<std::string> sections_of(std::string_view text) {
  std::set<std::string> names;
  rewrite_tags(text, [&](std::string_view inside) {
    if (inside.starts_with('#') || inside.starts_with('^')) names.insert(trimmed(inside.substr(1)));
    return std::string();
  });
  return names;
}

struct Template {
  mustache::mustache parsed;
  std::set<std::string> sections;
};

Template load(std::string_view name) {
  const EmbeddedFile* file = find_embedded(std::string(name) + ".mustache");
  if (file == nullptr) throw std::logic_error("no template " + std::string(name));
  std::vector<std::string> problems;
  const std::string text = expand(name, file->bytes, problems);
  if (!problems.empty()) throw std::logic_error(problems.front());
  Template made{mustache::mustache(text), sections_of(text)};
  if (!made.parsed.is_valid()) throw std::logic_error(std::string(name) + ": " + made.parsed.error_message());
  return made;
}

// A parsed template changes while it draws (UI-190): one set per thread.
Template& template_of_this_thread(std::string_view name) {
  thread_local std::map<std::string, Template, std::less<>> loaded;
  const auto found = loaded.find(name);
  return found != loaded.end() ? found->second : loaded.emplace(std::string(name), load(name)).first->second;
}

// What the library sees of our values. It would copy each whole branch again at every level of the tree (its set() and
// push_back() take copies), so it gets a shell for each value as it asks for it, and the values stay where they are.
// Names are looked up from the inside out. In builds with assertions a name that nobody set, and a section over text,
// end the drawing (UI-192, UI-194); a release draws nothing there, as mustache does.
class Context : public mustache::basic_context<std::string> {
 public:
  Context(const Value& root, const std::set<std::string>& sections) : values_{&root}, sections_(sections) {}

  void push(const mustache::data* shell) override { values_.push_back(behind_.at(shell)); }
  void pop() override { values_.pop_back(); }

  const mustache::data* get(const std::string& name) const override {
    for (auto value = values_.rbegin(); value != values_.rend(); ++value) {
      if (const Value* found = member(**value, name)) return shell_of(name, *found);
    }
    return unknown(name);
  }
  const mustache::data* get_partial(const std::string& name) const override { return unknown(name); }

 private:
  static const Value* member(const Value& value, const std::string& name) {
    const Object* object = std::get_if<Object>(&value.it);
    if (object == nullptr) return nullptr;
    const auto found = std::find_if(object->begin(), object->end(), [&](const auto& one) { return one.first == name; });
    return found == object->end() ? nullptr : &found->second;
  }

  const mustache::data* shell_of(const std::string& name, const Value& value) const {
    if (is_raw_name(name) != std::holds_alternative<html::Safe>(value.it)) {
      throw std::logic_error("raw names and safe values belong together: " + name);
    }
    if (const auto* truth = std::get_if<bool>(&value.it)) return keep(mustache::data{*truth}, value);
    if (const auto* list = std::get_if<List>(&value.it)) return shell_of_list(*list, value);
    if (std::holds_alternative<Object>(value.it)) return keep(mustache::data{mustache::data::type::object}, value);
#ifndef NDEBUG
    if (sections_.contains(name)) throw std::logic_error("section over text: " + name);
#endif
    const auto* text = std::get_if<std::string>(&value.it);
    return keep(mustache::data{text != nullptr ? *text : std::get<html::Safe>(value.it).bytes()}, value);
  }

  const mustache::data* shell_of_list(const List& list, const Value& value) const {
    const mustache::data* shell =
        keep(mustache::data{mustache::list(list.size(), mustache::data{mustache::data::type::object})}, value);
    for (std::size_t i = 0; i < list.size(); ++i) behind_[&shell->list_value()[i]] = &list[i];
    return shell;
  }

  const mustache::data* keep(mustache::data&& shell, const Value& value) const {
    shells_.push_back(std::move(shell));
    behind_[&shells_.back()] = &value;
    return &shells_.back();
  }

  static const mustache::data* unknown([[maybe_unused]] const std::string& name) {
#ifndef NDEBUG
    throw std::logic_error("no such name: " + name);
#else
    return nullptr;
#endif
  }

  std::vector<const Value*> values_;
  const std::set<std::string>& sections_;
  mutable std::deque<mustache::data> shells_;  // addresses stay
  mutable std::unordered_map<const mustache::data*, const Value*> behind_;
};

}  // namespace

std::string render(std::string_view name, Object values) {
  Template& it = template_of_this_thread(name);
  const Value root{std::move(values)};
  Context context(root, it.sections);
  try {
    return it.parsed.render(context);
  } catch (const std::logic_error& error) {
    throw std::logic_error(std::string(name) + ".mustache: " + error.what());
  }
}

std::vector<std::string> template_problems(std::string_view name, std::string_view text) {
  std::vector<std::string> problems;
  const std::string whole = expand(name, text, problems);
  const mustache::mustache parsed(whole);
  if (!parsed.is_valid()) problems.push_back(std::string(name) + ".mustache: " + parsed.error_message());
  return problems;
}

std::vector<std::string> template_problems() {
  constexpr std::string_view extension = ".mustache";
  std::vector<std::string> problems;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.ends_with(extension)) continue;
    const auto name = file.name.substr(0, file.name.size() - extension.size());
    const auto found = template_problems(name, file.bytes);
    problems.insert(problems.end(), found.begin(), found.end());
  }
  return problems;
}

}  // namespace commonplace::ui
