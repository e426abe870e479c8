#include "schemas/formats/vcard.h"

#include <algorithm>
#include <array>

#include "schemas/formats/identifier.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/url.h"
#include "schemas/formats/xml_writer.h"

namespace commonplace::formats {
namespace {

using model::Agent;

constexpr std::size_t most_card_bytes = 16 * 1024;
constexpr std::string_view organisation = "Organization";
constexpr std::string_view person = "Person";

// ---- writing

void append_value(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c != '\r') {
      if (c == '\\' || c == ',' || c == ';') out += '\\';
      out += c;
    }
  }
}

void append_line(std::string& out, std::string_view property, std::string_view value) {
  if (value.empty()) return;
  out += property;
  append_value(out, value);
  out += '\n';
}

// Organisations have their name in ORG; part of a larger one, that comes first.
void append_organisation(std::string& out, const Agent& agent, std::string_view name) {
  if (agent.type != organisation) return append_line(out, "ORG:", agent.affiliation);
  if (name.empty()) return;
  out += "ORG:";
  if (!agent.affiliation.empty()) {
    append_value(out, agent.affiliation);
    out += ';';
  }
  append_value(out, name);
  out += '\n';
}

void append_names(std::string& out, const Agent& agent, const std::vector<std::string>& preferred) {
  say_main_first(agent.name, preferred, [&](std::string_view language, std::string_view text) {
    out += "FN";
    if (const auto tag = xml_language(language); !tag.empty()) out.append(";LANGUAGE=").append(tag);
    append_line(out, ":", text);
  });
  // FN must be there; one that repeats the UID is known as no name.
  if (agent.name.empty()) append_line(out, "FN:", agent.id.empty() ? agent.url : agent.id);
}

// ---- reading

struct Property {
  std::string name;  // upper case, without group
  std::string language;
  std::vector<std::string> values;  // apart at ";"
  std::string address;              // the value of UID and URL, in which ";" stands for itself
};

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

constexpr std::array<std::string_view, 19> known_properties = {"BEGIN", "END",   "VERSION",  "FN",    "N",     "ORG",   "KIND",
                                                               "ROLE",  "UID",   "URL",      "EMAIL", "NOTE",  "TITLE",
                                                               "TEL",   "PHOTO", "NICKNAME", "ADR",   "LABEL", "REV"};

// Whether a property begins here: "FN:", "ORG;CHARSET=…".
bool begins_property(std::string_view text) {
  const std::size_t end = text.find_first_of(":;");
  if (end == std::string_view::npos || end > 8) return false;
  const std::string name = upper(text.substr(0, end));
  return std::find(known_properties.begin(), known_properties.end(), name) != known_properties.end();
}

// Lines of a card; long ones that were folded are whole again. Some repositories send the card on one line (seen in LOM
// of Ariadne and LRE partners): then a known property after a blank begins a line.
std::vector<std::string> lines_of(std::string_view text) {
  const bool is_one_line = text.find('\n') == std::string_view::npos;
  std::vector<std::string> lines(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_line_end = c == '\n';
    const bool is_lost_end = is_one_line && c == ' ' && begins_property(text.substr(i + 1));
    if (!is_line_end && !is_lost_end) {
      lines.back() += c;
      continue;
    }
    const std::string_view next = text.substr(i + 1);
    const bool is_folded = is_line_end && (next.starts_with(' ') || next.starts_with('\t')) &&
                           !begins_property(next.substr(std::min(next.find_first_not_of(" \t"), next.size())));
    if (is_folded) {
      ++i;
    } else if (!lines.back().empty()) {
      lines.emplace_back();
    }
  }
  return lines;
}

std::vector<std::string> values_of(std::string_view text) {
  std::vector<std::string> values(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ';') {
      values.emplace_back();
    } else if (text[i] == '\\' && i + 1 < text.size()) {
      ++i;
      values.back() += text[i] == 'n' || text[i] == 'N' ? '\n' : text[i];
    } else {
      values.back() += text[i];
    }
  }
  for (std::string& value : values) value = normalise_text(value);
  return values;
}

std::string without_escapes(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) ++i;
    if (value[i] != ' ') out += value[i];
  }
  return out;
}

