#include "node/config/config.h"

#include <fmt/format.h>
#include <arpa/inet.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "node/config/nearest.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/url.h"

extern char** environ;

namespace commonplace::config {
namespace {

using model::Failure;
using model::Outcome;
using model::Problem;

std::string toml_list(const std::vector<std::string>& values) {
  std::string out = "[";
  for (const auto& value : values) out += (out.size() > 1 ? ", " : "") + toml_string(value);
  return out + "]";
}

// How one key is read; `bad` says what is allowed.
struct Reader {
  std::string_view name;
  bool (*text)(Config&, const std::string&);
  bool (*list)(Config&, const std::vector<std::string>&);
  std::string_view allowed;
};

bool in_range(const std::string& text, int least, int most, int& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() && out >= least && out <= most;
}

bool is_bool(const std::string& text, bool& out) {
  out = text == "true";
  return text == "true" || text == "false";
}

bool only(std::string_view text, std::string_view marks) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || marks.find(c) != std::string_view::npos;
  });
}

// The strictest reader among validators (OAI-30): at least two characters before the @, a dotted host that ends in
// two or more lower-case letters behind it.
bool is_email(const std::string& text) {
  const auto at = text.find('@');
  const auto dot = text.rfind('.');
  if (text.size() > 254 || at == std::string::npos || dot == std::string::npos || dot < at + 2 || at < 2) return false;
  const std::string_view whole(text), top = whole.substr(dot + 1);
  return text[0] != '-' && text[0] != '.' && only(whole.substr(0, at), "_-.") && only(whole.substr(at + 1), "-.") &&
         top.size() >= 2 && std::all_of(top.begin(), top.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_cidr(const std::string& text) {
  const auto slash = text.find('/');
  if (slash == std::string::npos) return false;
  const std::string address = text.substr(0, slash);
  const bool is_v6 = address.find(':') != std::string::npos;
  int bits = 0;
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(is_v6 ? AF_INET6 : AF_INET, address.c_str(), bytes.data()) == 1 &&
         in_range(text.substr(slash + 1), 0, is_v6 ? 128 : 32, bits);
}

// A host that can stand in oai:<host>:<local> (OAI-35).
bool is_identity_host(const std::string& text) {
  const auto identifier = formats::parse_oai_identifier("oai:" + text + ":x");
  return identifier && identifier->host == text;
}

bool is_endpoint(const std::string& text) {
  const auto colon = text.rfind(':');
  int port = 0;
  return colon != std::string::npos && colon > 0 && text.find_first_of(" \t\r\n") == std::string::npos && in_range(text.substr(colon + 1), 0, 65535, port);
}

template <typename Check>
bool all(const std::vector<std::string>& values, Check check) {
  return std::all_of(values.begin(), values.end(), check);
}

const Reader readers[] = {
    {"base_url",
     [](Config& c, const std::string& v) {
       auto url = checked_base_url(v);
       if (url) c.base_url = *url;
       return url.has_value() || v.empty();
     },
     nullptr, "an address such as \"https://learn.museum.example\""},
    {"server.listen", nullptr,
     [](Config& c, const std::vector<std::string>& v) {
       c.listen = v;
       return !v.empty() && all(v, is_endpoint);
     },
     "a list such as [\"*:8080\"]"},
    {"server.workers", [](Config& c, const std::string& v) { return in_range(v, 0, 256, c.workers); }, nullptr,
     "a number from 0 to 256"},
    {"server.max_connections", [](Config& c, const std::string& v) { return in_range(v, 1, 100000, c.max_connections); },
     nullptr, "a number from 1 to 100000"},
    {"harvest.enabled", [](Config& c, const std::string& v) { return is_bool(v, c.harvest_enabled); }, nullptr,
     "true or false"},
    {"harvest.interval_hours",
     [](Config& c, const std::string& v) { return in_range(v, 1, 24 * 365, c.harvest_interval_hours); }, nullptr,
     "hours, from 1 to 8760"},
    {"harvest.parallel", [](Config& c, const std::string& v) { return in_range(v, 1, 32, c.harvest_parallel); }, nullptr,
     "a number from 1 to 32"},
    {"harvest.allow_private", nullptr,
     [](Config& c, const std::vector<std::string>& v) {
       c.harvest_allow_private = v;
       return all(v, is_cidr);
     },
     "a list of networks such as [\"10.1.0.0/16\"]"},
    {"oai.admin_email",
     [](Config& c, const std::string& v) {
       c.oai_admin_email = v;
       return v.empty() || is_email(v);
     },
     nullptr, "an address such as \"keeper@museum.example\" (at least two characters before the @)"},
    {"oai.page_size", [](Config& c, const std::string& v) { return in_range(v, 100, 500, c.oai_page_size); }, nullptr,
     "a number from 100 to 500"},
    {"oai.metadata_licence",
     [](Config& c, const std::string& v) {
       c.oai_metadata_licence = v;
       return formats::parse_http_url(v).has_value();
     },
     nullptr, "the address of a licence"},
    {"oai.repository_identifier",
     [](Config& c, const std::string& v) {
       c.oai_repository_identifier = v;
       return v.empty() || is_identity_host(v);
     },
     nullptr, "a host name with a dot whose parts begin with letters, such as \"learn.museum.example\""},
    {"log.level",
     [](Config& c, const std::string& v) {
       c.log_level = v;
       return v == "debug" || v == "info" || v == "warning" || v == "error";
     },
     nullptr, "debug, info, warning or error"},
    {"log.format",
     [](Config& c, const std::string& v) {
       c.log_format = v;
       return v == "auto" || v == "text" || v == "json";
     },
     nullptr, "auto, text or json"},
};

const Key key_table[] = {
    {"base_url", "The public address of this node. Everything it says about itself derives from it.", "\"\"",
     [](const Config& c) { return toml_string(c.base_url); }},
    {"server.listen", "Addresses and ports to listen on; * means all interfaces.", "[\"*:8080\"]",
     [](const Config& c) { return toml_list(c.listen); }},
    {"server.workers", "Threads that answer requests; 0 means one per processor core.", "0",
     [](const Config& c) { return std::to_string(c.workers); }},
    {"server.max_connections", "Connections open at once; more are turned away politely.", "1024",
     [](const Config& c) { return std::to_string(c.max_connections); }},
    {"harvest.enabled", "Whether serve visits the peers on their schedule.", "true",
     [](const Config& c) { return std::string(c.harvest_enabled ? "true" : "false"); }},
    {"harvest.interval_hours", "Hours between two visits to the same peer.", "24",
     [](const Config& c) { return std::to_string(c.harvest_interval_hours); }},
    {"harvest.parallel", "Peers visited at once, at most one per host.", "4",
     [](const Config& c) { return std::to_string(c.harvest_parallel); }},
    {"harvest.allow_private", "Private networks that may be harvested, such as [\"10.1.0.0/16\"]. None unless named.", "[]",
     [](const Config& c) { return toml_list(c.harvest_allow_private); }},
    {"oai.admin_email", "Address shown to harvesters; empty means keeper@ and the node's identity host.", "\"\"",
     [](const Config& c) { return toml_string(c.oai_admin_email); }},
    {"oai.page_size", "Records on one page of an OAI-PMH list, 100 to 500.", "500",
     [](const Config& c) { return std::to_string(c.oai_page_size); }},
    {"oai.metadata_licence", "Licence of the metadata itself, where a record names no other.",
     "\"https://creativecommons.org/publicdomain/zero/1.0/\"",
     [](const Config& c) { return toml_string(c.oai_metadata_licence); }},
    {"oai.repository_identifier", "Host name in identifiers; empty means the host of base_url, or a made one.", "\"\"",
     [](const Config& c) { return toml_string(c.oai_repository_identifier); }},
    {"log.level", "debug, info, warning or error.", "\"info\"", [](const Config& c) { return toml_string(c.log_level); }},
    {"log.format", "auto (text on a terminal, JSON otherwise), text or json.", "\"auto\"",
     [](const Config& c) { return toml_string(c.log_format); }},
};

const Reader* find_reader(std::string_view name) {
  for (const auto& reader : readers)
    if (reader.name == name) return &reader;
  return nullptr;
}

std::vector<std::string_view> names() {
  std::vector<std::string_view> out;
  for (const auto& reader : readers) out.push_back(reader.name);
  return out;
}

std::string variable_name(std::string_view key) {
  std::string out = "COMMONPLACE_";
  for (char c : key) out += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

Problem wrong_value(const Reader& reader, const std::string& where) {
  return {"bad-value", where, fmt::format("{} has a value that cannot be used", reader.name),
          fmt::format("Give {}.", reader.allowed)};
}

std::string scalar_text(const toml::node& node) {
  if (auto text = node.value<std::string>(); node.is_string() && text) return *text;
  if (node.is_boolean()) return *node.value<bool>() ? "true" : "false";
  if (node.is_integer()) return std::to_string(*node.value<std::int64_t>());
  return "\x01";  // no key takes it
}

std::vector<std::string> list_text(const toml::array& array) {
  std::vector<std::string> out;
  for (const auto& item : array) out.push_back(scalar_text(item));
  return out;
}

std::string place(const std::string& path, const toml::node& node) {
  return fmt::format("{}, line {}", path, node.source().begin.line);
}

Failure take(Config& config, const std::string& path, const std::string& name, const toml::node& node) {
  const Reader* reader = find_reader(name);
  if (!reader)
    return Problem{"unknown-key", place(path, node), fmt::format("{} is not a key of Commonplace", name),
                   fmt::format("Did you mean {}?", nearest(name, names()))};
  const bool good = node.is_array() ? reader->list && reader->list(config, list_text(*node.as_array()))
                                    : reader->text && reader->text(config, scalar_text(node));
  if (!good) return wrong_value(*reader, place(path, node));
  config.origin[name] = "commonplace.toml";
  return {};
}

Failure take_table(Config& config, const std::string& path, const std::string& prefix, const toml::table& table) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    if (const auto* inner = node.as_table()) {
      if (auto failure = take_table(config, path, name + ".", *inner)) return failure;
    } else if (auto failure = take(config, path, name, node)) {
      return failure;
    }
  }
  return {};
}

Failure read_file(Config& config, const std::string& path) {
  std::error_code trouble;
  if (!std::filesystem::exists(path, trouble) && !trouble) return {};  // absent: the defaults
  std::ifstream file(path);
  std::stringstream text;
  if (!std::filesystem::is_regular_file(path, trouble) || !file)
    return Problem{"cannot-read", path, "the configuration file is there and cannot be read",
                   "Give the user that runs Commonplace the right to read it."};
  text << file.rdbuf();
  try {
    return take_table(config, path, "", toml::parse(text.str(), path));
  } catch (const toml::parse_error& error) {
    return Problem{"bad-toml", fmt::format("{}, line {}", path, error.source().begin.line),
                   fmt::format("the file cannot be read: {}", error.description()),
                   "Mend this line, or put # in front of it."};
  }
}

std::vector<std::string> split_commas(const std::string& text) {
  std::vector<std::string> out;
  std::stringstream stream(text);
  for (std::string piece; std::getline(stream, piece, ',');) {
    const auto first = piece.find_first_not_of(' ');
    if (first != std::string::npos) out.push_back(piece.substr(first, piece.find_last_not_of(' ') + 1 - first));
  }
  return out;
}

Failure read_environment(Config& config, const Environment& environment, std::vector<std::string>& warnings) {
  static const std::vector<std::string> not_keys = {"COMMONPLACE_DATA", "COMMONPLACE_SHARED", "COMMONPLACE_SCHEMAS"};
  for (const auto& [variable, value] : environment) {
    if (std::find(not_keys.begin(), not_keys.end(), variable) != not_keys.end()) continue;
    const auto* reader = std::find_if(std::begin(readers), std::end(readers),
                                      [&](const Reader& r) { return variable_name(r.name) == variable; });
    if (reader == std::end(readers)) {
      warnings.push_back(fmt::format("{} is no variable of Commonplace and was ignored", variable));
      continue;
    }
    const bool good = reader->list ? reader->list(config, split_commas(value)) : reader->text(config, value);
    if (!good) return wrong_value(*reader, variable);
    config.origin[std::string(reader->name)] = variable;
  }
  return {};
}

}  // namespace

