#include "node/web/static_copy.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "node/http/message.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/url.h"
#include "ui/html.h"
#include "ui/words.h"

namespace commonplace::web {
namespace {

// ---- addresses to files

constexpr std::size_t longest_segment = 120;
constexpr std::array<std::string_view, 8> list_filters = {"subject",   "level",    "type",    "contributor",
                                                          "framework", "language", "licence", "may"};

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

std::string segment_file(std::string_view segment) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : segment) {
    const bool is_hiding = out.empty() && c == '.';
    if (is_plain(c) && !is_hiding) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.append({'~', digits[byte >> 4], digits[byte & 15]});
    }
  }
  return out.size() <= longest_segment ? out : formats::sha256_hex(segment).substr(0, 32);
}

// "/by/a%20b" → "by/a~20b"; nothing for a broken escape or an empty segment.
std::optional<std::string> path_file(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto end = std::min(path.find('/'), path.size());
    const auto segment = formats::percent_decode(path.substr(0, end));
    if (!segment || segment->empty()) return {};
    out.append(out.empty() ? "" : "/").append(segment_file(*segment));
    path.remove_prefix(end);
  }
  return out;
}

std::optional<int> page_of(std::string_view text) {
  int page = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), page);
  if (error != std::errc() || end != text.data() + text.size() || page < 1) return {};
  return page;
}

// A list of everything, of the newest, or by one filter, page by page. How it was ordered and how many stood on a page
// where the link was is left behind: each list is copied once.
struct List {
  std::string filter;
  std::string value;
  bool is_newest = false;
  int page = 1;

  std::string target() const {
    std::string out = "/search?q=";
    if (!filter.empty()) out.append("&").append(filter).append("=").append(formats::percent_encode(value));
    if (is_newest) out += "&sort=newest";
    return page > 1 ? out + "&page=" + std::to_string(page) : out;
  }
  std::string file() const {
    const auto name = is_newest ? "newest" : filter.empty() ? std::string() : segment_file(filter + "-" + value);
    const auto suffix = page > 1 ? "page-" + std::to_string(page) : std::string();
    if (name.empty() && suffix.empty()) return "search.html";
    return "search/" + name + (name.empty() || suffix.empty() ? "" : "-") + suffix + ".html";
  }
};

std::optional<List> read_list(std::string_view query) {
  const auto arguments = http::parse_form(query);
  if (!arguments) return {};
  List list;
  for (const auto& [name, value] : *arguments) {
    const auto number = name == "page" ? page_of(value) : std::nullopt;
    const bool is_filter = std::find(list_filters.begin(), list_filters.end(), name) != list_filters.end() && !value.empty();
    if (number) {
      list.page = *number;
    } else if (name == "sort") {
      list.is_newest = value == "newest";
    } else if (is_filter && list.filter.empty()) {
      list.filter = name;
      list.value = value;
    } else if (name != "per_page" && !(name == "q" && value.empty())) {
      return {};
    }
  }
  if (!list.filter.empty()) list.is_newest = false;
  return list;
}

std::optional<List> list_at(std::string_view target) {
  constexpr std::string_view path = "/search";
  if (target != path && !target.starts_with("/search?")) return {};
  return read_list(target.size() > path.size() ? target.substr(path.size() + 1) : std::string_view());
}

bool begins(std::string_view path, std::string_view folder) {
  return path == folder || (path.starts_with(folder) && (folder.ends_with('/') || path[folder.size()] == '/'));
}

bool is_file_already(std::string_view path) {
  return begins(path, "/assets/") || begins(path, "/media/") || (begins(path, "/by/") && path.ends_with("/brand.css"));
}

bool is_page(std::string_view path) {
  return begins(path, "/r/") || begins(path, "/by/") || begins(path, "/about/") || begins(path, "/organisations") ||
         begins(path, "/curriculum");
}

// ---- pages

struct Attribute {
  std::string_view name;
  std::string_view value;  // as it stands, without quotation marks
  bool has_value = false;
};

struct Tag {
  std::string_view name;
  std::vector<Attribute> attributes;
  std::size_t end = 0;  // behind ">"