Property property_of(std::string_view line) {
  Property property;
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return property;
  std::string_view name = line.substr(0, colon);
  const std::size_t parameters = std::min(name.find(';'), name.size());
  const std::string rest = upper(name.substr(parameters));
  if (const auto place = rest.find(";LANGUAGE="); place != std::string::npos) {
    const std::string_view tag = name.substr(parameters + place + 10);
    property.language = normalise_language(tag.substr(0, tag.find(';'))).value_or("");
  }
  name = name.substr(0, parameters);
  if (const auto dot = name.rfind('.'); dot != std::string_view::npos) name.remove_prefix(dot + 1);
  property.name = upper(name);
  const std::string_view value = line.substr(colon + 1);
  property.values = values_of(value);
  property.address = without_escapes(value);
  return property;
}

// "Smith;Jane;;Dr;" → "Jane Smith": the parts are known, so nothing is guessed.
std::string name_of_parts(const std::vector<std::string>& parts) {
  const auto part = [&](std::size_t i) { return i < parts.size() ? parts[i] : std::string(); };
  std::string name = part(1);
  if (!name.empty() && !part(0).empty()) name += ' ';
  return name += part(0);
}

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) {
    if (value.empty()) continue;
    if (!out.empty()) out += ", ";
    out += value;
  }
  return out;
}

bool has_name(const Agent& agent, std::string_view name) {
  return std::any_of(agent.name.begin(), agent.name.end(), [&](const auto& one) { return one.second == name; });
}

struct Card {
  Agent agent;
  bool says_person = false;               // KIND
  std::vector<std::string> parts;         // N
  std::vector<std::string> organisation;  // ORG
};

void take(Card& card, Property property) {
  const std::string text = property.values.empty() ? std::string() : joined(property.values);
  if (text.empty()) return;
  if (property.name == "FN") {
    card.agent.name.try_emplace(property.language.empty() ? "und" : property.language, text);
  } else if (property.name == "N") {
    card.parts = std::move(property.values);
  } else if (property.name == "ORG") {
    std::erase(property.values, "");
    card.organisation = std::move(property.values);
  } else if (property.name == "KIND") {
    card.says_person = upper(text) == "INDIVIDUAL";
  } else if (property.name == "ROLE") {
    card.agent.role = text;
  } else if (property.name == "UID" && is_recognised_identifier(property.address)) {
    card.agent.id = std::move(property.address);
  } else if (property.name == "URL") {
    card.agent.url = normalise_http_url(property.address).value_or("");
  }
}

Agent agent_of(Card card) {
  Agent& agent = card.agent;
  const bool is_nameless = agent.name.size() == 1 && (has_name(agent, agent.id) || has_name(agent, agent.url));
  if (is_nameless) agent.name.clear();
  const std::string parts = name_of_parts(card.parts);
  if (!parts.empty() && agent.name.empty() && !is_nameless) agent.name["und"] = parts;
  if (agent.name.empty() && !card.organisation.empty() && parts.empty()) agent.name["und"] = card.organisation.back();
  const bool is_organisation = !card.says_person && !card.organisation.empty() && has_name(agent, card.organisation.back());
  if (is_organisation) {
    agent.type = organisation;
    card.organisation.pop_back();
  } else if (!parts.empty()) {
    agent.type = person;
  }
  agent.affiliation = joined(card.organisation);
  return std::move(card.agent);
}

}  // namespace

std::string write_vcard(const Agent& agent, const std::vector<std::string>& preferred_languages) {
  const auto main = model::best(agent.name, preferred_languages).text;
  std::string out = "BEGIN:VCARD\nVERSION:3.0\n";
  append_names(out, agent, preferred_languages);
  out += "N:";
  if (agent.type == person) append_value(out, main);
  out += ";;;;\n";
  append_organisation(out, agent, main);
  if (agent.type == person && has_name(agent, agent.affiliation)) out += "KIND:individual\n";  // RFC 6350 §6.1.4
  append_line(out, "ROLE:", agent.role);
  append_line(out, "UID:", agent.id);
  append_line(out, "URL:", agent.url);
  return out += "END:VCARD";
}

Agent read_vcard(std::string_view text) {
  text = text.substr(0, most_card_bytes);
  Card card;
  if (upper(text).find("BEGIN:VCARD") == std::string::npos) {
    if (std::string name = normalise_text(text); !name.empty()) card.agent.name["und"] = std::move(name);
    return card.agent;
  }
  std::string plain(text);
  if (plain.find('\n') == std::string::npos) std::replace(plain.begin(), plain.end(), '\r', '\n');
  std::erase(plain, '\r');
  for (const std::string& line : lines_of(plain)) take(card, property_of(line));
  return agent_of(std::move(card));
}

}  // namespace commonplace::formats