std::span<const Key> keys() { return key_table; }

Environment process_environment() {
  Environment out;
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view pair(*entry);
    const auto equals = pair.find('=');
    if (pair.starts_with("COMMONPLACE_") && equals != std::string_view::npos)
      out.emplace(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return out;
}

Outcome<Loaded> load(const std::string& path, const Environment& environment) {
  Loaded loaded;
  for (const auto& key : key_table) loaded.config.origin[std::string(key.name)] = "default";
  if (auto failure = read_file(loaded.config, path)) return *failure;
  if (auto failure = read_environment(loaded.config, environment, loaded.warnings)) return *failure;
  return loaded;
}

std::string commented_file(const std::map<std::string, std::string>& set) {
  std::string out = "# Commonplace: the configuration of this node. A line that begins with # is a default.\n";
  std::string section;
  for (const auto& key : key_table) {
    const auto dot = key.name.find('.');
    const std::string in(dot == std::string_view::npos ? "" : key.name.substr(0, dot));
    if (in != section) out += fmt::format("\n[{}]\n", section = in);
    const auto given = set.find(std::string(key.name));
    const auto local = dot == std::string_view::npos ? key.name : key.name.substr(dot + 1);
    out += fmt::format("# {}\n{}{} = {}\n", key.meaning, given == set.end() ? "# " : "", local,
                       given == set.end() ? key.default_text : given->second);
  }
  return out;
}

std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      out += fmt::format("\\u{:04X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    else
      out += c;
  }
  return out + "\"";
}

Outcome<std::string> checked_base_url(std::string_view text) {
  const auto url = formats::parse_http_url(text);
  if (!url || !url->query.empty() || !url->fragment.empty() || !url->user.empty())
    return Problem{"bad-url", "base_url", "the address is no web address that others could use",
                   "Give the address people will type, such as https://learn.museum.example"};
  std::string out(text);
  while (out.ends_with('/')) out.pop_back();
  return out;
}

}  // namespace commonplace::config