  std::string_view value(std::string_view attribute) const {
    for (const auto& one : attributes)
      if (one.name == attribute) return one.value;
    return {};
  }
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Requires "<" and a letter at `begin`.
Tag read_tag(std::string_view html, std::size_t begin) {
  constexpr std::string_view name_ends = " \t\r\n/>=";
  Tag tag;
  auto at = begin + 1;
  const auto word = [&] {
    const auto end = std::min(html.find_first_of(name_ends, at), html.size());
    const auto out = html.substr(at, end - at);
    at = end;
    return out;
  };
  tag.name = word();
  while (at < html.size() && html[at] != '>') {
    if (is_blank(html[at]) || html[at] == '/' || html[at] == '=') {
      ++at;
      continue;
    }
    Attribute attribute{word(), {}, false};
    if (at < html.size() && html[at] == '=') {
      const char quote = at + 1 < html.size() ? html[at + 1] : '>';
      const bool is_quoted = quote == '"' || quote == '\'';
      const auto first = at + (is_quoted ? 2 : 1);
      const auto last = std::min(is_quoted ? html.find(quote, first) : html.find_first_of(" \t\r\n>", first), html.size());
      attribute.value = html.substr(std::min(first, html.size()), last - std::min(first, last));
      attribute.has_value = true;
      at = std::min(last + (is_quoted ? 1 : 0), html.size());
    }
    tag.attributes.push_back(attribute);
  }
  tag.end = std::min(at + 1, html.size());
  return tag;
}

// What ui::html::escape writes, undone.
std::string unescaped(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char>, 6> references = {
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&#x27;", '\''}}};
  std::string out;
  while (!text.empty()) {
    const auto reference = std::find_if(references.begin(), references.end(), [&](const auto& r) { return text.starts_with(r.first); });
    out += reference == references.end() ? text.front() : reference->second;
    text.remove_prefix(reference == references.end() ? 1 : reference->first.size());
  }
  return out;
}

std::string relative(std::string_view from, const std::string& to) {
  std::string out;
  for (const char c : from)
    if (c == '/') out += "../";
  return out + to;
}

class PageCopy {
 public:
  PageCopy(std::string_view html, std::string_view file, std::string_view base_url) : html_(html), file_(file), base_url_(base_url) {}

  StaticText take() {
    while (at_ < html_.size()) {
      copy_to(std::min(html_.find('<', at_), html_.size()));
      if (at_ < html_.size()) markup();
    }
    return std::move(copy_);
  }

 private:
  void copy_to(std::size_t end) {
    copy_.text.append(html_.substr(at_, end - at_));
    at_ = end;
  }
  std::size_t behind(std::string_view what) const {
    const auto found = html_.find(what, at_);
    return found == std::string_view::npos ? html_.size() : found + what.size();
  }

  void markup() {
    const auto rest = html_.substr(at_);
    if (rest.starts_with("<!--")) return copy_to(behind("-->"));
    if (rest.size() < 2 || !std::isalpha(static_cast<unsigned char>(rest[1]))) return copy_to(behind(">"));
    element(read_tag(html_, at_));
  }

  void element(const Tag& tag) {
    if (needs_a_node(tag)) return leave_out(tag);
    const auto relation = tag.value("rel");
    const bool is_idle_link = tag.name == "link" && (relation == "alternate" || relation == "search");
    if (is_idle_link) {
      at_ = tag.end;
      return;
    }
    write(tag, relation == "canonical");
    at_ = tag.end;
    if (tag.name == "script" || tag.name == "style") copy_to(behind("</" + std::string(tag.name)));
  }

  static bool needs_a_node(const Tag& tag) {
    return tag.name == "form" || (tag.name == "aside" && tag.value("class") == "filters") ||
           (tag.name == "p" && tag.value("class") == "open-filters");
  }

  // Where one could search there is the list of everything.
  void leave_out(const Tag& tag) {
    if (tag.value("role") == "search") {
      copy_.text += "<p><a class=\"button\" href=\"";
      append_link("/search?q=", "search.html", {});
      copy_.text.append("\">").append(ui::html::escape(ui::words("copy.all"))).append("</a></p>");
    }
    at_ = behind("</" + std::string(tag.name) + ">");
  }

  void write(const Tag& tag, bool is_canonical) {
    copy_.text.append("<").append(tag.name);
    for (const auto& attribute : tag.attributes) {
      const bool is_address = attribute.name == "href" || attribute.name == "src";
      const auto target = is_address && !is_canonical ? own_target(unescaped(attribute.value)) : std::nullopt;
      target ? write_link(attribute, *target) : write_plain(attribute);
    }
    copy_.text += ">";
  }

  void write_plain(const Attribute& attribute) {
    copy_.text.append(" ").append(attribute.name);
    if (attribute.has_value) copy_.text.append("=\"").append(attribute.value).append("\"");
  }

  void write_link(const Attribute& attribute, const std::string& target) {
    const auto hash = std::min(target.find('#'), target.size());
    const auto address = target.substr(0, hash);
    const auto file = static_file(address);
    if (!file) return;
    copy_.text.append(" ").append(attribute.name).append("=\"");
    append_link(address, *file, std::string_view(target).substr(hash));
    copy_.text += "\"";
  }

  void append_link(std::string address, const std::string& file, std::string_view fragment) {
    copy_.text += ui::html::escape(relative(file_, file) + std::string(fragment));
    const auto list = list_at(address);
    copy_.links.push_back({list ? list->target() : std::move(address), file});
  }

  // "/path?query#fragment" of an address of this node; nothing for all others.
  std::optional<std::string> own_target(const std::string& address) const {
    if (address.starts_with("/") && !address.starts_with("//")) return address;
    if (base_url_.empty() || !address.starts_with(base_url_)) return {};
    const auto rest = address.substr(base_url_.size());
    if (rest.empty()) return "/";
    return rest.starts_with('/') ? std::optional(rest) : std::nullopt;
  }

  std::string_view html_;
  std::string_view file_;
  std::string_view base_url_;
  std::size_t at_ = 0;
  StaticText copy_;
};

}  // namespace

std::optional<std::string> static_file(std::string_view target) {
  const auto question = std::min(target.find('?'), target.size());
  const auto path = target.substr(0, question);
  const auto query = question < target.size() ? target.substr(question + 1) : std::string_view();
  if (path == "/search") {
    const auto list = list_at(target);
    return list ? std::optional(list->file()) : std::nullopt;
  }
  if (path == "/" && query.empty()) return "index.html";
  const auto file = path_file(path);
  if (!file || file->empty()) return {};
  if (path == "/assets/orgs.css") return "assets/orgs-" + formats::sha256_hex(query).substr(0, 16) + ".css";
  if (is_file_already(path)) return query.empty() ? file : std::nullopt;
  if (!is_page(path)) return {};
  if (query.empty()) return *file + ".html";
  const auto page = query.starts_with("page=") ? page_of(query.substr(5)) : std::nullopt;
  if (!page) return {};
  return *file + (*page > 1 ? "/page-" + std::to_string(*page) : std::string()) + ".html";
}

StaticText static_page(std::string_view html, std::string_view file, std::string_view base_url) {
  return PageCopy(html, file, base_url).take();
}

// Our sheets call fonts by their name alone: they lie beside the sheet in the copy too.
StaticText static_sheet(std::string_view css, std::string_view file) {
  constexpr std::string_view opening = "url(\"";
  const std::string folder = "/" + std::string(file.substr(0, file.rfind('/') + 1));
  StaticText copy;
  while (!css.empty()) {
    const auto found = css.find(opening);
    const auto begin = found == std::string_view::npos ? css.size() : found + opening.size();
    copy.text.append(css.substr(0, begin));
    css.remove_prefix(begin);
    if (css.empty()) break;
    const std::string address(css.substr(0, css.find('"')));
    css.remove_prefix(address.size());
    const bool is_absolute = address.starts_with('/');
    const auto target = is_absolute ? address : folder + address;
    const auto to = address.find(':') == std::string::npos ? static_file(target) : std::nullopt;
    copy.text += to && is_absolute ? relative(file, *to) : address;
    if (to) copy.links.push_back({target, *to});
  }
  return copy;
}

}  // namespace commonplace::web
